#!/usr/bin/env python3
"""Runs the commands of docs/tutorial.md in an empty folder and writes what they print under them.

    tools/tutorial.py [--binary target/release/standoff] [--check]

```sh         is run, as it is typed, in the order of the document; `sh setup` is for the reader alone
```text       behind it holds what it printed; `text head=9` the first nine lines of that and an ellipsis

A number with a unit or a decimal in the prose must stand in a command or in what was printed, also rounded or as a percentage, so that
no figure ages unseen.
With --check nothing is written, and a difference is an error. Standard library only (Python 3.11).
"""
import argparse
import re
import sys
import tempfile

from document import FENCE, ROOT, add_options, settle, shell

DOCUMENT = ROOT / "docs" / "tutorial.md"
ELLIPSIS = "…\n"
# What is a figure of a result: 71.40, 144.429 km, 223,784.8, 33 %. Years, counts of steps and the like are not.
FIGURE = re.compile(r"(?<![\w.,-])\d[\d,]*(?:\.\d+|(?= ?(?:%|km|m\b)))")
NUMBER = re.compile(r"(?<![\w.-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


def shown(info, printed):
    """What of the output the block's info string asks for."""
    head = re.search(r"head=(\d+)", info)
    lines = printed.splitlines(True)
    if not head or len(lines) <= int(head[1]):
        return printed
    return "".join(lines[: int(head[1])]) + ELLIPSIS


def written_anew(text, run):
    """The document with every output as `run` gives it, and all that was typed and printed."""
    known, printed = [], None

    def block(match):
        nonlocal printed
        kind, _, rest = match["info"].partition(" ")
        if kind == "sh":
            known.append(match["body"])
            if rest != "setup":
                printed = run(match["body"])
                known.append(printed)
            return match[0]
        if kind != "text":
            return match[0]
        if printed is None:
            sys.exit(f"a block of output stands before any command:\n{match['body']}")
        body = shown(match["info"], printed)
        printed = None
        return f"```{match['info']}\n{body}```"

    return FENCE.sub(block, text), "".join(known)


def stale_figures(text, known):
    """Lines of the prose with a figure that no command has and no output."""
    value = lambda figure: float(figure.replace(",", ""))
    values = {value(n) * scale for n in NUMBER.findall(known) for scale in (1, 100)}
    prose = FENCE.sub(lambda m: "\n" * m[0].count("\n"), text)
    for number, line in enumerate(prose.splitlines(), 1):
        for figure in FIGURE.findall(line):
            half = 0.5 / 10 ** len(figure.partition(".")[2])
            if not any(abs(value(figure) - v) <= half * (1 + 1e-9) for v in values):
                yield f"{DOCUMENT.name}:{number}: {figure} is in no command and no output"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_options(parser)
    options = parser.parse_args()
    old = DOCUMENT.read_text()
    with tempfile.TemporaryDirectory() as folder:
        new, known = written_anew(old, lambda lines: shell(lines, options.binary, folder))
    settle(DOCUMENT, old, new, options.check, "run `make tutorial` and read the difference")
    stale = list(stale_figures(new, known))
    if stale:
        sys.exit("\n".join(stale))


if __name__ == "__main__":
    main()
