"""What a command line is expected to bring: a page of the manual, completions, help that is whole."""

import re
import shutil
import subprocess

import pytest

from conftest import BINARY, ROOT

COMMANDS = ("serve", "estimate", "diff", "check", "init", "optimize", "profiles", "calibrate")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("man") / "opmeter.1"
    subprocess.run([ROOT / "scripts/make-man", BINARY, path], check=True, timeout=60)
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
        ["groff", "-man", "-Tutf8", "-ww", page], capture_output=True, text=True, timeout=60)
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


@pytest.mark.parametrize("command", COMMANDS)
def test_a_mistyped_option_is_answered_with_usage(command):
    outcome = subprocess.run([BINARY, command, "--nonsense"], capture_output=True, text=True)
    assert outcome.returncode == 2
    assert f"opmeter {command}" in outcome.stderr
