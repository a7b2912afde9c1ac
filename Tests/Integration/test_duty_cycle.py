"""Average power and battery life: how often it infers, what it draws between, what is left out."""

import subprocess

import pytest

from conftest import BINARY, ROOT, example_graph
from test_contract import check

URL = "/estimate?profile=nucleo-l4r5zi"


def duty(service, query):
    answer = service.post(URL + query, example_graph())
    assert answer.status == 200, answer.text
    check(answer, "/estimate", "post")
    return answer.json["results"][0]


def test_the_average_is_energy_and_sleep(service):
    result = duty(service, "&inferences_per_hour=360&battery_mwh=675&sleep_uw=10")
    cycle, totals = result["duty_cycle"], result["totals"]
    active = totals["latency_ms"]["value"] / 1e3 / 10
    assert cycle["active_fraction"] == pytest.approx(active, rel=1e-5)
    average = totals["energy_uj"]["value"] / 1e4 + 0.01 * (1 - active)
    assert cycle["average_power_mw"]["value"] == pytest.approx(average, rel=1e-5)
    assert cycle["battery_life_h"]["value"] == pytest.approx(675 / average, rel=1e-5)
    assert cycle["battery_life_h"]["low"] < 675 / average < cycle["battery_life_h"]["high"]
    assert cycle["complete"] is True and len(cycle["left_out"]) >= 4
    assert totals["energy_covers"]["supply_v"] == 1.8


def test_without_a_sleep_power_the_average_is_a_lower_bound(service):
    cycle = duty(service, "&inferences_per_hour=360&battery_mwh=675")["duty_cycle"]
    assert cycle["sleep_power_uw"] is None and cycle["complete"] is False
    assert "lower bound" in cycle["left_out"][0]


def test_the_devices_own_sleep_power_comes_with_its_source(service):
    answer = service.post(
        "/estimate?profile=nrf54l15-dk&inferences_per_hour=60", example_graph())
    cycle = answer.json["results"][0]["duty_cycle"]
    assert cycle["sleep_power_uw"] == pytest.approx(8.7)
    assert "nRF54L15" in cycle["sleep_power_source"]
    profile = service.get("/profiles/nrf54l15-dk").json
    assert profile["sleep_power_mw"]["kind"] == "datasheet"
    assert profile["sleep_power_unknown"] is None


def test_more_than_there_is_time_for_has_a_reason(service):
    cycle = duty(service, "&inferences_per_hour=1e9&battery_mwh=1")["duty_cycle"]
    assert cycle["average_power_mw"] is None and cycle["battery_life_h"] is None
    assert "at most" in cycle["reason"]


def test_a_profile_without_energy_says_why(service):
    answer = service.post(
        "/estimate?profile=esp32-c3&inferences_per_hour=6&battery_mwh=1", example_graph())
    check(answer, "/estimate", "post")
    cycle = answer.json["results"][0]["duty_cycle"]
    assert cycle["average_power_mw"] is None and cycle["reason"]


@pytest.mark.parametrize(
    "query",
    ["&inferences_per_hour=0", "&inferences_per_hour=-1", "&inferences_per_hour=nan",
     "&inferences_per_hour=1e999", "&inferences_per_hour=", "&battery_mwh=5", "&sleep_uw=5",
     "&inferences_per_hour=1&battery_mwh=0", "&inferences_per_hour=1&sleep_uw=-1"])
def test_what_is_no_cycle_is_refused(service, query):
    answer = service.post(URL + query, example_graph())
    assert answer.status == 400, answer.text
    assert answer.json["parameter"] in query
    check(answer, "/estimate", "post")


@pytest.mark.parametrize("form", ["json", "text", "md"])
def test_the_command_says_the_same(service, form):
    arguments = ["--inferences-per-hour", "360", "--battery-mwh", "675", "--sleep-uw", "10"]
    outcome = subprocess.run(
        [BINARY, "estimate", "Examples/graphs/kws.json", "--profile", "nucleo-l4r5zi", "--format",
         form, *arguments], cwd=ROOT, capture_output=True, timeout=300, check=True)
    query = f"&inferences_per_hour=360&battery_mwh=675&sleep_uw=10&format={form}"
    assert service.post(URL + query, example_graph()).body == outcome.stdout
    alone = subprocess.run(
        [BINARY, "estimate", "Examples/graphs/kws.json", *arguments[2:]], cwd=ROOT,
        capture_output=True, timeout=300)
    assert alone.returncode == 2


def test_a_float_network_on_an_int8_library_is_warned_of(service):
    graph = example_graph().replace(b'"dtype": "int8"', b'"dtype": "float32"')
    result = service.post(URL, graph).json["results"][0]
    kernels = {row["kernel"] for row in result["ops"]}
    assert "reference_conv_float32" in kernels
    warned = [w["message"] for w in result["warnings"] if w["code"] == "reference_kernel"]
    assert any("reference_conv_float32" in message for message in warned)
    types = service.get("/profiles/nucleo-l4r5zi").json["library"]["dtypes"]
    assert types["own"] == ["int8", "int16"]
    assert "float32" in types["reference"]
    assert not set(types["own"]) & set(types["reference"])
    plain = service.post(URL, example_graph()).json["results"][0]
    assert not [w for w in plain["warnings"] if w["code"] == "reference_kernel"]


def test_a_profile_says_what_its_times_were_fitted_to(service):
    measured = 0
    for summary in service.get("/profiles").json["profiles"]:
        profile = service.get(f"/profiles/{summary['id']}").json
        check(service.get(f"/profiles/{summary['id']}"), "/profiles/{id}")
        if (profile["runtime"]["timing"] or {}).get("measured_classes"):
            evidence = profile["runtime"]["evidence"]
            assert evidence["layers"] > 0 and evidence["sources"], summary["id"]
            assert 0 < evidence["in_sample_error"] < 1
            measured += 1
    assert measured >= 10
