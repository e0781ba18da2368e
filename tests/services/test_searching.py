"""Where a search ends: what has nothing to do with the question is not found."""

import pytest

from nic_hub.search.asking import Hit
from nic_hub.services.searching import NEAR_IN_MEANING, SearchRequest, has_to_do_with, search_records
from tests.factories import make_term


@pytest.mark.parametrize(
    ("lexical", "dense", "is_found"),
    [
        (0.0, NEAR_IN_MEANING, True),
        (0.0, NEAR_IN_MEANING - 0.01, False),
        (0.0, None, False),
        (0.01, -0.2, True),
        (0.01, None, True),
    ],
)
def test_a_record_holds_a_word_of_the_question_or_comes_near_in_meaning(lexical, dense, is_found):
    hit = Hit("change_idea", "id", "id", score=0.9, dense=dense, lexical=lexical, row=0)
    assert has_to_do_with(hit) is is_found


def search(desk, q):
    desk.settle()
    return search_records(desk.session, desk.town.who("teacher"), desk.engine, SearchRequest(q=q))


def test_words_that_nobody_wrote_find_nothing(desk):
    desk.idea()
    found = search(desk, "zzzz")
    assert (found.total, found.items) == (0, [])


def test_a_local_word_that_nobody_wrote_finds_what_it_is_mapped_to(desk):
    idea, _ = (
        desk.idea(tested=0, title="Exit tickets"),
        desk.idea(tested=0, title="Glue", description="Sticks"),
    )
    make_term(
        desk.session,
        network=desk.town.network,
        local_term="zzzz",
        shared_term="exit tickets",
        relation="same",
    )
    assert [hit["id"] for hit in search(desk, "zzzz").items] == [idea.id]
