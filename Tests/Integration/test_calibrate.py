"""A board's own measurements become a device file, and bad ones become a sentence."""

import json
import re
import shutil
import subprocess

import pytest

from conftest import BINARY, ROOT

BASE = "nucleo-l496zg"


def calibrate(folder, table):
    shutil.copy(ROOT / "Examples/graphs/kws.json", folder)
    (folder / "m.csv").write_text(table)
    return subprocess.run(
        [BINARY, "calibrate", folder / "m.csv", "--profile", BASE, "--device",
         folder / "my-board.json", "--profiles", ROOT / "Profiles"],
        capture_output=True, text=True, timeout=300)


def speed(device):
    return device["runtimes"][0]["timing"]["cycles_per_instruction"]


def base():
    return json.loads((ROOT / f"Profiles/devices/{BASE}.json").read_text())


def test_the_documented_example_gives_a_file_that_passes_the_check(tmp_path):
    text = (ROOT / "docs/calibrate.md").read_text()
    outcome = calibrate(tmp_path, re.search(r"```csv\n(.*?)```", text, re.S).group(1))
    assert outcome.returncode == 0, outcome.stderr
    assert "leave-one-out error" in outcome.stdout and "measure next" in outcome.stdout
    profiles = tmp_path / "Profiles"
    shutil.copytree(ROOT / "Profiles", profiles)
    shutil.copy(tmp_path / "my-board.json", profiles / "devices")
    check = subprocess.run(
        [BINARY, "profiles", "check", profiles], capture_output=True, text=True, timeout=300)
    assert check.returncode == 0, check.stderr
    device = json.loads((tmp_path / "my-board.json").read_text())
    assert device["id"] == "my-board"
    assert speed(device)["spread"] < speed(base())["spread"]


def test_one_measured_network_moves_the_device_and_says_that_it_is_alone(tmp_path):
    outcome = calibrate(tmp_path, "network,clock_mhz,latency_ms\nkws.json,80,110\n")
    assert outcome.returncode == 0, outcome.stderr
    assert "trusted: no" in outcome.stdout and "one row" in outcome.stdout
    device = json.loads((tmp_path / "my-board.json").read_text())
    assert speed(device)["value"] != speed(base())["value"]


def test_one_network_measured_twice_is_not_called_a_single_kind_of_layer(tmp_path):
    outcome = calibrate(
        tmp_path, "network,clock_mhz,latency_ms\nkws.json,80,110\nkws.json,80,111\n")
    assert outcome.returncode == 0, outcome.stderr
    assert "only kws.json was measured: how its time parts" in outcome.stdout
    assert "pointwise" not in outcome.stdout


@pytest.mark.parametrize(
    "rows", ["kws.json,80,110\nkws.json,80,110\nkws.json,80,1.1\n", "kws.json,80,110000\n"])
def test_rows_that_cannot_be_true_are_not_a_confident_file(tmp_path, rows):
    outcome = calibrate(tmp_path, "network,clock_mhz,latency_ms\n" + rows)
    assert outcome.returncode == 1, outcome.stdout
    assert "trusted: no" in outcome.stdout
    number = speed(json.loads((tmp_path / "my-board.json").read_text()))
    assert number["kind"] == "assumed"
    assert number["spread"] >= speed(base())["spread"]


@pytest.mark.parametrize(
    "table,words",
    [
        ("network,clock_mhz,latency_us\nkws.json,80,3\n", ["latency_us", "latency_ms"]),
        ("network,clock_mhz\nkws.json,80\n", ["latency_ms"]),
        ("network,clock_mhz,latency_ms\nkws.json,80,nan\n", ["Line 2", "latency_ms"]),
        ("network,clock_mhz,latency_ms\nkws.json,80,5\nkws.json,80,-4\n", ["Line 3", "-4"]),
        ("network,clock_mhz,latency_ms\nkws.json,180,4\n", ["Line 2", "clock_mhz"]),
        ("network,clock_mhz,latency_ms\nnope.json,80,4\n", ["Line 2", "nope.json"]),
        ("op,input,clock_mhz,latency_ms\nconv9d,3x3x3,80,4\n", ["Line 2", "conv9d"]),
        ("op,input,clock_mhz,latency_ms\nsoftmax,3x0x3,80,4\n", ["Line 2", "3x0x3"]),
        ("op,input,clock_mhz,latency_ms\nlstm,30,80,4\n", ["Line 2", "lstm"]),
        ("network,clock_mhz,latency_ms\n", ["no rows"]),
        ("network;clock_mhz;latency\nkws.json;80;4\n", ["'latency'", "latency_ms, the unit"]),
        ("network;clock_mhz;latency_ms\nkws.json;80;4,110\n", ["Line 2", "4.110 or 4110"]),
        ("network,clock_mhz,latency_ms,\nkws.json,80,4,first\n", ["Column 4", "line 2"]),
        ("network,clock_mhz,latency_ms,energy_uj\nkws.json,80,95,4000000000\n",
         ["Line 2", "energy_uj", "42105 W"]),
    ],
)
def test_bad_rows_name_the_line_and_the_reason(tmp_path, table, words):
    outcome = calibrate(tmp_path, table)
    assert outcome.returncode == 2, outcome.stdout
    for word in words:
        assert word in outcome.stderr
    assert not (tmp_path / "my-board.json").exists()
