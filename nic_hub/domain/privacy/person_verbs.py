"""What one person does, as patterns of the words that follow a name.

``SPOKE`` and ``ACTED`` are hardly ever said of anything but a person, so that any word with a capital before
them may be a name. ``DID`` is said of lessons and programs, too.

Source: the domain guide, section 7.
"""

from __future__ import annotations

_APOSTROPHE = "['\N{RIGHT SINGLE QUOTATION MARK}]"
_THEIR = r"(?:his|her|their)"

SPOKE = (
    r"(?:said|says|asked|asks|told|cried|whispered|shouted|replied|raised (?:his|her) hand"
    r"|(?:was|is) absent|ha[sd] (?:an? )?(?:IEP|504|ADHD|autism|dyslexia))"
)
DID = (
    r"(?:explained|answered|wrote|scored|got|missed|refused|struggled|struggles|failed|passed|improved"
    r"|needs|seemed|loves|hates|sat|ran|left)"
)
_AUXILIARY = r"(?:could|can|would|will|is|was|did|does|has|had)"
#: What else one person does; beside "his" or "her" in the same sentence, where nobody else is named.
DOES = rf"(?:{DID}|[a-z]+ed|has been|{_AUXILIARY}(?:n.t|\s+not|\s+never)|won.t|never|always|still|wears)"
_OTHERS = r"(?:students?|teachers?|coach|principal|kids?|child|boy|girl|who|one)"
ONE_PERSON = rf"(?=\s+{DOES}\b(?:(?!\b{_OTHERS}\b)[^.!?\n]){{0,80}}?\b(?:he|his|him|she|her)\b)"

#: What children do with their bodies, now and in the past.
_BODILY = (
    r"threw|throws|giggle[sd]|laugh(?:ed|s)|smile[sd]|grinned|frowned|sobbed|cries|yell(?:ed|s)|scream(?:ed|s)"
    r"|shove[sd]|kick(?:ed|s)|punch(?:ed|es)|crawl(?:ed|s)|wander(?:ed|s)|hugg?(?:ed|s)|mutter(?:ed|s)"
    r"|mumble[sd]|sulk(?:ed|s)|pout(?:ed|s)|swore|swears|doodle[sd]|fidget(?:ed|s)|nodded|shrugg?(?:ed|s)"
    r"|yawn(?:ed|s)|glare[sd]|blush(?:ed|es)|whine[sd]|blurt(?:ed|s)|daydream(?:ed|s)|sigh(?:ed|s)"
    r"|fell asleep|melted down|talked back|(?:stormed|walked|ran) (?:out|off|away)"
    rf"|(?:put|puts|laid|kept) {_THEIR} head|rolled {_THEIR} eyes|(?:bit|hit) {_THEIR}"
)
#: What a child is kept from or kept at: "would not join in", "never sits still", "kept humming".
_NOT = (
    rf"(?:(?:would|could|did|does|will|has|was|is)(?:n{_APOSTROPHE}?t|\s+not)|(?:wo|ca)n{_APOSTROPHE}?t|cannot"
    r"|(?:refused|refuses|started|began|begged|wanted|wants) to|(?:(?:would|will|has|had)\s+)?never"
    r"|hardly (?:ever )?|rarely)"
)
_SYSTEMS_TALK = r"(?!\s+to\s+(?!me\b|us\b|him\b|her\b|any|adults\b|peers\b|others\b))"
_CHILDS_PART = (
    rf"(?:join(?:s|ed)? in|sits?|stands? up|talks?{_SYSTEMS_TALK}|speaks?(?: up)?|look(?:s|ed)? (?:up|at)"
    r"|listens?|eats?|sleeps?|cry|cries|laughs?|smiles?|yells?|screams?|shouts?|participates?|calms? down"
    rf"|sings?|raises? (?:{_THEIR}|a) hands?|writes? (?:anything|a word|{_THEIR})|reads? aloud|let go"
    rf"|come (?:in|out|back|to school)|works? with (?:any|others|a partner|{_THEIR})|shares? {_THEIR}"
    r"|stays? (?:in|seated)|stops? [a-z]+ing|asks? for help|whispers?|plays? with"
    r"|have (?:asked|spoken|talked|raised)|leave the (?:room|rug|carpet|table|hall|bus|line))"
)
_AT_IT = (
    r"(?:talking|crying|shouting|yelling|screaming|laughing|giggling|wandering|humming|singing|fidgeting|doodling"
    r"|interrupting|blurting|hitting|kicking|pushing|poking|sleeping|whining|hiding|tapping|bouncing|chewing"
    r"|teasing|staring|daydreaming|fighting|arguing|whispering|mumbling|sulking|getting up|walking out)"
)
_FEELING = (
    r"(?:absent|shy|upset|angry|mad|sad|hungry|sleepy|asleep|scared|nervous|homesick|embarrassed|suspended|tardy"
    r"|grumpy|jealous|teary|in tears)"
)
ACTED = (
    rf"(?:{_BODILY}|{_NOT}\s+(?:even\s+)?{_CHILDS_PART}|(?:kept|keeps|started|began|was|is)\s+{_AT_IT}"
    rf"|(?:was|is|seem(?:s|ed)|look(?:s|ed)|felt|feels|got|gets)\s+(?:(?:so|very|really|too|still)\s+)?{_FEELING})"
)
