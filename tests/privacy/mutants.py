"""Take single checks out of the code that decides what is read, and see whether the visits notice.

A mutant is one small change of one function or constant, made in memory: a condition dropped from a query, a
guard that never holds, an element less in a list of what is hidden. ``python -m tests.privacy.catching``
prints what became of each.
"""

from __future__ import annotations

import ast
import copy
import importlib
import inspect
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import _lru_cache_wrapper, cache
from types import FunctionType, ModuleType
from typing import Any

#: Where it is decided what somebody reads: the module, and its functions and constants that take part in it.
PLACES = {
    "nic_hub.domain.visibility": """
        Grant.holds Reader.reads Reader._decide Principal.is_member Principal.own_teams Principal.draft_teams
        Principal.has read_grants
        _public _member_grants own_grants may_see_numbers may_see_email under_ceiling may_write
        may_curate may_propose may_administer through_bot""",
    "nic_hub.domain.privacy.small_cells": "_hidden_on_one_day _speaks_of_few _leaves_few _comes_near",
    "nic_hub.domain.privacy.blurring": "blur_numbers _blur_people",
    "nic_hub.services.access.principals": """
        public_principal load_principal MEMBERSHIPS ASSIGNMENTS TEAMS_OF_A_SCHOOL TEAMS_OF_DISTRICTS
        DISTRICT_OF_A_SCHOOL _is_sponsor _coached _teams_headed _home_districts _teams_of show_to
        DISTRICT_PEOPLE""",
    "nic_hub.services.access.visibility": """
        compile_grants _all_of _one_of _team_record _narrower _anchored _cycle _adoption _tool_version
        _data_point _in_sight _structure _network _own_row _own _nobody _token _report _vocabulary_term
        _RULES""",
    "nic_hub.services.references": "find_reference hide_unreadable find_readable GUARDED",
    "nic_hub.services.links": "find_links",
    "nic_hub.services.listing": """
        list_records _told _conditions _by_text _by_driver _on_driver _by_district _by_tool _by_member_team
        _by_status _in_state _withdrawn _text_columns TOLD_BY_A_TOMBSTONE""",
    "nic_hub.services.records": """
        get_record list_history archive_record restore_record check_version _refuse_taken_key""",
    "nic_hub.services.access.permissions": """
        check_may_change check_may_create check_may_follow refuse_foreign_team _may_change
        _is_own_proposal""",
    "nic_hub.services.lifecycle": "publish_record _check_sources withdraw_record",
    "nic_hub.services.storyboards.drafts": "_ideas_of _sentences",
    "nic_hub.services.storyboards.sources": """
        find_width list_standing refuse_wider_than_sources refuse_numbers_of_few _tells_numbers _sources""",
    "nic_hub.services.known_names": "names_in",
    "nic_hub.services.slack.notices": "_tell _title",
    "nic_hub.services.slack.team_questions": "tell_question",
    "nic_hub.services.moderation": "hide_reported settle_report _require_open",
    "nic_hub.services.words.local_terms": "_decide",
    "nic_hub.services.words.term_proposals": "_network_of _read_ideas _settled",
    "nic_hub.services.networks": "change_network",
    "nic_hub.services.people.team_people": """
        add_membership end_membership assign_coach _assignment _set_days _invite _is_over _require_admin""",
    "nic_hub.services.upkeep.purging": "_find_record",
    "nic_hub.services.access.tokens": "WHOSE authenticate revoke_token has_left list_tokens",
    "nic_hub.services.idempotency": "find_answer",
    "nic_hub.services.suggesting.feedback": "get_suggestion give_feedback",
    "nic_hub.services.attachments": (
        "list_attachments get_attachment attach prepare_file clear_attachments remove_attachment"
    ),
    "nic_hub.services.comments": "add_comment list_comments get_comment archive_comment",
    "nic_hub.bundle.tombstones": "as_shown _without_content",
    "nic_hub.bundle.stored": "_Reader._fetch_outlines _Reader._rows",
    "nic_hub.services.search_documents": "document_values _find_dependents",
    "nic_hub.services.history_entries": "guarded_fields read_history _told",
    "nic_hub.services.evidence": """
        weigh_ideas weigh_idea _find_cycles _next_generation _facts_of read_tests""",
    "nic_hub.services.lineage.relatives": """
        _add_relatives find_adoptions find_versions find_tests find_places _find_names""",
    "nic_hub.services.lineage.branches": "tell_version",
    "nic_hub.services.lineage.lineages": "tell_idea_lineage _makes",
    "nic_hub.services.cycles": "_check_adoption _check_changed_adoption",
    "nic_hub.services.sharing": "_check_result undo_adoption",
    "nic_hub.services.access.sight": """
        Sight.drivers Sight.terms Sight.find_idea Sight.children_of Sight.cycles_of Sight.adoptions_of
        Sight.sees_measure Sight.tools_of Sight.is_kept_in_team Sight.shows_failure Sight.is_told
        Sight.is_shared""",
    "nic_hub.services.lineage.ramps": "find_cycles",
    "nic_hub.services.measures.gap_flags": "_find_grouped",
    "nic_hub.services.suggesting.live_tests": "find_live_tests _works_on",
    "nic_hub.services.suggesting.texts": "_read _read_cycles",
    "nic_hub.services.measures.points": "list_point_history _check_may_change",
    "nic_hub.services.measures.shown_points": """
        list_points get_point present_points _hidden_cells _read_cells _corrections _students_before CELL""",
    "nic_hub.services.measures.chart_material": """
        gather_material read_series _find_teams _find_cycles _read_cycles _find_titles _show_cycle""",
    "nic_hub.services.measures.run_charts": "tell_run_charts",
    "nic_hub.services.tools": "get_version",
    "nic_hub.services.people.me": "describe_me",
    "nic_hub.services.people.rosters": "list_memberships list_coaches",
    "nic_hub.services.searchable": (
        "is_small_cell searched_values without_numbers text_of FOUND CONCLUDED EXPECTED PLANNED"
    ),
    "nic_hub.services.access.small_cells": "kept_from find_kept",
    "nic_hub.services.presenting": """
        present _additions _add_of_cycles _hide_small_cells _find_uncounted _add_email _blank_people _bury
        _bury_versions _add_cycles _OF_KIND PEOPLE CONTENT_OF_A_VERSION""",
    "nic_hub.services.cycle_warnings": "add_warnings",
    "nic_hub.search.facets": """
        Filter.conditions Facets.visible Facets.wanted Facets._anchored Facets._any_of Facets._all_of""",
    "nic_hub.search.snapshot": "Snapshot.audience",
    "nic_hub.search.lexical": "Audience.frequency WordIndex.audience WordIndex.score",
    "nic_hub.search.asking": "Asking.search _highest",
    "nic_hub.search.vectors": "VectorIndex._near VectorIndex._scan VectorIndex._with_tail",
    "nic_hub.services.searching": (
        "search_records _filters _driver_family _find_readable _load _by_kind _summary"
    ),
    "nic_hub.services.suggesting.matching": "find_matches Matching.owners Matching._linked",
    "nic_hub.services.suggesting.candidates": "find_known _know",
    "nic_hub.services.suggesting.understanding": "_active_drivers",
    "nic_hub.services.suggesting.questions": (
        "Question.own_teams Question.known_team _asking_team _idea_to_resemble"
    ),
    "nic_hub.services.suggesting.public_answers": "tell_publicly _without_team",
    "nic_hub.services.suggesting.suggestions": "_Found.among _unwanted",
    "nic_hub.services.suggesting.answers": "Describer._latest",
    "nic_hub.services.suggesting.latest_tests": "describe_test _read",
    "nic_hub.domain.evidence.latest_test": "_told_of_test",
    "nic_hub.search.pgvector": "PgVectors._search PgVectors._scan PgVectors._score",
    "nic_hub.bundle.private": """
        find_private_texts to_confirm _find_in _texts _fields_with_text free_text_fields""",
    "nic_hub.api.access": """
        admit identify _identify_member _identify_bot check_role _check_ceiling _narrows _check_bot ROLES""",
    "nic_hub.services.slack.bots": "authenticate_bot",
    "nic_hub.services.slack.workspaces": "find_workspace act_for linked_member _alive _passer_by",
}

#: Modules in which not every check is about who learns what: what such a check speaks of.
SPEAKS_OF_RIGHTS = {
    "nic_hub.services.lifecycle": (
        "check_may_change check_version Storyboard _check_sources refuse_wider refuse_numbers"
    ),
    "nic_hub.services.storyboards.drafts": "readable withdrawn_at",
    "nic_hub.services.known_names": "readable withdrawn_at",
    "nic_hub.services.slack.notices": "readable withdrawn_at",
    "nic_hub.services.slack.team_questions": "readable withdrawn_at",
    "nic_hub.services.moderation": "may_ _require_open check_version",
    "nic_hub.services.words.local_terms": "may_ check_version",
    "nic_hub.services.words.term_proposals": "may_ readable archived_at withdrawn_at network_id",
    "nic_hub.services.networks": "may_ check_version",
    "nic_hub.services.people.team_people": "may_ _require_admin _is_over today",
    "nic_hub.services.upkeep.purging": "may_ network_id",
    "nic_hub.services.suggesting.feedback": "readable suggestion_id results",
    "nic_hub.services.attachments": (
        "check_may find_readable find_kept row.is_cleared draft_teams withdrawn_at found"
    ),
    "nic_hub.services.records": "readable check_may check_version row.network_id model.network_id",
    "nic_hub.services.search_documents": """
        'is_ 'visibility' 'team_id' 'network_id' 'idea_id' min_n Network PdsaCycle.network_id""",
    "nic_hub.services.searching": "readable ids kind tested network_id driver may_be_read hide_ FOUND",
    "nic_hub.services.suggesting.questions": "member own_teams named",
    "nic_hub.services.suggesting.suggestions": "member own_teams asker Feedback.team_id Feedback.member_id",
    "nic_hub.bundle.stored": "network_id",
    "nic_hub.search.facets": """
        network_id is_ team_id district_id driver_id values grants readable alive IDEA_KIND""",
    "nic_hub.search.snapshot": "_key_of",
    "nic_hub.search.lexical": "mask wanted",
    "nic_hub.search.asking": "mask wanted",
    "nic_hub.search.vectors": "wanted",
    "nic_hub.search.pgvector": "wanted alive",
    "nic_hub.services.suggesting.matching": "grants find_idea",
    "nic_hub.services.lineage.relatives": "readable archived_at withdrawn_at",
    "nic_hub.services.lineage.branches": "is_withdrawn team_id",
    "nic_hub.services.lineage.lineages": "is_told team_id",
    "nic_hub.services.cycles": "team_id resolved.keys()",
    "nic_hub.services.sharing": "team_id resolved.keys()",
    "nic_hub.services.suggesting.live_tests": "is_shared own_teams",
    "nic_hub.services.lineage.ramps": "readable archived_at withdrawn_at",
    "nic_hub.services.measures.gap_flags": "readable Measure.withdrawn_at Measure.archived_at",
    "nic_hub.services.measures.chart_material": """
        readable belongs stands withdrawn_at archived_at measure_id of_points titles""",
    "nic_hub.services.measures.run_charts": "withdrawn_at",
    "nic_hub.services.suggesting.answers": "self.texts",
    "nic_hub.services.suggesting.latest_tests": "is_kept told[ cycle.prediction_met without_numbers",
    "nic_hub.domain.evidence.latest_test": "min_n",
}


@dataclass(frozen=True)
class Mutant:
    """One change: ``statement`` is the changed definition of ``name`` in a module."""

    module: str
    name: str
    change: str
    statement: ast.stmt

    def __str__(self) -> str:
        return f"{self.module.removeprefix('nic_hub.')}.{self.name}: {self.change}"


# What a check looks like, and what the code looks like without it.


def _without_condition(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """A condition less in and_(...) or .where(...), a column less in Grant.of(...)."""
    if not isinstance(node, ast.Call) or ast.unparse(node.func).split(".")[-1] not in {"and_", "where", "of"}:
        return
    if any(isinstance(argument, ast.Constant) for argument in node.args):
        return  # A look into an index of facts, not a query.
    for place, argument in enumerate(node.args):
        if not _asks_who_reads(argument):
            rest = _all_but(node.args, place)
            yield f"without {_told(argument)}", _with(node, args=rest) if rest else _chosen_from(node)
    for place, keyword in enumerate(node.keywords):
        yield f"without {_told(keyword)}", _with(node, keywords=_all_but(node.keywords, place))


def _chosen_from(node: ast.Call) -> ast.AST:
    """Return that from which a call chooses, such as a query, when nothing is left to choose by."""
    return node.func.value if isinstance(node.func, ast.Attribute) else node


def _unmasked(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """All rows of an array, where a mask chose some."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "self.mask.take":
        count = f"len({ast.unparse(node.args[0])})"
        yield f"all of {_told(node)}", _expression(f"np.ones({count}, dtype=bool)")
    if isinstance(node, ast.Subscript) and ast.unparse(node.slice) in {"mask", "wanted", "wanted[rows]"}:
        yield f"all of {_told(node)}", node.value
    if ast.unparse(node) == "np.flatnonzero(wanted)":
        yield f"all of {_told(node)}", _expression("np.arange(len(wanted))")


def _always_readable(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Rows that anybody may read."""
    if _asks_who_reads(node):
        yield f"whether or not {_told(node)}", _expression("__import__('sqlalchemy').true()")


def _asks_who_reads(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "readable"


def _is_empty(node: ast.AST) -> bool:
    """Say whether a choice is only between something and nothing, to spare work."""
    return ast.unparse(node) in {"None", "()", "[]", "{}", "set()", "frozenset()", "''"}


def _always_allowed(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """A question about the person or the number of students that is always answered with yes."""
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        if name.startswith("may_") or name == "principal.has":
            yield f"as if {_told(node)}", ast.Constant(True)
        if name == "is_small_cell":
            yield f"as if not {_told(node)}", ast.Constant(False)
    if isinstance(node, ast.Attribute) and node.attr == "is_member":
        yield "as if everybody were a member", ast.Constant(True)


def _never(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """A guard that never holds, a choice that is always the same, a filter that lets everything pass."""
    if isinstance(node, ast.If):
        yield f"never if {_told(node.test)}", _with(node, test=ast.Constant(False))
    if isinstance(node, ast.IfExp) and not _is_empty(node.orelse):
        yield f"always {_told(node.body)}", node.body
        yield f"always {_told(node.orelse)}", node.orelse
    if isinstance(node, ast.comprehension):
        for place, test in enumerate(node.ifs):
            yield f"whether or not {_told(test)}", _with(node, ifs=_all_but(node.ifs, place))


def _without_limit(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """One of several things that must hold, or for which something is refused; one set cut with another."""
    if isinstance(node, ast.BoolOp) and not isinstance(node.values[-1], ast.Constant):
        for place, operand in enumerate(node.values):
            rest = _all_but(node.values, place)
            yield f"without {_told(operand)}", rest[0] if len(rest) == 1 else _with(node, values=rest)
    if isinstance(node, ast.BinOp) and not isinstance(node.right, ast.Constant):
        if isinstance(node.op, ast.Sub | ast.BitAnd):
            yield f"without {_told(node.right)}", node.left
        if isinstance(node.op, ast.BitAnd):
            yield f"without {_told(node.left)}", node.right


def _without_element(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """One kind, field, step or condition less in a list of them."""
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        for place, element in enumerate(node.elts):
            if _is_listed(element):
                yield f"without {_told(element)}", _with(node, elts=_all_but(node.elts, place))
    if isinstance(node, ast.Dict):
        for place, key in enumerate(node.keys):
            less = _with(node, keys=_all_but(node.keys, place))
            yield f"without {_told(key)}", _with(less, values=_all_but(node.values, place))


def _is_listed(element: ast.expr) -> bool:
    """Say whether an element is a condition, the name of a field or a table, or a step of presenting."""
    if isinstance(element, ast.Constant):
        return isinstance(element.value, str) and element.value.isidentifier()
    return isinstance(element, ast.Call | ast.Compare) or (
        isinstance(element, ast.Name) and element.id[:1] == "_" != element.id
    )


def _without_step(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """A step that is left out."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield f"without {_told(node.value)}", ast.Pass()


def _all_but(items: list[Any], place: int) -> list[Any]:
    return items[:place] + items[place + 1 :]


OPERATORS = (
    _without_condition,
    _unmasked,
    _always_readable,
    _always_allowed,
    _never,
    _without_limit,
    _without_element,
    _without_step,
)


def _told(node: ast.AST | None) -> str:
    return " ".join(ast.unparse(node).split())[:90] if node else "**"


def _expression(text: str) -> ast.AST:
    return ast.parse(text, mode="eval").body


def _with(node: ast.AST, **changes: Any) -> Any:
    changed = copy.copy(node)
    for name, value in changes.items():
        setattr(changed, name, value)
    return changed


# From code to mutants.


def all_mutants() -> list[Mutant]:
    """List every mutant of every place; of those that are called alike, the later ones with their number."""
    places = [(module, name) for module, names in PLACES.items() for name in names.split()]
    counted: Counter[str] = Counter()
    found = []
    for mutant in (mutant for place in places for mutant in _mutants_of(*place)):
        counted[str(mutant)] += 1
        number = counted[str(mutant)]
        found.append(mutant if number == 1 else replace(mutant, change=f"{mutant.change} ({number})"))
    return found


def _mutants_of(module: str, name: str) -> Iterator[Mutant]:
    tree = ast.parse(inspect.getsource(importlib.import_module(module)))
    statement = _find_statement(tree, name)
    body = statement.body if isinstance(statement, ast.FunctionDef) else [statement]
    nodes = [node for part in body for node in ast.walk(part)]
    for node in nodes:
        for operator in OPERATORS:
            for change, replacement in operator(node):
                if _speaks_of_rights(module, change):
                    yield Mutant(module, name, change, _replaced(statement, node, replacement))


def _speaks_of_rights(module: str, change: str) -> bool:
    """Say whether a change may be about who learns what; where an error points is not."""
    if "FieldProblem" in change:
        return False
    words = SPEAKS_OF_RIGHTS.get(module)
    return words is None or any(word in change for word in words.split())


def _find_statement(tree: ast.Module, name: str) -> Any:
    *classes, last = name.split(".")
    body = tree.body
    for one in classes:
        body = next(part.body for part in body if isinstance(part, ast.ClassDef) and part.name == one)
    return next(part for part in body if last in _names_of(part))


def _names_of(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.FunctionDef):
        return {statement.name}
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _replaced(statement: ast.stmt, node: ast.AST, replacement: ast.AST) -> ast.stmt:
    """Return a copy of a statement in which one node is another."""

    class Replacer(ast.NodeTransformer):
        def visit(self, here: ast.AST) -> Any:
            return replacement if here is node else self._go_on(here)

        def _go_on(self, here: ast.AST) -> Any:
            fields = {
                name: [self.visit(one) if isinstance(one, ast.AST) else one for one in value]
                if isinstance(value, list)
                else self.visit(value)
                if isinstance(value, ast.AST)
                else value
                for name, value in ast.iter_fields(here)
            }
            return ast.copy_location(type(here)(**fields), here)

    return ast.fix_missing_locations(Replacer().visit(statement))


@contextmanager
def living(mutant: Mutant) -> Iterator[None]:
    """Let a mutant live: whoever imported what it changes meets the changed one."""
    module = importlib.import_module(mutant.module)
    put_back = _put_function if isinstance(mutant.statement, ast.FunctionDef) else _put_constant
    undo = put_back(module, mutant)
    forget()
    try:
        yield
    finally:
        undo()
        forget()


def forget() -> None:
    """Drop what was decided once and kept."""
    for kept in _keepers():
        kept.cache_clear()


@cache
def _keepers() -> list[Any]:
    """Find every function of these places that keeps its answers."""
    values = (value for place in PLACES for value in vars(importlib.import_module(place)).values())
    return [value for value in values if isinstance(value, _lru_cache_wrapper)]


def _put_function(module: ModuleType, mutant: Mutant) -> Callable[[], None]:
    original = _function(module, mutant.name)
    plain = _with(mutant.statement, decorator_list=[])
    code, before = _run(module, plain)[plain.name].__code__, original.__code__
    original.__code__ = code
    return lambda: setattr(original, "__code__", before)


def _function(module: ModuleType, name: str) -> FunctionType:
    found: Any = module
    for part in name.split("."):
        found = inspect.getattr_static(found, part)
    found = found.fget if isinstance(found, property) else found
    return inspect.unwrap(found)


def _put_constant(module: ModuleType, mutant: Mutant) -> Callable[[], None]:
    before, after = getattr(module, mutant.name), _run(module, mutant.statement)[mutant.name]
    holders = [
        (holder, name)
        for key, holder in sys.modules.items()
        if key.startswith("nic_hub")
        for name, value in vars(holder).items()
        if value is before
    ]
    for holder, name in holders:
        setattr(holder, name, after)
    return lambda: [setattr(holder, name, before) for holder, name in holders] and None


def _run(module: ModuleType, statement: ast.stmt) -> dict[str, Any]:
    """Run a definition among the names of its module, and return them."""
    future = ast.parse("from __future__ import annotations").body
    tree = ast.fix_missing_locations(ast.Module([*future, statement], []))
    names = dict(vars(module))
    exec(compile(tree, module.__file__ or "", "exec"), names)
    return names
