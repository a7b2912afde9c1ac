"""The README's commands are run, and print what it says.

`RECORD_README=1` writes what they print into the README and still fails, so that it is looked at.
"""

import os
import re
import subprocess

from conftest import BINARY, ROOT

README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


MARK = "---8<---"


def printed(block, port):
    """The block as a terminal shows it: each command, then its output; one shell for all of them."""
    commands = re.findall(r"^\$ (.*)$", block, re.MULTILINE)
    script = "\n".join(f"{command}\necho '{MARK}'" for command in commands)
    outcome = subprocess.run(
        ["bash", "-c", script.replace(":8080", f":{port}")], cwd=ROOT, capture_output=True,
        text=True, timeout=300, env={
            **os.environ, "PATH": f"{BINARY.parent}:{os.environ['PATH']}",
            "OPMETER_PROFILES": str(ROOT / "Profiles")})
    lines = []
    for command, output in zip(commands, outcome.stdout.split(f"{MARK}\n")):
        lines.append(f"$ {command}")
        if output.rstrip("\n"):
            lines.append(output.rstrip("\n"))
    return "\n".join(lines) + "\n"


def test_the_readme_shows_what_its_commands_print(service):
    port = service.url.rsplit(":", 1)[1]
    text = README.read_text()
    blocks = BLOCK.findall(text)
    assert len(blocks) >= 4
    recorded = BLOCK.sub(lambda match: f"```console\n{printed(match[1], port)}```", text)
    if os.environ.get("RECORD_README") and recorded != text:
        README.write_text(recorded)
    assert recorded == text


def test_every_link_of_the_readme_leads_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README.read_text()):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target


def test_the_commands_that_set_up_are_targets():
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"^make ([a-z-]+)", README.read_text(), re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
