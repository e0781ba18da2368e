"""Reasons and cautions in plain words, none of which praises."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

import nic_hub.domain
from nic_hub.domain.context.fit import ContextFit
from nic_hub.domain.evidence.evidence import Decisions, Evidence, Predictions
from nic_hub.domain.suggesting.explaining import (
    OthersCycles,
    Reason,
    ReasonCode,
    explain,
    explain_left_out,
    tell_named,
    warn,
)
from nic_hub.domain.suggesting.ranking import DriverRelation, LeftOut
from nic_hub.domain.vocabulary import TermRelation
from nic_hub.domain.words.local_terms import Apart, LocalTerm, Mapped
from tests.domain.suggesting.test_ranking import candidate, candidates

TESTED = Evidence(
    strength=4,
    cycles=3,
    tried_cycles=3,
    schools=2,
    districts=1,
    decisions=Decisions(adopt=1, adapt=2),
    predictions=Predictions(met=1, not_met=2),
    last_tested=date(2018, 2, 1),
    missing=("no measure recorded",),
)
TERM = LocalTerm("1", "core", "CUBES", "three reads", TermRelation.RELATED, None, None)
MAPPED = Mapped(TERM, is_near=True)


def texts(**changes):
    tools = changes.pop("tools", ())
    return {
        reason.code: reason.text for reason in explain(candidate(**changes), "Attitudes and Beliefs", tools)
    }


def test_a_tested_idea_is_explained_with_what_was_recorded():
    fit = ContextFit(
        0.5, ("grade band", "subject"), ("they had a coach; you do not",), ("locale (not recorded for them)",)
    )
    assert texts(evidence=TESTED, fit=fit, tools=["Prompts", "Tally sheet"]) == {
        "same_driver": "same driver: Attitudes and Beliefs",
        "tested": "tested 3 times in 2 schools, 1 district",
        "last_tested": "last tested in February 2018",
        "decisions": "decided to adopt once and adapt twice",
        "result_vs_prediction": "predictions: 1 met and 2 not met",
        "same_context": "same as you: grade band and subject",
        "different_context": "different: they had a coach; you do not",
        "unknown_context": "not known: locale (not recorded for them)",
        "tool_attached": "with 2 tools: Prompts and Tally sheet",
    }


@pytest.mark.parametrize(
    ("relation", "code", "text"),
    [
        (DriverRelation.SAME, "same_driver", "same driver: Attitudes and Beliefs"),
        (DriverRelation.SIBLING, "sibling_driver", "a neighbouring driver: Attitudes and Beliefs"),
        (DriverRelation.OTHER, "other_driver", "a different driver: Attitudes and Beliefs"),
    ],
)
def test_the_relation_of_the_driver_is_told(relation, code, text):
    assert texts(relation=relation)[code] == text


def test_the_mapping_of_a_local_word_is_a_reason():
    assert texts(mapped=MAPPED)["mapped_term"] == "CUBES is mapped as related to three reads; not the same"


def test_what_is_kept_apart_says_why_it_is_no_answer():
    apart = candidate(apart=Apart("grade reflection", "Think It Out", None), evidence=TESTED)
    assert explain_left_out(LeftOut.NOT_THE_SAME, apart, "Talk") == (
        "Your coach keeps Think It Out apart from grade reflection: they are not the same."
    )


def test_without_a_driver_in_the_question_none_is_claimed():
    assert not {code for code in texts(relation=DriverRelation.UNKNOWN) if "driver" in code}


@pytest.mark.parametrize(
    ("evidence", "code", "text"),
    [
        (Evidence(strength=1, tried_cycles=1), "tested", "tried, with observations only"),
        (Evidence(strength=2, cycles=1), "tested", "tested once"),
        (Evidence(strength=1, is_reported=True), "reported", "an outcome was reported without a cycle"),
        (Evidence(open_cycles=2), "testing_now", "2 cycles under way now"),
        (Evidence(), "untested", "nobody has recorded what came of it"),
        (Evidence(strength=2, decisions=Decisions(abandon=3)), "decisions", "decided to abandon 3 times"),
    ],
)
def test_what_is_known_of_an_idea_is_told_and_no_more(evidence, code, text):
    assert texts(evidence=evidence)[code] == text


def test_an_untested_idea_claims_no_test():
    assert (
        not {"tested", "decisions", "last_tested", "result_vs_prediction"} & texts(evidence=Evidence()).keys()
    )


def test_a_context_nobody_recorded_is_said_to_be_unknown():
    assert texts(fit=ContextFit())["unknown_context"] == "how far their context resembles yours is not known"


# Cautions.


@pytest.mark.parametrize(
    ("evidence", "options", "cautions"),
    [
        (TESTED, {}, ["No measure recorded."]),
        (TESTED._replace(missing=()), {}, []),
        (
            TESTED._replace(missing=(), synthetic=True, synthetic_cycles=3),
            {},
            ["All 3 cycles are invented examples, not reported by a team."],
        ),
        (
            Evidence(strength=1, is_reported=True, missing=("no cycle recorded",)),
            {"from_paper": True},
            ["As reported in the paper; no cycles are recorded here."],
        ),
        (
            Evidence(strength=1, is_reported=True, missing=("no cycle recorded",)),
            {},
            ["As reported by the team; no cycles are recorded here."],
        ),
        (
            TESTED._replace(core_not_kept=1),
            {},
            ["No measure recorded.", "1 cycle of an adaptation that gave up the core: not counted."],
        ),
        (
            TESTED._replace(missing=()),
            {"scale_warning": "Think of a smaller one."},
            ["Think of a smaller one."],
        ),
        (
            TESTED._replace(missing=()),
            {"min_n": 10},
            ["Numbers about fewer than 10 students are shown to their own team only."],
        ),
    ],
)
def test_cautions_say_what_to_be_careful_about(evidence, options, cautions):
    assert warn(evidence, **options) == cautions


# The nearest.


UNTESTED, UNDER_WAY = Evidence(), Evidence(open_cycles=1)
LEFT = Evidence(unfinished_cycles=1, unfinished_since=date(2015, 1, 12))


@pytest.mark.parametrize(
    ("reason", "changes", "text"),
    [
        ("other_driver", {}, "It works on a different driver: Group Work."),
        ("not_relevant", {"relevance": 0.3}, "Only part of your question is in it."),
        ("not_relevant", {"relevance": 0.03}, "It shares little with your question."),
        (
            "not_relevant",
            {"evidence": UNTESTED},
            "Only part of your question is in it. No result is recorded for it.",
        ),
        ("untested", {"evidence": UNTESTED}, "No result is recorded for it."),
        ("untested", {"evidence": UNDER_WAY}, "A team is testing it now; no result is recorded yet."),
        ("untested", {"evidence": LEFT}, "A test began in January 2015; no result was ever recorded."),
        (
            "untested",
            {"evidence": LEFT._replace(unfinished_cycles=2)},
            "2 tests began, the last in January 2015; no result was ever recorded.",
        ),
        (
            "untested",
            {"evidence": LEFT._replace(open_cycles=1)},
            "A team is testing it now; no result is recorded yet.",
        ),
    ],
)
def test_the_nearest_says_why_it_is_not_the_same(reason, changes, text):
    assert explain_left_out(LeftOut(reason), candidate(**changes), "Group Work") == text


@pytest.mark.parametrize(
    ("evidence", "text"),
    [
        (UNTESTED, "“Three reads” was presented, but no result is recorded."),
        (UNDER_WAY, "“Three reads” is being tested now; no result is recorded yet."),
        (LEFT, "A test of “Three reads” began in January 2015; no result was ever recorded."),
    ],
)
def test_an_idea_without_a_result_that_was_asked_for_by_name_is_told_by_it(evidence, text):
    assert tell_named("Three reads", evidence) == text


def test_a_tested_idea_whose_failures_were_asked_for_by_name_is_told_to_have_none():
    told = tell_named("Three reads", TESTED)
    assert told.startswith("I know of no test of “Three reads” that failed")
    assert explain_left_out(LeftOut.NOT_FAILED, candidate(evidence=TESTED), "D5") == (
        "I know of no test of it that failed."
    )


@pytest.mark.parametrize(
    ("cycles", "is_adapted", "text"),
    [
        (2, False, "2 of 3 closed cycles by Forest Glen and Valley"),
        (3, False, "all 3 closed cycles by Forest Glen and Valley"),
        (2, True, "2 of 3 closed cycles tested in an adapted form by Forest Glen and Valley"),
        (3, True, "tested in an adapted form by Forest Glen and Valley"),
    ],
)
def test_whose_the_counted_cycles_are_is_told(cycles, is_adapted, text):
    others = OthersCycles(cycles, ("Forest Glen", "Valley"), is_adapted=is_adapted)
    told = explain(candidate(evidence=TESTED), "D5", others=others)
    assert Reason(ReasonCode.TESTED_BY_OTHERS, text) in told


@pytest.mark.parametrize(
    ("tried", "synthetic", "text"),
    [
        (3, 3, "all 3 cycles are invented examples"),
        (3, 2, "2 of 3 cycles are invented examples"),
        (3, 1, "1 of 3 cycles is an invented example"),
        (2, 2, "both cycles are invented examples"),
        (1, 1, "the only cycle is an invented example"),
        (0, 0, "what is recorded is an invented example"),
    ],
)
def test_how_much_of_the_evidence_is_invented_is_counted(tried, synthetic, text):
    evidence = Evidence(cycles=tried, tried_cycles=tried, synthetic=True, synthetic_cycles=synthetic)
    assert evidence.invented == text
    assert text in evidence.explanation
    assert texts(evidence=evidence)["invented"] == text


def test_what_is_under_way_may_be_invented():
    assert Evidence(open_cycles=1, synthetic=True).invented == "what is under way is an invented example"


def test_evidence_of_teams_has_nothing_invented():
    assert Evidence(tried_cycles=2).invented == ""


# Words that are never used.


PRAISE = re.compile(r"\b(?:proven|best[ -]practices?|guarantee\w*|works well|successful\w*)\b", re.IGNORECASE)


@given(candidates)
def test_no_explanation_praises(found):
    told = [reason.text for reason in explain(found, "D5", ["Prompts"])] + warn(found.evidence, min_n=10)
    assert not PRAISE.search(" ".join(told))


def domain_strings():
    """Every text written in the domain, without docstrings, which nobody but a developer reads."""
    for path in Path(nic_hub.domain.__path__[0]).rglob("*.py"):
        tree = ast.parse(path.read_text())
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
                yield f"{path.name}: {node.value}"


def test_no_template_of_the_domain_says_proven_or_best_practice():
    found = [text for text in domain_strings() if PRAISE.search(text)]
    assert found == []


def test_the_search_for_such_words_reads_the_templates():
    assert any("not reported by a team" in text for text in domain_strings())


def test_every_reason_code_can_be_given():
    kinds = [
        {"evidence": TESTED, "fit": ContextFit(0.5, ("a",), ("b",)), "tools": ["Prompts"]},
        {"evidence": Evidence(open_cycles=1, synthetic=True), "relation": DriverRelation.SIBLING},
        {"evidence": Evidence(strength=1, is_reported=True), "relation": DriverRelation.OTHER},
        {"mapped": MAPPED},
    ]
    told = {code for kind in kinds for code in texts(**kind)}
    assert told | {ReasonCode.TESTED_BY_OTHERS} == set(ReasonCode)
