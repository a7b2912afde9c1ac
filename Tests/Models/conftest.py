"""Real model files, unpacked by scripts/unpack-models, and the program that is asked about them."""

import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODELS = pathlib.Path(os.environ.get("MODELS", ROOT / ".build-models"))
PROGRAM = os.environ.get("OPMETER", str(ROOT / ".build/release/opmeter"))


def models(pattern):
    found = sorted(str(path.relative_to(MODELS)) for path in MODELS.glob(pattern))
    assert found, f"no {pattern} below {MODELS}; scripts/unpack-models fetches them"
    return found


def run(path, *options, profile="nucleo-f746zg"):
    return subprocess.run(
        [PROGRAM, "estimate", str(path), "--profile", profile, "--format", "json",
         "--detail", "ops", "--profiles", str(ROOT / "Profiles"), *options],
        capture_output=True, text=True, timeout=120)


def estimate(path, *options):
    """The report of a model that is answered for."""
    done = run(MODELS / path, *options)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def answers():
    """Each model is asked about once."""
    known = {}

    def answer(path, *options):
        key = (path, options)
        if key not in known:
            known[key] = estimate(path, *options)
        return known[key]

    return answer
