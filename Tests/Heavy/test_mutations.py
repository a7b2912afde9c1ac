"""Model files with wrong bytes, over HTTP: an answer or a clean refusal each time, and a service that
is afterwards what it was."""

import os
import random

import pytest

from process import ESTIMATE, KWS, ROOT

CORPUS = ROOT / "Tests/Fuzz/Corpus"
# The smallest file of each format that has layers in it.
SMALL = ["tflite/small.tflite", "onnx/small.onnx", "graph/layers.json"]
MUTATIONS = int(os.environ.get("HEAVY_MUTATIONS", 100_000))
# Answered, malformed, too large, another kind, no sound network.
EXPECTED = {200, 400, 413, 415, 422}


class Asker:
    """One connection that stays open; answers are read whole and only their status kept."""

    def __init__(self, service):
        self.service = service
        self.connection = service.connection()
        self.counts = {}

    def send(self, body):
        self.connection.request("POST", ESTIMATE, body)
        answer = self.connection.getresponse()
        text = answer.read()
        assert answer.status in EXPECTED, (answer.status, text[:300], body[:2000])
        self.counts[answer.status] = self.counts.get(answer.status, 0) + 1


def settled(service):
    """Its memory after a few requests of the usual kind."""
    for _ in range(200):
        assert service.request("POST", ESTIMATE, KWS).status == 200
    return service.resident_mib


@pytest.mark.parametrize("path", SMALL)
def test_every_prefix_and_every_flipped_byte(one_heap, path, report):
    whole = (CORPUS / path).read_bytes()
    before = settled(one_heap)
    asker = Asker(one_heap)
    for length in range(len(whole)):
        asker.send(whole[:length])
    for position in range(len(whole)):
        for change in (0x01, 0x80, 0xFF):
            flipped = bytearray(whole)
            flipped[position] ^= change
            asker.send(bytes(flipped))
    growth = settled(one_heap) - before
    report("answers", asker.counts)
    report("memory growth", f"{growth:.1f} MiB")
    assert growth < 16


def mutated(chance, files):
    """One to eight changes: a byte, a run, a number at its edges, a piece of another file, a cut."""
    body = bytearray(chance.choice(files))
    for _ in range(chance.randint(1, 8)):
        if not body:
            break
        place = chance.randrange(len(body))
        kind = chance.randrange(6)
        if kind == 0:
            body[place] = chance.randrange(256)
        elif kind == 1:
            body[place] ^= 1 << chance.randrange(8)
        elif kind == 2:
            edge = chance.choice([0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFE])
            body[place:place + 4] = edge.to_bytes(4, "little")
        elif kind == 3:
            del body[place:place + chance.randint(1, 16)]
        elif kind == 4:
            other = chance.choice(files)
            start = chance.randrange(len(other))
            body[place:place] = other[start:start + chance.randint(1, 64)]
        else:
            body[place:place] = body[place:place + chance.randint(1, 64)]
    return bytes(body)


def test_a_hundred_thousand_random_mutations(one_heap, report):
    # A seed of its own, so that a failure comes again.
    chance = random.Random(20261125)
    files = [
        path.read_bytes() for kind in ("tflite", "onnx", "graph")
        for path in sorted((CORPUS / kind).iterdir())]
    before = settled(one_heap)
    asker = Asker(one_heap)
    for _ in range(MUTATIONS):
        asker.send(mutated(chance, files))
    growth = settled(one_heap) - before
    report("answers", asker.counts)
    report("memory growth", f"{growth:.1f} MiB")
    assert asker.counts[200] > MUTATIONS / 100
    assert growth < 16
