"""Read the lines of a file for what a team wrote about its tests: headings, labels, sentences, boxes to tick.

Each reader knows under which label and in which phase it is. What is found is copied as it stands.
"""

from __future__ import annotations

import re

from nic_hub.capture.asking import asks_for_text, asks_more, is_of_a_form
from nic_hub.capture.labels import (
    PHASES,
    asked_concept,
    concept_of,
    cycle_number,
    lead_concept,
    phase_of,
    told_concept,
)
from nic_hub.capture.loose import LooseSentences, loose_concept, said_in
from nic_hub.capture.marks import (
    is_blank_telling,
    is_frame,
    is_item,
    side_by_side,
    ticked,
    without_bullet,
)
from nic_hub.capture.material import Piece, Role
from nic_hub.capture.sentences import clauses_of, goes_on, sentences_of, split_story
from nic_hub.capture.stories import Story

_INLINE = re.compile(
    r"^((?:[^(]|\([^()]{0,80}\)){2,90}?)"
    r"(?:\s*:\s+|\s*:(?=[^/\d\s])|\s+[-=\N{EN DASH}\N{EM DASH}]+\s+|(?<=\?)\s+)(\S.*)$",
    re.DOTALL,
)
#: A label that names nothing of a test: "Thanks: all".
_OTHER_LABEL = re.compile(r"(?:[-*\N{BULLET}]\s*[a-z]|[A-Z])[\w'/]*(?:,? [\w'/]+){0,4}[:?]\s")
#: An item of a list, or the rest of one.
_ITEM = re.compile(r"[-*\N{BULLET}\N{BLACK SMALL SQUARE}]|\d+[.)]|[a-z]")
#: A label that ends like a sentence: "Prediction. Half of the groups ...".
_SENTENCE_LABEL = re.compile(r"^([A-Z][\w ]{2,30})\.\s+(\S.*)$", re.DOTALL)
#: The data of the study are its result; why something is planned is no reason of a decision.
_IN_PHASE = {
    ("study", "data_plan"): "result",
    ("check", "data_plan"): "result",
    ("plan", "reason"): "why_planned",
}
#: What sentences below the label of a phase may tell, too.
_ALSO_BELOW = {
    "what": {"prediction"},
    "observations": {"surprises"},
    "result": {"surprises", "learning", "decision"},
    "next_step": {"decision"},
}
#: A label in a team's own words: "Our bet: ten of them".
_ASKS = re.compile(r"\?$|^\W*(?:what|how|our|my)\b", re.IGNORECASE)
_MAIL_HEAD = re.compile(r"(?:from|to|cc|subject):", re.IGNORECASE)
_WE = re.compile(r"(?:we|i)\b", re.IGNORECASE)
_YES_OR_NO = re.compile(r"(?:yes|no|yep|nope|yeah)\b", re.IGNORECASE)
#: Labels below which a team asks.
_ASKING = frozenset({"question", "help_wanted"})
#: A prompt of a form.
_PROMPT = re.compile(r"(?:\d{1,2}\s?[a-z]?|[a-z])[.)]\s", re.IGNORECASE)
#: Why something was decided, where the sentence says so itself.
_BECAUSE = re.compile(r"\b(?:because|since)\b(?: of)?\s+(.{3,})", re.IGNORECASE | re.DOTALL)


class LineReader:
    """Reads piece after piece, and knows under which label it is."""

    def __init__(self) -> None:
        self._stories = [Story()]
        self._open: str | None = None
        #: Whether the open label had its words beside it: then a sentence below may be about something else.
        self._is_inline = False
        #: Whether the label only leads over to a list, which ends with it.
        self._is_lead = False
        #: Whether the line before was an item of a list.
        self._is_in_list = False
        self._phase: str | None = None
        #: Whether the head of a mail or memo was read: its date is the day on which it was written.
        self._is_in_mail = False
        self._left: list[Piece] = []
        #: What was taken for a question of a form, as long as nothing below answers it.
        self._unanswered: Piece | None = None
        self._loose = LooseSentences()

    @property
    def _story(self) -> Story:
        return self._stories[-1]

    def read_piece(self, piece: Piece) -> None:
        """Read a heading, a paragraph or a note."""
        if piece.role in {Role.HEADING, Role.LIST_HEAD}:
            self._read_heading(piece)
        elif piece.role is Role.BREAK:
            # What follows an empty line belongs to no label that had its words beside it.
            self._open = None if self._is_inline else self._open
            # Outside of a form with phases a list is all that its label names.
            self._is_lead = self._is_lead or (self._is_in_list and not self._phase)
        elif piece.role is Role.NOTE:
            self._read_aside(piece)
        else:
            for line in piece.text.split("\n"):
                self._read_parts(line, piece)

    def _read_parts(self, line: str, piece: Piece) -> None:
        """Read a line; where a form has several labels side by side, each with what it labels."""
        if is_frame(line):
            # Somebody else's message: it may answer a question, but goes on with nothing that was said.
            self._open = None if self._is_inline else self._open
            self._is_inline = True
            self._leave_over(Piece(line.strip(), piece.where))
            return
        parts = side_by_side(line)
        labelled = [part for part in parts if (match := _INLINE.match(part)) and concept_of(match[1])]
        for part in parts if len(labelled) > 1 else [line.strip()]:
            self._read_line(part, piece, asks=asks_for_text(part))

    def _read_heading(self, piece: Piece) -> None:
        self._open, self._is_lead, self._is_in_list = None, False, False
        if not self._begins_cycle(piece) and not self._read_label(piece.text, piece, asks=True):
            self._phase = None
            self._leave_over(piece)

    def _read_aside(self, piece: Piece) -> None:
        """Read a speaker note: it opens no label for what comes after it."""
        opened = self._open, self._phase
        self._open = self._phase = None
        self._read_line(piece.text, piece, asks=False)
        self._open, self._phase = opened

    def _read_line(self, line: str, piece: Piece, *, asks: bool) -> None:
        self._is_in_mail = self._is_in_mail or bool(_MAIL_HEAD.match(line))
        self._is_in_list = False
        # A question below the label of questions is what the team asked, and no label itself.
        asks = asks and (self._open not in _ASKING or bool(_PROMPT.match(line)))
        if self._is_lead and not _ITEM.match(line):
            self._open, self._is_lead = None, False
        lead = None if concept_of(line) else lead_concept(line)
        if lead:
            self._leave_over(Piece(line, piece.where))
            self._open_label(lead, is_lead=True)
            return
        if not line or self._begins_cycle(piece, line) or self._read_boxes(line, piece):
            return
        if self._read_label(line, piece, asks=asks):
            return
        if asks and _PROMPT.match(line):
            # A prompt that is not known: what follows is no part of the answer above.
            self._open = None
            self._leave_over(Piece(line, piece.where, piece.role))
            return
        if self._is_inline and (_OTHER_LABEL.match(line) or said_in(line) in {"decision", "next_step"}):
            self._open = None
        self._is_in_list = is_item(line)
        if self._open and self._open not in PHASES.values() and not self._is_inline:
            self._keep(self._open, line, piece)
            return
        self._keep_sentences(self._open, line, piece)

    def _read_boxes(self, line: str, piece: Piece) -> bool:
        """Read a line of boxes: what is ticked is the answer; say whether there were boxes."""
        chosen = ticked(line)
        for choice in chosen or ():
            concept = "decision" if told_concept(choice) == "decision" else self._open
            self._keep(concept, choice, piece)
        return chosen is not None

    def _read_label(self, text: str, piece: Piece, *, asks: bool) -> bool:
        """Read a label alone, or a label and what it labels; say whether there was one."""
        phase = phase_of(text)
        exact = concept_of(text)
        if phase and (asks or exact):
            self._ask(text, piece, is_known=bool(exact))
            self._begin_phase(phase)
            return True
        match = _INLINE.match(text) or _SENTENCE_LABEL.match(text)
        label, words = (match[1], match[2]) if match else ("", "")
        inline = self._inline_concept(label) if match else None
        asked = asked_concept(text) if asks and not inline else None
        concept = exact or (inline if inline not in _ASKING and asks_more(words, asks=asks) else asked)
        if concept:
            # A word without a colon below a label may be its answer: "Challenges", "time".
            is_word = piece.role is Role.TEXT and not asks and self._open is not None
            self._ask(text, piece, is_known=bool(exact) and not is_word)
            self._open_label(self._in_phase(concept))
            return True
        concept = inline
        if not match or not concept or (concept == "started_on" and self._is_in_mail):
            return False
        if phase_of(label):
            self._begin_phase(phase_of(label) or "")
        concept = self._in_phase(concept)
        self._open_label(concept, is_inline=True)
        # "Keep it? Yes" says a decision only with its label.
        is_yes_or_no = concept == "decision" and _YES_OR_NO.match(words)
        self._keep_all(concept, text if is_yes_or_no else words.strip(), piece)
        return True

    def _ask(self, text: str, piece: Piece, *, is_known: bool) -> None:
        """Note a question of a form; one that a person may have asked is left over in any case."""
        self._leave_unanswered()
        self._unanswered = None if is_known else Piece(text, piece.where)
        if not is_of_a_form(text):
            self._leave_unanswered()

    def _open_label(self, concept: str, *, is_inline: bool = False, is_lead: bool = False) -> None:
        self._open, self._is_inline, self._is_lead = concept, is_inline, is_lead

    def _in_phase(self, concept: str) -> str:
        """Say what a label names in its phase: the data of the study are its result."""
        return _IN_PHASE.get((self._phase or "", concept), concept)

    def _keep_all(self, concept: str, text: str, piece: Piece) -> None:
        """Keep what stands beside a label; beside that of a phase, a sentence may say better what it is."""
        if concept not in PHASES.values():
            self._keep(concept, text, piece)
            return
        self._keep_sentences(concept, text, piece)

    def _keep_sentences(self, concept: str | None, text: str, piece: Piece) -> None:
        """Keep each sentence where it says it belongs, what follows with it; a decision is one sentence."""
        if concept is None:
            self._keep_loose(text, piece)
            return
        is_phase = concept in PHASES.values()
        for sentence in sentences_of(text):
            # "Plan: Who: two rooms. When: in March" has labels of its own beside that of the phase.
            inside = _INLINE.match(sentence) if is_phase else None
            label = concept_of(inside[1]) if inside else None
            if inside and label:
                concept = self._in_phase(label)
                self._keep(concept, inside[2], piece)
                continue
            told = told_concept(sentence) or self._told_below(concept, sentence)
            self._keep(told or concept, sentence, piece)
            concept = told if told and told != "decision" else concept

    @staticmethod
    def _told_below(concept: str, sentence: str) -> str | None:
        """Return what else a sentence below a label tells: a guess below the plan, say."""
        seems = loose_concept(sentence)
        is_allowed = seems in _ALSO_BELOW.get(concept, ())
        # "Keep the third read only" below what is next is the next step, whatever was decided.
        is_order = concept == "next_step" and len(sentence.split()) > 1 and not _WE.match(sentence)
        return seems if is_allowed and not is_order else None

    def _keep_loose(self, text: str, piece: Piece) -> None:
        """Keep of sentences below no label those that say what they are; others may, once all was read."""
        before = None
        for clause in clauses_of(text):
            told = told_concept(clause)
            seems = told or loose_concept(clause)
            concept = told or (before if not seems and goes_on(clause) else None)
            self._keep(concept, clause, piece)
            heard = piece if concept else self._left[-1]
            if piece.role is not Role.ROW:
                self._loose.hear(self._story, heard, seems or concept, is_kept=bool(concept))
            before = None if concept == "decision" else concept

    def _inline_concept(self, label: str) -> str | None:
        found = concept_of(label) or (asked_concept(label) if _ASKS.search(label) else None)
        phase = phase_of(label)
        return found or (PHASES[phase] if phase else None)

    def _begin_phase(self, phase: str) -> None:
        told_later = self._story.says("observations", "result", "next_step", "decision")
        if phase == "plan" and told_later and self._story.says("what", "prediction", "question"):
            self._stories.append(Story())
        self._phase = phase
        self._open_label(PHASES[phase])

    def _begins_cycle(self, piece: Piece, line: str | None = None) -> bool:
        """Begin a new test where a line or a heading says so by its number."""
        head, said = split_story(line or piece.text)
        found = cycle_number(head)
        if found is None or (line is not None and len(head) > 80):
            return False
        number, name = found
        if number != self._story.number:
            self._begin_story(number)
        self._open = self._phase = None
        if name and not self._read_label(name, piece, asks=True):
            self._story.add("change_idea", name, piece.where)
        if said:
            self._keep_sentences(None, said, piece)
        return True

    def _begin_story(self, number: int) -> None:
        """Number the story that only told about all tests so far stays the first one's."""
        self._stories.append(Story(number))

    def _keep(self, concept: str | None, text: str, piece: Piece) -> None:
        text = without_bullet(text)
        if concept is None:
            self._leave_over(Piece(text, piece.where, piece.role))
        elif not is_blank_telling(text):
            self._unanswered = None
            self._tell(self._story, concept, text, piece.where)

    def _leave_over(self, piece: Piece) -> None:
        self._leave_unanswered()
        self._left.append(piece)

    def _leave_unanswered(self) -> None:
        """Leave over a question without an answer: it may have been a person's, and none of a form."""
        if self._unanswered:
            self._left.append(self._unanswered)
        self._unanswered = None

    @staticmethod
    def _tell(story: Story, concept: str, text: str, where: str) -> None:
        story.add(concept, text, where)
        because = _BECAUSE.search(text) if concept == "decision" else None
        if because:
            story.add("reason", because[1].strip(), where)
