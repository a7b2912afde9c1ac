"""Small `.tflite` files with what converters write seldom, built here: multiplications, parameters,
weight bytes and memory beside what follows from the schema."""

import math

import numpy as np
import pytest
import tflite

from flatbuffer import File

SAME, VALID = tflite.Padding.SAME, tflite.Padding.VALID


def ask_about(ask, file, *outputs, **query):
    file.graphs[0]["outputs"] = list(outputs)
    status, answer = ask(file.bytes(), **query)
    assert status == 200, answer
    return answer


def layer(answer, index=0):
    return answer["results"][0]["ops"][index]


def codes(answer):
    return {
        note["code"] for note in answer["model"]["notes"] + answer["results"][0]["warnings"]}


def window(length, kernel, stride, dilation, padding):
    """Places of a kernel, as TensorFlow counts them."""
    reach = (kernel - 1) * dilation + 1
    return math.ceil((length if padding == SAME else length - reach + 1) / stride)


@pytest.mark.parametrize("padding", [SAME, VALID])
@pytest.mark.parametrize("stride", [(1, 1), (2, 1), (2, 3)])
@pytest.mark.parametrize("dilation", [(1, 1), (2, 2), (1, 3)])
@pytest.mark.parametrize("groups", [1, 2])
@pytest.mark.parametrize("type", [np.int8, np.int16, np.float32])
def test_convolutions(ask, padding, stride, dilation, groups, type):
    file = File()
    weight_type = np.float32 if type is np.float32 else np.int8
    bias_type = {np.int8: np.int32, np.int16: np.int64, np.float32: np.float32}[type]
    x = file.input((1, 19, 22, 4), type, scales=1)
    weights = file.tensor((6, 3, 2, 4 // groups), weight_type, True, scales=6)
    bias = file.tensor((6,), bias_type, True)
    height = window(19, 3, stride[0], dilation[0], padding)
    width = window(22, 2, stride[1], dilation[1], padding)
    y = file.op(
        "CONV_2D", [x, weights, bias], [file.tensor((1, height, width, 6), type, scales=1)],
        "Conv2DOptions", Padding=padding, StrideH=stride[0], StrideW=stride[1],
        DilationHFactor=dilation[0], DilationWFactor=dilation[1])
    answer = ask_about(ask, file, y)
    assert answer["model"]["macs"] == height * width * 6 * 3 * 2 * 4 // groups
    assert answer["model"]["parameters"] == 6 * 6 * 4 // groups + 6
    assert answer["model"]["weight_bytes"] == (
        36 * 4 // groups * np.dtype(weight_type).itemsize + 6 * np.dtype(bias_type).itemsize)
    assert layer(answer)["output_shape"] == [1, height, width, 6]


@pytest.mark.parametrize("multiplier", [1, 2, 8])
@pytest.mark.parametrize("channels", [1, 3, 16])
@pytest.mark.parametrize("dilation", [1, 2])
@pytest.mark.parametrize("stated", [True, False])
def test_depthwise_convolutions(ask, multiplier, channels, dilation, stated):
    """The runtime takes the multiplier from the shapes; the option is not always written."""
    file = File()
    out = channels * multiplier
    x = file.input((1, 20, 20, channels), np.int8, scales=1)
    weights = file.tensor((1, 3, 3, out), np.int8, True, scales=out)
    y = file.op(
        "DEPTHWISE_CONV_2D", [x, weights, file.tensor((out,), np.int32, True)],
        [file.tensor((1, 10, 10, out), np.int8, scales=1)], "DepthwiseConv2DOptions", Padding=SAME,
        StrideH=2, StrideW=2, DepthMultiplier=multiplier if stated else None,
        DilationHFactor=dilation, DilationWFactor=dilation)
    answer = ask_about(ask, file, y)
    assert answer["model"]["macs"] == 100 * out * 9
    assert answer["model"]["parameters"] == 10 * out


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", [SAME, VALID])
def test_transposed_convolutions(ask, stride, padding):
    file = File()
    x = file.input((1, 5, 7, 4), np.int8, scales=1)
    height, width = (5 * stride, 7 * stride) if padding == SAME else (
        (5 - 1) * stride + 3, (7 - 1) * stride + 3)
    shape = file.tensor((4,), np.int32, np.array([1, height, width, 6], np.int32))
    weights = file.tensor((6, 3, 3, 4), np.int8, True, scales=6)
    y = file.op(
        "TRANSPOSE_CONV", [shape, weights, x], [file.tensor((1, height, width, 6), np.int8, scales=1)],
        "TransposeConvOptions", Padding=padding, StrideH=stride, StrideW=stride)
    answer = ask_about(ask, file, y)
    assert answer["model"]["macs"] == 5 * 7 * 4 * 9 * 6
    assert answer["model"]["parameters"] == 6 * 9 * 4
    assert answer["model"]["weight_bytes"] == 6 * 9 * 4 + 16


@pytest.mark.parametrize("keeps", [True, False])
@pytest.mark.parametrize("shape", [(1, 32), (1, 4, 8), (2, 3, 32)])
def test_fully_connected(ask, keeps, shape):
    file = File()
    x = file.input(shape, np.int8, scales=1)
    columns = shape[-1] if keeps else 32
    rows = math.prod(shape) // columns
    out = (*shape[:-1], 5) if keeps else (rows, 5)
    y = file.op(
        "FULLY_CONNECTED", [x, file.tensor((5, columns), np.int8, True, scales=1), -1],
        [file.tensor(out, np.int8, scales=1)], "FullyConnectedOptions", KeepNumDims=keeps)
    answer = ask_about(ask, file, y)
    assert answer["model"]["macs"] == rows * columns * 5
    assert answer["model"]["parameters"] == columns * 5


def test_four_bit_weights_are_packed(ask):
    file = File()
    x = file.input((1, 33), np.int8, scales=1)
    weights = file.tensor((7, 33), tflite.TensorType.INT4, bytes(116), scales=7)
    y = file.op(
        "FULLY_CONNECTED", [x, weights, file.tensor((7,), np.int32, True)],
        [file.tensor((1, 7), np.int8, scales=1)], "FullyConnectedOptions")
    answer = ask_about(ask, file, y)
    assert answer["model"]["weight_bytes"] == math.ceil(7 * 33 / 2) + 28
    assert answer["model"]["parameters"] == 7 * 33 + 7
    assert answer["model"]["macs"] == 7 * 33


def test_float16_weights_are_converted_at_each_inference(ask):
    file = File()
    x = file.input((1, 32))
    half = file.tensor((8, 32), np.float16, True)
    weights = file.op("DEQUANTIZE", [half], [file.tensor((8, 32))])
    y = file.op("FULLY_CONNECTED", [x, weights, -1], [file.tensor((1, 8))], "FullyConnectedOptions")
    answer = ask_about(ask, file, y)
    assert answer["model"]["macs"] == 256
    assert answer["model"]["weight_bytes"] == 512
    assert "float16_weights" in codes(answer)
    # The converted weights lie in the arena.
    assert answer["results"][0]["memory"]["activation_peak_bytes"] >= 1024 + 128 + 32


def test_integer_weights_beside_float_activations(ask):
    file = File()
    x = file.input((1, 32))
    y = file.op(
        "FULLY_CONNECTED", [x, file.tensor((8, 32), np.int8, True, scales=1), -1],
        [file.tensor((1, 8))], "FullyConnectedOptions")
    answer = ask_about(ask, file, y)
    assert "hybrid" in codes(answer) and answer["model"]["macs"] == 256


def test_sparse_weights_are_named(ask):
    """The runtime for microcontrollers has no kernels for them."""
    file = File()
    x = file.input((1, 32))
    y = file.op(
        "FULLY_CONNECTED", [x, file.tensor((8, 32), data=bytes(4 * 20), sparse=True), -1],
        [file.tensor((1, 8))], "FullyConnectedOptions")
    answer = ask_about(ask, file, y)
    assert "sparse_weights" in codes(answer)
    assert answer["model"]["macs"] == 256


@pytest.mark.parametrize("shapes", [
    ((2, 3, 4, 5, 6), (2, 3, 4, 5, 6)), ((1, 8, 8, 4), (4,)), ((1, 8, 8, 4), (1, 1, 1, 4)),
    ((1, 8, 1, 4), (1, 1, 8, 1)), ((), (4, 3)), ((6,), ())])
@pytest.mark.parametrize("code, kind", [("ADD", "AddOptions"), ("MUL", "MulOptions"), ("SUB", "SubOptions")])
def test_operands_broadcast(ask, shapes, code, kind):
    file = File()
    out = np.broadcast_shapes(*shapes)
    x, y = (file.input(shape, np.int8, scales=1) for shape in shapes)
    z = file.op(code, [x, y], [file.tensor(out, np.int8, scales=1)], kind)
    answer = ask_about(ask, file, z)
    assert layer(answer)["outputs"] == math.prod(out)
    assert layer(answer)["cycles"] > 0


@pytest.mark.parametrize("code, kind, inputs, out, options", [
    ("TRANSPOSE", "TransposeOptions", [[4, 2, 0, 1, 3]], (6, 4, 2, 3, 5), {}),
    ("RESHAPE", "ReshapeOptions", [[2, 360]], (2, 360), {"NewShape": [2, -1]}),
    ("STRIDED_SLICE", "StridedSliceOptions", [[0] * 5, [2, 3, 4, 5, 6], [1, 1, 2, 1, 2]],
     (2, 3, 2, 5, 3), {}),
    ("PAD", "PadOptions", [[[0, 0], [1, 1], [0, 0], [0, 2], [0, 0]]], (2, 5, 4, 7, 6), {}),
    ("MEAN", "ReducerOptions", [[1, 3]], (2, 4, 6), {}),
    ("SUM", "ReducerOptions", [[4]], (2, 3, 4, 5, 1), {"KeepDims": True}),
    ("GATHER", "GatherOptions", [[0, 2]], (2, 2, 4, 5, 6), {"Axis": 1}),
    ("TILE", "TileOptions", [[1, 1, 2, 1, 1]], (2, 3, 8, 5, 6), {}),
    ("SLICE", "SliceOptions", [[0, 1, 0, 0, 0], [2, 2, 4, 5, 6]], (2, 2, 4, 5, 6), {}),
])
def test_operators_on_five_axes(ask, code, kind, inputs, out, options):
    file = File()
    x = file.input((2, 3, 4, 5, 6), np.int8, scales=1)
    tables = []
    for values in inputs:
        values = np.array(values, np.int32)
        tables.append(file.tensor(values.shape, np.int32, values))
    y = file.op(code, [x, *tables], [file.tensor(out, np.int8, scales=1)], kind, **options)
    answer = ask_about(ask, file, y)
    assert layer(answer)["output_shape"] == list(out)
    assert answer["model"]["macs"] == 0


@pytest.mark.parametrize("adjoint", [(False, False), (True, False), (False, True), (True, True)])
def test_batches_of_matrix_products(ask, adjoint):
    file = File()
    x = file.input((2, 5, 3, 7)[:2] + ((7, 3) if adjoint[0] else (3, 7)), np.int8, scales=1)
    y = file.input((1, 5) + ((4, 7) if adjoint[1] else (7, 4)), np.int8, scales=1)
    z = file.op(
        "BATCH_MATMUL", [x, y], [file.tensor((2, 5, 3, 4), np.int8, scales=1)], "BatchMatMulOptions",
        AdjX=adjoint[0], AdjY=adjoint[1])
    assert ask_about(ask, file, z)["model"]["macs"] == 2 * 5 * 3 * 7 * 4


def test_a_convolution_of_volumes_is_counted_and_named(ask):
    file = File()
    x = file.input((1, 6, 8, 8, 3))
    y = file.op(
        "CONV_3D", [x, file.tensor((2, 3, 3, 3, 4), data=True), file.tensor((4,), data=True)],
        [file.tensor((1, 5, 6, 6, 4))], "Conv3DOptions", Padding=VALID, StrideD=1, StrideH=1, StrideW=1)
    answer = ask_about(ask, file, y)
    assert answer["model"]["macs"] == 5 * 36 * 4 * 2 * 9 * 3
    coverage = answer["results"][0]["coverage"]
    assert coverage["macs_fraction"] == 0 and "CONV_3D" in coverage["not_covered"][0]["reason"]


def test_the_first_signature_is_the_network(ask):
    """Further subgraphs that nothing calls cost memory for their weights, not time."""
    file = File()
    other = file.subgraph("other")
    for graph, width in ((0, 8), (other, 16)):
        x = file.input((1, 32), np.int8, graph=graph, scales=1)
        y = file.op(
            "FULLY_CONNECTED", [x, file.tensor((width, 32), np.int8, True, scales=1, graph=graph), -1],
            [file.tensor((1, width), np.int8, scales=1, graph=graph)], "FullyConnectedOptions",
            graph=graph)
        file.graphs[graph]["outputs"] = [y]
    file.signatures = [("serving_default", 0), ("other", other)]
    status, answer = ask(file.bytes())
    assert status == 200, answer
    assert answer["model"]["macs"] == 256


def test_open_extents_are_taken_as_the_file_has_them(ask):
    file = File()
    x = file.input((1, 32), np.int8, scales=1, signature=[-1, 32])
    y = file.op(
        "FULLY_CONNECTED", [x, file.tensor((8, 32), np.int8, True, scales=1), -1],
        [file.tensor((1, 8), np.int8, scales=1, signature=[-1, 8])], "FullyConnectedOptions")
    assert ask_about(ask, file, y)["model"]["macs"] == 256


@pytest.mark.parametrize("trips", [1, 7])
def test_a_loop_costs_its_body_as_often_as_it_turns(ask, trips):
    file = File()
    test, body = file.subgraph("test"), file.subgraph("body")
    x = file.input((1, 16), np.int8, scales=1)
    y = file.op(
        "WHILE", [x], [file.tensor((1, 16), np.int8, scales=1)], "WhileOptions", CondSubgraphIndex=test,
        BodySubgraphIndex=body)
    file.input((1, 16), np.int8, graph=test, scales=1)
    file.graphs[test]["outputs"] = [file.tensor((1,), bool, data=np.array([True]), graph=test)]
    inner = file.input((1, 16), np.int8, graph=body, scales=1)
    made = file.op(
        "FULLY_CONNECTED", [inner, file.tensor((16, 16), np.int8, True, scales=1, graph=body), -1],
        [file.tensor((1, 16), np.int8, scales=1, graph=body)], "FullyConnectedOptions", graph=body)
    file.graphs[body]["outputs"] = [made]
    answer = ask_about(ask, file, y, while_trips=trips)
    assert answer["model"]["macs"] == 256 * trips


def test_an_lstm_of_a_sequence(ask):
    file = File()
    units, channels, steps = 16, 10, 12
    x = file.input((1, steps, channels), np.int8, scales=1)
    matrices = [file.tensor((units, channels), np.int8, True, scales=1) for _ in range(4)]
    matrices += [file.tensor((units, units), np.int8, True, scales=1) for _ in range(4)]
    biases = [file.tensor((units,), np.int32, True) for _ in range(4)]
    state = file.tensor((1, units), np.int8, variable=True, scales=1)
    cell = file.tensor((1, units), np.int16, variable=True, scales=1)
    y = file.op(
        "UNIDIRECTIONAL_SEQUENCE_LSTM",
        [x, *matrices, -1, -1, -1, *biases, -1, -1, state, cell, -1, -1, -1, -1],
        [file.tensor((1, steps, units), np.int8, scales=1)], "UnidirectionalSequenceLSTMOptions",
        FusedActivationFunction=tflite.ActivationFunctionType.TANH)
    answer = ask_about(ask, file, y)
    assert answer["model"]["macs"] == steps * 4 * units * (units + channels)
    assert answer["model"]["parameters"] == 4 * units * (units + channels) + 4 * units


def test_float_at_the_edges_is_warned_of(ask):
    file = File()
    x = file.op("QUANTIZE", [file.input((1, 32))], [file.tensor((1, 32), np.int8, scales=1)])
    x = file.op(
        "FULLY_CONNECTED", [x, file.tensor((8, 32), np.int8, True, scales=1), -1],
        [file.tensor((1, 8), np.int8, scales=1)], "FullyConnectedOptions")
    y = file.op("DEQUANTIZE", [x], [file.tensor((1, 8))])
    assert "float_interface" in codes(ask_about(ask, file, y))


def test_a_float_network_on_an_int8_library(ask):
    file = File()
    x = file.input((1, 32))
    y = file.op(
        "FULLY_CONNECTED", [x, file.tensor((8, 32), data=True), -1], [file.tensor((1, 8))],
        "FullyConnectedOptions")
    file.graphs[0]["outputs"] = [y]
    body = file.bytes()
    status, plain = ask(body)
    assert status == 200 and "reference_kernel" in codes(plain)
    status, assumed = ask(body, assume_dtype="int8")
    assert status == 200 and "assumed_dtype" in codes(assumed)
    assert layer(assumed)["kernel"].endswith("s8")
    assert assumed["results"][0]["totals"]["cycles"]["value"] < (
        plain["results"][0]["totals"]["cycles"]["value"])


@pytest.mark.parametrize("code", [200, 126, 207, 5000])
def test_a_code_that_the_schema_does_not_have_is_data(ask, code):
    file = File()
    x = file.input((1, 32))
    file.codes.append((code, None))
    y = file.tensor((1, 32))
    file.graphs[0]["operators"].append((len(file.codes) - 1, [x], [y], None, {}))
    answer = ask_about(ask, file, y)
    assert len(answer["results"][0]["coverage"]["not_covered"]) == 1 or code == 126
