"""The words that name a part of a test or a story: labels, and headings that ask for it.

Drawn from the forms teams use: the Carnegie Foundation's PDSA form, the worksheet of the Institute for
Healthcare Improvement, storyboards of convenings, and trackers in sheets.
"""

from __future__ import annotations

import re

#: What a label may name: the fields of a cycle, a storyboard or an idea, and what is told about all of it.
LABELS: dict[str, str] = {
    "title": "title; storyboard; storyboard title; project; project title",
    "change_idea": (
        "change idea; change ideas; idea; ideas; change; change tested; idea tested; intervention; "
        "strategy; strategy tested; test of change; change we tested; change idea tested; "
        "name of change; change idea we tested; innovation; practice; practice tested; "
        "change being tested; change idea being tested; change ideas being tested; idea being tested; "
        "change we are testing; change to test; change to be tested; "
        "what are we trying out; what are we testing; what are we trying; what we are testing; "
        "what we are trying"
    ),
    "changes_tested": (
        "changes tested; changes; what we tested; what we tried; changes we tested; what we did; "
        "ideas tested; tests; change ideas tested; what did we try; changes we tried; we tried; "
        "test; what we changed; change we made; what was tried; experiment; what i did; "
        "what i tried; we did; what did we do; what did you try; tweak; our tweak"
    ),
    "focus": (
        "focus; problem of practice; problem; aim; goal; aim statement; problem statement; "
        "team focus; what we are working on; what are we working on; "
        "what are we trying to accomplish; our why; focus area; need"
    ),
    "question": (
        "question; questions; test question; learning question; inquiry question; guiding question; "
        "what do we want to learn; what are we trying to learn; objective; objective of this test; "
        "purpose; question we want to answer; questions we want to answer; "
        "what do you want to learn; objective of this cycle; questions to answer; "
        "question to answer; questions to be answered; big question; wondering; we wonder; "
        "we wondered; what we want to know; what we wanted to know; wonder"
    ),
    "prediction": (
        "prediction; predictions; we predict; we predicted; what we predicted; hypothesis; "
        "predicted; what do we predict will happen; expected; expectation; expectations; "
        "expected outcome; expected result; expected results; what we expected; predict; "
        "what we think will happen; what do you predict; hunch; guess; best guess; we think; "
        "we thought; what we thought would happen; what do we think will happen; "
        "what do you think will happen; bet; we expect; we expected; we hope; we hoped; "
        "what we hoped; what we hoped would happen; what we think; theory; what we guessed; "
        "we guessed; what we thought; hoped for; wanted; we wanted; thought wed see; expected to see"
    ),
    "who": (
        "who; participants; people involved; responsible; person responsible; "
        "who is involved; with whom; tested with; tried with; who will do it; who was involved; lead; owner"
    ),
    "what": (
        "plan; steps; action steps; what; tasks; task; what will we do; what will you do; "
        "action; actions; description; procedure; details; description of the test; how; "
        "the plan; test plan; implementation plan; plan to answer questions; "
        "plan for change or test; plan for the change or test"
    ),
    "when": ("when; timeline; time line; dates; timeframe; time frame; duration; test dates; schedule; time"),
    "where": "where; location; setting; place; site; classroom; classrooms; context",
    "data_plan": (
        "data; data plan; data collection; data to collect; measure; measures; how will we know; "
        "how we will know; what data will we collect; evidence to collect; measurement; "
        "data collection plan; how will we measure; data we will collect; data collected; "
        "how we measured; how will you know; how we know; how well know; metric; metrics; data source; "
        "data sources; what will we measure; how we will measure; what we will measure; "
        "how did we measure; how we tracked; how we tracked it; how we checked; what we counted; "
        "what we will count; how we counted; plan for collection of data; plan for data collection"
    ),
    "scale": ("scale; size of test; scope; sample; scale of test; size; test size; scale of the test"),
    "as_planned": (
        "as planned; did it go as planned; carried out as planned; went as planned; "
        "fidelity; was the test carried out as planned; implemented as planned; "
        "was it carried out as planned; was the plan carried out"
    ),
    "observations": (
        "do; observations; observation; what did we observe; what we observed; what happened; "
        "what we saw; what did you observe; what did we see; what we noticed; what did you notice; "
        "noticings; what did we notice; during the test; carry out the test; we saw; we noticed; "
        "carry out the change; carry out the plan; carry out the change or test; "
        "carry out the test, collect data; carry out the change, collect data; "
        "carry out the change or test, collect data and begin analysis; how it went; how did it go; "
        "we observed; what actually happened; notes from the lessons; field notes; "
        "what we actually saw; what we saw and heard; saw; i saw; seen"
    ),
    "surprises": (
        "surprises; surprise; unexpected; what surprised us; unexpected observations; "
        "anything unexpected; problems and unexpected observations; unexpected results; "
        "what surprised me; what we did not expect; what we didnt expect; huh"
    ),
    "result": (
        "evidence of impact; evidence of impact so far; impact so far; study; result; results; "
        "findings; finding; outcome; outcomes; what we found; data analysis; analysis; "
        "what did the data show; what the data show; actual; actual result; actual results; impact; "
        "what were the results; what did we find; evidence; check; we found; results and data; "
        "data and results; the data; numbers; what the data say; what the data says; "
        "what the data said; actual outcome; what the numbers say; by the numbers; what we got; "
        "complete analysis of data; complete the analysis of the data; "
        "score; what came out; how it turned out; how did it turn out; got; we got; after; "
        "after the change"
    ),
    "prediction_met": (
        "prediction met; was the prediction met; was our prediction right; met prediction; "
        "did the results match the prediction; prediction correct; was the prediction right; met; "
        "result vs prediction; result against prediction; did it meet the prediction; were we right; "
        "was i right; were we correct; did it happen as predicted; compare to predictions; "
        "compare to prediction; compare data to predictions; compare results to predictions; "
        "comparison to predictions"
    ),
    "learning": (
        "conclusion; conclusions; learning; learnings; what we learned; what did we learn; "
        "lessons learned; key learning; key learnings; takeaways; key takeaways; insights; "
        "reflection; reflections; what did you learn; lesson; we learned; lessons; "
        "what we are learning; learned; takeaway; key takeaway; lesson learned; so what; "
        "what it means; what this means; what this tells us; what does it mean; what it tells us; "
        "summarize what was learned; summarize what we learned; summary of what was learned; "
        "summarize the learning; summarize the knowledge gained; "
        "what we make of it; what we know now; aha; ahas"
    ),
    "decision": (
        "decision; adopt adapt abandon; adopt adapt or abandon; act decision; adapt adopt abandon; "
        "adopt/adapt/abandon; a/a/a; adapt/adopt/abandon; what did we decide; disposition; "
        "keep/change/drop; keep/change/stop; keep/tweak/drop; keep/adapt/drop; verdict; we decided; "
        "what we decided; keep or change; keep or drop; are we ready to make a change"
    ),
    "reason": (
        "reason; reasons; why; rationale; because; reason for decision; why did we decide; why this decision"
    ),
    "next_step": (
        "further adjustments; adjustments; act; next step; next steps; whats next; what is next; "
        "what next; next cycle; next test; next; moving forward; what will we do next; future; "
        "where we go next; next actions; plans for next cycle; going forward; follow up; upcoming; "
        "now what; next move; next moves; next time; next up; what comes next; what happens next; "
        "then what; next try; next round; for next time; what we will change; what will we change; "
        "changes for next cycle; changes for next time; what we will do next; "
        "plan for the next cycle; plan for next cycle; "
        "what we want to try next; todo; to do; so we; so now we; from here; where next"
    ),
    "successes": (
        "successes; success; what went well; what worked; wins; celebrations; bright spots; glows; "
        "strengths; celebration; what is working; whats working; pluses; plus; highlights; "
        "what worked well; rose; roses; what we are proud of"
    ),
    "challenges": (
        "challenges; challenge; what was hard; obstacles; barriers; what did not work; "
        "what didnt work; struggles; difficulties; grows; warts; hurdles; what has been hard; "
        "deltas; delta; roadblocks; concerns; what is hard; obstacle; stumbling blocks; pain points; "
        "still stuck on; stuck on; stuck; where we are stuck; what is not working; "
        "whats not working; issues; thorn; thorns; what was tricky; what got in the way; not so good"
    ),
    "help_wanted": (
        "help wanted; help us; ask of the network; help needed; ask; asks; the ask; "
        "questions for the network; support needed; we need help with; what we need; "
        "questions for you; feedback wanted; where we need help; what help do we need; request; "
        "how you can help; feedback we want; what wed love help with; what we would love help with; "
        "can you help; can you help us"
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
        (
            "change_idea",
            r"^(?:what|which)\b.*\b(?:can|could|might) (?:we|you|i) (?:make|try|test|introduce|change)\b",
        ),
        ("question", r"\bquestions?\b.*\banswer\b|^what(?:s| is| are) (?:the|your|our) questions?$"),
        ("question", r"\b(?:trying|want(?:ed)?|hop(?:e|ed|ing)) to (?:learn|know|find out)\b"),
        ("decision", r"\badopt\b.*\babandon|\babandon\b.*\badopt"),
        ("decision", r"\bkeep\b.*\b(?:drop|stop|toss|ditch|scrap|change)\b"),
        ("decision", r"^what (?:did|has|have)\b.*\bdecided?\b"),
        ("decision", r"^keep(?: it| this| going| doing (?:it|this))?$"),
        ("what", r"^what (?:was|is) (?:the|our|your) plan$"),
        ("as_planned", r"^did it happen(?: as planned)?$"),
        ("result", r"\bwhat changed for\b|^did\b.*\b(?:lead to|result in)\b.*\bimprovement"),
        (
            "next_step",
            r"^what will (?:we|you|i) do (?:on )?(?:mon|tues|wednes|thurs|fri|tomorrow|differently|now)",
        ),
        ("prediction_met", r"\bpredict\w*\b.*\b(?:right|met|correct|accurate)\b|\bmet\b.*\bpredict"),
        (
            "prediction",
            r"\b(?:do|will|we|you|our|your)\b.*\bpredict|\bexpect\b|\bthink\b.*\bwill happen\b",
        ),
        ("surprises", r"\bsurpris|\bunexpected"),
        (
            "help_wanted",
            r"\b(?:we|wed|us|our)\b.*\bhelp\b|\bhelp\b.*\b(?:we|us)\b|\bhelp (?:wanted|needed)\b",
        ),
        (
            "challenges",
            (
                r"\bchalleng|^what (?:was|is|were|are) (?:hard|tough|tricky)"
                r"|\bbarriers?\b|\bobstacles?\b|\bdifficult|\bhard\b|n.?t work\b"
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
        ("who", r"^who (?:tried|tests|tested|did|runs|ran)\b"),
        ("data_plan", r"^how (?:we|i) (?:\w+ )?(?:check|count|measur|track|timed)"),
        (
            "prediction",
            r"\b(?:our|my|the|we|i) (?:bet|guess|hunch|hope|thought|theory|hypothesis|expected|guessed)\b",
        ),
        ("result", r"\b(?:came of it|turned out|scoreboard|score|numbers|data say|ended up)\b"),
        ("learning", r"\b(?:make of it|it means|this means|tells us|takeaway)\b"),
        ("next_step", r"^from here\b|\bwhere to\b"),
        ("focus", r"\b(?:our|the|your) problem\b|\bproblem (?:of practice|we|you)\b|\baccomplish\b"),
    )
)
