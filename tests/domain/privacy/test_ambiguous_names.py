"""Names that are words, places or a family's count where only a person can stand, and nowhere else."""

from __future__ import annotations

import pytest

from nic_hub.domain.privacy.privacy import find_private

SOMEBODY = [
    ("Hunter and Chase threw the cards", ["Hunter", "Chase"]),
    ("I paired Autumn with a reader", ["Autumn"]),
    ("Pulled Nguyen and Ortiz out", ["Nguyen", "Ortiz"]),
    ("moved Hunter, Chase and Faith to the front", ["Hunter", "Chase", "Faith"]),
    ("Moved April to the front", ["April"]),
    ("the Nguyen boy", ["Nguyen"]),
    ("We asked student Okafor", ["Okafor"]),
    ("April cried again", ["April"]),
    ("Then Grace wouldn\u2019t look at me", ["Grace"]),
    ("Chase kept humming", ["Chase"]),
    ("Hope, who never speaks, led it", ["Hope"]),
    ("Hunter\u2019s desk was empty", ["Hunter"]),
    ("gave Hope a card", ["Hope"]),
    ("told Mark to sit", ["Mark"]),
    ("saw Faith copying", ["Faith"]),
    ("helped Jordan with it", ["Jordan"]),
    ("she sat next to Madison", ["Madison"]),
    ("a kid like Chance", ["Chance"]),
    ("Garcia was upset", ["Garcia"]),
    ("@Destiny was out", ["Destiny"]),
    ("@hunter was out", ["hunter"]),
    ("for everyone but Angel, he lost his", ["Angel"]),
    ("her cousin Brooklyn is new", ["Brooklyn"]),
    ("with Aurora, Miles, and Skyler", ["Aurora", "Miles", "Skyler"]),
    ("Ruiz 3/4, Pham 4/4", ["Ruiz", "Pham"]),
    ("Before that Max would never have asked", ["Max"]),
    ("I check on Harmony first", ["Harmony"]),
]
NOBODY = [
    "Grace period",
    "Grace periods, given to all, were kept",
    "Will students ask?",
    "Will they sit?",
    "Chase the evidence",
    "May 3",
    "We moved May to June, and August back",
    "Moved Art to Friday",
    "the teachers at Lincoln, who asked",
    "the boys from Austin laughed",
    "Hope was high",
    "Mark each answer",
    "Joy kept us going",
    "Summer was sunny",
    "Houston and Dallas used it",
    "paired Lincoln Elementary with us",
    "Ms. Hunter cried",
    "We worked with Madison on it",
    "Lincoln, Madison and Jefferson sent two teachers each",
    "Faith, hope, and charity; Grace, Hope, and Joy",
    "May 14, June 3, August 20",
    "the boys from Forest Glen laughed",
]


@pytest.mark.parametrize(("text", "names"), SOMEBODY)
def test_a_word_that_may_be_a_name_is_found_where_only_a_person_can_stand(text: str, names: list[str]):
    assert [text[each.start : each.end] for each in find_private(text)] == names


@pytest.mark.parametrize("text", NOBODY)
def test_such_a_word_is_left_alone_elsewhere(text: str):
    assert find_private(text) == []
