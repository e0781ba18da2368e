"""``hub run-chart``: a column of numbers in, what it tells out, and a bad line by its number."""

import json

import pytest

from nic_hub.app import create_app
from nic_hub.cli.number_column import MAX_BYTES, MAX_VALUES
from nic_hub.settings import Settings

SHIFTED = [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 11, 12, 11, 12, 11, 12, 11, 12, 11, 12]
pytestmark = pytest.mark.sqlite


@pytest.fixture
def run(tmp_path):
    """Run the command on a file of these contents, in a hub without a database."""
    app = create_app(Settings.for_trying_out(database_url=f"sqlite:///{tmp_path / 'none.sqlite3'}"))
    file = tmp_path / "column.csv"

    def run_on(contents: str | bytes, *options: str):
        file.write_bytes(contents.encode() if isinstance(contents, str) else contents)
        return app.test_cli_runner().invoke(args=["hub", "run-chart", str(file), *options])

    yield run_on
    app.extensions["hub"].database.dispose()


def column(values):
    return "".join(f"{value}\n" for value in values)


def numbers(told):
    assert told.exit_code == 0, told.output
    return json.loads(told.stdout)


def test_the_numbers_of_a_chart_are_printed(run):
    told = numbers(run(column(SHIFTED), "--json"))
    wanted = {
        "rules": "anhoej",
        "median": 6.5,
        "useful_points": 20,
        "longest_run": 10,
        "longest_run_limit": 7,
        "crossings": 1,
        "crossings_limit": 6,
        "too_few_points": False,
    }
    assert {name: told[name] for name in wanted} == wanted
    assert [(signal["rule"], signal["indices"][0]) for signal in told["signals"]] == [
        ("longest_run", 1),
        ("longest_run", 11),
        ("crossings", 1),
    ]


def test_another_rule_set_is_chosen_by_its_name(run):
    told = numbers(run(column(SHIFTED), "--rules", "ihi", "--json"))
    assert (told["rules"], [signal["rule"] for signal in told["signals"]]) == ("ihi", ["shift", "shift"])


def test_a_person_reads_words(run):
    told = run(column(SHIFTED)).stdout
    assert "Longest run: 10 (chance: at most 7)\nCrossings: 1 (chance: at least 6)\n" in told
    assert "not that it is an improvement" in told


def test_under_ten_useful_points_it_is_said_that_they_are_too_few(run):
    told = run(column(SHIFTED[:9]))
    assert (told.exit_code, "Verdict: too few points to tell" in told.stdout) == (0, True)


@pytest.mark.parametrize(
    "contents",
    [
        "attendance\n" + column(SHIFTED),
        "\ufeff" + column(SHIFTED),
        column(SHIFTED).replace("\n", "\r\n"),
        column(f'"{value}"' for value in SHIFTED),
        column(f'"{value},0"' for value in SHIFTED),
        column(f" {value} % " for value in SHIFTED),
        column(SHIFTED) + "\n\n",
    ],
    ids=["header", "mark", "windows", "quoted", "comma", "percent", "empty end"],
)
def test_a_column_is_read_however_it_was_saved(run, contents):
    assert numbers(run(contents, "--json"))["signals"] == numbers(run(column(SHIFTED), "--json"))["signals"]


def test_an_empty_line_keeps_the_place_of_a_missing_value(run):
    told = numbers(run("value\n1\n\n1\n" + column([*SHIFTED, 11, 12]), "--json"))
    assert (told["missing"], told["signals"][0]["indices"][:3]) == (1, [1, 3, 4])


def test_a_person_starts_a_new_median_and_marks_a_point(run):
    told = numbers(run(column(SHIFTED), "--phase", "11", "--special", "3", "--json"))
    assert ([phase["median"] for phase in told["phases"]], told["special_points"]) == ([1.5, 11.5], [3])


@pytest.mark.parametrize(
    ("contents", "told"),
    [
        ("value\n1\nabsent\n3\n", 'Line 3: "absent" is not a number.'),
        ("1\n2\n\n1,234\n", 'Line 4: "1,234" has 2 columns'),
        ('1\n"1,234"\n', 'Line 2: "1,234" can be read in two ways: write 1234 or 1.234.'),
        ("week,value\n1,2\n", 'Line 1: "week,value" has 2 columns'),
        ("4o\n5\n", 'Line 1: "4o" is not a number.'),
        ("1\nnan\n", 'Line 2: "nan" is not a number.'),
        ("", "The file has no number in it."),
        ("value\n", "The file has no number in it."),
        (b"\xff\xfe1\x00", "not text in UTF-8"),
        ("1\n" * (MAX_VALUES + 1), "takes 10,000 or fewer"),
        ("1" * (MAX_BYTES + 1), "larger than 1,000,000 bytes"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(run, contents, told):
    answer = run(contents)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert told in answer.stderr


def test_a_place_that_is_not_on_the_chart_is_refused(run):
    answer = run(column(SHIFTED), "--phase", "21")
    assert answer.exit_code == 1
    assert answer.stderr == "Error: There is no point 21: the chart has points 1 to 20.\n"


@pytest.mark.parametrize("options", [["--rules", "western"], ["--phase", "x"]])
def test_what_is_not_understood_has_exit_code_2(run, options):
    assert run(column(SHIFTED), *options).exit_code == 2
