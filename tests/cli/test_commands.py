"""The commands: what they print, to where, and with which exit code."""

import json
import stat
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from nic_hub.bundle.importer import import_bundle
from nic_hub.models import (
    ApiToken,
    ChangeIdea,
    Driver,
    Embedding,
    IdempotentAnswer,
    Member,
    Network,
    PdsaCycle,
    SearchDocument,
    Storyboard,
    utc_now,
)
from nic_hub.services.access.tokens import authenticate
from tests.bundle.examples import FULL_COUNT, changed, full_bundle
from tests.fakes import BrokenEmbedder

COMMANDS = [
    "ask",
    "read",
    "import",
    "export",
    "bundle-schema",
    "reindex",
    "check",
    "token create",
    "token list",
    "token revoke",
    "bot create",
    "bot list",
    "bot revoke",
    "workspace bind",
    "workspace unbind",
    "workspace list",
    "workspace audit",
    "run-chart",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run, command):
    told = run(*command.split(), "--help")
    assert told.exit_code == 0
    assert "Usage:" in told.stdout


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["import"], ["import", "missing.json"], ["ask", "x"], ["token", "create"]]
)
def test_a_command_that_is_not_understood_has_exit_code_2(run, arguments):
    told = run(*arguments)
    assert (told.exit_code, told.stdout) == (2, "")
    assert "Error:" in told.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["check"],
        ["export"],
        ["ask", "x", "--as", "ana"],
        ["token", "list"],
        ["workspace", "list"],
        ["lineage", "cards", "--as", "ana"],
        ["terms", "propose", "--network", "north"],
    ],
    ids=" ".join,
)
def test_a_database_that_is_not_set_up_is_one_line(settings, tmp_path, command):
    from nic_hub.app import create_app
    from nic_hub.settings import Settings

    empty = create_app(Settings.for_trying_out(database_url=f"sqlite:///{tmp_path / 'empty.sqlite3'}"))
    told = empty.test_cli_runner().invoke(args=["hub", *command])
    empty.extensions["hub"].database.dispose()
    assert told.exit_code == 1
    assert (
        told.stderr
        == "Error: The database is not at the version this hub needs. Run: flask --app wsgi db upgrade.\n"
    )


# Import.


def test_an_import_tells_what_it_did(run, bundle_file):
    told = run("import", str(bundle_file))
    assert told.exit_code == 0
    assert told.stdout == f"north.json: {FULL_COUNT} created, 0 updated, 0 unchanged, 0 edited since.\n"


def test_a_second_import_tells_that_nothing_changed(run, filled, bundle_file):
    assert f"0 created, 0 updated, {FULL_COUNT} unchanged" in run("import", str(bundle_file)).stdout


def test_several_files_are_imported_one_after_the_other(run, bundle_file, tmp_path):
    other = full_bundle()
    other["networks"][0]["key"] = "south"
    file = tmp_path / "south.json"
    file.write_text(json.dumps(other))
    told = run("import", str(bundle_file), str(file))
    assert [line.split(":")[0] for line in told.stdout.splitlines()] == ["north.json", "south.json"]


def test_an_import_makes_its_records_findable(run, filled, writing):
    with writing() as session:
        documents = session.scalars(select(SearchDocument.id)).all()
        assert {*session.scalars(select(Embedding.document_id))} == {*documents}


def test_a_record_edited_since_is_named(run, filled, bundle_file, writing):
    with writing() as session:
        session.scalars(select(ChangeIdea).where(ChangeIdea.key == "ask")).one().title = "Ours"
    told = run("import", str(bundle_file))
    assert (
        "networks[0].change_ideas[0] (change_idea ask) was edited in the hub since its import" in told.stdout
    )
    assert told.exit_code == 0


def title_after(run, writing, *arguments):
    """Return the title of an idea that was edited in the hub, after another import."""
    with writing() as session:
        session.scalars(select(ChangeIdea).where(ChangeIdea.key == "ask")).one().title = "Ours"
    told = run("import", *arguments)
    with writing() as session:
        return session.scalars(select(ChangeIdea.title).where(ChangeIdea.key == "ask")).one(), told


def test_the_files_version_of_an_edited_record_is_taken_by_its_key(run, filled, bundle_file, writing):
    title, told = title_after(run, writing, str(bundle_file), "--replace", "ask")
    assert title != "Ours"
    assert "1 updated" in told.stdout
    assert "0 edited since." in told.stdout


def test_an_edited_record_is_named_with_the_way_to_replace_it(run, filled, bundle_file, writing):
    title, told = title_after(run, writing, str(bundle_file))
    assert title == "Ours"
    assert "--replace KEY" in told.stdout


def test_a_key_that_names_no_edited_record_replaces_nothing(run, filled, bundle_file, writing):
    title, told = title_after(run, writing, str(bundle_file), "--replace", "ask", "--replace", "nothing")
    assert (title, told.exit_code) == ("Ours", 1)
    assert "has the key nothing" in told.stderr


def test_every_problem_of_a_file_is_printed_with_its_path(run, bundle_file):
    bundle = changed("teams.0.type", "club")
    bundle["networks"][0]["storyboards"][0]["challenges"] = None
    bundle_file.write_text(json.dumps(bundle))
    told = run("import", str(bundle_file))
    assert (told.exit_code, told.stdout) == (1, "")
    assert "north.json: The bundle has 2 problems; nothing was imported." in told.stderr
    assert "\nnetworks[0].teams[0].type: Choose one of" in told.stderr
    assert "\nnetworks[0].storyboards[0].challenges: Write what was hard" in told.stderr


def test_thousands_of_problems_are_cut_short(run, bundle_file):
    aims = [{"key": f"a{number}"} for number in range(100)]
    bundle_file.write_text(json.dumps(changed("aims", aims)))
    told = run("import", str(bundle_file))
    assert "... and 1" in told.stderr.splitlines()[-1]
    assert len(told.stderr.splitlines()) == 202


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 50_000, b'{"a": NaN}'])
def test_a_file_that_is_no_json_is_one_line(run, bundle_file, content):
    bundle_file.write_bytes(content)
    told = run("import", str(bundle_file))
    assert told.exit_code == 1
    assert "Traceback" not in told.stderr
    assert len(told.stderr.splitlines()) == 2


def test_what_was_imported_is_kept_when_the_embedder_fails(settings, bundle_file, database):
    from nic_hub.app import create_app

    broken = create_app(settings, embedder=BrokenEmbedder())
    told = broken.test_cli_runner().invoke(args=["hub", "import", str(bundle_file)])
    broken.extensions["hub"].database.dispose()
    assert told.exit_code == 1
    with database.reading() as session:
        assert session.scalars(select(Network.key)).all() == ["north"]


# Export.


def test_an_export_is_a_bundle_that_can_be_imported(run, filled, session):
    told = run("export", "--network", "north")
    bundle = json.loads(told.stdout)
    bundle["networks"][0]["key"] = "copy"
    assert import_bundle(session, bundle).created == FULL_COUNT


def test_an_export_into_a_file_is_for_its_owner_only(run, filled, tmp_path):
    file = tmp_path / "out.json"
    told = run("export", "--out", str(file))
    assert (told.exit_code, told.stdout) == (0, "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [network["key"] for network in json.loads(file.read_text())["networks"]] == ["north"]
    assert [each.name for each in tmp_path.glob("*.unfinished")] == []
    assert told.stderr == f"Wrote 1 network to {file}.\n"


def test_an_export_of_an_unknown_network_is_one_line(run, filled):
    told = run("export", "--network", "nowhere")
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == "Error: There is no network with the key nowhere.\n"


def test_an_export_into_a_folder_that_is_not_there_is_one_line(run, filled, tmp_path):
    told = run("export", "--out", str(tmp_path / "no" / "out.json"))
    assert told.exit_code == 1
    assert "cannot be written" in told.stderr


def test_the_bundles_schema_is_printed(run):
    assert json.loads(run("bundle-schema").stdout)["title"] == "NIC bundle"


# Tokens.


def test_a_token_is_printed_alone_and_lets_its_member_in(run, filled, session):
    told = run("token", "create", "--member", "ana", "--name", "Laptop", "--days", "7")
    assert told.exit_code == 0
    assert len(told.stdout.split()) == 1
    principal, row = authenticate(session, told.stdout.strip())
    assert session.get_one(Member, principal.member_id).key == "ana"
    assert (row.name, (row.expires_at - utc_now()).days) == ("Laptop", 6)


def test_a_token_lasts_as_long_as_the_settings_say(run, filled, settings, session):
    run("token", "create", "--member", "ana")
    assert (session.scalars(select(ApiToken.expires_at)).one() - utc_now()).days == settings.token_days - 1


@pytest.mark.parametrize("days", ["0", "100000", "soon"])
def test_a_token_does_not_last_for_ever(run, filled, days):
    assert run("token", "create", "--member", "ana", "--days", days).exit_code == 2


def test_an_unknown_member_gets_no_token(run, filled):
    told = run("token", "create", "--member", "zoe")
    assert (told.exit_code, told.stdout) == (1, "")
    assert "There is no member with the key zoe in any network." in told.stderr


def test_a_key_of_several_networks_needs_the_network(run, filled, bundle_file):
    bundle_file.write_text(json.dumps(changed("key", "south")))
    run("import", str(bundle_file))
    told = run("token", "create", "--member", "ana")
    assert "north, south. Say which one with --network" in told.stderr
    assert run("token", "create", "--member", "ana", "--network", "south").exit_code == 0


def test_tokens_are_listed_without_the_tokens_themselves(run, filled):
    made = run("token", "create", "--member", "ana", "--name", "Laptop").stdout.strip()
    told = run("token", "list").stdout
    assert "north" in told
    assert "Laptop" in told
    assert "valid" in told
    assert made not in told


def test_a_revoked_token_is_no_longer_valid(run, filled, session):
    run("token", "create", "--member", "ana")
    token_id = session.scalars(select(ApiToken.id)).one()
    session.rollback()
    assert run("token", "revoke", token_id).exit_code == 0
    assert "revoked" in run("token", "list", "--member", "ana").stdout
    assert run("token", "list", "--network", "other").stdout.splitlines()[1:] == []


def test_an_unknown_token_cannot_be_revoked(run, filled):
    told = run("token", "revoke", "nothing")
    assert told.exit_code == 1
    assert "There is no token with the ID nothing." in told.stderr


# Asking.


@pytest.fixture
def asked(run, filled):
    """Another team's tested idea is in the hub; its neighbours ask."""

    def ask(*options: str, member: str = "dora"):
        return run("ask", "question prompts on the desk help students ask", "--as", member, *options)

    return ask


@pytest.fixture
def neighbour(bundle_file, run):
    """A member of the other team."""
    bundle = full_bundle()
    bundle["networks"][0]["members"].append(
        {"key": "dora", "name": "Dora", "teams": [{"team": "t2", "started_on": "2024-08-01"}]}
    )
    bundle_file.write_text(json.dumps(bundle))


def test_a_member_of_two_teams_is_told_their_keys(neighbour, asked, run, bundle_file):
    bundle = json.loads(bundle_file.read_text())
    part = {"team": "t1", "started_on": "2024-08-01"}
    next(one for one in bundle["networks"][0]["members"] if one["key"] == "dora")["teams"].append(part)
    bundle_file.write_text(json.dumps(bundle))
    run("import", str(bundle_file))
    told = asked()
    assert told.exit_code == 1
    assert "works in several teams: t1, t2. Say which one with --team." in told.stderr
    assert asked("--team", "t2").exit_code == 0


def test_an_answer_is_told_in_plain_lines(neighbour, asked):
    told = asked("--untested")
    assert told.exit_code == 0
    assert "1. Question prompts  (Lincoln LIT, District A)" in told.stdout
    assert "What happened: Lincoln LIT, October 2024" in told.stdout
    assert "Tool: Question cards https://example.org/cards" in told.stdout
    assert max(map(len, told.stdout.splitlines())) <= 88


def test_an_answer_is_told_in_json(neighbour, asked):
    told = json.loads(asked("--json").stdout)
    assert set(told) == {
        *(
            "understood_as",
            "suggestions",
            "your_history",
            "nearest",
            "live_tests",
            "unread_records",
            "message",
        )
    }


def test_a_question_nobody_has_an_answer_to_is_answered_honestly(neighbour, run, filled):
    told = run("ask", "bus timetable", "--as", "dora")
    assert told.exit_code == 0
    assert told.stdout.startswith("I found no test of this by another team.")


def test_asking_leaves_no_trace(neighbour, asked, session):
    from nic_hub.models import Suggestion

    asked()
    assert session.scalars(select(Suggestion)).all() == []


def test_who_has_left_cannot_ask(neighbour, asked, writing, filled):
    with writing() as session:
        session.execute(update(Member).where(Member.key == "dora").values(left_on=utc_now().date()))
    told = asked()
    assert told.exit_code == 1
    assert "has left the network" in told.stderr


def test_the_limit_is_kept(neighbour, asked):
    assert asked("--limit", "11").exit_code == 2


# Looking after the hub.


def test_a_fresh_import_is_consistent(run, filled):
    told = run("check")
    assert (told.exit_code, told.stdout) == (0, "Nothing contradicts itself.\n")


def break_document(session):
    session.execute(delete(Embedding))
    session.execute(delete(SearchDocument).where(SearchDocument.kind == "storyboard"))


def break_text(session):
    session.execute(
        update(ChangeIdea.__table__).where(ChangeIdea.key == "ask").values(title="Changed by hand")
    )


def leave_document(session):
    row = session.scalars(select(Storyboard)).one()
    session.execute(delete(Embedding))
    session.execute(
        update(SearchDocument).where(SearchDocument.record_id == row.id).values(record_id="x" * 32)
    )


def rename_driver(session):
    session.execute(update(Driver).values(name="A name the documents do not know"))


def drop_vectors(session):
    session.execute(delete(Embedding))


def make_loop(session):
    ids = dict(session.execute(select(ChangeIdea.key, ChangeIdea.id)).all())
    session.execute(
        update(ChangeIdea.__table__).where(ChangeIdea.key == "ask").values(parent_id=ids["ask-2"])
    )


def empty_decision(session):
    session.execute(update(PdsaCycle.__table__).where(PdsaCycle.key == "c1").values(decision=None))


def hide(session):
    idea = session.scalars(select(ChangeIdea).where(ChangeIdea.key == "ask")).one()
    idea.hidden_at = utc_now()


def keep_an_old_answer(session):
    member = session.scalars(select(Member)).first()
    old = {"request_hash": b"x" * 32, "status": 201, "body": b"", "expires_at": utc_now() - timedelta(days=1)}
    session.add(
        IdempotentAnswer(network_id=member.network_id, member_id=member.id, idempotency_key="k", **old)
    )


BREAKAGES = [
    (break_document, "storyboard sb of the network north: its search document is missing", True),
    (break_text, "change idea ask of the network north: its search document is missing or out of date", True),
    (
        rename_driver,
        "change idea ask of the network north: its search document is missing or out of date",
        True,
    ),
    (leave_document, "belongs to no storyboard", True),
    (drop_vectors, "search documents have no current vector", False),
    (make_loop, "change idea ask of the network north: parent breaks a rule", False),
    (
        empty_decision,
        "pdsa cycle c1 of the network north: decision breaks a rule, so another hub would refuse an export",
        False,
    ),
    (hide, "change idea ask of the network north is hidden, but no report hides it", False),
    (keep_an_old_answer, "1 answers kept for repeated requests have expired", True),
]


@pytest.mark.parametrize(("break_it", "words", "_mended"), BREAKAGES)
def test_an_inconsistency_is_found_with_how_to_mend_it(run, filled, writing, break_it, words, _mended):
    with writing() as session:
        break_it(session)
    told = run("check")
    assert told.exit_code == 1
    assert words in told.stdout
    assert "Mend it: " in told.stdout


@pytest.mark.parametrize("break_it", [each[0] for each in BREAKAGES if each[2]])
def test_what_needs_no_decision_is_mended(run, filled, writing, break_it):
    with writing() as session:
        break_it(session)
    run("check", "--mend")
    run("reindex")
    assert run("check").exit_code == 0


@pytest.mark.parametrize(
    "command", [("ask", "Do cards help?", "--as", "ana"), ("terms", "propose", "--network", "north")]
)
def test_search_is_loaded_before_the_transaction_of_a_command_begins(app, run, filled, monkeypatch, command):
    hub, transactions = app.extensions["hub"], []
    load, pool = hub.load_search, hub.database.engine.pool
    monkeypatch.setattr(hub, "_search", None)
    monkeypatch.setattr(hub, "load_search", lambda: transactions.append(pool.checkedout()) or load())
    assert run(*command).exit_code == 0
    assert transactions == [0]


def test_reindexing_gives_vectors_to_what_lacks_them(run, filled, writing):
    with writing() as session:
        session.execute(delete(Embedding))
    told = run("reindex")
    assert told.exit_code == 0
    assert "embedded" in told.stdout
    assert run("check").exit_code == 0


def test_reindexing_forgets_the_vectors_of_other_models(run, filled, writing):
    with writing() as session:
        session.execute(update(Embedding).values(model="an older model"))
    run("reindex")
    with writing() as session:
        assert "an older model" not in set(session.scalars(select(Embedding.model)))
