"""Every operator test of the `onnx` package, as a model of its own: answered or refused with a reason.

The package writes some 2,000 of them, one operator each in each of its forms, and with the function that
defines it in place of the operator. They come with inputs and the outputs that follow, whose shapes are
compared. Most are far from what a microcontroller runs.
"""

import collections
import warnings

import numpy as np
import onnx
import pytest
from onnx import numpy_helper
from onnx.backend.test.case.node import collect_testcases
from onnx.backend.test.loader import load_model_tests

# What the service may say to a client: an answer, or what is wrong with the model.
REFUSALS = {400, 413, 422}


class Case:
    """A model, and the shape of each tensor that it makes of the package's inputs, by name."""

    def __init__(self, model, outputs):
        self.model = model
        self.outputs = {
            value.name: list(np.shape(made))
            for value, made in zip(model.graph.output, outputs) if isinstance(made, np.ndarray)}


def with_operands_written_in(case):
    """The model with small operands that its shapes depend on (axes, sizes, scales) as constants, as
    exporters write them; `None` when it has none."""
    model = onnx.ModelProto()
    model.CopyFrom(case.model)
    count = len(model.graph.input)
    for index, (value, made) in reversed(
            list(enumerate(zip(list(model.graph.input), case.data_sets[0][0])))):
        if index == 0 or not isinstance(made, np.ndarray) or made.ndim > 1 or made.size > 32:
            continue
        if made.dtype in (np.int64, np.int32) or value.name in ("scales", "roi"):
            model.graph.initializer.append(numpy_helper.from_array(made, value.name))
            del model.graph.input[index]
    return model if len(model.graph.input) < count else None


def cases():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        collected = collect_testcases(None)
    found = {}
    for case in collected:
        outputs = case.data_sets[0][1]
        found[case.name] = Case(case.model, outputs)
        written = with_operands_written_in(case)
        if written is not None:
            found[f"{case.name}/written"] = Case(written, outputs)
    for kind in ("simple", "pytorch-converted", "pytorch-operator"):
        for case in load_model_tests(kind=kind):
            found[f"{kind}/{case.name}"] = Case(onnx.load(f"{case.model_dir}/model.onnx"), [])
    return found


@pytest.fixture(scope="module")
def answers(ask):
    """Each case with the status and answer of the service."""
    return {name: (case, *ask(case.model.SerializeToString())) for name, case in cases().items()}


def test_all_are_answered_or_refused_with_a_reason(answers):
    assert len(answers) > 2000
    for name, (_, status, answer) in answers.items():
        assert status == 200 or status in REFUSALS, (name, status)
        if status != 200:
            assert len(answer["detail"]) > 20, (name, answer)
            assert answer["type"].startswith("urn:opmeter:problem:"), name


def test_most_are_answered(answers, capsys):
    """The others leave shapes to the data of a run, have none left to cost, or hold sequences."""
    refusals = collections.Counter(
        answer["type"].rpartition(":")[2]
        for _, status, answer in answers.values() if status != 200)
    answered = len(answers) - refusals.total()
    with capsys.disabled():
        print(f"\n{answered} of {len(answers)} operator tests answered; refused: {dict(refusals)}")
    assert answered / len(answers) > 0.85


def test_what_has_no_cost_is_named(answers):
    for name, (_, status, answer) in answers.items():
        if status != 200:
            continue
        coverage = answer["results"][0]["coverage"]
        assert all(gap["op"] and gap["reason"] for gap in coverage["not_covered"]), name
        costed = [row for row in answer["results"][0]["ops"] if row["cycles"] is not None]
        missing = len(answer["results"][0]["ops"]) - len(costed)
        assert missing == len(coverage["not_covered"]), name


def stored(shape):
    """How an answer may write a shape: as it is, or with an image's channels last."""
    return [shape, [shape[0], *shape[2:], shape[1]]] if len(shape) >= 3 else [shape]


def test_shapes_are_those_of_the_outputs_that_the_package_states(answers):
    compared = 0
    for name, (case, status, answer) in answers.items():
        if status != 200:
            continue
        for row in answer["results"][0]["ops"]:
            shape = case.outputs.get(row["name"])
            if shape is None or row["output_shape"] is None:
                continue
            assert row["output_shape"] in stored(shape), (name, row["name"])
            compared += 1
    assert compared > 1700, compared
