"""A repository that checks its models: what the tests of `opmeter check` and of the recipes work in."""

import json
import os
import pathlib
import pty
import subprocess

from conftest import BINARY, ROOT

PROFILE = "nucleo-l4r5zi"
#: Two networks with equal operations and unequal cost: the second takes some 40 % longer there.
CHEAP = "ds-cnn-1x124"
DEAR = "ds-cnn-10x40"


def graph(name):
    return (ROOT / "Examples/graphs" / f"{name}.json").read_bytes()


#: Growth as sentences tell it: figures move with the profiles, and are not repeated here.
RISE = r"rises [\d.]+ ms \(\+[\d.]+ %\)"


def latency(name):
    """Milliseconds on the board of these tests."""
    outcome = subprocess.run(
        [BINARY, "estimate", "-", "--profile", PROFILE, "--format", "json", "--detail", "summary",
         "--profiles", ROOT / "Profiles"], input=graph(name), capture_output=True, check=True)
    return json.loads(outcome.stdout)["results"][0]["totals"]["latency_ms"]["value"]


class Repository:
    """A directory with a model, where the program runs as a pipeline runs it."""

    def __init__(self, directory, model=CHEAP):
        self.directory = pathlib.Path(directory)
        self.put(model)

    def put(self, model, path="model.json"):
        """Lays a network of the examples, or bytes, at a path."""
        content = graph(model) if isinstance(model, str) else model
        target = self.directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    def write(self, text, path="opmeter.yaml"):
        (self.directory / path).write_text(text)

    def read(self, path):
        return (self.directory / path).read_text()

    def environment(self, **more):
        """Like a runner's: the program on the path, its profiles beside it, no terminal."""
        return {
            **os.environ, "PATH": f"{BINARY.parent}:{os.environ['PATH']}",
            "OPMETER_PROFILES": str(ROOT / "Profiles"), **more,
        }

    def run(self, *arguments, stdin=None, **environment):
        return subprocess.run(
            [BINARY, *map(str, arguments)], cwd=self.directory, input=stdin, capture_output=True,
            timeout=300, env=self.environment(**environment))

    def in_terminal(self, *arguments, **environment):
        """What the program writes where standard output and error are a terminal."""
        master, slave = pty.openpty()
        process = subprocess.Popen(
            [BINARY, *map(str, arguments)], cwd=self.directory, stdin=subprocess.DEVNULL,
            stdout=slave, stderr=slave, env=self.environment(**{"TERM": "xterm", **environment}))
        os.close(slave)
        written = b""
        while True:
            try:
                chunk = os.read(master, 65_536)
            except OSError:
                break
            if not chunk:
                break
            written += chunk
        os.close(master)
        process.wait(timeout=300)
        return written.decode()

    def init(self, *arguments):
        outcome = self.run("init", "model.json", "--profile", PROFILE, *arguments)
        assert outcome.returncode == 0, outcome.stderr
        return outcome

    def check(self, *arguments, **environment):
        return self.run("check", *arguments, **environment)

    def json(self, *arguments):
        return json.loads(self.check("--format", "json", *arguments).stdout)
