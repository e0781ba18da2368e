"""A world that is small enough to see what is found in it."""

#: A network with two drivers, three ideas and four questions.
LINES = (
    {"world": "w", "theme": "starting class", "drivers": {"d1": "First minutes", "d2": "Families"}},
    {"key": "i1", "driver": "d1", "title": "Door", "text": "Greet at the door.", "tried": "They came calm."},
    {"key": "i2", "driver": "d1", "title": "Card", "text": "A card waits.", "tried": "Quiet by nine."},
    {"key": "i3", "driver": "d2", "title": "Calls", "text": "Call home on Monday.", "untested": True},
    {"q": "they come in loud", "r": {"i1": 2, "i2": 1}},
    {"q": "a card on the desk", "r": {"i2": 2}},
    {"q": "calling parents", "r": {}, "why": "untested"},
    {"q": "buses are late", "r": {}, "why": "far"},
)
