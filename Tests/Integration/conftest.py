"""A live service on a free port of 127.0.0.1, and the files that tests send to it."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
BINARY = pathlib.Path(os.environ.get("OPMETER", ROOT / ".build/debug/opmeter"))
# A proxy of the machine's is not asked for the services of tests, by urllib and by curl.
os.environ["no_proxy"] = os.environ["NO_PROXY"] = "*"


class Answer:
    """Status, headers and body of one answer, whatever the status."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def text(self):
        return self.body.decode("utf-8")


class Service:
    """A running `opmeter serve`; it says on its standard output where it listens."""

    def __init__(self, profiles, *arguments):
        self.profiles = pathlib.Path(profiles)
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [
                BINARY, "serve", "--host", "127.0.0.1", "--port", "0",
                "--profiles", profiles, "--access-log", "off", *arguments,
            ],
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        line = self.process.stdout.readline()
        if "http://" not in line:
            raise RuntimeError(f"no address in {line!r}: {self.log_text()}")
        self.url = line[line.index("http://"):].strip()

    def request(self, method, path, body=None, headers=None, timeout=300):
        request = urllib.request.Request(
            self.url + path, data=body, method=method, headers=headers or {})
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as answer:
            return Answer(answer.code, answer.headers, answer.read())

    def get(self, path, **headers):
        return self.request("GET", path, headers=headers)

    def post(self, path, body, **headers):
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
        return self.request("POST", path, body=body, headers=headers)

    def log_text(self):
        # Not from where the file stands: that is where the service writes on.
        return os.pread(self.log.fileno(), 1 << 30, 0).decode("utf-8")

    def stop(self):
        """Asks it to drain; returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.communicate(timeout=120)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
        return self.process.returncode


@pytest.fixture(scope="session")
def service():
    """One service on the project's own profiles, for tests that change nothing."""
    running = Service(ROOT / "Profiles")
    yield running
    assert running.stop() == 0, "SIGTERM drains and exits 0"


@pytest.fixture
def own_service(tmp_path):
    """A service on a copy of the profiles, for tests that edit them."""
    profiles = tmp_path / "Profiles"
    shutil.copytree(ROOT / "Profiles", profiles)
    running = Service(profiles)
    yield running
    running.stop()


def shared_model(name):
    """A real model file, or a skip that says which is missing."""
    path = SHARED / "models" / name
    if not path.exists():
        pytest.skip(f"{path} is not here: real model files are not part of the project")
    return path.read_bytes()


def example_graph(name="kws"):
    return (ROOT / "Examples/graphs" / f"{name}.json").read_bytes()


def small_graph(**changes):
    """A graph of two operations, as JSON; `changes` replace members of the first operation."""
    operation = {
        "op": "conv2d", "name": "conv", "inputs": ["image"], "outputs": ["t0"],
        "filters": 8, "kernel": [3, 3], "padding": "same", "activation": "relu",
    }
    operation.update(changes)
    return {
        "format": "opmeter-graph/1", "name": "small", "dtype": "int8",
        "inputs": [{"name": "image", "shape": [1, 16, 16, 4]}],
        "ops": [
            operation,
            {"op": "softmax", "name": "softmax", "inputs": ["t0"], "outputs": ["scores"]},
        ],
        "outputs": ["scores"],
    }
