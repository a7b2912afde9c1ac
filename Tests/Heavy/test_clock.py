"""The wall clock is set while requests are under way: limits of time do not notice, `Date` does."""

import email.utils
import os
import pathlib
import shutil
import struct
import subprocess
import time

from process import KWS, Service
from test_ending import half_request
from test_many import read_answer

DAY = 86_400


def date(answer):
    return email.utils.parsedate_to_datetime(answer.headers["Date"]).timestamp()


class WallClock:
    """The clock of programs that run in `environment`, which can be set while they do."""

    def __init__(self, directory):
        library = directory / "shift_clock.so"
        source = pathlib.Path(__file__).with_name("shift_clock.c")
        compiler = shutil.which("cc") or "clang"
        subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", library, source], check=True)
        self._offset = directory / "offset"
        self._offset.write_bytes(bytes(8))
        self.environment = {
            **os.environ, "LD_PRELOAD": str(library), "CLOCK_OFFSET": str(self._offset)}

    def set(self, seconds):
        # In place: the file is mapped by who reads it.
        with open(self._offset, "r+b") as file:
            file.write(struct.pack("q", seconds))


def test_the_wall_clock_jumps(tmp_path, report):
    clock = WallClock(tmp_path)
    with Service(environment=clock.environment) as service:
        kept = service.connection()
        kept.request("GET", "/healthz")
        assert kept.getresponse().read()
        running = half_request(service.port)
        for jump in (DAY, -DAY, 400 * DAY, -400 * DAY, 0):
            clock.set(jump)
            # The connection that waits for its next request was not cut, and tells the new date.
            kept.request("GET", "/healthz")
            answer = kept.getresponse()
            answer.read()
            assert answer.status == 200
            assert abs(date(answer) - time.time() - jump) < 120, (jump, answer.headers["Date"])
        # So was the request that was half sent, after a year's worth of jumps.
        running.sendall(KWS[100:])
        assert read_answer(running)[0].startswith(b"HTTP/1.1 200 ")
        running.close()
        # A slow one is cut as ever, although its clock is set back meanwhile.
        begin = time.monotonic()
        slow = half_request(service.port)
        slow.settimeout(120)
        clock.set(-DAY)
        data = slow.recv(65_536)
        lasted = time.monotonic() - begin
        report("slow body, the clock set back: cut after", f"{lasted:.1f} s")
        # Not before its 8 s, and not a day later; how soon is a matter of the machine.
        assert data.startswith(b"HTTP/1.1 408 ") and lasted > 7
        slow.close()
        kept.close()
        assert service.terminate() == 0
