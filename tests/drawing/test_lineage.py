"""Lineages as pictures: they say in words what they show, and no text in them breaks them."""

import shutil
import struct
import zlib
from xml.etree import ElementTree as ET

import pytest

from nic_hub.domain.lineage.telling import Edge, EdgeKind, Lineage, Node, NodeKind, Place, number_branches
from nic_hub.domain.vocabulary import KeepsCore, Publication
from nic_hub.drawing import lineage as drawing
from nic_hub.drawing.lineage import draw_lineage
from nic_hub.errors import Unavailable

needs_graphviz = pytest.mark.skipif(
    shutil.which("dot") is None, reason="Graphviz is not installed: apt-get install graphviz"
)
SVG = "{http://www.w3.org/2000/svg}"
AWKWARD = ['<b>&amp; "quoted" \\N \\', "Größe \U0001f600 \ud800", "<html>", "{a|b}", "$x$", "a\x01\nb"]


def node(name, title, **values):
    place = Place({"id": "t", "name": "Team A"})
    told = {"kind": NodeKind.CHANGE_IDEA, "place": place, "publication": Publication.PUBLISHED}
    return Node(id=name, title=title, **{**told, **values})


def lineage(title="Prompts", **values):
    nodes = [node("a", title), node("b", "Cards", **values)]
    edges = [Edge("a", "b", EdgeKind.ADAPTATION)]
    numbers = number_branches(nodes, edges)
    return Lineage(
        kind="change_idea", id="a", title=title, nodes=nodes, edges=edges, numbers=numbers, is_cut=False
    )


def texts(svg):
    return [one.text for one in ET.fromstring(svg).iter(f"{SVG}text")]


def chunks(png):
    """The parts of a PNG file by their names, each with its checksum held against it."""
    place, found = 8, []
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        content = png[place + 4 : place + 8 + length]
        assert struct.unpack(">I", png[place + 8 + length : place + 12 + length])[0] == zlib.crc32(content)
        found.append((content[:4], content[4:]))
        place += 12 + length
    return found


@needs_graphviz
def test_a_picture_says_in_words_what_it_shows():
    told = lineage()
    root = ET.fromstring(draw_lineage(told, "svg"))
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "title desc")
    assert root.find(f"{SVG}title").text == "The lineage of “Prompts”"
    assert root.find(f"{SVG}desc").text == told.description


@needs_graphviz
def test_each_branch_is_drawn_with_its_number_and_how_it_came_about():
    drawn = texts(draw_lineage(lineage(), "svg"))
    assert {"1 Prompts", "1.1 Cards", "Team A"} <= set(drawn)
    assert "adapted" in [text.strip() for text in drawn]


@needs_graphviz
def test_what_gave_up_the_core_says_so_beside_its_dashes():
    svg = draw_lineage(lineage(keeps_core=KeepsCore.NO), "svg")
    assert "adapted, core given up" in [text.strip() for text in texts(svg)]
    assert b"stroke-dasharray" in svg
    assert b"stroke-dasharray" not in draw_lineage(lineage(), "svg")


@needs_graphviz
def test_each_kind_of_branch_has_a_shape_of_its_own():
    shapes = set()
    for kind in NodeKind:
        svg = draw_lineage(lineage(kind=kind), "svg").decode()
        shapes.add(tuple(svg.count(part) for part in ("<polygon", "<polyline", "<path")))
    assert len(shapes) == len(NodeKind)


@needs_graphviz
@pytest.mark.parametrize("title", AWKWARD, ids=range(len(AWKWARD)))
def test_no_text_breaks_a_picture(title):
    shown = "".join(texts(draw_lineage(lineage(title), "svg")))
    assert len(draw_lineage(lineage(title), "png")) > 1_000
    if "quoted" in title:
        assert title in shown


@needs_graphviz
def test_a_png_says_what_it_shows():
    told = lineage()
    found = chunks(draw_lineage(told, "png"))
    words = [content for name, content in found if name == b"iTXt"]
    assert words[0].startswith(b"Title\x00")
    assert words[1] == b"Description\x00\x00\x00\x00\x00" + told.description.encode()
    assert [found[0][0], found[-1][0]] == [b"IHDR", b"IEND"]


@needs_graphviz
def test_a_long_change_is_cut_in_the_picture_and_whole_in_its_words():
    told = lineage(what_changed="word " * 100)
    svg = draw_lineage(told, "svg").decode()
    assert max(len(text) for text in texts(svg)) <= drawing.WIDTH
    assert ("word " * 99).strip() in svg


def test_where_graphviz_is_missing_the_answer_says_what_to_install(monkeypatch):
    monkeypatch.setattr(drawing, "DOT", "dot-that-is-not-there")
    with pytest.raises(Unavailable, match="apt-get install graphviz"):
        draw_lineage(lineage(), "svg")


def test_where_graphviz_fails_the_answer_says_where_the_words_are(monkeypatch):
    monkeypatch.setattr(drawing, "DOT", "false")
    with pytest.raises(Unavailable, match=r"without \.svg or \.png"):
        draw_lineage(lineage(), "svg")


@needs_graphviz
def test_what_xml_does_not_allow_is_left_out_of_a_picture():
    assert "Cards x" in "".join(texts(draw_lineage(lineage("Cards \uffff\ufffex"), "svg")))


def test_a_drawing_that_takes_too_long_is_given_up(monkeypatch, tmp_path):
    slow = tmp_path / "dot"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(drawing, "DOT", str(slow))
    monkeypatch.setattr(drawing, "MAX_SECONDS", 0.05)
    with pytest.raises(Unavailable, match="too long"):
        draw_lineage(lineage(), "svg")
