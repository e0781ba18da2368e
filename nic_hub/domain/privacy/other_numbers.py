"""Numbers that are written otherwise: in Spanish, where students speak it, and in Roman signs.

Patterns for what counts students (``blurring``); letter case does not matter to them.
"""

from __future__ import annotations

_N = "(?:\u00f1|n\u0303?)"
_E = "(?:\u00e9|e\u0301?)"
SPANISH_STUDENTS = rf"(?:estudiantes?|alumn[oa]s?|ni{_N}[oa]s?|chic[oa]s?|muchach[oa]s?|compa{_N}er[oa]s?)"
#: What stands between a part and its whole: cinco de los ocho.
SPANISH_OF = r"de\s+(?:(?:los|las|mis|sus|nuestr[oa]s|est[oa]s)\s+)?"
SPANISH_COUNTS = (
    rf"cero|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|trece|catorce|quince|dieci(?:s{_E}is|siete|ocho|nueve)"
    r"|veinte|veinti\w{3,6}|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien(?:to)?"
    # These are other words, too: once a week, una vez.
    rf"|(?:once|un[oa]?)(?=\s+(?:{SPANISH_OF})?{SPANISH_STUDENTS}\b|\s+de\s+(?:los|las|mis|nuestr[oa]s)\b)"
)
SPANISH_SHARES = "tod[oa]s|amb[oa]s|ningun[oa]?|ning\u00fan|nadie|mitad|tercios?"
#: El sexto de los siete; el cuarto grado counts nobody.
SPANISH_PLACES = (
    rf"(?:primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|sext[oa]|s{_E}ptim[oa]|octav[oa]|noven[oa]|d{_E}cim[oa])"
    rf"(?=\s+(?:de\s+(?:los|las|mis|\d|{SPANISH_COUNTS})|{SPANISH_STUDENTS})\b)"
)

#: Of two signs or more: one alone is I, or stands for something unknown.
ROMAN = r"(?=[ivx]{2})x{0,3}(?:ix|iv|v?i{0,3})"
SHORT_ROMAN = (
    r"i(?=\s+(?:student|pupil|child|kid|learner|boy|girl)\b)"
    r"|[vx](?=\s+(?:students|pupils|children|kids|learners|boys|girls|of)\b)"
)
#: Title I, Tier II, Algebra II: what a school numbers so.
ROMAN_LABELS = (
    r"(?:title|tier|algebra|integrated|type|stage|war|part|phase|volume|act|scene|level|unit|chapter|grade|class"
    rf"|group|form|section|cycle|standard)\s+(?:{ROMAN}|[ivx])"
)
