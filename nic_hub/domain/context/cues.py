"""Words in a question that tell of its context: one table, from the value to the words that stand for it.

A cue is taken only where teachers hardly mean anything else by it: "grade" is also what they give,
"science" also what improvement is, "reading" also what one does with a word problem.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from nic_hub.domain.vocabulary import Band, DeliveredBy, Frequency, Locale, SchoolLevel, Subject

_PLURAL_CLASS = r"(?:class(?:es|room)?|lessons?|teachers?|students?|periods?|courses?)"
_COACH = r"(?:[\w-]+\s){0,2}coach(?:es)?\b"
_PLANNING = r"(?:common|shared|joint)\s(?:planning|prep)\b(?:\stime)?"
_LACK = (
    r"(?:no|without(?:\sany|\sa|\san)?|lack(?:s|ing)?"
    r"|(?:do\snot|does\snot|don't|doesn't)\shave(?:\sany|\sa|\san)?)"
)

#: By part of a context, then by value: what says it.
CUES: Mapping[str, Mapping[object, str]] = {
    "subject": {
        Subject.MATHEMATICS: r"""math(?:s|ematics|ematical)?|algebra|geometry|calculus|arithmetic|fractions?
            |multiplication|(?:word|story)\sproblems?|number\s(?:sense|talks?|lines?)|times\stables?|place\svalue""",
        Subject.READING_WRITING: r"""ela|language\sarts|literacy|phonics|essays?|novels?
            |reading\s(?:comprehension|fluency|groups?|interventions?|levels?|scores?|workshops?)
            |writing\s(?:workshops?|instruction|prompts?|conferences?)|(?:reading|writing)\s"""
        + _PLURAL_CLASS,
        Subject.SCIENCE: r"biology|chemistry|physics|ngss|lab\sreports?|science\s"
        + _PLURAL_CLASS
        + r"|(?<=\bin\s)science(?!\sof)",
        Subject.SOCIAL_STUDIES: r"social\sstudies|civics|geography|(?:u\.?s\.?|world)\shistory|history\s"
        + _PLURAL_CLASS,
        Subject.LANGUAGES: r"(?:world|foreign)\slanguages?|(?:spanish|french|german|mandarin|latin)\s"
        + _PLURAL_CLASS,
        Subject.ARTS: r"(?:visual|performing)\sarts|theat(?:er|re)|(?:art|music)\s" + _PLURAL_CLASS,
        Subject.ADVISORY: r"advisory|advisories|homerooms?|morning\smeetings?",
    },
    "school_level": {
        SchoolLevel.ELEMENTARY: r"elementary[\s-](?:schools?|grades|level|students|teachers|classrooms?)",
        SchoolLevel.MIDDLE: r"middle[\s-](?:school(?:s|ers?)?|grades)|junior[\s-]high",
        SchoolLevel.HIGH: r"high[\s-]school(?:s|ers?)?",
    },
    "locale": {
        Locale.RURAL: r"rural",
        Locale.CITY: r"urban|inner[\s-]city|(?:big[\s-])?city\sschools?",
        Locale.SUBURB: r"suburban|suburbs?",
        Locale.TOWN: r"small[\s-]towns?",
    },
    "coach_present": {
        False: rf"{_LACK}\s{_COACH}",
        True: rf"(?:with\s(?:a|an|our)|(?:have|has)\s(?:a|an)|our)\s{_COACH}",
    },
    "shared_planning_time": {
        False: rf"{_LACK}\s{_PLANNING}",
        True: rf"(?:have|has|with|our|during)\s{_PLANNING}",
    },
    "frequency": {
        Frequency.DAILY: r"daily|(?:every|each)\sday|once\sa\sday",
        Frequency.SEVERAL_A_WEEK: r"""(?:twice|(?:two|three|four|several|a\sfew|[2-4])\stimes|[2-4]x)
            \s(?:a|per|each|every)\sweek""",
        Frequency.WEEKLY: r"(?<!bi-)weekly|(?:once\s(?:a|per|each)|every|each)\sweek",
        Frequency.MONTHLY: r"(?<!bi-)monthly|(?:once\s(?:a|per|each)|every|each)\smonth",
        Frequency.TERMLY: r"(?:once\s(?:a|per|each)|every|each)\s(?:term|semester|quarter|trimester)",
    },
    "delivered_by": {
        DeliveredBy.PEERS: r"(?:peer|student)[\s-](?:led|tutors?|tutoring)",
        DeliveredBy.CLASSROOM_TEACHER: r"teacher-led",
        DeliveredBy.COACH: r"coach-led",
        DeliveredBy.PRINCIPAL: r"principal-led",
        DeliveredBy.TEACHING_ASSISTANT: r"(?:paraprofessional|aide|para)s?(?:-led|\s(?:lead|teach|run)s?)",
    },
}

#: What groups of students are called, by the name their band is stored under.
GROUPS: Mapping[str, str] = {
    "english_learners": r"english\s(?:language\s)?learners?|ells?|emergent\sbilinguals?",
    "students_with_disabilities": r"students\swith\s(?:disabilities|ieps?)|special\seducation\sstudents",
    "economically_disadvantaged": r"low[\s-]income\s(?:students|families|kids)|students\sin\spoverty",
}
#: How many of a group: only a stated amount gives a band.
AMOUNTS: Mapping[Band, str] = {
    Band.VERY_HIGH: r"most(?:ly)?(?:\sof)?|nearly\sall|almost\sall",
    Band.HIGH: r"many|(?:a\s)?lots?\sof|a\shigh\s(?:share|number|percentage)\sof",
    Band.LOW: r"(?:only\s)?(?:a\s)?few|hardly\sany",
}

ORDINALS: Mapping[str, int] = {
    word: number
    for number, word in enumerate(
        (
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ),
        start=1,
    )
}
NUMBERS: Mapping[str, int] = {
    "five": 5,
    "ten": 10,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "forty-five": 45,
    "sixty": 60,
    "ninety": 90,
}


def compile_cue(pattern: str) -> re.Pattern[str]:
    """Compile the words of a cue so that they match whole words only, in any case."""
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w])", re.IGNORECASE | re.VERBOSE)
