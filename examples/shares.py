#!/usr/bin/env python3
"""Shares of territories over a sweep's scenarios, as a table: standard library only, pandas where it is there.

Written in cells (# %%) for notebooks and editors that run them; as a script: shares.py [SCENARIOS.toml].
STANDOFF names the program where it is not on the PATH.
"""

# %% Run the scenarios; rows come as they are done.
import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

standoff = os.environ.get("STANDOFF", "standoff")
scenarios = sys.argv[1] if len(sys.argv) > 1 else str(Path(__file__).parent / "readings.toml")

run = subprocess.Popen(
    [standoff, "sweep", scenarios, "--format", "ndjson", "--quiet"], stdout=subprocess.PIPE, text=True
)
rows = [json.loads(line) for line in run.stdout]
if run.wait() != 0:
    sys.exit(run.returncode)

# %% The territories that are covered most, one column a scenario.
most = defaultdict(float)
for row in rows:
    most[row["territory"]] = max(most[row["territory"]], row["overlap_share"])
chosen = sorted(most, key=lambda code: (-most[code], code))[:10]
names = list(dict.fromkeys(row["scenario"] for row in rows))
share = {(row["territory"], row["scenario"]): row["overlap_share"] for row in rows}

# %% With pandas a data frame for further work; without it plain text.
try:
    import pandas
except ImportError:
    pandas = None
if pandas is not None:
    frame = pandas.DataFrame(rows)
    table = frame.pivot_table(index="scenario", columns="territory", values="overlap_share", sort=False)
    print((100 * table[chosen].fillna(0)).round(1).to_string())
else:
    wide = max(len(name) for name in names)
    print(" " * wide, *(f"{code:>6}" for code in chosen))
    for name in names:
        print(f"{name:<{wide}}", *(f"{100 * share.get((code, name), 0):6.1f}" for code in chosen))

# %% The narrowest scenario that covers a third of Estonia.
third = [row for row in rows if row["territory"] == "EST" and row["overlap_share"] >= 1 / 3]
if third:
    least = min(third, key=lambda row: row["width_km"])
    print(f"\na third of Estonia: {least['scenario']} ({100 * least['overlap_share']:.1f} %)")
