"""`/optimize`, proved by the real thing: TensorFlow Lite Micro loads and runs both files."""

import hashlib
import json
import os
import pathlib
import subprocess

import numpy as np
import pytest
import tflite

import networks
import runtime
from conftest import BINARY, ROOT, SHARED, example_graph, shared_model
from test_contract import check

MADE = {
    "branches": networks.branches, "gaps": networks.gaps, "chain": networks.chain,
    "recurrent": networks.recurrent,
}

# What the real interpreter plans for the file as it comes, and for the file handed back.
KNOWN = {
    "mlperf-tiny/vww_96_int8.tflite": (73_728, 55_296),
    "mltk/keyword_spotting_alexa.tflite": (20_768, 18_880),
    "micro-wake-word/okay_nabu.tflite": (3_840, 3_584),
}


def optimize(service, file, query=""):
    """The report and the file."""
    report = service.post(f"/optimize?format=json{query}", file)
    assert report.status == 200, report.text
    answer = service.post(f"/optimize?{query}", file)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["opmeter-outcome"] == report.json["outcome"]
    assert hashlib.sha256(answer.body).hexdigest() == report.json["file"]["sha256"]
    return report.json, answer.body


def compare(before, after, report, rounds=3):
    """Runs both files side by side on random inputs; answers their arenas."""
    model = tflite.Model.GetRootAs(before, 0).Subgraphs(0)
    inputs, outputs = model.InputsLength(), model.OutputsLength()
    old, new = runtime.Run(before), runtime.Run(after)
    generator = np.random.default_rng(2026)
    for _ in range(rounds):
        values = runtime.random_values(old.inputs(inputs), generator)
        expected, got = old.invoke(values, outputs), new.invoke(values, outputs)
        for one, other in zip(expected, got):
            np.testing.assert_array_equal(one, other)
    assert new.arena["head"] <= old.arena["head"]
    assert new.arena["total"] <= old.arena["total"]
    if report["outcome"] == "unchanged":
        assert after == before
    else:
        assert_preserved(before, after, report)
    return old.arena, new.arena


def assert_preserved(before, after, report):
    """The file that came stands at the end of the one that came back; nothing else is lost."""
    assert after.endswith(before)
    assert len(after) == report["file"]["file_bytes"] and (len(after) - len(before)) % 16 == 0
    old, new = tflite.Model.GetRootAs(before, 0), tflite.Model.GetRootAs(after, 0)
    shift = len(after) - len(before)

    def places(vector, count):
        return [vector(index)._tab.Pos for index in range(count)]

    def moved(vector, count):
        return [position + shift for position in places(vector, count)]

    assert after[4:8] == b"TFL3" and new.Version() == old.Version()
    assert new.Description() == old.Description()
    assert places(new.Buffers, new.BuffersLength())[:-1] == moved(
        old.Buffers, old.BuffersLength())
    assert places(new.Metadata, new.MetadataLength())[:-1] == moved(
        old.Metadata, old.MetadataLength())
    assert places(new.OperatorCodes, new.OperatorCodesLength()) == moved(
        old.OperatorCodes, old.OperatorCodesLength())
    assert places(new.Subgraphs, new.SubgraphsLength())[1:] == moved(
        old.Subgraphs, old.SubgraphsLength())[1:]
    main, was = new.Subgraphs(0), old.Subgraphs(0)
    assert places(main.Tensors, main.TensorsLength()) == moved(was.Tensors, was.TensorsLength())
    assert main.Name() == was.Name()
    assert list(main.InputsAsNumpy()) == list(was.InputsAsNumpy())
    assert list(main.OutputsAsNumpy()) == list(was.OutputsAsNumpy())
    order = places(main.Operators, main.OperatorsLength())
    given = moved(was.Operators, was.OperatorsLength())
    assert sorted(order) == sorted(given)
    assert sum(a != b for a, b in zip(order, given)) == report["moved_ops"]

    entry = new.Metadata(new.MetadataLength() - 1)
    assert entry.Name() == b"OfflineMemoryAllocation"
    plan = new.Buffers(entry.Buffer()).DataAsNumpy()
    assert entry.Buffer() == old.BuffersLength()
    assert after.find(plan.tobytes()) % 16 == 0
    numbers = plan.view("<i4")
    tensors = sum(new.Subgraphs(i).TensorsLength() for i in range(new.SubgraphsLength()))
    assert list(numbers[:3]) == [1, new.SubgraphsLength(), tensors] and len(numbers) == 3 + tensors
    assert sum(offset >= 0 for offset in numbers[3:]) == report["planned_tensors"]
    assert all(offset == -1 or offset % 16 == 0 for offset in numbers[3:])
    assert set(numbers[3 + was.TensorsLength():]) <= {-1}


@pytest.mark.parametrize("name", MADE)
def test_made_files_need_what_is_promised_and_compute_the_same(service, name):
    before = MADE[name]().bytes()
    report, after = optimize(service, before)
    old, new = compare(before, after, report)
    assert (report["outcome"] == "unchanged") == (name == "chain")
    assert (old["head"], new["head"]) == (
        report["arena"]["before_bytes"], report["arena"]["after_bytes"])
    assert new["head"] == report["arena"]["lower_bound_bytes"]
    assert report["moved_ops"] > 0 or name in ("gaps", "chain")


@pytest.mark.parametrize("name", KNOWN)
def test_known_savings_are_the_interpreters_own(service, name):
    # For the kernels that run here: one plan for every kernel library at once can gain less.
    before = shared_model(name)
    report, after = optimize(service, before, "&profile=host-x86-64")
    old, new = compare(before, after, report)
    assert (old["head"], new["head"]) == KNOWN[name]
    answer = service.post("/optimize?profile=host-x86-64", before)
    assert int(answer.headers["opmeter-arena-saved-bytes"]) == old["head"] - new["head"]
    estimate = service.post("/estimate?profile=host-x86-64&detail=summary", after)
    memory = estimate.json["results"][0]["memory"]
    assert memory["arena_bytes"] == new["head"], "estimates follow the plan in the file"
    assert memory["arena_bytes"] + memory["persistent_bytes"] == new["total"]


# Where `make models` unpacks the files of Python packages.
UNPACKED = pathlib.Path(os.environ.get("MODELS", ROOT / ".build-models"))


def every_model():
    """Paths of all real files at hand, those of equal content once."""
    known = {}
    for folder in (SHARED / "models", UNPACKED):
        for path in sorted(folder.rglob("*.tflite")):
            known.setdefault(hashlib.sha256(path.read_bytes()).digest(), path)
    return sorted(known.values())


@pytest.mark.parametrize("profile", ["", "&profile=nucleo-f746zg", "&profile=host-x86-64"])
@pytest.mark.parametrize("path", every_model(), ids=lambda path: path.name)
def test_no_real_model_gets_worse_or_other_answers(service, path, profile):
    before = path.read_bytes()
    report, after = optimize(service, before, profile)
    real = None if runtime.refuses(before) else runtime.Run(before).arena["head"]
    for build in report["builds"]:
        if "reference" in build["kernels"]:
            assert build["before_bytes"] == real
        assert build["lower_bound_bytes"] <= build["after_bytes"] <= build["before_bytes"]
        assert build["saved_bytes"] == build["before_bytes"] - build["after_bytes"]
    if real is None:
        assert after == before and report["reason"]["code"] in ("hybrid", "accelerator")
    else:
        compare(before, after, report, rounds=1 if len(before) > 1 << 20 else 3)


@pytest.mark.parametrize("seeds", [range(first, first + 10) for first in range(0, 100, 10)])
def test_random_networks(service, seeds):
    for seed in seeds:
        network = networks.random_network(seed)
        before = network.bytes()
        report, after = optimize(service, before, "&profile=host-x86-64")
        old, new = compare(before, after, report, rounds=2)
        assert old["head"] == report["arena"]["before_bytes"], seed
        assert new["head"] == report["arena"]["after_bytes"], seed


@pytest.mark.parametrize("type", [networks.INT8, networks.INT16])
def test_random_networks_of_integers_with_several_inputs(service, type):
    inputs = gained = 0
    for seed in range(60):
        before = networks.integer_network(seed, type).bytes()
        report, after = optimize(service, before, "&profile=host-x86-64")
        old, new = compare(before, after, report, rounds=2)
        assert old["head"] == report["arena"]["before_bytes"], seed
        assert new["head"] == report["arena"]["after_bytes"], seed
        inputs += tflite.Model.GetRootAs(before, 0).Subgraphs(0).InputsLength() > 1
        gained += new["head"] < old["head"]
    assert inputs > 20 and gained > 10, (inputs, gained)


def test_scratch_that_the_graph_does_not_show_is_planned_for_where_it_is_known(service):
    shown = 0
    for seed in range(1000, 1040):
        before = networks.random_network(seed, hidden_scratch=True).bytes()
        report, after = optimize(service, before, "&profile=host-x86-64")
        old, new = compare(before, after, report, rounds=1)
        assert old["head"] == report["arena"]["before_bytes"], seed
        assert new["head"] == report["arena"]["after_bytes"], seed
        shown += report["arena"]["scratch_peak_bytes"] > 0
    assert shown > 20


def test_scratch_that_is_not_known_never_makes_a_file_worse(service):
    gained = left = 0
    for seed in range(2000, 2040):
        before = networks.random_network(seed, hidden_scratch=True).bytes()
        report, after = optimize(service, before, "&profile=nucleo-f746zg")
        old, new = compare(before, after, report, rounds=1)
        gained += new["head"] < old["head"]
        left += (report["reason"] or {}).get("code") == "unknown_scratch"
    assert gained > 5 and left > 5, (gained, left)


def test_an_arena_that_was_too_small_is_enough_afterwards(service):
    before = networks.branches().bytes()
    report, after = optimize(service, before)
    size = runtime.Run(before).arena["total"] - report["arena"]["saved_bytes"] + 512
    assert runtime.refuses(before, size) and not runtime.refuses(after, size)


def test_state_between_inferences_goes_on_as_before(service):
    before = networks.recurrent().bytes()
    report, after = optimize(service, before)
    assert report["moved_ops"] > 0
    compare(before, after, report, rounds=8)
    assert state_operators(after) == state_operators(before)


def state_operators(file):
    model = tflite.Model.GetRootAs(file, 0)
    codes = [model.OperatorCodes(i).BuiltinCode() for i in range(model.OperatorCodesLength())]
    graph = model.Subgraphs(0)
    run = [codes[graph.Operators(i).OpcodeIndex()] for i in range(graph.OperatorsLength())]
    names = ("CALL_ONCE", "VAR_HANDLE", "READ_VARIABLE", "ASSIGN_VARIABLE")
    state = [getattr(tflite.BuiltinOperator, name) for name in names]
    return [code for code in run if code in state]


# What is handed back as it came, each with its reason.


def planned_already():
    network = networks.branches()
    network.metadata("OfflineMemoryAllocation", np.full(14, -1, "<i4").tobytes())
    return network.bytes()


def with_control_flow():
    network = networks.branches()
    options = networks.schema.WhileOptionsT()
    options.condSubgraphIndex = options.bodySubgraphIndex = 1
    x = network.main.outputs[0]
    network.op(networks.OPS.WHILE, [x], [network.tensor(network.shape(x))], options)
    body = network.add_subgraph("body")
    body.inputs = body.outputs = [network.tensor(network.shape(x), graph=body)]
    network.main.outputs = [len(network.main.tensors) - 1]
    return network.bytes()


def with_absent_operator():
    network = networks.branches()
    x = network.main.outputs[0]
    network.op(networks.OPS.GELU, [x], [network.tensor(network.shape(x))])
    network.main.outputs = [len(network.main.tensors) - 1]
    return network.bytes()


def with_custom_operator():
    network = networks.branches()
    x = network.main.outputs[0]
    network.op(networks.OPS.CUSTOM, [x], [network.tensor(network.shape(x))], custom="Mine")
    network.main.outputs = [len(network.main.tensors) - 1]
    return network.bytes()


@pytest.mark.parametrize(
    "make,code",
    [
        (lambda: networks.chain().bytes(), "nothing_to_gain"),
        (planned_already, "already_planned"),
        (with_control_flow, "control_flow"),
        (with_absent_operator, "no_kernel"),
    ],
)
def test_a_file_that_is_left_as_it_is_says_why(service, make, code):
    file = make()
    report, after = optimize(service, file)
    assert after == file
    assert report["reason"]["code"] == code and len(report["reason"]["message"]) > 40
    assert service.post("/optimize", file).headers["opmeter-reason"] == code


def test_custom_operators_stay_behind_what_stood_before_them(service):
    file = with_custom_operator()
    _, after = optimize(service, file)
    model = tflite.Model.GetRootAs(after, 0)
    last = model.Subgraphs(0).Operators(model.Subgraphs(0).OperatorsLength() - 1)
    assert model.OperatorCodes(last.OpcodeIndex()).CustomCode() == b"Mine"


def test_operators_that_metadata_names_by_place_do_not_move(service):
    network = networks.branches()
    network.metadata("model_control_dependencies", b"\x01\x00")
    report, _ = optimize(service, network.bytes())
    assert report["moved_ops"] == 0


def test_what_was_optimised_is_not_optimised_again(service):
    _, once = optimize(service, networks.branches().bytes())
    report, twice = optimize(service, once)
    assert twice == once and report["reason"]["code"] == "already_planned"


def test_the_report_keeps_the_contract(service):
    for make in MADE.values():
        answer = service.post("/optimize?format=json", make().bytes())
        check(answer, "/optimize", "post")


def test_the_same_request_gives_the_same_bytes(service):
    file = networks.random_network(7).bytes()
    first = service.post("/optimize", file).body
    assert all(service.post("/optimize", file).body == first for _ in range(3))


def test_accept_chooses_the_report(service):
    file = networks.branches().bytes()
    assert service.post("/optimize", file, accept="application/json").json["outcome"]
    for accept in ("*/*", "application/octet-stream, application/json"):
        assert service.post("/optimize", file, accept=accept).body[4:8] == b"TFL3"
    assert "Optimised" in service.post("/optimize?format=text", file).text


@pytest.mark.parametrize(
    "query,body,status,kind",
    [
        ("", b"", 400, "empty-body"),
        ("", b"no model at all", 400, "unrecognised-model"),
        ("", example_graph(), 415, "unsupported-model"),
        ("", b"GGUF" + bytes(64), 415, "unsupported-model"),
        ("", networks.branches().bytes()[:300], 400, "malformed-model"),
        ("?profile=nucleo", networks.branches().bytes(), 422, "unknown-profile"),
        ("?profile=*&profile=nucleo-f746zg", networks.branches().bytes(), 400, "invalid-parameter"),
        ("?format=xml", networks.branches().bytes(), 400, "invalid-parameter"),
        ("?order=best", networks.branches().bytes(), 400, "unknown-parameter"),
    ],
)
def test_problems(service, query, body, status, kind):
    answer = service.post("/optimize" + query, body)
    assert answer.status == status, answer.text
    assert answer.json["type"] == f"urn:opmeter:problem:{kind}"
    check(answer, "/optimize", "post")


def test_damaged_files_never_end_the_service(service):
    file = bytearray(networks.recurrent().bytes())
    generator = np.random.default_rng(5)
    for _ in range(300):
        damaged = bytearray(file)
        for place in generator.integers(0, 1200, size=generator.integers(1, 4)):
            damaged[place] = generator.integers(0, 256)
        answer = service.post("/optimize?format=json", bytes(damaged))
        assert answer.status in (200, 400, 413, 415, 422), answer.text
    assert service.get("/healthz").status == 200


def command(*arguments, stdin=None):
    return subprocess.run(
        [BINARY, "optimize", *map(str, arguments)], cwd=ROOT, input=stdin, capture_output=True,
        timeout=300)


def test_the_command_writes_the_file_of_the_service(service, tmp_path):
    file = networks.branches().bytes()
    (tmp_path / "in.tflite").write_bytes(file)
    done = command(tmp_path / "in.tflite", "-o", tmp_path / "out.tflite", "--format", "json")
    assert done.returncode == 0, done.stderr
    report, after = optimize(service, file)
    assert (tmp_path / "out.tflite").read_bytes() == after
    assert json.loads(done.stdout) == report
    piped = command("-", "-o", "-", stdin=file)
    assert piped.returncode == 0 and piped.stdout == after
    assert b"Optimised" in piped.stderr


def test_the_command_refuses_with_2(tmp_path):
    out = tmp_path / "out.tflite"
    (tmp_path / "in.tflite").write_bytes(networks.chain().bytes())
    for arguments in (
        ("Examples/graphs/kws.json", "-o", out), ("missing.tflite", "-o", out),
        (tmp_path / "in.tflite",), (tmp_path / "in.tflite", "-o", out, "--profile", "nucleo"),
    ):
        done = command(*arguments)
        assert done.returncode == 2 and done.stderr, arguments
    assert not out.exists()
    assert command(tmp_path / "in.tflite", "-o", out).returncode == 0
    assert out.read_bytes() == networks.chain().bytes()
