"""Files of one operator each, in every type that TensorFlow Lite Micro's kernel of it takes."""

import copy

import numpy as np
from flatbuffers import flexbuffers

from networks import (
    BOOL, FLOAT32, INT16, INT32, INT4, INT64, INT8, OPS, UINT32, UINT8, Network, schema)

TYPES = {
    "f": FLOAT32, "b": INT8, "h": INT16, "i": INT32, "l": INT64, "?": BOOL, "B": UINT8,
    "I": UINT32,
}
ARRAYS = {
    FLOAT32: np.float32, INT8: np.int8, INT16: np.int16, INT32: np.int32, INT64: np.int64,
    BOOL: np.bool_, UINT8: np.uint8, UINT32: np.uint32,
}


class T:
    """A tensor of a file of one operator: an input of the model, unless it has data."""

    def __init__(self, shape, type="f", data=None, scale=None, zero=0, axis=0, variable=False):
        self.shape, self.type = list(shape), TYPES.get(type, type)
        self.data, self.scale, self.zero, self.axis = data, scale, zero, axis
        self.variable = variable
        if scale is None and self.type in (INT8, INT16, UINT8):
            self.scale = 0.1

    def add(self, network, wanted=None):
        made = network.tensor(
            self.shape, self.type, self.data, scale=self.scale, zero=self.zero, axis=self.axis,
            variable=self.variable)
        if wanted is not None and self.data is None and not self.variable:
            wanted.append(made)
        return made


def constant(values, type="i"):
    values = np.array(values, ARRAYS[TYPES[type]])
    return T(values.shape, type, values)


def weights(shape, type, channels=None, axis=0):
    """Constant weights; quantised a channel where there are channels."""
    generator = np.random.default_rng(1)
    kind = TYPES.get(type, type)
    if kind == FLOAT32:
        return T(shape, "f", generator.normal(size=shape).astype(np.float32))
    scale = [0.01] * channels if channels else 0.01
    if kind == INT4:
        packed = generator.integers(0, 256, (int(np.prod(shape)) + 1) // 2).astype(np.uint8)
        return T(shape, INT4, packed, scale=scale, axis=axis)
    values = generator.integers(-100, 100, shape).astype(ARRAYS[kind])
    return T(shape, kind, values, scale=scale, axis=axis)


def bias(count, type, channels=None):
    """As the kernel of the type takes it: 64 bits beside 16-bit data."""
    if type == "f":
        return T([count], "f", np.zeros(count, np.float32))
    kind = "l" if type == "h" else "i"
    return T(
        [count], kind, np.zeros(count, ARRAYS[TYPES[kind]]),
        scale=[0.001] * channels if channels else 0.001)


def single(code, inputs, outputs, options=None, custom=None, custom_options=None):
    """A model of one operator. `None` among the inputs is an operand that is left out."""
    network = Network()
    operands = [-1 if one is None else one.add(network, network.main.inputs) for one in inputs]
    results = [one.add(network, network.main.outputs) for one in outputs]
    made = network.op(OPS.CUSTOM if custom else code, operands, results, options, custom)
    if custom_options is not None:
        network.main.operators[-1].customOptions = np.frombuffer(custom_options, np.uint8)
    return network


def repeated(network, count):
    """The same with its operator `count` times, each with outputs of its own.

    Small parts that alignment hides beside one operator add up beside several.
    """
    main = network.main
    first = main.operators[-1]
    for _ in range(count - 1):
        operator = copy.copy(first)
        operator.outputs = []
        for output in first.outputs:
            main.tensors.append(copy.copy(main.tensors[output]))
            operator.outputs.append(len(main.tensors) - 1)
        main.operators.append(operator)
        main.outputs += operator.outputs
    return network


def options(name, **values):
    made = getattr(schema, name + "OptionsT")()
    for key, value in values.items():
        assert hasattr(made, key), (name, key)
        setattr(made, key, value)
    return made


CASES = {}


def case(name, types):
    """Makes one case a type: the decorated function answers the network in that type."""

    def register(make):
        for type in types.split():
            full = f"{name}-{type}"
            assert full not in CASES, full
            CASES[full] = lambda make=make, type=type: make(type)
        return make

    return register


SHAPE = [1, 4, 6, 3]


def define_unary(code, types, out=None, opts=None, **result):
    @case(code, types)
    def make(type):
        return single(
            getattr(OPS, code), [T(SHAPE, type)], [T(SHAPE, out or type, **result.get(type, {}))],
            opts and options(*opts[:1], **opts[1]))


for code, types in {
    "ABS": "f b h", "NEG": "f", "CEIL": "f", "FLOOR": "f", "ROUND": "f", "COS": "f", "SIN": "f",
    "EXP": "f", "LOG": "f", "SQRT": "f", "RSQRT": "f b h", "SQUARE": "f", "ELU": "f b",
    "RELU": "f b h", "RELU6": "f b h", "HARD_SWISH": "f b", "LOGICAL_NOT": "?",
    "ZEROS_LIKE": "f b i l",
}.items():
    define_unary(code, types)

define_unary("LOGISTIC", "f b h", b={"scale": 1 / 256, "zero": -128}, h={"scale": 1 / 32768})
define_unary("TANH", "f b h", b={"scale": 1 / 128}, h={"scale": 1 / 32768})
define_unary(
    "SOFTMAX", "f b h", b={"scale": 1 / 256, "zero": -128}, h={"scale": 1 / 32768},
    opts=("Softmax", {"beta": 1.0}))
define_unary("LOG_SOFTMAX", "f b", b={"scale": 16 / 256, "zero": 127})
define_unary("L2_NORMALIZATION", "f b", b={"scale": 1 / 128}, opts=("L2Norm", {}))
define_unary("LEAKY_RELU", "f b h", opts=("LeakyRelu", {"alpha": 0.1}))


@case("SOFTMAX-wide", "b")
def softmax_wide(type):
    return single(
        OPS.SOFTMAX, [T([1, 9], type)], [T([1, 9], "h", scale=1 / 65536, zero=-32768)],
        options("Softmax", beta=1.0))


def define_binary(code, types, out=None, name=None, second=SHAPE, opts=None):
    @case(name or code, types)
    def make(type):
        return single(
            getattr(OPS, code), [T(SHAPE, type), T(second, type)], [T(SHAPE, out or type)],
            opts and options(opts))


for suffix, second in {"": SHAPE, "-broadcast": [1, 1, 1, 3]}.items():
    for code, types, opts in (
        ("ADD", "f b h i", "Add"), ("SUB", "f b h i", "Sub"), ("MUL", "f b h i", "Mul"),
        ("DIV", "f b", "Div"), ("MAXIMUM", "f b h i l", None), ("MINIMUM", "f b h i l", None),
        ("SQUARED_DIFFERENCE", "f b i", None), ("FLOOR_DIV", "f b h i", None),
        ("FLOOR_MOD", "f b h i", None),
    ):
        define_binary(code, types, name=code + suffix, second=second, opts=opts)
    for code in ("EQUAL", "NOT_EQUAL", "LESS", "LESS_EQUAL", "GREATER", "GREATER_EQUAL"):
        types = "f b h i l" + (" ?" if code.endswith("EQUAL") and "_" not in code[3:] else "")
        define_binary(code, types, "?", name=code + suffix, second=second)
    for code in ("LOGICAL_AND", "LOGICAL_OR"):
        define_binary(code, "?", "?", name=code + suffix, second=second)


@case("PRELU", "f b")
def prelu(type):
    return single(OPS.PRELU, [T(SHAPE, type), weights([1, 1, 3], type)], [T(SHAPE, type)])


@case("SELECT_V2", "f b h i")
def select(type):
    return single(
        OPS.SELECT_V2, [T(SHAPE, "?"), T(SHAPE, type), T(SHAPE, type)], [T(SHAPE, type)],
        options("SelectV2"))


@case("ADD_N", "f b")
def add_n(type):
    return single(
        OPS.ADD_N, [T(SHAPE, type) for _ in range(5)], [T(SHAPE, type)], options("AddN"))


@case("ADD_N-two", "f b")
def add_two(type):
    return single(OPS.ADD_N, [T(SHAPE, type)] * 2, [T(SHAPE, type)], options("AddN"))


def define_reduction(code, types, name, axes, result, keep=False):
    @case(f"{code}-{name}", types)
    def make(type):
        return single(
            getattr(OPS, code), [T([2, 4, 6, 3], type), constant(axes)], [T(result, type)],
            options("Reducer", keepDims=keep))


for code, types in {
    "MEAN": "f b h", "SUM": "f b h i", "REDUCE_MAX": "f b h", "REDUCE_MIN": "f b h",
    "REDUCE_ALL": "?",
}.items():
    define_reduction(code, types, "image", [1, 2], [2, 3])
    define_reduction(code, types, "kept", [1, 2], [2, 1, 1, 3], keep=True)
    define_reduction(code, types, "last", [3], [2, 4, 6])
    define_reduction(code, types, "three", [0, 2, 3], [4])


for code in ("ARG_MAX", "ARG_MIN"):
    @case(code, "f b h")
    def arg(type, code=code):
        return single(
            getattr(OPS, code), [T(SHAPE, type), constant(3)], [T(SHAPE[:3], "i")],
            options(code.title().replace("_", "")))


@case("CUMSUM", "f b")
def cumsum(type):
    return single(OPS.CUMSUM, [T(SHAPE, type), constant(3)], [T(SHAPE, type)], options("Cumsum"))


# Windows and products.

for code in ("AVERAGE_POOL_2D", "MAX_POOL_2D", "L2_POOL_2D"):
    @case(code, "f" if code.startswith("L2") else "f b h")
    def pool(type, code=code):
        return single(
            getattr(OPS, code), [T([1, 8, 8, 3], type)], [T([1, 4, 4, 3], type)],
            options(
                "Pool2D", padding=schema.Padding.VALID, strideW=2, strideH=2, filterWidth=2,
                filterHeight=2))


def convolution(type, kind=None, channels=5, kernel=3, stride=1, groups=1):
    kind = kind or type
    scales = None if type == "f" else channels
    shape = [channels, kernel, kernel, 4 // groups]
    side = (8 - kernel) // stride + 1
    return single(
        OPS.CONV_2D,
        [T([1, 8, 8, 4], type), weights(shape, kind, scales), bias(channels, type, scales)],
        [T([1, side, side, channels], type)],
        options(
            "Conv2D", padding=schema.Padding.VALID, strideW=stride, strideH=stride,
            dilationWFactor=1, dilationHFactor=1))


def depthwise(type, kind=None, multiplier=1, kernel=3):
    kind = kind or type
    channels = 4 * multiplier
    scales = None if type == "f" else channels
    side = 8 - kernel + 1
    return single(
        OPS.DEPTHWISE_CONV_2D,
        [T([1, 8, 8, 4], type), weights([1, kernel, kernel, channels], kind, scales, axis=3),
         bias(channels, type, scales)],
        [T([1, side, side, channels], type)],
        options(
            "DepthwiseConv2D", padding=schema.Padding.VALID, strideW=1, strideH=1,
            depthMultiplier=multiplier, dilationWFactor=1, dilationHFactor=1))


def connected(type, kind=None, scales=None, shape=(2, 12), keep=False, units=7):
    kind = kind or type
    return single(
        OPS.FULLY_CONNECTED,
        [T(shape, type), weights([units, shape[-1]], kind, scales), bias(units, type, scales)],
        [T([*shape[:-1], units], type)],
        options("FullyConnected", keepNumDims=keep))


INTEGER = {"f": "f", "b": INT8, "h": INT8}

for variant, arguments in {
    "": {}, "-1x1": {"kernel": 1}, "-stride": {"stride": 2}, "-groups": {"groups": 2, "channels": 6},
}.items():
    case("CONV_2D" + variant, "f b h")(
        lambda type, arguments=arguments: convolution(type, INTEGER[type], **arguments))
case("CONV_2D-int4", "b")(lambda type: convolution(type, INT4))
for variant, arguments in {"": {}, "-multiplier": {"multiplier": 2}, "-5x5": {"kernel": 5}}.items():
    case("DEPTHWISE_CONV_2D" + variant, "f b h")(
        lambda type, arguments=arguments: depthwise(type, INTEGER[type], **arguments))
case("DEPTHWISE_CONV_2D-int4", "b")(lambda type: depthwise(type, INT4))
case("FULLY_CONNECTED", "f b h")(lambda type: connected(type, INTEGER[type]))
case("FULLY_CONNECTED-channels", "b h")(lambda type: connected(type, INT8, scales=7))
case("FULLY_CONNECTED-int4", "b")(lambda type: connected(type, INT4))
case("FULLY_CONNECTED-rank3", "f b h")(
    lambda type: connected(type, INTEGER[type], shape=(1, 3, 12), keep=True))


@case("TRANSPOSE_CONV", "f b h")
def transpose_conv(type):
    channels, scales = 5, None if type == "f" else 5
    return single(
        OPS.TRANSPOSE_CONV,
        [constant([1, 8, 8, channels]), weights([channels, 2, 2, 4], INTEGER[type], scales),
         T([1, 4, 4, 4], type), bias(channels, type, scales)],
        [T([1, 8, 8, channels], type)],
        options("TransposeConv", padding=schema.Padding.VALID, strideW=2, strideH=2))


@case("TRANSPOSE_CONV-no-bias", "f b h")
def transpose_conv_no_bias(type):
    channels, scales = 5, None if type == "f" else 5
    return single(
        OPS.TRANSPOSE_CONV,
        [constant([1, 8, 8, channels]), weights([channels, 2, 2, 4], INTEGER[type], scales),
         T([1, 4, 4, 4], type)],
        [T([1, 8, 8, channels], type)],
        options("TransposeConv", padding=schema.Padding.VALID, strideW=2, strideH=2))


def matmul(type, x=False, y=False, left=(2, 3, 4), right=(2, 4, 5), out=(2, 3, 5), fixed=False):
    left = (*left[:-2], left[-1], left[-2]) if x else left
    right = (*right[:-2], right[-1], right[-2]) if y else right
    second = weights(right, type) if fixed else T(right, type)
    return single(
        OPS.BATCH_MATMUL, [T(left, type), second], [T(out, type)],
        options("BatchMatMul", adjX=x, adjY=y))


for variant, arguments in {
    "": {}, "-adjoint-x": {"x": True}, "-adjoint-y": {"y": True},
    "-adjoint-both": {"x": True, "y": True}, "-fixed": {"fixed": True},
    "-fixed-adjoint-y": {"fixed": True, "y": True},
    "-broadcast": {"right": (1, 4, 5)},
    "-rank5": {"left": (2, 1, 1, 3, 4), "right": (2, 1, 1, 4, 5), "out": (2, 1, 1, 3, 5)},
}.items():
    case("BATCH_MATMUL" + variant, "f b h")(
        lambda type, arguments=arguments: matmul(type, **arguments))


def svdf(type, units=6, rank=2, memory=4, features=5, batches=1, state=None):
    filters = units * rank
    time = {"f": "f", "b": state or "h"}[type]
    kept = [batches, memory * filters]
    return single(
        OPS.SVDF,
        [T([batches, features], type), weights([filters, features], type),
         weights([filters, memory], time), bias(units, type), T(kept, time, variable=True)],
        [T([batches, units], type)],
        options("SVDF", rank=rank, fusedActivationFunction=1))


case("SVDF", "f b")(svdf)
case("SVDF-int8-state", "b")(lambda type: svdf(type, state="b"))
case("SVDF-batches", "f b")(lambda type: svdf(type, batches=3))


def lstm(type, time_major=False, batches=2, steps=3, features=5, units=4):
    kind = INTEGER[type]
    inputs = [weights([units, features], kind) for _ in range(4)]
    recurrent = [weights([units, units], kind) for _ in range(4)]
    biases = [bias(units, "f" if type == "f" else type) for _ in range(4)]
    hidden = T([batches, units], type, variable=True)
    cell = T([batches, units], "f" if type == "f" else "h", scale=2 ** -11, variable=True)
    if type == "f":
        cell = T([batches, units], "f", variable=True)
    sides = [steps, batches] if time_major else [batches, steps]
    network_inputs = [
        T([*sides, features], type), *inputs, *recurrent, None, None, None, *biases, None, None,
        hidden, cell, None, None, None, None]
    network = single(
        OPS.UNIDIRECTIONAL_SEQUENCE_LSTM, network_inputs, [T([*sides, units], type)],
        options(
            "UnidirectionalSequenceLSTM", timeMajor=time_major, fusedActivationFunction=4,
            cellClip=0.0, projClip=0.0))
    return network


case("UNIDIRECTIONAL_SEQUENCE_LSTM", "f b h")(lstm)
case("UNIDIRECTIONAL_SEQUENCE_LSTM-time-major", "f b h")(lambda type: lstm(type, True))


# Movement.


@case("RESHAPE", "f b h i ?")
def reshape(type):
    return single(
        OPS.RESHAPE, [T(SHAPE, type), constant([1, 72])], [T([1, 72], type)],
        options("Reshape", newShape=[1, 72]))


@case("EXPAND_DIMS", "f b")
def expand(type):
    return single(
        OPS.EXPAND_DIMS, [T([4, 6], type), constant(0)], [T([1, 4, 6], type)],
        options("ExpandDims"))


@case("SQUEEZE", "f b h i")
def squeeze(type):
    return single(
        OPS.SQUEEZE, [T([1, 4, 1, 6], type)], [T([4, 6], type)],
        options("Squeeze", squeezeDims=[0, 2]))


@case("SHAPE", "f b h")
def shape_of(type):
    return single(OPS.SHAPE, [T(SHAPE, type)], [T([4], "i")], options("Shape", outType=INT32))


for source, results in {
    "f": "f b h i B", "b": "f b h i", "h": "f b i", "i": "f b h i", "B": "f i", "?": "f i",
}.items():
    for to in results.split():
        @case(f"CAST-{to}", source)
        def cast(type, to=to):
            return single(
                OPS.CAST, [T(SHAPE, type)], [T(SHAPE, to)],
                options("Cast", inDataType=TYPES[type], outDataType=TYPES[to]))

for source, results in {"f": "b h i", "b": "b h i", "h": "b h i", "i": "b h"}.items():
    for to in results.split():
        @case(f"QUANTIZE-{to}", source)
        def quantize(type, to=to):
            return single(
                OPS.QUANTIZE, [T(SHAPE, type, scale=None if type == "f" else 0.2)],
                [T(SHAPE, to, scale=0.1)], options("Quantize"))


@case("DEQUANTIZE", "b h B")
def dequantize(type):
    return single(OPS.DEQUANTIZE, [T(SHAPE, type)], [T(SHAPE, "f")], options("Dequantize"))


@case("CONCATENATION", "f b h i l ?")
def concatenation(type):
    return single(
        OPS.CONCATENATION, [T(SHAPE, type), T([1, 4, 6, 5], type)], [T([1, 4, 6, 8], type)],
        options("Concatenation", axis=3))


@case("CONCATENATION-many", "f b")
def concatenation_many(type):
    return single(
        OPS.CONCATENATION, [T(SHAPE, type) for _ in range(7)], [T([1, 4, 6, 21], type)],
        options("Concatenation", axis=-1))


@case("PACK", "f b h i l")
def pack(type):
    return single(
        OPS.PACK, [T([4, 3], type) for _ in range(3)], [T([3, 4, 3], type)],
        options("Pack", valuesCount=3, axis=0))


@case("UNPACK", "f b h i")
def unpack(type):
    return single(
        OPS.UNPACK, [T([3, 4, 3], type)], [T([4, 3], type) for _ in range(3)],
        options("Unpack", num=3, axis=0))


@case("SPLIT", "f b h i")
def split(type):
    return single(
        OPS.SPLIT, [constant(3), T([1, 4, 6, 6], type)], [T(SHAPE, type) for _ in range(2)],
        options("Split", numSplits=2))


@case("SPLIT_V", "f b h i")
def split_v(type):
    return single(
        OPS.SPLIT_V, [T([1, 4, 6, 6], type), constant([2, 4]), constant(3)],
        [T([1, 4, 6, 2], type), T([1, 4, 6, 4], type)], options("SplitV", numSplits=2))


@case("PAD", "f b h i")
def pad(type):
    return single(
        OPS.PAD, [T(SHAPE, type), constant([[0, 0], [1, 1], [2, 0], [0, 0]])],
        [T([1, 6, 8, 3], type)], options("Pad"))


@case("PADV2", "f b h i")
def pad_v2(type):
    return single(
        OPS.PADV2,
        [T(SHAPE, type), constant([[0, 0], [1, 1], [2, 0], [0, 0]]), weights([1], type)
         if type in "fi" else T([1], type, np.zeros(1, ARRAYS[TYPES[type]]))],
        [T([1, 6, 8, 3], type)], options("PadV2"))


@case("MIRROR_PAD", "f b")
def mirror_pad(type):
    return single(
        OPS.MIRROR_PAD, [T(SHAPE, type), constant([[0, 0], [1, 1], [2, 0], [0, 0]])],
        [T([1, 6, 8, 3], type)], options("MirrorPad", mode=0))


@case("SLICE", "f b h i ?")
def slice_of(type):
    return single(
        OPS.SLICE, [T(SHAPE, type), constant([0, 1, 0, 0]), constant([1, 2, 6, 3])],
        [T([1, 2, 6, 3], type)], options("Slice"))


@case("STRIDED_SLICE", "f b h i ?")
def strided_slice(type):
    return single(
        OPS.STRIDED_SLICE,
        [T(SHAPE, type), constant([0, 0, 0, 0]), constant([1, 4, 6, 3]), constant([1, 2, 2, 1])],
        [T([1, 2, 3, 3], type)], options("StridedSlice"))


@case("TRANSPOSE", "f b h")
def transpose(type):
    return single(
        OPS.TRANSPOSE, [T(SHAPE, type), constant([0, 2, 1, 3])], [T([1, 6, 4, 3], type)],
        options("Transpose"))


@case("GATHER", "f b")
def gather(type):
    return single(
        OPS.GATHER, [T([5, 6], type), constant([0, 3])], [T([2, 6], type)],
        options("Gather", axis=0))


@case("GATHER_ND", "f b")
def gather_nd(type):
    return single(
        OPS.GATHER_ND, [T([5, 6], type), constant([[0], [3]])], [T([2, 6], type)],
        options("GatherNd"))


@case("BATCH_TO_SPACE_ND", "f b")
def batch_to_space(type):
    return single(
        OPS.BATCH_TO_SPACE_ND,
        [T([4, 2, 3, 3], type), constant([2, 2]), constant([[0, 0], [0, 0]])], [T(SHAPE, type)],
        options("BatchToSpaceND"))


@case("SPACE_TO_BATCH_ND", "f b h")
def space_to_batch(type):
    return single(
        OPS.SPACE_TO_BATCH_ND,
        [T(SHAPE, type), constant([2, 2]), constant([[0, 0], [0, 0]])], [T([4, 2, 3, 3], type)],
        options("SpaceToBatchND"))


@case("DEPTH_TO_SPACE", "f b")
def depth_to_space(type):
    return single(
        OPS.DEPTH_TO_SPACE, [T([1, 2, 3, 12], type)], [T([1, 4, 6, 3], type)],
        options("DepthToSpace", blockSize=2))


@case("SPACE_TO_DEPTH", "f b")
def space_to_depth(type):
    return single(
        OPS.SPACE_TO_DEPTH, [T(SHAPE, type)], [T([1, 2, 3, 12], type)],
        options("SpaceToDepth", blockSize=2))


@case("BROADCAST_TO", "f b h i")
def broadcast_to(type):
    return single(
        OPS.BROADCAST_TO, [T([1, 3], type), constant([4, 3])], [T([4, 3], type)],
        options("BroadcastTo"))


@case("BROADCAST_ARGS", "i l")
def broadcast_args(type):
    return single(OPS.BROADCAST_ARGS, [T([2], type), T([2], type)], [T([2], type)])


@case("FILL", "f b h i")
def fill(type):
    return single(
        OPS.FILL, [constant([4, 3]), T([], type)], [T([4, 3], type)], options("Fill"))


@case("RESIZE_BILINEAR", "f b")
def resize_bilinear(type):
    return single(
        OPS.RESIZE_BILINEAR, [T(SHAPE, type), constant([8, 12])], [T([1, 8, 12, 3], type)],
        options("ResizeBilinear"))


@case("RESIZE_NEAREST_NEIGHBOR", "f b h")
def resize_nearest(type):
    return single(
        OPS.RESIZE_NEAREST_NEIGHBOR, [T(SHAPE, type), constant([8, 12])],
        [T([1, 8, 12, 3], type)], options("ResizeNearestNeighbor"))


@case("REVERSE_V2", "f b h i")
def reverse(type):
    return single(OPS.REVERSE_V2, [T(SHAPE, type), constant([1])], [T(SHAPE, type)])


@case("DYNAMIC_UPDATE_SLICE", "f b i")
def update_slice(type):
    return single(
        OPS.DYNAMIC_UPDATE_SLICE, [T(SHAPE, type), T([1, 2, 2, 3], type), T([4], "i")],
        [T(SHAPE, type)])


# The signal library's custom operators.


def signal(name, inputs, outputs, **values):
    return single(None, inputs, outputs, custom=name, custom_options=flexbuffers.Dumps(values))


@case("SignalWindow", "h")
def signal_window(type):
    return signal(
        "SignalWindow", [T([1, 64], "h"), constant(np.ones(64), "h")], [T([1, 64], "h")], shift=12)


for kind in "h i f".split():
    @case("SignalRfft", kind)
    def signal_rfft(type):
        return signal(
            "SignalRfft", [T([1, 48], type)], [T([1, 66], type)], fft_length=64,
            T=TYPES[type])

    @case("SignalIrfft", kind)
    def signal_irfft(type):
        return signal(
            "SignalIrfft", [T([1, 66], type)], [T([1, 64], type)], fft_length=64, T=TYPES[type])


@case("SignalEnergy", "h")
def signal_energy(type):
    return signal(
        "SignalEnergy", [T([66], "h")], [T([33], "I")], start_index=4, end_index=30)


@case("SignalFftAutoScale", "h")
def signal_auto_scale(type):
    return signal(
        "SignalFftAutoScale", [T([64], "h")], [T([64], "h"), T([], "i")])


@case("SignalFilterBank", "I")
def signal_filter_bank(type):
    channels = 4
    starts = np.arange(channels + 1) * 4
    return signal(
        "SignalFilterBank",
        [T([33], "I"), constant(np.ones(20), "h"), constant(np.ones(20), "h"),
         constant(starts, "h"), constant(starts, "h"), constant([4] * (channels + 1), "h")],
        [T([channels], 12)], num_channels=channels)


@case("SignalFilterBankSquareRoot", "I")
def signal_square_root(type):
    return signal(
        "SignalFilterBankSquareRoot", [T([8], 12), T([], "i")], [T([8], "I")])


@case("SignalFilterBankLog", "I")
def signal_log(type):
    return signal(
        "SignalFilterBankLog", [T([8], "I")], [T([8], "h")], input_correction_bits=3,
        output_scale=64)


@case("SignalFilterBankSpectralSubtraction", "I")
def signal_subtraction(type):
    return signal(
        "SignalFilterBankSpectralSubtraction", [T([8], "I")], [T([8], "I"), T([8], "I")],
        num_channels=8, smoothing=10, one_minus_smoothing=6, alternate_smoothing=12,
        alternate_one_minus_smoothing=4, smoothing_bits=4, min_signal_remaining=1,
        clamping=1, spectral_subtraction_bits=14)


@case("SignalPCAN", "I")
def signal_pcan(type):
    return signal(
        "SignalPCAN", [T([8], "I"), T([8], "I"), constant(np.ones(125), "h")], [T([8], "I")],
        snr_shift=6)


@case("SignalFramer", "h")
def signal_framer(type):
    return signal(
        "SignalFramer", [T([1, 16], "h")], [T([1, 1, 48], "h"), T([], "?")], frame_size=48,
        frame_step=16, prefill=1)


@case("SignalStacker", "h")
def signal_stacker(type):
    return signal(
        "SignalStacker", [T([8], "h")], [T([24], "h"), T([], "?")], num_channels=8,
        stacker_left_context=1, stacker_right_context=1, stacker_step=1)


@case("SignalDelay", "h")
def signal_delay(type):
    return signal("SignalDelay", [T([1, 16], type)], [T([1, 16], type)], delay_length=5)


for kind in "h f".split():
    @case("SignalOverlapAdd", kind)
    def signal_overlap(type):
        return signal(
            "SignalOverlapAdd", [T([1, 1, 48], type)], [T([1, 16], type)], frame_step=16,
            T=TYPES[type])


@case("CIRCULAR_BUFFER", "b")
def circular_buffer(type):
    return single(
        None, [T([1, 1, 1, 6], "b")], [T([1, 4, 1, 6], "b")], custom="CIRCULAR_BUFFER",
        custom_options=flexbuffers.Dumps({"cycles_max": 1}))


@case("SignalFramer-rows", "h")
def signal_framer_rows(type):
    return signal(
        "SignalFramer", [T([3, 32], "h")], [T([3, 2, 40], "h"), T([], "?")], frame_size=40,
        frame_step=16, prefill=1)


@case("SignalOverlapAdd-rows", "h")
def signal_overlap_rows(type):
    return signal(
        "SignalOverlapAdd", [T([3, 2, 48], type)], [T([3, 32], type)], frame_step=16,
        T=TYPES[type])


# Control flow.


@case("IF", "f b")
def branch(type):
    network = Network()
    condition = network.input([1], BOOL)
    x = T(SHAPE, type).add(network, network.main.inputs)
    bodies = []
    for code in (OPS.NEG if type == "f" else OPS.ABS, OPS.ABS):
        body = network.add_subgraph("body")
        bodies.append(len(network.model.subgraphs) - 1)
        scale = None if type == "f" else 0.1
        taken, given = (
            network.tensor(SHAPE, TYPES[type], graph=body, scale=scale) for _ in range(2))
        body.inputs, body.outputs = [taken], [given]
        network.op(code, [taken], [given], graph=body)
    y = T(SHAPE, type).add(network, network.main.outputs)
    network.op(
        OPS.IF, [condition, x], [y],
        options("If", thenSubgraphIndex=bodies[0], elseSubgraphIndex=bodies[1]))
    return network


@case("WHILE", "f")
def loop(type):
    network = Network()
    x = T([1], type).add(network, network.main.inputs)
    limit = np.array([9], np.float32)
    test = network.add_subgraph("test")
    taken, bound = network.tensor([1], graph=test), network.tensor([1], data=limit, graph=test)
    verdict = network.tensor([1], BOOL, graph=test)
    test.inputs, test.outputs = [taken], [verdict]
    network.op(OPS.LESS, [taken, bound], [verdict], graph=test)
    body = network.add_subgraph("body")
    taken, step = network.tensor([1], graph=body), network.tensor([1], data=limit, graph=body)
    given = network.tensor([1], graph=body)
    body.inputs, body.outputs = [taken], [given]
    network.op(OPS.ADD, [taken, step], [given], options("Add"), graph=body)
    y = T([1], type).add(network, network.main.outputs)
    network.op(
        OPS.WHILE, [x], [y], options("While", condSubgraphIndex=1, bodySubgraphIndex=2))
    return network
