"""The contract, tried by a program that makes requests up from it."""

import os
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
            # The same requests every time, and as many: with --max-time it would go on until that is over,
            # and a quicker machine would try what no other has.
            "--generation-deterministic", "--max-examples", "200", "--request-timeout", "120",
            "--suppress-health-check", "all", "--continue-on-failure", "--no-color",
        ],
        cwd=tmp_path, capture_output=True, text=True, timeout=3600,
        # It goes through sets, whose order is another in each process.
        env={**os.environ, "PYTHONHASHSEED": "0"})
    report("schemathesis", "; ".join(
        line.strip("= ") for line in outcome.stdout.splitlines() if "generated, " in line))
    assert outcome.returncode == 0, outcome.stdout[-20_000:]
    assert service.get("/healthz").status == 200
    assert '"level":"error"' not in service.log_text()
