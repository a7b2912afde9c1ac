"""One operator a file, in every type its kernel takes: our arena beside the interpreter's own."""

import pytest

import operators
import runtime

HOST = "host-x86-64.tflm-reference"
# What the graph does not show: SignalDelay's delay stands in the operator's options.
UNKNOWN = {"SignalDelay-h"}


def memory(service, file):
    answer = service.post(f"/estimate?profile={HOST}&detail=summary", file)
    assert answer.status == 200, answer.text
    result = answer.json["results"][0]
    return result["memory"], {warning["code"] for warning in result["warnings"]}


# Once, and nine times: alignment hides small parts of one operator, not of nine.
@pytest.mark.parametrize("count", [1, 9])
@pytest.mark.parametrize("name", operators.CASES)
def test_arena_of_one_operator_is_the_interpreters(service, name, count):
    file = operators.repeated(operators.CASES[name](), count).bytes()
    real = runtime.Run(file, arena_size=1 << 20).arena
    ours, warnings = memory(service, file)
    assert ours["arena_bytes"] == real["head"]
    if name in UNKNOWN:
        assert "persistent_assumed" in warnings
    else:
        assert ours["persistent_bytes"] == real["tail"]
        assert "persistent_assumed" not in warnings


def test_there_are_as_many_combinations_as_documented():
    assert len(operators.CASES) >= 480
    kinds = {name.split("-")[0] for name in operators.CASES}
    assert len(kinds) >= 100, sorted(kinds)
