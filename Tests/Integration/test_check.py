"""`opmeter init` and `opmeter check`: what a pipeline does in one step, and its exit codes."""

import csv
import io
import json
import pathlib
import re
import subprocess
import xml.etree.ElementTree as xml

import jsonschema
import pytest
import xmlschema
import yaml

from checking import CHEAP, DEAR, PROFILE, RISE, Repository, graph
from conftest import BINARY, ROOT, Service, shared_model
from test_reload import wait_for

FORMATS = ("text", "md", "json", "csv", "junit", "github-action-benchmark")
SCHEMA = json.loads((ROOT / "Profiles/schema/check.schema.json").read_text())
JUNIT = xmlschema.XMLSchema(str(pathlib.Path(__file__).with_name("junit.xsd")))


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path)


def problem(outcome, code=2):
    """The words of a failure, which go to the standard error alone."""
    assert outcome.returncode == code, outcome.stdout + outcome.stderr
    assert outcome.stdout == b""
    return outcome.stderr.decode()


def test_from_nothing_to_a_failing_budget(repository):
    repository.init()
    assert repository.check().returncode == 0
    repository.put(DEAR)
    outcome = repository.check()
    assert outcome.returncode == 1
    text = outcome.stdout.decode()
    assert re.search(r"Latency is [\d.]+ ms, [\d.]+ ms over the budget of \d+ ms\.", text)
    assert "rises" in text and "depthwise" in text
    # The files that the configuration asks for say the same.
    assert "over the budget of" in repository.read("opmeter.md")
    assert xml.fromstring(repository.read("opmeter-junit.xml")).get("failures") != "0"


def test_what_init_writes_follows_the_schema_and_is_kept_today(repository):
    repository.init("--profile", "raspberry-pi-pico", "--headroom", "0")
    written = yaml.safe_load(repository.read("opmeter.yaml"))
    jsonschema.Draft202012Validator(SCHEMA).validate(written)
    assert len(written["models"][0]["profiles"]) == 2
    outcome = repository.check()
    assert outcome.returncode == 0, outcome.stdout
    report = repository.json()
    assert report["pass"] and len(report["checks"]) == 2


def test_init_replaces_nothing_unless_told(repository):
    repository.init()
    before = repository.read("opmeter.yaml")
    assert "opmeter.yaml is there already" in problem(
        repository.run("init", "model.json", "--profile", PROFILE))
    assert repository.read("opmeter.yaml") == before
    repository.init("--force", "--headroom", "50")
    assert repository.read("opmeter.yaml") != before


@pytest.mark.parametrize(
    "arguments,words",
    [
        (("model.json",), "--profile is needed"),
        (("-", "--profile", PROFILE), "named by its path"),
        (("missing.json", "--profile", PROFILE), "missing.json: No such file"),
        (("model.json", "--profile", "nucleo-l4r5z"), "Did you mean 'nucleo-l4r5zi'?"),
        (("model.json", "--profile", PROFILE, "--headroom=-1"), "--headroom must be 0 to 1000"),
        (("model.json", "--profile", PROFILE, "-o", "a/b.yaml"), "are written here"),
    ])
def test_init_says_what_is_wrong(repository, arguments, words):
    assert words in problem(repository.run("init", *arguments))
    assert not (repository.directory / "opmeter.yaml").exists()


def test_a_board_named_twice_is_one(repository):
    repository.init("--profile", f"{PROFILE}.cmsis-nn-7.0.0")
    assert len(yaml.safe_load(repository.read("opmeter.yaml"))["models"][0]["profiles"]) == 1


@pytest.mark.parametrize("model", [CHEAP, DEAR])
def test_a_service_gives_the_same_bytes(repository, service, model):
    repository.init()
    repository.put(model)
    for form in FORMATS:
        here = repository.check("--format", form)
        there = repository.check("--format", form, "--server", service.url)
        assert here.stdout == there.stdout, form
        assert here.returncode == there.returncode == (0 if model == CHEAP else 1)
    # Files too.
    files = {name: repository.read(name) for name in ("opmeter.md", "opmeter-junit.xml")}
    repository.check("--quiet")
    assert files == {name: repository.read(name) for name in files}


def test_init_with_a_service_writes_the_same_files(repository, service, tmp_path_factory):
    other = Repository(tmp_path_factory.mktemp("other"))
    repository.init()
    other.init("--server", service.url)
    for name in ("opmeter.yaml", "opmeter-baseline.json"):
        assert repository.read(name) == other.read(name), name


def test_a_service_that_asks_for_a_token(repository, tmp_path):
    (tmp_path / "tokens").write_text("s3cret-token-of-a-pipeline\n")
    running = Service(ROOT / "Profiles", "--token-file", tmp_path / "tokens")
    try:
        repository.init()
        refused = repository.check("--server", running.url)
        assert refused.returncode == 2 and b"token" in refused.stderr.lower()
        taken = repository.check(
            "--server", running.url, OPMETER_TOKEN="s3cret-token-of-a-pipeline")
        assert taken.returncode == 0, taken.stderr
    finally:
        running.stop()


def test_nobody_there_is_3(repository):
    repository.init()
    assert "Connection refused" in problem(repository.check("--server", "http://127.0.0.1:1"), 3)


CONFIGURATION = "models: model.json\nprofiles: [nucleo-l4r5zi]\n"


@pytest.mark.parametrize(
    "text,place,words",
    [
        ("budgets: {latncy: 10ms}", "3:19", "did you mean 'latency'?"),
        ("budgets:\n  sram: 10ms", "4:9", "The unit 'ms' does not fit the budget sram"),
        ("budgets:\n  latency: 10KiB", "4:12", "The unit 'KiB' does not fit"),
        ("budgets: {latency: -1ms}", "3:20", "a limit is zero or more"),
        ("budgets: {latency: {wran: 1ms}}", "3:27", "the level is 'warn' or 'fail'"),
        ("budgets: {latency: fast}", "3:20", "expected a number and a unit"),
        ("budgets: {latency: 5}", "3:20", "without a unit"),
        ("regression: {sram: 2ms}", "3:20", "does not fit the regression limit sram"),
        ("regression: {latency: -2%}", "3:23", "a limit is zero or more"),
        ("regression: {speed: 2%}", "3:21", "is not known"),
        ("bugdets: {latency: 1ms}", "3:10", 'did you mean "budgets"?'),
        ("reports: {mdd: x.md}", "3:16", 'did you mean "md"?'),
        ("budgets: {latency: {warn: 100ms, fail: 50ms}}", "3:27", "never comes: the check fails at 50ms"),
        ("regression: {sram: {fail: 1%, warn: 2%}}", "3:37", "a warning at 2% never comes"),
        ("reserve: {sram: 10pct}", "3:17", "no amount of memory with its unit"),
        ("clock_mhz: 1000", "1:9", "outside what the device runs"),
        ("baseline: [", "4:1", ""),
        ("baseline: model.json", None, "this is no baseline"),
    ])
def test_a_mistake_in_the_file_is_named_with_its_place(repository, text, place, words):
    repository.write(CONFIGURATION + text + "\n")
    message = problem(repository.check())
    assert words in message
    if place:
        assert message.startswith(f"opmeter: opmeter.yaml:{place}: "), message


@pytest.mark.parametrize(
    "text,place,words",
    [
        ("models: [modl.json]\nprofiles: [nucleo-l4r5zi]", "1:10", "there is no file 'modl.json'"),
        ("models: ['*.tflite']\nprofiles: [nucleo-l4r5zi]", "1:10", "no file matches '*.tflite'"),
        ("models: [model.json]\nprofiles: [nucleo-l4r5z]", "2:12", "Did you mean 'nucleo-l4r5zi'?"),
        ("models: [model.json, '*.json']\nprofiles: [nucleo-l4r5zi]", "1:22", "is checked twice"),
        (
            "models: [model.json]\nprofiles:\n  - nucleo-l4r5zi\n  - id: nucleo-l4r5zi", "4:9",
            "is checked twice on nucleo-l4r5zi",
        ),
        ("models: [model.json]", "1:1", "no profile is named"),
        ("", None, "the file is empty"),
        (
            '{"models": "model.json",\n "profiles": "nucleo-l4r5zi",\n "budgets": {"sram": "1ms"}}',
            "3:22", "does not fit",
        ),
        ('{"models": ["model.json"],\n "profiles": ["nucleo-l4r5z"]}', "2:15", "Did you mean"),
    ])
def test_names_that_lead_nowhere(repository, text, place, words):
    repository.write(text)
    message = problem(repository.check())
    assert words in message
    assert message.startswith(f"opmeter: opmeter.yaml:{place or ''}"), message


@pytest.mark.parametrize(
    "old,new,place,words",
    [
        ('"schema":"opmeter-reports/1"', '"schema":"opmeter-reports/2"', "$.schema", "reads"),
        (
            '"schema":"opmeter-estimate/1"', '"schema":"opmeter-estimate/9"',
            "$.reports[0].report.schema", "reads opmeter-estimate/1",
        ),
        (
            '"latency_ms":{"value":', None,
            "$.reports[0].report.results[0].totals.latency_ms", "the report was changed",
        ),
        (
            '"macs":2682988', '"macs":2682989', "$.reports[0].report.model",
            "the report was changed",
        ),
        ('"needed_bytes":', '"needed_bytes":1,"needed_byte":', "$.reports[0].report.results[0].fits",
         "fewer bytes are needed than"),
        ('{"schema"', '{"shcema"', "$", "this is no baseline"),
    ])
def test_a_baseline_that_does_not_agree_with_itself(repository, old, new, place, words):
    repository.init()
    text = repository.read("opmeter-baseline.json")
    assert old in text
    if new is None:
        number = re.search(re.escape(old) + r"([\d.]+)", text)[1]
        old, new = old + number, f"{old}{0.95 * float(number):.5g}"
    repository.write(text.replace(old, new, 1), "opmeter-baseline.json")
    message = problem(repository.check())
    assert message.startswith(f"opmeter: opmeter-baseline.json: {place}, byte "), message
    assert words in message


def test_a_limit_that_is_not_applied_is_told_once(repository):
    repository.init()
    text = repository.read("opmeter-baseline.json")
    repository.write(
        re.sub(r'"digest":"sha256:[0-9a-f]+"', '"digest":"sha256:00"', text),
        "opmeter-baseline.json")
    repository.put(DEAR)
    lines = repository.check().stdout.decode().splitlines()
    told = [line for line in lines if "is not applied: the profile or the program changed" in line]
    # latency has two levels.
    assert len(told) == 2 and all(line.startswith("warn: ") for line in told)
    assert "The limit on latency " in told[0] and "The limit on RAM " in told[1]


def test_init_says_what_has_no_budget_and_why(repository):
    repository.put(shared_model("tflite-micro/person_detect_vela.tflite"), "vela.tflite")
    repository.put(shared_model("tflite-micro/simple_add_model.tflite"), "add.tflite")
    outcome = repository.run("init", "vela.tflite", "add.tflite", "--profile", PROFILE)
    text = outcome.stdout.decode()
    assert re.search(r"vela\.tflite on .*: sram .*; time and energy unknown: 1 operation not covered", text)
    # Nothing is no budget: without weights there is no flash to limit.
    assert "flash 0" not in text and "flash: 0" not in repository.read("opmeter.yaml")
    shown = repository.check()
    assert shown.returncode == 0 and "at least 0" not in shown.stdout.decode()


def test_what_is_not_checked_any_more_is_told_once(repository):
    repository.put(CHEAP, "other.json")
    repository.run("init", "model.json", "other.json", "--profile", PROFILE, "--profile", "esp32")
    repository.write(
        "models: [model.json]\nprofiles: [esp32]\nbaseline: opmeter-baseline.json\n")
    gone = repository.json()["gone"]
    assert len(gone) == 2 and "other.json" in gone
    assert any(re.fullmatch(rf"model\.json on {PROFILE}\..*", name) for name in gone), gone
    assert repository.check().stdout.decode().count("gone since the base") == 2


def test_one_check_is_told_as_one(repository):
    repository.write(CONFIGURATION + "budgets: {latency: 500ms}\n")
    assert repository.check().stdout.startswith(b"1 check on 1 estimate passes.")
    repository.write(CONFIGURATION + "budgets: {latency: {warn: 1ms, fail: 2ms}}\n")
    # The failure says what the warning would.
    assert b"_warn_" not in repository.check("--format", "md").stdout
    assert "--report needs FORMAT=FILE" in problem(repository.check("--report", "md"))


def test_a_missing_baseline_is_said_and_can_be_written(repository):
    repository.init()
    (repository.directory / "opmeter-baseline.json").unlink()
    repository.put(DEAR)
    repository.write(CONFIGURATION + "regression: {latency: 0%}\nbaseline: base.json\n")
    outcome = repository.check()
    assert outcome.returncode == 0
    assert b"No baseline lies at base.json, so growth was not checked" in outcome.stdout
    repository.put(CHEAP)
    assert repository.check("--update-baseline").returncode == 0
    repository.put(DEAR)
    assert repository.check().returncode == 1


def test_growth_is_measured_from_the_models_of_another_checkout(repository, tmp_path_factory):
    main = Repository(tmp_path_factory.mktemp("main"))
    repository.put(DEAR)
    repository.write(CONFIGURATION + "regression: {latency: 0%}\n")
    assert repository.check().returncode == 0
    outcome = repository.check("--base", main.directory)
    assert outcome.returncode == 1
    assert re.search(rf"Latency {RISE}, 0 % is allowed\.", outcome.stdout.decode())


def test_a_reload_of_profiles_is_no_regression(repository, own_service):
    repository.init("--server", own_service.url)
    device = own_service.profiles / "devices/nucleo-l4r5zi.json"
    content = json.loads(device.read_text())
    content["version"] = "changed"
    content["runtimes"][0]["timing"]["cycles_per_instruction"]["value"] *= 1.2
    device.write_text(json.dumps(content))
    wait_for(lambda: any(
        profile["version"] == "changed" for profile in own_service.get("/profiles").json["profiles"]))
    repository.write(
        CONFIGURATION + "regression: {latency: 0%, energy: 0%}\nbaseline: opmeter-baseline.json\n")
    outcome = repository.check("--server", own_service.url)
    text = outcome.stdout.decode()
    assert outcome.returncode == 0, text
    assert "Since the base was kept, the profile" in text
    assert re.search(r"its latency was [\d.]+ ms and is [\d.]+ ms", text)


def test_patterns_reach_any_depth_and_order_is_by_name(repository):
    for path in ("models/b.json", "models/deep/er/a.json", "models/.hidden/c.json"):
        repository.put(CHEAP, path)
    (repository.directory / "models/loop").symlink_to(repository.directory / "models")
    repository.write("models: ['models/**/*.json']\nprofiles: nucleo-l4r5zi\n")
    paths = [check["path"] for check in repository.json()["checks"]]
    assert paths == ["models/b.json", "models/deep/er/a.json"]
    repository.write("models: ['**/[ab].json']\nprofiles: nucleo-l4r5zi\n")
    assert [check["path"] for check in repository.json()["checks"]] == paths
    # From elsewhere, paths count from the configuration.
    outcome = subprocess.run(
        [BINARY, "check", "--config", repository.directory / "opmeter.yaml", "--format", "csv"],
        cwd=ROOT, capture_output=True, timeout=300)
    assert outcome.returncode == 0, outcome.stderr


def test_the_forms_of_a_check_are_read_by_their_readers(repository):
    repository.init()
    repository.put(DEAR)
    report = json.loads(repository.check("--format", "json").stdout)
    assert report["schema"] == "opmeter-check/1" and not report["pass"]
    rows = list(csv.DictReader(io.StringIO(repository.check("--format", "csv").stdout.decode())))
    assert {row["pass"] for row in rows} == {"true", "false"}
    JUNIT.validate(repository.check("--format", "junit").stdout.decode())
    for entry in json.loads(repository.check("--format", "github-action-benchmark").stdout):
        # What github-action-benchmark takes: extract.ts, BenchmarkResult.
        assert set(entry) <= {"name", "unit", "value", "range", "extra"}
        assert isinstance(entry["value"], (int, float))


def large_repository(repository, models, budgets="{latency: 1ms, sram: 1KiB, flash: 1KiB, macs: 1}"):
    for number in range(models):
        repository.put(CHEAP, f"models/a-model-with-quite-a-long-name-{number:03}.json")
    repository.write(
        "models: ['models/*.json']\n"
        "profiles: [nucleo-l4r5zi, nucleo-f746zg, raspberry-pi-pico, nrf52840-dk, ek-ra8d1]\n"
        f"budgets: {budgets}\n")


def test_junit_of_a_thousand_cases_follows_the_schema(repository):
    large_repository(repository, 50)
    document = repository.check("--format", "junit").stdout.decode()
    JUNIT.validate(document)
    root = xml.fromstring(document)
    cases = list(root.iter("testcase"))
    assert len(cases) == 1_000 == int(root.get("tests"))
    assert len({(case.get("classname"), case.get("name")) for case in cases}) == 1_000
    assert sum(case.find("failure") is not None for case in cases) == int(root.get("failures"))


@pytest.mark.parametrize("damage", ["<testcase/>", "<failure/>", "<testsuite name='x'><x/></testsuite>"])
def test_the_junit_schema_can_fail(damage):
    assert not JUNIT.is_valid(f"<testsuites>{damage}</testsuites>")


def test_markdown_of_many_models_keeps_its_tables_and_tells_failures(repository):
    large_repository(repository, 120, "{latency: {warn: 1ms, fail: 100ms}}")
    page = repository.check("--format", "md").stdout.decode()
    assert len(page) <= 65_536
    lines = page.splitlines()
    first = next(line for line in lines if line.startswith("| **fail**") or line.startswith("| _warn_"))
    assert first.startswith("| **fail**"), "what fails comes first"
    assert "more rows do not fit" in page
    assert sum("| latency budget |" in line for line in lines) > 20
    assert "checks on 600 estimates" in page


def test_quiet_prints_nothing_and_still_tells(repository):
    repository.init()
    repository.put(DEAR)
    outcome = repository.check("--quiet")
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (1, b"", b"")


def test_colours_and_progress_are_for_terminals(repository):
    repository.init("--profile", "raspberry-pi-pico")
    shown = repository.in_terminal("check")
    assert "\x1b[32mpass\x1b[0m" in shown
    assert "2/2 model.json on raspberry-pi-pico" in shown
    assert "\x1b[32m" not in repository.in_terminal("check", NO_COLOR="1")
    assert "\x1b[32m" not in repository.in_terminal("check", TERM="dumb")
    assert repository.in_terminal("check", "--quiet") == ""
    piped = repository.check()
    assert b"\x1b" not in piped.stdout + piped.stderr


@pytest.mark.parametrize("form", ["yaml", "yml", "json"])
def test_the_file_is_found_in_any_of_its_forms(repository, form):
    content = {"models": "model.json", "profiles": "nucleo-l4r5zi", "budgets": {"latency": "90ms"}}
    repository.write(json.dumps(content) if form == "json" else yaml.safe_dump(content), f"opmeter.{form}")
    assert repository.check().returncode == 0
    stdin = (repository.directory / f"opmeter.{form}").read_bytes()
    assert repository.run("check", "--config", "-", stdin=stdin).returncode == 0


def test_without_a_file_it_says_how_to_get_one(repository):
    assert "'opmeter init MODEL --profile ID' writes one" in problem(repository.check())


def test_the_schema_is_served_and_agrees_with_the_reader(repository, service):
    assert service.get("/profiles/schema/check").json == SCHEMA
    validator = jsonschema.Draft202012Validator(SCHEMA)
    validator.check_schema(SCHEMA)
    for text in (
        CONFIGURATION + "budgets: {latency: {warn: 80ms, fail: 100ms}, sram: 80pct, macs: 5000000}",
        CONFIGURATION + "regression: {latency: 2%, sram: 4KiB}\nbudget_on: high\nclock_mhz: 80",
        CONFIGURATION + "regression.latency: 2%\nbudget.sram.warn: 64KiB",
        CONFIGURATION + "reserve: {sram: 40KiB}\nreports: {md: x.md, github-action-benchmark: b.json}",
        "models:\n- path: model.json\n  profiles: [{id: nucleo-l4r5zi, budgets: {latency: 1s}}]",
    ):
        validator.validate(yaml.safe_load(text))
        repository.write(text)
        assert repository.check().returncode in (0, 1), text
    for text in (
        CONFIGURATION + "bugdets: {latency: 1ms}", CONFIGURATION + "budgets: {latncy: 1ms}",
        CONFIGURATION + "budgets: {latency: {wran: 1ms}}", CONFIGURATION + "reports: {mdd: x}",
        CONFIGURATION + "clock_mhz: -1", CONFIGURATION + "budget_on: low", "profiles: [a]",
        "models: []\nprofiles: [a]", CONFIGURATION + "budgets: {latency: 10ms, sram: 5ms}",
        CONFIGURATION + "budgets: {latency: -10ms}", CONFIGURATION + "regression: {sram: 2ms}",
    ):
        assert not validator.is_valid(yaml.safe_load(text)), text
        repository.write(text)
        assert repository.check().returncode == 2, text


def test_one_broken_model_is_named_and_nothing_is_written(repository):
    repository.init()
    repository.put(graph(CHEAP)[:200])
    message = problem(repository.check())
    assert message.startswith("opmeter: model.json: ")
    assert not (repository.directory / "opmeter.md").exists()
