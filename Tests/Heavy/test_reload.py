"""A thousand reloads while requests run: none fails, each sees one whole set, nothing grows."""

import itertools
import json
import os
import signal
import threading

from askers import Askers
from process import MOST_THREADS, ONE_HEAP, Service, wait_for
from profile_mount import BAD, BROKEN, GOOD, ProfileMount

# Signals fall on good sets and on bad ones.
STEPS = ("good", "bad", "good", "signal", "bad", "good", "bad", "signal", "good", "bad")
RELOADS = int(os.environ.get("HEAVY_RELOADS", 1_000))


class Watcher:
    """Reads `/profiles/status` over one connection."""

    def __init__(self, service):
        self.connection = service.connection()

    def get(self, path):
        self.connection.request("GET", path)
        return json.loads(self.connection.getresponse().read())

    @property
    def status(self):
        return self.get("/profiles/status")

    @property
    def attempts(self):
        return sum(self.status["reloads"].values())

    def digest_with(self, clock):
        """The digest of the set in use, once it is good and has this clock."""

        def look():
            status = self.status
            if status["error"] or self.get("/profiles/nucleo-f746zg")["clock_mhz"] != clock:
                return None
            return status["profiles_digest"]

        return wait_for(look)

    def wait_for_error(self):
        return wait_for(lambda: self.status["error"])


def test_reloads_under_requests(tmp_path, report):
    mount = ProfileMount(tmp_path / "mount")
    good, bad, kinds = itertools.cycle(GOOD), itertools.cycle(BAD), itertools.cycle(BROKEN)
    one_heap = Service(profiles=mount.path, environment=ONE_HEAP)
    with one_heap as service, Askers(service) as askers:
        watcher = Watcher(service)
        sets = {watcher.status["profiles_digest"]: mount.clock}
        resident = []
        for number, step in zip(range(RELOADS), itertools.cycle(STEPS)):
            before = watcher.status
            if step == "good":
                clock = round(100 + number / 10, 1)
                next(good)(mount, clock)
                sets[watcher.digest_with(clock)] = clock
            elif step == "bad":
                next(bad)(mount, next(kinds))
                assert watcher.wait_for_error()["reason"]
            else:
                service.signal(signal.SIGHUP)
                wait_for(lambda: watcher.attempts > sum(before["reloads"].values()))
            if step != "good":
                # Nothing changed, or the last good set stays.
                assert watcher.status["profiles_digest"] == before["profiles_digest"]
            if number % (RELOADS // 10) == 0:
                resident.append(service.resident_mib)
            if number == RELOADS // 5:
                descriptors_before = service.descriptors
        descriptors = wait_for(lambda: (n := service.descriptors) <= descriptors_before and n)
        report("reloads", f"{RELOADS}, {watcher.status['reloads']}")
        report("requests meanwhile", askers.requests)
        report("resident MiB, every tenth", ", ".join(f"{each:.0f}" for each in resident))
        report("descriptors, threads", f"{descriptors}, {service.threads}")
        assert service.threads <= MOST_THREADS
        # Allocators keep what bursts needed; what leaks grows on and on. The second half holds as many
        # reloads as the first, and may not need more.
        assert max(resident[5:]) < max(resident[1:5]) + 8
    assert not askers.failures, askers.failures[:3]
    # Every answer is of one whole set: its digest is known, and comes with that set's clock only.
    strange = askers.answers - set(sets.items())
    assert not strange, sorted(strange)[:3]
    assert len(askers.answers) > RELOADS // 10


def test_a_storm_of_changes_ends_in_the_last_one(tmp_path):
    """Changes without a pause, half-written files among them: the last set is in use in the end."""
    mount = ProfileMount(tmp_path / "mount")
    end = threading.Event()

    def storm():
        for number in itertools.count():
            if end.is_set():
                break
            GOOD[number % 2](mount, round(50 + number % 100 / 10, 1))

    with Service(profiles=mount.path) as service, Askers(service) as askers:
        watcher = Watcher(service)
        writer = threading.Thread(target=storm)
        writer.start()
        first = watcher.attempts
        wait_for(lambda: watcher.attempts >= first + 2)
        for _ in range(20):
            service.signal(signal.SIGHUP)
        end.set()
        writer.join()
        watcher.digest_with(mount.clock)
    assert not askers.failures, askers.failures[:3]
