"""For whom and under which conditions: the lists a context is chosen from."""

from __future__ import annotations

from enum import StrEnum


class GradeBand(StrEnum):
    """Grade bands of a context."""

    PRE_K = "pre_k"
    K_2 = "k_2"
    GRADES_3_5 = "3_5"
    GRADES_6_8 = "6_8"
    GRADES_9_12 = "9_12"
    ADULTS = "adults"


class Subject(StrEnum):
    """Subject of a context."""

    MATHEMATICS = "mathematics"
    READING_WRITING = "reading_writing"
    SCIENCE = "science"
    SOCIAL_STUDIES = "social_studies"
    LANGUAGES = "languages"
    ARTS = "arts"
    ADVISORY = "advisory"
    CROSS_SUBJECT = "cross_subject"
    NOT_APPLICABLE = "not_applicable"


class Locale(StrEnum):
    """Locale of a school, after the NCES locale classes."""

    CITY = "city"
    SUBURB = "suburb"
    TOWN = "town"
    RURAL = "rural"


class Band(StrEnum):
    """A share or a size in bands, so that no exact count identifies a group."""

    VERY_LOW = "very_low"
    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"
    VERY_HIGH = "very_high"


class ClassSize(StrEnum):
    """Size of a class in bands."""

    UNDER_16 = "under_16"
    FROM_16_TO_24 = "16_24"
    FROM_25_TO_32 = "25_32"
    OVER_32 = "over_32"


class Frequency(StrEnum):
    """How often something is done."""

    ONCE = "once"
    DAILY = "daily"
    SEVERAL_A_WEEK = "several_a_week"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    TERMLY = "termly"


class DeliveredBy(StrEnum):
    """Who delivers the change."""

    CLASSROOM_TEACHER = "classroom_teacher"
    COACH = "coach"
    SPECIALIST = "specialist"
    PRINCIPAL = "principal"
    TEACHING_ASSISTANT = "teaching_assistant"
    DISTRICT_STAFF = "district_staff"
    PEERS = "peers"
    OTHER = "other"
