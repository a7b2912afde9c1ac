"""Writes small `.tflite` files that TensorFlow Lite Micro runs, so that tests need no file of others."""

import random

import flatbuffers
import numpy as np
from tflite_micro.tensorflow.lite.micro.python import schema_py_generated as schema

OPS = schema.BuiltinOperator
FLOAT32, INT32, UINT8, INT64, BOOL, INT16, INT8, RESOURCE, UINT32, INT4 = (
    0, 2, 3, 4, 6, 7, 9, 13, 15, 17)


class Network:
    """Tensors and operators of one file, in the order in which they are added."""

    def __init__(self):
        self.model = schema.ModelT()
        self.model.version = 3
        self.model.description = "made by a test"
        self.model.buffers = [schema.BufferT()]
        self.model.metadata = []
        self.model.operatorCodes = []
        self.model.subgraphs = []
        self.add_subgraph("main")

    def add_subgraph(self, name):
        graph = schema.SubGraphT()
        graph.name = name
        graph.tensors, graph.inputs, graph.outputs, graph.operators = [], [], [], []
        self.model.subgraphs.append(graph)
        return graph

    @property
    def main(self):
        return self.model.subgraphs[0]

    def tensor(
            self, shape, type=FLOAT32, data=None, graph=None, variable=False, scale=None, zero=0,
            axis=0):
        graph = graph or self.main
        tensor = schema.TensorT()
        tensor.name = f"t{len(graph.tensors)}"
        tensor.shape, tensor.type, tensor.buffer, tensor.isVariable = shape, type, 0, variable
        if data is not None:
            tensor.buffer = self.buffer(data.tobytes())
        if scale is not None:
            tensor.quantization = schema.QuantizationParametersT()
            scales = scale if isinstance(scale, list) else [scale]
            tensor.quantization.scale = scales
            tensor.quantization.zeroPoint = [zero] * len(scales)
            tensor.quantization.quantizedDimension = axis
        graph.tensors.append(tensor)
        return len(graph.tensors) - 1

    def buffer(self, data):
        buffer = schema.BufferT()
        buffer.data = np.frombuffer(data, dtype=np.uint8)
        self.model.buffers.append(buffer)
        return len(self.model.buffers) - 1

    def metadata(self, name, data):
        entry = schema.MetadataT()
        entry.name, entry.buffer = name, self.buffer(data)
        self.model.metadata.append(entry)

    def input(self, shape, type=FLOAT32):
        self.main.inputs.append(self.tensor(shape, type))
        return self.main.inputs[-1]

    def shape(self, tensor, graph=None):
        return list((graph or self.main).tensors[tensor].shape)

    def op(self, code, inputs, outputs, options=None, custom=None, graph=None):
        operator = schema.OperatorT()
        operator.inputs, operator.outputs = inputs, outputs
        operator.opcodeIndex = self.code(code, custom)
        if options is not None:
            name = type(options).__name__.removesuffix("T")
            operator.builtinOptionsType = getattr(schema.BuiltinOptions, name)
            operator.builtinOptions = options
        (graph or self.main).operators.append(operator)
        return outputs

    def code(self, code, custom):
        for index, known in enumerate(self.model.operatorCodes):
            if (known.builtinCode, known.customCode) == (code, custom):
                return index
        entry = schema.OperatorCodeT()
        entry.builtinCode, entry.deprecatedBuiltinCode = code, min(code, 127)
        entry.customCode, entry.version = custom, 1
        self.model.operatorCodes.append(entry)
        return len(self.model.operatorCodes) - 1

    def bytes(self):
        builder = flatbuffers.Builder(4096)
        builder.Finish(self.model.Pack(builder), b"TFL3")
        return bytes(builder.Output())


# Operators, each answering the tensor that it writes.


def relu(network, x):
    return network.op(OPS.RELU, [x], [network.tensor(network.shape(x))])[0]


def logistic(network, x):
    return network.op(OPS.LOGISTIC, [x], [network.tensor(network.shape(x))])[0]


def add(network, x, y):
    return network.op(
        OPS.ADD, [x, y], [network.tensor(network.shape(x))], schema.AddOptionsT())[0]


def concatenate(network, *tensors):
    shape = network.shape(tensors[0])
    shape[3] = sum(network.shape(tensor)[3] for tensor in tensors)
    options = schema.ConcatenationOptionsT()
    options.axis = 3
    return network.op(OPS.CONCATENATION, list(tensors), [network.tensor(shape)], options)[0]


def max_pool(network, x):
    shape = network.shape(x)
    options = schema.Pool2DOptionsT()
    options.padding = schema.Padding.VALID
    options.strideW = options.strideH = options.filterWidth = options.filterHeight = 2
    shape[1], shape[2] = shape[1] // 2, shape[2] // 2
    return network.op(OPS.MAX_POOL_2D, [x], [network.tensor(shape)], options)[0]


def convolve(network, x, channels, seed=0):
    shape = network.shape(x)
    values = np.random.default_rng(seed)
    weights = network.tensor(
        [channels, 1, 1, shape[3]],
        data=values.normal(size=(channels, 1, 1, shape[3])).astype(np.float32))
    bias = network.tensor([channels], data=values.normal(size=channels).astype(np.float32))
    options = schema.Conv2DOptionsT()
    options.padding, options.strideW, options.strideH = schema.Padding.VALID, 1, 1
    return network.op(
        OPS.CONV_2D, [x, weights, bias], [network.tensor([*shape[:3], channels])], options)[0]


def transpose_convolve(network, x, channels, seed=0):
    """In int8, between two changes of type; its kernel asks for 4 bytes an output element."""
    shape = network.shape(x)
    made = [*shape[:3], channels]
    weights = np.random.default_rng(seed).integers(-127, 128, (channels, 1, 1, shape[3]), np.int8)
    table = network.tensor([4], INT32, np.array(made, np.int32))
    filters = network.tensor(list(weights.shape), INT8, weights, scale=0.01)
    narrow = network.op(OPS.QUANTIZE, [x], [network.tensor(shape, INT8, scale=0.1)])[0]
    options = schema.TransposeConvOptionsT()
    options.padding, options.strideW, options.strideH = schema.Padding.VALID, 1, 1
    wide = network.op(
        OPS.TRANSPOSE_CONV, [table, filters, narrow], [network.tensor(made, INT8, scale=0.1)],
        options)[0]
    return network.op(OPS.DEQUANTIZE, [wide], [network.tensor(made)])[0]


# Whole files.


def branches():
    """Two branches whose wide middles need not live together: another order saves memory."""
    network = Network()
    x = network.input([1, 8, 8, 2])
    left, right = convolve(network, x, 16, 1), convolve(network, x, 16, 2)
    left, right = convolve(network, left, 2, 3), convolve(network, right, 2, 4)
    network.main.outputs = [add(network, left, right)]
    return network


def gaps():
    """The planner's rule, largest first, leaves a gap that no buffer of the rest fits into."""
    network = Network()
    x = network.input([1, 4, 4, 3])
    for channels in (2, 2, 4, 1, 2, 2):
        x = convolve(network, x, channels, channels)
    network.main.outputs = [x]
    return network


def chain():
    """A chain of equal layers, where nothing can be gained."""
    network = Network()
    x = network.input([1, 4, 4, 4])
    for _ in range(4):
        x = relu(network, x)
    network.main.outputs = [x]
    return network


def recurrent():
    """State between inferences beside two branches that another order improves.

    The state is the running sum of the answers: what was answered last is added to the next.
    """
    network = Network()
    shape = [1, 8, 8, 2]
    once = network.add_subgraph("initialise")
    handle = network.tensor([1], RESOURCE)
    x = network.input(shape)
    options = schema.CallOnceOptionsT()
    options.initSubgraphIndex = 1
    network.op(OPS.CALL_ONCE, [], [], options)
    network.op(OPS.VAR_HANDLE, [], [handle], variable())
    before = network.tensor(shape)
    network.op(OPS.READ_VARIABLE, [handle], [before], schema.ReadVariableOptionsT())
    left, right = convolve(network, x, 16, 1), convolve(network, x, 16, 2)
    left, right = convolve(network, left, 2, 3), convolve(network, right, 2, 4)
    after = add(network, add(network, left, right), before)
    network.op(OPS.ASSIGN_VARIABLE, [handle, after], [], schema.AssignVariableOptionsT())
    network.main.outputs = [after]

    first = network.tensor([1], RESOURCE, graph=once)
    zeros = network.tensor(shape, data=np.zeros(shape, np.float32), graph=once)
    network.op(OPS.VAR_HANDLE, [], [first], variable(), graph=once)
    network.op(
        OPS.ASSIGN_VARIABLE, [first, zeros], [], schema.AssignVariableOptionsT(), graph=once)
    return network


def variable():
    options = schema.VarHandleOptionsT()
    options.container, options.sharedName = "", "sum"
    return options


def random_network(seed, hidden_scratch=False):
    """A network of 4 to 24 layers with branches, joins and several outputs.

    With `hidden_scratch` some kernels ask for memory that the graph does not show.
    """
    choose = random.Random(seed)
    network = Network()
    tensors = [network.input([1, 8, 8, choose.randint(1, 4)])]
    if choose.random() < 0.3:
        tensors.append(network.input([1, 8, 8, choose.randint(1, 4)]))
    unread = set(tensors)

    def pick(fits=lambda tensor: True):
        # Mostly what nobody has read yet, so that the network hangs together.
        fresh = [t for t in tensors if t in unread and fits(t)]
        usable = fresh if fresh and choose.random() < 0.6 else [t for t in tensors if fits(t)]
        return choose.choice(usable)

    for step in range(choose.randint(4, 24)):
        x = pick()
        shape = network.shape(x)
        peers = [t for t in tensors if t != x and network.shape(t)[:3] == shape[:3]]
        twins = [t for t in peers if network.shape(t) == shape]
        kind = choose.randrange(6)
        if hidden_scratch and choose.random() < 0.2:
            made, read = transpose_convolve(network, x, choose.choice([2, 8, 16]), step), [x]
        elif kind == 0 and twins:
            y = choose.choice(twins)
            made, read = add(network, x, y), [x, y]
        elif kind == 1 and peers:
            y = choose.choice(peers)
            made, read = concatenate(network, x, y), [x, y]
        elif kind == 2 and shape[1] > 1:
            made, read = max_pool(network, x), [x]
        elif kind == 3:
            made, read = relu(network, x), [x]
        else:
            made, read = convolve(network, x, choose.choice([1, 2, 3, 8, 16]), step), [x]
        unread.difference_update(read)
        unread.add(made)
        tensors.append(made)
    network.main.outputs = [t for t in tensors if t in unread and t not in network.main.inputs]
    return network


def integer_network(seed, type):
    """A network of 4 to 20 layers in int8 or int16, of up to three inputs and several outputs."""
    choose = random.Random(seed)
    network = Network()

    def made(shape):
        return network.tensor(shape, type, scale=0.1)

    def constant(values, kind):
        return network.tensor(list(values.shape), kind, values, scale=0.01)

    def convolution(x):
        shape, channels = network.shape(x), choose.choice([1, 2, 8, 16])
        values = np.random.default_rng(len(network.main.tensors))
        weights = constant(
            values.integers(-127, 128, (channels, 1, 1, shape[3])).astype(np.int8), INT8)
        bias = constant(
            np.zeros(channels, np.int64 if type == INT16 else np.int32),
            INT64 if type == INT16 else INT32)
        options = schema.Conv2DOptionsT()
        options.padding, options.strideW, options.strideH = schema.Padding.VALID, 1, 1
        return network.op(
            OPS.CONV_2D, [x, weights, bias], [made([*shape[:3], channels])], options)[0]

    tensors = []
    for _ in range(choose.randint(1, 3)):
        tensors.append(made([1, 8, 8, choose.randint(1, 4)]))
        network.main.inputs.append(tensors[-1])
    unread = set(tensors)
    for _ in range(choose.randint(4, 20)):
        x = choose.choice(sorted(unread) if choose.random() < 0.6 else tensors)
        twins = [t for t in tensors if t != x and network.shape(t) == network.shape(x)]
        read = [x]
        if twins and choose.random() < 0.4:
            read.append(choose.choice(twins))
            result = network.op(
                OPS.ADD, read, [made(network.shape(x))], schema.AddOptionsT())[0]
        elif choose.random() < 0.3:
            read += [choose.choice(tensors) for _ in range(choose.randint(1, 2))]
            options = schema.ConcatenationOptionsT()
            options.axis = 3
            channels = sum(network.shape(t)[3] for t in read)
            result = network.op(
                OPS.CONCATENATION, read, [made([1, 8, 8, channels])], options)[0]
        else:
            result = convolution(x)
        unread.difference_update(read)
        unread.add(result)
        tensors.append(result)
    network.main.outputs = [t for t in tensors if t in unread and t not in network.main.inputs]
    return network
