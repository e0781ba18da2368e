"""How a tested context compares with the asker's, in plain words.

What is not known is kept apart from what differs: it is neither rewarded nor punished, and it is said.

Source: the domain guide, section 5 ("context fit, with the differences shown").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nic_hub.domain.context.context import Context
from nic_hub.domain.vocabulary import (
    Band,
    ClassSize,
    DeliveredBy,
    Frequency,
    GradeBand,
    Locale,
    SchoolLevel,
    Subject,
)
from nic_hub.domain.wording import join

#: How much of the neutral score is mixed in, counted in features: one shared feature alone is no perfect fit.
NEUTRAL_WEIGHT = 1.0
NEUTRAL_SCORE = 0.5
#: Two lengths of time are alike when the longer is at most this many times the shorter.
MINUTES_RATIO = 1.5

_GRADES = {
    GradeBand.PRE_K: "pre-K",
    GradeBand.K_2: "grades K-2",
    GradeBand.GRADES_3_5: "grades 3-5",
    GradeBand.GRADES_6_8: "grades 6-8",
    GradeBand.GRADES_9_12: "grades 9-12",
    GradeBand.ADULTS: "adults",
}
_CLASS_SIZES = {
    ClassSize.UNDER_16: "under 16 students",
    ClassSize.FROM_16_TO_24: "16 to 24 students",
    ClassSize.FROM_25_TO_32: "25 to 32 students",
    ClassSize.OVER_32: "over 32 students",
}
_LEVELS = {SchoolLevel.K8: "K-8", SchoolLevel.K12: "K-12"}
#: A school that spans levels is alike to each of them.
_SPANS = {
    SchoolLevel.K8: {SchoolLevel.ELEMENTARY, SchoolLevel.MIDDLE},
    SchoolLevel.K12: {SchoolLevel.ELEMENTARY, SchoolLevel.MIDDLE, SchoolLevel.HIGH},
}
_LOCALES = {
    Locale.CITY: "in a city",
    Locale.SUBURB: "in a suburb",
    Locale.TOWN: "in a town",
    Locale.RURAL: "rural",
}
_FREQUENCIES = {
    Frequency.ONCE: "once",
    Frequency.SEVERAL_A_WEEK: "several times a week",
    Frequency.TERMLY: "once a term",
}
_DELIVERERS = {
    deliverer: f"a {deliverer.replace('_', ' ')}"
    for deliverer in DeliveredBy
    if deliverer not in {DeliveredBy.PEERS, DeliveredBy.DISTRICT_STAFF}
}
_PROPER = {
    "english",
    "african",
    "american",
    "asian",
    "black",
    "hispanic",
    "latino",
    "latinx",
    "native",
    "pacific",
}
#: Values that say nothing to compare.
_SAYS_NOTHING = {Subject.NOT_APPLICABLE, SchoolLevel.OTHER, DeliveredBy.OTHER}


@dataclass(frozen=True, slots=True)
class ContextFit:
    """How a tested context compares with the asker's.

    Args:
        score: 0 (all that is known differs) to 1 (all is the same); one half when nothing is known.
        same: what is alike, in plain words; ``different`` and ``unknown`` likewise.
    """

    score: float = NEUTRAL_SCORE
    same: tuple[str, ...] = ()
    different: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Feature:
    """One thing that is compared: its name, when two values are alike, and how to tell the difference.

    Args:
        tell: makes the sentence on a difference from their value and yours.
        tell_same: makes the words for what both share; the name alone when left out.
    """

    name: str
    are_alike: Callable[[Any, Any], bool]
    tell: Callable[[Any, Any], str]
    tell_same: Callable[[Any], str] | None = None

    @property
    def in_common(self) -> Callable[[Any], str]:
        """Return what makes the words for a shared value."""
        return self.tell_same or (lambda _: self.name)


def fit(asker: Context, tested: Context) -> ContextFit:
    """Compare the context something was tested in with the asker's."""
    yours, theirs = _parts(asker), _parts(tested)
    same, different, unknown = [], [], []
    for part in sorted(yours.keys() | theirs.keys(), key=_place):
        feature = _feature(part)
        if part not in theirs or part not in yours:
            who = "them" if part not in theirs else "you"
            unknown.append(f"{feature.name} (not recorded for {who})")
        elif feature.are_alike(theirs[part], yours[part]):
            same.append(feature.in_common(yours[part]))
        else:
            different.append(feature.tell(theirs[part], yours[part]))
    return ContextFit(_score(len(same), len(different)), tuple(same), tuple(different), tuple(unknown))


def _score(same: int, different: int) -> float:
    return (same + NEUTRAL_WEIGHT * NEUTRAL_SCORE) / (same + different + NEUTRAL_WEIGHT)


def _parts(context: Context) -> dict[str, Any]:
    """Return what can be compared; each student group is a part of its own."""
    parts = {name: value for name, value in context.known.items() if not _says_nothing(value)}
    groups = parts.pop("student_group_bands", {})
    return parts | {f"group:{group}": band for group, band in groups.items()}


def _says_nothing(value: Any) -> bool:
    return isinstance(value, str) and value in _SAYS_NOTHING


def _place(part: str) -> tuple[int, str]:
    return (list(_FEATURES).index(part) if part in _FEATURES else len(_FEATURES), part)


def _feature(part: str) -> _Feature:
    if part in _FEATURES:
        return _FEATURES[part]
    name = f"share of {_group(part.removeprefix('group:'))}"
    return _Feature(
        name, _are_near, lambda theirs, yours: f"{name}: theirs {_plain(theirs)}, yours {_plain(yours)}"
    )


def _group(name: str) -> str:
    words = _plain(name).split()
    return " ".join(word.capitalize() if word in _PROPER else word for word in words)


def _plain(value: str) -> str:
    return value.replace("_", " ")


def _overlap(theirs: Iterable[Any], yours: Iterable[Any]) -> bool:
    return not set(theirs).isdisjoint(yours)


def _equal(theirs: Any, yours: Any) -> bool:
    return bool(theirs == yours)


def _are_near(theirs: Band, yours: Band) -> bool:
    """Bands are coarse: neighbours may hold nearly the same share."""
    order = list(Band)
    return abs(order.index(theirs) - order.index(yours)) <= 1


def _same_subject(theirs: Subject, yours: Subject) -> bool:
    return theirs == yours or Subject.CROSS_SUBJECT in {theirs, yours}


def _same_level(theirs: SchoolLevel, yours: SchoolLevel) -> bool:
    return _overlap(_SPANS.get(theirs, {theirs}), _SPANS.get(yours, {yours}))


def _same_words(theirs: str, yours: str) -> bool:
    return theirs.casefold().split() == yours.casefold().split()


def _similar_minutes(theirs: int, yours: int) -> bool:
    return max(theirs, yours) <= MINUTES_RATIO * min(theirs, yours)


def _having(thing: str) -> _Feature:
    return _Feature(
        thing,
        _equal,
        lambda theirs, _: f"they had {thing}; you do not" if theirs else f"they did not have {thing}; you do",
        lambda both: thing if both else f"no {thing.removeprefix('a ')}",
    )


def _both(sentence: str, words: Mapping[Any, str] | None = None) -> Callable[[Any, Any], str]:
    known = words or {}
    return lambda theirs, yours: sentence.format(
        known.get(theirs) or _plain(str(theirs)), known.get(yours) or _plain(str(yours))
    )


def tell_grades(bands: Iterable[GradeBand]) -> str:
    """Return grade bands in words: "grades K-2 and grades 3-5"."""
    return join([_GRADES[band] for band in bands])


_FEATURES: Mapping[str, _Feature] = {
    "grade_bands": _Feature(
        "grade band",
        _overlap,
        lambda theirs, yours: f"they worked with {tell_grades(theirs)}; you with {tell_grades(yours)}",
    ),
    "subject": _Feature("subject", _same_subject, _both("their subject was {}; yours is {}")),
    "curriculum": _Feature("curriculum", _same_words, _both("their curriculum was {}; yours is {}")),
    "class_size": _Feature("class size", _equal, _both("their classes had {}; yours have {}", _CLASS_SIZES)),
    "school_level": _Feature(
        "school level", _same_level, _both("their school's level was {}; yours is {}", _LEVELS)
    ),
    "locale": _Feature("locale", _equal, _both("their school was {}; yours is {}", _LOCALES)),
    "coach_present": _having("a coach"),
    "shared_planning_time": _having("shared planning time"),
    "minutes": _Feature("time", _similar_minutes, _both("they used {} minutes; you have {}")),
    "frequency": _Feature("frequency", _equal, _both("they did it {}; you would {}", _FREQUENCIES)),
    "delivered_by": _Feature(
        "who delivers it", _equal, _both("theirs was led by {}; yours by {}", _DELIVERERS)
    ),
}
