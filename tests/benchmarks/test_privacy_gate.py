"""The labelled sentences are labelled soundly, and the figures that are reported are those of the gate."""

import pytest

from benchmarks.privacy_gate_quality import load_sentences, measure, show
from nic_hub.domain.privacy.shapes import PrivateKind


def test_the_halves_share_no_sentence_and_hold_two_hundred():
    texts = [each["text"] for part in ("tune", "report") for each in load_sentences(part)]
    assert len(texts) == len(set(texts)) >= 200


#: Kinds that the gate was taught after the reporting half had been written.
LATER = {PrivateKind.INITIALS, PrivateKind.ADDRESS}


@pytest.mark.parametrize(("part", "kinds"), [("tune", {*PrivateKind}), ("report", {*PrivateKind} - LATER)])
def test_every_kind_is_in_a_half_beside_sentences_without_any(part, kinds):
    seen = {kind for each in load_sentences(part) for kind in each["kinds"]}
    assert seen == kinds
    assert sum(not each["kinds"] for each in load_sentences(part)) >= 50


@pytest.mark.parametrize(
    ("least_recall", "least_precision", "part"), [(0.97, 0.93, "report"), (0.97, 1, "tune")]
)
def test_the_gate_is_no_worse_than_reported(least_recall, least_precision, part):
    count = measure(load_sentences(part))["student_name"]
    assert count.caught / (count.caught + len(count.missed)) >= least_recall
    assert count.caught / (count.caught + len(count.needless)) >= least_precision


def test_a_miss_and_a_needless_question_are_counted_and_told():
    counts = measure(
        [{"text": "Zzyx left.", "kinds": ["student_name"]}, {"text": "Jayden left.", "kinds": []}]
    )
    told = list(show(counts))
    assert "  student_name  recall 0.000 (0/1)     precision 0.000 (0/1)" in told
    assert "  missed student_name: Zzyx left." in told
    assert "  needless student_name: Jayden left." in told
