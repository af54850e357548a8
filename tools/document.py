"""What the scripts that keep a document true have in common: its fenced blocks, runs of the program, and the end."""
import difflib
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = ROOT / "target" / "release" / "standoff"

FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)


def add_options(parser, binary=BINARY):
    parser.add_argument("--binary", default=str(binary))
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a document differs")


def shell(lines, binary, folder):
    """Runs lines of shell as they are typed, with the program on the path. Returns what a terminal would show."""
    path = f"{pathlib.Path(binary).resolve().parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", lines],
        cwd=folder,
        env={**os.environ, "PATH": path, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"this does not run (code {done.returncode}):\n{lines}{done.stdout}")
    return done.stdout


def settle(path, old, new, check, remedy):
    """Writes the document anew; with `check` a difference is an error instead, and shown."""
    if not check:
        path.write_text(new)
    elif new != old:
        sys.stderr.writelines(
            difflib.unified_diff(old.splitlines(True), new.splitlines(True), "the document", "the program")
        )
        sys.exit(f"{path.relative_to(ROOT)} is not what the program gives; {remedy}")
