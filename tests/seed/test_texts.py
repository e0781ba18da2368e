"""The texts: each one of its kind, the look-alikes apart, nobody named, nothing private."""

import re
from itertools import combinations

import pytest

from nic_hub.domain.privacy.privacy import find_private
from tests.seed.bundles import FILES, SEED, find, network, records, texts

every_file = pytest.mark.parametrize("name", FILES)

#: Records that plain embeddings take for each other (the domain guide, section 5).
LOOK_ALIKES = [
    (("core", "idea-confusion-reflection"), ("soar", "idea-grade-reflection-valley")),
    (("core", "idea-confusion-reflection"), ("soar", "idea-think-it-out")),
    (("soar", "idea-grade-reflection-desert-grove"), ("soar", "idea-think-it-out")),
    (("core", "idea-question-prompts"), ("izone", "idea-ilt-questioning")),
    (("core", "idea-question-prompts"), ("core", "idea-funnel-or-focus")),
    (("core", "idea-ten-minute-opener"), ("soar", "idea-weekly-advisory")),
    (("core", "idea-ten-minute-opener"), ("core", "idea-math-advisory-half-hour")),
    (("core", "idea-confusion-reflection"), ("core", "idea-frustration-pause-page")),
    (("core", "idea-confusion-reflection"), ("core", "idea-group-reflection-minute")),
    (("mill_city", "idea-plan-benchmark-check"), ("s4_districts", "idea-benchmark-test-letter")),
    (("mill_city", "idea-plan-benchmark-check"), ("mill_city", "idea-benchmark-test-reading")),
]
#: What one of ours may share with another before it counts as a copy.
LARGEST_OVERLAP = 0.4
E_MAIL = re.compile(r"\S+@\S+\.\S+")
LONG_NUMBER = re.compile(r"\d[\d\s().-]{6,}\d")


def words_of(record):
    written = (text for field, text in texts(record) if field not in {"key", "source"} and " " in text)
    return set(re.findall(r"[a-z']{3,}", " ".join(written).lower()))


def overlap(first, second):
    return len(first & second) / len(first | second)


@every_file
@pytest.mark.parametrize("kind", ["change_ideas", "pdsa_cycles", "tools", "storyboards"])
def test_no_two_records_are_near_copies(name, kind):
    described = {record["key"]: words_of(record) for _, record in records(name, kind)}
    copies = [
        (one, other)
        for (one, first), (other, second) in combinations(described.items(), 2)
        if overlap(first, second) > LARGEST_OVERLAP
    ]
    assert not copies


@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES)
def test_look_alikes_are_told_in_different_words(one, other):
    assert overlap(words_at(one), words_at(other)) < 0.35


def words_at(place):
    name, key = place
    idea = find(name, "change_ideas", key)
    return words_of({"title": idea["title"], "description": idea["description"]})


@every_file
def test_no_text_holds_anything_private(name):
    found = [
        f"{record['key']}.{field}: {text}"
        for _, record in records(name)
        for field, text in texts(record)
        if find_private(text) or (field not in {"key", "published_at", "date"} and E_MAIL.search(text))
    ]
    assert not found


@every_file
def test_no_free_text_holds_a_long_number(name):
    dates = {
        "started_on",
        "closed_on",
        "ended_on",
        "study_on",
        "published_at",
        "date",
        "left_on",
        "key",
        "decided_at",
    }
    found = [
        (record["key"], field, text)
        for _, record in records(name)
        for field, text in texts(record)
        if field not in dates and LONG_NUMBER.search(text)
    ]
    assert not found


@every_file
def test_people_are_roles_at_addresses_that_cannot_exist(name):
    emails = [member["email"] for member in network(name)["members"]]
    assert all(email.endswith(".example") for email in emails)
    assert len(set(emails)) == len(emails)
    assert all("," in m["name"] or re.search(r"\d$", m["name"]) for m in network(name)["members"])


@every_file
def test_links_lead_to_the_example_domain(name):
    links = re.findall(r"https?://[^\s\"]+", (SEED / f"{name}.json").read_text(encoding="utf-8"))
    assert all(link.startswith("https://example.org/") for link in links)


@every_file
def test_keys_are_slugs(name):
    slug = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
    assert [record["key"] for _, record in records(name) if not slug.fullmatch(record["key"])] == []


@every_file
def test_no_text_has_stray_white_space(name):
    for _, record in records(name):
        for field, text in texts(record):
            assert text == text.strip(), f"{record['key']}.{field}"


@every_file
def test_nothing_is_called_proven_or_best_practice(name):
    for _, record in records(name):
        for _, text in texts(record):
            assert not re.search(r"\bproven\b|best practice", text, re.IGNORECASE), record["key"]


@pytest.mark.parametrize("topic", ["tutor", "calculator", "homework"])
def test_what_the_guide_calls_untested_stays_untested(topic):
    for idea in network("core")["change_ideas"]:
        assert topic not in f"{idea['title']} {idea['description']}".lower()


def test_the_readme_names_every_file_and_every_paper():
    readme = (SEED / "README.md").read_text(encoding="utf-8")
    assert all(f"{name}.json" in readme for name in FILES)
    assert all(paper in readme for paper in ("S0", "S1", "S2", "S3", "S4"))


@every_file
def test_the_readme_counts_what_is_there(name):
    readme = (SEED / "README.md").read_text(encoding="utf-8")
    row = next(line for line in readme.splitlines() if line.startswith(f"| `{name}.json`"))
    kinds = [
        "teams",
        "members",
        "change_ideas",
        "pdsa_cycles",
        "tools",
        "measures",
        "storyboards",
        "adoptions",
    ]
    assert [int(cell) for cell in re.findall(r"\d+", row.split("|", 3)[3])] == [
        len(network(name)[kind]) for kind in kinds
    ]


@every_file
def test_an_idea_is_described_so_that_another_team_could_try_it(name):
    invented = [idea for idea in network(name)["change_ideas"] if idea["provenance"] == "synthetic"]
    assert [idea["key"] for idea in invented if len(idea["description"].split()) < 8] == []
