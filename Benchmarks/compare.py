"""The table of Benchmarks/README.md: server CPU per request, all contestants in turn within one run.

    python3 Benchmarks/compare.py --opmeter BINARY [--echo BINARY] [--nginx BINARY] [--hummingbird BINARY]

Each load is made by h2load (Debian: nghttp2-client). The least of several rounds counts: whatever
disturbs only adds. Compare the columns of one run, never microseconds of two machines.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "Benchmarks/ServiceBenchmark"))

from service_benchmark import cpu_seconds  # noqa: E402

GRAPH = ROOT / "Examples/graphs/kws.json"
ONE = ["--h1", "-c", "64", "-m", "1"]
MANY = ["-c", "8", "-m", "32"]
# Name of the load, arguments of h2load, and what each contestant is asked.
LOADS = [
    ("GET, small JSON, HTTP/1.1, 64 connections", ONE,
     {"opmeter": "/healthz", "HTTPCore": "/", "nginx": "/", "Hummingbird": "/healthz"}),
    ("GET, HTTP/1.1, one connection", ["--h1", "-c", "1", "-m", "1"],
     {"opmeter": "/healthz", "HTTPCore": "/", "nginx": "/", "Hummingbird": "/healthz"}),
    ("GET, h2c, 8 connections of 32 streams", MANY,
     {"opmeter": "/healthz", "HTTPCore": "/", "nginx h2": "/", "Hummingbird h2": "/healthz"}),
    (f"POST of {GRAPH.stat().st_size:,} bytes of graph JSON", [*ONE, "-d", str(GRAPH)],
     {"opmeter": "/estimate?profile=nucleo-f746zg&detail=summary", "HTTPCore": "/",
      "Hummingbird": "/graph"}),
]


class Contestant:
    """A server in a process of its own that prints its address, unless the port is known."""

    def __init__(self, command, port=None):
        self.process = subprocess.Popen(
            [str(each) for each in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True)
        self.port = port or int(self.process.stdout.readline().rsplit(":", 1)[1])

    def measure(self, path, arguments, count):
        """Microseconds of user and system time per answered request."""
        url = f"http://127.0.0.1:{self.port}{path}"
        before = cpu_seconds(self.process.pid)
        text = subprocess.run(
            ["h2load", "-n", str(count), *arguments, url], capture_output=True, text=True,
            check=True).stdout
        assert re.search(rf"\b{count} 2xx", text), text
        return (cpu_seconds(self.process.pid) - before) / count * 1e6

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def nginx(program, directory, port, is_http2):
    paths = "".join(
        f"{kind}_temp_path {directory}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    configuration = directory / f"nginx-{port}.conf"
    configuration.write_text(
        f"daemon off; master_process off; pid {directory}/pid-{port}; events {{}}\n"
        f"http {{ access_log off; {paths} keepalive_requests 10000000; "
        f"server {{ listen 127.0.0.1:{port}{' http2' if is_http2 else ''}; location / {{ "
        "default_type application/json; return 200 '{\"status\":\"ok\"}'; } } }")
    server = Contestant([program, "-p", directory, "-e", "stderr", "-c", configuration], port)
    time.sleep(1)
    return server


def start(options, directory):
    servers = {
        "opmeter": Contestant([
            options.opmeter, "serve", "--port", "0", "--profiles", ROOT / "Profiles",
            "--access-log", "off"])}
    if options.echo:
        servers["HTTPCore"] = Contestant([options.echo, "--host", "127.0.0.1", "--port", "0"])
    if options.nginx:
        servers["nginx"] = nginx(options.nginx, directory, 18_601, False)
        servers["nginx h2"] = nginx(options.nginx, directory, 18_602, True)
    if options.hummingbird:
        servers["Hummingbird"] = Contestant([options.hummingbird, "http1"])
        servers["Hummingbird h2"] = Contestant([options.hummingbird, "http2"])
    return servers


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("opmeter", "echo", "nginx", "hummingbird"):
        parser.add_argument(f"--{name}", type=os.path.abspath, required=name == "opmeter")
    parser.add_argument("--requests", type=int, default=40_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    least = {}
    with tempfile.TemporaryDirectory() as directory:
        servers = start(options, pathlib.Path(directory))
        for _ in range(options.rounds):
            for load, arguments, paths in LOADS:
                for name in paths.keys() & servers.keys():
                    cost = servers[name].measure(paths[name], arguments, options.requests)
                    key = load, name.removesuffix(" h2")
                    least[key] = min(cost, least.get(key, cost))
        for server in servers.values():
            server.stop()
    columns = ("opmeter", "HTTPCore", "nginx", "Hummingbird")
    print("| CPU microseconds per request | " + " | ".join(columns) + " | opmeter / nginx |")
    print("|---" * (len(columns) + 2) + "|")
    for load, _, _ in LOADS:
        cells = [f"{least[load, name]:.1f}" if (load, name) in least else "-" for name in columns]
        ratio = (f"{least[load, 'opmeter'] / least[load, 'nginx']:.2f}"
                 if (load, "nginx") in least else "-")
        print(f"| {load} | " + " | ".join(cells) + f" | {ratio} |")


if __name__ == "__main__":
    main()
