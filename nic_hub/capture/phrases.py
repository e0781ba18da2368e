"""The words that name a part of a test or a story: labels, headings that ask for it, sentences that say it.

Drawn from the forms teams use: the Carnegie Foundation's PDSA form, the worksheet of the Institute for
Healthcare Improvement, storyboards of convenings, and trackers in sheets.
"""

from __future__ import annotations

import re

#: What a label may name: the fields of a cycle, a storyboard or an idea, and what is told about all of it.
LABELS: dict[str, str] = {
    "title": "title; storyboard; storyboard title; project; project title",
    "change_idea": (
        "change idea; change ideas; idea; ideas; change; change tested; idea tested; "
        "intervention; strategy; strategy tested; test of change; change we tested; "
        "change idea tested; name of change; change idea we tested; innovation; practice; "
        "practice tested"
    ),
    "changes_tested": (
        "changes tested; changes; what we tested; what we tried; changes we tested; "
        "what we did; ideas tested; tests; change ideas tested; what did we try; changes we tried"
    ),
    "focus": (
        "focus; problem of practice; problem; aim; goal; aim statement; problem statement; "
        "team focus; what we are working on; what are we working on; "
        "what are we trying to accomplish; our why; focus area; need"
    ),
    "question": (
        "question; questions; test question; learning question; inquiry question; "
        "guiding question; what do we want to learn; what are we trying to learn; objective; "
        "objective of this test; purpose; question we want to answer; "
        "questions we want to answer; what do you want to learn; objective of this cycle; "
        "questions to answer; question to answer; questions to be answered"
    ),
    "prediction": (
        "prediction; predictions; we predict; we predicted; what we predicted; hypothesis; "
        "predicted; what do we predict will happen; expected; expectation; expectations; "
        "expected outcome; expected result; expected results; what we expected; predict; "
        "what we think will happen; what do you predict"
    ),
    "who": (
        "who; participants; people involved; responsible; person responsible; "
        "who is involved; with whom; who will do it; who was involved; lead; owner"
    ),
    "what": (
        "plan; steps; action steps; what; tasks; task; what will we do; what will you do; "
        "action; actions; description; procedure; details; description of the test; how; "
        "the plan; test plan; implementation plan"
    ),
    "when": ("when; timeline; time line; dates; timeframe; time frame; duration; test dates; schedule; time"),
    "where": "where; location; setting; place; site; classroom; classrooms; context",
    "data_plan": (
        "data; data plan; data collection; data to collect; measure; measures; "
        "how will we know; how we will know; what data will we collect; evidence to collect; "
        "measurement; data collection plan; how will we measure; data we will collect; "
        "data collected; how we measured; how will you know; how we know; metric; metrics; "
        "data source; data sources; what will we measure"
    ),
    "scale": ("scale; size of test; scope; sample; scale of test; size; test size; scale of the test"),
    "as_planned": (
        "as planned; did it go as planned; carried out as planned; went as planned; "
        "fidelity; was the test carried out as planned; implemented as planned; "
        "was it carried out as planned; was the plan carried out"
    ),
    "observations": (
        "do; observations; observation; what did we observe; what we observed; "
        "what happened; what we saw; what did you observe; what did we see; what we noticed; "
        "what did you notice; noticings; what did we notice; during the test; "
        "carry out the test; we saw; we noticed; we observed"
    ),
    "surprises": (
        "surprises; surprise; unexpected; what surprised us; unexpected observations; "
        "anything unexpected; problems and unexpected observations; unexpected results"
    ),
    "result": (
        "evidence of impact; evidence of impact so far; impact so far; study; result; results; "
        "findings; finding; outcome; outcomes; what we found; "
        "data analysis; analysis; what did the data show; what the data show; actual; "
        "actual result; actual results; impact; what were the results; what did we find; "
        "evidence; check; we found; results and data; data and results; the data"
    ),
    "prediction_met": (
        "prediction met; was the prediction met; was our prediction right; met prediction; "
        "did the results match the prediction; prediction correct; was the prediction right; "
        "met; result vs prediction; result against prediction; did it meet the prediction"
    ),
    "learning": (
        "conclusion; conclusions; learning; learnings; what we learned; what did we learn; lessons learned; "
        "key learning; key learnings; takeaways; key takeaways; insights; reflection; "
        "reflections; what did you learn; lesson; we learned; lessons; what we are learning; "
        "learned; takeaway; key takeaway; lesson learned"
    ),
    "decision": (
        "decision; adopt adapt abandon; adopt adapt or abandon; act decision; "
        "adapt adopt abandon; adopt/adapt/abandon; a/a/a; adapt/adopt/abandon; what did we decide; "
        "disposition"
    ),
    "reason": (
        "reason; reasons; why; rationale; because; reason for decision; why did we decide; why this decision"
    ),
    "next_step": (
        "further adjustments; adjustments; act; next step; next steps; "
        "whats next; what is next; what next; next cycle; "
        "next test; next; moving forward; what will we do next; future; where we go next; "
        "next actions; plans for next cycle; going forward; follow up; upcoming"
    ),
    "successes": (
        "successes; success; what went well; what worked; wins; celebrations; bright spots; "
        "glows; strengths; celebration; what is working; whats working; pluses; plus; "
        "highlights"
    ),
    "challenges": (
        "challenges; challenge; what was hard; obstacles; barriers; what did not work; "
        "what didnt work; struggles; difficulties; grows; warts; hurdles; "
        "what has been hard; deltas; delta; roadblocks; concerns; what is hard; obstacle; "
        "stumbling blocks; pain points"
    ),
    "help_wanted": (
        "help wanted; help us; ask of the network; help needed; ask; asks; the ask; "
        "questions for the network; support needed; we need help with; what we need; questions for you; "
        "feedback wanted; where we need help; what help do we need; request; "
        "how you can help; feedback we want"
    ),
    "team": ("team; team name; lit; local improvement team; team members; improvement team; presented by"),
    "school": "school; school name; school site; campus",
    "district": "district; school district; district name",
    "grade": "grade; grades; grade level; grade levels; grade band; grade level(s)",
    "driver": (
        "driver; secondary driver; primary driver; drivers; focus driver; driver addressed; key driver"
    ),
    "tool": "tool; tools; resource; resources; tools used; tool used; materials",
    "student_count": (
        "number of students; students tested; n students; student count; n of students; "
        "no of students; how many students; students involved"
    ),
    "started_on": (
        "date; todays date; start date; date started; started; started on; start; test date; date of test; "
        "begin date"
    ),
    "study_on": "study date; date to study; review date",
    "closed_on": (
        "end date; date completed; completed; ended; finish date; date closed; completed on; closed on"
    ),
}

#: What a heading or a question seems to ask for, where its words are no label; the first that fits.
ASKED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (concept, re.compile(pattern))
    for concept, pattern in (
        ("change_idea", r"^what(?:s| is) (?:the|your|our) change(?: idea)?$"),
        ("change_idea", r"\b(?:what|which)\b.*\bchange\b.*\b(?:test|try)"),
        ("question", r"\bquestions?\b.*\banswer\b|^what(?:s| is| are) (?:the|your|our) questions?$"),
        ("question", r"\b(?:trying|want(?:ed)?|hop(?:e|ed|ing)) to (?:learn|know|find out)\b"),
        ("decision", r"\badopt\b.*\babandon|\babandon\b.*\badopt"),
        ("prediction_met", r"\bpredict\w*\b.*\b(?:right|met|correct|accurate)\b|\bmet\b.*\bpredict"),
        ("prediction", r"\b(?:do|will|we|you|our|your)\b.*\bpredict|\bexpect\b"),
        ("surprises", r"\bsurpris|\bunexpected"),
        ("help_wanted", r"\b(?:we|us|our)\b.*\bhelp\b|\bhelp\b.*\b(?:we|us)\b|\bhelp (?:wanted|needed)\b"),
        (
            "challenges",
            (
                r"\bchalleng|\bbarriers?\b|\bobstacles?\b|\bdifficult|\bhard\b|n.?t work\b"
                r"|\bdid not work|\bbumps?\b|\b(?:in|on) (?:our|the|your) way\b|\bstruggl"
            ),
        ),
        (
            "successes",
            r"\bsmile\b|\bwent well\b|\bworked well\b|\bsuccess|\bwent right\b|\bcelebrat|\bproud\b",
        ),
        ("next_step", r"\bnext\b|\bgo(?:ing)? from here\b|\bmove forward\b"),
        (
            "learning",
            r"\btell (?:another|others?|the next)\b|\blearn(?:ed|t|ing|ings)?\b|\btake ?aways?\b",
        ),
        (
            "data_plan",
            (
                r"\b(?:how|what)\b.*\b(?:will|did)\b.*\b(?:know|measure|collect)\b"
                r"|\bdata\b.*\bcollect"
            ),
        ),
        ("result", r"\bwhat\b.*\b(?:find|found|results?|data|numbers)\b|\bresults?\b|\bfindings\b"),
        ("observations", r"\bwhat\b.*\b(?:happen(?:ed)?|observe|notice|see|saw)\b"),
        ("changes_tested", r"\bwhat\b.*\b(?:tried|try|tested|test)\b"),
        ("who", r"^who (?:will|is|was|were)\b.*\b(?:carry|do|involved|responsible|lead|teach|test)"),
        ("focus", r"\b(?:our|the|your) problem\b|\bproblem (?:of practice|we|you)\b|\baccomplish\b"),
    )
)

#: Beginnings of sentences that say what they are.
SENTENCES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (concept, re.compile(pattern, re.IGNORECASE))
    for concept, pattern in (
        (
            "prediction",
            (
                r"(?:we|our team|the team|i|they)(?: had| have)? (?:predict(?:ed)?|expect(?:ed)?"
                r"|hypothesi[sz]ed)\b"
            ),
        ),
        ("prediction", r"(?:our|the|my) (?:prediction|hypothesis) (?:is|was)\b"),
        (
            "decision",
            (
                r"(?:(?:we|our team|the team|i|they)\b.{0,30}\b(?:decided|chose|choose|plan"
                r"|are going|will|agreed)\b.{0,20}|(?:our |the )?decision (?:is"
                r"|was)\b.{0,20})\b(?:adopt|adapt|abandon)"
            ),
        ),
        ("decision", r"(?:adopt|adapt|abandon)(?:ed)?\W*$"),
        (
            "learning",
            (
                r"(?:we|our team|the team|i|they)(?: have| also)? learn(?:ed|t)\b"
                r"|what we learn(?:ed|t) (?:is|was)\b"
            ),
        ),
        (
            "surprises",
            (
                r"(?:we|our team|the team|i) (?:was|were) surprised\b|(?:surprisingly"
                r"|to our surprise),|it surprised us"
            ),
        ),
        (
            "challenges",
            (
                r"(?:(?:our|the|one|a) )?(?:biggest |main |hardest |big |major )?(?:challenges?"
                r"|obstacle|barrier)\b.{0,20}\b(?:is|was|were|are)\b|(?:the )?hardest part|(?:we"
                r"|teachers) struggled"
            ),
        ),
        (
            "next_step",
            (
                r"next,? (?:we|our team|the team|time|week|month|year|cycle)\b|(?:our"
                r"|the) next (?:step|cycle|test)s? (?:is|are|will)\b"
            ),
        ),
        (
            "result",
            (
                r"(?:we|our team|the team) found\b|(?:the |our )?(?:results?|data) (?:show(?:ed"
                r"|s)?|indicated?)\b|in the end,"
            ),
        ),
        ("data_plan", r"we(?: will| are going to|'ll)? (?:collect|measure|count|track|tally)(?:ed)?\b"),
        (
            "help_wanted",
            (
                r"(?:we|our team) (?:need|want|would like|are looking for) (?:help|ideas|advice"
                r"|feedback)\b"
            ),
        ),
        (
            "question",
            (
                r"(?:our|the) (?:question|inquiry question) (?:is|was)\b"
                r"|we want(?:ed)? to (?:learn|find out|know)\b"
            ),
        ),
    )
)

#: Sentences that lead over to a list: "They collected the following data:". The list belongs to them.
LEADS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (concept, re.compile(pattern, re.IGNORECASE))
    for concept, pattern in (
        ("question", r"\bquestions?(?: together)?:$"),
        ("data_plan", r"\b(?:sources? of data|data sources|collect(?:ed)?|gather(?:ed)?|measured?)\b[^.]*:$"),
        ("result", r"\b(?:found|find|suggest(?:ed)?|show(?:ed|s)?|conclusions?|findings|results)\b[^.]*:$"),
        ("what", r"\b(?:decided?|decides|planned|alterations?|changes?|steps|actions|elements)\b[^.]*:$"),
    )
)
