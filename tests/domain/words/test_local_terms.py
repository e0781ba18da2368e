"""Local words: which of them a question uses, and in which other words it is asked."""

from __future__ import annotations

import pytest

from nic_hub.domain.vocabulary import TermRelation, TermStatus
from nic_hub.domain.words.local_terms import (
    FOREIGN_TRUST,
    MOST_REWORDINGS,
    TRUST,
    LocalTerm,
    hear,
    tell_apart,
    tell_found_by,
    tell_mapping,
)
from nic_hub.domain.words.mapping import contradict, is_same_pair, require_decidable, require_two_words
from nic_hub.domain.words.term_forms import bears, is_same_word, names, spell
from nic_hub.errors import Conflict, Invalid

HERE, THERE = "here", "there"


def term(local="CUBES", shared="three reads", relation="related", district=None, note=None):
    name = f"{local} {shared} {relation} {district}"
    return LocalTerm(name, "core", local, shared, TermRelation(relation), district, note)


def texts(question, *terms):
    return [each.text for each in hear(question, terms, {HERE}).rewordings]


# Which words there are in a text.


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Anything like our CUBES routine?", "CUBES"),
        ("anything like cubes?", "CUBES"),
        ("our exit slips, read at once", "Exit slip"),
        ("an exit-slip a day", "exit slips"),
        ("the students\u2019 questions", "student question"),
        ("What did the plan's benchmarks say?", "plan's benchmark"),
        ("a 10-minute opener", "10 minute openers"),
        ("C++ clubs", "C++"),
        ("(think it out)", "Think It Out"),
        ("our anchor boxes", "anchor box"),
        ("an anchor box", "Anchor boxes"),
        ("two strategies, one strategy", "Strategies"),
        ("a strategy list", "strategies list"),
        ("movies and caches", "movie & cache"),
        ("Notice & Wonder", "notice and wonder"),
        ("notice and wonder", "Notice&Wonder"),
        ("R&D", "R & D"),
        ("the CUBES's poster", "CUBES"),
    ],
)
def test_a_word_is_found_whatever_its_case_number_and_punctuation(text: str, word: str):
    assert names(text, word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("We stack a cube", "CUBES"),
        ("Incubation", "cub"),
        ("exit the slip road", "exit slip"),
        ("think about it", "Think It Out"),
        ("the class is over", "clas"),
        ("a grander one", "gr and er"),
        ("think ones", "think on"),
    ],
)
def test_what_is_written_in_another_way_is_another_word(text: str, word: str):
    assert not names(text, word)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Exit slips", "exit-slip", True),
        ("CUBES", "cubes", True),
        ("bow ties", "bow tie", True),
        ("three reads", "two reads", False),
    ],
)
def test_two_words_are_the_same_whatever_their_form(one: str, other: str, is_same: bool):
    assert is_same_word(one, other) == is_same


def test_a_word_of_signs_alone_is_compared_as_it_is():
    assert spell(" ++ ") == "++"


@pytest.mark.parametrize(
    ("title", "word", "does"),
    [
        ("Student reflections to identify confusion", "reflection on confusion", True),
        ("Confusion, and a reflection", "reflection on confusion", False),
        ("Grade reflection and goal-setting form", "reflection on confusion", False),
        ("Think It Out on half a page", "Think It Out", True),
        ("Think about what is out", "Think It Out", False),
    ],
)
def test_a_title_bears_a_name_whose_telling_words_it_holds_in_their_order(title: str, word: str, does: bool):
    assert bears(title, word) == does


# In which other words a question is asked.


def test_a_question_without_a_local_word_is_asked_in_its_own_words_alone():
    heard = hear("Who tried rich tasks?", [term()], {HERE})
    assert (heard.mapped, heard.apart, heard.rewordings, heard.meant) == ((), (), [], "Who tried rich tasks?")


def test_a_local_word_is_put_in_the_shared_one():
    assert texts("Is our CUBES poster any good?", term()) == ["Is our three reads poster any good?"]


def test_the_shared_word_is_taken_as_it_is_written():
    assert texts("CUBES?", term(shared=r"a\1b")) == [r"a\1b?"]


@pytest.mark.parametrize("relation", ["same", "narrower", "broader", "related"])
def test_other_words_are_trusted_as_far_as_they_mean_the_same(relation: str):
    (found,) = hear("CUBES?", [term(relation=relation)], {HERE}).rewordings
    assert found.trust == TRUST[TermRelation(relation)]


def test_only_the_same_is_trusted_wholly():
    assert [relation for relation, trust in TRUST.items() if trust == 1] == [TermRelation.SAME]


def test_what_means_the_same_stands_in_every_rewording():
    both = term("slips", "exit slips", "same"), term()
    assert texts("slips for CUBES", *both) == [
        "exit slips for CUBES",
        "exit slips for three reads",
    ]


@pytest.mark.parametrize(("relation", "trust"), [("same", 1), ("related", TRUST[TermRelation.RELATED])])
def test_each_meaning_of_a_word_is_asked_for(relation: str, trust: float):
    found = hear("the wall", [term("the wall", "charts", "same"), term("the wall", "posts", relation)], ())
    assert [(each.text, each.trust) for each in found.rewordings] == [("charts", 1), ("posts", trust)]


@pytest.mark.parametrize(
    ("relation", "reworded"), [("same", ["exit slips", "notes"]), ("related", ["exit slips"])]
)
def test_where_the_shared_word_is_mapped_itself_the_same_leads_on(relation: str, reworded: list[str]):
    terms = term("slips", "exit slips", relation), term("exit slips", "notes"), term("notes", "slips", "same")
    assert texts("slips", *terms) == reworded


def test_another_districts_word_leads_nowhere():
    terms = term("slips", "exit slips", "same"), term("exit slips", "notes", district=THERE)
    assert texts("slips", *terms) == ["exit slips"]


def test_words_that_stand_for_each_other_are_put_at_once():
    terms = term("slips", "notes", "same", HERE), term("notes", "slips", "same")
    assert texts("slips and notes", *terms) == ["notes and slips"]


def test_a_shared_word_that_holds_the_local_one_is_left_as_it_is():
    assert texts("our exit slips", term("slips", "exit slips", "same")) == []


def test_a_word_inside_of_one_that_is_kept_apart_is_not_meant():
    terms = term("reflection", "exit slip"), term("grade reflection", "Think It Out", "not-same")
    assert texts("our grade reflection", *terms) == []


def test_a_question_is_asked_in_few_other_words():
    many = [term(shared=f"word {number}") for number in range(9)]
    assert len(texts("CUBES?", *many)) == MOST_REWORDINGS


def test_a_word_inside_of_a_longer_one_is_not_meant():
    terms = term("slips", "notes"), term("exit slips", "exit tickets")
    assert texts("our exit slips", *terms) == ["our exit tickets"]


@pytest.mark.parametrize(
    ("districts", "meant"),
    [
        ([HERE, None, THERE], "of here"),
        ([None, THERE], "of None"),
        ([THERE], "of there"),
    ],
)
def test_ones_own_districts_word_comes_first_then_the_networks_then_others(districts, meant: str):
    terms = [term(shared=f"of {district}", district=district) for district in districts]
    assert texts("CUBES", *terms) == [meant]


def test_another_districts_word_is_trusted_less():
    (found,) = hear("CUBES?", [term(relation="same", district=THERE)], {HERE}).rewordings
    assert found.trust == FOREIGN_TRUST < 1


# What is kept apart.


@pytest.mark.parametrize(
    ("question", "named", "other"),
    [
        ("teachers' questioning", "teacher questioning", "student questions"),
        ("student questions", "student questions", "teacher questioning"),
    ],
)
def test_a_word_of_a_pair_keeps_the_other_one_away(question: str, named: str, other: str):
    heard = hear(question, [term("teacher questioning", "student questions", "not-same")], ())
    assert [(each.named, each.other) for each in heard.apart] == [(named, other)]
    assert heard.rewordings == []


def test_who_names_both_words_of_a_pair_asks_for_both():
    pair = term("teacher questioning", "student questions", "not-same")
    assert hear("student questions or teacher questioning?", [pair], ()).apart == ()


def test_a_local_word_for_one_of_a_pair_keeps_the_other_away_too():
    terms = term("TQ", "teacher questioning", "same"), term("teacher questioning", "asking", "not-same")
    assert [each.other for each in hear("TQ?", terms, ()).apart] == ["asking"]


@pytest.mark.parametrize("pair", [("CUBES", "three reads"), ("three reads", "cubes")])
def test_words_that_are_kept_apart_never_stand_for_each_other(pair):
    assert texts("CUBES?", term(), term(*pair, "not-same")) == []


@pytest.mark.parametrize(
    ("own", "reworded", "kept"),
    [
        ("same", ["three reads"], []),
        ("not-same", [], [("three reads", True)]),
        (None, [], [("three reads", False)]),
    ],
)
def test_ones_own_districts_word_counts_where_another_one_says_otherwise(own, reworded, kept):
    says = {"same": "not-same", "not-same": "same", None: "not-same"}[own]
    terms = [term(relation=says, district=THERE), *([term(relation=own, district=HERE)] if own else [])]
    heard = hear("CUBES", terms, {HERE})
    assert [each.text for each in heard.rewordings] == reworded
    assert [(each.other, each.is_near) for each in heard.apart] == kept


# What is told.


@pytest.mark.parametrize(
    ("relation", "told"),
    [
        ("same", "Your coach mapped CUBES as the same as three reads."),
        ("narrower", "Your coach mapped CUBES as narrower than three reads; not the same."),
        ("broader", "Your coach mapped CUBES as broader than three reads; not the same."),
        ("related", "Your coach mapped CUBES as related to three reads; not the same."),
    ],
)
def test_a_mapping_is_told_with_what_it_does_not_say(relation: str, told: str):
    (mapped,) = hear("CUBES", [term(relation=relation)], {HERE}).mapped
    assert tell_mapping(mapped, None) == told


def test_another_districts_mapping_is_told_as_that():
    (mapped,) = hear("CUBES", [term(relation="same", district=THERE)], {HERE}).mapped
    assert tell_mapping(mapped, "District B").startswith("The coach of District B mapped CUBES")


def test_the_coachs_note_is_told_as_a_sentence():
    (mapped,) = hear("CUBES", [term(note="it marks keywords. ")], {HERE}).mapped
    assert tell_mapping(mapped, None).endswith("; not the same. It marks keywords.")


def test_what_was_found_by_another_word_says_so():
    (mapped,) = hear("CUBES", [term()], {HERE}).mapped
    assert tell_found_by(mapped) == "Found by “three reads”, which is related to CUBES, but not the same."


def test_what_is_kept_apart_is_told_with_its_reason():
    (apart,) = hear("CUBES", [term(relation="not-same", note="one marks words")], {HERE}).apart
    assert tell_apart(apart) == (
        "Your coach keeps three reads apart from CUBES: they are not the same. One marks words."
    )


def test_another_districts_coach_is_not_called_ones_own():
    (apart,) = hear("CUBES", [term(relation="not-same", district=THERE)], {HERE}).apart
    assert tell_apart(apart).startswith("The coach of another district keeps three reads apart from CUBES")


# What may be mapped, and decided.


def test_a_word_is_not_mapped_to_itself():
    with pytest.raises(Invalid):
        require_two_words("Exit slips", "exit-slip")


@pytest.mark.parametrize("local", ["the", "?", "\u200b", "x", "We"])
def test_a_word_of_every_other_question_is_not_mapped(local: str):
    with pytest.raises(Invalid):
        require_two_words(local, "number talk")


def test_a_routine_may_be_called_by_common_words():
    require_two_words("I do, we do, you do", "gradual release")


@pytest.mark.parametrize("status", list(TermStatus))
def test_a_decision_is_made_once(status: TermStatus):
    with pytest.raises(Conflict):
        require_decidable(status, status, is_archived=False)


def test_what_is_archived_is_not_decided_about():
    with pytest.raises(Conflict):
        require_decidable(TermStatus.APPROVED, TermStatus.PROPOSED, is_archived=True)


@pytest.mark.parametrize(
    ("other", "is_same"), [(("b", "a"), True), (("A", "B"), True), (("a", "c"), False), (("c", "a"), False)]
)
def test_a_pair_is_the_same_in_either_order(other, is_same: bool):
    assert is_same_pair(("a", "b"), other) == is_same


@pytest.mark.parametrize(
    ("one", "other", "does"),
    [("same", "not-same", True), ("not-same", "related", True), ("same", "related", False)],
)
def test_apart_and_together_contradict_each_other(one: str, other: str, does: bool):
    assert contradict(TermRelation(one), TermRelation(other)) == does
