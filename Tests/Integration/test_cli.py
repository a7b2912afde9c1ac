"""The commands: the same engine without a service, and the exit codes that pipelines rely on."""

import csv
import io
import json
import os
import pathlib
import shutil
import socket
import subprocess
import xml.etree.ElementTree as xml

import pytest
import xmlschema

from conftest import BINARY, ROOT, Service, example_graph

KWS = ROOT / "Examples/graphs/kws.json"


def junit_schema():
    return xmlschema.XMLSchema(str(pathlib.Path(__file__).with_name("junit.xsd")))


def opmeter(*arguments, stdin=None, **environment):
    return subprocess.run(
        [BINARY, *arguments], cwd=ROOT, input=stdin, capture_output=True, timeout=300,
        env={**os.environ, **environment})


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


MODELS = ("Examples/graphs/ds-cnn-1x124.json", "Examples/graphs/ds-cnn-10x40.json")


@pytest.mark.parametrize(
    "form", ["json", "text", "md", "csv", "junit", "github-action-benchmark"])
def test_several_models_are_one_document(service, form):
    """As its readers take it, each model by its path, and the same bytes from a service."""
    asked = ("estimate", *MODELS, "--profile", "nucleo-l4r5zi", "--budget", "latency=100ms",
             "--format", form)
    outcome = opmeter(*asked)
    assert outcome.returncode == 1, outcome.stderr
    served = opmeter(*asked, "--server", service.url)
    assert (served.stdout, served.returncode) == (outcome.stdout, 1)
    text = outcome.stdout.decode()
    if form == "json":
        reports = json.loads(text)["reports"]
        assert [report["path"] for report in reports] == list(MODELS)
        assert [report["report"]["results"][0]["pass"] for report in reports] == [True, False]
    elif form == "csv":
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [len([row for row in rows if row["model"] == model]) for model in MODELS] == [6, 24]
    elif form == "junit":
        junit_schema().validate(text)
        root = xml.fromstring(text)
        assert (root.get("tests"), root.get("failures")) == ("2", "1")
        assert [suite.get("name").split(" on ")[0] for suite in root] == list(MODELS)
    elif form == "github-action-benchmark":
        names = [row["name"] for row in json.loads(text)]
        assert len(set(names)) == len(names) == 8
    else:
        places = [text.index(model) for model in MODELS]
        assert places == sorted(places)
    alone = opmeter("estimate", MODELS[0], *asked[3:])
    assert alone.returncode == 0 and b"==>" not in alone.stdout


def test_several_models_in_json_are_a_baseline(tmp_path):
    kept = opmeter("estimate", *MODELS, "--profile", "nucleo-l4r5zi", "--format", "json")
    (tmp_path / "base.json").write_bytes(kept.stdout)
    (tmp_path / "opmeter.yaml").write_text(
        f"models: [{', '.join(str(ROOT / model) for model in MODELS)}]\n"
        "profiles: [nucleo-l4r5zi]\nregression: {latency: 0%}\nbaseline: base.json\n")
    # The paths are others: what the file has is gone, and told.
    outcome = opmeter("check", "--config", tmp_path / "opmeter.yaml")
    assert outcome.returncode == 0 and b"gone since the base: Examples" in outcome.stdout
    told = opmeter(
        "estimate", MODELS[1], "--profile", "nucleo-l4r5zi", "--baseline", tmp_path / "base.json")
    assert b"Since the baseline: Latency on nucleo-l4r5zi" in told.stdout


def test_nothing_is_printed_where_one_of_several_is_broken():
    outcome = opmeter("estimate", KWS, ROOT / "README.md", "--profile", "nucleo-l4r5zi")
    assert (outcome.returncode, outcome.stdout) == (2, b"") and b"README.md: " in outcome.stderr
    assert opmeter("estimate", "-", "-", stdin=example_graph()).returncode == 2


def test_a_model_may_be_given_a_name(service):
    url = "/estimate?profile=nucleo-f746zg&model_name="
    assert service.post(f"{url}a%20b", example_graph()).json["model"]["name"] == "a b"
    for name in ("", "x" * 256):
        answer = service.post(url + name, example_graph())
        assert (answer.status, answer.json["parameter"]) == (400, "model_name")


def test_a_report_is_told_from_a_model(service):
    report = service.post("/estimate?profile=nucleo-f746zg", example_graph())
    answer = service.post("/estimate?profile=nucleo-f746zg", report.body)
    assert answer.status == 422 or answer.status == 400
    assert "this looks like a report" in answer.json["detail"]


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


@pytest.mark.parametrize(
    "form,options",
    [
        ("json", ()),
        ("junit", ("--profile", "nucleo-l4r5zi", "--budget", "latency=5ms")),
        ("json", ("--profile", "nucleo-l4r5zi", "--budget", "latency=5ms")),
        ("text", ("--profile", "nucleo-l4r5zi", "--clock-mhz", "60.5", "--reserve", "sram=40KiB")),
    ],
)
def test_a_service_that_is_asked_gives_the_same_bytes_and_exit_code(service, form, options):
    local = opmeter("estimate", KWS, *options, "--format", form)
    asked = opmeter("estimate", KWS, *options, "--format", form, "--server", service.url)
    assert asked.stdout == local.stdout
    assert (asked.returncode, asked.stderr) == (local.returncode, local.stderr)


def test_asking_a_service_for_what_it_does_not_know_is_bad_input(service):
    outcome = opmeter("estimate", KWS, "--profile", "nucleo-f746zz", "--server", service.url)
    assert outcome.returncode == 2
    assert b"nucleo-f746zz" in outcome.stderr


def test_a_service_that_is_not_there_is_status_3():
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unheard.getsockname()[1]}"
        outcome = opmeter("estimate", KWS, "--server", url)
    assert outcome.returncode == 3
    assert b"refused" in outcome.stderr
    assert opmeter("estimate", KWS, "--server", "ftp://127.0.0.1").returncode == 2


def test_a_token_file_is_asked_of_posts_and_sent_by_the_command(tmp_path):
    tokens = tmp_path / "tokens"
    tokens.write_text("# the pipeline's\nsecret-1\n")
    guarded = Service(ROOT / "Profiles", "--token-file", tokens, "--poll-seconds", "1")
    try:
        assert guarded.get("/healthz").status == 200
        assert guarded.post("/estimate", example_graph()).status == 401
        asked = ("estimate", KWS, "--server", guarded.url)
        assert opmeter(*asked).returncode == 2
        assert opmeter(*asked, OPMETER_TOKEN="secret-1").returncode == 0
    finally:
        assert guarded.stop() == 0


def test_pages_of_a_listed_origin_may_read_answers():
    open_to_one = Service(ROOT / "Profiles", "--cors-origin", "https://models.example.org")
    try:
        for origin, allowed in [
            ("https://models.example.org", "https://models.example.org"),
            ("https://other.example.org", None),
        ]:
            answer = open_to_one.get("/profiles", Origin=origin)
            assert answer.status == 200
            assert answer.headers.get("access-control-allow-origin") == allowed
    finally:
        assert open_to_one.stop() == 0
    refused = opmeter("serve", "--cors-origin", "models.example.org")
    assert refused.returncode == 2
    assert b"--cors-origin" in refused.stderr


def test_the_difference_of_two_sets_names_what_moves(tmp_path):
    new = tmp_path / "Profiles"
    shutil.copytree(ROOT / "Profiles", new)
    same = opmeter("profiles", "diff", ROOT / "Profiles", new, "--models", KWS)
    assert (same.returncode, same.stdout) == (0, b"0 figures move, 0 of them by more than 0 %\n")
    device = new / "devices/nucleo-l4r5zi.json"
    facts = json.loads(device.read_text())
    facts["clock"]["default_mhz"] /= 2
    device.write_text(json.dumps(facts))
    moved = opmeter("profiles", "diff", ROOT / "Profiles", new, "--models", KWS)
    assert moved.returncode == 1, moved.stderr
    lines = moved.stdout.decode().splitlines()
    assert any("latency_ms" in line and line.endswith(" %") for line in lines)
    assert all("nucleo-l4r5zi" in line for line in lines[:-1])
    allowed = opmeter(
        "profiles", "diff", ROOT / "Profiles", new, "--models", KWS, "--tolerance", "1000")
    assert allowed.returncode == 0
    device.unlink()
    assert b"- nucleo-l4r5zi" in opmeter(
        "profiles", "diff", ROOT / "Profiles", new, "--models", KWS).stdout
    assert opmeter("profiles", "diff", ROOT / "docs", new, "--models", KWS).returncode == 2


def test_the_networks_of_equal_operations_are_what_their_script_writes():
    script = ROOT / "scripts/make-ds-cnns"
    outcome = subprocess.run([script, "--check"], capture_output=True, text=True, timeout=300)
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
