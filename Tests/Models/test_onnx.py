"""What the program makes of real `.onnx` files, beside the `onnx` package's own shape inference."""

import math

import onnx
import pytest

from conftest import MODELS, models, run

# Extents that the files leave open.
SHAPES = {
    "basic_pitch/nmp.onnx": {"serving_default_input_2:0": [1, 43844, 1]},
    "magika/model.onnx": {"bytes": [1, 2048]},
    "silero_vad/silero_vad.onnx": {"input": [1, 576], "state": [2, 1, 128]},
    "silero_vad/silero_vad_16k_op15.onnx": {"input": [1, 576], "state": [2, 1, 128]},
    "silero_vad/silero_vad_16k_sequence.onnx": {"input": [1, 576]},
    "silero_vad/silero_vad_half.onnx": {"input": [1, 576], "state": [2, 1, 128]},
    "silero_vad/silero_vad_op18_ifless.onnx": {"input": [1, 576], "state": [2, 1, 128]},
}
# Branches and scans hide shapes from the package's inference.
WHOLE = [path for path in models("*/*.onnx") if not path.startswith("silero_vad/")]


def options(path):
    return [
        word
        for name, shape in SHAPES.get(path, {}).items()
        for word in ("--input-shape", f"{name}:{'x'.join(map(str, shape))}")]


def macs_of(path):
    """Multiplications by the operators' definitions and the shapes that the package infers."""
    model = onnx.load(MODELS / path)
    for value in model.graph.input:
        shape = SHAPES.get(path, {}).get(value.name)
        if shape:
            del value.type.tensor_type.shape.dim[:]
            for extent in shape:
                value.type.tensor_type.shape.dim.add().dim_value = extent
    graph = onnx.shape_inference.infer_shapes(model, data_prop=True).graph
    shapes = {each.name: list(each.dims) for each in graph.initializer}
    for value in [*graph.input, *graph.value_info, *graph.output]:
        extents = value.type.tensor_type.shape.dim
        shapes.setdefault(value.name, [extent.dim_value for extent in extents])
    total = 0
    for node in graph.node:
        if node.op_type not in ("Conv", "Gemm", "MatMul"):
            continue
        first, second, out = (shapes[name] for name in (*node.input[:2], node.output[0]))
        assert all(first + second + out), f"{node.name}: {first} {second} {out}"
        if node.op_type == "Conv":
            total += math.prod(out) * math.prod(second[1:])
        elif node.op_type == "Gemm":
            transposed = any(each.name == "transA" and each.i for each in node.attribute)
            total += math.prod(out) * first[0 if transposed else 1]
        else:
            total += math.prod(out) * first[-1]
    return total


@pytest.mark.parametrize("path", models("*/*.onnx"))
def test_every_network_is_answered_for(answers, path):
    answer = answers(path, *options(path))
    coverage = answer["results"][0]["coverage"]
    assert coverage["macs_fraction"] == 1
    assert all(gap["op"] and gap["reason"] for gap in coverage["not_covered"])


def test_all_multiplications_of_nearly_all_real_models_are_costed(answers, capsys):
    """At least 19 of 20, of both formats; what the others lack is named."""
    shares, lacking = {}, {}
    for path in models("*/*.onnx") + models("*/*.tflite"):
        coverage = answers(path, *options(path))["results"][0]["coverage"]
        shares[path] = coverage["macs_fraction"]
        if shares[path] < 1:
            lacking[path] = sorted(gap["op_type"] for gap in coverage["not_covered"])
    whole = sum(share == 1 for share in shares.values())
    with capsys.disabled():
        print(f"\n{whole} of {len(shares)} real models are costed to their last multiplication")
        for path, operators in lacking.items():
            print(f"{path}: {shares[path]:.3f}, without {operators}")
    assert whole >= 0.95 * len(shares)
    assert all(lacking.values())


@pytest.mark.parametrize("path", WHOLE)
def test_multiplications_follow_from_the_inferred_shapes(answers, path):
    assert answers(path, *options(path))["model"]["macs"] == macs_of(path)


@pytest.mark.parametrize("path", SHAPES)
def test_an_open_extent_is_asked_for_by_name(path):
    done = run(MODELS / path)
    assert done.returncode == 2
    name = next(iter(SHAPES[path]))
    assert f"input_shape={name}:" in done.stderr
