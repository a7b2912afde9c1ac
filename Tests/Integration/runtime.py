"""TensorFlow Lite Micro itself, as PyPI has it: what it plans for a file, and what it computes."""

import contextlib
import os
import re
import tempfile

import numpy as np
from tflite_micro import runtime


class Run:
    """An interpreter of one file."""

    def __init__(self, file, arena_size=16 << 20):
        with captured_stderr() as text:
            self.interpreter = runtime.Interpreter.from_bytes(file, arena_size=arena_size)
            self.interpreter.print_allocations()
            figures = re.findall(r"Arena allocation (\w+) (\d+) bytes", text())
        self.arena = {name: int(count) for name, count in figures}

    def inputs(self, count):
        return [self.interpreter.get_input_details(index) for index in range(count)]

    def invoke(self, values, outputs):
        for index, value in enumerate(values):
            self.interpreter.set_input(value, index)
        self.interpreter.invoke()
        return [np.array(self.interpreter.get_output(index)) for index in range(outputs)]


@contextlib.contextmanager
def captured_stderr():
    """What the C++ side prints; yields a function that answers it."""
    with tempfile.TemporaryFile() as file:
        saved = os.dup(2)
        os.dup2(file.fileno(), 2)

        def text():
            file.seek(0)
            return file.read().decode()

        try:
            yield text
        finally:
            os.dup2(saved, 2)
            os.close(saved)


def refuses(file, arena_size=16 << 20):
    with captured_stderr():
        try:
            runtime.Interpreter.from_bytes(file, arena_size=arena_size)
        except RuntimeError:
            return True
    return False


def random_values(details, generator):
    """A value for each input, drawn over the whole range of its type."""
    values = []
    for detail in details:
        shape, kind = detail["shape"], np.dtype(detail["dtype"])
        if kind.kind == "f":
            values.append(generator.normal(size=shape).astype(kind))
        else:
            limits = np.iinfo(kind)
            values.append(
                generator.integers(limits.min, limits.max, size=shape, endpoint=True).astype(kind))
    return values
