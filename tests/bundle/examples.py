"""A bundle that has one of everything, and ways to change it."""

import copy
from typing import Any

FULL: dict[str, Any] = {
    "format": "nic-bundle",
    "version": 1,
    "networks": [
        {
            "key": "north",
            "name": "Northern Network",
            "problem": "Few students ask for help in mathematics.",
            "min_n": 12,
            "time_zone": "America/Chicago",
            "aims": [
                {
                    "key": "aim",
                    "statement": "More students ask.",
                    "population": "All students",
                    "grades": "4-8",
                }
            ],
            "drivers": [
                {"key": "d1", "level": "primary", "name": "Mindset", "definition": "What students believe."},
                {
                    "key": "d1a",
                    "level": "secondary",
                    "name": "Asking",
                    "definition": "Asking when lost.",
                    "parent": "d1",
                },
                {
                    "key": "d1b",
                    "level": "secondary",
                    "name": "Talk",
                    "definition": "Talk about mathematics.",
                    "parent": "d1",
                },
            ],
            "districts": [{"key": "da", "name": "District A", "size_band": "low", "locale": "rural"}],
            "schools": [{"key": "s1", "name": "Lincoln", "district": "da", "level": "middle"}],
            "teams": [
                {
                    "key": "t1",
                    "name": "Lincoln LIT",
                    "type": "LIT",
                    "school": "s1",
                    "focus_drivers": ["d1a", "d1b"],
                    "context": {"grade_bands": ["6_8"], "coach_present": True, "minutes": 50},
                },
                {"key": "t2", "name": "District A DIT", "type": "DIT", "district": "da"},
                {"key": "hub", "name": "Hub", "type": "hub"},
            ],
            "members": [
                {
                    "key": "ana",
                    "name": "Ana",
                    "email": "Ana@Example.org",
                    "role_group": "teacher",
                    "school": "s1",
                    "teams": [{"team": "t1", "role": "lead", "started_on": "2024-08-15"}],
                },
                {
                    "key": "cole",
                    "name": "Cole",
                    "role_group": "coach",
                    "other_roles": ["admin"],
                    "coaches": [{"team": "t1", "reads_drafts": True, "started_on": "2024-09-01"}],
                },
            ],
            "problems": [
                {
                    "key": "p1",
                    "statement": "Students stay silent.",
                    "driver": "d1a",
                    "team": "t1",
                    "evidence_sources": ["empathy_interview"],
                }
            ],
            "tools": [
                {
                    "key": "cards",
                    "title": "Question cards",
                    "type": "prompts",
                    "description": "Cards with sentence starters.",
                    "link": "https://example.org/cards",
                    "team": "t1",
                    "versions": [
                        {"key": "cards-1", "number": 1, "link": "https://example.org/cards"},
                        {
                            "key": "cards-2",
                            "number": 2,
                            "parent": "cards-1",
                            "what_changed": "Fewer cards",
                            "why": "Too many to choose from",
                        },
                    ],
                },
                {
                    "key": "form",
                    "title": "Reflection form",
                    "type": "form",
                    "description": "One page.",
                    "body": "What confused you today?",
                    "team": "t2",
                },
            ],
            "change_ideas": [
                {
                    "key": "ask",
                    "title": "Question prompts",
                    "description": "Prompts on the desk help students ask.",
                    "driver": "d1a",
                    "other_drivers": ["d1b"],
                    "problem": "p1",
                    "team": "t1",
                    "author": "ana",
                    "tools": ["cards", "form"],
                    "comments": [
                        {
                            "author": "cole",
                            "text": "The cards were lost by Friday.",
                            "written_at": "2024-10-02T08:00:00Z",
                        }
                    ],
                },
                {
                    "key": "ask-2",
                    "title": "Question wall",
                    "description": "Questions go to a wall.",
                    "driver": "d1a",
                    "team": "t2",
                    "parent": "ask",
                    "keeps_core": "yes",
                },
            ],
            "measures": [
                {
                    "key": "m1",
                    "name": "Questions a lesson",
                    "kind": "process",
                    "operational_definition": "Questions asked aloud by students in one lesson.",
                    "unit": "questions",
                    "better": "up",
                    "team": "t1",
                    "target": 6,
                    "goal": 8,
                    "phase_starts": ["2024-10-08"],
                    "special_days": ["2024-10-01"],
                    "data_points": [
                        {"date": "2024-10-01", "value": 3, "n": 24},
                        {"date": "2024-10-08", "value": 4.5, "n": 24, "cycle": "c1"},
                    ],
                }
            ],
            "adoptions": [
                {
                    "key": "a1",
                    "change_idea": "ask",
                    "team": "t2",
                    "state": "adapted",
                    "what_changed": "A wall.",
                }
            ],
            "pdsa_cycles": [
                {
                    "key": "c1",
                    "change_idea": "ask",
                    "team": "t1",
                    "tool_version": "cards-2",
                    "measure": "m1",
                    "question": "Do prompts on the desk help?",
                    "prediction": "Six questions a lesson.",
                    "predicted_value": 6,
                    "who": "Ms. B and one class",
                    "what": "Prompts on each desk",
                    "when": "October",
                    "where": "Room 12",
                    "data_plan": "Tally",
                    "scale": "one_classroom",
                    "as_planned": "yes",
                    "observations": "Students took the cards at once.",
                    "result": "Four and a half on average.",
                    "result_value": 4.5,
                    "student_count": 24,
                    "prediction_met": "partly",
                    "direction": "improved",
                    "learning": "The cards have to lie on the desk.",
                    "decision": "adapt",
                    "reason": "It helped some.",
                    "next_step": "Fewer cards.",
                    "started_on": "2024-10-01",
                    "closed_on": "2024-10-15",
                    "comments": [
                        {
                            "author": "ana",
                            "text": "Laminate them.",
                            "written_at": "2024-10-16T08:00:00Z",
                        }
                    ],
                },
                {
                    "key": "c2",
                    "change_idea": "ask",
                    "team": "t1",
                    "previous_cycle": "c1",
                    "question": "And with fewer?",
                },
            ],
            "storyboards": [
                {
                    "key": "sb",
                    "title": "How we got questions",
                    "focus": "Asking",
                    "driver": "d1a",
                    "successes": "More questions.",
                    "challenges": "Time.",
                    "result": "Six questions a lesson.",
                    "team": "t1",
                    "change_ideas": ["ask"],
                    "tools": ["cards"],
                    "comments": [
                        {
                            "author": "cole",
                            "text": "Say which grade.",
                            "written_at": "2024-11-02T08:00:00Z",
                        }
                    ],
                }
            ],
            "help_wanted": [
                {"key": "h1", "question": "Who tried this in grade 4?", "team": "t1", "driver": "d1a"}
            ],
            "reports": [
                {
                    "key": "r1",
                    "kind": "storyboard",
                    "record": "sb",
                    "reason": "Names a class.",
                    "reporter": "cole",
                }
            ],
            "vocabulary_terms": [
                {
                    "key": "term",
                    "local_term": "Ask cards",
                    "district": "da",
                    "shared_term": "Question prompts",
                    "relation": "narrower",
                    "status": "approved",
                    "note": "They lie on the desk.",
                    "proposed_by": "ana",
                    "decided_by": "cole",
                    "decided_at": "2024-11-03T08:00:00Z",
                }
            ],
        }
    ],
}

#: How many records the network of ``FULL`` has, itself included.
FULL_COUNT = 1 + sum(len(value) for value in FULL["networks"][0].values() if isinstance(value, list))
_MISSING = object()


def full_bundle() -> dict[str, Any]:
    """A copy that a test may change."""
    return copy.deepcopy(FULL)


def changed(path: str, value: Any = _MISSING) -> dict[str, Any]:
    """The full bundle with one value set, or removed; ``path`` is ``teams.0.type`` inside the network."""
    bundle = full_bundle()
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = bundle["networks"][0]
    for step in way:
        place = place[step]
    if value is _MISSING:
        del place[last]
    else:
        place[last] = value
    return bundle


def added(name: str, record: dict[str, Any]) -> dict[str, Any]:
    """The full bundle with one more record in a list."""
    bundle = full_bundle()
    bundle["networks"][0][name].append(record)
    return bundle
