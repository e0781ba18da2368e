"""The lineage of an idea or a tool as SVG and PNG, drawn by Graphviz.

What matters is never told by colour alone: each kind of branch has a shape of its own, what gave up the core
is dashed and says so, and what was asked about has a double frame. What the picture shows stands in its title
and description, for screen readers.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from textwrap import wrap

from graphviz import Digraph

from nic_hub.domain.lineage.telling import Edge, EdgeKind, Lineage, Node, NodeKind
from nic_hub.domain.vocabulary import KeepsCore, Publication
from nic_hub.drawing.words import describe_png, describe_svg, is_visible
from nic_hub.errors import Unavailable

#: The program of Graphviz that draws.
DOT = "dot"
MISSING = (
    "Pictures of a lineage are drawn by Graphviz, which is not installed where the hub runs. Ask whoever "
    "runs the hub to install it (Debian: apt-get install graphviz). The same address without .svg or .png "
    "has all of it in words."
)
TOO_SLOW = "The picture took too long to draw. The same address without .svg or .png has all of it in words."
FAILED = "Graphviz could not draw this. The same address without .svg or .png has all of it in words."
MAX_SECONDS = 30
_ASK_AGAIN_SECONDS = 600

INK, LINE = "#1f2a37", "#6b7280"
SHAPES = {
    NodeKind.CHANGE_IDEA: {"shape": "box"},
    NodeKind.TOOL_VERSION: {"shape": "tab"},
    NodeKind.ADOPTION: {"shape": "box", "style": "rounded"},
    NodeKind.TEST: {"shape": "note"},
}
_EDGES = {
    EdgeKind.ADAPTATION: "adapted",
    EdgeKind.ADOPTION: "taken over",
    EdgeKind.TEST: "tested",
    EdgeKind.TOOL_VERSION: "new version",
}
#: Letters in a line of a branch, and lines of what was changed.
WIDTH, MOST_LINES = 38, 3


def draw_lineage(lineage: Lineage, media: str) -> bytes:
    """Draw a lineage.

    Args:
        lineage: what ``services.lineage.lineages`` tells.
        media: ``svg`` or ``png``.

    Raises:
        Unavailable: Graphviz is not installed, or did not finish.
    """
    title = f"The lineage of {lineage.heading}"
    drawn = _run_dot(_graph(lineage).source, media)
    if media == "png":
        return describe_png(drawn, title, lineage.description)
    return describe_svg(drawn.decode("utf-8"), title, lineage.description).encode("utf-8")


def _run_dot(source: str, media: str) -> bytes:
    """Let Graphviz draw; it gets no name of a file, and nothing in a text is read as one."""
    command = [DOT, f"-T{media}"]
    try:
        done = subprocess.run(  # noqa: S603  # Our own command; texts are its input.
            command, input=source.encode("utf-8"), capture_output=True, check=True, timeout=MAX_SECONDS
        )
    except FileNotFoundError as error:
        raise Unavailable(MISSING, _ASK_AGAIN_SECONDS) from error
    except subprocess.TimeoutExpired as error:
        raise Unavailable(TOO_SLOW, _ASK_AGAIN_SECONDS) from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise Unavailable(FAILED, _ASK_AGAIN_SECONDS) from error
    return done.stdout


def _graph(lineage: Lineage) -> Digraph:
    plain = {"fontname": "DejaVu Sans", "fontsize": "10", "fontcolor": INK, "color": INK}
    graph = Digraph(
        graph_attr={"rankdir": "LR", "nodesep": "0.25", "ranksep": "0.6", "label": "", **plain},
        node_attr={**plain, "margin": "0.15,0.1"},
        edge_attr={**plain, "fontsize": "8", "color": LINE},
    )
    for node in sorted(lineage.nodes, key=lambda one: list(lineage.numbers).index(one.id)):
        _draw_node(graph, node, lineage.numbers[node.id], is_asked=node.id == lineage.id)
    given_up = {node.id for node in lineage.nodes if node.keeps_core == KeepsCore.NO}
    for edge in lineage.edges:
        _draw_edge(graph, edge, lineage.numbers, gives_up_core=edge.target in given_up)
    return graph


def _draw_node(graph: Digraph, node: Node, number: str, *, is_asked: bool) -> None:
    look = {**SHAPES[node.kind], "peripheries": "2" if is_asked else "1"}
    if node.publication == Publication.WITHDRAWN:
        look["style"] = "dotted"
    graph.node(number, label=_label(_lines(node, number)), tooltip=number, **look)


def _draw_edge(graph: Digraph, edge: Edge, numbers: Mapping[str, str], *, gives_up_core: bool) -> None:
    words = _EDGES[edge.kind] + (", core given up" if gives_up_core else "")
    style = {"style": "dashed"} if gives_up_core else {}
    graph.edge(numbers[edge.source], numbers[edge.target], label=f" {words} ", **style)


def _lines(node: Node, number: str) -> Iterator[str]:
    yield from _wrapped(f"{number} {node.heading}", MOST_LINES)
    yield from _wrapped(node.place.in_words, 2)
    yield from _wrapped(node.standing, 2)
    if node.what_changed:
        yield from _wrapped(f"changed: {node.what_changed}", MOST_LINES)


def _wrapped(text: str, most: int) -> list[str]:
    kept = "".join(one if is_visible(one) else " " for one in text)
    return wrap(" ".join(kept.split()), WIDTH, max_lines=most, placeholder=" …")


def _label(lines: Iterator[str]) -> str:
    r"""Return lines as Graphviz reads them, each at the left (``\l``), nothing else in them as a sign."""
    return "".join(line.replace("&", "&amp;").replace("\\", "\\\\") + "\\l" for line in lines)
