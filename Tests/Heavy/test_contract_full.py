"""The contract, tried by a program that makes requests up from it."""

import pathlib
import subprocess
import sys

from process import ROOT

CONTRACT = ROOT / "openapi.yaml"
HERE = pathlib.Path(__file__).parent


def test_made_up_requests_are_answered_as_the_contract_says(service, tmp_path, report):
    program = pathlib.Path(sys.executable).with_name("schemathesis")
    outcome = subprocess.run(
        [
            program, "--config-file", HERE / "schemathesis.toml", "run", CONTRACT,
            "--url", service.url,
            # The same requests every time, and as many as take a few minutes at most.
            "--seed", "1", "--max-examples", "40", "--max-time", "2000", "--request-timeout", "120",
            "--suppress-health-check", "all", "--continue-on-failure", "--no-color",
        ],
        cwd=tmp_path, capture_output=True, text=True, timeout=2400)
    report("schemathesis", outcome.stdout.strip().splitlines()[-1].strip("= "))
    assert outcome.returncode == 0, outcome.stdout[-20_000:]
    assert service.get("/healthz").status == 200
    assert '"level":"error"' not in service.log_text()
