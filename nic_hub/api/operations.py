"""One operation of the API, from the request to the answer, with its one transaction: written once, here.

The blueprint's ``operation`` decorator gives a view its rule (who may come in), its schemas and its
documentation. A view gets an ``Asked`` and returns what its schema dumps. It never opens a transaction and
never makes a response:

1. The query and the body are read and checked before any lock is taken: a slow sender holds up nobody.
2. ``prepare``, where there is one, works in a reading transaction (a suggestion is found here).
3. The view runs in one transaction, its answer is dumped inside it, and it commits when all went well.
4. After the commit, search catches up.

A member's POST with an ``Idempotency-Key`` keeps its answer in the same transaction (``repeating``); what a
bot does for itself can be repeated as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial, wraps
from typing import Any

from flask import Response, g, request
from flask_smorest import Blueprint
from marshmallow import Schema

from nic_hub.api.access import Access, check_role, identify
from nic_hub.api.describing import answer_headers, describe
from nic_hub.api.hub import Hub, current_hub
from nic_hub.api.reading import StrictParser, expected_version, idempotency_key
from nic_hub.api.repeating import Repeatable
from nic_hub.api.uploads import describe_upload, read_upload
from nic_hub.domain.visibility import Principal
from nic_hub.services.attachments import KEPT, has_forgotten
from nic_hub.services.search_documents import written_documents


@dataclass(frozen=True, slots=True)
class Asked:
    """What a view is given.

    Args:
        session: the transaction, of SQLAlchemy.
        principal: who asks.
        hub: the parts of the hub.
        query: the checked query parameters.
        body: the checked body.
        version: the version the change was made from; 0, which no record has, where none is asked for.
        prepared: what ``prepare`` returned.
    """

    session: Any
    principal: Principal
    hub: Hub
    query: Mapping[str, Any]
    body: Mapping[str, Any]
    version: int = 0
    prepared: Any = None

    def call(self, service: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        """Call a service in this transaction, as this person."""
        return service(self.session, self.principal, *arguments, **options)


View = Callable[..., Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What an operation declares about itself.

    Args:
        access: who may come in.
        answer: dumps the answer.
        status: status of a good answer.
        query: checks the query.
        body: checks the body.
        upload: checks the body of an operation that takes a file, too, in a form.
        versioned: whether the request must say which version it changes.
        prepare: what is done before the writing transaction, with the same ``Asked``.
        location: address of a new record, with its fields in braces.
        shown_once: fields that a kept answer must not hold.
        replay: makes the answer to a repeated request anew, ``(asked, kept) -> result``; then only the id is
            kept, and what was hidden since is not shown again. Another answer is repeated word for word, or,
            when what the sender may see has changed, not at all.
        also: further statuses of problems, for the documentation.
        summary: what it does, for the documentation.
        tagged: whether a good answer carries an ETag although nothing is changed.
        body_required: whether a request without a body is refused.
        narrows: whether the answer can be narrowed to an audience although something is stored.
        example: a body, for the documentation.
        previews: whether ``preview`` in the query asks for what would be done: then nothing is stored.
        is_plain: whether the view returns what is shown: only plain values and dates, by the names that the
            schema has. Then the schema is there for the documentation, and dumping it would change nothing.
        draw: makes the picture a good answer is, out of the view's result and after the transaction.
        media_type: what a good answer is.
    """

    access: Access
    answer: Schema | Mapping[str, Any]
    status: int = 200
    query: Schema | None = None
    body: Schema | None = None
    upload: Schema | None = None
    versioned: bool = False
    prepare: View | None = None
    location: str | None = None
    shown_once: Sequence[str] = ()
    replay: View | None = None
    also: Sequence[int] = ()
    summary: str
    tagged: bool = False
    body_required: bool = True
    narrows: bool = False
    example: Mapping[str, Any] | None = None
    previews: bool = False
    is_plain: bool = False
    draw: Callable[[Any], bytes] | None = None
    media_type: str = "application/json"

    def answer_to(
        self, view: View, query: Mapping[str, Any], body: Mapping[str, Any], path: dict[str, str]
    ) -> Response:
        """Answer one request."""
        # Somebody who is not signed in changes nothing: what they may ask in a POST is answered by reading.
        reads = request.method in {"GET", "HEAD"} or not _may_change_anything(g.principal.whole)
        reads = reads or (self.previews and bool(query.get("preview")))
        return (self._read if reads else self._write)(view, query, body, path)

    def _read(
        self, view: View, query: Mapping[str, Any], body: Mapping[str, Any], path: dict[str, str]
    ) -> Response:
        hub = current_hub()
        prepared = self._prepare(hub, query, body, path)
        with hub.database.reading() as session:
            asked = Asked(session, g.principal, hub, query, body, prepared=prepared)
            result = view(asked, **path)
            if self.draw is None:
                return self._respond(result)
        # Drawing takes its time: no transaction waits for it.
        return Response(self.draw(result), self.status, content_type=self.media_type)

    def _write(
        self, view: View, query: Mapping[str, Any], body: Mapping[str, Any], path: dict[str, str]
    ) -> Response:
        hub = current_hub()
        kept = g.kept_files = set()
        try:
            response, written, has_removed = self._carry_out(view, query, body, path)
        except BaseException:
            # Files were given to the store before there was a record for them.
            hub.forget_files(kept)
            raise
        hub.after_commit(written)
        if kept or has_removed:
            hub.forget_files(kept)
        return response

    def _carry_out(
        self, view: View, query: Mapping[str, Any], body: Mapping[str, Any], path: dict[str, str]
    ) -> tuple[Response, Sequence[int], bool]:
        hub = current_hub()
        version = expected_version() if self.versioned else 0
        key = idempotency_key() if request.method == "POST" else None
        prepared = self._prepare(hub, query, body, path)
        with hub.database.writing() as session:
            session.info[KEPT] = g.kept_files
            # Asked again: a role may have ended while the request waited for its turn.
            g.principal = principal = identify(session).principal
            check_role(self.access, principal.whole)
            asked = Asked(session, principal, hub, query, body, version, prepared)
            response = self._once(asked, key, lambda: self._change(asked, view, path))
            return response, written_documents(session), has_forgotten(session)

    def _prepare(
        self, hub: Hub, query: Mapping[str, Any], body: Mapping[str, Any], path: dict[str, str]
    ) -> Any:
        if self.prepare is None:
            return None
        with hub.database.reading() as session:
            session.info[KEPT] = g.get("kept_files", set())
            return self.prepare(Asked(session, g.principal, hub, query, body), **path)

    def _change(self, asked: Asked, view: View, path: dict[str, str]) -> Response:
        asked.session.info["member_id"] = asked.principal.whole.member_id
        result = view(asked, **path)
        # What the database refuses, it refuses before the answer is made; and the new version is known.
        asked.session.flush()
        return self._respond(result)

    def _once(self, asked: Asked, key: str | None, act: Callable[[], Response]) -> Response:
        replay = partial(self._replay, asked) if self.replay else None
        repeatable = Repeatable(act=act, replay=replay, shown_once=self.shown_once)
        return repeatable.once(asked.session, asked.principal.whole, key)

    def _replay(self, asked: Asked, kept: Mapping[str, Any]) -> Response:
        assert self.replay is not None
        return self._respond(self.replay(asked, kept))

    def _respond(self, result: Any) -> Response:
        assert isinstance(self.answer, Schema)
        shown = result if self.is_plain else self.answer.dump(result)
        response = Response(
            json.dumps(shown, default=date.isoformat), self.status, content_type="application/json"
        )
        if "version" in shown:
            response.set_etag(str(shown["version"]))
        if self.location:
            response.headers["Location"] = self.location.format(**shown)
        return response


def _may_change_anything(principal: Principal) -> bool:
    return principal.is_member or principal.is_bot


class HubBlueprint(Blueprint):  # type: ignore[misc]
    """A blueprint whose routes are operations."""

    ARGUMENTS_PARSER = StrictParser()

    def operation(self, method: str, rule: str, **declared: Any) -> Callable[[View], View]:
        """Make a view an operation of the API.

        Args:
            method: HTTP method.
            rule: path below the blueprint's prefix.
            declared: fields of ``Operation``; ``endpoint`` is the view's name unless given.
        """
        endpoint = declared.pop("endpoint", None)
        operation = Operation(**declared)

        def decorate(view: View) -> View:
            handler = self._documented(method, operation, _handler_of(operation, view))
            handler.access, handler.narrows = operation.access, operation.narrows  # type: ignore[attr-defined]
            self.add_url_rule(rule, endpoint or view.__name__, handler, methods=[method])
            return view

        return decorate

    def _documented(self, method: str, operation: Operation, handler: View) -> View:
        media = {"content_type": operation.media_type} if operation.draw else {}
        handler = self.response(
            operation.status, operation.answer, headers=answer_headers(operation), **media
        )(handler)
        if operation.body is not None:
            options = {"required": operation.body_required, "example": operation.example}
            handler = self.arguments(operation.body, location="json", arg_name="body", **options)(handler)
        if operation.upload is not None:
            handler = _with_upload(operation.upload, handler)
            handler = self.doc(requestBody=describe_upload(operation.upload))(handler)
        if operation.query is not None:
            handler = self.arguments(operation.query, location="query", arg_name="query")(handler)
        documented: View = self.doc(**describe(method, operation))(handler)
        return documented


def _handler_of(operation: Operation, view: View) -> View:
    @wraps(view)
    def handler(
        *, query: Mapping[str, Any] | None = None, body: Mapping[str, Any] | None = None, **path: str
    ) -> Response:
        return operation.answer_to(view, query or {}, body or {}, path)

    return handler


def _with_upload(schema: Schema, handler: View) -> View:
    @wraps(handler)
    def reading(**given: Any) -> Response:
        body = read_upload(schema, current_hub().max_upload_bytes)
        response: Response = handler(body=body, **given)
        return response

    return reading
