"""One operator a file, in every type its kernel takes: our arena beside the interpreter's own."""

import faulthandler
import os

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


def allocates(file, arena_size):
    """Whether the interpreter takes the file; in a process of its own, since too small an arena can
    end it."""
    child = os.fork()
    if child == 0:
        faulthandler.disable()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            runtime.runtime.Interpreter.from_bytes(file, arena_size=arena_size)
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


@pytest.mark.parametrize("name", [name for name in operators.CASES if name not in UNKNOWN])
def test_the_arena_that_is_named_is_enough_and_hardly_more(service, name):
    file = operators.CASES[name]().bytes()
    size = memory(service, file)[0]["allocate_bytes"]
    assert allocates(file, size)
    assert not allocates(file, size - 128)


def test_there_are_as_many_combinations_as_documented():
    assert len(operators.CASES) >= 480
    kinds = {name.split("-")[0] for name in operators.CASES}
    assert len(kinds) >= 100, sorted(kinds)
