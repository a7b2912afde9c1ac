"""The commands: the same engine without a service, and the exit codes that pipelines rely on."""

import json
import subprocess

import pytest

from conftest import BINARY, ROOT, example_graph

KWS = ROOT / "Examples/graphs/kws.json"


def opmeter(*arguments, stdin=None):
    return subprocess.run(
        [BINARY, *arguments], cwd=ROOT, input=stdin, capture_output=True, timeout=60)


def test_the_command_gives_the_bytes_of_the_service(service):
    for form in ("json", "text", "csv", "md"):
        outcome = opmeter("estimate", KWS, "--profile", "nucleo-f746zg", "--format", form)
        assert outcome.returncode == 0, outcome.stderr
        answer = service.post(f"/estimate?profile=nucleo-f746zg&format={form}", example_graph())
        assert outcome.stdout == answer.body, form


def test_a_model_may_come_from_standard_input():
    outcome = opmeter(
        "estimate", "-", "--profile", "nucleo-f746zg", "--format", "json", stdin=example_graph())
    assert json.loads(outcome.stdout)["model"]["macs"] == 2_656_768


def test_without_a_profile_every_device_answers_in_summary():
    outcome = opmeter("estimate", KWS, "--format", "json")
    results = json.loads(outcome.stdout)["results"]
    devices = [result["profile"]["device"] for result in results]
    assert len(devices) == len(set(devices)) == len(list((ROOT / "Profiles/devices").glob("*.json")))
    assert all("ops" not in result for result in results)


@pytest.mark.parametrize(
    "arguments,code",
    [
        (("estimate", KWS, "--profile", "nucleo-l4r5zi", "--budget", "latency=500ms"), 0),
        (("estimate", KWS, "--profile", "nucleo-l4r5zi", "--budget", "latency=5ms"), 1),
        (("estimate", KWS, "--profile", "nucleo-l4r5zi", "--budget", "latency=5KiB"), 2),
        (("estimate", KWS, "--profile", "nucleo-f746zz"), 2),
        (("estimate", "missing.tflite"), 2),
        (("estimate", ROOT / "README.md"), 2),
        (("estimate", KWS, "--profle", "nucleo-f746zg"), 2),
        (("serve", "--port", "70000"), 2),
        (("profiles", "check", ROOT / "Profiles"), 0),
        (("profiles", "check", ROOT / "docs"), 2),
        (("profiles", "list"), 0),
        (("profiles", "show", "nucleo-f746zg"), 0),
        (("profiles", "show", "nucleo"), 2),
        (("--help",), 0),
    ],
)
def test_exit_codes(arguments, code):
    outcome = opmeter(*map(str, arguments))
    assert outcome.returncode == code, outcome.stderr
    if code == 2:
        assert outcome.stderr, "a failure says why"


def test_what_is_shown_can_be_loaded_again():
    shown = opmeter("profiles", "show", "nucleo-l4r5zi").stdout
    assert json.loads(shown) == json.loads((ROOT / "Profiles/devices/nucleo-l4r5zi.json").read_text())


def test_the_networks_of_equal_operations_are_what_their_script_writes():
    script = ROOT / "scripts/make-ds-cnns"
    outcome = subprocess.run([script, "--check"], capture_output=True, text=True, timeout=60)
    assert outcome.returncode == 0, outcome.stderr


def test_networks_of_equal_operations_differ_in_energy_by_what_the_paper_says():
    energies, operations = [], []
    for file in sorted((ROOT / "Examples/graphs").glob("ds-cnn-*.json")):
        outcome = opmeter("estimate", file, "--profile", "nucleo-f746zg", "--format", "json")
        report = json.loads(outcome.stdout)
        operations.append(report["model"]["arith_ops"])
        energies.append(report["results"][0]["totals"]["energy_uj"]["value"])
    assert len(energies) == 5
    # The networks' own tables of operations count pools and the last layer too.
    assert max(operations) / min(operations) < 1.025
    assert 1.2 < max(energies) / min(energies) < 1.6


def test_the_pages_on_the_paper_are_what_their_script_writes():
    outcome = subprocess.run(
        [ROOT / "scripts/make-paper", BINARY, "--check"], capture_output=True, text=True,
        timeout=300)
    assert outcome.returncode == 0, outcome.stderr
