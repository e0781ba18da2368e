"""The controlled words of the field: every value that is chosen from a list, in one place.

The values are what the database, the API and the NIC bundle hold. Source: the domain guide's model (the CORE
and SOAR networks) and the Institute for Healthcare Improvement's PDSA and measurement terms.
"""

from __future__ import annotations

from enum import StrEnum


class Visibility(StrEnum):
    """Who may read a published record, from the narrowest to the widest."""

    TEAM = "team"
    DISTRICT = "district"
    NETWORK = "network"
    PUBLIC = "public"

    @property
    def width(self) -> int:
        """Return 0 (team) to 3 (public)."""
        return list(Visibility).index(self)


class Provenance(StrEnum):
    """Where a record comes from; a synthetic one is never shown as if a paper had reported it."""

    PAPER = "paper"
    FIELD = "field"
    SYNTHETIC = "synthetic"
    REPORTED = "reported"
    ASSUMED = "assumed"


class NetworkStatus(StrEnum):
    """Life of a network."""

    FORMING = "forming"
    ACTIVE = "active"
    ARCHIVED = "archived"


class DriverLevel(StrEnum):
    """Place of a driver in the driver diagram."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class DriverStatus(StrEnum):
    """Life of a driver."""

    ACTIVE = "active"
    RETIRED = "retired"
    MERGED = "merged"


class SchoolLevel(StrEnum):
    """Level of a school."""

    ELEMENTARY = "elementary"
    MIDDLE = "middle"
    HIGH = "high"
    K8 = "k8"
    K12 = "k12"
    OTHER = "other"


class TeamType(StrEnum):
    """Kind of team: local, district and instructional leadership teams, PLCs, and others."""

    LIT = "LIT"
    DIT = "DIT"
    ILT = "ILT"
    PLC = "PLC"
    DESIGN = "design"
    IMPLEMENTATION = "implementation"
    HUB = "hub"
    OTHER = "other"


class TeamStatus(StrEnum):
    """Life of a team."""

    FORMING = "forming"
    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"


class RoleGroup(StrEnum):
    """What a member is in the network; a member may hold several."""

    TEACHER = "teacher"
    COACH = "coach"
    PRINCIPAL = "principal"
    DISTRICT = "district"
    HUB = "hub"
    PLANNER = "planner"
    ADMIN = "admin"


class TeamRole(StrEnum):
    """What a member does in one team."""

    LEAD = "lead"
    FACILITATOR = "facilitator"
    SPONSOR = "sponsor"
    DATA_LEAD = "data_lead"
    CHAMPION = "champion"
    MEMBER = "member"


class EvidenceSource(StrEnum):
    """What a problem of practice rests on."""

    EMPATHY_INTERVIEW = "empathy_interview"
    DATA = "data"
    OBSERVATION = "observation"


class IdeaStatus(StrEnum):
    """Derived status of a change idea."""

    PROPOSED = "proposed"
    TESTING = "testing"
    TESTED = "tested"
    ADOPTED = "adopted"
    SPREADING = "spreading"
    ABANDONED = "abandoned"


class Publication(StrEnum):
    """Derived state of a record a team writes and then shares."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


class ToolType(StrEnum):
    """Kind of tool."""

    FORM = "form"
    LESSON = "lesson"
    PROTOCOL = "protocol"
    ROUTINE = "routine"
    RUBRIC = "rubric"
    PROMPTS = "prompts"
    SURVEY = "survey"
    SCHEDULE = "schedule"
    SLIDES = "slides"
    OTHER = "other"


class KeepsCore(StrEnum):
    """Whether an adaptation keeps the core elements of a tool."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class ChangeOrigin(StrEnum):
    """Whether a change to a tool or idea was planned or came up on the way."""

    PLANNED = "planned"
    REACTIVE = "reactive"


class CycleType(StrEnum):
    """PDSA, or the Cycle of Inquiry some districts use, which may omit the prediction."""

    PDSA = "pdsa"
    INQUIRY = "inquiry"


class CycleStatus(StrEnum):
    """Life of a PDSA cycle."""

    PLANNED = "planned"
    RUNNING = "running"
    STUDIED = "studied"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Scale(StrEnum):
    """How widely a cycle tests, from the narrowest to the widest: the ramp."""

    FEW_STUDENTS = "few_students"
    ONE_CLASSROOM = "one_classroom"
    SEVERAL_CLASSROOMS = "several_classrooms"
    GRADE = "grade"
    SCHOOL = "school"
    SEVERAL_SCHOOLS = "several_schools"
    DISTRICT = "district"

    @property
    def step(self) -> int:
        """Return 0 (few students) to 6 (district)."""
        return list(Scale).index(self)


class AsPlanned(StrEnum):
    """Whether the test ran as planned."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class PredictionMet(StrEnum):
    """Result against prediction."""

    MET = "met"
    PARTLY = "partly"
    NOT = "not"
    CANT_TELL = "cant_tell"


class Direction(StrEnum):
    """Which way the result went."""

    IMPROVED = "improved"
    MIXED = "mixed"
    NO_CHANGE = "no_change"
    WORSE = "worse"
    CANT_TELL = "cant_tell"


class Decision(StrEnum):
    """What the team does next with the idea."""

    ADOPT = "adopt"
    ADAPT = "adapt"
    ABANDON = "abandon"


class AdoptionState(StrEnum):
    """How far another team has come with an idea or tool it took over."""

    INTERESTED = "interested"
    TRYING = "trying"
    ADOPTED = "adopted"
    ADAPTED = "adapted"
    DROPPED = "dropped"


class MeasureKind(StrEnum):
    """Outcome, process or balancing measure."""

    OUTCOME = "outcome"
    PROCESS = "process"
    BALANCING = "balancing"


class BetterDirection(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


class MeasureSubject(StrEnum):
    """Whom or what a measure is about."""

    ADULT_PRACTICE = "adult_practice"
    STUDENT = "student"
    SYSTEM = "system"


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


class ReportState(StrEnum):
    """What became of a report that something is wrong with a record."""

    OPEN = "open"
    HIDDEN = "hidden"
    SETTLED = "settled"


class HelpWantedState(StrEnum):
    """Whether a call for help still waits for an answer."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Verdict(StrEnum):
    """What the asker thought of a suggestion."""

    USEFUL = "useful"
    DIFFERENT_PROBLEM = "different_problem"
    NOT_TESTED = "not_tested"
    NOT_MY_CONTEXT = "not_my_context"
    ALREADY_TRIED = "already_tried"
    NO_TOOL = "no_tool"


class Ceiling(StrEnum):
    """How far an answer will be seen: what is shown must be open to everybody of that audience."""

    PUBLIC = "public"
    NETWORK = "network"
    DISTRICT = "district"


class SlackUserKind(StrEnum):
    """Who somebody is in a Slack workspace, as Slack tells its bot."""

    MEMBER = "member"
    GUEST = "guest"
    BOT = "bot"
    STRANGER = "stranger"


class AuditAction(StrEnum):
    """What is noted about workspaces and the people in them."""

    BOUND = "bound"
    UNBOUND = "unbound"
    LINKED = "linked"
    UNLINKED = "unlinked"
    REFUSED = "refused"


class Only(StrEnum):
    """Which part of the ideas somebody asks for."""

    FAILED = "failed"


class NoticeKind(StrEnum):
    """What the hub tells a member in Slack by itself."""

    ADOPTION_STARTED = "adoption_started"
    STUDY_DUE = "study_due"
