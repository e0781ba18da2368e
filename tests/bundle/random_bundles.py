"""Random valid bundles, made from the schemas that read them: a new field is tried without a new line here.

A bundle is made from one number. Drawn piece by piece by hypothesis, one bundle would take seconds.
"""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from marshmallow import Schema, fields, validate

from nic_hub.bundle.layout import CONFIRMED, NETWORK, SECTIONS, Section
from nic_hub.bundle.schema import NETWORK_SCHEMA, PART_SCHEMAS, RECORD_SCHEMAS
from nic_hub.domain.pdsa.phases import CLOSED_PHASES, PHASE_OF, WRITABLE
from nic_hub.domain.privacy.privacy import find_private
from nic_hub.domain.vocabulary import CycleStatus, TermStatus

#: Fields that hang together with others; each is set by hand below.
BY_HAND = {
    *(
        "key",
        "status",
        "published_at",
        "archived_at",
        "withdrawn_at",
        "email",
        "time_zone",
        "level",
        "number",
    ),
    *("parent", "previous", "previous_cycle", "successor", "merged_into", "resulting_idea"),
    *("started_on", "closed_on", "ended_on", "numerator", "denominator", "prediction_met", "cancel_reason"),
    CONFIRMED,
}
LINEAGE = ("previous", "previous_cycle", "successor", "parent")
LETTERS = "abc XYZ 019 .,;:!?'\"\\/-_%&<>(){}[] \n\t äñ½ مرحبا 数学 🙂 \u200b"
#: What a phase must say before it closes.
TOLD = dict.fromkeys(
    (
        "question",
        "prediction",
        "who",
        "what",
        "when",
        "where",
        "data_plan",
        "observations",
        "result",
        "learning",
    ),
    "Told.",
) | {"reason": "Told.", "next_step": "Told.", "scale": "grade", "as_planned": "yes", "decision": "adapt"}


class Maker:
    """Makes one bundle."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.keys: dict[str, list[str]] = {"tool_version": []}
        self.network: dict[str, Any] = {}

    def make(self) -> dict[str, Any]:
        """A bundle of one network, its lists and records in random order."""
        self.network = self.own(NETWORK_SCHEMA, NETWORK.references) | {"key": "net"}
        for section in SECTIONS:
            count = 4 if section.kind == "driver" else self.random.randint(1, 3)
            self.keys[section.kind] = [f"{section.kind}-{number}" for number in range(count)]
        sections = {section.kind: section for section in SECTIONS}
        for kind in dict.fromkeys(["tool", "change_idea", *self.keys]):
            if kind in sections:
                self.add(sections[kind])
        return {"format": "nic-bundle", "version": 1, "networks": [dict(self.shuffled(self.network.items()))]}

    def add(self, section: Section) -> None:
        """Make one list."""
        made = [self.record(section, place, key) for place, key in enumerate(self.keys[section.kind])]
        self.network[section.name] = self.shuffled(made)

    def record(self, section: Section, place: int, key: str) -> dict[str, Any]:
        """Make one record."""
        schema = RECORD_SCHEMAS[section.name]
        made = self.own(schema, section.references) | {"key": key}
        for name, kind in section.references.items():
            if name not in BY_HAND and (schema.fields[name].required or self.coin()):
                made[name] = self.one_of(kind)
            elif name in LINEAGE and place and section.kind != "driver":
                made[name] = f"{kind}-{self.random.randrange(place)}"
        for name, link in section.links.items():
            made[name] = self.some_of(link.target.__tablename__)
        if section.has_publication:
            made |= self.publication(section.kind)
        fix = getattr(self, f"fix_{section.kind}", lambda *_: {})
        fixed = fix(made, place)
        return made | fixed

    def own(self, schema: Schema, references: Any) -> dict[str, Any]:
        """Make the fields that stand alone; one that may be missing is half of the time."""
        made = {}
        for name, item in schema.fields.items():
            if name in BY_HAND or name in references or _is_list_of_others(item):
                continue
            if item.required or self.coin():
                made[name] = None if item.allow_none and not self.random.randrange(6) else self.value(item)
        return made

    def value(self, item: Any) -> Any:
        """Make a value the field takes."""
        for kind, make in self.makers:
            if isinstance(item, kind):
                return make(item)
        raise TypeError(item)

    @property
    def makers(self) -> tuple:
        """How the value of each kind of field is made; the first that fits is taken."""
        return (
            (
                fields.Nested,
                lambda item: {
                    name: self.value(each) for name, each in item.schema.fields.items() if self.coin()
                },
            ),
            (fields.List, lambda item: list({str(self.value(item.inner)) for _ in range(3)})),
            (fields.Dict, lambda item: {self.text(): self.value(item.value_field) for _ in range(2)}),
            (fields.Enum, lambda item: self.random.choice(list(item.enum)).value),
            (fields.Boolean, lambda _: self.coin()),
            (fields.Integer, lambda _: self.random.randint(2, 600)),
            (
                fields.Float,
                lambda _: self.random.choice([0, -0.0, 3, 1e-9, -1e14, self.random.uniform(-1e6, 1e6)]),
            ),
            (fields.DateTime, lambda _: self.moment()),
            (fields.Date, lambda _: str(self.day())),
            (fields.String, self.choice_or_text),
        )

    def choice_or_text(self, item: fields.String) -> str:
        """Make a text, or choose one where the field names the possible ones."""
        lists = [check.choices for check in item.validators if isinstance(check, validate.OneOf)]
        return self.random.choice(list(lists[0])) if lists else self.text()

    def text(self) -> str:
        """Make a text that holds nothing private."""
        text = "t" + "".join(self.random.choices(LETTERS, k=self.random.randint(0, 30)))
        return text if not find_private(text) else "Plain."

    def moment(self) -> str:
        """Make a moment, now and then in another zone."""
        moment = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(microseconds=self.random.randrange(10**15))
        return moment.isoformat().replace("+00:00", self.random.choice(["Z", "+00:00", "-05:00", "+05:45"]))

    def day(self) -> date:
        """Make a day in the past."""
        return date(2000, 1, 1) + timedelta(days=self.random.randrange(8000))

    def coin(self) -> bool:
        """Say yes half of the time."""
        return self.random.random() < 0.5

    def shuffled(self, items: Any) -> list:
        """Return the items in random order."""
        return self.random.sample(list(items), len(items))

    def one_of(self, kind: str) -> str | None:
        """Choose the key of a record."""
        return self.random.choice(self.keys[kind]) if self.keys[kind] else None

    def some_of(self, kind: str) -> list[str]:
        """Choose a few keys, each once."""
        return self.random.sample(self.keys[kind], self.random.randint(0, len(self.keys[kind])))

    def publication(self, kind: str) -> dict[str, Any]:
        """Choose a state, sometimes with its moment."""
        drafts = [] if kind in {"adoption", "help_wanted"} else ["draft"]
        state = self.random.choice(["published", "archived", "withdrawn", None, *drafts])
        moment = {f"{state}_at": self.moment()} if state in {"archived", "withdrawn"} and self.coin() else {}
        return moment | ({"status": state} if state else {})

    def part(self, kind: str) -> dict[str, Any]:
        """Make the fields of a part that stand alone."""
        return self.own(PART_SCHEMAS[kind], ("team", "author", "cycle"))

    def fix_driver(self, _: dict, place: int) -> dict[str, Any]:
        if place < 2:
            return {"aim": "aim-0", "level": "primary", "parent": None}
        return {"aim": "aim-0", "level": "secondary", "parent": f"driver-{place % 2}"}

    def fix_team(self, made: dict, _: int) -> dict[str, Any]:
        made.pop("district", None)
        return {} if made.get("school") else {"district": self.one_of("district")}

    def fix_member(self, _: dict, place: int) -> dict[str, Any]:
        days = {self.day() for _ in range(self.random.randint(0, 2))}
        teams = [
            self.part("membership") | {"team": self.one_of("team"), "started_on": str(day)} for day in days
        ]
        coached = [
            {"team": team, "reads_drafts": self.coin(), "started_on": "2020-01-01"}
            for team in self.some_of("team")
        ]
        email = {"email": f"M{place}@Example.org"} if self.coin() else {}
        return {"teams": teams, "coaches": coached, **email}

    def fix_tool(self, made: dict, _: int) -> dict[str, Any]:
        versions: list[dict[str, Any]] = []
        for number in range(1, self.random.randint(1, 4)):
            parent = {"parent": versions[-1]["key"]} if versions else {}
            own = {"key": f"{made['key']}-{number}", "number": number}
            versions.append(self.part("tool_version") | own | parent)
        self.keys["tool_version"] += [version["key"] for version in versions]
        return {"body": "The tool itself.", "versions": self.shuffled(versions)}

    def fix_measure(self, _: dict, __: int) -> dict[str, Any]:
        days = {self.day() for _ in range(self.random.randint(0, 3))}
        cycle = {"cycle": self.one_of("pdsa_cycle")}
        return {"data_points": [self.part("data_point") | {"date": str(day)} | cycle for day in days]}

    def fix_problem(self, _: dict, __: int) -> dict[str, Any]:
        return {"driver": "driver-2"}

    def fix_change_idea(self, _: dict, __: int) -> dict[str, Any]:
        return {"driver": self.random.choice(["driver-2", "driver-3"]), **self.comments()}

    def fix_storyboard(self, _: dict, __: int) -> dict[str, Any]:
        said = dict.fromkeys(("focus", "successes", "challenges", "result"), "Said.")
        return {"driver": "driver-3", **said, **self.comments()}

    def comments(self) -> dict[str, Any]:
        """Make what is said about a record."""
        moments = [self.moment() for _ in range(self.random.randint(0, 2))]
        made = [{"author": self.one_of("member"), "written_at": moment} for moment in moments]
        return {"comments": [self.part("comment") | each for each in made]}

    def fix_report(self, made: dict, _: int) -> dict[str, Any]:
        return {"record": self.one_of(made["kind"])}

    def fix_vocabulary_term(self, made: dict, _: int) -> dict[str, Any]:
        # A word that stands in every other question cannot be mapped.
        local = f"{made['local_term']} cards"
        return {
            "local_term": local,
            "shared_term": "Another word",
            "status": self.random.choice([*TermStatus]).value,
        }

    def fix_adoption(self, _: dict, __: int) -> dict[str, Any]:
        idea = self.random.choice(self.network["change_ideas"])
        others = [key for key in self.keys["team"] if key != idea["team"]]
        source = {"change_idea": idea["key"], "tool_version": None}
        if not others:
            # Where there is one team only, its idea becomes another team's: there must be something to adopt.
            idea["team"], others = self.lone_team(), self.keys["team"][:1]
        return source | {"team": self.random.choice(others), "what_changed": "This.", "why": "That."}

    def lone_team(self) -> str:
        """Add a team of the hub."""
        self.keys["team"].append("team-9")
        self.network["teams"].append({"key": "team-9", "name": "Hub", "type": "hub"})
        return "team-9"

    def fix_pdsa_cycle(self, made: dict, _: int) -> dict[str, Any]:
        own = {each["key"] for each in self.network["adoptions"] if each["team"] == made["team"]}
        if made.get("adoption") not in own:
            made.pop("adoption", None)
        status = self.random.choice(list(CycleStatus))
        closed, begun = CLOSED_PHASES[status], {*WRITABLE[status], *CLOSED_PHASES[status]}
        for column, phase in PHASE_OF.items():
            name = column.removesuffix("_id")
            if phase not in begun and status != CycleStatus.CANCELLED:
                made.pop(name, None)
            elif phase in closed and name in TOLD and made.get(name) is None:
                made[name] = TOLD[name]
        return {"status": status.value} | self.end_of_cycle(status) | self.comments()

    def end_of_cycle(self, status: CycleStatus) -> dict[str, Any]:
        """Make what hangs on the status of a cycle."""
        if status == CycleStatus.PLANNED:
            return {}
        started = self.day()
        days = {"started_on": str(started)} if self.coin() else {}
        if status == CycleStatus.CANCELLED:
            return days | {"cancel_reason": "The year ended."}
        met = {} if status == CycleStatus.RUNNING else {"prediction_met": "cant_tell"}
        end = {"closed_on": str(started + timedelta(days=14))} if status == CycleStatus.CLOSED else {}
        return days | met | end


def _is_list_of_others(item: Any) -> bool:
    """Whether the field is a list of keys or of parts."""
    return isinstance(item, fields.List) and not isinstance(item.inner, fields.Enum)


#: Random valid bundles of one network.
bundles = st.integers(0, 2**32).map(lambda seed: Maker(seed).make())
