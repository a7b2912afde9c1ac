"""Clients that others wrote (Debian: curl, nghttp2-client, slowhttptest) against live servers."""

import csv
import re
import subprocess
import time

import pytest

SECONDS = 600


def run(*command, given=None):
    """What a tool prints; `given` is its standard input."""
    outcome = subprocess.run(
        [str(each) for each in command], capture_output=True, text=True, timeout=SECONDS, input=given)
    assert outcome.returncode == 0, outcome.stdout[-2000:] + outcome.stderr[-2000:]
    return outcome.stdout


# curl

VERSIONS = ("--http1.0", "--http1.1", "--http2-prior-knowledge")
EXPECTED = {"--http1.0": "1.1", "--http1.1": "1.1", "--http2-prior-knowledge": "2"}


def curl(*arguments, given=None):
    """Status, version and bytes of the answer."""
    return run("curl", "-s", "-o", "/dev/null", "--max-time", 120,
               "-w", "%{http_code} %{http_version} %{size_download}", *arguments,
               given=given).split()


@pytest.mark.parametrize("version", VERSIONS)
def test_curl_gets_the_same_in_every_version(server, version, tmp_path):
    body = tmp_path / "body"
    body.write_bytes(b"x" * 300_000)
    status, spoken, size = curl(version, server.url + server.get)
    assert (status, spoken) == ("200", EXPECTED[version]) and int(size) > 0
    assert curl(version, "-I", server.url + server.get)[0] == "200"
    assert curl(version, server.url + "/nothing-is-here")[0] == "404"
    assert curl(version, "-X", "PUT", server.url + server.get)[0] == "405"
    status, _, size = curl(version, "--data-binary", f"@{body}", server.url + server.post)
    if server.name == "echo":
        assert (status, size) == ("200", "300000")
        assert curl(version, "-H", "Expect: 100-continue", "--data-binary", f"@{body}",
                    server.url + "/")[2] == "300000"
        if version != "--http1.0":
            # Of unknown length: chunks, or frames without a length.
            assert curl(version, "-X", "POST", "-T", "-", server.url + "/",
                        given="hello")[2] == "5"
    else:
        assert status == "400"


def test_curl_is_not_upgraded(server):
    """curl asks by `Upgrade: h2c` and goes on in HTTP/1.1."""
    assert curl("--http2", server.url + server.get)[:2] == ["200", "1.1"]


def test_curl_over_one_connection(server):
    """Requests that follow each other use one connection.

    In HTTP/1.1 alone: the curl of Debian 12 (7.88.1) fails with 16 when it uses a connection of prior
    knowledge again, against nginx too.
    """
    connects = run("curl", "-s", "--http1.1", "-w", "%{num_connects} ", "-o", "/dev/null",
                   server.url + server.get, "-o", "/dev/null", server.url + server.get)
    assert connects.split() == ["1", "0"]


# nghttp and h2load


def test_nghttp(server, tmp_path):
    """Frames as nghttp prints them: settings both ways, an answer, an end without an error."""
    text = run("nghttp", "-v", "-n", server.url + server.get)
    assert re.search(r"recv \(stream_id=13\) :status: 200", text), text
    assert re.search(r"recv SETTINGS frame <length=0, flags=0x01", text), "not acknowledged"
    assert "error_code=NO_ERROR" in text and not re.search(r"error_code=(?!NO_ERROR)", text)
    # Many streams at once, on one connection.
    text = run("nghttp", "-n", "-s", "-m", 50, server.url + server.get)
    assert text.count(" 200 ") == 50, text
    # A body through the windows, with padding.
    body = tmp_path / "body"
    body.write_bytes(b"x" * 1_000_000)
    text = run("nghttp", "-n", "-s", "-b", 255, "-d", body, server.url + server.post)
    assert (" 200 " if server.name == "echo" else " 400 ") in text, text
    # Trailers.
    text = run("nghttp", "-n", "-s", "--trailer", "x-sum: 1", "-d", body, server.url + server.post)
    assert (" 200 " if server.name == "echo" else " 400 ") in text, text


LOADS = {
    "HTTP/1.1": ["--h1", "-c", 32, "-m", 1],
    "HTTP/1.1, pipelined": ["--h1", "-c", 16, "-m", 16],
    "HTTP/2, streams": ["-c", 16, "-m", 64],
    "HTTP/2, many connections": ["-c", 200, "-m", 4],
    "HTTP/2, the smallest windows": ["-c", 8, "-m", 8, "-w", 14, "-W", 16],
}


@pytest.mark.parametrize("load", LOADS)
def test_h2load_gets_every_answer(server, load, report):
    count = 20_000
    text = run("h2load", "-n", count, *LOADS[load], server.url + (server.large or server.get)
               if "windows" in load else server.url + server.get)
    assert f"{count} succeeded, 0 failed, 0 errored, 0 timeout" in text, text
    assert f"{count} 2xx, 0 3xx, 0 4xx, 0 5xx" in text, text
    report(f"{server.name}, {load}", re.search(r"[\d.]+ req/s", text)[0])


# slowhttptest

SLOW = {
    "header": ["-H", "-i", 1, "-x", 16],
    "body": ["-B", "-i", 1, "-s", 8192, "-x", 16],
    "ranges": ["-R", "-i", 1],
    # Windows of a few hundred bytes, read 32 bytes a second, answers far longer.
    "reading": ["-X", "-w", 256, "-y", 512, "-n", 1, "-z", 32, "-k", 4],
}
# Patience is 8 s and looked at twice a second; connections come over the first second, and on a busy
# machine all of it takes longer.
LIMIT, MOST = 30, 24


def waiting_answers(port):
    """Connections of a server whose clients have not taken what was sent, as the kernel counts them.

    slowhttptest itself does not notice the reset that ends such a connection.
    """
    count = 0
    with open("/proc/net/tcp") as lines:
        for line in lines:
            words = line.split()
            if words[1].endswith(f":{port:04X}") and words[3] == "01":
                count += int(words[4].split(":")[0], 16) > 0
    return count


def test_slow_clients_are_all_cut(server, tmp_path, report):
    """All kinds at once; each connection is closed by the server before the end, others are served."""
    kinds = [kind for kind in SLOW if kind != "reading" or server.large]
    running = {}
    begin = time.monotonic()
    for kind in kinds:
        target = server.large if kind == "reading" else (
            server.post if kind == "body" else server.get)
        running[kind] = subprocess.Popen(
            [str(each) for each in (
                "slowhttptest", *SLOW[kind], "-c", 100, "-r", 200, "-l", LIMIT, "-p", 15, "-g",
                "-o", tmp_path / kind, "-u", server.url + target)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    served = 0
    reading = {}
    while any(each.poll() is None for each in running.values()):
        assert curl(server.url + server.get)[0] == "200"
        served += 1
        reading[time.monotonic() - begin] = waiting_answers(server.port)
        try:
            running[kinds[0]].wait(0.2)
        except subprocess.TimeoutExpired:
            pass
    for kind in kinds:
        with open(tmp_path / f"{kind}.csv") as lines:
            rows = list(csv.DictReader(lines, skipinitialspace=True))
        connected = {int(row["Seconds"]): int(row["Connected"]) for row in rows}
        if kind == "reading":
            connected = reading
        last = max((second for second, count in connected.items() if count), default=0)
        report(f"{server.name}, slow {kind}",
               f"{max(connected.values(), default=0)} at once, the last open at {last:.0f} s")
        assert all(row["Service Available"].strip() == "100" or int(row["Seconds"]) == 0
                   for row in rows), rows
        # Ranges are answered at once and the connections kept as idle ones are.
        if kind != "ranges":
            assert max(connected.values()) > 50 and last <= MOST, connected
    report(f"{server.name}, others meanwhile", f"{served} requests answered")
    assert served >= 5
