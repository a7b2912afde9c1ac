"""Many connections at once: idle ones in little memory, busy ones while profiles reload."""

import os
import resource
import socket
import threading
import time

from process import ESTIMATE, KWS, MOST_THREADS, ONE_HEAP, Service, wait_for
from profile_mount import GOOD, ProfileMount

IDLE = int(os.environ.get("HEAVY_IDLE", 10_000))
SECONDS = int(os.environ.get("HEAVY_SECONDS", 60))
BUSY = 64


def read_answer(client):
    """One answer, by its length."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = client.recv(65_536)
        assert piece, data
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += client.recv(65_536)
    return head, body


def test_ten_thousand_idle_connections_cost_little(report):
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    wanted = 2 * IDLE + 200
    if hard == resource.RLIM_INFINITY or hard >= wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        count = IDLE
    else:
        count = min(IDLE, hard - 200)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    # An answer of several KB each: what making it needed must not stay with the connection.
    messages = [
        f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
        for path in ("/healthz", "/profiles/nucleo-f746zg", "/operators")
    ]
    # Coming one after the other may take more than the 60 s that a connection may be idle.
    with Service("--idle-seconds", "3600") as service:
        for message in messages:
            with socket.create_connection(("127.0.0.1", service.port)) as client:
                client.sendall(message)
                read_answer(client)
        before = service.resident_mib
        clients = []
        for number in range(count):
            client = socket.create_connection(("127.0.0.1", service.port), timeout=120)
            client.sendall(messages[number % 3])
            head, _ = read_answer(client)
            assert head.startswith(b"HTTP/1.1 200 ")
            clients.append(client)
        wait_for(lambda: f"opmeter_http_connections {count + 1}\n"
                 in service.get("/metrics").body.decode())
        # A second after its answer a connection gives back what it does not need.
        wait_for(lambda: service.resident_mib - before < 100)
        report(f"{count} idle connections",
               f"+{service.resident_mib - before:.1f} MiB, {service.threads} threads")
        assert service.threads <= MOST_THREADS
        # Each still answers, in another order.
        for client in clients[::-37]:
            client.sendall(messages[0])
            assert read_answer(client)[1] == b'{"status":"ok"}\n'
        for client in clients:
            client.close()
        service.settled_descriptors(60)


ROUTES = (
    ("GET", "/healthz", None), ("GET", "/profiles", None), ("GET", "/operators", None),
    ("POST", f"{ESTIMATE}&detail=summary", KWS), ("GET", "/profiles/nucleo-f746zg", None),
    ("POST", f"{ESTIMATE}&detail=full", KWS), ("GET", "/metrics", None), ("GET", "/readyz", None),
    ("POST", "/estimate?profile=nucleo-f746zg&profile=nucleo-l4r5zi", KWS),
)


class Busy:
    """A thread with a connection, which asks for one route after the other."""

    def __init__(self, service, number, end):
        self.requests, self.failures = 0, []
        self._service, self._number, self._end = service, number, end
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self):
        connection = self._service.connection()
        try:
            while not self._end.is_set():
                method, path, body = ROUTES[(self.requests + self._number) % len(ROUTES)]
                connection.request(method, path, body)
                answer = connection.getresponse()
                data = answer.read()
                if answer.status != 200:
                    self.failures.append((answer.status, path, data[:200]))
                self.requests += 1
        except Exception as error:  # noqa: BLE001 - whatever it is, a request failed
            self.failures.append(repr(error))
        finally:
            connection.close()


def test_busy_connections_while_profiles_reload(tmp_path, report):
    mount = ProfileMount(tmp_path / "mount")
    end = threading.Event()
    with Service(profiles=mount.path, environment=ONE_HEAP) as service:
        busy = [Busy(service, number, end) for number in range(BUSY)]
        resident, reloads = [], 0
        begin = time.monotonic()
        while time.monotonic() - begin < SECONDS:
            # Every kind of good change in turn, one a second: the pace is what is asked for.
            GOOD[reloads % len(GOOD)](mount, round(100 + reloads / 10, 1))
            reloads += 1
            resident.append(service.resident_mib)
            end.wait(max(0, begin + reloads - time.monotonic()))
        end.set()
        for each in busy:
            each.thread.join()
        requests = sum(each.requests for each in busy)
        failures = [failure for each in busy for failure in each.failures]
        status = service.get("/profiles/status").json
        report(f"{BUSY} connections, {SECONDS} s",
               f"{requests} requests, {reloads} changes, {status['reloads']}, "
               f"{len(failures)} failed")
        report("resident MiB", ", ".join(f"{each:.0f}" for each in resident[:: max(1, SECONDS // 10)]))
        assert not failures, failures[:3]
        # Nobody is left behind: not a speed, which is the machine's.
        assert min(each.requests for each in busy) > requests / BUSY / 20
        assert service.threads <= MOST_THREADS
        # Warm after a fifth; what leaks would grow on through the rest.
        count = len(resident)
        assert max(resident[count * 3 // 5:]) < max(resident[count // 5: count * 3 // 5]) + 8
    assert reloads >= 10
