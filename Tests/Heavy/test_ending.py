"""How the service ends, and how soon it is back."""

import signal
import socket
import statistics
import time

from process import ESTIMATE, KWS, Service, wait_for


def half_request(port):
    """A connection with half of a request read: one in flight, for as long as a test likes."""
    client = socket.create_connection(("127.0.0.1", port), timeout=30)
    head = f"POST {ESTIMATE} HTTP/1.1\r\nHost: a\r\nContent-Length: {len(KWS)}\r\n"
    client.sendall(f"{head}Expect: 100-continue\r\n\r\n".encode())
    # That it was read is seen by the answer to `Expect`.
    assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
    client.sendall(KWS[:100])
    return client


def finish(client):
    client.sendall(KWS[100:])
    data = b""
    while chunk := client.recv(65_536):
        data += chunk
    return data


def can_connect(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        return True
    except ConnectionError:
        # Refused, or reset: who knocks in the very moment of closing.
        return False


def test_a_drain_finishes_what_runs():
    with Service("--drain-delay", "3") as service:
        running = [half_request(service.port) for _ in range(20)]
        idle = service.connection()
        idle.request("GET", "/readyz")
        assert idle.getresponse().read()
        service.signal(signal.SIGTERM)
        # First it is not ready any more, and still answers everybody.
        wait_for(lambda: service.get("/readyz").status == 503)
        assert service.post(ESTIMATE, KWS).status == 200
        # Then nobody new comes in, and who waits for nothing is let go.
        wait_for(lambda: not can_connect(service.port))
        assert idle.sock.recv(1) == b""
        assert service.process.poll() is None
        for client in running:
            answer = finish(client)
            assert answer.startswith(b"HTTP/1.1 200 ")
            assert b"connection: close" in answer.lower()
            client.close()
        assert service.process.wait(120) == 0
        assert "stopped" in service.log_text()


def test_a_drain_has_a_deadline(report):
    with Service("--drain-seconds", "1") as service:
        stuck = half_request(service.port)
        begin = time.monotonic()
        assert service.terminate() == 0
        report("one request stuck, deadline 1 s: ended after", f"{time.monotonic() - begin:.2f} s")
        # A request that its own limit had ended would not have been cut.
        assert "cutting requests that took too long" in service.log_text()
        stuck.close()


def test_a_second_signal_ends_at_once():
    for number in (signal.SIGTERM, signal.SIGINT):
        with Service() as service:
            stuck = half_request(service.port)
            service.signal(signal.SIGTERM)
            wait_for(lambda: not can_connect(service.port))
            service.signal(number)
            # Not 0, with which a drain ends.
            assert service.process.wait(120) == 128 + number
            stuck.close()


def test_it_is_back_soon_after_being_killed(report):
    """The same port, with the killed process's connections still about."""
    times = []
    service = Service()
    port = service.port
    for _ in range(10):
        kept = service.connection()
        kept.request("GET", "/healthz")
        assert kept.getresponse().read()
        service.signal(signal.SIGKILL)
        service.process.wait()
        begin = time.monotonic()
        service = Service(port=port)
        assert service.get("/healthz").status == 200
        times.append((time.monotonic() - begin) * 1000)
        kept.close()
    report("killed and started: first answer after",
           f"median {statistics.median(times):.0f} ms, {min(times):.0f} to {max(times):.0f} ms")
    # The figure is what is looked at: machines are shared.
    assert service.terminate() == 0


def test_a_signal_to_reload_at_any_moment_never_kills():
    """SIGHUP before, while and after it starts, and while it drains."""
    with Service("--drain-delay", "3") as service:
        for _ in range(50):
            service.signal(signal.SIGHUP)
        assert service.get("/healthz").status == 200
        service.signal(signal.SIGTERM)
        for _ in range(50):
            service.signal(signal.SIGHUP)
        assert service.process.wait(120) == 0
