"""`why=true` and `what_if=true`: every counterfactual is the estimate of the network that it names."""

import copy
import json

import pytest

from checking import CHEAP, DEAR, PROFILE, Repository, graph
from conftest import example_graph, shared_model
from test_calibrate_route import form as multipart
from test_contract import check

QUERY = f"profile={PROFILE}"


def network():
    return json.loads(example_graph())


def explained(service, model, query="what_if=true&why=true"):
    answer = service.post(f"/estimate?{QUERY}&{query}", model)
    assert answer.status == 200, answer.text
    return answer.json["results"][0]


def estimated(service, model, query=QUERY):
    answer = service.post(f"/estimate?{query}", model)
    assert answer.status == 200, answer.text
    return answer.json["results"][0]


def only(answers, change, **members):
    found = [answer for answer in answers if answer["change"] == change
             and all(answer[name] == value for name, value in members.items())]
    assert len(found) == 1, (change, members, found)
    return found[0]


def assert_is(answer, after, before):
    totals, was = after["totals"], before["totals"]
    assert answer["latency_ms"] == totals["latency_ms"]
    assert answer["energy_uj"] == totals["energy_uj"]
    assert answer["sram_bytes"] == after["fits"]["sram"]["needed_bytes"]
    assert answer["flash_bytes"] == after["fits"]["flash"]["needed_bytes"]
    change = answer["latency_change_ms"]
    assert change["value"] == pytest.approx(
        totals["latency_ms"]["value"] - was["latency_ms"]["value"], abs=1e-4)
    assert change["low"] <= change["value"] <= change["high"]


def test_half_the_input_and_twice_the_stride(service):
    model = network()
    before = explained(service, model)
    halved = copy.deepcopy(model)
    halved["inputs"][0]["shape"] = [1, 25, 5, 1]
    for op in halved["ops"]:
        if op["op"] == "average_pool2d":
            op["kernel"] = [13, 3]
    assert_is(only(before["what_if"], "input_halved"), estimated(service, halved), before)
    stride = copy.deepcopy(model)
    stride["ops"][0]["stride"] = [4, 4]
    for op in stride["ops"]:
        if op["op"] == "average_pool2d":
            op["kernel"] = [13, 3]
    assert_is(only(before["what_if"], "stride_doubled"), estimated(service, stride), before)


def test_channels_in_sixteens(service):
    model = json.loads(example_graph("kws-ds-cnn-m").decode())
    before = explained(service, model)
    text = json.dumps(model).replace("172", "176")
    answer = only(before["what_if"], "channels_multiple_of_16")
    assert_is(answer, estimated(service, text.encode()), before)
    assert answer["changed_ops"] == 5
    assert not [a for a in before["what_if"] if a["change"] == "channels_multiple_of_4"]


def test_a_full_convolution_in_place_of_a_separable_one(service):
    model = network()
    before = explained(service, model)
    joined = copy.deepcopy(model)
    depthwise, pointwise = joined["ops"][1], joined["ops"][2]
    assert depthwise["op"] == "depthwise_conv2d"
    pointwise.update(kernel=depthwise["kernel"], padding="same", inputs=depthwise["inputs"])
    joined["ops"].remove(depthwise)
    answer = only(before["what_if"], "full_convolution", op=depthwise["name"])
    assert_is(answer, estimated(service, joined), before)
    assert answer["latency_change_ms"]["low"] > 0, "it costs, and says so"


def test_boards_and_builds(service):
    before = explained(service, network())
    named = [answer for answer in before["what_if"] if answer["profile"]]
    assert {answer["change"] for answer in named} == {"board", "kernels"}
    for answer in named:
        after = estimated(service, network(), f"profile={answer['profile']}")
        assert_is(answer, after, before)
        same_board = after["profile"]["device"] == PROFILE
        assert same_board == (answer["change"] == "kernels")
    savings = [answer["latency_change_ms"]["value"] for answer in before["what_if"]]
    assert savings == sorted(savings)


def test_int8_in_place_of_float(service):
    model = network()
    model["dtype"] = "float32"
    before = explained(service, model)
    answer = only(before["what_if"], "int8")
    after = estimated(service, model, f"{QUERY}&assume_dtype=int8")
    assert answer["latency_ms"] == after["totals"]["latency_ms"]
    assert answer["latency_change_ms"]["high"] < 0


def test_why_names_what_is_beyond_its_share(service):
    result = explained(service, network())
    why = result["why"]
    total = result["totals"]["latency_ms"]["value"]
    for row in why["ops"]:
        op = result["ops"][row["index"]]
        assert row["latency_fraction"] == pytest.approx(op["latency_ms"]["value"] / total, rel=1e-5)
        assert row["latency_fraction"] > row["macs_fraction"]
    assert why["ops"][0]["op_type"] == "depthwise_conv2d"
    peak = why["peak"]
    assert sum(tensor["bytes"] for tensor in peak["tensors"]) == peak["live_bytes"]
    assert peak["live_bytes"] == result["memory"]["activation_peak_bytes"]
    plain = estimated(service, network())
    assert "why" not in plain and "what_if" not in plain


@pytest.mark.parametrize("form", ["json", "text", "md", "csv"])
def test_the_command_gives_the_bytes_of_the_service(tmp_path, service, form):
    repository = Repository(tmp_path)
    arguments = ("estimate", "model.json", "--profile", PROFILE, "--why", "--what-if",
                 "--format", form)
    here = repository.run(*arguments)
    there = repository.run(*arguments, "--server", service.url)
    assert here.returncode == 0, here.stderr
    assert here.stdout == there.stdout


# What changed since a baseline.


@pytest.fixture
def kept(tmp_path):
    """A repository whose model was replaced after its baseline was kept."""
    repository = Repository(tmp_path)
    repository.init()
    repository.put(DEAR)
    return repository


@pytest.mark.parametrize("form", ["json", "text", "md"])
def test_why_looks_back_at_a_baseline(kept, service, form):
    arguments = ("estimate", "model.json", "--profile", PROFILE, "--baseline",
                 "opmeter-baseline.json", "--format", form)
    here = kept.run(*arguments)
    assert here.returncode == 0, here.stderr
    assert here.stdout == kept.run(*arguments, "--server", service.url).stdout
    answer = service.post(f"/estimate?{QUERY}&format={form}", multipart(
        model=("model.json", graph(DEAR)),
        baseline=("b.json", kept.read("opmeter-baseline.json").encode())))
    assert answer.body == here.stdout
    if form == "json":
        check(answer, "/estimate", "post")
        why = answer.json["results"][0]["why"]
        since = why["since_baseline"]
        # What a diff says, and no other sentence.
        diff = json.loads(kept.run(
            "diff", "-", "model.json", "--format", "json",
            stdin=estimated_report(service, graph(CHEAP))).stdout)
        assert since["metrics"][0]["base"] == diff["results"][0]["metrics"][0]["base"]
        assert f"Since the baseline: {diff['sentence']}" in why["sentences"]
        assert len(since["ops"]) == len(diff["results"][0]["ops"])
    else:
        assert "Since the baseline: Latency on " in answer.text


def estimated_report(service, model):
    return service.post(f"/estimate?{QUERY}&detail=ops", model).body


def test_without_a_baseline_there_is_nothing_since_it(service):
    assert explained(service, network(), "why=true")["why"]["since_baseline"] is None
    alone = service.post(f"/estimate?{QUERY}&why=true", multipart(model=("m", example_graph())))
    assert alone.body == service.post(f"/estimate?{QUERY}&why=true", example_graph()).body


@pytest.mark.parametrize(
    "parts,status,kind,words",
    [
        ({"model": ("m.json", example_graph()), "baseline": ("b", b"{")}, 400, "malformed-report",
         "The baseline: "),
        ({"model": ("m.json", example_graph()), "baseline": ("b", example_graph())}, 422,
         "invalid-report", "no baseline"),
        ({"model": ("m.json", example_graph()), "baseline": ("b", b'{"schema":"opmeter-reports/9"}')},
         422, "invalid-report", "opmeter-reports/9"),
        ({"model": ("m.json", example_graph()),
          "baseline": ("b", b'{"schema":"opmeter-reports/1","reports":[]}')}, 422, "invalid-report",
         "nothing of m.json on nucleo-l4r5zi"),
        ({"baseline": ("b", b"{}")}, 400, "malformed-request", "no part named 'model'"),
        ({"modle": ("m.json", example_graph())}, 400, "malformed-request", "Did you mean 'model'?"),
        ({"model": ("m.json", b"")}, 400, "empty-body", ""),
        ({"model": ("m.json", b"{}")}, 400, None, ""),
    ])
def test_a_form_that_cannot_be_answered(service, parts, status, kind, words):
    answer = service.post(f"/estimate?{QUERY}", multipart(**parts))
    assert answer.status == status and words in answer.json["detail"], answer.text
    if kind:
        assert answer.json["type"].endswith(kind), answer.text


def test_a_check_says_why_of_what_fails(kept):
    kept.put(CHEAP, "other.json")
    kept.write(kept.read("opmeter.yaml").replace("models:", "models:\n  - path: other.json\n"
               f"    profiles: [{PROFILE}]", 1))
    plain = kept.check().stdout.decode()
    told = kept.check("--why")
    assert told.returncode == 1
    text = told.stdout.decode()
    assert "Why" not in plain and "Why model.json on nucleo-l4r5zi" in text
    assert "Why other.json" not in text
    assert "of the time for" in text and "The peak of " in text
    assert "of the time for" in kept.check("--why", "--format", "md").stdout.decode()
    # The baseline keeps figures, not reasons.
    kept.check("--why", "--update-baseline")
    assert '"why"' not in kept.read("opmeter-baseline.json")


@pytest.mark.parametrize("query", ["", "profile=*&", f"{QUERY}&profile=nucleo-f746zg&"])
def test_what_if_is_asked_of_one_profile(service, query):
    answer = service.post(f"/estimate?{query}what_if=true", network())
    assert (answer.status, answer.json["parameter"]) == (400, "what_if")
    assert service.post(f"/estimate?{query}why=true", network()).status == 200


def test_a_flag_is_true_or_false(service):
    for name in ("why", "what_if"):
        answer = service.post(f"/estimate?{QUERY}&{name}=maybe", network())
        assert (answer.status, answer.json["parameter"]) == (400, name)


@pytest.mark.parametrize(
    "name",
    ["mlperf-tiny/vww_96_int8.tflite", "mlperf-tiny/pretrainedResnet_quant.tflite",
     "mlperf-tiny/ad01_int8.tflite", "tflite-micro/trained_lstm_int8.tflite",
     "onnx/light_squeezenet.onnx", "tflite-micro/person_detect.tflite"])
def test_real_models_are_explained(service, name):
    result = explained(service, shared_model(name))
    assert result["why"]["sentences"] and result["what_if"]
    for answer in result["what_if"]:
        moved = [answer[key] for key in ("sram_change_bytes", "flash_change_bytes")]
        moved += [(answer["latency_change_ms"] or {}).get("value")]
        assert any(moved), answer
