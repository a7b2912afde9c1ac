"""The table of docs/memory.md: real files, our figures beside the interpreter's own.

    python Tests/Integration/memory_table.py BINARY [--check]

Files are those of ../shared/models and of `make models`; the table has a row for each that is here,
so it is only written, and only checked, where both folders are.
"""

import csv
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
UNPACKED = pathlib.Path(os.environ.get("MODELS", ROOT / ".build-models"))
PAGE = ROOT / "docs/memory.md"
BEGIN, END = "<!-- memory-table -->", "<!-- /memory-table -->"
HOST, BOARD = "host-x86-64.tflm-reference", "any-cortex-m4.cmsis-nn-7.0.0"
HEAD = """\
| model | head, x86 | tail, x86 | smallest arena, M4 | peak | best order | head after `optimize` |
|---|---|---|---|---|---|---|
"""


def files():
    """Paths by content, so that a file under two names has one row."""
    known = {}
    for folder in (SHARED / "models", UNPACKED):
        for path in sorted(folder.rglob("*.tflite")):
            known.setdefault(hashlib.sha256(path.read_bytes()).digest(), path)
    return sorted(known.values(), key=lambda path: (path.name.lower(), path))


def is_complete():
    return (SHARED / "models").is_dir() and UNPACKED.is_dir()


def measured():
    """Smallest arenas that were found by bisection on Cortex-M4 with CMSIS-NN, by digest."""
    with open(SHARED / "data/tflm-arm-truth.csv") as lines:
        return {
            row["sha256"]: int(row["min_arena"]) for row in csv.DictReader(lines)
            if (row["core"], row["kernels"]) == ("cortex-m4", "cmsis") and row["min_arena"]
        }


def interpreter(file):
    """Head and tail that the interpreter allocates; `None` when it refuses the file."""
    import runtime
    try:
        return runtime.Run(file).arena
    except Exception:
        return None


def cell(ours, theirs):
    if ours is None:
        return "-"
    if theirs is None:
        return f"{ours:,}"
    return f"**{ours:,}**" if ours == theirs else f"{ours:,} ({theirs:,})"


def row(binary, path, smallest):
    file = path.read_bytes()

    def estimate(profile):
        done = subprocess.run(
            [binary, "estimate", path, "--profile", profile, "--format", "json"],
            capture_output=True, cwd=ROOT)
        return json.loads(done.stdout)["results"][0]["memory"] if done.returncode == 0 else None

    host, board, real = estimate(HOST), estimate(BOARD), interpreter(file)
    if host is None or real is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out.tflite"
        done = subprocess.run(
            [binary, "optimize", path, "-o", out, "--profile", HOST, "--format", "json"],
            capture_output=True, cwd=ROOT)
        after = json.loads(done.stdout)["arena"]
        optimised = interpreter(out.read_bytes())
    best = host["best_order_peak_bytes"]
    return [
        path.stem, cell(host["arena_bytes"], real["head"]),
        cell(host["persistent_bytes"], real["tail"]),
        cell(board["allocate_bytes"], smallest.get(hashlib.sha256(file).hexdigest())),
        f"{host['activation_peak_bytes']:,}",
        f"{best:,}" + ("" if host["lower_bound_proved"] else " (open)"),
        cell(after["after_bytes"] if after else None, optimised["head"]),
    ]


def table(binary):
    smallest = measured()
    rows = [row(binary, path, smallest) for path in files()]
    kept = [cells for cells in rows if cells]
    text = HEAD + "".join("| " + " | ".join(cells) + " |\n" for cells in kept)
    return text + f"\n{len(kept)} files; {len(rows) - len(kept)} more are refused by the runtime.\n"


def main(binary, *options):
    if not is_complete():
        print("memory_table: ../shared/models and .build-models (make models) are not both here")
        return 0 if options else 1
    page = PAGE.read_text()
    pattern = re.compile(f"{re.escape(BEGIN)}\n.*{re.escape(END)}", re.S)
    new = pattern.sub(lambda _: f"{BEGIN}\n{table(binary)}{END}", page)
    if "--check" in options:
        if new != page:
            print("docs/memory.md: the table is not what this program answers: make memory-table")
        return int(new != page)
    PAGE.write_text(new)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
