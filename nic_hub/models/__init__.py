"""The tables, typed. Rules live in ``domain``; the tables hold what the rules speak of."""

from nic_hub.models.base import Base, Entity, InNetwork, Record, Versioned, new_id, utc_now
from nic_hub.models.delivery import Digest, Notice, Subscription, TeamQuestion
from nic_hub.models.knowledge import (
    ChangeIdea,
    ChangeIdeaDriver,
    ChangeIdeaTool,
    ProblemOfPractice,
    Tool,
    ToolVersion,
)
from nic_hub.models.measures import DataPoint, Measure
from nic_hub.models.network import (
    Account,
    ApiToken,
    CoachAssignment,
    District,
    Member,
    Membership,
    Network,
    School,
    Team,
    TeamFocusDriver,
)
from nic_hub.models.pdsa import PdsaCycle
from nic_hub.models.search import Embedding, FactChange, SearchChange, SearchDocument
from nic_hub.models.sharing import (
    Adoption,
    Comment,
    Feedback,
    HelpWanted,
    Storyboard,
    StoryboardIdea,
    StoryboardTool,
    Suggestion,
)
from nic_hub.models.theory import Aim, Driver
from nic_hub.models.upkeep import PURGED, IdempotentAnswer, ImportedRecord, Purge, RecordHistory, Report
from nic_hub.models.workspaces import AuditEntry, BotClient, LinkRequest, SlackLink, Workspace

__all__ = [
    "PURGED",
    "Account",
    "Adoption",
    "Aim",
    "ApiToken",
    "AuditEntry",
    "Base",
    "BotClient",
    "ChangeIdea",
    "ChangeIdeaDriver",
    "ChangeIdeaTool",
    "CoachAssignment",
    "Comment",
    "DataPoint",
    "Digest",
    "District",
    "Driver",
    "Embedding",
    "Entity",
    "FactChange",
    "Feedback",
    "HelpWanted",
    "IdempotentAnswer",
    "ImportedRecord",
    "InNetwork",
    "LinkRequest",
    "Measure",
    "Member",
    "Membership",
    "Network",
    "Notice",
    "PdsaCycle",
    "ProblemOfPractice",
    "Purge",
    "Record",
    "RecordHistory",
    "Report",
    "School",
    "SearchChange",
    "SearchDocument",
    "SlackLink",
    "Storyboard",
    "StoryboardIdea",
    "StoryboardTool",
    "Subscription",
    "Suggestion",
    "Team",
    "TeamFocusDriver",
    "TeamQuestion",
    "Tool",
    "ToolVersion",
    "Versioned",
    "Workspace",
    "new_id",
    "utc_now",
]
