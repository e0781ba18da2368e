"""Drafts: what was found, as fields of a PDSA cycle, a storyboard or a change idea, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from nic_hub.capture.decisions import is_said_plainly
from nic_hub.capture.finding import find_stories
from nic_hub.capture.labels import ABOUT
from nic_hub.capture.material import Material, Piece
from nic_hub.capture.stories import Findings, Story
from nic_hub.capture.values import READ_AS, Unclear
from nic_hub.domain.pdsa.phases import REQUIRED as OF_PHASES
from nic_hub.domain.publishing import REQUIRED as OF_RECORDS
from nic_hub.domain.publishing import Publishable
from nic_hub.domain.required import find_missing

LONGEST, LONGEST_LINE = 10_000, 300
_LINES = frozenset({"title", "who", "when", "where", "change_idea", *ABOUT})


class DraftKind(StrEnum):
    """What a file may become."""

    CYCLE = "pdsa_cycle"
    STORYBOARD = "storyboard"
    IDEA = "change_idea"


#: Each field, and the concepts it is filled from: the first that was found.
FIELDS: Mapping[DraftKind, Mapping[str, tuple[str, ...]]] = {
    DraftKind.CYCLE: {
        name: (name,)
        for name in (
            "change_idea",
            "question",
            "prediction",
            "who",
            "what",
            "when",
            "where",
            "data_plan",
            "scale",
            "started_on",
            "study_on",
            "as_planned",
            "observations",
            "surprises",
            "result",
            "student_count",
            "prediction_met",
            "learning",
            "decision",
            "reason",
            "next_step",
            "closed_on",
        )
    }
    | {"what": ("what", "changes_tested"), "change_idea": ("change_idea", "title")},
    DraftKind.STORYBOARD: {
        "title": ("title", "change_idea"),
        "focus": ("focus", "question"),
        "changes_tested": ("changes_tested", "change_idea", "what"),
        "prediction": ("prediction",),
        "result": ("result", "observations"),
        "successes": ("successes",),
        "challenges": ("challenges",),
        "learning": ("learning",),
        "next_step": ("next_step",),
        "help_wanted": ("help_wanted",),
    },
    DraftKind.IDEA: {
        "title": ("change_idea", "title"),
        "description": ("what", "changes_tested", "change_idea"),
    },
}
_SPEAKS_FOR = {
    DraftKind.CYCLE: ("question", "prediction", "data_plan", "observations", "decision", "prediction_met"),
    DraftKind.STORYBOARD: ("successes", "challenges", "help_wanted", "focus", "changes_tested"),
}
#: The name of a form or of a meeting names no idea.
_FORM_NAME = re.compile(
    r"(?:[\W\d_]|\b(?:pdsa|pdca|plan|do|study|check|act|cycle|planning|work ?sheet|form|template|tracker|log"
    r"|notes?|meeting|agenda|minutes|plc|lit|team|update|report|summary|test|record|sheet|of|the|our"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|january|february|march|april|june|july|august"
    r"|september|october|november|december)\b)+",
    re.IGNORECASE,
)
_CHECK_DECISION = "Read from your own words: check that this is what you decided."
#: These refer to a record: somebody chooses it.
_CHOSEN = frozenset({"driver_id", "change_idea_id"})


@dataclass(frozen=True, slots=True)
class FoundField:
    """One field: its value, the words it was read from, and where they stood.

    Args:
        value: a text, a word of a list, a day or a number; None where the words were not clear.
        text: the words as they stand.
        where: the places.
        note: what a person should look at.
    """

    value: Any
    text: str
    where: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A record that was found, and what it lacks.

    Args:
        kind: what it may become.
        fields: what was found, by field.
        missing: what to write, by field that must be filled in before it can be shared.
        about: team, school, grade and the like, as the file names them.
    """

    kind: DraftKind
    fields: Mapping[str, FoundField]
    missing: Mapping[str, str]
    about: Mapping[str, FoundField] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Any]:
        """Return what can be stored, by field."""
        return {name: found.value for name, found in self.fields.items() if found.value is not None}


@dataclass(frozen=True, slots=True)
class Reading:
    """All that became of a file.

    Args:
        drafts: each test or story that was found.
        left_over: pieces that belong to no field.
        unread: what could not be read at all.
    """

    drafts: tuple[Draft, ...]
    left_over: tuple[Piece, ...]
    unread: tuple[str, ...]


def draft_from(material: Material, kind: DraftKind | None = None) -> Reading:
    """Make drafts of what was read; without a kind, what was found says what it is."""
    found = find_stories(material)
    told = [story for story in found.stories if story.told]
    drafts = tuple(_draft(story, found, kind or guess_kind(story)) for story in told)
    if kind is DraftKind.IDEA and not drafts and (ideas := _plain_idea(material)):
        return Reading(ideas, (), material.unread)
    unused = [
        piece for story, draft in zip(told, drafts, strict=True) for piece in _unused(story, draft.kind)
    ]
    return Reading(drafts, (*found.left_over, *unused), material.unread)


def _unused(story: Story, kind: DraftKind) -> Iterator[Piece]:
    """Yield what a story tells that a record of this kind has no field for: somebody places it by hand."""
    used = {_first_told(story, concepts) for concepts in FIELDS[kind].values()} | ABOUT
    for concept, told in story.told.items():
        if concept not in used:
            yield Piece(told.text, ", ".join(told.where))


def _first_told(story: Story, concepts: tuple[str, ...]) -> str | None:
    return next((concept for concept in concepts if concept in story.told), None)


def _plain_idea(material: Material) -> tuple[Draft, ...]:
    """Make the draft of an idea that somebody just wrote down, without any label."""
    said = [piece for piece in material.pieces if piece.text]
    if not said:
        return ()
    text = "\n".join(piece.text for piece in said)
    fields = {"description": read_value("description", text, tuple(piece.where for piece in said))}
    return (Draft(DraftKind.IDEA, fields, missing_of(DraftKind.IDEA, fields), {}),)


def guess_kind(story: Story) -> DraftKind:
    """Say what a story is: a test has a prediction and data, a storyboard successes and challenges."""
    votes = {kind: sum(map(story.says, concepts)) for kind, concepts in _SPEAKS_FOR.items()}
    best = max(votes, key=lambda kind: votes[kind])
    was_tried = story.number is not None or story.says("result", "learning", "prediction_met", "next_step")
    return best if votes[best] else DraftKind.CYCLE if was_tried else DraftKind.IDEA


def missing_of(kind: DraftKind, found: Mapping[str, FoundField]) -> dict[str, str]:
    """Return what must still be written, by field: what was not found, or says nothing ("n/a")."""
    wanted = (
        {name: advice for phase in OF_PHASES.values() for name, advice in phase.items()}
        if kind is DraftKind.CYCLE
        else OF_RECORDS[Publishable(kind)]
    )
    values = {name: each.value for name, each in found.items()}
    lacking = find_missing(values, {name: wanted[name] for name in wanted if name not in _CHOSEN})
    return {problem.pointer.removeprefix("/"): problem.detail for problem in lacking}


def _draft(story: Story, found: Findings, kind: DraftKind) -> Draft:
    fields = {
        name: read_value(name, story.told[concept].text, tuple(story.told[concept].where))
        for name, concepts in FIELDS[kind].items()
        if (concept := _first_told(story, concepts))
    }
    named = "change_idea" if kind is DraftKind.CYCLE else "title"
    if named not in fields and (heading := _naming_heading(found)):
        note = "This is the first heading of the file."
        fields[named] = FoundField(heading.text[:LONGEST_LINE], heading.text, (heading.where,), note)
    about = {
        name: read_value(name, story.told[name].text, tuple(story.told[name].where))
        for name in ABOUT & story.told.keys()
    }
    return Draft(kind, fields, missing_of(kind, fields), about)


def _naming_heading(found: Findings) -> Piece | None:
    """Return the first heading, unless it is only the name of a form."""
    heading = found.first_heading
    return None if heading is None or _FORM_NAME.fullmatch(heading.text) else heading


def read_value(name: str, text: str, where: tuple[str, ...]) -> FoundField:
    """Read the words of a field as the field has them: what is not clear stays empty, and says so."""
    reader = READ_AS.get(name)
    try:
        value = reader(text) if reader else text
    except Unclear as error:
        return FoundField(None, text, where, str(error))
    longest = LONGEST_LINE if name in _LINES else LONGEST
    if isinstance(value, str) and len(value) > longest:
        note = f"Shortened to the {longest:,} characters that this field holds."
        return FoundField(value[: longest - 1] + "…", text, where, note)
    is_plain = name == "decision" and is_said_plainly(text)
    return FoundField(value, text, where, _CHECK_DECISION if is_plain else None)
