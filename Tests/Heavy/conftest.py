"""What heavy tests share; each has its own service, so that figures are its own."""

import os
import pathlib
import shutil

import pytest

from process import ONE_HEAP, ROOT, Service


@pytest.fixture
def service():
    with Service() as running:
        yield running


@pytest.fixture
def one_heap():
    """A service whose memory does not depend on how many heaps its threads have, which cores decide."""
    with Service(environment=ONE_HEAP) as running:
        yield running


@pytest.fixture
def tools():
    """Where Debian's programs are unpacked, or a skip that says how to get them."""
    path = pathlib.Path(os.environ.get("TOOLS", ROOT / ".build-tools"))
    if not (path / "usr").exists():
        pytest.skip("no unpacked programs; `make heavy` fetches them")
    return path


@pytest.fixture
def profiles(tmp_path):
    """A copy of the project's profiles, to be edited."""
    return pathlib.Path(shutil.copytree(ROOT / "Profiles", tmp_path / "Profiles"))


@pytest.fixture
def report(record_property, capsys):
    """Prints a measured figure, whether or not the test passes."""

    def say(name, value):
        record_property(name, value)
        with capsys.disabled():
            print(f"\n    {name}: {value}", end="", flush=True)

    return say
