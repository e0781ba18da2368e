"""Local words of a question: heard as its asker means them, and the question asked in the shared words, too.

Where no words are mapped, nothing is done here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.privacy.privacy import Finding, redact
from nic_hub.domain.privacy.shapes import NAMING
from nic_hub.domain.suggesting.relevance import put_beside
from nic_hub.domain.words.local_terms import Apart, Heard, Mapped, Rewording, hear, tell_mapping
from nic_hub.domain.words.term_forms import bears, matcher
from nic_hub.models import ChangeIdea
from nic_hub.search.asking import Hit
from nic_hub.search.facts import TeamRow
from nic_hub.services.access.sight import Sight
from nic_hub.services.access.visibility import readable
from nic_hub.services.suggesting.candidates import Match, Material


def hear_words(sight: Sight, query: str, team: TeamRow | None = None) -> Heard:
    """Find the local words of a question, as they are meant in the asker's districts."""
    own = {team.district_id} if team and team.district_id else sight.reader.principal.whole.own_district_ids
    return hear(query, sight.terms(), own)


def redact_question(sight: Sight, query: str) -> str:
    """Return a question without what looks private, but with the words in use that look like a name.

    A single one, as OSCAR, must be written as the coach did: Oscar may be a student.
    """
    words = [word for term in sight.terms() for word in (term.local, term.shared)]

    def is_word(text: str, finding: Finding) -> bool:
        found = ((word, matcher(word).match(text, finding.start)) for word in words)
        return finding.kind in NAMING and any(
            said.end() >= finding.end and (said[0] == word or " " in word) for word, said in found if said
        )

    return redact(query, unless=is_word)


def match_in_all_words(
    session: Session, sight: Sight, heard: Heard, find: Callable[[str], list[Match]]
) -> list[Match]:
    """Return the ideas that a question brings in its own words, and in those it is mapped to.

    An idea counts by the words in which it is most surely meant. A bare name, as "CUBES" or "three reads",
    means what is called so, and not what sounds like it; so does a word from which a coach keeps others
    apart.

    Args:
        session: a reading transaction.
        sight: what the asker may know of.
        heard: the question, and its local words.
        find: returns the ideas that a question in some words brings.
    """
    rewordings, names = heard.rewordings, _bare_names(heard)

    def find_meant(words: str) -> list[Match]:
        found = find(words)
        if not names:
            return found
        titles = _read_titles(session, sight, [match.idea_id for match in found])
        return [each for each in found if any(bears(titles.get(each.idea_id, ""), name) for name in names)]

    own = find_meant(heard.question)
    if not rewordings:
        return own
    best = {match.idea_id: match for match in own}
    for rewording in rewordings:
        for match in find_meant(rewording.text):
            known = best.get(match.idea_id)
            # Which words said it is asked before they are trusted less.
            if known is None or match.relevance > known.relevance:
                best[match.idea_id] = _trust(match, rewording, known.relevance if known else 0.0)
    return _compare(sorted(best.values(), key=lambda match: (-match.relevance, match.idea_id)))


def _bare_names(heard: Heard) -> list[str]:
    """Return the names of what is meant, where a question names nothing but local words."""
    if heard.is_bare_name:
        return [name for each in heard.mapped for name in (each.term.local, each.term.shared)]
    return [each.named for each in heard.bare_apart]


def _trust(match: Match, rewording: Rewording, least: float) -> Match:
    """Return a match that other words brought, no less relevant than it was by the question's own."""
    return replace(match, relevance=max(match.relevance * rewording.trust, least), mapped=rewording.mapped)


def _compare(matches: list[Match]) -> list[Match]:
    """Say anew how well each matches beside the best: what was found in other words has its own scale."""
    beside = put_beside([match.relevance for match in matches])
    return [replace(match, text=text) for match, text in zip(matches, beside, strict=True)]


def search_in_all_words(heard: Heard, search: Callable[[str], list[Hit]]) -> list[Hit]:
    """Return the records that a search brings, in its own words and in those it is mapped to, best first."""
    hits = search(heard.question)
    rewordings = heard.rewordings
    if not rewordings:
        return hits
    best = {hit.row: hit for hit in hits}
    for rewording in rewordings:
        for hit in search(rewording.text):
            score = hit.score * rewording.trust
            if hit.row not in best or score > best[hit.row].score:
                best[hit.row] = hit._replace(score=score)
    return sorted(best.values(), key=lambda hit: (-hit.score, hit.row))


def keep_apart(session: Session, sight: Sight, heard: Heard, materials: Sequence[Material]) -> list[Material]:
    """Mark what sounds like the question, but is what a coach keeps apart from it."""
    if not heard.apart or not materials:
        return [*materials]
    titles = _read_titles(session, sight, [material.known.idea.id for material in materials])
    return [_marked(material, titles.get(material.known.idea.id, ""), heard.apart) for material in materials]


def _read_titles(session: Session, sight: Sight, ids: Collection[str]) -> dict[str, str]:
    query = select(ChangeIdea.id, ChangeIdea.title).where(
        ChangeIdea.id.in_(ids), readable(sight.reader.principal, ChangeIdea)
    )
    return {row.id: row.title for row in session.execute(query)}


def _marked(material: Material, title: str, pairs: Collection[Apart]) -> Material:
    apart = next((pair for pair in pairs if bears(title, pair.other) and not bears(title, pair.named)), None)
    return replace(material, candidate=replace(material.candidate, apart=apart)) if apart else material


def tell_words(sight: Sight, heard: Heard) -> list[dict[str, Any]]:
    """Tell how the local words of a question were read, so that the asker can correct it."""
    return [_told(sight, mapped) for mapped in heard.mapped]


def _told(sight: Sight, mapped: Mapped) -> dict[str, Any]:
    term, district = mapped.term, sight.facts.districts.get(mapped.term.district_id)
    return {
        "id": term.id,
        "local_term": term.local,
        "shared_term": term.shared,
        "relation": term.relation,
        "text": tell_mapping(mapped, district.name if district else None),
    }
