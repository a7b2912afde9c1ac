"""Small networks as exporters write them, built here: multiplications, parameters and shapes beside what
follows from the operators' definitions and from `onnx.shape_inference`."""

import math
import string

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

FLOAT, INT8, UINT8, INT32, INT64 = (
    TensorProto.FLOAT, TensorProto.INT8, TensorProto.UINT8, TensorProto.INT32, TensorProto.INT64)


class Net:
    """Nodes in the order in which they are added; each makes one value, or as many as are named."""

    def __init__(self, opset=17, ir=8):
        self.opset, self.ir = opset, ir
        self.nodes, self.inputs, self.initializers, self.domains = [], [], [], set()

    def input(self, *shape, name="x", type=FLOAT):
        self.inputs.append(helper.make_tensor_value_info(name, type, shape))
        return name

    def weights(self, *shape, type=np.float32):
        values = np.zeros(shape, type) if type != np.float32 else np.ones(shape, type)
        return self.constant(values)

    def constant(self, values):
        name = f"w{len(self.initializers)}"
        self.initializers.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def node(self, op, *inputs, count=1, domain="", **attributes):
        names = [f"{op.lower()}{len(self.nodes)}" + (f"_{i}" if i else "") for i in range(count)]
        self.domains.add(domain)
        attributes = {key: value for key, value in attributes.items() if value is not None}
        self.nodes.append(helper.make_node(op, inputs, names, domain=domain, **attributes))
        return names[0] if count == 1 else names

    def model(self, *outputs):
        values = [helper.make_tensor_value_info(name, FLOAT, None) for name in outputs]
        for value in values:
            value.type.Clear()
        graph = helper.make_graph(
            self.nodes, "net", self.inputs, values, self.initializers)
        opsets = [helper.make_opsetid("", self.opset)]
        opsets += [helper.make_opsetid(domain, 1) for domain in self.domains if domain]
        model = helper.make_model(graph, opset_imports=opsets)
        model.ir_version = self.ir
        return model


def inferred(model):
    """Every shape that the package infers, by name."""
    graph = onnx.shape_inference.infer_shapes(model, data_prop=True, strict_mode=True).graph
    shapes = {each.name: list(each.dims) for each in graph.initializer}
    for value in [*graph.input, *graph.value_info, *graph.output]:
        if value.type.tensor_type.HasField("shape"):
            shapes.setdefault(
                value.name, [each.dim_value for each in value.type.tensor_type.shape.dim])
    return shapes


def macs_of(node, shapes):
    """Multiply-accumulates by the operator's definition."""
    get = {each.name: helper.get_attribute_value(each) for each in node.attribute}
    out = shapes.get(node.output[0])
    if node.op_type in ("Conv", "ConvInteger"):
        return math.prod(out) * math.prod(shapes[node.input[1]][1:])
    if node.op_type == "QLinearConv":
        return math.prod(out) * math.prod(shapes[node.input[3]][1:])
    if node.op_type == "ConvTranspose":
        return math.prod(shapes[node.input[0]]) * math.prod(shapes[node.input[1]][1:])
    if node.op_type == "Gemm":
        return math.prod(out) * shapes[node.input[0]][0 if get.get("transA") else 1]
    if node.op_type in ("MatMul", "MatMulInteger", "QLinearMatMul"):
        return math.prod(out) * shapes[node.input[0]][-1]
    if node.op_type in ("LSTM", "GRU", "RNN"):
        steps, batch, _ = shapes[node.input[0]]
        if get.get("layout"):
            steps, batch = batch, steps
        matrices = sum(math.prod(shapes[name]) for name in node.input[1:3])
        return steps * batch * matrices
    if node.op_type == "Einsum":
        letters = {}
        for term, name in zip(get["equation"].decode().split("->")[0].split(","), node.input):
            letters.update(zip(term.strip(), shapes[name]))
        return math.prod(letters.values()) if len(node.input) > 1 else 0
    return 0


def stored(shape):
    """How an answer may write a shape: as it is, or with an image's channels last."""
    return [shape, [shape[0], *shape[2:], shape[1]]] if len(shape) >= 3 else [shape]


def check(ask, model, macs=None, parameters=None, covered=True, shapes=None, **query):
    """The answer to a model, after comparing it with the definitions."""
    status, answer = ask(model.SerializeToString(), **query)
    assert status == 200, answer
    known = shapes or inferred(model)
    if macs is None:
        macs = sum(macs_of(node, known) for node in model.graph.node)
    assert answer["model"]["macs"] == macs
    if parameters is not None:
        assert answer["model"]["parameters"] == parameters
    rows = answer["results"][0]["ops"]
    compared = 0
    for row in rows:
        shape = known.get(row["name"])
        if shape and all(shape):
            assert row["output_shape"] in stored(shape), row["name"]
            compared += 1
    assert compared or not rows
    if covered:
        assert answer["results"][0]["coverage"]["macs_fraction"] == 1
    return answer


def ops(answer):
    return [row["op"] for row in answer["results"][0]["ops"]]


# Convolutions

CONVOLUTIONS = {
    "plain": dict(shape=(1, 3, 17, 23), weights=(8, 3, 3, 3)),
    "pointwise": dict(shape=(1, 16, 9, 9), weights=(32, 16, 1, 1)),
    "stride": dict(shape=(1, 3, 17, 23), weights=(8, 3, 3, 5), strides=[2, 3]),
    "asymmetric pads": dict(shape=(1, 3, 17, 23), weights=(8, 3, 4, 4), pads=[0, 1, 2, 3]),
    "dilated": dict(shape=(1, 4, 30, 30), weights=(8, 4, 3, 3), dilations=[3, 2], pads=[3, 2, 3, 2]),
    "grouped": dict(shape=(1, 8, 12, 12), weights=(16, 2, 3, 3), group=4),
    "depthwise": dict(shape=(1, 8, 12, 12), weights=(8, 1, 3, 3), group=8, pads=[1, 1, 1, 1]),
    "multiplied depthwise": dict(shape=(1, 8, 12, 12), weights=(24, 1, 3, 3), group=8),
    "depthwise of one channel": dict(shape=(1, 1, 12, 12), weights=(4, 1, 3, 3), group=1),
    "same upper": dict(
        shape=(1, 3, 16, 15), weights=(8, 3, 3, 4), auto_pad="SAME_UPPER", strides=[2, 2]),
    "same lower": dict(
        shape=(1, 3, 16, 15), weights=(8, 3, 3, 4), auto_pad="SAME_LOWER", strides=[2, 2]),
    "valid": dict(shape=(1, 3, 16, 15), weights=(8, 3, 3, 4), auto_pad="VALID", strides=[2, 2]),
    "sequence": dict(shape=(1, 10, 50), weights=(20, 10, 5), strides=[2], pads=[2, 2]),
    "dilated sequence": dict(shape=(1, 10, 50), weights=(20, 10, 5), dilations=[4]),
    "depthwise sequence": dict(shape=(1, 10, 50), weights=(10, 1, 5), group=10),
    "batch": dict(shape=(4, 3, 8, 8), weights=(8, 3, 3, 3)),
    "kernel as large as the image": dict(shape=(1, 3, 5, 5), weights=(8, 3, 5, 5)),
}


@pytest.mark.parametrize("name", CONVOLUTIONS)
@pytest.mark.parametrize("has_bias", [True, False])
def test_convolutions(ask, name, has_bias):
    case = dict(CONVOLUTIONS[name])
    shape, weights = case.pop("shape"), case.pop("weights")
    net = Net()
    inputs = [net.input(*shape), net.weights(*weights)]
    inputs += [net.weights(weights[0])] if has_bias else []
    model = net.model(net.node("Conv", *inputs, **case))
    answer = check(
        ask, model, parameters=math.prod(weights) + (weights[0] if has_bias else 0))
    is_depthwise = case.get("group", 1) == shape[1] and case.get("group", 1) > 1
    assert ("depthwise" in ops(answer)[0]) == is_depthwise


@pytest.mark.parametrize("activation", ["Relu", "Relu6", "Clip7", "LeakyRelu", "Sigmoid"])
@pytest.mark.parametrize("opset", [7, 9, 11, 13, 18, 22])
def test_a_normalisation_and_an_activation_go_into_their_layer(ask, activation, opset):
    net = Net(opset)
    x = net.node("Conv", net.input(1, 3, 16, 16), net.weights(8, 3, 3, 3))
    x = net.node("BatchNormalization", x, *(net.weights(8) for _ in range(4)))
    if activation in ("Relu6", "Clip7"):
        high = 6.0 if activation == "Relu6" else 7.0
        if opset < 11:
            x = net.node("Clip", x, min=0.0, max=high)
        else:
            x = net.node("Clip", x, net.constant(np.float32(0)), net.constant(np.float32(high)))
    else:
        x = net.node(activation, x)
    answer = check(ask, net.model(x), parameters=8 * 27 + 8)
    fused = ["conv2d"] if activation in ("Relu", "Relu6") else None
    assert ops(answer) == fused if fused else len(ops(answer)) == 2
    assert [note["code"] for note in answer["model"]["notes"]].count("fused") == (
        2 if fused else 1)


@pytest.mark.parametrize(
    "case",
    [
        dict(),
        dict(strides=[2, 2]),
        dict(strides=[2, 3], output_padding=[1, 1], pads=[1, 0, 0, 1]),
        dict(strides=[2, 2], auto_pad="SAME_UPPER"),
        dict(strides=[2, 2], auto_pad="SAME_LOWER"),
        dict(strides=[3, 3], output_shape=[30, 33]),
        dict(dilations=[2, 2]),
        dict(group=4),
    ], ids=str)
def test_transposed_convolutions(ask, case):
    net = Net()
    group = case.get("group", 1)
    x = net.node(
        "ConvTranspose", net.input(1, 8, 10, 11), net.weights(8, 6, 3, 3), net.weights(6 * group),
        **case)
    check(ask, net.model(x), parameters=8 * 6 * 9 + 6 * group, covered=group == 1)


# Pools

POOLS = [
    dict(kernel_shape=[2, 2]),
    dict(kernel_shape=[2, 2], strides=[2, 2]),
    dict(kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1),
    dict(kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1], ceil_mode=1),
    dict(kernel_shape=[2, 2], strides=[3, 3], ceil_mode=1),
    dict(kernel_shape=[3, 3], strides=[3, 3], pads=[0, 1, 1, 0]),
    dict(kernel_shape=[3, 2], strides=[2, 2], auto_pad="SAME_UPPER"),
    dict(kernel_shape=[3, 2], strides=[2, 2], auto_pad="SAME_LOWER"),
    dict(kernel_shape=[3, 2], strides=[2, 2], auto_pad="VALID"),
]


@pytest.mark.parametrize("kind", ["MaxPool", "AveragePool"])
@pytest.mark.parametrize("case", POOLS, ids=str)
@pytest.mark.parametrize("size", [(14, 17), (13, 16)])
def test_pools(ask, kind, case, size):
    net = Net(19)
    x = net.node(kind, net.input(1, 5, *size), **case)
    answer = check(ask, net.model(x), macs=0)
    row = answer["results"][0]["ops"][0]
    assert row["outputs"] == math.prod(row["output_shape"])


@pytest.mark.parametrize("kind", ["GlobalAveragePool", "GlobalMaxPool"])
def test_global_pools(ask, kind):
    net = Net()
    check(ask, net.model(net.node(kind, net.input(1, 5, 7, 9))), macs=0)


# Quantised networks

def dequantised(net, values, scale=0.1, axis=None):
    """Weights in the file's quantised form, as a QDQ network has them."""
    if axis is None:
        return net.node(
            "DequantizeLinear", net.constant(values), net.constant(np.float32(scale)),
            net.constant(values.dtype.type(0)))
    count = values.shape[axis]
    return net.node(
        "DequantizeLinear", net.constant(values),
        net.constant(np.full(count, scale, np.float32)),
        net.constant(np.zeros(count, values.dtype)), axis=axis)


def requantised(net, value, type=np.int8):
    scale, zero = net.constant(np.float32(0.1)), net.constant(type(0))
    return net.node("DequantizeLinear", net.node("QuantizeLinear", value, scale, zero), scale, zero)


@pytest.mark.parametrize("per_channel", [True, False])
@pytest.mark.parametrize("activation", [None, "Relu"])
def test_wrapped_quantisation_becomes_int8_kernels(ask, per_channel, activation):
    net = Net(13)
    x = requantised(net, net.input(1, 3, 16, 16))
    weights = dequantised(net, np.zeros((8, 3, 3, 3), np.int8), axis=0 if per_channel else None)
    x = net.node("Conv", x, weights, dequantised(net, np.zeros(8, np.int32)))
    if activation:
        x = net.node(activation, x)
    x = requantised(net, x)
    x = net.node("MaxPool", x, kernel_shape=[2, 2], strides=[2, 2])
    x = requantised(net, x)
    x = net.node("Flatten", x)
    weights = dequantised(net, np.zeros((10, 8 * 49), np.int8))
    x = requantised(net, net.node("Gemm", x, weights, dequantised(net, np.zeros(10, np.int32)), transB=1))
    answer = check(ask, net.model(x), parameters=8 * 27 + 8 + 3920 + 10)
    assert answer["model"]["weight_bytes"] in range(8 * 27 + 32 + 3920 + 40, 8 * 27 + 32 + 3920 + 57)
    layers = [name for name in ops(answer) if name not in ("quantize", "dequantize", "reshape")]
    assert layers == ["conv2d", "max_pool2d", "fully_connected"]
    kernels = {row["op"]: row["kernel"] for row in answer["results"][0]["ops"]}
    assert "s8" in kernels["conv2d"] and "s8" in kernels["fully_connected"]


def test_a_residual_sum_between_wrappers(ask):
    net = Net(13)
    x = requantised(net, net.input(1, 8, 16, 16))
    weights = dequantised(net, np.zeros((8, 8, 3, 3), np.int8))
    y = requantised(net, net.node("Conv", x, weights, pads=[1, 1, 1, 1]))
    x = requantised(net, net.node("Add", x, y))
    answer = check(ask, net.model(x), parameters=8 * 72)
    assert [name for name in ops(answer) if "quant" not in name] == ["conv2d", "add"]


def test_operators_that_are_quantised_themselves(ask):
    net = Net(10)
    scale, zero = net.constant(np.float32(0.1)), net.constant(np.uint8(0))
    x = net.input(1, 3, 16, 16, type=UINT8)
    x = net.node(
        "QLinearConv", x, scale, zero, net.weights(8, 3, 3, 3, type=np.uint8), scale, zero, scale,
        zero, net.weights(8, type=np.int32), strides=[2, 2])
    x = net.node("Reshape", x, net.constant(np.array([1, -1])))
    x = net.node(
        "QLinearMatMul", x, scale, zero, net.weights(8 * 49, 10, type=np.uint8), scale, zero, scale,
        zero)
    answer = check(ask, net.model(x), parameters=8 * 27 + 8 + 3920)
    assert [name for name in ops(answer) if name != "reshape"] == ["conv2d", "fully_connected"]


def test_dynamic_quantisation(ask):
    net = Net(11)
    q, scale, zero = net.node("DynamicQuantizeLinear", net.input(4, 32), count=3)
    x = net.node("MatMulInteger", q, net.weights(32, 16, type=np.int8), zero)
    x = net.node("Mul", net.node("Cast", x, to=FLOAT), scale)
    check(ask, net.model(x), parameters=512)


# Layers along time

@pytest.mark.parametrize("kind, gates", [("LSTM", 4), ("GRU", 3), ("RNN", 1)])
@pytest.mark.parametrize("direction", ["forward", "reverse", "bidirectional"])
@pytest.mark.parametrize("layout", [0, 1])
@pytest.mark.parametrize("has_bias", [True, False])
def test_recurrent_layers(ask, kind, gates, direction, layout, has_bias):
    net = Net(14)
    ways = 2 if direction == "bidirectional" else 1
    x = net.input(*((1, 20, 10) if layout else (20, 1, 10)))
    inputs = [x, net.weights(ways, gates * 16, 10), net.weights(ways, gates * 16, 16)]
    inputs += [net.weights(ways, 2 * gates * 16)] if has_bias else []
    x = net.node(
        kind, *inputs, hidden_size=16, direction=direction, layout=layout or None)
    parameters = ways * gates * 16 * (10 + 16 + (2 if has_bias else 0))
    check(ask, net.model(x), parameters=parameters)


def test_an_lstm_as_pytorch_exports_it(ask):
    """Initial states of zeros by ConstantOfShape, last output by Squeeze and Gather, then a Gemm."""
    net = Net(17)
    x = net.node("Transpose", net.input(1, 25, 12), perm=[1, 0, 2])
    zeros = net.node(
        "ConstantOfShape", net.constant(np.array([1, 1, 24])),
        value=helper.make_tensor("value", FLOAT, [1], [0.0]))
    out, _, _ = net.node(
        "LSTM", x, net.weights(1, 96, 12), net.weights(1, 96, 24), net.weights(1, 192), "", zeros,
        zeros, count=3, hidden_size=24)
    x = net.node("Squeeze", out, net.constant(np.array([1])))
    x = net.node("Gather", x, net.constant(np.array(-1)), axis=0)
    x = net.node("Gemm", x, net.weights(5, 24), net.weights(5), transB=1)
    answer = check(ask, net.model(x))
    assert "lstm" in ops(answer) and ops(answer)[-1] == "fully_connected"


@pytest.mark.parametrize("opset", [12, 13, 17, 18])
def test_an_attention_layer_of_basic_operators(ask, opset):
    net = Net(opset)
    x = net.input(1, 20, 32)

    def heads(source):
        y = net.node("Add", net.node("MatMul", source, net.weights(32, 32)), net.weights(32))
        y = net.node("Reshape", y, net.constant(np.array([1, 20, 4, 8])))
        return net.node("Transpose", y, perm=[0, 2, 1, 3])

    query, key, value = heads(x), heads(x), heads(x)
    scores = net.node("MatMul", query, net.node("Transpose", key, perm=[0, 1, 3, 2]))
    scores = net.node("Div", scores, net.constant(np.float32(8**0.5)))
    mixed = net.node("MatMul", net.node("Softmax", scores, axis=-1), value)
    mixed = net.node("Transpose", mixed, perm=[0, 2, 1, 3])
    mixed = net.node("Reshape", mixed, net.constant(np.array([0, 0, -1])))
    mixed = net.node("Add", net.node("MatMul", mixed, net.weights(32, 32)), net.weights(32))
    y = net.node("Add", x, mixed)
    if opset >= 17:
        y = net.node("LayerNormalization", y, net.weights(32), net.weights(32), axis=-1)
    answer = check(ask, net.model(y))
    assert answer["model"]["macs"] == 4 * 20 * 32 * 32 + 2 * 4 * 20 * 20 * 8
    assert ops(answer).count("matmul") == 2 and ops(answer).count("fully_connected") == 4


@pytest.mark.parametrize("heads", [(4, 4), (4, 2)])
@pytest.mark.parametrize("is_flat", [True, False])
def test_attention_as_one_operator(ask, heads, is_flat):
    net = Net(23, ir=11)
    query_heads, key_heads = heads

    def shape(heads, length):
        return (1, length, heads * 8) if is_flat else (1, heads, length, 8)

    q = net.input(*shape(query_heads, 10), name="q")
    k = net.input(*shape(key_heads, 12), name="k")
    v = net.input(*shape(key_heads, 12), name="v")
    names = dict(q_num_heads=query_heads, kv_num_heads=key_heads) if is_flat else {}
    x = net.node("Attention", q, k, v, **names)
    check(ask, net.model(x), macs=2 * query_heads * 10 * 12 * 8, covered=False)


# Products

@pytest.mark.parametrize("equation, a, b", [
    ("ij,jk->ik", (4, 5), (5, 6)), ("bij,bjk->bik", (2, 4, 5), (2, 5, 6)),
    ("bhid,bhjd->bhij", (1, 2, 7, 8), (1, 2, 9, 8)), ("i,j->ij", (4,), (6,)),
    ("bqc,kc->bqk", (1, 4, 8), (16, 8))])
def test_einsum(ask, equation, a, b):
    net = Net(13)
    x = net.node("Einsum", net.input(*a), net.input(*b, name="y"), equation=equation)
    check(ask, net.model(x), covered=False)


@pytest.mark.parametrize("a, b", [
    ((3, 4), (4, 5)), ((2, 3, 4), (4, 5)), ((2, 3, 4), (2, 4, 5)), ((1, 3, 4), (7, 4, 5)),
    ((5, 1, 3, 4), (2, 4, 6)), ((4,), (4, 5)), ((3, 4), (4,))])
@pytest.mark.parametrize("is_constant", [True, False])
def test_matrix_products_broadcast(ask, a, b, is_constant):
    net = Net()
    x = net.input(*a)
    y = net.weights(*b) if is_constant else net.input(*b, name="y")
    check(ask, net.model(net.node("MatMul", x, y)))


@pytest.mark.parametrize("trans_a", [0, 1])
@pytest.mark.parametrize("trans_b", [0, 1])
def test_gemm(ask, trans_a, trans_b):
    net = Net()
    x = net.input(*((7, 3) if trans_a else (3, 7)))
    y = net.weights(*((5, 7) if trans_b else (7, 5)))
    x = net.node("Gemm", x, y, net.weights(5), transA=trans_a, transB=trans_b, alpha=0.5)
    check(ask, net.model(x))


# Moves

@pytest.mark.parametrize("mode", ["nearest", "linear", "cubic"])
@pytest.mark.parametrize("by", ["scales", "sizes"])
def test_resizes(ask, mode, by):
    net = Net(13)
    x = net.input(1, 3, 10, 12)
    scales = net.constant(np.array([1, 1, 2, 1.5], np.float32))
    if by == "scales":
        x = net.node("Resize", x, "", scales, mode=mode)
    else:
        x = net.node("Resize", x, "", "", net.constant(np.array([1, 3, 20, 18])), mode=mode)
    answer = check(ask, net.model(x), macs=0)
    assert ops(answer) == ["resize_nearest_neighbor" if mode == "nearest" else "resize_bilinear"]


@pytest.mark.parametrize("policy", ["stretch", "not_larger", "not_smaller"])
def test_a_resize_of_some_axes_that_keeps_the_ratio(ask, policy):
    net = Net(18)
    x = net.node(
        "Resize", net.input(1, 3, 10, 12), "", "", net.constant(np.array([30, 20])), axes=[2, 3],
        keep_aspect_ratio_policy=policy)
    check(ask, net.model(x), macs=0)


def test_resize_and_upsample_of_old_versions(ask):
    net = Net(10)
    x = net.node("Resize", net.input(1, 3, 10, 12), net.constant(np.array([1, 1, 2, 2], np.float32)))
    check(ask, net.model(x), macs=0)
    net = Net(7)
    x = net.node("Upsample", net.input(1, 3, 10, 12), scales=[1.0, 1.0, 2.0, 3.0], mode="linear")
    answer = check(ask, net.model(x), macs=0)
    assert ops(answer) == ["resize_bilinear"]


SLICES = [
    ([0], [5], [1], [1]), ([9], [0], [2], [-1]), ([-1], [-100], [2], [-2]),
    ([1, 2], [2**62, -1], [1, 3], [1, 2]), ([-5], [2**62], [-1], [1]), ([3], [-2], [2], [3]),
]


@pytest.mark.parametrize("starts, ends, axes, steps", SLICES)
def test_slices(ask, starts, ends, axes, steps):
    net = Net(13)
    x = net.node("Slice", net.input(1, 8, 10, 12), *(
        net.constant(np.array(each, np.int64)) for each in (starts, ends, axes, steps)))
    check(ask, net.model(x), macs=0)


def test_slice_of_an_old_version(ask):
    net = Net(9)
    x = net.node("Slice", net.input(1, 8, 10, 12), starts=[1, -3], ends=[5, 100], axes=[1, 3])
    check(ask, net.model(x), macs=0)


@pytest.mark.parametrize("opset", [11, 13, 18])
@pytest.mark.parametrize("sizes", [None, [2, 3, 7]])
def test_splits(ask, opset, sizes):
    net = Net(opset)
    x = net.input(1, 12, 6)
    operands = [net.constant(np.array(sizes))] if sizes and opset >= 13 else []
    attributes = {"split": sizes} if sizes and opset < 13 else {}
    if opset >= 18 and not sizes:
        attributes["num_outputs"] = 3
    parts = net.node("Split", x, *operands, count=3, axis=1, **attributes)
    joined = net.node("Concat", *reversed(parts), axis=1)
    check(ask, net.model(joined), macs=0)


@pytest.mark.parametrize("op, count", [
    ("Squeeze", 1), ("Unsqueeze", 1), ("Flatten", 1), ("Transpose", 1), ("SpaceToDepth", 1),
    ("DepthToSpace", 1), ("Tile", 1), ("Expand", 1), ("Pad", 1), ("ReduceMean", 1), ("ArgMax", 1)])
def test_moves(ask, op, count):
    net = Net(13)
    x = net.node("Relu", net.input(1, 8, 4, 6))
    extra = {
        "Squeeze": [np.array([0])], "Unsqueeze": [np.array([0, -1])], "Tile": [np.array([1, 2, 1, 3])],
        "Expand": [np.array([2, 8, 4, 6])], "Pad": [np.array([0, 0, 1, 2, 0, 0, 3, 0])]}.get(op, [])
    attributes = {
        "Flatten": dict(axis=2), "SpaceToDepth": dict(blocksize=2), "DepthToSpace": dict(blocksize=2),
        "ReduceMean": dict(axes=[2, 3], keepdims=0), "ArgMax": dict(axis=-1)}.get(op, {})
    x = net.node(op, x, *map(net.constant, extra), **attributes)
    check(ask, net.model(x), macs=0)


# Activations and normalisations

@pytest.mark.parametrize("op, opset", [
    ("Gelu", 20), ("HardSwish", 14), ("Mish", 18), ("Softmax", 11), ("Softmax", 13), ("Elu", 6),
    ("LogSoftmax", 13), ("Erf", 13), ("Softplus", 13), ("Selu", 13), ("Tanh", 13)])
def test_activations(ask, op, opset):
    net = Net(opset)
    x = net.node("MatMul", net.input(2, 12), net.weights(12, 20))
    check(ask, net.model(net.node(op, x)))


@pytest.mark.parametrize("op", ["LayerNormalization", "InstanceNormalization", "LRN", "GroupNormalization"])
def test_normalisations(ask, op):
    net = Net(21, ir=10)
    x = net.node("Relu", net.input(1, 8, 10, 12))
    if op == "LayerNormalization":
        x = net.node(op, x, net.weights(12), net.weights(12))
    elif op == "LRN":
        x = net.node(op, x, size=5)
    elif op == "GroupNormalization":
        x = net.node(op, x, net.weights(8), net.weights(8), num_groups=4)
    else:
        x = net.node(op, x, net.weights(8), net.weights(8))
    check(ask, net.model(x), macs=0)


# Ways in which a file says what it says

@pytest.mark.parametrize("opset", range(7, 23))
def test_every_version_of_a_small_classifier(ask, opset):
    """As Keras' and PyTorch's exporters write it: shapes by Reshape, weights by Constant nodes."""
    net = Net(opset)
    x = net.input(1, 1, 28, 28)
    weights = net.node(
        "Constant", value=numpy_helper.from_array(np.zeros((6, 1, 5, 5), np.float32)))
    x = net.node("Conv", x, weights, net.weights(6), pads=[2, 2, 2, 2])
    x = net.node("MaxPool", net.node("Relu", x), kernel_shape=[2, 2], strides=[2, 2])
    x = net.node("Reshape", x, net.constant(np.array([1, -1])))
    x = net.node("Gemm", x, net.weights(10, 6 * 14 * 14), net.weights(10), transB=1)
    x = net.node("Softmax", x, axis=1)
    check(ask, net.model(x), parameters=150 + 6 + 11760 + 10)


def test_weights_as_inputs_of_the_graph(ask):
    """Up to version 3 of the format each initialiser had to be an input as well."""
    net = Net(8, ir=3)
    w = net.weights(8, 3, 3, 3)
    x = net.input(1, 3, 16, 16)
    net.inputs.append(helper.make_tensor_value_info(w, FLOAT, (8, 3, 3, 3)))
    check(ask, net.model(net.node("Conv", x, w)), parameters=216)


def test_weights_that_the_exporter_left_out(ask):
    net = Net(8, ir=3)
    x, w = net.input(1, 3, 16, 16), net.input(8, 3, 3, 3, name="conv1.weight")
    check(ask, net.model(net.node("Conv", x, w)), parameters=216)


def test_weights_in_a_file_beside_the_model(ask):
    net = Net()
    x = net.node("Conv", net.input(1, 3, 16, 16), net.weights(8, 3, 3, 3))
    model = net.model(x)
    known = inferred(model)
    for tensor in model.graph.initializer:
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value="../../etc/passwd")
        tensor.external_data.add(key="length", value="864")
    check(ask, model, parameters=216, shapes=known, macs=14 * 14 * 216)


@pytest.mark.parametrize("condition", [True, False])
def test_a_branch_inside_a_branch_is_followed(ask, condition):
    def branch(filters, inner=None):
        weights = numpy_helper.from_array(np.zeros((filters, 3, 3, 3), np.float32), f"k{filters}")
        made = helper.make_tensor_value_info(f"b{filters}", FLOAT, None)
        made.type.Clear()
        nodes = inner or [helper.make_node("Conv", ["x", f"k{filters}"], [f"b{filters}"])]
        return helper.make_graph(nodes, "branch", [], [made], [] if inner else [weights])

    net = Net(16)
    net.input(1, 3, 10, 10)
    flag = net.constant(np.array(condition))
    inner = helper.make_node(
        "If", [flag], ["b9"], then_branch=branch(4), else_branch=branch(8))
    x = net.node("If", flag, then_branch=branch(9, [inner]), else_branch=branch(2))
    status, answer = ask(net.model(x).SerializeToString())
    assert status == 200, answer
    assert answer["model"]["macs"] == 64 * 27 * (4 if condition else 2)


def test_open_extents_are_given(ask):
    net = Net()
    x = net.node("Conv", net.input("batch", 3, "height", "width"), net.weights(8, 3, 3, 3))
    x = net.node("GlobalAveragePool", x)
    shape = net.node("Shape", x)
    batch = net.node("Gather", shape, net.constant(np.array(0)))
    rows = net.node("Unsqueeze", batch, net.constant(np.array([0])))
    x = net.node("Reshape", x, net.node("Concat", rows, net.constant(np.array([-1])), axis=0))
    x = net.node("Gemm", x, net.weights(5, 8), transB=1)
    model = net.model(x)
    status, answer = ask(model.SerializeToString())
    assert status == 422 and "'batch'" in answer["detail"], answer
    closed = onnx.ModelProto()
    closed.CopyFrom(model)
    for extent, size in zip(closed.graph.input[0].type.tensor_type.shape.dim, (2, 3, 20, 24)):
        extent.dim_value = size
    check(
        ask, model, macs=2 * 18 * 22 * 216 + 2 * 40, parameters=216 + 40, shapes=inferred(closed),
        input_shape="x:2x3x20x24")


def test_shapes_that_a_file_computes(ask):
    """`x.view(x.size(0), -1)` and an interpolation to the size of another image, as PyTorch writes them."""
    net = Net(12)
    x, y = net.input(1, 4, 8, 10), net.input(1, 4, 16, 20, name="y")
    size = net.node("Slice", net.node("Shape", y), *(
        net.constant(np.array([each])) for each in (2, 4, 0)))
    front = net.node("Slice", net.node("Shape", x), *(
        net.constant(np.array([each])) for each in (0, 2, 0)))
    sizes = net.node("Concat", front, net.node("Cast", size, to=INT64), axis=0)
    x = net.node("Resize", x, "", "", sizes, mode="linear")
    x = net.node("Add", x, y)
    count = net.node("Gather", net.node("Shape", x), net.constant(np.array(0)), axis=0)
    x = net.node(
        "Reshape", x, net.node(
            "Concat", net.node("Unsqueeze", count, axes=[0]), net.constant(np.array([-1])), axis=0))
    answer = check(ask, net.model(x), macs=0, shapes={x: [1, 1280]})
    assert ops(answer) == ["resize_bilinear", "add", "reshape"]


def test_channels_last_around_a_layer_costs_no_transposes(ask):
    """As tf2onnx writes a Keras network: NHWC in and out, Transposes around each layer."""
    net = Net(13)
    x = net.node("Transpose", net.input(1, 20, 24, 3), perm=[0, 3, 1, 2])
    x = net.node("Conv", x, net.weights(8, 3, 3, 3), net.weights(8), auto_pad="SAME_UPPER")
    x = net.node("Transpose", net.node("Relu", x), perm=[0, 2, 3, 1])
    x = net.node("Transpose", x, perm=[0, 3, 1, 2])
    x = net.node("Conv", x, net.weights(4, 8, 1, 1))
    x = net.node("Transpose", x, perm=[0, 2, 3, 1])
    answer = check(ask, net.model(x), parameters=216 + 8 + 32)
    assert ops(answer) == ["conv2d", "conv2d"]


def test_a_name_of_another_domain_is_not_taken_for_the_standard_one(ask):
    net = Net(17)
    x = net.node("Conv", net.input(1, 3, 8, 8), net.weights(4, 3, 3, 3), domain="my.own")
    model = net.model(x)
    model.graph.output[0].CopyFrom(helper.make_tensor_value_info(x, FLOAT, (1, 4, 6, 6)))
    status, answer = ask(model.SerializeToString())
    assert status == 200, answer
    assert answer["model"]["macs"] == 0
    assert "my.own.Conv" in answer["results"][0]["coverage"]["not_covered"][0]["reason"]


# Networks by chance: every value's shape against the package's inference.

@pytest.mark.parametrize("seed", range(60))
def test_networks_by_chance(ask, seed):
    chance = np.random.default_rng(seed)
    net = Net(int(chance.integers(13, 20)))
    size = int(chance.integers(8, 24))
    shape = [1, int(chance.integers(1, 9)), size, size + int(chance.integers(0, 5))]
    x = net.input(*shape)
    for _ in range(int(chance.integers(3, 10))):
        kind = chance.choice(["conv", "depthwise", "pool", "relu", "bn", "add", "concat", "pad"])
        channels = shape[1]
        if kind == "conv":
            filters, kernel = int(chance.integers(1, 17)), int(chance.integers(1, 4))
            stride = int(chance.integers(1, 3))
            pads = [int(each) for each in chance.integers(0, 2, 4)]
            x = net.node(
                "Conv", x, net.weights(filters, channels, kernel, kernel), strides=[stride, stride],
                pads=pads)
        elif kind == "depthwise":
            x = net.node(
                "Conv", x, net.weights(channels, 1, 3, 3), group=channels, auto_pad="SAME_LOWER")
        elif kind == "pool" and min(shape[2:]) >= 4:
            x = net.node(
                "MaxPool", x, kernel_shape=[3, 2], strides=[2, 2],
                ceil_mode=int(chance.integers(0, 2)))
        elif kind == "bn":
            x = net.node("BatchNormalization", x, *(net.weights(channels) for _ in range(4)))
        elif kind == "add":
            x = net.node("Add", x, net.weights(1, channels, 1, 1))
        elif kind == "concat":
            x = net.node("Concat", x, net.node("Sigmoid", x), axis=1)
        elif kind == "pad":
            x = net.node("Pad", x, net.constant(np.array([0, 0, 1, 0, 0, 0, 0, 1])))
        else:
            x = net.node("Relu", x)
        shape = inferred(net.model(x))[x]
    x = net.node("GlobalAveragePool", x)
    x = net.node("Flatten", x)
    x = net.node("Gemm", x, net.weights(shape[1], 7))
    check(ask, net.model(x))
