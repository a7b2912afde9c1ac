"""The wall clock is set while requests are under way: limits of time do not notice, `Date` does."""

import email.utils
import os
import time

from process import Service
from test_ending import finish, half_request

DAY = 86_400


def date(answer):
    return email.utils.parsedate_to_datetime(answer.headers["Date"]).timestamp()


def test_the_wall_clock_jumps(tools, tmp_path, report):
    library = next(tools.glob("usr/lib/*/faketime/libfaketime.so.1"))
    offset = tmp_path / "offset"
    offset.write_text("+0")
    environment = {
        **os.environ, "LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(offset),
        "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1",
    }
    with Service(environment=environment) as service:
        kept = service.connection()
        kept.request("GET", "/healthz")
        assert kept.getresponse().read()
        running = half_request(service.port)
        for jump in (DAY, -DAY, 400 * DAY, -400 * DAY, 0):
            offset.write_text(f"{jump:+d}")
            # The connection that waits for its next request was not cut, and tells the new date.
            kept.request("GET", "/healthz")
            answer = kept.getresponse()
            answer.read()
            assert answer.status == 200
            assert abs(date(answer) - time.time() - jump) < 10, (jump, answer.headers["Date"])
        # So was the request that was half sent, after a year's worth of jumps.
        assert finish(running).startswith(b"HTTP/1.1 200 ")
        running.close()
        # A slow one is cut as ever, although its clock is set back meanwhile.
        slow = half_request(service.port)
        begin = time.monotonic()
        offset.write_text(f"{-DAY:+d}")
        data = slow.recv(65_536)
        lasted = time.monotonic() - begin
        report("slow body, the clock set back: cut after", f"{lasted:.1f} s")
        assert data.startswith(b"HTTP/1.1 408 ") and 7 < lasted < 12
        slow.close()
        kept.close()
        assert service.terminate() == 0
