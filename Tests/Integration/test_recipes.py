"""The recipes of deploy/ci: their shell is run against a live service, in five cases each.

What only a forge has is played here: the files and variables of a GitHub runner, and its API for
comments. The shell is taken out of the recipes, not repeated.
"""

import contextlib
import http.server
import json
import os
import re
import socket
import subprocess
import threading
import xml.etree.ElementTree as xml

import pytest
import yaml

from checking import CHEAP, DEAR, PROFILE, RISE, Repository, graph, latency
from conftest import ROOT, Service
from test_reload import wait_for

RECIPES = ROOT / "deploy/ci"
CASES = {"pass": 0, "fail": 1, "broken": 2, "busy": 3, "unreachable": 3}


def padded(name):
    """A network whose file is too large to be answered beside the queue."""
    return graph(name).replace(b"{", b"{" + b" " * 500_000, 1)


@pytest.fixture(params=CASES)
def case(request):
    return request.param


def held_bytes(service):
    gauge = r"^opmeter_http_held_body_bytes (\S+)$"
    return float(re.search(gauge, service.get("/metrics").text, re.M)[1])


@contextlib.contextmanager
def busy_service():
    """A service without room for another body: one that never ends holds more than half of it."""
    service = Service(ROOT / "Profiles", "--max-body-mib", "1", "--max-held-mib", "1")
    host, port = service.url.removeprefix("http://").split(":")
    ends = threading.Event()
    with socket.create_connection((host, int(port))) as holder:
        holder.sendall(
            b"POST /estimate HTTP/1.1\r\nHost: h\r\nContent-Length: 1040000\r\n\r\n")
        holder.sendall(bytes(600_000))

        def trickle():
            # Twice as quickly as a client must, so that it is not cut meanwhile; for seven minutes.
            while not ends.wait(0.25):
                try:
                    holder.sendall(bytes(256))
                except OSError:
                    return

        sender = threading.Thread(target=trickle)
        sender.start()
        try:
            wait_for(lambda: held_bytes(service) >= 600_000)
            yield service.url
        finally:
            ends.set()
            sender.join()
    service.stop()


@pytest.fixture
def prepared(tmp_path, case, service):
    """A repository whose check comes out as the case says, and the service that it asks."""
    repository = Repository(tmp_path, padded(CHEAP))
    repository.init()
    for name in ("opmeter.md", "opmeter-junit.xml"):
        assert not (tmp_path / name).exists()
    if case == "fail":
        repository.put(padded(DEAR))
    if case == "broken":
        repository.put(padded(CHEAP)[:-300])
    if case == "busy":
        with busy_service() as url:
            yield repository, url
    else:
        yield repository, "http://127.0.0.1:1" if case == "unreachable" else service.url


def bash(repository, script, shell=("bash", "-eo", "pipefail", "-c"), **environment):
    return subprocess.run(
        [*shell, script], cwd=repository.directory, capture_output=True, text=True, timeout=300,
        env=repository.environment(**environment))


def assert_reports(repository, case):
    """The files that a step publishes: there with 0 and 1, and saying why."""
    cases = repository.directory / "opmeter-junit.xml"
    page = repository.directory / "opmeter.md"
    if CASES[case] > 1:
        assert not page.exists() and not cases.exists()
        return
    failures = int(xml.parse(cases).getroot().get("failures"))
    assert (failures > 0) == (case == "fail")
    assert ("over the budget" in page.read_text()) == (case == "fail")


def assert_reason(case, text):
    words = {"pass": "pass", "fail": "over the budget", "broken": "model.json: ",
             "busy": "answered 503", "unreachable": "127.0.0.1:1"}
    assert words[case] in text, text


# GitHub


class FakeGitHub(http.server.BaseHTTPRequestHandler):
    """The comments of one pull request, as GitHub's REST API has them."""

    comments = []
    writes = []
    refuses = False

    def log_message(self, *arguments):
        pass

    def answer(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        page = int(re.search(r"[?&]page=(\d+)", self.path)[1])
        self.answer(200, self.comments[100 * (page - 1):100 * page])

    def write(self):
        content = json.loads(self.rfile.read(int(self.headers["content-length"])))
        assert self.headers["authorization"] == "Bearer job-token"
        self.writes.append((self.command, self.path))
        if self.refuses:
            return self.answer(403, {"message": "Resource not accessible by integration"})
        if self.command == "POST":
            number = len(self.comments)
            host = self.headers["host"]
            self.comments.append({"body": content["body"], "url": f"http://{host}/comments/{number}"})
            return self.answer(201, self.comments[-1])
        self.comments[int(self.path.rsplit("/", 1)[1])]["body"] = content["body"]
        self.answer(200, {})

    do_POST = do_PATCH = write


@pytest.fixture
def github():
    handler = type("Handler", (FakeGitHub,), {"comments": [], "writes": []})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    handler.url = f"http://127.0.0.1:{server.server_port}"
    yield handler
    server.shutdown()
    server.server_close()


def expanded(text, values):
    """`${{ ... }}` as a runner puts it in."""
    return re.sub(r"\$\{\{\s*(.*?)\s*\}\}", lambda match: values[match[1]], str(text))


def run_action(repository, url, github, **inputs):
    """Runs the composite action's steps in turn, as a runner does; the exit code of the last."""
    action = yaml.safe_load((RECIPES / "github/action.yml").read_text())
    values = {f"inputs.{name}": str(given.get("default", ""))
              for name, given in action["inputs"].items()}
    values |= {f"inputs.{name}": value for name, value in inputs.items()}
    values |= {"inputs.server": url, "inputs.github-token": "job-token",
               "github.event.pull_request.number": "7", "github.event_name": "pull_request"}
    runner = repository.directory.parent / f"{repository.directory.name}-runner"
    runner.mkdir(exist_ok=True)
    summary, output = runner / "summary", runner / "output"
    summary.write_text("")
    log = ""
    for step in action["runs"]["steps"]:
        condition = step.get("if", "true")
        if "inputs.comment" in condition and values["inputs.comment"] != "true":
            continue
        output.write_text("")
        environment = {name: expanded(value, values) for name, value in step["env"].items()}
        outcome = bash(
            repository, step["run"], GITHUB_STEP_SUMMARY=str(summary), GITHUB_OUTPUT=str(output),
            RUNNER_TEMP=str(runner), GITHUB_API_URL=github.url, GITHUB_REPOSITORY="org/models",
            GITHUB_ACTION_PATH=str(RECIPES / "github"), **environment)
        log += outcome.stdout + outcome.stderr
        for line in output.read_text().splitlines():
            name, value = line.split("=", 1)
            values[f"steps.{step['id']}.outputs.{name}"] = value
        if outcome.returncode != 0:
            return outcome.returncode, log, summary.read_text()
    return 0, log, summary.read_text()


def test_github(prepared, case, github):
    repository, url = prepared
    github.comments.append({"body": "a review", "url": f"{github.url}/comments/0"})
    code, log, summary = run_action(repository, url, github)
    assert code == CASES[case], log
    assert_reason(case, log)
    assert len(github.comments) == 2
    comment = github.comments[1]["body"]
    assert comment == f"<!-- opmeter -->\n{summary}"
    assert_reason(case, summary)
    # Again, as after the next push: the same comment, changed.
    repository.put(padded(CHEAP))
    run_action(repository, url, github)
    assert len(github.comments) == 2
    assert [method for method, _ in github.writes] == ["POST", "PATCH"]
    if CASES[case] != 3:
        assert "opmeter: pass" in github.comments[1]["body"]


def test_github_finds_its_comment_on_a_later_page(tmp_path, service, github):
    repository = Repository(tmp_path)
    repository.init()
    for number in range(150):
        body = "<!-- opmeter -->\nold" if number == 120 else f"remark {number}"
        github.comments.append({"body": body, "url": f"{github.url}/comments/{number}"})
    code, log, _ = run_action(repository, service.url, github)
    assert code == 0, log
    assert "opmeter: pass" in github.comments[120]["body"] and len(github.comments) == 150


def test_github_with_a_token_that_may_not_write_still_tells(tmp_path, service, github):
    repository = Repository(tmp_path)
    repository.init()
    repository.put(DEAR)
    github.refuses = True
    code, log, summary = run_action(repository, service.url, github)
    assert code == 1 and "::warning title=opmeter::no comment" in log
    assert "over the budget" in summary
    code, log, _ = run_action(repository, service.url, github, comment="false")
    assert code == 1 and "no comment" not in log


def test_github_without_a_service_computes_itself(tmp_path, github):
    repository = Repository(tmp_path)
    repository.init()
    assert run_action(repository, "", github)[0] == 0


# GitLab


def test_gitlab(prepared, case):
    repository, url = prepared
    recipe = yaml.safe_load((RECIPES / "gitlab/opmeter.gitlab-ci.yml").read_text())[".opmeter"]
    variables = {**recipe["variables"], "OPMETER_SERVER": url}
    outcome = bash(repository, "\n".join(recipe["script"]), shell=("sh", "-ec"), **variables)
    assert outcome.returncode == CASES[case], outcome.stderr
    assert_reason(case, outcome.stdout + outcome.stderr)
    assert_reports(repository, case)
    assert recipe["retry"]["exit_codes"] == [CASES["unreachable"]]
    assert recipe["artifacts"]["when"] == "always"
    assert recipe["artifacts"]["reports"]["junit"] == "opmeter-junit.xml"


# Jenkins


def test_jenkins(prepared, case):
    repository, url = prepared
    text = (RECIPES / "jenkins/Jenkinsfile").read_text()
    script = re.search(r"script: '''\n(.*?)'''", text, re.DOTALL)[1]
    outcome = bash(
        repository, script, shell=("sh", "-xec"), OPMETER_SERVER=url, OPMETER_CONFIG="")
    assert outcome.returncode == CASES[case], outcome.stderr
    assert_reason(case, outcome.stdout + outcome.stderr)
    assert_reports(repository, case)
    assert "if (status <= 1) { junit 'opmeter-junit.xml' }" in text


# curl


QUERY = f"profile={PROFILE}&budget.latency={1.1 * latency(CHEAP):.1f}ms&budget.sram=64KiB"


def run_curl(repository, url, *arguments):
    return subprocess.run(
        [RECIPES / "curl/opmeter.sh", *arguments], cwd=repository.directory, capture_output=True,
        text=True, timeout=300, env=repository.environment(OPMETER_SERVER=url))


def test_curl(prepared, case):
    repository, url = prepared
    (repository.directory / "opmeter-baseline.json").unlink()
    outcome = run_curl(repository, url, "model.json", QUERY)
    assert outcome.returncode == CASES[case], outcome.stderr
    if case == "broken":
        problem = json.loads(outcome.stderr)
        assert problem["status"] == 400 and problem["type"].endswith("malformed-model")
    else:
        assert_reason(case if case != "pass" else "pass", outcome.stdout + outcome.stderr)
    if CASES[case] < 2:
        assert_reports(repository, case)
        assert json.loads(repository.read("opmeter.json"))["schema"] == "opmeter-estimate/1"


def test_curl_measures_growth_from_a_report_of_before(tmp_path, service):
    repository = Repository(tmp_path)
    query = f"profile={PROFILE}"
    assert run_curl(repository, service.url, "model.json", query).returncode == 0
    os.rename(tmp_path / "opmeter.json", tmp_path / "opmeter-baseline.json")
    kept = run_curl(repository, service.url, "model.json", query, "regression.latency=0%25")
    assert kept.returncode == 0 and "unchanged" in kept.stdout
    repository.put(DEAR)
    grown = run_curl(repository, service.url, "model.json", query, "regression.latency=2%25")
    assert grown.returncode == 1
    assert re.search(RISE, grown.stdout)
    mistyped = run_curl(repository, service.url, "model.json", query, "regression.latncy=2%25")
    assert mistyped.returncode == 2 and "regression.latency" in mistyped.stderr


def test_curl_without_a_service_is_3_and_without_a_file_2(tmp_path):
    repository = Repository(tmp_path)
    assert run_curl(repository, "http://127.0.0.1:1", "model.json", QUERY).returncode == 3
    assert run_curl(repository, "http://127.0.0.1:1", "none.json", QUERY).returncode == 2


def test_every_recipe_is_told_of():
    told = (RECIPES / "README.md").read_text()
    for recipe in filter(lambda path: path.is_dir(), RECIPES.iterdir()):
        assert recipe.name in told
