"""Profiles reload while requests run; a broken set changes nothing."""

import json
import os
import shutil
import signal
import threading
import time

from conftest import example_graph

DEVICE = "devices/nucleo-f746zg.json"


def wait_for(condition, seconds=120):
    """Polls until `condition` holds: the event is the answer changing."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError("the change was not seen")


def replace(path, text):
    """In one step: nobody reads half of it, however long this process is held up."""
    temporary = path.with_suffix(".tmp")
    temporary.write_text(text)
    os.replace(temporary, path)


def set_clock(path, megahertz):
    device = json.loads(path.read_text())
    device["clock"]["default_mhz"] = megahertz
    replace(path, json.dumps(device))


def clock(service):
    return service.get("/profiles/nucleo-f746zg").json["clock_mhz"]


def latency(service):
    answer = service.post("/estimate?profile=nucleo-f746zg&detail=summary", example_graph("kws"))
    return answer.json["results"][0]["totals"]["latency_ms"]["value"]


def test_an_edited_device_changes_answers_without_a_restart(own_service):
    before = latency(own_service)
    set_clock(own_service.profiles / DEVICE, 108)
    wait_for(lambda: latency(own_service) > 1.9 * before)


def test_a_broken_file_changes_nothing_and_is_named(own_service):
    before = own_service.get("/profiles/status").json
    path = own_service.profiles / DEVICE
    text = path.read_text()
    replace(path, text.replace('"core"', '"cora"', 1))

    def failure():
        return own_service.get("/profiles/status").json["error"]

    error = wait_for(failure)
    assert error["file"].endswith("nucleo-f746zg.json") and error["path"]
    assert own_service.get("/profiles/status").json["profiles_digest"] == before["profiles_digest"]
    assert own_service.post("/estimate?profile=nucleo-f746zg", example_graph("kws")).status == 200
    replace(path, text)
    wait_for(lambda: own_service.get("/profiles/status").json["last_reload"]["successful"])


def test_sighup_reloads(own_service):
    before = own_service.get("/profiles/status").json["reloads"]
    own_service.process.send_signal(signal.SIGHUP)
    wait_for(lambda: own_service.get("/profiles/status").json["reloads"] != before)


def test_a_configmap_swap_is_seen(tmp_path):
    """Kubernetes swaps the symbolic link `..data`; no event names a profile file."""
    from conftest import ROOT, Service

    mount = tmp_path / "mount"
    mount.mkdir()
    first, second = mount / "..first", mount / "..second"
    for version in (first, second):
        shutil.copytree(ROOT / "Profiles", version)
    set_clock(second / DEVICE, 108)
    os.symlink("..first", mount / "..data")
    for folder in ("devices", "kernels"):
        os.symlink(f"..data/{folder}", mount / folder)
    running = Service(mount)
    try:
        assert clock(running) == 216
        os.symlink("..second", mount / "..data_tmp")
        os.replace(mount / "..data_tmp", mount / "..data")
        wait_for(lambda: clock(running) == 108)
    finally:
        running.stop()


def test_requests_under_reloads_never_fail_and_see_complete_sets(own_service):
    digests, statuses, stop = set(), set(), threading.Event()
    path = own_service.profiles / DEVICE

    def ask():
        while not stop.is_set():
            answer = own_service.post(
                "/estimate?profile=nucleo-f746zg&detail=summary", example_graph("kws"))
            statuses.add(answer.status)
            result = answer.json["results"][0]
            digests.add((answer.json["profiles_digest"], result["profile"]["clock_mhz"]))

    clients = [threading.Thread(target=ask) for _ in range(3)]
    for client in clients:
        client.start()
    try:
        for round_number in range(12):
            set_clock(path, 108 if round_number % 2 == 0 else 216)
            wanted = 108 if round_number % 2 == 0 else 216
            wait_for(lambda: clock(own_service) == wanted)
    finally:
        stop.set()
        for client in clients:
            client.join()
    assert statuses == {200}
    # A digest stands for one set: it never comes with two clocks.
    assert len({digest for digest, _ in digests}) == len(digests)


def test_a_bad_set_at_start_is_a_refusal(tmp_path):
    import subprocess

    from conftest import BINARY, ROOT

    profiles = tmp_path / "Profiles"
    shutil.copytree(ROOT / "Profiles", profiles)
    (profiles / DEVICE).write_text("{")
    outcome = subprocess.run(
        [BINARY, "serve", "--port", "0", "--profiles", profiles], capture_output=True, text=True,
        timeout=300)
    assert outcome.returncode == 2
    assert "nucleo-f746zg.json" in outcome.stderr
