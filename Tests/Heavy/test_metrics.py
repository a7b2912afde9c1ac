"""Prometheus' own checker accepts what the service counts, after all kinds of requests."""

import subprocess

from process import ESTIMATE, KWS


def test_promtool_accepts_the_metrics(service, tools):
    for path in ("/healthz", "/profiles", "/profiles/nucleo-f746zg", "/nothing", "/metrics"):
        service.get(path)
    service.post(ESTIMATE, KWS)
    service.post(ESTIMATE, b"\xff")
    service.request("DELETE", "/estimate")
    text = service.get("/metrics").body
    outcome = subprocess.run(
        [tools / "usr/bin/promtool", "check", "metrics"], input=text, capture_output=True, timeout=30)
    assert outcome.returncode == 0, outcome.stderr.decode()
    # Not even a remark.
    assert outcome.stdout + outcome.stderr == b""
    assert b'opmeter_http_requests_total{route="/estimate",method="POST",status="200"} 1' in text
    for gauge in (b"opmeter_profiles_last_reload_successful 1", b"process_open_fds "):
        assert gauge in text
