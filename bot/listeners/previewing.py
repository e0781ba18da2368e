"""Between a form and the hub: what was filled in is shown as it will be stored, and saved by a second press.

What stands in the preview is kept sealed under the window's name until it is saved, so that exactly that is
stored; the window itself carries the form's name and the cycle's id.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bot.blocks.elements import Block
from bot.blocks.forms import read_confirmed, read_form, read_labels
from bot.blocks.pdsa import Asked
from bot.blocks.preview import show_preview
from bot.errors import Refused, WindowGone
from bot.listeners.home import refresh_home
from bot.listeners.windows import find_draft, forget_draft, keep_draft, show, show_refused
from bot.posting import Message
from bot.routes import Check, Routes
from bot.work import Work

SAVED = "It is saved, and in the hub."
SAVED_ALREADY = "This was saved already, or the window is too old. The Home tab shows what is in the hub."


@dataclass(slots=True)
class Filled:
    """What was filled into a form.

    Args:
        values: by the fields' names in the hub; saving a part of them may change the rest.
        carried: what the form's window carries beside them.
        labels: the words of what was chosen from menus.
        confirmed: fields of which the person said that they hold nothing of a student's.
        private: fields that the hub refused since they seem to.
    """

    values: dict[str, str]
    carried: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    confirmed: Sequence[str] = ()
    private: Collection[str] = ()


def _nothing_to_warn_of(_work: Work, _filled: Filled) -> str:
    return ""


def _own_level(_: Work, filled: Filled) -> str:
    return filled.values["visibility"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form that is previewed.

    Args:
        name: its window's callback id.
        asked: returns the fields, as the preview lists them.
        show: writes the form's window, with what is wrong beside the fields.
        save: brings what was filled in to the hub and writes the window that says so; it raises ``Refused``.
        visibility: returns how far it will be shared.
        warn: returns what to think of before it is saved, or nothing.
        draft: makes the name of its draft from what the window carries; None for the form's own name.
    """

    name: str
    asked: Callable[[Filled], Sequence[Asked]]
    show: Callable[[Work, Filled, Mapping[str, str]], Block]
    save: Callable[[Work, Filled], Block]
    visibility: Callable[[Work, Filled], str] = _own_level
    warn: Callable[[Work, Filled], str] = _nothing_to_warn_of
    draft: Callable[[str], str] | None = None

    def draft_name(self, carried: str) -> str:
        """Return under which name its draft is kept."""
        return self.draft(carried) if self.draft else self.name


def preview(routes: Routes, form: Form, *, check: Check | None = None) -> None:
    """Let a form be previewed before it is saved."""
    routes.add("submission", form.name, partial(on_filled, form), check=check)
    routes.add("submission", f"preview_{form.name}", partial(on_save, form))
    routes.add("action", f"back_{form.name}", partial(on_back, form))
    routes.add("closed", f"preview_{form.name}", on_closed)


def on_filled(form: Form, work: Work) -> None:
    """Keep what was filled in, and show it as it will be stored."""
    view = work.body["view"]
    work.view_id = view["id"]
    confirmed = read_confirmed(view)
    filled = Filled(read_form(view), view.get("private_metadata", ""), read_labels(view), confirmed)
    keep_draft(work, form.draft_name(filled.carried), filled.values)
    kept = {"values": filled.values, "labels": filled.labels, "confirmed": confirmed}
    keep_draft(work, view["id"], kept)
    shown = form.asked(filled), filled.values, filled.labels
    seen_by, warning = form.visibility(work, filled), form.warn(work, filled)
    window = show_preview(
        form.name, *shown, visibility=seen_by, warning=warning, private_metadata=filled.carried
    )
    show(work, window)


def on_save(form: Form, work: Work) -> None:
    """Save what stood in the preview; what the hub refuses stands beside its field again."""
    filled = _previewed(work)
    try:
        saved = form.save(work, filled)
    except Refused as refusal:
        keep_draft(work, form.draft_name(filled.carried), filled.values)
        filled.private = refusal.private
        again = form.show(work, filled, refusal.fields or {"": refusal.reason})
        show_refused(work, again, refusal)
        return
    _show_saved(work, saved)
    forget_draft(work, form.draft_name(filled.carried))
    forget_draft(work, work.body["view"]["id"])
    refresh_home(work)


def _show_saved(work: Work, saved: Block) -> None:
    """Say what is in the hub now; whoever closed the window meanwhile is told in their direct message."""
    try:
        show(work, saved)
    except WindowGone:
        work.tell_alone(Message(SAVED, saved["blocks"]))


def on_back(form: Form, work: Work) -> None:
    """Show the form again, with everything in it."""
    show(work, form.show(work, _previewed(work), {}))


def on_closed(work: Work) -> None:
    """Forget what stood in the preview; the form's own draft stays."""
    forget_draft(work, work.body["view"]["id"])


def _previewed(work: Work) -> Filled:
    view = work.body["view"]
    work.view_id = view["id"]
    kept: dict[str, Any] = find_draft(work, view["id"])
    if not kept:
        raise Refused(SAVED_ALREADY)
    return Filled(kept["values"], view.get("private_metadata", ""), kept["labels"], kept["confirmed"])
