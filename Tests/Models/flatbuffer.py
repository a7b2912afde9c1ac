"""Writes `.tflite` files with the schema's own field numbers, as the `tflite` package generates them."""

import flatbuffers
import numpy as np
import tflite

TYPES = {
    np.dtype(np.float32): tflite.TensorType.FLOAT32, np.dtype(np.float16): tflite.TensorType.FLOAT16,
    np.dtype(np.int8): tflite.TensorType.INT8, np.dtype(np.uint8): tflite.TensorType.UINT8,
    np.dtype(np.int16): tflite.TensorType.INT16, np.dtype(np.int32): tflite.TensorType.INT32,
    np.dtype(np.int64): tflite.TensorType.INT64, np.dtype(bool): tflite.TensorType.BOOL}


class File:
    """Tensors and operators of one or several subgraphs, in the order in which they are added."""

    def __init__(self):
        self.builder = flatbuffers.Builder(1 << 12)
        self.buffers = [b""]
        self.codes = []
        self.graphs = []
        self.signatures = []
        self.subgraph("main")

    def subgraph(self, name):
        self.graphs.append(
            {"name": name, "tensors": [], "operators": [], "inputs": [], "outputs": []})
        return len(self.graphs) - 1

    def tensor(
            self, shape, type=np.float32, data=None, scales=0, graph=0, name=None, variable=False,
            sparse=False, signature=None):
        """`data` is bytes or an array; True stands for zeros of the tensor's own size."""
        code = type if isinstance(type, int) else TYPES[np.dtype(type)]
        if data is True:
            data = np.zeros(shape, type)
        buffer = 0
        if data is not None:
            self.buffers.append(data if isinstance(data, bytes) else data.tobytes())
            buffer = len(self.buffers) - 1
        tensors = self.graphs[graph]["tensors"]
        tensors.append(dict(
            shape=list(shape), type=code, buffer=buffer, scales=scales, variable=variable,
            sparse=sparse, signature=signature, name=name or f"g{graph}t{len(tensors)}"))
        return len(tensors) - 1

    def input(self, shape, type=np.float32, graph=0, **options):
        self.graphs[graph]["inputs"].append(self.tensor(shape, type, graph=graph, **options))
        return self.graphs[graph]["inputs"][-1]

    def op(self, code, inputs, outputs, kind=None, graph=0, custom=None, **options):
        """`kind` names the table of options, whose fields are written by their names."""
        builtin = getattr(tflite.BuiltinOperator, code)
        if (builtin, custom) not in self.codes:
            self.codes.append((builtin, custom))
        self.graphs[graph]["operators"].append(
            (self.codes.index((builtin, custom)), inputs, outputs, kind, options))
        return outputs[0] if outputs else None

    # Writing

    def table(self, kind, fields):
        getattr(tflite, f"{kind}Start")(self.builder)
        for name, value in fields.items():
            if value is not None:
                getattr(tflite, f"{kind}Add{name}")(self.builder, value)
        return getattr(tflite, f"{kind}End")(self.builder)

    def vector(self, offsets):
        self.builder.StartVector(4, len(offsets), 4)
        for each in reversed(offsets):
            self.builder.PrependUOffsetTRelative(each)
        return self.builder.EndVector()

    def numbers(self, values, type=np.int32):
        return self.builder.CreateNumpyVector(np.array(values, type))

    def bytes(self):
        buffers = [
            self.table("Buffer", {"Data": self.builder.CreateByteVector(data)} if data else {})
            for data in self.buffers]
        codes = []
        for builtin, custom in self.codes:
            name = self.builder.CreateString(custom) if custom else None
            codes.append(self.table("OperatorCode", {
                "DeprecatedBuiltinCode": min(builtin, 127), "BuiltinCode": builtin,
                "CustomCode": name, "Version": 1}))
        graphs = [self.write(graph) for graph in self.graphs]
        signatures = []
        for name, graph in self.signatures:
            key = self.builder.CreateString(name)
            signatures.append(self.table("SignatureDef", {"SignatureKey": key, "SubgraphIndex": graph}))
        model = {
            "Version": 3, "OperatorCodes": self.vector(codes), "Subgraphs": self.vector(graphs),
            "Buffers": self.vector(buffers)}
        if signatures:
            model["SignatureDefs"] = self.vector(signatures)
        self.builder.Finish(self.table("Model", model), b"TFL3")
        return bytes(self.builder.Output())

    def write(self, graph):
        tensors = []
        for each in graph["tensors"]:
            fields = {
                "Name": self.builder.CreateString(each["name"]),
                "Shape": self.numbers(each["shape"])}
            if each["signature"] is not None:
                fields["ShapeSignature"] = self.numbers(each["signature"])
            if each["scales"]:
                scale = self.numbers([0.1] * each["scales"], np.float32)
                zero = self.numbers([0] * each["scales"], np.int64)
                fields["Quantization"] = self.table(
                    "QuantizationParameters", {"Scale": scale, "ZeroPoint": zero})
            if each["sparse"]:
                order = self.numbers([0, 1])
                fields["Sparsity"] = self.table("SparsityParameters", {"TraversalOrder": order})
            fields.update(
                Type=each["type"], Buffer=each["buffer"], IsVariable=each["variable"] or None)
            tensors.append(self.table("Tensor", fields))
        operators = []
        for code, inputs, outputs, kind, options in graph["operators"]:
            fields = {"Inputs": self.numbers(inputs), "Outputs": self.numbers(outputs)}
            if kind:
                lists = {
                    key: self.numbers(value) for key, value in options.items()
                    if isinstance(value, list)}
                fields["BuiltinOptions"] = self.table(kind, {**options, **lists})
                fields["BuiltinOptionsType"] = getattr(tflite.BuiltinOptions, kind)
            operators.append(self.table("Operator", {"OpcodeIndex": code, **fields}))
        return self.table("SubGraph", {
            "Name": self.builder.CreateString(graph["name"]), "Tensors": self.vector(tensors),
            "Operators": self.vector(operators), "Inputs": self.numbers(graph["inputs"]),
            "Outputs": self.numbers(graph["outputs"])})
