"""Every operator test of the `onnx` package, as a model of its own: answered or refused with a reason.

The package writes some 2,000 of them, one operator each in each of its forms, and with the function that
defines it in place of the operator. Most are far from what a microcontroller runs.
"""

import http.client
import json
import math
import re
import subprocess
import warnings

import onnx
import pytest
from onnx.backend.test.case.node import collect_testcases
from onnx.backend.test.loader import load_model_tests

from conftest import PROGRAM, ROOT

# What the service may say to a client: an answer, or what is wrong with the model.
REFUSALS = {400, 413, 422}


def cases():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = {case.name: case.model for case in collect_testcases(None)}
    for kind in ("simple", "pytorch-converted", "pytorch-operator"):
        for case in load_model_tests(kind=kind):
            found[f"{kind}/{case.name}"] = onnx.load(f"{case.model_dir}/model.onnx")
    return found


@pytest.fixture(scope="module")
def answers():
    """Each case's status and answer, all from one service."""
    process = subprocess.Popen(
        [PROGRAM, "serve", "--host", "127.0.0.1", "--port", "0", "--access-log", "off",
         "--profiles", str(ROOT / "Profiles")],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        port = int(re.search(r"http://127\.0\.0\.1:(\d+)", process.stdout.readline()).group(1))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        found = {}
        for name, model in cases().items():
            connection.request(
                "POST", "/estimate?profile=nucleo-f746zg&detail=ops", model.SerializeToString())
            answer = connection.getresponse()
            found[name] = (model, answer.status, json.loads(answer.read()))
        assert process.poll() is None
        yield found
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_all_are_answered_or_refused_with_a_reason(answers):
    assert len(answers) > 1900
    for name, (_, status, answer) in answers.items():
        assert status == 200 or status in REFUSALS, (name, status)
        if status != 200:
            assert len(answer["detail"]) > 20, (name, answer)
            assert answer["type"].startswith("urn:opmeter:problem:"), name


def test_most_are_answered(answers):
    """The others need shapes that the test data give at run time, sequences or optional values."""
    answered = sum(status == 200 for _, status, _ in answers.values())
    assert answered / len(answers) > 0.8, answered


def test_what_has_no_cost_is_named(answers):
    for name, (_, status, answer) in answers.items():
        if status != 200:
            continue
        coverage = answer["results"][0]["coverage"]
        assert all(gap["op"] and gap["reason"] for gap in coverage["not_covered"]), name
        costed = [row for row in answer["results"][0]["ops"] if row["cycles"] is not None]
        missing = len(answer["results"][0]["ops"]) - len(costed)
        assert missing == len(coverage["not_covered"]), name


def extents(shape):
    """Axes in any order, those of extent 1 left out: images are stored with channels last."""
    return sorted(extent for extent in shape if extent != 1)


def test_shapes_are_those_that_the_package_states(answers):
    compared = 0
    for name, (model, status, answer) in answers.items():
        if status != 200:
            continue
        stated = {
            value.name: [extent.dim_value for extent in value.type.tensor_type.shape.dim]
            for value in model.graph.output
            if value.type.HasField("tensor_type") and value.type.tensor_type.HasField("shape")}
        for row in answer["results"][0]["ops"]:
            shape = stated.get(row["name"])
            if shape is None or row["output_shape"] is None or not all(shape):
                continue
            assert extents(row["output_shape"]) == extents(shape), (name, row["name"])
            assert row["outputs"] >= math.prod(shape), (name, row["name"])
            compared += 1
    assert compared > 800, compared
