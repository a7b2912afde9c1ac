"""What a command line is expected to bring: a page of the manual, completions, help that is whole,
silence where it is asked for, and progress where somebody watches."""

import gzip
import json
import re
import shutil
import subprocess

import pytest

from checking import DEAR, PROFILE, Repository, graph
from conftest import BINARY, ROOT, shared_model

COMMANDS = ("serve", "estimate", "diff", "check", "init", "optimize", "profiles", "calibrate")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("man") / "opmeter.1"
    subprocess.run([ROOT / "scripts/make-man", BINARY, path], check=True, timeout=300)
    return path


def test_the_manual_tells_every_command_and_option(page):
    text = page.read_text()
    for command in COMMANDS:
        assert f".SS {command}\n" in text, command
    for words in ("\\-\\-what\\-if", "\\-\\-update\\-baseline", "OPMETER_PROFILES", "EXIT STATUS"):
        assert words in text
    # Every long option of --help stands there.
    for command in COMMANDS[:6]:
        help = subprocess.run([BINARY, command, "--help"], capture_output=True, text=True).stdout
        for option in set(re.findall(r"--[a-z][a-z-]+", help.split("OPTIONS:")[1])) - {"--help"}:
            assert option.replace("-", "\\-") in text, (command, option)


def test_the_manual_is_what_formatters_read(page):
    if not shutil.which("groff"):
        pytest.skip("groff is not here")
    outcome = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", page], capture_output=True, text=True, timeout=300)
    assert outcome.returncode == 0 and outcome.stderr == ""
    assert "opmeter estimate" in re.sub(r"\x1b\[[0-9;]*m|.\x08", "", outcome.stdout)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions(shell, tmp_path):
    script = subprocess.run(
        [BINARY, "--generate-completion-script", shell], capture_output=True, text=True, check=True)
    for command in COMMANDS:
        assert command in script.stdout
    if shell == "bash":
        subprocess.run(["bash", "-n"], input=script.stdout, text=True, check=True)


def test_what_is_packed_lies_where_it_is_looked_for(page, tmp_path):
    subprocess.run([ROOT / "scripts/make-share", BINARY, tmp_path], check=True, timeout=300)
    found = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert found == {
        "man/man1/opmeter.1.gz", "bash-completion/completions/opmeter",
        "zsh/vendor-completions/_opmeter", "fish/vendor_completions.d/opmeter.fish"}
    packed = (tmp_path / "man/man1/opmeter.1.gz").read_bytes()
    assert gzip.decompress(packed).decode() == page.read_text()
    # Neither a name nor a time: the same program gives the same package.
    assert packed[3:8] == b"\0\0\0\0\0"
    # zsh loads a file for its first line, bash for what it defines.
    assert (tmp_path / "zsh/vendor-completions/_opmeter").read_text().startswith("#compdef opmeter")
    outcome = subprocess.run(
        ["bash", "-c", 'source "$0" && complete -p opmeter',
         tmp_path / "bash-completion/completions/opmeter"], capture_output=True, text=True)
    assert outcome.returncode == 0 and outcome.stdout.rstrip().endswith("opmeter"), outcome.stderr


#: Commands that have something to say, what they say it about, and what they exit with.
TALKING = {
    "estimate": (("estimate", "model.json", "--profile", PROFILE), 0),
    "estimate, failing": (
        ("estimate", "model.json", "--profile", PROFILE, "--budget", "latency=1ms"), 1),
    "diff": (("diff", "model.json", "dear.json", "--profile", PROFILE), 0),
    "diff, failing": (
        ("diff", "model.json", "dear.json", "--profile", PROFILE, "--regression", "latency=0%"), 1),
    "init": (("init", "model.json", "--profile", PROFILE), 0),
    "optimize": (("optimize", "model.tflite", "-o", "out.tflite", "--profile", PROFILE), 0),
    "profiles diff": (
        ("profiles", "diff", ROOT / "Profiles", ROOT / "Profiles", "--models", "model.json"), 0),
    "calibrate": (
        ("calibrate", "measured.csv", "--profile", "any-cortex-m4", "--device", "mine.json"), 0),
}


@pytest.fixture(scope="module")
def talking(tmp_path_factory):
    repository = Repository(tmp_path_factory.mktemp("talking"))
    repository.put(graph(DEAR), "dear.json")
    repository.put(shared_model("tflite-micro/person_detect.tflite"), "model.tflite")
    repository.write("network,clock_mhz,latency_ms\nmodel.json,80,90.5\n", "measured.csv")
    return repository


@pytest.mark.parametrize("name", TALKING)
def test_quiet_commands_say_nothing_and_their_exit_code_tells(talking, name):
    arguments, code = TALKING[name]
    if name == "init":
        arguments += ("--force",)
    spoken = talking.run(*arguments)
    assert spoken.returncode == code and spoken.stdout, spoken.stderr
    silent = talking.run(*arguments, "--quiet")
    assert (silent.returncode, silent.stdout, silent.stderr) == (code, b"", b"")
    mistaken = talking.run(*arguments, "-q", "--profiles", "nowhere") if name != "profiles diff" \
        else talking.run("profiles", "diff", "nowhere", ROOT / "Profiles", "--models", "m", "-q")
    assert mistaken.returncode == 2 and b"nowhere" in mistaken.stderr


@pytest.mark.parametrize("name", TALKING)
def test_progress_is_for_those_who_watch(talking, name):
    arguments, _ = TALKING[name]
    if name == "init":
        arguments += ("--force",)
    shown = talking.in_terminal(*arguments)
    assert "\r\x1b[K" in shown
    # What is answered stands on lines of its own: the last that was shown has been taken away.
    answer = shown.rsplit("\r\x1b[K", 1)[1]
    assert answer.strip() and not re.search(r"^\d+/\d+ ", answer)
    piped = talking.run(*arguments)
    assert b"\x1b" not in piped.stdout + piped.stderr
    assert "\x1b[K" not in talking.in_terminal(*arguments, "--quiet")


def test_many_models_are_counted(talking):
    shown = talking.in_terminal(
        "estimate", "model.json", "dear.json", "--profile", PROFILE, "--profile", "esp32")
    assert "1/4 model.json on " in shown and "dear.json on " in shown


def test_a_name_that_begins_like_a_verdict_has_no_colour(talking):
    model = json.loads(graph(DEAR))
    model["ops"][0]["name"] = "failure"
    talking.put(json.dumps(model).encode(), "named.json")
    shown = talking.in_terminal(
        "diff", "dear.json", "named.json", "--profile", PROFILE, "--regression", "latency=0%")
    assert "failure" in shown and "\x1b[31mfail" not in shown
    assert "\x1b[32mpass\x1b[0m" in shown
    assert "\x1b[32m" not in talking.in_terminal(
        "diff", "dear.json", "named.json", "--profile", PROFILE, "--regression", "latency=0%",
        NO_COLOR="1")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_mistyped_option_is_answered_with_usage(command):
    outcome = subprocess.run([BINARY, command, "--nonsense"], capture_output=True, text=True)
    assert outcome.returncode == 2
    assert f"opmeter {command}" in outcome.stderr
