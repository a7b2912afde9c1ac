"""Clients that ask without a pause while something else goes on."""

import threading

from process import ESTIMATE, KWS


class Askers:
    """Threads with a connection each, which post a model again and again.

    `answers` holds the distinct pairs of profile digest and clock that were answered; `failures` what
    was not an answer with 200.
    """

    def __init__(self, service, count=3, pause=0.002):
        self.service = service
        self.pause = pause
        self.answers = set()
        self.failures = []
        self.requests = 0
        self._end = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(n,)) for n in range(count)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._end.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, number):
        connection = self.service.connection()
        detail = ("summary", "ops", "full")[number % 3]
        try:
            while not self._end.wait(self.pause):
                connection.request("POST", f"{ESTIMATE}&detail={detail}", KWS)
                answer = connection.getresponse()
                self._note(answer.status, answer.read())
        except Exception as error:  # noqa: BLE001 - whatever it is, a request failed
            self.failures.append(repr(error))
        finally:
            connection.close()

    def _note(self, status, body):
        self.requests += 1
        if status != 200:
            self.failures.append((status, body[:200]))
            return
        # Without a JSON parser: the clients share their cores with the server.
        digest = body.split(b'"profiles_digest":"', 1)[1].split(b'"', 1)[0].decode()
        clock = float(body.split(b'"clock_mhz":', 1)[1].split(b"}", 1)[0].split(b",", 1)[0])
        self.answers.add((digest, clock))
