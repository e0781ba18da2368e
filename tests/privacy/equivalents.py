"""Mutants that change no answer, each with the reason: a second lock, or a line that only spares work."""

_SPARES_WORK = "Only spares a query or a comparison: without it nothing more is found."
_NOBODY = "Somebody who is not signed in has no team, so nothing is their own."
_UNIQUE = "A second lock: an id is one record's alone."
_LATER = "More rows are loaded, and those of others are not looked at."
_OWN_TEAMS = "A second lock: one's own teams are of one's own network."
_SEARCHED = "A second lock: what is found was searched among what one may read."
_NO_MORE = "A name more, with nothing behind it."

EQUIVALENT: dict[str, str] = {
    "domain.visibility.own_grants: never if not principal.is_member": _NOBODY,
    "domain.visibility.own_grants: as if everybody were a member": _NOBODY,
    "domain.small_cells._leaves_few: whether or not cell.n is not None": (
        "Where nobody knows how many a group has, all groups are hidden already."
    ),
    "services.visibility._all_of: without true()": "Neutral: it stands for a grant without conditions.",
    "services.visibility._one_of: always column.in_(sorted(values))": "The same, written as a list.",
    "services.references.find_readable: never if not wanted": _SPARES_WORK,
    "services.references.find_readable: without model.id.in_(wanted)": _LATER,
    "services.references.GUARDED: without 'tool'": (
        "Only versions refer to tools, and who reads a version reads its tool. Lists guard themselves."
    ),
    "services.links.find_links: without owner.in_(owner_ids)": _LATER,
    "services.listing._in_state: always _equals('status')(None, None, model, value)": (
        "Which words a status knows is tested with the lists."
    ),
    "services.history_entries.read_history: without RecordHistory.kind == kind_of(type(row))": _UNIQUE,
    "services.history_entries.read_history: without RecordHistory.network_id == "
    "(row.id if isinstance(row, Network) else row.network_id)": _UNIQUE,
    "services.permissions._may_change: without isinstance(row, Team)": (
        "A second lock: nobody writes for a team that has another record's id."
    ),
    "services.history_entries.guarded_fields: whether or not table in GUARDED": _SPARES_WORK,
    "services.history_entries.guarded_fields: whether or not table in GUARDED (2)": _SPARES_WORK,
    "services.rosters.describe_me: without readable(principal, Team)": _OWN_TEAMS,
    "services.rosters.describe_me: whether or not readable(principal, Team)": _OWN_TEAMS,
    "services.searchable.without_numbers: whether or not name in values": (
        "Only keeps names out that the values do not have."
    ),
    "services.search_documents._find_dependents: without _changed(row, 'min_n')": _SPARES_WORK,
    "services.searchable.text_of: whether or not value": "Only keeps empty fields out.",
    "services.searching._find_readable: without RECORD_KINDS[kind].id.in_(ids)": _LATER,
    "services.searching._find_readable: whether or not readable(principal, RECORD_KINDS[kind])": _SEARCHED,
    "services.presenting._find_uncounted: without Measure.id.in_(measures)": _LATER,
    "services.presenting._warn_of_jumps: without ChangeIdea.id.in_(sorted(ids))": _LATER,
    "services.presenting._add_email: whether or not row.account_id": _SPARES_WORK,
    "services.presenting._add_email: without Account.id.in_(accounts)": _LATER,
    "services.presenting._blank_people: whether or not name in values": _NO_MORE,
    "services.presenting._bury_versions: without Tool.id.in_(sorted({row.tool_id for row in rows}))": _LATER,
}
