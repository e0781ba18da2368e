"""What a team already has, as drafts: read and shown with its sources, then stored for the team alone.

A test that is told from its plan to its decision becomes a planned cycle, a draft that its team alone reads.
What it tells of later phases waits in it: the team goes through the steps, and each asks for what is missing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.capture.drafts import Draft, DraftKind, FoundField, Reading, draft_from, missing_of, read_value
from nic_hub.capture.material import Material, Picture
from nic_hub.capture.reading import read_file, read_text
from nic_hub.domain.privacy.privacy import KnownNames, find_private, find_private_fields, redact
from nic_hub.domain.required import is_blank
from nic_hub.domain.visibility import Principal
from nic_hub.errors import FieldProblem, Invalid, PrivateText
from nic_hub.models import ChangeIdea, PdsaCycle, Record, Storyboard, Team
from nic_hub.search.engine import SearchEngine
from nic_hub.services.known_names import names_in
from nic_hub.services.records import create_record
from nic_hub.services.suggesting.likeness import find_likeness, tell_likeness

#: A file that holds more tests than this is a data set, and is imported as a bundle.
MOST_DRAFTS = 50
MOST_SOURCE = 2_000
#: What a person is asked of pictures, which no program looks over.
PICTURES_ASKED = (
    "Does a picture show a student, or a student's name? The hub cannot tell, so the pictures are kept for "
    "your team alone. Remove those that do; when none is left, say so with POST .../attachments/clear."
)
#: The fields that say most about what a draft is about.
_ABOUT = ("change_idea", "title", "focus", "question", "what", "description", "changes_tested", "prediction")
_ASK_FOR_IDEA = "Say which change idea this tests: send change_idea_id, or its title here."
_MODELS: Mapping[DraftKind, type[Record]] = {
    DraftKind.CYCLE: PdsaCycle,
    DraftKind.STORYBOARD: Storyboard,
    DraftKind.IDEA: ChangeIdea,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRequest:
    """What somebody sends, and what is to become of it.

    Args:
        content: the bytes of a file; None where a text was pasted.
        name: the file's name.
        text: the pasted text.
        kind: what it is to become; None to tell it from what is in it.
        team: id or key of the team whose drafts these are; needed by a member of several.
        change_idea: id or key of the idea that the tests test; without it, an idea is drafted too.
        driver: id or key of the driver that the person chose.
        changes: what the person corrected: for each draft in its order, texts by field.
        confirmed: fields confirmed not to hold a student's data.
    """

    content: bytes | None = None
    name: str = ""
    text: str = ""
    kind: DraftKind | None = None
    team: str | None = None
    change_idea: str | None = None
    driver: str | None = None
    changes: Sequence[Mapping[str, str | None]] = ()
    confirmed: Collection[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Captured:
    """What was read of a request: drafts with the person's corrections, and the pictures.

    Args:
        reading: the drafts.
        pictures: the pictures.
        has_idea: whether the person said which idea the tests test.
    """

    reading: Reading
    pictures: tuple[Picture, ...]
    has_idea: bool = False

    def missing_of(self, draft: Draft) -> dict[str, str]:
        """Return what a draft lacks, and first of all the idea, without which no test is stored."""
        is_lost = draft.kind is DraftKind.CYCLE and not self.has_idea and "change_idea" not in draft.values
        return {**({"change_idea": _ASK_FOR_IDEA} if is_lost else {}), **draft.missing}


def read_capture(request: CaptureRequest) -> Captured:
    """Read what was sent. No database is needed, and nothing is stored.

    Raises:
        Invalid: there is neither a file nor a text, it cannot be read, or it holds too many drafts.
    """
    material = _read(request)
    reading = draft_from(material, request.kind)
    if len(reading.drafts) > MOST_DRAFTS:
        raise Invalid.field(
            "file", f"This holds more than {MOST_DRAFTS} tests. Send it in parts, or as a bundle."
        )
    drafts = tuple(_correct(draft, place, request.changes) for place, draft in enumerate(reading.drafts))
    has_idea = request.change_idea is not None
    return Captured(replace(reading, drafts=drafts), material.pictures, has_idea)


def tell_capture(
    session: Session, principal: Principal, engine: SearchEngine, captured: Captured
) -> dict[str, Any]:
    """Tell what was read: fields with places, what is missing, the likely driver, look-alikes, private data.

    An e-mail address, a phone or an ID number is not repeated: a mark stands in its place.
    """
    reading = captured.reading
    drafts = [
        {
            **_tell_draft(session, principal, engine, draft, place),
            "missing": [
                {"name": name, "advice": advice} for name, advice in captured.missing_of(draft).items()
            ],
        }
        for place, draft in enumerate(reading.drafts)
    ]
    left = [
        {"text": redact(piece.text), "where": redact(piece.where)}
        for piece in reading.left_over
        if piece.text
    ]
    pictures = [
        {"name": each.name, "where": each.where, "bytes": len(each.content)} for each in captured.pictures
    ]
    return {
        "drafts": drafts,
        "left_over": left,
        "unread": [*map(redact, reading.unread)],
        "pictures": pictures,
        "asks": [PICTURES_ASKED] if pictures else [],
    }


def store_capture(
    session: Session, principal: Principal, request: CaptureRequest, captured: Captured
) -> list[Record]:
    """Store the drafts, all of them or none.

    Raises:
        Forbidden: the person does not write for the team.
        PrivateText: a text seems to hold personal data; every such field of every draft is named.
        Invalid: nothing was found, or a draft lacks what it cannot be stored without.
    """
    drafts = captured.reading.drafts
    if not drafts:
        raise Invalid.field("text", "Nothing was found that looks like a test, a storyboard or an idea.")
    known = names_in(session, principal)
    problems = [
        each
        for place, draft in enumerate(drafts)
        for each in find_private_in_draft(draft, place, known, request.confirmed)
    ]
    if problems:
        raise PrivateText("Nothing was stored, because this seems to hold personal data.", problems)
    store = _Storing(session, principal, request)
    return [store.store(draft, place) for place, draft in enumerate(drafts)]


def find_private_in_draft(
    draft: Draft, place: int, known: KnownNames, confirmed: Collection[str] = ()
) -> list[FieldProblem]:
    """List the fields of a draft whose text seems to hold personal data, each by its place in ``changes``."""
    texts = {name: value for name, value in draft.values.items() if type(value) is str}
    found = find_private_fields(texts, confirmed, known=known)
    return [FieldProblem(f"/changes/{place}{problem.pointer}", problem.detail) for problem in found]


class _Storing:
    """Stores the drafts of one request."""

    def __init__(self, session: Session, principal: Principal, request: CaptureRequest) -> None:
        self._session, self._principal, self._request = session, principal, request
        self._ideas: dict[str, str] = {}

    def store(self, draft: Draft, place: int) -> Record:
        """Store one draft."""
        values = {**draft.values, "source": _source(self._request, draft)}
        if draft.kind is DraftKind.CYCLE:
            values["change_idea_id"] = self._idea_of(values.pop("change_idea", None), place)
        elif self._request.driver:
            values["driver_id"] = self._request.driver
        if draft.kind is not DraftKind.CYCLE:
            _require_title(values, place)
        if draft.kind is DraftKind.IDEA:
            values.setdefault("description", "")
        return self._create(_MODELS[draft.kind], values)

    def _idea_of(self, title: str | None, place: int) -> str:
        """Return the idea that a test tests: the one that was named, or a draft of what the file calls it."""
        if self._request.change_idea:
            return self._request.change_idea
        if not title:
            raise Invalid(_ASK_FOR_IDEA, [FieldProblem(f"/changes/{place}/change_idea", _ASK_FOR_IDEA)])
        if title not in self._ideas:
            values = {"title": title, "description": "", "driver_id": self._request.driver}
            idea = self._create(ChangeIdea, {**values, "source": _source(self._request, None)})
            self._ideas[title] = idea.id
        return self._ideas[title]

    def _create(self, model: type[Record], values: Mapping[str, Any]) -> Record:
        team = {"team_id": self._request.team} if self._request.team else {}
        row = create_record(
            self._session, self._principal, model, {**values, **team}, confirmed=self._request.confirmed
        )
        if isinstance(row, PdsaCycle):
            with self._session.no_autoflush:
                row.context = self._session.get_one(Team, row.team_id).context
        self._session.flush()
        return row


def _require_title(values: Mapping[str, Any], place: int) -> None:
    if is_blank(values.get("title")):
        detail = "Give this a title: none was found."
        raise Invalid(detail, [FieldProblem(f"/changes/{place}/title", detail)])


def _read(request: CaptureRequest) -> Material:
    if request.content is not None:
        return read_file(request.name, request.content)
    if is_blank(request.text):
        raise Invalid.field("text", "Send a file, or paste a text.")
    return read_text(request.text)


def _correct(draft: Draft, place: int, changes: Sequence[Mapping[str, str | None]]) -> Draft:
    """Put in what the person wrote; an empty text takes a field out."""
    mine = changes[place] if place < len(changes) else {}
    unknown = [
        name for name in mine if name not in {*draft.fields, *missing_of(draft.kind, {}), "change_idea"}
    ]
    if unknown:
        detail = "A draft of this kind has no such field."
        raise Invalid(detail, [FieldProblem(f"/changes/{place}/{name}", detail) for name in unknown])
    kept = {name: found for name, found in draft.fields.items() if name not in mine}
    told = {
        name: read_value(name, text, ("your correction",))
        for name, text in mine.items()
        if text and not is_blank(text)
    }
    fields = {**kept, **told}
    return replace(draft, fields=fields, missing=missing_of(draft.kind, fields))


def _tell_draft(
    session: Session, principal: Principal, engine: SearchEngine, draft: Draft, place: int
) -> dict[str, Any]:
    values = draft.values
    about = "\n".join(str(values[name]) for name in _ABOUT if name in values)
    problems = find_private_in_draft(draft, place, names_in(session, principal))
    return {
        "kind": draft.kind,
        "fields": _tell_fields(draft.fields),
        "about": _tell_fields(draft.about),
        "private": [{"pointer": each.pointer, "detail": each.detail} for each in problems],
        **tell_likeness(session, principal, find_likeness(session, principal, engine, about)),
    }


def _tell_fields(found: Mapping[str, FoundField]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "value": None if each.value is None else redact(str(each.value)),
            "text": redact(each.text),
            "where": [*map(redact, each.where)],
            "note": each.note,
        }
        for name, each in found.items()
    ]


def _source(request: CaptureRequest, draft: Draft | None) -> str:
    """Say where a draft comes from; a name of a file that seems to hold private data is not kept."""
    name = PurePath(request.name).name
    file = (
        f"“{name}”" if name and not find_private(name) else "a file" if request.content else "a pasted text"
    )
    places = [f"{name}: {', '.join(found.where)}" for name, found in draft.fields.items()] if draft else []
    told = f" ({'; '.join(places)})" if places else ""
    return redact(f"Imported from {file}{told}"[:MOST_SOURCE])
