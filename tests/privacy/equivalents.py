"""Mutants that change no answer, each with the reason: a second lock, or a line that only spares work."""

_SPARES_WORK = "Only spares a query or a comparison: without it nothing more is found."
_NOBODY = "Somebody who is not signed in has no team, so nothing is their own."
_UNIQUE = "A second lock: an id is one record's alone."
_LATER = "More rows are loaded, and those of others are not looked at."
_OWN_TEAMS = "A second lock: one's own teams are of one's own network."
_GRANTS = "A second lock: every grant names the network, or the open ones, too."
_MORE_READ = "More is read for private data than people wrote freely, and nothing less."
_NO_MORE = "A name more, with nothing behind it."
_NO_VALUE = "A second lock: no value is told of a measure that is out of sight or was taken back."

EQUIVALENT: dict[str, str] = {
    "domain.visibility.own_grants: never if not principal.is_member": _NOBODY,
    "domain.visibility.own_grants: as if everybody were a member": _NOBODY,
    "domain.privacy.small_cells._leaves_few: whether or not cell.n is not None": (
        "Where nobody knows how many a group has, all groups are hidden already."
    ),
    "domain.privacy.small_cells._comes_near: always sums << size & below": (
        "Only spares room: what is as large as the whole, or larger, leaves no bit below it."
    ),
    "services.access.visibility._all_of: without true()": (
        "Neutral: it stands for a grant without conditions."
    ),
    "services.access.visibility._one_of: always column.in_(sorted(values))": "The same, written as a list.",
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
    "services.access.permissions._may_change: without isinstance(row, Team)": (
        "A second lock: nobody writes for a team that has another record's id."
    ),
    "services.history_entries.guarded_fields: whether or not table in GUARDED": _SPARES_WORK,
    "services.history_entries.guarded_fields: whether or not table in GUARDED (2)": _SPARES_WORK,
    "services.people.me.describe_me: without readable(principal, Team)": _OWN_TEAMS,
    "services.people.me.describe_me: whether or not readable(principal, Team)": _OWN_TEAMS,
    "services.searchable.without_numbers: whether or not name in values": (
        "Only keeps names out that the values do not have."
    ),
    "services.access.small_cells.find_kept: whether or not isinstance(row, PdsaCycle) "
    "and row.student_count is not None": _SPARES_WORK,
    "services.access.small_cells.find_kept: without row.student_count is not None": _SPARES_WORK,
    "services.access.small_cells.find_kept: without PdsaCycle.id.in_(ids)": _LATER,
    "services.search_documents._find_dependents: without _changed(row, 'min_n')": _SPARES_WORK,
    "services.searchable.text_of: whether or not text": "Only keeps empty fields out.",
    "services.searching._summary: whether or not name not in FOUND + CONCLUDED": (
        "A second lock: of a test with few students nothing of what was found is left."
    ),
    "services.searching._find_readable: without RECORD_KINDS[kind].id.in_(ids)": _LATER,
    "services.presenting._find_uncounted: without Measure.id.in_(measures)": _LATER,
    "services.cycle_warnings.add_warnings: without ChangeIdea.id.in_(sorted(ids))": _LATER,
    "services.presenting._add_email: whether or not row.account_id": _SPARES_WORK,
    "services.presenting._add_email: without Account.id.in_(accounts)": _LATER,
    "services.presenting._blank_people: whether or not name in values": _NO_MORE,
    "services.presenting._bury_versions: without Tool.id.in_(sorted({row.tool_id for row in rows}))": _LATER,
    "services.presenting._add_cycles: without PdsaCycle.adoption_id.in_(ids)": _LATER,
    "services.evidence.read_tests: whether or not row.id in wanted": _LATER,
    "services.storyboards.drafts._sentences: whether or not readable(principal, HelpWanted)": (
        "A second lock: who drafts for a team reads its calls for help."
    ),
    "services.measures.gap_flags._find_grouped: whether or not readable(principal, Measure)": _NO_VALUE,
    "services.measures.gap_flags._find_grouped: without Measure.withdrawn_at.is_(None)": _NO_VALUE,
    "services.lineage.relatives.find_versions: whether or not readable(principal, ToolVersion)": (
        "A second lock: who reads a tool reads its versions."
    ),
    "services.lineage.relatives._find_names: whether or not readable(principal, model)": (
        "A second lock: who reads a team reads its school and its district."
    ),
    "services.evidence._find_cycles: never if not generation": _SPARES_WORK,
    "bundle.tombstones.as_shown: without not isinstance(shape, Section)": (
        "What is a part of a record is not withdrawn by itself: it has no such moment."
    ),
    "services.suggesting.candidates._know: without idea is None": (
        "Where there is no idea there is no driver either."
    ),
    "services.suggesting.candidates._know: whether or not not cycle.standing.is_draft": (
        "A cycle's draft is only planned, and holds nothing yet that an answer looks at."
    ),
    "services.access.principals._teams_headed: without member.school_id is None": _SPARES_WORK,
    "services.access.principals.load_principal: whether or not district": (
        "Where there is no district there are no teams of it."
    ),
    "services.suggesting.answers.Describer._latest: without latest.id in self.texts.cycles": (
        "A second lock: the texts are read by the rule by which the facts were chosen."
    ),
    "services.suggesting.questions.Question.known_team: as if everybody were a member": (
        "A second lock: the context of somebody who is no member is empty, whatever the team."
    ),
    "search.asking._highest: all of rows[wanted[rows]]": (
        "Every row with a score is among what the asker sees: another wish of theirs asked for it."
    ),
    "bundle.private._texts: whether or not form.get(name)": _SPARES_WORK,
    "bundle.private._fields_with_text: whether or not isinstance(columns[column].type, JSON)": _MORE_READ,
    "bundle.private.free_text_fields: whether or not isinstance(columns[column].type, String) and "
    "(not isinstance(columns[column].type, Enum)) ": _MORE_READ,
    "bundle.private.free_text_fields: without isinstance(columns[column].type, String)": _MORE_READ,
    "bundle.private.free_text_fields: without not isinstance(columns[column].type, Enum)": _MORE_READ,
    "bundle.private.free_text_fields: without name not in "
    "{*NOT_FREE_TEXT, *shape.references, REPORTED, 'kind'}": _MORE_READ,
    "bundle.private.free_text_fields: without 'kind'": _MORE_READ,
    "search.vectors.VectorIndex._scan: all of rows[wanted[rows]]": (
        "A second lock: what is not wanted is taken out again with the rows that have no scan yet."
    ),
    "search.pgvector.PgVectors._scan: without ~wanted": (
        "Then the query brings nothing, and all that is wanted is compared."
    ),
    "search.pgvector.PgVectors._scan: without snapshot.facets.alive": (
        "What is out of date is not wanted either."
    ),
    "search.pgvector.PgVectors._scan: without wanted": (
        "A second lock: the query itself leaves out what is not wanted."
    ),
    "search.lexical.WordIndex.score: without wanted.take(matches.rows)": (
        "A second lock: of the scores only those of wanted rows are looked at."
    ),
    "services.measures.chart_material._read_cycles: without belongs": _LATER,
    "services.measures.shown_points._hidden_cells: never if not of_others": _SPARES_WORK,
    "services.measures.shown_points._read_cells: without DataPoint.measure_id.in_(ids)": _LATER,
    "services.measures.shown_points._corrections: whether or not point.version > 1": _SPARES_WORK,
    "services.measures.shown_points._corrections: without RecordHistory.kind == kind_of(DataPoint)": _UNIQUE,
    "services.measures.shown_points._corrections: without RecordHistory.record_id.in_(changed)": _LATER,
    "services.measures.shown_points._corrections: without *mine": _LATER,
    "services.search_documents._find_dependents: without PdsaCycle.network_id == row.id": _LATER,
    "services.searching._load: without RECORD_KINDS[kind].id.in_(ids)": _LATER,
    "services.searching._filters: without 'network_id'": _GRANTS,
    "search.facets.Filter.conditions: without 'network_id'": _GRANTS,
}
