"""Two live servers: the service, and HTTPCore alone with the routes of Examples/EchoServer."""

import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Heavy"))

from process import Service  # noqa: E402

ECHO = pathlib.Path(os.environ.get("ECHO_SERVER", ROOT / ".build-echo/release/EchoServer"))


class Echo:
    """`GET /` is answered with OK, `POST /` with its body."""

    name, get, post, large = "echo", "/", "/", None

    def __init__(self):
        self.process = subprocess.Popen(
            [ECHO, "--host", "127.0.0.1", "--port", "0"], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])

    def stop(self):
        self.process.terminate()
        assert self.process.wait(120) == 0
        self.process.stdout.close()


class Opmeter:
    """`POST /profiles/validate` takes any body and says what is wrong with it."""

    name, get, post, large = "service", "/healthz", "/profiles/validate", "/openapi.yaml"

    def __init__(self):
        self.service = Service()
        self.port = self.service.port

    def stop(self):
        assert self.service.terminate() == 0
        log = self.service.log_text()
        assert '"level":"error"' not in log and "Fatal" not in log, log[-2000:]
        self.service.process.stdout.close()
        self.service.log.close()


@pytest.fixture(scope="session", params=[Echo, Opmeter], ids=["echo", "service"])
def server(request):
    running = request.param()
    running.url = f"http://127.0.0.1:{running.port}"
    yield running
    running.stop()


@pytest.fixture
def report(record_property, capsys):
    """Prints a measured figure, whether or not the test passes."""

    def say(name, value):
        record_property(name, value)
        with capsys.disabled():
            print(f"\n    {name}: {value}", end="", flush=True)

    return say
