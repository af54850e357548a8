"""One run of the program: what it says goes to the log as it comes, cancelling ends it, its error is raised whole."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from typing import IO

from qgis.core import QgsProcessingException, QgsProcessingFeedback

from .binary import quiet_window
from .text import tr

# How often cancelling is looked for, and how long the program may take to end by itself then. Seconds.
LOOK = 0.1
GRACE = 2.0
# How the program begins its messages.
WARNING = "warning: "
ERROR = "error:"


def run(program: str, words: Sequence[str], folder: str, feedback: QgsProcessingFeedback) -> str:
    """Runs `program` with `words` in `folder` and gives what it wrote to standard output."""
    feedback.pushCommandInfo(" ".join(shlex.quote(word) for word in (program, *words)))
    said: list[str] = []
    # Standard output goes to a file: it may be long, and is of use only when the program has ended well.
    with tempfile.TemporaryFile(dir=folder) as out:
        try:
            process = subprocess.Popen(
                [program, *words],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.PIPE,
                env={**os.environ, "NO_COLOR": "1"},
                **quiet_window(),
            )
        except OSError as error:
            raise QgsProcessingException(tr("{path} does not start: {error}").format(path=program, error=error)) from error
        listener = threading.Thread(target=_listen, args=(process.stderr, said), daemon=True)
        listener.start()
        told = 0
        try:
            while True:
                ended = _ended(process)
                if ended:
                    listener.join()
                while told < len(said):
                    _tell(said[told], feedback)
                    told += 1
                if ended:
                    break
                if feedback.isCanceled():
                    raise QgsProcessingException(tr("stopped by the user; nothing was written"))
        finally:
            _end(process)
            listener.join()
            process.stderr.close()
        if process.returncode != 0:
            raise QgsProcessingException(_failure(process.returncode, said))
        out.seek(0)
        return out.read().decode("utf-8")


def _listen(stream: IO[bytes], said: list[str]) -> None:
    for line in stream:
        said.append(line.decode("utf-8", "replace").rstrip("\r\n"))


def _ended(process: subprocess.Popen) -> bool:
    try:
        process.wait(LOOK)
    except subprocess.TimeoutExpired:
        return False
    return True


def _end(process: subprocess.Popen) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _tell(line: str, feedback: QgsProcessingFeedback) -> None:
    if line.startswith(WARNING):
        # QGIS marks it as one.
        feedback.pushWarning(line[len(WARNING) :])
    elif line and not line.startswith(ERROR):
        feedback.pushInfo(line)


def _failure(code: int, said: list[str]) -> str:
    """The program's message from its first word on, and what its code means."""
    start = next((i for i, line in enumerate(said) if line.startswith(ERROR)), 0)
    text = "\n".join(said[start:]).strip()
    # Its hint at --help is of no use in a dialog.
    text = text.replace("\n\nFor more information, try '--help'.", "")
    meaning = {
        1: tr("the work failed"),
        2: tr("a value is wrong"),
        3: tr("the input data is wrong"),
        130: tr("interrupted"),
    }.get(code, tr("ended with code {}").format(code))
    return f"standoff: {meaning}\n{text or tr('it said nothing')}"
