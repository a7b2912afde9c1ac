"""Arena, persistent part and smallest arena beside what TensorFlow Lite Micro itself allocated."""

import csv

import pytest

from conftest import SHARED, shared_model

# Core and kernels of the measured build, and a profile of that build.
BUILDS = {("cortex-m4", "cmsis"): "nucleo-l4r5zi"}


def measured():
    path = SHARED / "data/tflm-arm-truth.csv"
    if not path.exists():
        return []
    at_hand = {path.name: path for path in (SHARED / "models").rglob("*.tflite")}
    with open(path) as lines:
        return [
            (str(at_hand[row["model"]].relative_to(SHARED / "models")), profile, row)
            for row in csv.DictReader(lines)
            if (profile := BUILDS.get((row["core"], row["kernels"])))
            and row["model"] in at_hand and row["tail"]
        ]


@pytest.mark.parametrize(
    "name,profile,row", measured(), ids=lambda value: value if isinstance(value, str) else "")
def test_memory_is_what_the_interpreter_allocates(service, name, profile, row):
    answer = service.post(f"/estimate?profile={profile}&detail=summary", shared_model(name))
    memory = answer.json["results"][0]["memory"]
    assert memory["arena_bytes"] == int(row["head"])
    assert memory["persistent_bytes"] == int(row["tail"])
    if row["min_arena"]:
        assert memory["allocate_bytes"] == int(row["min_arena"])
