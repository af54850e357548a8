#!/usr/bin/env python3
"""Draws the pictures of docs/gallery.md by the commands that stand below them.

    tools/gallery.py [--binary target/release/standoff] [--check] [--folder target/gallery]

The document is the list: each picture `![...](gallery/NAME)` is followed by a ```sh block that writes NAME. The blocks are run in the
folder, where an index.html shows all pictures with their commands. Then the pictures go to docs/gallery; with --check they are
compared with those there byte for byte. Standard library only (Python 3.11).
"""
import argparse
import html
import pathlib
import re
import shutil
import sys

from document import ROOT, add_options, shell

DOCUMENT = ROOT / "docs" / "gallery.md"
SHOWN = ROOT / "docs" / "gallery"
# Together, so that a clone stays small.
MOST_BYTES = 1_500_000
ENTRY = re.compile(
    r"^## (?P<title>.+?)\n.*?^!\[(?P<alt>[^\]]+)\]\(gallery/(?P<name>[\w.-]+)\)$.*?^```sh\n(?P<lines>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Pictures by standoff</title>
<style>body{{font:16px/1.4 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}img{{max-width:100%}}pre{{overflow-x:auto}}</style>
</head><body><h1>Pictures by standoff</h1>
{entries}</body></html>
"""


def draw(entry, binary, folder):
    """Runs an entry's command and returns the picture's path."""
    picture = folder / entry["name"]
    picture.unlink(missing_ok=True)
    if entry["name"] not in entry["lines"]:
        sys.exit(f"the command below {entry['name']} does not write it:\n{entry['lines']}")
    shell(entry["lines"], binary, folder)
    if not picture.exists():
        sys.exit(f"{entry['name']} was not written by\n{entry['lines']}")
    return picture


def index(entries):
    e = html.escape
    return PAGE.format(
        entries="".join(
            f"<h2>{e(m['title'])}</h2>\n<img src=\"{e(m['name'])}\" alt=\"{e(m['alt'])}\">\n<pre>{e(m['lines'])}</pre>\n"
            for m in entries
        )
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_options(parser)
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / "target" / "gallery")
    options = parser.parse_args()
    text = DOCUMENT.read_text()
    entries = list(ENTRY.finditer(text))
    named = re.findall(r"\]\(gallery/([\w.-]+)\)", text)
    if not entries or [m["name"] for m in entries] != named:
        sys.exit(f"{DOCUMENT.name}: not every picture has a title above and a command below")
    options.folder.mkdir(parents=True, exist_ok=True)
    pictures = [draw(m, options.binary, options.folder) for m in entries]
    (options.folder / "index.html").write_text(index(entries))
    size = sum(p.stat().st_size for p in pictures)
    if size > MOST_BYTES:
        sys.exit(f"the pictures have {size:,} bytes together, more than {MOST_BYTES:,}")
    SHOWN.mkdir(exist_ok=True)
    if options.check:
        differ = [p.name for p in pictures if not same(p, SHOWN / p.name)]
        differ += [p.name for p in SHOWN.iterdir() if p.name not in named]
        if differ:
            sys.exit(f"docs/gallery is not what the program draws: {', '.join(differ)}; run `make gallery` and look at them")
    else:
        for old in SHOWN.iterdir():
            old.unlink()
        for picture in pictures:
            shutil.copy(picture, SHOWN)
    print(f"{len(pictures)} pictures, {size:,} bytes: {options.folder / 'index.html'}", file=sys.stderr)


def same(one, other):
    return other.exists() and one.read_bytes() == other.read_bytes()


main()
