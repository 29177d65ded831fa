"""Which line of a cell an error is on.

Deno's kernel runs what is left of a cell once types and empty lines are gone, and
counts lines in that. So the kernel is asked for the same text once more, and its words
are aligned with those of the cell.
"""

import difflib
import re

WORD = re.compile(r"\w+|\"[^\"\n]*\"|'[^'\n]*'")
IMPORT = re.compile(r"^import\s+([^\"';]+?)\s+from\s+([\"'][^\"'\n]+[\"'])", re.M)
PREFIX = len('"use strict"; void 0;')  # what the kernel puts before the first line


def printer(source):
    """Code that prints what the kernel makes of `source`, without running that."""
    body = IMPORT.sub(as_await, source)
    return f"console.log((async function () {{\n{body}\n}}).toString());"


def as_await(match):
    """A static import as the kernel writes it: a function may not have one."""
    names = re.sub(r"\s+", " ", match[1]).replace(" as ", ": ")
    names = names.removeprefix("type ").removeprefix("*: ")
    return f"const {names} = await import({match[2]})"


def source_line(source, printed, line, column):
    """The line of `source`, from 1, that the kernel calls `line`, or None.

    `printed` is what the code of `printer` printed.
    """
    emitted = [text.removeprefix("  ") for text in printed.rstrip("\n").split("\n")]
    emitted = emitted[1:-1]  # the function's own lines
    if not 1 <= line <= len(emitted):
        return None
    start = max(0, column - 1 - (PREFIX if line == 1 else 0))
    place = sum(len(text) + 1 for text in emitted[: line - 1]) + start
    ours = list(WORD.finditer(source))
    theirs = list(WORD.finditer("\n".join(emitted)))
    at = next((i for i, word in enumerate(theirs) if word.end() > place), None)
    blocks = difflib.SequenceMatcher(
        None, [w[0] for w in ours], [w[0] for w in theirs], autojunk=False
    ).get_matching_blocks()
    for block in blocks:
        if at is not None and block.b <= at < block.b + block.size:
            word = ours[block.a + at - block.b]
            return source.count("\n", 0, word.start()) + 1
    return None
