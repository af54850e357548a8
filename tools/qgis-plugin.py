#!/usr/bin/env python3
"""Packs qgis/standoff_processing as QGIS's 'Install from ZIP' wants it: the same bytes for the same files, whenever and wherever.

    tools/qgis-plugin.py target/standoff_processing.zip     # or: make qgis-plugin
"""

import configparser
import os
import re
import sys
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NAME = "standoff_processing"
PLUGIN = os.path.join(ROOT, "qgis", NAME)
# What a plugin is made of; nothing else that lies in the folder gets in.
ENDINGS = (".py", ".svg", ".txt", "LICENSE")
LICENCES = ("LICENSE-APACHE", "LICENSE-MIT")
# The earliest day that a zip can hold.
DAY = (1980, 1, 1, 0, 0, 0)


def same_version() -> None:
    """The plugin's version is the program's."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(os.path.join(PLUGIN, "metadata.txt"), encoding="utf-8")
    with open(os.path.join(ROOT, "Cargo.toml"), encoding="utf-8") as file:
        program = re.search(r'^version = "(.*)"', file.read(), re.MULTILINE)
    if program is None or metadata["general"]["version"] != program[1]:
        sys.exit("qgis-plugin: the version in metadata.txt is not that in Cargo.toml: make them one")


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    same_version()
    files = [(os.path.join(PLUGIN, name), name) for name in os.listdir(PLUGIN) if name.endswith(ENDINGS)]
    files += [(os.path.join(ROOT, name), name) for name in LICENCES]
    target = sys.argv[1]
    os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
    # Stored: what deflate makes depends on the library's version.
    with zipfile.ZipFile(f"{target}.part", "w", zipfile.ZIP_STORED) as packed:
        for path, name in sorted(files, key=lambda file: file[1]):
            entry = zipfile.ZipInfo(f"{NAME}/{name}", DAY)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            with open(path, "rb") as file:
                packed.writestr(entry, file.read())
    os.replace(f"{target}.part", target)


main()
