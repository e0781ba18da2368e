"""``hub terms propose``: words wait for a coach."""

import json

from tests.bundle.examples import changed


def test_it_tells_what_it_proposed_and_proposes_it_once(run, tmp_path):
    bundle = changed("districts.0.key", "da")
    network = bundle["networks"][0]
    network["districts"].append({"key": "db", "name": "District B"})
    network["teams"][1]["district"] = "db"
    network["change_ideas"][1]["title"] = "Sticky wall"
    file = tmp_path / "network.json"
    file.write_text(json.dumps(bundle), encoding="utf-8")
    assert run("import", str(file)).exit_code == 0
    first = run("terms", "propose", "--network", "north")
    assert first.exit_code == 0
    assert first.output.split()[:4] == ["LOCAL", "SHARED", "FROM", "WHY"]
    assert "co_use" in first.output
    assert "Nothing new to propose." in run("terms", "propose", "--network", "north").output


def test_a_network_that_is_not_there_is_told(run, filled):
    answer = run("terms", "propose", "--network", "nowhere")
    assert answer.exit_code == 1
    assert "There is no network with the key nowhere." in answer.output
