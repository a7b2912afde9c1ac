"""`POST /calibrate`: measured rows in, a device file out, and bad rows named by line."""

import json
import re
import shutil
import subprocess

import pytest

from conftest import BINARY, ROOT, Service, example_graph
from test_contract import check

BASE = "nucleo-l496zg"
URL = f"/calibrate?profile={BASE}"
LAYERS = """op,input,output,kernel,padding,clock_mhz,latency_ms
conv2d,25x5x64,25x5x64,1x1,,80,26.5
depthwise_conv2d,25x5x64,25x5x64,3x3,same,80,7.1
fully_connected,640,128,,,80,1.9
conv2d,25x5x64,25x5x64,1x1,,80,26.9
"""


def form(**parts):
    """A body as `curl -F` sends it; a value is text, or a file's name and its bytes."""
    lines = b""
    for name, value in parts.items():
        filename, content = value if isinstance(value, tuple) else (None, value.encode())
        extra = f'; filename="{filename}"' if filename else ""
        lines += (f'--4d1cfbb6\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n'
                  ).encode() + content + b"\r\n"
    return lines + b"--4d1cfbb6--\r\n"


def kws(table):
    return form(measurements=table, model=("kws.json", example_graph()))


def speed(device):
    return device["runtimes"][0]["timing"]["cycles_per_instruction"]


def base():
    return json.loads((ROOT / f"Profiles/devices/{BASE}.json").read_text())


def test_layers_alone_give_a_device_that_a_service_takes(own_service):
    answer = own_service.post(URL + "&device=mine", LAYERS.encode())
    assert answer.status == 200, answer.text
    check(answer, "/calibrate", "post")
    report = answer.json
    assert [row["line"] for row in report["rows"]] == [2, 3, 4, 5]
    assert report["leave_one_out_error"] > 0
    assert report["measure_next"][0]["share"] >= report["measure_next"][-1]["share"]
    assert sum(advice["share"] for advice in report["measure_next"]) == pytest.approx(1, abs=1e-3)
    assert speed(report["device"])["spread"] < speed(base())["spread"]
    device = own_service.post(URL + "&device=mine&format=device", LAYERS.encode())
    assert device.json == report["device"]
    assert own_service.post("/profiles/validate", device.body).json["valid"] is True
    (own_service.profiles / "devices/mine.json").write_bytes(device.body)
    again = Service(own_service.profiles)
    try:
        estimate = again.post("/estimate?profile=mine", example_graph()).json["results"][0]
    finally:
        assert again.stop() == 0
    assert estimate["profile"]["clock_mhz"] == 80
    assert estimate["totals"]["latency_ms"]["value"] > 0


def test_the_same_rows_give_the_same_bytes(service):
    answers = {service.post(URL, kws("network,clock_mhz,latency_ms\nkws.json,80,110\n")).body
               for _ in range(3)}
    assert len(answers) == 1


def test_one_network_helps_and_says_that_it_is_alone(service):
    answer = service.post(URL, kws("network,clock_mhz,latency_ms\nkws.json,80,110\n"))
    assert answer.status == 200, answer.text
    check(answer, "/calibrate", "post")
    report = answer.json
    assert report["trusted"] is False and answer.headers["opmeter-trusted"] == "false"
    assert [(doubt["code"], doubt["lines"]) for doubt in report["doubts"]] == [("single_row", [2])]
    assert report["leave_one_out_error"] is None and report["rows"][0]["left_out_ms"] is None
    assert speed(report["device"])["value"] != speed(base())["value"]


def test_energies_become_a_power(service):
    table = ("op,input,output,clock_mhz,latency_ms,energy_uj,supply_v\n"
             "fully_connected,640,128,80,1.9,76,3.3\nfully_connected,128,128,80,0.4,16,3.3\n")
    power = service.post(URL, table.encode()).json["device"]["runtimes"][0]["power"]
    assert power["active_mw"]["value"] == pytest.approx(40, rel=0.01)
    assert power["supply_v"] == 3.3


def test_the_command_and_the_route_say_the_same(service, tmp_path):
    shutil.copy(ROOT / "Examples/graphs/kws.json", tmp_path)
    table = re.search(
        r"```csv\n(.*?)```", (ROOT / "docs/calibrate.md").read_text(), re.S).group(1)
    (tmp_path / "m.csv").write_text(table)
    outcome = subprocess.run(
        [BINARY, "calibrate", tmp_path / "m.csv", "--profile", BASE, "--device",
         tmp_path / "my-board.json", "--format", "json"],
        cwd=ROOT, capture_output=True, timeout=300, check=True)
    answer = service.post(URL, kws(table))
    assert answer.body == outcome.stdout
    device = service.post(URL + "&format=device", kws(table))
    assert device.body == (tmp_path / "my-board.json").read_bytes()
    assert "leave-one-out error" in service.post(URL + "&format=text", kws(table)).text


@pytest.mark.parametrize(
    "rows,line",
    [("kws.json,80,110\nkws.json,80,110\nkws.json,80,1.1\n", 4), ("kws.json,80,110000\n", 2)])
def test_rows_that_cannot_be_true_are_a_problem_with_the_report_beside_it(service, rows, line):
    for form_of_answer in ["json", "device"]:
        answer = service.post(
            f"{URL}&format={form_of_answer}", kws("network,clock_mhz,latency_ms\n" + rows))
        assert answer.status == 422
        assert answer.headers["content-type"] == "application/problem+json"
        check(answer, "/calibrate", "post")
        report = answer.json
        assert report["type"].endswith(":contradictory-measurements")
        assert report["line"] == line
        assert report["trusted"] is False
        assert speed(report["device"])["kind"] == "assumed"
        assert speed(report["device"])["spread"] >= speed(base())["spread"]


HEAD = "network,clock_mhz,latency_ms\n"
OPS = "op,input,output,kernel,stride,padding,clock_mhz,latency_ms\n"
BAD = {
    # name: (table, status, line, column, suggestion)
    "wrong unit": ("network,clock_mhz,latency_us\nkws.json,80,3\n", 400, 1, "latency_us",
                   "latency_ms"),
    "missing column": ("network,clock_mhz\nkws.json,80\n", 400, 1, "latency_ms", None),
    "no rows": (HEAD, 400, None, None, None),
    "a field too few": (HEAD + "kws.json,80\n", 400, 2, None, None),
    "open quote": (HEAD + 'kws.json,"80,3\n', 400, 2, None, None),
    "not a number": (HEAD + "kws.json,80,nan\n", 422, 2, "latency_ms", None),
    "infinite": (HEAD + "kws.json,80,1e999\n", 422, 2, "latency_ms", None),
    "negative time": (HEAD + "kws.json,80,5\nkws.json,80,-4\n", 422, 3, "latency_ms", None),
    "clock that the device cannot run": (HEAD + "kws.json,180,4\n", 422, 2, "clock_mhz", None),
    "unknown network": (HEAD + "kwz.json,80,4\n", 422, 2, "network", "kws.json"),
    "model that cannot be read": (HEAD + "broken.json,80,4\n", 422, 2, "network", None),
    "unknown operation": (OPS + "conv3d,3x3x3,,,,,80,4\n", 422, 2, "op", "conv2d"),
    "operation that its shapes do not cost": (OPS + "lstm,30,,,,,80,4\n", 422, 2, "op", None),
    "no such extent": (OPS + "softmax,3x0x3,,,,,80,4\n", 422, 2, "input", None),
    "product too large": (OPS + "softmax,99999x99999x99999,,,,,80,4\n", 422, 2, "input", None),
    "window that does not lead to the output": (
        OPS + "conv2d,25x5x64,25x5x64,3x3,,valid,80,4\n", 422, 2, "output", None),
    "kernel larger than its input": (
        OPS + "conv2d,2x2x64,1x1x64,3x3,,valid,80,4\n", 422, 2, "kernel", None),
    "convolution without its output": (OPS + "conv2d,25x5x64,,3x3,,,80,4\n", 422, 2, "output", None),
    "other runtime": ("network,runtime,clock_mhz,latency_ms\nkws.json,plumerai-0.7,80,4\n", 422, 2,
                      "runtime", None),
    "bytes of no text": ("\x00\x01\x02\n", 400, 1, None, None),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_rows_name_line_and_column(service, name):
    table, status, line, column, suggestion = BAD[name]
    answer = service.post(
        URL, form(measurements=table, model=("kws.json", example_graph()),
                  other=("broken.json", b'{"format": "opmeter-graph/1"}')))
    assert answer.status == status, answer.text
    check(answer, "/calibrate", "post")
    problem = answer.json
    assert problem.get("line") == line
    if column:
        assert problem["column"] == column
    assert problem.get("suggestion") == suggestion
    assert service.get("/healthz").status == 200


@pytest.mark.parametrize(
    "path,body,status",
    [
        ("/calibrate", LAYERS.encode(), 400), (URL, b"", 400), (URL, b"--x\r\n", 400),
        (URL, form(model=("kws.json", b"{}")), 400), (URL + "&device=A+B", LAYERS.encode(), 400),
        (URL + "&device=efr32mg24", LAYERS.encode(), 400),
        (URL + "&profile=esp32", LAYERS.encode(), 400),
        ("/calibrate?profile=nucleo-l496", LAYERS.encode(), 422),
        ("/calibrate?profile=host-x86-64", LAYERS.encode(), 422),
        (URL, LAYERS.encode() + b"\n" * 2_000_000, 413),
        (URL, (LAYERS + "fully_connected,640,128,,,80,1.9\n" * 260).encode(), 413),
        (URL, bytes(range(256)) * 40, 400),
    ],
)
def test_what_is_no_request_is_a_problem(service, path, body, status):
    answer = service.post(path, body)
    assert answer.status == status, answer.text
    check(answer, "/calibrate", "post")


def test_as_many_rows_as_are_allowed_are_answered(service):
    rows = "".join(f"fully_connected,640,{64 + n},,,80,{0.0149 * (64 + n):.4f}\n" for n in range(256))
    answer = service.post(URL, (LAYERS.splitlines()[0] + "\n" + rows).encode())
    assert answer.status == 200, answer.text
    assert len(answer.json["rows"]) == 256
