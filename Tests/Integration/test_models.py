"""Exact numbers of real models, and of the same network written as JSON."""

import csv

import pytest

from conftest import SHARED, example_graph, shared_model

# MACs, weight bytes, activation peak.
KNOWN = {
    "mlperf-tiny/kws_ref_model.tflite": (2_656_768, 24_376, 16_000),
    "mlperf-tiny/vww_96_int8.tflite": (7_489_664, 219_072, 55_296),
    "mlperf-tiny/pretrainedResnet_quant.tflite": (12_501_632, 78_752, 49_152),
    "mlperf-tiny/ad01_int8.tflite": (264_192, 270_880, 768),
}


@pytest.mark.parametrize("name", KNOWN)
def test_counts_are_exact(service, name):
    answer = service.post("/estimate?profile=nucleo-l4r5zi", shared_model(name))
    assert answer.status == 200, answer.text
    model, result = answer.json["model"], answer.json["results"][0]
    peak = result["memory"]["activation_peak_bytes"]
    assert (model["macs"], model["weight_bytes"], peak) == KNOWN[name]
    assert result["coverage"]["macs_fraction"] == 1
    assert sum(row["macs"] for row in result["ops"]) == model["macs"]
    assert sum(row["weight_bytes"] for row in result["ops"]) == model["weight_bytes"]


def instructions_of_whole_networks():
    path = SHARED / "data/tflm-arm-truth.csv"
    if not path.exists():
        return {}
    with open(path) as lines:
        return {
            row["model"]: int(row["total_instructions"])
            for row in csv.DictReader(lines)
            if row["core"] == "cortex-m4" and row["kernels"] == "cmsis" and row["total_instructions"]
        }


@pytest.mark.parametrize("name", KNOWN)
def test_instructions_of_whole_networks_are_within_3_per_cent(service, name):
    body = shared_model(name)
    counted = instructions_of_whole_networks()[name.split("/")[1]]
    answer = service.post("/estimate?profile=nucleo-l4r5zi", body)
    estimated = sum(row["instructions"] for row in answer.json["results"][0]["ops"])
    assert abs(estimated / counted - 1) < 0.03


def test_depthwise_layers_take_more_time_than_their_share_of_macs(service):
    answer = service.post("/estimate?profile=nucleo-l4r5zi", example_graph("kws"))
    shares = {row["op_type"]: row for row in answer.json["results"][0]["by_op_type"]}
    depthwise = shares["depthwise_conv2d"]
    assert depthwise["macs_fraction"] == pytest.approx(0.108, abs=0.001)
    assert depthwise["latency_fraction"] > 0.25


def test_the_json_example_gives_the_rows_of_the_model_file(service):
    file = service.post(
        "/estimate?profile=nucleo-f746zg", shared_model("mlperf-tiny/kws_ref_model.tflite")).json
    graph = service.post("/estimate?profile=nucleo-f746zg", example_graph("kws")).json
    for key in ("macs", "arith_ops", "parameters", "weight_bytes", "op_count"):
        assert graph["model"][key] == file["model"][key], key

    def rows(answer):
        return [{**row, "name": None} for row in answer["results"][0]["ops"]]

    assert rows(graph) == rows(file)
    assert graph["results"][0]["totals"] == file["results"][0]["totals"]
    assert graph["results"][0]["memory"]["activation_peak_bytes"] == 16_000


def golden_macs():
    path = SHARED / "data/golden-macs.tsv"
    if not path.exists():
        return []
    with open(path) as lines:
        rows = list(csv.reader(lines, delimiter="\t"))[1:]
    return [(row[0], int(row[3])) for row in rows if len(row) > 3]


@pytest.mark.parametrize("name,macs", golden_macs())
def test_macs_agree_with_what_another_profiler_printed(service, name, macs):
    answer = service.post("/estimate?profile=nucleo-l4r5zi", shared_model(f"mltk/{name}"))
    assert answer.json["model"]["macs"] == macs


def every_model():
    return sorted(
        str(path.relative_to(SHARED / "models"))
        for path in (SHARED / "models").rglob("*.tflite"))


@pytest.mark.parametrize("name", every_model())
def test_every_real_model_gets_an_answer_and_names_what_it_cannot_cost(service, name):
    answer = service.post("/estimate?profile=nucleo-f746zg", shared_model(name))
    assert answer.status == 200, answer.text
    result = answer.json["results"][0]
    uncovered = {gap["op"] for gap in result["coverage"]["not_covered"]}
    assert uncovered == {row["name"] for row in result["ops"] if row["instructions"] is None}
    assert result["totals"]["complete"] == (not uncovered)


def test_totals_are_sums_of_rows_and_lie_in_their_interval(service):
    result = service.post(
        "/estimate?profile=nucleo-f746zg", example_graph("kws")).json["results"][0]
    for key in ("latency_ms", "energy_uj"):
        total = result["totals"][key]
        assert total["value"] == pytest.approx(
            sum(row[key]["value"] for row in result["ops"]), rel=1e-5)
        assert total["low"] < total["value"] < total["high"]
    assert result["totals"]["average_power_mw"] == pytest.approx(
        result["totals"]["energy_uj"]["value"] / result["totals"]["latency_ms"]["value"], rel=1e-5)


def test_the_same_input_gives_the_same_bytes(service):
    graph = example_graph("kws")
    first = service.post("/estimate?profile=nucleo-f746zg&detail=full", graph)
    assert all(
        service.post("/estimate?profile=nucleo-f746zg&detail=full", graph).body == first.body
        for _ in range(5))
