"""A live service as the operating system sees it: its process, its memory, its descriptors."""

import http.client
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("OPMETER", ROOT / ".build/release/opmeter"))
KWS = (ROOT / "Examples/graphs/kws.json").read_bytes()
ESTIMATE = "/estimate?profile=nucleo-f746zg"
# All of the machine: the service goes by what its control group allows, this process by its affinity.
CORES = os.cpu_count()
# When everything runs at once: a loop and a compute thread a core, the main thread, Dispatch's own, and
# one each for signals, profiles and the two logs. On a busy machine one more a core: Dispatch looks once
# a second how many of its threads run, and takes those that wait for a processor's page or lock for lost
# (libdispatch, WORKQ_OVERSUBSCRIBE_FACTOR).
MOST_THREADS = 3 * CORES + 6

# A proxy of the machine's is not asked for the services of tests.
os.environ["no_proxy"] = os.environ["NO_PROXY"] = "*"


def wait_for(condition, seconds=120, pause=0.005):
    """Polls until `condition` holds; returns what it gave."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < end, "what was waited for did not happen"
        time.sleep(pause)


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)


# One heap for all threads. A reload that is the first on a heap leaves there what it needed (9 MiB with the
# shipped profiles), which is no leak; with one that happens at the start, and all later growth counts.
ONE_HEAP = {**os.environ, "MALLOC_ARENA_MAX": "1"}


class Service:
    """A running `opmeter serve`; it says on its standard output where it listens."""

    def __init__(self, *arguments, profiles=ROOT / "Profiles", port=0, environment=None):
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [
                BINARY, "serve", "--host", "127.0.0.1", "--port", str(port),
                "--profiles", profiles, "--access-log", "off", *arguments,
            ],
            stdout=subprocess.PIPE, stderr=self.log, text=True, env=environment)
        line = self.process.stdout.readline()
        assert "http://" in line, f"no address in {line!r}: {self.log_text()}"
        self.port = int(line.rsplit(":", 1)[1])
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.log.close()

    def connection(self, timeout=120):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def request(self, method, path, body=None, headers=None, timeout=120):
        connection = self.connection(timeout)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.request("GET", path, headers=headers)

    def post(self, path, body, **headers):
        return self.request("POST", path, body, headers)

    def signal(self, number):
        self.process.send_signal(number)

    def terminate(self, seconds=120):
        """Asks it to end; returns its exit code."""
        self.signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def log_text(self):
        # Not from where the file stands: that is where the service writes on.
        return os.pread(self.log.fileno(), 1 << 30, 0).decode()

    # What the kernel says.

    def status(self, name):
        """A number of /proc/PID/status: VmRSS and VmHWM in KiB, Threads."""
        with open(f"/proc/{self.process.pid}/status") as lines:
            for line in lines:
                if line.startswith(name + ":"):
                    return int(line.split()[1])
        raise KeyError(name)

    @property
    def resident_mib(self):
        return self.status("VmRSS") / 1024

    @property
    def peak_mib(self):
        return self.status("VmHWM") / 1024

    def forget_peak(self):
        """From here on, `peak_mib` is the most memory since now (proc(5), clear_refs).

        Since the start on kernels without it, which is never less.
        """
        try:
            pathlib.Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")
        except OSError:
            pass

    @property
    def threads(self):
        return self.status("Threads")

    @property
    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def resting_descriptors(self):
        """What is open while nothing goes on.

        Files that are just being read do not count; the timer that Dispatch makes for the log's first line
        does, which is written when it is gone off.
        """
        assert self.get("/healthz").status == 200
        wait_for(lambda: "listening" in self.log_text())
        counts = []
        for _ in range(50):
            counts.append(self.descriptors)
            time.sleep(0.01)
        return min(counts)

    def settled_descriptors(self, at_most):
        """Waits until connections that have ended are closed, and no longer than that."""
        return wait_for(lambda: (count := self.descriptors) <= at_most and count)

    def settled_connections(self):
        """Waits until no connection is counted but the one that asks."""
        wait_for(lambda: "opmeter_http_connections 1\n" in self.get("/metrics").body.decode())
