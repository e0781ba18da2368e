"""An answer of the hub, made up for the pictures of messages."""

IDEA = {
    "id": "a" * 32,
    "key": "question-prompts",
    "title": "Question prompts on the desks",
    "description": "A card with question starters lies on each desk; students pick one when they are lost.",
    "derived_status": "tested",
    "reported_outcome": None,
    "provenance": "synthetic",
    "source": None,
    "visibility": "network",
}
DRIVER = {"id": "d" * 32, "key": "D5", "name": "Attitudes, Behaviors, and Beliefs"}
SUGGESTION = {
    "change_idea": IDEA,
    "team": {
        "id": "f" * 32, "key": "far", "name": "Room 12 team", "type": "LIT",
        "district": {"id": "e" * 32, "key": "b", "name": "District B"},
    },
    "driver": DRIVER,
    "score": 0.61,
    "relevance": 0.4,
    "evidence": {
        "strength": 3, "direction": "mixed", "cycles": 3, "explanation": "three closed cycles in one school",
    },
    "context": {
        "same": ["grades 3-5, as yours"],
        "different": ["they had a coach; you have none"],
        "unknown": ["minutes"],
    },
    "tools": [{"id": "t" * 32, "key": "card", "title": "Prompts v2", "type": "other", "link": "https://x.test/a"}],
    "latest_test": "Room 12 team predicted six questions and found four: partly met. They adapted it.",
    "latest_cycle_id": "c" * 32,
    "latest_cycle": {
        "id": "c" * 32,
        "team": {"id": "f" * 32, "key": "far", "name": "Room 12 team"},
        "done": "A card with question starters on each desk",
        "predicted": "Six questions a lesson.",
        "found": "Four questions a lesson.",
        "learning": "Prompts must lie on the desks.",
        "prediction_met": "partly",
        "direction": "improved",
        "decision": "adapt",
        "reason": "Half of them never looked at the wall.",
        "ended_on": "2026-05-04",
        "synthetic": True,
        "numbers_kept_in_team": False,
    },
    "reasons": [],
    "cautions": ["No measure is recorded.", "All three cycles are invented examples."],
}  # fmt: skip
#: Another team took the idea over and gave it up; others tested what they made of it; few students took part.
GIVEN_UP = SUGGESTION | {
    "latest_cycle": SUGGESTION["latest_cycle"]
    | {
        "team": {"id": "0" * 32, "key": "f3", "name": "School F3 team (grade 5)"},
        "decision": "abandon",
        "reason": "Two upset children in four days.",
    }
}
ADAPTED = SUGGESTION | {
    "latest_test": None,
    "latest_cycle_id": None,
    "latest_cycle": None,
    "reasons": [{"code": "tested_by_others", "text": "tested in an adapted form by School B1 team"}],
}
FEW = SUGGESTION | {
    "latest_cycle": SUGGESTION["latest_cycle"]
    | {
        "predicted": None,
        "found": None,
        "prediction_met": None,
        "learning": "They came back … times.",
        "reason": "It was short.",
        "numbers_kept_in_team": True,
    }
}
TEAM = {"id": "t1", "key": "room-12", "name": "Room 12 team"}
UNDERSTOOD = {"driver": DRIVER, "driver_stated": False, "team": TEAM, "context": {"grade_bands": ["3_5"]}}
ANSWER = {
    "id": "s" * 32,
    "understood_as": UNDERSTOOD,
    "suggestions": [SUGGESTION],
    "your_history": [],
    "nearest": [],
    "live_tests": [],
    "unread_records": 0,
    "message": "1 idea from 1 other team. I read your question as: Attitudes, Behaviors, and Beliefs.",
}
NOTHING = ANSWER | {
    "suggestions": [],
    "nearest": [SUGGESTION | {"why_not_the_same": "it is about another driver."}],
    "live_tests": [
        {
            "id": "b" * 32,
            "change_idea": {"id": "a" * 32, "key": "wall", "title": "A wall of questions & doubts"},
            "team": TEAM,
            "started_on": "2026-11-02",
            "study_on": "2026-12-07",
        }
    ],
    "message": "I found no test of this by another team. You can post your question as help wanted.",
}
CYCLE = {
    "status": "closed",
    "question": "Do prompts on the desks bring more questions?",
    "prediction": "At least six questions a lesson.",
    "result": "Four questions a lesson.",
    "prediction_met": "partly",
    "learning": "Prompts must lie on the desks.",
    "decision": "adapt",
    "reason": "Half of them never looked at the wall.",
    "closed_on": "2026-05-04",
    "provenance": "synthetic",
}
TOLD = {"title": IDEA["title"], "change_idea_id": IDEA["id"], "team": {"id": "t1", "name": "Room 12 team"}}
HOME = {
    "open_cycles": [
        {
            **TOLD,
            "id": "c" * 32,
            "status": "running",
            "study_on": "2026-12-07",
            "phase": "do",
            "needs": "Write down what you see, until the study date.",
        }
    ],
    "live_on_my_drivers": [{**TOLD, "id": "b" * 32}],
    "adoptions": [
        {
            **TOLD,
            "id": "9" * 32,
            "study_on": "2026-12-07",
            "state": "trying",
            "is_due": False,
            "needs": "Test it; on the study date say what became of it.",
        }
    ],
    "help_wanted": [{"id": "8" * 32, "question": "Who tried AI tutors?", "team_id": "t2", "driver_id": "d1"}],
    "focus_drivers": [{"id": "d1", "name": "Attitudes, Behaviors, and Beliefs"}],
    "settings": {"linked": True, "name": "Ana", "teams": [{"id": "t1", "name": "Room 12 team"}]},
}
NEW_HERE = {
    **{name: [] for name, told in HOME.items() if isinstance(told, list)},
    "settings": {"linked": True, "name": "Ana", "teams": []},
}
ASKED = {
    "kind": "question_asked",
    "question_id": "7" * 32,
    "person": "Ana",
    "team": "Room 12 team",
    "title": IDEA["title"],
    "question": "Which words stood on your cards?",
    "answer": "I am lost at …",
}
DIGEST = {
    "driver": DRIVER,
    "results": [
        {
            "change_idea": {"id": IDEA["id"], "title": IDEA["title"]},
            "prediction": "At least six questions a lesson.",
            "result": "Nobody used them.",
            "prediction_met": "not",
            "direction": "worse",
            "decision": "abandon",
            "learning": "Prompts must lie on the desks.",
            "closed_on": "2026-05-04",
            "failed": True,
            "numbers_kept_in_team": False,
            "synthetic": True,
        },
        {
            "change_idea": {"id": "b" * 32, "title": "A ring of cards"},
            "prediction": None,
            "result": None,
            "prediction_met": None,
            "direction": "improved",
            "decision": "adopt",
            "learning": None,
            "closed_on": None,
            "failed": False,
            "numbers_kept_in_team": True,
            "synthetic": False,
        },
    ],
    "help_wanted": [{"id": "1" * 32, "question": "Who tried AI tutors?", "detail": None, "team_id": "t1"}],
}
NOTICE = {
    "title": IDEA["title"],
    "team": "Room 12 team",
    "cycle_id": None,
    "adoption_id": None,
    "study_on": "2026-12-07",
}
RECORD = {"title": IDEA["title"], "summary": IDEA["description"]}
