"""The six pairs that plain embeddings confuse: each question finds the right one of the two.

Source: the domain guide, section 5 ("Look-alikes").
"""

from __future__ import annotations

import pytest

from tests.seed_questions.conftest import SeededHub

CONFUSION = "idea-confusion-reflection"
GRADES = ("idea-grade-reflection-desert-grove", "idea-grade-reflection-valley")
BEHAVIOR = "idea-think-it-out"
ASKING = "idea-question-prompts"
QUESTIONING = "idea-ilt-questioning"
OPENER, ADVISORY = "idea-ten-minute-opener", "idea-weekly-advisory"
PLAN = "idea-plan-benchmark-check"
TEST = ("idea-benchmark-test-letter", "idea-benchmark-test-reading")

#: A question, what it is about, and what only looks like it.
PAIRS = [
    ("Students write down what confused them in math", [CONFUSION], GRADES),
    ("Students look at their grades and set goals for the next ones", GRADES, [CONFUSION]),
    ("A short reflection that shows the teacher what is still confusing", [CONFUSION], [BEHAVIOR]),
    ("A form to think about one's behavior instead of a write-up", [BEHAVIOR], [CONFUSION]),
    ("Reflecting on my grades in homeroom", GRADES, [BEHAVIOR]),
    ("What do students fill in after they disrupt a lesson?", [BEHAVIOR], GRADES),
    ("How do we get students to ask questions?", [ASKING], [QUESTIONING]),
    ("How does our leadership team improve teachers' questioning?", [QUESTIONING], [ASKING]),
    ("Starting the lesson with ten minutes of talk about a task", [OPENER], [ADVISORY]),
    ("A weekly period with an advisor", [ADVISORY], [OPENER]),
    ("Is our improvement plan's benchmark reached?", [PLAN], TEST),
    ("What can a district benchmark test tell us about students?", TEST, [PLAN]),
]

#: Who asks what in the own network, and which idea comes first.
QUESTIONS = [
    ("core", "teacher-f1", "Has anyone had students reflect on what confuses them?", CONFUSION),
    ("soar", "teacher-forest-glen", "What came of grade reflection in homeroom?", GRADES),
    ("soar", "teacher-forest-glen", "What happened with reflections on grades in homeroom?", GRADES),
    ("soar", "teacher-forest-glen", "A form instead of a write-up when a student misbehaves?", BEHAVIOR),
    ("core", "teacher-f1", "How do we get students to ask questions when they are confused?", ASKING),
    ("izone", "teacher-izone-3", "Who works on the questions that teachers ask?", QUESTIONING),
    ("core", "teacher-f1", "Ten minutes at the start where students talk about a rich task?", OPENER),
    ("soar", "teacher-valley", "Did a weekly advisory period help?", ADVISORY),
    ("mill_city", "teacher-mill-1", "How do we check a plan's benchmarks against what adults do?", PLAN),
    ("mill_city", "teacher-mill-1", "How do you read a quarterly benchmark test?", TEST),
    ("s4_districts", "teacher-s4-2", "What does the district benchmark test not tell?", TEST),
]


@pytest.mark.parametrize(("query", "right", "look_alikes"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_what_was_meant_ranks_above_its_look_alike(
    seeded_hub: SeededHub, query: str, right: list[str], look_alikes: list[str]
):
    ranked = seeded_hub.rank_everywhere(query)
    assert min(map(ranked.index, right)) < min(
        (ranked.index(key) for key in look_alikes if key in ranked), default=len(ranked)
    )


@pytest.mark.parametrize(("network", "member", "query", "right"), QUESTIONS)
def test_the_first_suggestion_is_what_was_meant(
    seeded_hub: SeededHub, network: str, member: str, query: str, right: str | tuple[str, ...]
):
    first = seeded_hub.ask(network, member, query)["suggestions"][0]
    assert first["change_idea"]["key"] in ([right] if isinstance(right, str) else right)


@pytest.mark.parametrize(
    ("network", "member", "query"),
    [
        ("soar", "teacher-valley", "My students don't ask questions when they are confused in math"),
        ("izone", "teacher-izone-3", "Cards with prompts so that students ask when they are lost"),
        ("core", "teacher-f1", "Think It Out forms instead of a disciplinary write-up"),
        ("core", "teacher-f1", "Students track their grades in homeroom"),
    ],
)
def test_a_network_without_it_does_not_offer_the_look_alike_as_sure(
    seeded_hub: SeededHub, network: str, member: str, query: str
):
    shown = seeded_hub.ask(network, member, query)
    assert not shown["suggestions"] or "I am not sure" in shown["message"]


@pytest.mark.parametrize("q", ["zzzz", "quantum chromodynamics"])
def test_what_nobody_speaks_of_finds_nothing(seeded_hub: SeededHub, q: str) -> None:
    assert seeded_hub.search("core", "teacher-f1", q).total == 0


def test_what_is_meant_is_found_though_nobody_wrote_the_word(seeded_hub: SeededHub) -> None:
    found = seeded_hub.search("core", "teacher-f1", "Mathematik")
    assert found.items
    assert not any("mathematik" in f"{hit['title']} {hit['summary']}".lower() for hit in found.items)
