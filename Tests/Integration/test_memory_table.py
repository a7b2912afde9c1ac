"""docs/memory.md's table is what the program and the interpreter answer today."""

import pytest

import memory_table
from conftest import BINARY


def test_the_table_is_current():
    if not memory_table.is_complete():
        pytest.skip("../shared/models and .build-models (make models) are not both here")
    assert memory_table.main(BINARY, "--check") == 0
