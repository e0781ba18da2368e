"""The phases of a PDSA cycle as tables: what each must say, what it may say, and when it may be written.

Source: the domain guide, section 3 (PDSACycle); the fields marked * there are ``REQUIRED`` here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from nic_hub.domain.vocabulary import CycleStatus


class Phase(StrEnum):
    """Plan, do, study, act."""

    PLAN = "plan"
    DO = "do"
    STUDY = "study"
    ACT = "act"


#: What must be written before a phase closes, and what to write there.
REQUIRED: Mapping[Phase, Mapping[str, str]] = MappingProxyType(
    {
        Phase.PLAN: {
            "change_idea_id": "Choose the change idea that this cycle tests.",
            "question": "Write the question this cycle is to answer.",
            "prediction": "Write what you expect to happen, before the test runs.",
            "who": "Say who carries out the test, and with whom.",
            "what": "Say what will be done.",
            "when": "Say when the test runs.",
            "where": "Say where the test runs.",
            "data_plan": "Say what you will collect, and how.",
            "scale": "Choose how widely you test, from few_students to district.",
        },
        Phase.DO: {
            "as_planned": "Say whether it went as planned: yes, partly or no.",
            "observations": "Write what you saw.",
        },
        Phase.STUDY: {
            "result": "Write what came out.",
            "prediction_met": "Hold the result against the prediction: met, partly, not or cant_tell.",
            "learning": "Write what you learned.",
        },
        Phase.ACT: {
            "decision": "Choose what comes next: adopt, adapt or abandon.",
            "reason": "Say why you decided so.",
            "next_step": "Write the next step.",
        },
    }
)

#: Fields of a phase that may stay empty. The context is part of the plan, so its snapshot locks with it.
OPTIONAL: Mapping[Phase, tuple[str, ...]] = MappingProxyType(
    {
        Phase.PLAN: (
            "cycle_type",
            "measure_id",
            "predicted_value",
            "tool_version_id",
            "previous_cycle_id",
            "adoption_id",
            "context",
            "study_on",
            "started_on",
        ),
        Phase.DO: ("surprises",),
        Phase.STUDY: ("result_value", "student_count", "direction"),
        Phase.ACT: ("closed_on",),
    }
)

PHASE_OF: Mapping[str, Phase] = MappingProxyType(
    {name: phase for phase in Phase for name in (*REQUIRED[phase], *OPTIONAL[phase])}
)

#: What a prediction is made of: these lock together.
PREDICTION_FIELDS = frozenset({"prediction", "predicted_value", "measure_id"})

#: What may still be said of a finished cycle where nobody did: of how few students its numbers speak. Until
#: then, other teams read them.
TOLD_LATER = frozenset({"student_count"})

#: The phases that may be written while a cycle has this status. A finished cycle is not rewritten.
WRITABLE: Mapping[CycleStatus, tuple[Phase, ...]] = MappingProxyType(
    {
        CycleStatus.PLANNED: (Phase.PLAN,),
        CycleStatus.RUNNING: (Phase.DO, Phase.STUDY),
        CycleStatus.STUDIED: (Phase.DO, Phase.STUDY, Phase.ACT),
        CycleStatus.CLOSED: (),
        CycleStatus.CANCELLED: (),
    }
)
FINISHED = frozenset({CycleStatus.CLOSED, CycleStatus.CANCELLED})

#: The phases that have closed when a cycle has this status. A cancelled cycle may have stopped anywhere.
CLOSED_PHASES: Mapping[CycleStatus, tuple[Phase, ...]] = MappingProxyType(
    {
        CycleStatus.PLANNED: (),
        CycleStatus.RUNNING: (Phase.PLAN,),
        CycleStatus.STUDIED: (Phase.PLAN, Phase.DO, Phase.STUDY),
        CycleStatus.CLOSED: tuple(Phase),
        CycleStatus.CANCELLED: (),
    }
)
