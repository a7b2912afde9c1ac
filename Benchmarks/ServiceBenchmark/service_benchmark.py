"""CPU time of the server per request, and allocations per request, beside a baseline of the same run.

    python3 service_benchmark.py BINARY [--nginx PATH] [--model FILE.tflite] [--requests N] [--json]

Requests per second depend on what else the machine does; CPU time (user and system, over many requests)
is steadier, and its ratio to GET /healthz in the same run steadier still. The best of several rounds is
shown, with the spread of the others: what disturbs only ever adds.
"""

import argparse
import ctypes
import json
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
CONNECTIONS = 16

# CPU microseconds per request that others reach, on another day of the same kind of machine.
OTHERS = """
GET, small JSON: nginx 1.22 5.6; bare Dispatch 9-11; Hummingbird 2.28 34-37; FlyingFox 0.27 122-151
POST 5 KB JSON, answered with 5 KB: Dispatch and an own parser 67; Dispatch and Foundation's JSON 724;
  Hummingbird 809-956; FlyingFox 1,006-1,064
""".strip()


def request(method, path, body=b"", **headers):
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def cpu_seconds(pid):
    """User and system time of a process and all its threads, ended ones too, to the nanosecond."""
    # clock_getcpuclockid(3): the process's number, inverted, over three bits that say which clock.
    return time.clock_gettime((~pid << 3) | 2)


class Client:
    """Connections that each keep one request under way."""

    def __init__(self, port):
        self.sockets = [
            socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(CONNECTIONS)]
        for each in self.sockets:
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self):
        for each in self.sockets:
            each.close()

    def ask_once(self, message):
        first = self.sockets[0]
        first.sendall(message)
        answer = self._read(first, None)
        assert answer.startswith(b"HTTP/1.1 200 "), answer[:400]
        return answer

    def ask(self, message, count, length):
        """Sends `message` at least `count` times; every answer has `length` bytes."""
        for _ in range(-(-count // CONNECTIONS)):
            for each in self.sockets:
                each.sendall(message)
            for each in self.sockets:
                self._read(each, length)
        return -(-count // CONNECTIONS) * CONNECTIONS

    @staticmethod
    def _read(connection, length):
        data = connection.recv(1 << 20)
        while length is None and b"\r\n\r\n" not in data:
            data += connection.recv(1 << 20)
        if length is None:
            head = data[: data.index(b"\r\n\r\n") + 4].lower()
            length = len(head) + int(head.split(b"content-length: ")[1].split(b"\r\n")[0])
        received = len(data)
        pieces = [data]
        while received < length:
            pieces.append(connection.recv(1 << 20))
            received += len(pieces[-1])
        return b"".join(pieces)


class Server:
    def __init__(self, command, environment=None):
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)

    @property
    def pid(self):
        return self.process.pid

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def deployed_environment():
    """What the service runs with where it is installed, over what this process has."""
    lines = (ROOT / "deploy/opmeter.service").read_text().splitlines()
    pairs = (line.split("=", 2)[1:] for line in lines if line.startswith("Environment="))
    return {**os.environ, **dict(pairs)}


def start_opmeter(binary, environment=None):
    server = Server(
        [binary, "serve", "--port", "0", "--profiles", ROOT / "Profiles", "--access-log", "off"],
        environment or deployed_environment())
    server.port = int(server.process.stdout.readline().rsplit(":", 1)[1])
    return server


def start_nginx(program, directory):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    paths = "".join(
        f"{kind}_temp_path {directory}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (directory / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {directory}/pid; events {{}}\n"
        f"http {{ access_log off; {paths} keepalive_requests 10000000; "
        f"server {{ listen 127.0.0.1:{port}; location / {{ default_type application/json; "
        "return 200 '{\"status\":\"ok\"}'; } } }")
    server = Server([program, "-p", directory, "-e", "stderr", "-c", directory / "nginx.conf"])
    server.port = port
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except ConnectionRefusedError:
            time.sleep(0.02)
    return server


def cases(model):
    graph = (ROOT / "Examples/graphs/kws.json").read_bytes()
    path = "/estimate?profile=nucleo-f746zg&detail="
    found = {
        "GET /healthz": request("GET", "/healthz"),
        "GET /profiles": request("GET", "/profiles"),
    }
    for detail in ("summary", "ops", "full"):
        found[f"POST kws.json, {detail}"] = request("POST", path + detail, graph)
    if model.exists():
        body = model.read_bytes()
        for detail in ("summary", "ops", "full"):
            found[f"POST {model.name}, {detail}"] = request("POST", path + detail, body)
    else:
        print(f"no {model}: only JSON is measured", file=sys.stderr)
    return found


def measure_cpu(servers, count, rounds):
    """Microseconds per request by name, one figure a round; all cases in turn within a round."""
    figures = {}
    clients = {}
    for name, (server, message) in servers.items():
        client = clients.setdefault(server.pid, Client(server.port))
        length = len(client.ask_once(message))
        client.ask(message, 64, length)
        figures[name] = (length, [])
    for _ in range(rounds):
        for name, (server, message) in servers.items():
            length, times = figures[name]
            before = cpu_seconds(server.pid)
            asked = clients[server.pid].ask(message, count, length)
            times.append((cpu_seconds(server.pid) - before) / asked * 1e6)
    for client in clients.values():
        client.close()
    return figures


class AllocationCounter:
    """Counts `malloc` and its kin in a server by a library that is loaded before it."""

    def __init__(self, directory):
        self.library = directory / "count_allocations.so"
        self.counts = directory / "counts"
        compiler = shutil.which("cc") or "clang"
        subprocess.run(
            [compiler, "-O2", "-shared", "-fPIC", "-o", self.library, HERE / "count_allocations.c"],
            check=True)
        self.counts.write_bytes(bytes(16))

    @property
    def environment(self):
        return {
            **os.environ, "LD_PRELOAD": str(self.library), "ALLOCATION_COUNTS": str(self.counts)}

    def read(self):
        data = self.counts.read_bytes()
        return ctypes.c_uint64.from_buffer_copy(data).value


def measure_allocations(binary, messages, count=2_000):
    """Allocations per request by name: exact but for what a timer adds now and then."""
    with tempfile.TemporaryDirectory() as directory:
        counter = AllocationCounter(pathlib.Path(directory))
        server = start_opmeter(binary, counter.environment)
        client = Client(server.port)
        found = {}
        for name, message in messages.items():
            length = len(client.ask_once(message))
            client.ask(message, 200, length)
            before = counter.read()
            asked = client.ask(message, count, length)
            found[name] = (counter.read() - before) / asked
        client.close()
        server.stop()
        return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("--nginx", type=pathlib.Path, help="an nginx to measure beside it")
    parser.add_argument(
        "--model", type=pathlib.Path,
        default=ROOT.parent / "shared/models/mlperf-tiny/kws_ref_model.tflite")
    parser.add_argument("--requests", type=int, default=4_000, help="of each kind in each round")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true", help="figures for programs")
    options = parser.parse_args()

    messages = cases(options.model)
    with tempfile.TemporaryDirectory() as directory:
        server = start_opmeter(options.binary)
        servers = {name: (server, message) for name, message in messages.items()}
        if options.nginx:
            nginx = start_nginx(options.nginx, pathlib.Path(directory))
            servers["nginx: GET, the same answer"] = (nginx, messages["GET /healthz"])
        try:
            figures = measure_cpu(servers, options.requests, options.rounds)
        finally:
            server.stop()
            if options.nginx:
                nginx.stop()
    allocations = measure_allocations(options.binary, messages)

    baseline = min(figures["GET /healthz"][1])
    if options.json:
        print(json.dumps({
            name: {"cpu_us": min(times), "ratio": min(times) / baseline,
                   "allocations": allocations.get(name)}
            for name, (_, times) in figures.items()}, indent=2))
        return
    print(f"{'request':34} {'answer':>8} {'CPU':>9} {'ratio':>7} {'median':>9} {'allocations':>12}")
    for name, (length, times) in figures.items():
        count = f"{allocations[name]:.1f}" if name in allocations else "-"
        print(
            f"{name:34} {length:>6} B {min(times):>6.1f} us {min(times) / baseline:>7.2f} "
            f"{statistics.median(times):>6.1f} us {count:>12}")
    print(f"\nbest and median of {options.rounds} rounds of {options.requests} requests over "
          f"{CONNECTIONS} connections; others, for context:\n{OTHERS}")


if __name__ == "__main__":
    main()
