"""Which program is run: found by the setting, the variable STANDOFF, or PATH, and of a version that this plugin knows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

from processing.core.ProcessingConfig import ProcessingConfig

from .text import tr

SETTING = "STANDOFF_PROGRAM"
VARIABLE = "STANDOFF"
# Before 1.0 flags and columns may change with the second number.
KNOWN = (0, 1)
# The program answers in milliseconds; a wrong file in its place may not answer at all. Seconds.
PATIENCE = 20


class ProgramError(Exception):
    """No program, or not the right one; the text says what to do."""


def tested_with() -> str:
    return f"{KNOWN[0]}.{KNOWN[1]}"


def find() -> str:
    """Path of the program. What is named by hand is taken or refused, never passed over in silence."""
    setting = str(ProcessingConfig.getSetting(SETTING) or "").strip()
    for named, origin in (
        (setting, tr("Settings > Options > Processing > Providers > Standoff")),
        (os.environ.get(VARIABLE, "").strip(), tr("the environment variable {}").format(VARIABLE)),
    ):
        if named:
            found = _executable(os.path.expanduser(named))
            if found is None:
                raise ProgramError(
                    tr("{path} is not a program that can be run; it is named in {origin}: correct it there, or empty it").format(
                        path=named, origin=origin
                    )
                )
            return found
    found = shutil.which("standoff")
    if found is None:
        raise ProgramError(
            tr(
                "the program standoff was not found: build it (cargo build --release) and name its path in Settings > Options > "
                "Processing > Providers > Standoff, or in the environment variable {}, or put it on PATH"
            ).format(VARIABLE)
        )
    return found


def check(program: str) -> str:
    """The program's own lines on its version and data; an error where its version is not known to this plugin."""
    try:
        done = subprocess.run(
            [program, "--version"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=PATIENCE,
            check=False,
            **quiet_window(),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ProgramError(tr("{path} does not start: {error}").format(path=program, error=error)) from error
    told = done.stdout.decode("utf-8", "replace").strip()
    version = version_of(told)
    if done.returncode != 0 or version is None:
        raise ProgramError(
            tr("{path} is not the program standoff: to --version it answers {told!r}").format(path=program, told=told[:200])
        )
    if version[:2] != KNOWN:
        raise ProgramError(
            tr("{path} is standoff {found}, and this plugin knows {known}: take the plugin and the program of one release").format(
                path=program, found=".".join(map(str, version)), known=tested_with()
            )
        )
    return told


def version_of(told: str) -> tuple[int, int, int] | None:
    match = re.match(r"standoff (\d+)\.(\d+)\.(\d+)", told)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def quiet_window() -> dict:
    """Arguments of Popen: no console window of its own on Windows."""
    flag = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    return {"creationflags": flag} if flag else {}


def _executable(named: str) -> str | None:
    # A path stays a path: which() looks on PATH for bare names only.
    found = shutil.which(named)
    return os.path.abspath(found) if found else None
