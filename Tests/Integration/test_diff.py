"""`POST /diff` and `opmeter diff`: what changed, and which limits fail."""

import base64
import copy
import csv
import io
import json
import re

import pytest

from checking import CHEAP, DEAR, PROFILE, RISE, Repository, graph
from conftest import example_graph

QUERY = f"profile={PROFILE}"


@pytest.fixture
def repository(tmp_path):
    here = Repository(tmp_path)
    here.put(CHEAP, "cheap.json")
    here.put(DEAR, "dear.json")
    return here


def report(service, model, query=QUERY):
    return service.post(f"/estimate?{query}", model).json


def body(base, head):
    return json.dumps({"base": base, "head": head}).encode()


def problem(outcome, code=2):
    assert outcome.returncode == code, outcome.stdout + outcome.stderr
    assert outcome.stdout == b""
    return outcome.stderr.decode()


@pytest.mark.parametrize("form", ["json", "text", "md", "csv"])
def test_command_and_service_give_the_same_bytes(repository, service, form):
    arguments = ("cheap.json", "dear.json", "--profile", PROFILE, "--format", form,
                 "--regression", "latency=50%", "--budget", "latency=100ms")
    here = repository.run("diff", *arguments)
    there = repository.run("diff", *arguments, "--server", service.url)
    assert here.returncode == there.returncode == 1
    assert here.stdout == there.stdout
    assert here.stderr == there.stderr == b""


def test_reports_models_and_mixtures_agree(repository, service):
    cheap, dear = (json.loads(graph(name)) for name in (CHEAP, DEAR))
    old, new = report(service, graph(CHEAP)), report(service, graph(DEAR))
    answers = [
        service.post(f"/diff?{QUERY}", body(base, head)).json
        for base in (old, cheap, {"model_base64": base64.b64encode(graph(CHEAP)).decode()})
        for head in (new, dear)]
    for answer in answers:
        metrics = {metric["metric"]: metric for metric in answer["results"][0]["metrics"]}
        assert metrics["latency"]["change_fraction"] > 0.2
        assert metrics["latency"]["change"]["value"] == pytest.approx(
            new["results"][0]["totals"]["latency_ms"]["value"]
            - old["results"][0]["totals"]["latency_ms"]["value"], abs=1e-4)
        assert re.match(rf"Latency on nucleo-l4r5zi\.cmsis-nn-7\.0\.0 {RISE}", answer["sentence"])


def test_the_interval_of_a_difference_is_narrower_than_those_of_the_totals(service):
    model = json.loads(example_graph())
    changed = copy.deepcopy(model)
    changed["ops"].insert(1, {
        "op": "depthwise_conv2d", "name": "one-more", "inputs": [model["ops"][0]["outputs"][0]],
        "outputs": ["extra"], "kernel": [3, 3], "padding": "same"})
    changed["ops"][2]["inputs"] = ["extra"]
    answer = service.post(f"/diff?{QUERY}", body(model, changed)).json["results"][0]
    latency = answer["metrics"][0]
    width = latency["change"]["high"] - latency["change"]["low"]
    total = report(service, json.dumps(model).encode())["results"][0]["totals"]["latency_ms"]
    assert 0 < width < (total["high"] - total["low"]) / 4
    assert [(op["change"], op["name"]) for op in answer["ops"]] == [("added", "one-more")]


def test_operations_are_matched_by_name_then_by_structure(service):
    model = json.loads(example_graph())
    changed = copy.deepcopy(model)
    changed["ops"][1]["name"] = "another-name"
    del changed["ops"][-1]
    changed["outputs"] = changed["ops"][-1]["outputs"]
    operations = service.post(f"/diff?{QUERY}", body(model, changed)).json["results"][0]["ops"]
    assert {(op["change"], op["name"]) for op in operations} == {
        ("renamed", "another-name"), ("removed", "softmax")}


def test_a_gate_fails_with_the_whole_difference(service):
    cheap, dear = (json.loads(graph(name)) for name in (CHEAP, DEAR))
    answer = service.post(
        f"/diff?{QUERY}&gate=true&regression.latency=2%25", body(cheap, dear))
    assert answer.status == 422
    assert answer.json["type"] == "urn:opmeter:problem:regression-failed"
    assert answer.json["schema"] == "opmeter-diff/1" and answer.json["results"]
    answer = service.post(f"/diff?{QUERY}&gate=true&budget.latency=1ms", body(cheap, cheap))
    assert (answer.status, answer.json["type"]) == (422, "urn:opmeter:problem:budget-failed")
    kept = service.post(f"/diff?{QUERY}&gate=true&regression.latency=0%25", body(cheap, cheap))
    assert kept.status == 200 and kept.json["pass"]
    page = service.post(
        f"/diff?{QUERY}&gate=true&regression.latency=2%25&format=md", body(cheap, dear))
    assert page.status == 422 and page.headers["content-type"].startswith("text/markdown")


def test_a_limit_of_zero_holds_for_a_new_spelling_of_the_same_network(repository, service):
    same = json.loads(graph(CHEAP))
    repository.write(json.dumps(same, indent=3), "same.json")
    outcome = repository.run(
        "diff", "cheap.json", "same.json", "--profile", PROFILE, "--regression", "latency=0%",
        "--regression", "energy=0%", "--regression", "sram=0%", "--regression", "flash=0%")
    assert outcome.returncode == 0
    assert outcome.stdout.startswith(
        b"Latency on nucleo-l4r5zi.cmsis-nn-7.0.0 unchanged; peak RAM unchanged.")


def test_a_changed_profile_is_no_regression(repository, service):
    old = report(service, graph(CHEAP))
    result = old["results"][0]
    result["profile"]["digest"] = "sha256:" + "0" * 64
    # All of it was 20 % slower then.
    for place in [result["totals"], *result["ops"]]:
        for name in ("latency_ms",):
            place[name] = {key: value * 1.2 for key, value in place[name].items()}
    repository.write(json.dumps(old), "old.json")
    limit = ("--regression", "latency=0%")
    same = repository.run("diff", "old.json", "cheap.json", *limit, "--format", "json")
    assert json.loads(same.stdout)["results"][0]["origin"] == "same_model"
    assert same.returncode == 0
    unknown = repository.run("diff", "old.json", "dear.json", *limit, "--format", "json")
    assert json.loads(unknown.stdout)["results"][0]["origin"] == "not_comparable"
    assert unknown.returncode == 0
    again = repository.run(
        "diff", "old.json", "dear.json", *limit, "--base-model", "cheap.json", "--format", "json")
    outcome = json.loads(again.stdout)["results"][0]
    assert outcome["origin"] == "estimated_again" and again.returncode == 1
    assert "Since the base was kept, the profile" in outcome["notes"][0]
    served = repository.run(
        "diff", "old.json", "dear.json", *limit, "--base-model", "cheap.json", "--format", "json",
        "--server", service.url)
    assert served.stdout == again.stdout


def test_one_side_may_come_from_standard_input(repository):
    outcome = repository.run(
        "diff", "-", "dear.json", "--profile", PROFILE, "--format", "csv", stdin=graph(CHEAP))
    rows = list(csv.DictReader(io.StringIO(outcome.stdout.decode())))
    assert [row["metric"] for row in rows] == [
        "latency", "energy", "sram", "flash", "activation_peak", "macs", "weights"]
    assert "only one side" in problem(repository.run("diff", "-", "-"))


@pytest.mark.parametrize(
    "arguments,words",
    [
        (("--regression", "latncy=2%"), "did you mean 'latency'?"),
        (("--regression", "sram=2ms"), "does not fit the regression limit sram"),
        (("--regression", "latency=-2%"), "a limit is zero or more"),
        (("--regression", "latency"), "--regression needs NAME=LIMIT"),
        (("--budget", "latncy=2ms"), "did you mean 'latency'?"),
        (("--budget", "sram=2ms"), "does not fit the budget sram"),
        (("--reserve", "sram=2pct"), "no amount of memory with its unit"),
        (("--reserve", "srm=2KiB"), "did you mean 'sram'?"),
        (("--profile", "nucleo-f746z"), "did you mean 'nucleo-f746zg'?"),
        (("--base-model", "cheap.json"), "goes with a base that is a report"),
    ])
def test_bad_input_is_named(repository, service, arguments, words):
    given = ("cheap.json", "dear.json", *arguments)
    assert words.lower() in problem(repository.run("diff", *given)).lower()
    served = problem(repository.run("diff", *given, "--server", service.url)).lower()
    assert words.lower() in served or "needs" in words or "--reserve" in arguments


@pytest.mark.parametrize(
    "change,path,words",
    [
        (lambda r: r.update(schema="opmeter-estimate/2"), "$.base.schema", "reads opmeter-estimate/1"),
        (
            lambda r: r["results"][0]["totals"]["latency_ms"].update(value=71),
            "$.base.results[0].totals.latency_ms", "the report was changed",
        ),
        (
            lambda r: r["results"][0]["ops"].pop(), "$.base.results[0].totals.latency_ms",
            "the report was changed",
        ),
        (lambda r: r["model"].update(macs=1), "$.base.model", "the report was changed"),
        (
            lambda r: r["results"][0]["fits"]["sram"].update(fits=False),
            "$.base.results[0].fits.sram", "",
        ),
        (
            lambda r: r["results"][0]["fits"]["sram"].update(needed_bytes=5),
            "$.base.results[0].fits", "fewer bytes are needed than",
        ),
        (
            lambda r: r["results"][0]["fits"]["sram"].update(needed_bytes=-5),
            "$.base.results[0].fits.sram.needed_bytes", "",
        ),
        (
            lambda r: r["results"][0]["ops"][0].update(macs="many"),
            "$.base.results[0].ops[0].macs", "",
        ),
    ])
def test_a_report_edited_by_hand_is_refused_with_its_place(service, change, path, words):
    edited = report(service, graph(CHEAP))
    change(edited)
    answer = service.post("/diff", body(edited, json.loads(graph(DEAR))))
    assert answer.status in (400, 422)
    assert answer.json["path"] == path
    assert words in answer.json["detail"]


@pytest.mark.parametrize(
    "content,status,words",
    [
        (b"", 400, "The body is empty"),
        (b"{", 400, ""),
        (b'{"base": {}}', 400, ""),
        (b'{"base": 1, "head": 2}', 400, "$.base"),
        (b'{"base": {"format": "opmeter-graph/1"}, "head": {}}', 400, "$.base"),
        (b'{"bse": {}}', 400, 'did you mean "base"?'),
        (b'{"base": {"model_base64": "@@"}, "head": {}}', 400, "base64"),
    ])
def test_a_body_that_is_no_comparison(service, content, status, words):
    answer = service.post("/diff", content)
    assert answer.status == status, answer.text
    assert words in answer.json["detail"]


def test_a_baseline_is_not_one_report(repository):
    repository.init()
    assert "this is a baseline of 'opmeter check'" in problem(
        repository.run("diff", "opmeter-baseline.json", "dear.json"))


def test_a_model_that_is_not_the_reports_is_refused(repository, service):
    kept = report(service, graph(CHEAP))
    repository.write(json.dumps(kept), "kept.json")
    arguments = ("diff", "kept.json", "dear.json", "--base-model")
    assert "is not the one that the report is of" in problem(
        repository.run(*arguments, "dear.json"))
    answer = service.post("/diff", body(
        {"report": kept, "graph": json.loads(graph(DEAR))}, json.loads(graph(DEAR))))
    assert answer.status == 422 and answer.json["type"].endswith("invalid-report")
    # The same network in other words is the report's.
    same = json.dumps(json.loads(graph(CHEAP)), indent=3).encode()
    repository.put(same, "same.json")
    assert repository.run(*arguments, "same.json").returncode == 0


def test_reports_without_a_profile_in_common(repository, service):
    repository.write(json.dumps(report(service, graph(CHEAP), "profile=nucleo-f746zg")), "a.json")
    repository.write(json.dumps(report(service, graph(CHEAP), "profile=nucleo-l4r5zi")), "b.json")
    assert "no profile in common" in problem(repository.run("diff", "a.json", "b.json"))


def test_markdown_of_three_hundred_changed_operations_fits_a_comment(service):
    def network(filters):
        ops = [
            {"op": "conv2d", "name": f"functional_1/block_{n}/expand/BatchNorm/FusedBatchNormV3",
             "inputs": [f"t{n}"], "outputs": [f"t{n + 1}"], "filters": filters, "kernel": [3, 3],
             "padding": "same", "activation": "relu"}
            for n in range(300)]
        return {"format": "opmeter-graph/1", "name": "deep", "dtype": "int8",
                "inputs": [{"name": "t0", "shape": [1, 16, 16, 8]}], "ops": ops,
                "outputs": ["t300"]}

    page = service.post(f"/diff?{QUERY}&format=md", body(network(8), network(12))).text
    assert len(page) <= 65_536
    lines = page.splitlines()
    assert sum(line.startswith("| `nucleo-l4r5zi") for line in lines) == 7
    shown = sum(line.startswith("| `functional_1/block_") for line in lines)
    assert 100 < shown < 300 and f"_And {300 - shown} more._" in page
    assert page.count("<details>") == page.count("</details>") == 1
