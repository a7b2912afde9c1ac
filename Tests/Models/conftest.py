"""Real model files, unpacked by scripts/unpack-models, and the program that is asked about them."""

import http.client
import json
import os
import pathlib
import re
import subprocess
import urllib.parse

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
        capture_output=True, text=True, timeout=300)


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


@pytest.fixture(scope="session")
def ask():
    """One service for all small models: bytes in, status and answer out."""
    process = subprocess.Popen(
        [PROGRAM, "serve", "--host", "127.0.0.1", "--port", "0", "--access-log", "off",
         "--profiles", str(ROOT / "Profiles")],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        port = int(re.search(r"http://127\.0\.0\.1:(\d+)", process.stdout.readline()).group(1))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)

        def asked(body, profile="nucleo-f746zg", **query):
            words = urllib.parse.urlencode({"profile": profile, "detail": "ops", **query}, True)
            connection.request("POST", f"/estimate?{words}", body)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())

        yield asked
        assert process.poll() is None, "the service died"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
