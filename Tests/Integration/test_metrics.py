"""/metrics is text that Prometheus takes: a metric is described once."""

import collections


def test_every_metric_is_described_once(service):
    text = service.get("/metrics").text
    kinds = [line.split()[2] for line in text.splitlines() if line.startswith("# TYPE ")]
    assert kinds
    twice = [name for name, count in collections.Counter(kinds).items() if count > 1]
    assert not twice


def test_every_series_stands_once(service):
    text = service.get("/metrics").text
    series = [line.rsplit(" ", 1)[0] for line in text.splitlines() if line and line[0] != "#"]
    assert len(series) == len(set(series))
