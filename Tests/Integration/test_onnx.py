"""ONNX files whose inputs leave extents open, and what-if types."""

import pytest

FLOAT = 1


def varint(number):
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def field(number, value):
    """One protobuf field: a varint, or a length-delimited message or text."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def value_info(name, shape):
    extents = b"".join(
        field(1, field(2, extent) if isinstance(extent, str) else field(1, extent))
        for extent in shape)
    return field(1, name) + field(2, field(1, field(1, FLOAT) + field(2, extents)))


def convolution(input_shape):
    """One 3x3 convolution of 3 to 8 channels (field numbers: onnx.proto, IR version 8)."""
    weights = b"".join(field(1, extent) for extent in (8, 3, 3, 3)) + field(2, FLOAT)
    weights += field(8, "w") + field(9, bytes(8 * 27 * 4))
    node = field(1, "images") + field(1, "w") + field(2, "y") + field(3, "conv") + field(4, "Conv")
    graph = field(1, node) + field(2, "net") + field(5, weights)
    graph += field(11, value_info("images", input_shape)) + field(12, value_info("y", ["a"]))
    return field(1, 8) + field(7, graph) + field(8, field(1, "") + field(2, 13))


OPEN = convolution(["batch", 3, "height", 32])


def test_an_open_extent_is_named(service):
    answer = service.post("/estimate?profile=nucleo-f746zg", OPEN)
    assert answer.status == 422
    assert "batch" in answer.json["detail"] and "images" in answer.json["detail"]


def test_a_given_shape_closes_it(service):
    answer = service.post("/estimate?profile=nucleo-f746zg&input_shape=images:1x3x32x32", OPEN)
    assert answer.status == 200, answer.text
    assert answer.json["model"]["macs"] == 30 * 30 * 8 * 27
    closed = service.post("/estimate?profile=nucleo-f746zg", convolution([1, 3, 32, 32]))
    assert closed.json["results"] == answer.json["results"]


@pytest.mark.parametrize(
    "shape, part",
    [
        ("images:1x3x32", "does not fit"),
        ("images:1x4x32x32", "does not fit"),
        ("image:1x3x32x32", "images"),
    ])
def test_a_shape_that_cannot_be_is_refused(service, shape, part):
    answer = service.post(f"/estimate?profile=nucleo-f746zg&input_shape={shape}", OPEN)
    assert answer.status == 422, answer.text
    assert part in answer.json["detail"]


def test_a_float_network_can_be_seen_as_if_quantised(service):
    path = "/estimate?profile=nucleo-f746zg&input_shape=images:1x3x32x32"
    plain = service.post(path, OPEN).json
    quantised = service.post(path + "&assume_dtype=int8", OPEN).json
    assert [note["code"] for note in quantised["model"]["notes"]] == ["assumed_dtype"]
    assert quantised["model"]["weight_bytes"] < plain["model"]["weight_bytes"] / 2
    before, after = plain["results"][0]["totals"], quantised["results"][0]["totals"]
    assert after["latency_ms"]["value"] < before["latency_ms"]["value"]
