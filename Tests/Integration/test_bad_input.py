"""Whatever a client sends gets a problem document that names its place, and the service lives on."""

import json

import pytest

from conftest import example_graph, shared_model, small_graph

ESTIMATE = "/estimate?profile=nucleo-f746zg"


def graph_with(path, value):
    """A small graph with one member, at `path`, replaced."""
    graph = small_graph()
    place = graph
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return graph


CASES = {
    # name: (path, body, status, members that the problem must have)
    "empty body": (ESTIMATE, b"", 400, {}),
    "no known kind of file": (ESTIMATE, b"\x00\x01\x02\x03" * 10, 400, {}),
    "broken JSON": (ESTIMATE, b'{"format": "opmeter-graph/1", "ops": [', 400, {"byte_offset": None}),
    "wrong type deep inside": (
        ESTIMATE, graph_with(["ops", 0, "kernel"], [3, "x"]), 400,
        {"path": "$.ops[0].kernel[1]"}),
    "unknown member": (
        ESTIMATE, graph_with(["ops", 0, "filtres"], 3), 400, {"suggestion": "filters"}),
    "unknown operation": (
        ESTIMATE, graph_with(["ops", 0, "op"], "conv2b"), None, {"suggestion": "conv2d"}),
    "unknown tensor": (
        ESTIMATE, graph_with(["ops", 1, "inputs"], ["t1"]), 422, {"tensor": "t1", "suggestion": "t0"}),
    "read before it is produced": (
        ESTIMATE, {**small_graph(), "ops": small_graph()["ops"][::-1]}, 422,
        {"tensor": "t0", "op": "softmax"}),
    "cycle": (
        ESTIMATE, graph_with(["ops", 0, "inputs"], ["scores"]), 422, {"op": None}),
    "shape mismatch": (
        ESTIMATE,
        {**small_graph(), "tensors": [{"name": "t0", "shape": [1, 15, 16, 8]}]}, 422,
        {"tensor": "t0", "op": "conv"}),
    "zero dimension": (
        ESTIMATE, graph_with(["inputs", 0, "shape"], [1, 0, 16, 4]), 422, {"tensor": "image"}),
    "negative dimension": (
        ESTIMATE, graph_with(["inputs", 0, "shape"], [1, -16, 16, 4]), 422, {"tensor": "image"}),
    "2^31 x 2^31": (
        ESTIMATE, graph_with(["inputs", 0, "shape"], [1, 2**31, 2**31, 4]), 422,
        {"tensor": "image"}),
    "product that overflows": (
        ESTIMATE, graph_with(["inputs", 0, "shape"], [1, 2**31 - 1, 2**31 - 1, 2**31 - 1]), 422,
        {"tensor": "image"}),
    "window larger than the input": (
        ESTIMATE, {**small_graph(kernel=[99, 3], padding="valid")}, 422, {"op": "conv"}),
    "zero stride": (ESTIMATE, small_graph(stride=[0, 1]), 422, {"op": "conv"}),
    "huge filters": (ESTIMATE, small_graph(filters=2**62), 422, {}),
    "unknown profile": (
        "/estimate?profile=nucleo-f746zz", small_graph(), 422, {"suggestion": "nucleo-f746zg"}),
    "unknown parameter": (
        ESTIMATE + "&detial=full", small_graph(), 400, {"suggestion": "detail"}),
    "unknown detail": (ESTIMATE + "&detail=fulll", small_graph(), 400, {"suggestion": "full"}),
    "clock above what the device runs": (
        ESTIMATE + "&clock_mhz=2160", small_graph(), None, {}),
    "budget with a unit that does not fit": (
        ESTIMATE + "&budget.sram=5ms", small_graph(), 400, {}),
}


@pytest.mark.parametrize("name", CASES)
def test_a_problem_names_its_place(service, name):
    path, body, status, members = CASES[name]
    answer = service.post(path, body)
    assert answer.status in ((status,) if status else (400, 422)), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json
    assert problem["status"] == answer.status
    assert problem["title"] and problem["detail"] and problem["type"]
    for member, value in members.items():
        assert member in problem, problem
        if value is not None:
            assert problem[member] == value, problem


def test_unknown_paths_and_methods(service):
    assert service.get("/nothing").status == 404
    assert service.get("/profiles/nothing").status == 404
    answer = service.get("/estimate")
    assert answer.status == 405
    assert "POST" in answer.headers["allow"]


def test_a_body_of_200_mb_is_refused_before_it_is_read(service):
    import http.client

    connection = http.client.HTTPConnection(service.url.removeprefix("http://"), timeout=300)
    connection.putrequest("POST", ESTIMATE)
    connection.putheader("Content-Length", str(200 << 20))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413
    assert json.loads(answer.read())["status"] == 413


RECOGNISED = {
    "HDF5 (Keras .h5)": b"\x89HDF\r\n\x1a\n" + b"\0" * 64,
    "zip (.keras, .pt)": b"PK\x03\x04" + b"\0" * 64,
    "ExecuTorch": b"\x1c\0\0\0ET12" + b"\0" * 64,
    "GGUF": b"GGUF\x03\0\0\0" + b"\0" * 64,
    "an error page": b"<!DOCTYPE html><html><body>404</body></html>",
}


@pytest.mark.parametrize("name", RECOGNISED)
def test_other_kinds_of_file_are_named(service, name):
    answer = service.post(ESTIMATE, RECOGNISED[name])
    assert answer.status == 415, answer.text
    assert answer.json["detail"]


def test_a_model_cut_at_every_byte_is_answered(service):
    import http.client

    body = shared_model("tflite-micro/simple_add_model.tflite")
    connection = http.client.HTTPConnection(service.url.removeprefix("http://"), timeout=300)
    statuses = set()
    for length in range(len(body)):
        connection.request("POST", ESTIMATE, body[:length])
        answer = connection.getresponse()
        answer.read()
        statuses.add(answer.status)
    assert statuses <= {200, 400, 415, 422}, statuses
    assert service.get("/healthz").status == 200


def test_every_prefix_of_a_graph_is_answered(service):
    import http.client

    body = example_graph("kws")[:1500]
    connection = http.client.HTTPConnection(service.url.removeprefix("http://"), timeout=300)
    for length in range(1, len(body)):
        connection.request("POST", ESTIMATE, body[:length])
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 400
