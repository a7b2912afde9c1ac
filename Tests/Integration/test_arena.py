"""Arena, persistent part and smallest arena beside what TensorFlow Lite Micro itself allocated."""

import csv

import pytest

from conftest import SHARED, shared_model

# Core and kernels of the measured build, and a profile of that build.
BUILDS = {
    ("cortex-m4", "cmsis"): "any-cortex-m4.cmsis-nn-7.0.0",
    ("cortex-m7", "cmsis"): "any-cortex-m7.cmsis-nn-7.0.0",
    ("cortex-m55", "cmsis"): "any-cortex-m55.cmsis-nn-7.0.0",
    ("cortex-m0plus", "cmsis"): "any-cortex-m0plus.cmsis-nn-7.0.0",
}
HOST = "host-x86-64.tflm-reference"


def rows(name):
    path = SHARED / "data" / name
    if not path.exists():
        return []
    with open(path) as lines:
        return list(csv.DictReader(lines))


def measured():
    """Model, profile, head, tail and smallest arena; the last is "" where nobody searched for it."""
    at_hand = {path.name: path for path in (SHARED / "models").rglob("*.tflite")}
    arm = [
        (row["model"], profile, row["head"], row["tail"], row["min_arena"])
        for row in rows("tflm-arm-truth.csv")
        if (profile := BUILDS.get((row["core"], row["kernels"])))
    ]
    host = [
        (row["model"], HOST, row["nonpersistent_bytes"], row["persistent_bytes_x86_64"],
         row["min_arena_that_invokes"])
        for row in rows("tflm-arena-truth.csv")
    ]
    return [
        (str(at_hand[model].relative_to(SHARED / "models")), *facts)
        for model, *facts in arm + host if model in at_hand and facts[2]
    ]


@pytest.mark.parametrize("name,profile,head,tail,smallest", measured())
def test_memory_is_what_the_interpreter_allocates(service, name, profile, head, tail, smallest):
    answer = service.post(f"/estimate?profile={profile}&detail=summary", shared_model(name))
    memory = answer.json["results"][0]["memory"]
    assert memory["arena_bytes"] == int(head)
    assert memory["persistent_bytes"] == int(tail)
    if smallest:
        assert memory["allocate_bytes"] == int(smallest)
