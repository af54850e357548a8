#!/usr/bin/env bash
# Mutation testing: does a test fail when a line of the engine is wrong? A seeded sample of cargo-mutants' mutants of the files that
# the bound rests on, each against the tests that should catch it.
#
#   tools/mutants.sh [N] [SEED] [PATTERN]    N mutants (300) of all, by SEED (1), of the files whose path holds PATTERN
#   MUTANTS_DIR=DIR   where it builds and writes (target/mutants)
#   MUTANTS_RESUME=1  go on with the run that DIR holds: what was caught there stays caught, the rest is tried again
#   MUTANTS_TESTS=…   words for cargo test in place of the usual ones, without spaces in a word: "--lib", "--test=exact"
#
# Wants cargo-mutants (cargo install cargo-mutants --locked). Prints caught, missed, timeouts, and the share caught with Wilson's
# 95 % interval; the names of the missed are in DIR/missed.txt. A mutant that does not compile is counted for itself: it is no
# mutant that a test could have caught.
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:-300} seed=${2:-1} pattern=${3:-}
folder=${MUTANTS_DIR:-target/mutants}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

files=(engine/src/strip/trace.rs engine/src/strip/piece.rs engine/src/geodesy/distance.rs)
while read -r file; do files+=("$file"); done < <(find engine/src/strip/offset -name '*.rs' ! -name tests.rs | sort)
words=()
for file in "${files[@]}"; do
  if [[ $file == *"$pattern"* ]]; then words+=(--file "$file"); fi
done

# The tests of the engine itself: its own, the inputs that once broke the bound, and the quick form of torture.
read -r -a tests <<< "${MUTANTS_TESTS:---lib --test=exact --test=torture}"
# To every call of cargo, so that the other tests are not even built.
tests=("${tests[@]/#/--cargo-arg=}")

cargo mutants --list --package standoff-engine "${words[@]}" > "$folder/all.txt"
# The same sample for the same seed and list: sorted by a hash of the seed and the name, the first N.
python3 - "$seed" "$count" "$folder/all.txt" > "$folder/sample.txt" <<'PY'
import hashlib, sys
seed, count, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
names = [line.rstrip("\n") for line in open(path) if line.strip()]
names.sort(key=lambda n: hashlib.sha256(f"{seed} {n}".encode()).hexdigest())
print("\n".join(names[:count]))
PY
# A mutant is chosen by a pattern that is its whole name.
chosen=()
while read -r name; do
  chosen+=(--re "^$(printf %s "$name" | sed 's/[][\.*^$+?(){}|&~#-]/\\&/g')\$")
done < "$folder/sample.txt"

began=$SECONDS
go_on=()
if [[ -n ${MUTANTS_RESUME:-} ]]; then go_on=(--iterate); else rm -rf "$folder/mutants.out" "$folder/mutants.out.old"; fi
# Exit 2 says that some were missed, 3 that some timed out: both are findings, not failures.
status=0
cargo mutants --package standoff-engine "${words[@]}" "${chosen[@]}" --output "$folder" --profile mutants \
  --baseline "${MUTANTS_BASELINE:-run}" --timeout "${MUTANTS_TIMEOUT:-240}" --no-shuffle --colors never "${go_on[@]}" \
  "${tests[@]}" || status=$?
if ((status > 3)); then exit "$status"; fi

python3 - "$folder" "$((SECONDS - began))" <<'PY'
import math, pathlib, sys
folder, seconds = pathlib.Path(sys.argv[1]), int(sys.argv[2])
# cargo-mutants 27.1 runs mutants that delete a field whatever patterns say: those outside the sample do not count.
sample = set((folder / "sample.txt").read_text().splitlines())
def names(kind):
    file = folder / "mutants.out" / f"{kind}.txt"
    return [line for line in file.read_text().splitlines() if line in sample] if file.exists() else []
caught, missed, timeout, unviable = (names(k) for k in ("caught", "missed", "timeout", "unviable"))
# What an earlier run of the same sample caught, or could not compile.
caught += [name for name in names("previously_caught") if name not in caught + unviable]
# A mutant that never ends is seen.
n, k = len(caught) + len(missed) + len(timeout), len(caught) + len(timeout)
print(f"caught {len(caught)}, missed {len(missed)}, timeouts {len(timeout)}, not compiling {len(unviable)}")
if n:
    z, p = 1.959964, k / n
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = ((middle + s * half) / (1 + z * z / n) for s in (-1, 1))
    print(f"seen {k} of {n}: {100 * p:.1f} % (95 % interval {100 * low:.1f} to {100 * high:.1f}), {seconds / max(n, 1):.0f} s a mutant")
(folder / "missed.txt").write_text("".join(f"{name}\n" for name in missed))
for name in missed:
    print("missed:", name)
PY
