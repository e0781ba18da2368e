"""Decisions as teams say them: which sentences decide about a test, and what: adopt, adapt or abandon."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nic_hub.domain.vocabulary import Decision

WE = r"(?:we|i|our team|the team)"
_US = r"(?:us|me|our team|the team|(?:all|both)(?: \w+)? of us)"
_IT = r"(?:it|this|that|these|those|them)\b"
_IT_IS = r"(?:it|this|that)(?: one)?(?:.?s| is| was)"
_TEST = (
    r"(?:the|our|my) (?:\w+ )?(?:test|idea|change|routine|practice|strategy|protocol|plan|tool|activity"
    r"|lesson|experiment|trial)s?\b"
)
#: What follows the word for a decision, where it is about a test: "We will adapt it", not "a new textbook".
OF_A_TEST = rf"(?=\W*$|\W*[,.;:]|[ -]+(?:{_IT}|{_TEST}|and|but|with|as|for|because|since|after|next)\b)"
_KEEP = (
    r"(?:keep|kept|drop|dropped|ditch|scrap|toss|tweak|adopt|adapt|abandon"
    r"|keeping|dropping|ditching|scrapping|tossing|tweaking|adopting|adapting|abandoning)"
)
_KEPT = r"(?:ditched|scrapped|tossed|tweaked|adopted|adapted|abandoned)"
_GO_ON = r"(?:stop|stopping|continue|continuing|stick(?:ing)? with|let(?:ting)? go|(?:give|giving|gave) up)\b"
#: What may stand between those who decide and what they do: "I think we should probably".
_WILL = (
    r"(?:(?:(?:going|decided|agreed|voted|want|plan|intend|have)(?: not)? to|gonna|will|would|should|are|am"
    r"|have|not|never|wo ?n.?t|do ?n.?t|would ?n.?t|now|probably|definitely|def|just|still|also) ){0,4}"
)
_DECIDED = (
    r"(?:(?:i|we all|we) (?:say|vote|think|agreed?)(?: that)? )?"
    rf"(?:(?:{WE}(?:.?ll|.?d|.?re|.?m|.?ve)?|let.?s) )?{_WILL}"
)
#: The first words of a sentence that decides.
DECIDES = "|".join(
    (
        rf"{_DECIDED}{_KEEP} (?:it|this|that|them|the|with|on|\w+ing)\b",
        rf"{_DECIDED}{_KEPT} (?:{_IT}|{_TEST})",
        rf"(?=(?:{WE}|will|would|gonna|going|let.?s)\b){_DECIDED}{_KEEP}(?:,| (?:and|but|then)\b|\W*$)",
        rf"{WE}(?:.?re| are|.?m| am) (?:keeping|dropping|ditching|scrapping|tweaking)\b",
        (
            rf"(?:[\w'-]+,? ){{0,3}}?{WE}(?:.?ll| will| wo|.?re| are|.?m| am| have decided| decided"
            rf"| intend)?(?: not|n.t)?(?: (?:going )?to)? {_GO_ON}"
        ),
        r"(?:not |def(?:initely)? |we.?re |i.?m )*doing (?:this|it|that) again\b",
        r"(?:no changes needed|continue|keep|stop|drop)\W*$|no changes? needed,",
        rf"(?:{WE}(?:.?d| would)|would)(?:.?n.?t| not| never| definitely)? (?:do|try|use) {_IT} again\b",
        rf"(?:sticking|staying) with {_IT}|never again\W*$",
        rf"(?:{_IT_IS} )?(?:an? )?(?:\w+ )?(?:yes|no|thumbs (?:up|down)) (?:from|for) {_US}\b",
        rf"{_IT_IS} (?:\w+ ){{0,2}}?(?:keeper|no.?go)\b",
        r"(?:it|this(?: one)?|they) stays?(?:,|\W*$)",
        rf"(?:(?:{_IT_IS}|is|was)(?:n.?t)? )?(?:\w+ )?worth (?:it|keeping|repeating|doing again)\b",
        rf"(?:{WE}(?:.?re| are|.?m| am) )?(?:done with|moving on from) (?:{_IT}|{_TEST})",
    )
)

_WORDS = (
    (Decision.ABANDON, re.compile(r"\babandon", re.IGNORECASE)),
    (Decision.ADAPT, re.compile(r"\badapt", re.IGNORECASE)),
    (Decision.ADOPT, re.compile(r"\badopt", re.IGNORECASE)),
)
#: How teams say it in their own words.
_OWN_WORDS = (
    (
        Decision.ABANDON,
        re.compile(
            r"\b(?:drop(?:ped|ping)?|stop(?:ped|ping)?|ditch(?:ed|ing)?|scrap(?:ped|ping)?|toss(?:ed|ing)?"
            r"|(?:give|giving|gave) (?:it |this |that )?up|let(?:ting)? go|discontinued?"
            rf"|done with|moving on from|never again|no.?go\b|(?:no|thumbs down) (?:from|for) {_US})\b",
            re.IGNORECASE,
        ),
    ),
    (
        Decision.ADAPT,
        re.compile(
            r"\btweak|\bmodif(?:y|ied)|\badjust|\brevis|\bshorten"
            r"|(?<!\bno )(?<!\bany )(?<!\bwithout )\bchang(?:e|ed|ing|es)\b"
            r"|\b(?:keep|continu|again|yes|stay|worth)\w*\b.{0,200}?"
            r"\b(?:but|except|only|just (?!as\b|like\b|the (?:way|same)\b))",
            re.IGNORECASE,
        ),
    ),
    (
        Decision.ADOPT,
        re.compile(
            r"\b(?:keep(?:ing)?|kept|keeper|continu(?:e|ing)|(?:stick(?:ing)?|staying) with"
            r"|(?:it|this(?: one)?|they) stays?|worth (?:it|repeating|doing)"
            r"|(?:do|doing|try|use) (?:it|this|that|them) again"
            rf"|(?:yes|thumbs up) (?:from|for) {_US})\b",
            re.IGNORECASE,
        ),
    ),
)
_NOT = (
    r"(?:\b(?:not|never|(?:wo|do|does|did|is|are|was|would|should|ca) ?n.?t)"
    r"(?: (?:going to|gonna|be|to|ready to|want to|need to|plan(?:ning)? to|have to|really|just|yet)){0,2} )"
)
#: What is not done, and what is done instead: who does not drop it, keeps it.
_INSTEAD = tuple(
    (re.compile(pattern, re.IGNORECASE), word)
    for pattern, word in (
        (
            (
                rf"{_NOT}(?:abandon|drop|stop|ditch|scrap|toss|discontinu|done with|let(?:ting)? go"
                r"|(?:give|giving) (?:it |this |that )?up)\w*"
            ),
            "keep",
        ),
        (
            (
                rf"{_NOT}(?:keep|continu|stick|adopt|worth (?:keep|continu|repeat|do)?|doing|use it again"
                r"|(?:do|try|use) (?:it|this|that|them) again)\w*"
                r"|\bkeep\b[^?]{0,20}\?\W*(?:no|nope)\b"
            ),
            "drop",
        ),
        (rf"{_NOT}(?:adapt|chang|tweak|modif|adjust|revis|shorten)\w*", ""),
    )
)
#: Words to choose from, or a question, are no decision.
_OPEN = re.compile(r"\w(?<!\bw)\s*/\s*\w|\bor\b|\?\s*$|\bnot sure\b|\bundecided\b", re.IGNORECASE)
#: A ticked box before the word, in forms that print all three.
_TICKED = re.compile(
    r"(?:\[\s*[x✓✔]\s*\]|[☒☑✓✔✅■●])\s*(adopt|adapt|abandon)|(?<!\w)x\s+(adopt|adapt|abandon)", re.IGNORECASE
)


def find_decisions(text: str) -> list[Decision]:
    """Return what was decided: the ticked word of a form, the words that stand there, or plain words."""
    ticked = [one or other for one, other in _TICKED.findall(text)]
    said = ticked[0] if len(ticked) == 1 else _instead(text)
    return _named(_WORDS, said) or _plainly(said)


def is_said_plainly(text: str) -> bool:
    """Say whether a decision is told in a team's own words: somebody should look at how it is read."""
    return not _named(_WORDS, _instead(text))


def _instead(text: str) -> str:
    for pattern, word in _INSTEAD:
        text = pattern.sub(word, text)
    return text


def _plainly(text: str) -> list[Decision]:
    """Return what plain words say: who keeps something but changes it, adapts it."""
    found = [] if _OPEN.search(text) else _named(_OWN_WORDS, text)
    return [Decision.ADAPT] if found == [Decision.ADAPT, Decision.ADOPT] else found


def _named(table: Iterable[tuple[Decision, re.Pattern[str]]], text: str) -> list[Decision]:
    return [decision for decision, word in table if word.search(text)]
