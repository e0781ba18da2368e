"""Questions with local words: asked in the shared ones, too; and what is kept apart does not answer."""

import pytest

from nic_hub.domain.vocabulary import Ceiling
from nic_hub.services.access.principals import show_to
from nic_hub.services.searching import SearchRequest, search_records
from nic_hub.services.suggesting.suggestions import SuggestionRequest, Tuning, find_suggestions
from tests.factories import make_term
from tests.services.asking import QUERY, ids
from tests.services.conftest import TODAY

#: The town's ideas are found by these words; "parrot phrases" is what one district calls them.
LOCAL, QUESTION = "parrot phrases", "Do parrot phrases work?"


def add_word(desk, **values):
    told = {"local_term": LOCAL, "shared_term": QUERY, "relation": "same"} | values
    return make_term(desk.session, network=desk.town.network, **told)


def first(shown):
    return shown["suggestions"][0]


def codes(told):
    return {reason["code"]: reason["text"] for reason in told["reasons"]}


# Bringing together.


def test_without_the_mapping_a_local_word_finds_nothing(desk):
    desk.idea()
    shown = desk.ask(query=QUESTION)
    assert shown["suggestions"] == []
    assert shown["understood_as"]["terms"] == []


def test_a_mapped_word_finds_what_the_shared_one_names(desk):
    idea, word = desk.idea(), add_word(desk, note="It is what we say.")
    shown = desk.ask(query=QUESTION)
    assert ids(shown["suggestions"]) == [idea.id]
    told = f"Your coach mapped {LOCAL} as the same as {QUERY}. It is what we say."
    assert shown["message"].startswith(told)
    assert shown["understood_as"]["terms"] == [
        {"id": word.id, "local_term": LOCAL, "shared_term": QUERY, "relation": "same", "text": told}
    ]


def test_a_bare_name_means_what_is_called_so_and_not_what_sounds_like_it(desk):
    called, sounding = desk.idea(), desk.idea(title="Shy speakers start a sentence")
    add_word(desk)
    assert ids(desk.ask(query=f"{LOCAL}?")["suggestions"]) == [called.id]
    asked_about = desk.ask(query=f"{LOCAL} for shy speakers who start a sentence")
    assert sounding.id in ids(asked_about["suggestions"])


def test_a_bare_word_from_which_others_are_kept_apart_means_what_is_called_so(desk):
    desk.idea()
    add_word(desk, local_term="speaker starters", shared_term="phrases", relation="not-same", note="Mind.")
    shown = desk.ask(query="speaker starters?")
    assert shown["suggestions"] == []
    told = "Your coach keeps phrases apart from speaker starters: they are not the same. Mind."
    assert shown["message"].startswith(told)


def test_a_question_that_says_more_is_not_bound_to_that_name(desk):
    idea = desk.idea()
    add_word(desk, local_term="speaker starters", shared_term="phrases", relation="not-same")
    shown = desk.ask(query="speaker starters, sentences for the shy")
    assert ids(shown["suggestions"]) == [idea.id]


def test_what_was_found_by_the_shared_word_says_so(desk):
    desk.idea()
    add_word(desk, relation="related")
    found = first(desk.ask(query=QUESTION))
    assert codes(found)["mapped_term"] == f"{LOCAL} is mapped as related to {QUERY}; not the same"
    assert found["cautions"][0] == f"Found by “{QUERY}”, which is related to {LOCAL}, but not the same."


def test_what_is_the_same_needs_no_caution(desk):
    desk.idea()
    add_word(desk)
    assert not any(LOCAL in caution for caution in first(desk.ask(query=QUESTION))["cautions"])


def test_what_was_found_by_the_questions_own_words_says_nothing_of_a_mapping(desk):
    desk.idea(title=f"{LOCAL} on a ring of cards")
    add_word(desk, shared_term="glue sticks", relation="related")
    assert "mapped_term" not in codes(first(desk.ask(query=f"{LOCAL} on a ring of cards")))


def test_what_is_akin_is_less_sure_than_what_is_the_same(desk):
    desk.idea()
    word = add_word(desk)
    surely = first(desk.ask(query=QUESTION))["relevance"]
    word.relation = "related"
    assert first(desk.ask(query=QUESTION))["relevance"] == pytest.approx(0.8 * surely, abs=0.001)


@pytest.mark.parametrize("status", ["proposed", "declined"])
def test_a_word_that_no_coach_approved_is_not_used(desk, status):
    desk.idea()
    add_word(desk, status=status)
    assert desk.ask(query=QUESTION)["suggestions"] == []


def test_another_districts_word_is_told_as_that(desk):
    desk.idea()
    add_word(desk, district_id=desk.town.there.id)
    told = desk.ask(query=QUESTION)["message"]
    assert told.startswith(f"The coach of {desk.town.there.name} mapped {LOCAL}")


def test_ones_own_districts_word_goes_before_anothers(desk):
    add_word(desk, district_id=desk.town.there.id, shared_term="glue sticks")
    mine = add_word(desk, district_id=desk.town.here.id)
    assert [each["id"] for each in desk.ask(query=QUESTION)["understood_as"]["terms"]] == [mine.id]


def test_an_untested_idea_that_the_shared_word_names_is_nearest(desk):
    idea = desk.idea(tested=0, title="Three reads of a word problem", description="Close reading.")
    add_word(desk, local_term="CUBES", shared_term="three reads", relation="related")
    shown = desk.ask(query="Anything like our CUBES routine for the long days before the spring holidays?")
    assert ids(shown["nearest"]) == [idea.id]
    assert shown["nearest"][0]["why_not_the_same"].startswith("Found by “three reads”, which is related")
    assert shown["message"].startswith(
        "Your coach mapped CUBES as related to three reads; not the same. “Three"
    )


def test_a_mapped_word_is_no_unknown_word(desk):
    add_word(desk, local_term="zyxwvut")
    assert "zyxwvut”" not in desk.ask(query="Who tried zyxwvut?")["message"]


def test_a_stated_driver_filters_what_the_shared_word_finds(desk):
    desk.idea(driver_id=desk.town.other_driver.id)
    add_word(desk)
    shown = desk.ask(query=QUESTION, driver=desk.town.driver.key)
    assert shown["suggestions"] == []


# Keeping apart.


PAIR = {"local_term": "speaker cards", "shared_term": "sticker sheets", "relation": "not-same"}
SHEETS, CARDS = f"{QUERY}: sticker sheets", f"{QUERY} with speaker cards?"


def test_what_is_kept_apart_does_not_answer(desk):
    idea = desk.idea(title=SHEETS)
    add_word(desk, **PAIR, note="Stickers are no talk.")
    shown = desk.ask(query=CARDS)
    assert shown["suggestions"] == []
    assert ids(shown["nearest"]) == [idea.id]
    told = "Your coach keeps sticker sheets apart from speaker cards: they are not the same."
    assert shown["nearest"][0]["why_not_the_same"] == f"{told} Stickers are no talk."


@pytest.mark.parametrize("query", [QUERY, f"{CARDS} or sticker sheets"])
def test_what_is_kept_apart_from_nothing_that_was_asked_for_answers(desk, query):
    idea = desk.idea(title=SHEETS)
    add_word(desk, **PAIR)
    assert ids(desk.ask(query=query)["suggestions"]) == [idea.id]


def test_an_idea_that_is_about_both_words_answers(desk):
    idea = desk.idea(title=f"{SHEETS} and speaker cards")
    add_word(desk, **PAIR)
    assert ids(desk.ask(query=CARDS)["suggestions"]) == [idea.id]


def test_ones_own_work_that_is_kept_apart_is_no_history(desk):
    desk.idea(team=desk.town.team, title=SHEETS)
    assert len(desk.ask(query=CARDS)["your_history"]) == 1
    add_word(desk, **PAIR)
    assert desk.ask(query=CARDS)["your_history"] == []


# For whom.


def test_words_of_the_network_next_door_are_unknown(desk):
    desk.idea()
    word = add_word(desk)
    word.network_id = desk.town.next_door.network_id
    assert desk.ask(query=QUESTION)["suggestions"] == []


@pytest.mark.parametrize(("ceiling", "heard"), [(Ceiling.NETWORK, 1), (Ceiling.PUBLIC, 0)])
def test_words_are_told_to_an_audience_inside_the_network_alone(desk, ceiling, heard):
    desk.town.network.allows_public = True
    add_word(desk)
    desk.settle()
    shown_to = show_to(desk.session, desk.town.who("teacher"), ceiling)
    request = SuggestionRequest(query=QUESTION)
    answer = find_suggestions(desk.session, desk.engine, shown_to, request, tuning=Tuning(), today=TODAY)
    assert len(answer.shown["understood_as"]["terms"]) == heard


# Search.


def search(desk, q, who="teacher"):
    desk.settle()
    found = search_records(desk.session, desk.town.who(who), desk.engine, SearchRequest(q=q))
    return [hit["id"] for hit in found.items]


def test_search_finds_what_the_shared_word_names(desk):
    idea, _ = desk.idea(tested=0), desk.idea(tested=0, title="Glue", description="Sticks")
    assert search(desk, LOCAL)[:1] != [idea.id] or len(search(desk, LOCAL)) > 1
    add_word(desk)
    assert search(desk, LOCAL)[0] == idea.id


def test_search_lists_each_record_once(desk):
    desk.idea(tested=0, title=f"{QUERY} and {LOCAL}")
    add_word(desk)
    found = search(desk, LOCAL)
    assert len(found) == len(set(found)) == 1


def test_without_words_nothing_more_is_asked(desk, count_queries):
    desk.idea()
    desk.ask(query=QUESTION)
    with count_queries() as without:
        desk.ask(query=QUESTION)
    add_word(desk, local_term="elsewhere")
    desk.ask(query=QUESTION)
    with count_queries() as beside:
        desk.ask(query=QUESTION)
    assert len(beside) == len(without)
