"""What the made-up teams tell: invented, and written before the reader was tried on it."""

from __future__ import annotations

PROMPTS = {
    "change_idea": "Question prompts on the desks",
    "question": "Do prompts on the desks bring more questions?",
    "prediction": "Students will ask at least 6 questions a lesson.",
    "who": "One fifth-grade teacher",
    "what": "Lay a card with question starters on each desk.",
    "when": "Five lessons in October",
    "where": "Room 12",
    "data_plan": "A tally of students' questions in each lesson",
    "scale": "one_classroom",
    "as_planned": "partly",
    "observations": "Students read the starters aloud and then asked one another.",
    "surprises": "Two groups made starters of their own.",
    "result": "Four questions a lesson on average, from one before.",
    "prediction_met": "partly",
    "learning": "Starters must lie on the desks; on the wall nobody looked at them.",
    "decision": "adapt",
    "reason": "Half of the students never looked at the wall.",
    "next_step": "Print the cards larger and try them in two more rooms.",
}
#: How a form has the words that are read as a word of a list.
WRITTEN = {
    "scale": "One classroom",
    "as_planned": "Partly: the fire drill took one lesson",
    "prediction_met": "Partly met",
}
TALK = {
    "change_idea": "Talk moves on a bookmark",
    "question": "Do bookmarks help students build on one another's thinking?",
    "prediction": "Half of the groups will build on an idea in ten minutes.",
    "data_plan": "A tick for each turn that builds on another",
    "observations": "Groups read the moves at first, then forgot them.",
    "result": "3 of 8 groups built on an idea.",
    "learning": "Moves need to be modeled before they are handed out.",
    "decision": "adopt",
    "next_step": "Model two moves each Monday.",
}
READS = {
    "change_idea": "Three reads of a word problem",
    "prediction": "Seven of ten students can say what the question asks.",
    "result": "Nine of ten could say it by week three.",
    "learning": "The third read is where they see the question.",
    "decision": "abandon",
    "next_step": "Keep the third read only.",
}
BOARD = {
    "title": "Students who ask when they are lost",
    "focus": "Too few students ask for help in mathematics.",
    "changes_tested": "Question starters on the desks, and a silent signal cup.",
    "result": "Questions rose from one to four a lesson.",
    "successes": "Shy students used the cup in the first week.",
    "challenges": "Substitutes did not know the routine, and cards were lost.",
    "learning": "A signal that nobody else sees is used more.",
    "next_step": "Try the cup in two more rooms.",
    "help_wanted": "Has anyone tried a signal without cups?",
}


def written(fields: dict[str, str]) -> dict[str, str]:
    """Return the fields in the words a form would have."""
    return {name: WRITTEN.get(name, text[0].upper() + text[1:]) for name, text in fields.items()}


def only(fields: dict[str, str], *names: str) -> dict[str, str]:
    """Return some of the fields."""
    return {name: fields[name] for name in names}
