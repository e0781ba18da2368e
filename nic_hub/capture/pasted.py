"""What was pasted, line by line: lines that a mail program wrapped, tables whose cells stand between marks.

A table is known by its head alone: a line of labels with commas, semicolons or bars between them. Whatever
lies below and does not fit its columns stays a line of the text: nobody knows which cell it belongs to.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from nic_hub.capture.heads import head_of, is_head
from nic_hub.capture.marks import is_item, is_time, without_bold
from nic_hub.capture.material import Piece, Role, row

#: A line that ends no sentence, and the rest of it.
_MAY_GO_ON, _GOES_ON = re.compile(r"[^\t]+[^\t.!?:;]$"), re.compile(r"[a-z](?![\w ]{0,30}:\s)")
#: Where nobody writes capitals, a small letter does not say that a line goes on.
_CAPITAL = re.compile(r"(?:^|[.!?]\s)[\W\d_]{0,9}[A-Z]|^[-*\N{BULLET}]")
#: Mail programs wrap no shorter line; of a form made into a PDF, a shorter one may fill its column.
_LONG, _SHORTEST_FULL = 50, 40
#: A chat writes above the time of a message who sent it.
_LONGEST_NAME = 60
#: What may stand above a list, without a stop or a number: "Where we could use help".
_ABOVE_LIST = re.compile(r"[^\W\d_][^\d\t.!?:;,]{2,60}$")
#: The tab that a program for letters puts behind the sign of a list.
_TAB_OF_ITEM = re.compile(r"^([-*\N{BULLET}\N{BLACK SMALL SQUARE}\N{WHITE BULLET}]|o|\d{1,2}[.)])\t+")
_SHORTEST_HEADING, _LONGEST_HEADING = 2, 80
_MARKS = ",;|"
_LONGEST_HEAD = 500
#: A cell goes on over so many lines at most: a quotation mark that is never closed takes no more of the text.
_MOST_LINES = 30
#: After so many lines that fit no column a table is at its end.
_MOST_OTHERS = 5


def read_lines(lines: Sequence[str]) -> Iterator[Piece]:
    """Yield the pieces of a text; each says in which line it begins."""
    plain = [without_bold(_tidy(line)) for line in lines]
    begins = place = 0
    while place < len(plain):
        table, after = _read_table(plain, place)
        if table:
            yield from _read_text(plain[begins:place], begins)
            yield from table
            begins = after
        place = after
    yield from _read_text(plain[begins:], begins)


def _tidy(line: str) -> str:
    """Return a line without the room around it: before the cells of a table, a tab is an empty cell."""
    bare = _TAB_OF_ITEM.sub(r"\1 ", line.strip())
    return line.strip(" ") if "\t" in bare else bare


def _read_text(lines: Sequence[str], before: int) -> Iterator[Piece]:
    above = ""
    for (number, line), (_, below) in pairwise([*_unwrapped(lines), (0, "")]):
        is_list_head = is_item(below) and not above and _ABOVE_LIST.match(line)
        yield _piece_of(before + number, line, Role.LIST_HEAD if is_list_head else Role.TEXT)
        above = line


def _unwrapped(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield each line by its number, and with it those that a mail program made of its rest."""
    rests = _find_rests(lines)
    begun: list[str] = []
    for place, line in enumerate(lines):
        if begun and place not in rests:
            yield place + 1 - len(begun), " ".join(begun)
            begun = []
        begun.append(line)
    if begun:
        yield len(lines) + 1 - len(begun), " ".join(begun)


def _find_rests(lines: Sequence[str]) -> set[int]:
    """Return the places of lines that are the rest of the one above.

    Where more lines begin with a small letter below one that is too short, somebody writes without capitals.
    """
    rests, times, others, place = set[int](), set[int](), 0, 0
    for _, group in groupby(lines, key=bool):
        block = [*group]
        width, has_capitals = max(map(len, block)), any(map(_CAPITAL.search, block))
        for number, (above, line) in enumerate(pairwise(block), place + 1):
            if is_time(line) and _MAY_GO_ON.match(above) and len(above) <= _LONGEST_NAME:
                times.add(number)
            elif _GOES_ON.match(line) and _MAY_GO_ON.match(above):
                full = max(width - len(line.split()[0]), _SHORTEST_FULL)
                if has_capitals and len(above) >= min(full, _LONG):
                    rests.add(number)
                else:
                    others += not is_item(above)
        place += len(block)
    return times | (rests if len(rests) > others else set())


def _piece_of(number: int, line: str, role: Role = Role.TEXT) -> Piece:
    if not line:
        return Piece("", f"line {number}", Role.BREAK)
    if "\t" in line:
        cells = tuple(cell.strip() for cell in line.split("\t"))
        return Piece("\n".join(filter(None, cells)), f"line {number}", Role.ROW, cells, "the text")
    is_heading = line.startswith("#") and _SHORTEST_HEADING < len(line) < _LONGEST_HEADING
    return Piece(line.lstrip("# "), f"line {number}", Role.HEADING if is_heading else role)


def _read_table(lines: Sequence[str], place: int) -> tuple[list[Piece], int]:
    """Return the table that begins in a line, then the lines in it that fit no column, and where it ends."""
    name, mark = f"the table in line {place + 1}", max(_MARKS, key=lines[place].count)
    if not _may_be_head(lines[place], mark):
        return [], place + 1
    head, after = _read_row(lines, place, mark, name)
    if not is_head(head, head_of(head)):
        return [], place + 1
    rows, others, last = [head], list[Piece](), after
    while after < len(lines) and lines[after] and after - last < _MOST_OTHERS:
        begins = after
        found, after = _read_row(lines, begins, mark, name)
        if len(found.cells) == len(head.cells):
            rows.append(found)
            last = after
        else:
            others += [_piece_of(number + 1, lines[number]) for number in range(begins, after)]
    return ([*rows, *others], after) if len(rows) > 1 else ([], place + 1)


def _may_be_head(line: str, mark: str) -> bool:
    is_short = mark in line and "\t" not in line and len(line) <= _LONGEST_HEAD
    return is_short and not (line.count(mark) == 1 and f"{mark} " in line)


def _read_row(lines: Sequence[str], place: int, mark: str, name: str) -> tuple[Piece, int]:
    """Return the row that begins in a line, and the line after it: a cell in quotation marks may be long."""
    for ahead, is_strict in ((_MOST_LINES, True), (1, False)):
        told = (f"{line}\n" for line in lines[place : place + ahead])
        reader = csv.reader(told, delimiter=mark, skipinitialspace=True, strict=is_strict)
        try:
            return row(next(reader), f"line {place + 1}", name), place + reader.line_num
        except csv.Error:
            continue
    return _piece_of(place + 1, lines[place]), place + 1
