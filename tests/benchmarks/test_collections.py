"""Test collections are read as they are meant, whatever their spelling."""

import json

import pytest

from benchmarks.collections import EVALUATION_DATA, read_all, read_folder


def write_folder(folder, *, id_name="id", judgments="q1\td1\t2\nq1\td2\t0\nq2\tgone\t1\n"):
    corpus = [
        {id_name: "d1", "title": "Exit slips", "text": "at the end"},
        {id_name: "d2", "text": "Advisory"},
    ]
    queries = [{id_name: "q1", "text": "slips"}, {id_name: "q2", "text": "lost"}]
    for name, rows in (("corpus", corpus), ("queries", queries)):
        (folder / f"{name}.jsonl").write_text("\n".join(json.dumps(row) for row in rows) + "\n\n")
    (folder / "qrels.tsv").write_text(judgments)
    return folder


@pytest.mark.parametrize("id_name", ["id", "_id"])
@pytest.mark.parametrize("header", ["", "query-id\tcorpus-id\tscore\n"])
def test_a_folder_is_read_with_either_name_of_the_id_and_with_or_without_a_header(tmp_path, id_name, header):
    judgments = header + "q1\td1\t2.0\tmore\n\nq1\td2\t0\n"
    collection = read_folder(write_folder(tmp_path, id_name=id_name, judgments=judgments))
    assert [document.whole for document in collection.documents] == ["Exit slips\nat the end", "Advisory"]
    assert collection.judgments == {"q1": {"d1": 2}}


def test_a_query_without_anything_to_find_is_left_out(tmp_path):
    collection = read_folder(write_folder(tmp_path))
    assert [query.id for query in collection.queries] == ["q1"]


@pytest.fixture(scope="module")
def collections():
    if not EVALUATION_DATA.is_dir():
        pytest.skip("the evaluation data (../shared/eval) is not here")
    return {collection.name: collection for collection in read_all()}


@pytest.mark.parametrize(
    ("name", "documents", "queries"),
    [
        ("ecf statement to actions", 75, 61),
        ("ecf same driver", 393, 392),
        ("ecf same topic (P@5)", 393, 393),
        ("ecf session title", 171, 171),
        ("ecf session full text", 171, 171),
        ("cranfield", 1400, 225),
    ],
)
def test_the_projects_tests_have_their_known_size(collections, name, documents, queries):
    collection = collections[name]
    assert (len(collection.documents), len(collection.queries)) == (documents, queries)


def test_nothing_is_an_answer_to_itself(collections):
    for collection in collections.values():
        assert all(
            query.id not in collection.judgments[query.id] for query in collection.queries if query.group
        )
    assert all(id_ not in grades for id_, grades in collections["ecf same driver"].judgments.items())
