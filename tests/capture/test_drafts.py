"""What a team wrote becomes the fields of a draft; what it did not write stays empty and is asked for."""

from __future__ import annotations

import time
from datetime import date

import pytest

from benchmarks.capture_quality import FILES, count_file
from nic_hub.capture.drafts import DraftKind, draft_from
from nic_hub.capture.marks import is_blank_telling, ticked, without_bullet
from nic_hub.capture.reading import read_text
from nic_hub.capture.values import READ_AS, Unclear
from nic_hub.domain.pdsa.phases import REQUIRED


def draft(text: str, kind: DraftKind | None = DraftKind.CYCLE):
    (only,) = draft_from(read_text(text), kind).drafts
    return only


#: "What we tested" names what was done as well as the idea: the reader takes it for the former. Of the others
#: some words are left over, or not clear.
UNCLEAR = {"wrapped-mail.txt", "a-bilingual.txt", "b-chat.txt", "f-queue.docx"}
UNCLEAR |= {"g-sheet.xlsx", "l-dates.csv", "cc-plc.txt"}


@pytest.mark.parametrize("name", sorted(FILES.keys() - UNCLEAR))
def test_each_layout_is_read_as_it_was_meant(name):
    assert count_file(name).misses == []


STOPPED = "Study: 8 of 26 were near.\nDecision: abandon"


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Prediction: 18 of 26\nDate: Mon, 9 Nov 2026", date(2026, 11, 9)),
        ("From: R. Lee\nSubject: the jar\nDate: Mon, 9 Nov 2026 08:00\nPrediction: 18 of 26", None),
    ],
)
def test_the_day_on_which_a_mail_was_written_is_not_that_on_which_a_test_began(head, day):
    started = draft(f"{head}\n{STOPPED}").fields.get("started_on")
    assert (started.value if started else None) == day


def test_a_mail_of_very_many_dates_is_read_in_time_that_grows_with_their_number():
    began = time.process_time()
    draft_from(read_text("Good morning\n" * 8_000 + "Date: Monday\n" * 8_000))
    assert time.process_time() - began < 3


def test_beside_the_label_of_a_phase_other_labels_say_where_sentences_belong():
    fields = draft(f"Plan: Use cups. Who: all rooms. When: in March. It will rain.\n{STOPPED}").fields
    assert fields["what"].value == "Use cups."
    assert fields["who"].value == "all rooms."
    assert fields["when"].value == "in March.\nIt will rain."


@pytest.mark.parametrize(
    ("line", "chosen"),
    [
        ("☐ Adopt  ☒ Adapt  ☐ Abandon", ["Adapt"]),
        ("[x] Adopt", ["Adopt"]),
        ("- [ ] Abandon", []),
        ("☑ one ☑ two", ["one", "two"]),
        ("Students asked [again]", None),
    ],
)
def test_of_boxes_what_is_ticked_counts(line, chosen):
    assert ticked(line) == chosen


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("* Frames were used", "Frames were used"),
        ("➤ Frames were used", "Frames were used"),
        ("- 4 questions", "- 4 questions"),
        ("-4 questions", "-4 questions"),
        ("Frames * were used", "Frames * were used"),
    ],
)
def test_a_sign_before_an_item_of_a_list_is_no_part_of_it(line, bare):
    assert without_bullet(line) == bare


def test_an_unknown_prompt_ends_the_answer_above_it():
    read = draft("1. What do you predict?\nSix questions\n2. Which bus do you take?\nThe blue one")
    assert read.values["prediction"] == "Six questions"


def test_an_idea_that_was_just_written_down_is_a_draft_of_one():
    read = draft("Cards with question starters\non each desk", DraftKind.IDEA)
    assert read.values == {"description": "Cards with question starters\non each desk"}
    assert "title" in read.missing


def test_labels_side_by_side_are_told_apart():
    read = draft("Prediction: six      Result: four      Decision: adapt")
    assert (read.values["prediction"], read.values["result"]) == ("six", "four")


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("Prediction: six questions", "prediction", "six questions"),
        ("1. Our prediction - six questions", "prediction", "six questions"),
        ("What do we predict will happen? Six questions", "prediction", "Six questions"),
        ("We predicted six questions.", "prediction", "We predicted six questions."),
        ("STUDY: We found four.", "result", "We found four."),
        ("Next steps (by May): print more", "next_step", "print more"),
        ("• Lessons learned: model it first", "learning", "model it first"),
        ("Who: Ms. Rivera", "who", "Ms. Rivera"),
        ("Her prediction: six", "prediction", "six"),
        ("Surprises: time", "surprises", "time"),
        ("Why: data", "reason", "data"),
        ("Compare to predictions: partly", "prediction_met", "partly"),
        ("Carry out the change; collect data:\nSix talks", "observations", "Six talks"),
        ("Plan for collection of data: Who, What, When\nA tally", "data_plan", "A tally"),
        ("Scale: one classroom", "scale", "one_classroom"),
        ("Start date: March 14, 2026", "started_on", date(2026, 3, 14)),
    ],
)
def test_a_line_says_what_it_is_in_many_ways(line, name, value):
    assert draft(line).values == {name: value}


def test_a_label_alone_holds_for_the_lines_below_it():
    assert draft("Results\nFour a lesson.\nFive on Friday.").values == {
        "result": "Four a lesson.\nFive on Friday."
    }


def test_every_field_tells_where_it_was_found():
    assert draft("Intro\n\nResults\nFour.\nFive.").fields["result"].where == ("line 4", "line 5")


def test_what_is_missing_is_listed_with_what_to_write():
    missing = draft("Prediction: six").missing
    wanted = {name for phase in REQUIRED.values() for name in phase} - {"change_idea_id", "prediction"}
    assert set(missing) == wanted
    assert missing["result"] == "Write what came out."


@pytest.mark.parametrize(
    "blank",
    ["TBD", "n/a", "____", "[Enter text]", "Click or tap here to enter text.", "Type your answer here", "-"],
)
def test_a_hint_of_a_form_is_no_answer(blank):
    assert is_blank_telling(blank)
    assert "result" not in draft(f"Prediction: six\nResults: {blank}").values


@pytest.mark.parametrize("said", ["None of them asked.", "n/a on Monday, 4 on Friday", "No"])
def test_an_answer_is_no_hint(said):
    assert not is_blank_telling(said)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("decision", "Adapt: move the cards", "adapt"),
        ("decision", "[ ] Adopt [x] Adapt [ ] Abandon", "adapt"),
        ("decision", "☐ Adopt ☐ Adapt ☒ Abandon", "abandon"),
        ("decision", "we will drop it", "abandon"),
        ("prediction_met", "Not met", "not"),
        ("prediction_met", "Yes", "met"),
        ("prediction_met", "Partly met", "partly"),
        ("prediction_met", "Too early to say", "cant_tell"),
        ("as_planned", "Mostly", "partly"),
        ("scale", "five students", "few_students"),
        ("scale", "all 5th grade", "grade"),
        ("scale", "two schools", "several_schools"),
        ("started_on", "3/14/2026", date(2026, 3, 14)),
        ("started_on", "14 March 2026", date(2026, 3, 14)),
        ("started_on", "2026-03-14", date(2026, 3, 14)),
        ("student_count", "1,204 students", 1204),
    ],
)
def test_words_become_the_value_they_say(name, text, value):
    assert READ_AS[name](text) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("decision", "Adopt / Adapt / Abandon"),
        ("decision", "We go on"),
        ("prediction_met", "Four questions"),
        ("started_on", "3/4/2026"),
        ("started_on", "March"),
        ("started_on", "2026-02-30"),
        ("started_on", "2026-03-01 to 2026-03-14"),
        ("student_count", "12 of 19"),
        ("student_count", "45%"),
    ],
)
def test_what_is_not_clear_is_left_open(name, text):
    with pytest.raises(Unclear):
        READ_AS[name](text)


def test_an_unclear_value_is_shown_as_it_stands_and_is_still_missing():
    found = draft("Prediction: six\nDecision: we go on")
    assert found.fields["decision"].text == "we go on"
    assert found.fields["decision"].value is None
    assert "decision" in found.missing


def test_numbered_cycles_are_drafts_of_their_own_and_share_what_is_told_of_all():
    text = "Team: Oak Street\n\nCycle 1: Cards\nResults: four\n\nCycle 2: Cups\nResults: six"
    first, second = draft_from(read_text(text)).drafts
    assert (first.values["change_idea"], second.values["change_idea"]) == ("Cards", "Cups")
    assert first.about["team"].text == second.about["team"].text == "Oak Street"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Prediction: six\nResults: four\nDecision: adapt", DraftKind.CYCLE),
        ("Focus: asking\nChallenges: time\nResults: four", DraftKind.STORYBOARD),
        ("Change idea: Cards on each desk", DraftKind.IDEA),
    ],
)
def test_what_is_told_says_what_it_is(text, kind):
    assert draft(text, None).kind is kind


def test_a_text_of_nothing_known_makes_no_draft_and_is_left_over():
    reading = draft_from(read_text("The weather was fine.\nWe had cake."))
    assert reading.drafts == ()
    assert [piece.text for piece in reading.left_over] == ["The weather was fine.", "We had cake."]


def test_a_line_that_is_too_long_for_its_field_is_shortened_and_says_so():
    found = draft(f"Prediction: six\nWho: {'teacher ' * 60}").fields["who"]
    assert len(found.value) == 300
    assert "300" in found.note
