"""What `deploy/` and the Dockerfile say is what there is: targets, routes, options, limits."""

import json
import re
import shutil
import subprocess

import yaml

from process import BINARY, ROOT, Service

MAKEFILE = (ROOT / "Makefile").read_text()


def instructions(text):
    """The Dockerfile's instructions, continued lines joined."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines()


def stages(text):
    found = []
    for line in instructions(text):
        if line.startswith("FROM "):
            found.append([])
        found[-1].append(line)
    return found


DOCKERFILE = (ROOT / "Dockerfile").read_text()
BUILD, RUN = stages(DOCKERFILE)


def test_the_build_stage_runs_targets_that_the_readme_names():
    commands = [line.removeprefix("RUN ") for line in BUILD if line.startswith("RUN ")]
    assert commands and all(command.startswith("make ") for command in commands)
    targets = [command.removeprefix("make ") for command in commands]
    assert "test" in targets
    # README.md or the longer documents that it leads to.
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").glob("*.md")]
    words = "\n".join(path.read_text() for path in documents)
    for target in targets:
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), target
        assert f"make {target}" in words, target


def test_the_run_stage_holds_the_package_alone_and_no_root():
    assert "swift" not in RUN[0], "the run stage has no toolchain"
    copies = [line for line in RUN if line.startswith("COPY ")]
    assert copies == ["COPY --from=build /opmeter/dist/opmeter_*.deb /tmp/opmeter.deb"]
    user = next(line for line in RUN if line.startswith("USER ")).split()[1]
    assert user.split(":")[0].isdigit() and int(user.split(":")[0]) > 0
    assert RUN.index(f"USER {user}") < next(
        index for index, line in enumerate(RUN) if line.startswith("CMD "))


def exec_form(name):
    """The words of an instruction that is written as a JSON list."""
    line = next(line for line in RUN if line.startswith(name))
    return json.loads(line[line.index("["):])


def test_the_health_check_tells_life_from_death(service):
    command = exec_form("HEALTHCHECK")
    command = [word.replace("8080", str(service.port)) for word in command]
    assert subprocess.run(command, timeout=10).returncode == 0
    service.terminate()
    assert subprocess.run(command, timeout=10, stderr=subprocess.DEVNULL).returncode != 0


def test_the_container_starts_as_written():
    words = exec_form("ENTRYPOINT") + exec_form("CMD")
    assert words[:2] == ["opmeter", "serve"]
    check_options(words[2:])


def check_options(words):
    help_text = subprocess.run([BINARY, "serve", "--help"], capture_output=True, text=True).stdout
    for word in words:
        if word.startswith("--"):
            assert word.split("=")[0] + " " in help_text, word


# Kubernetes

MANIFEST = {
    document["kind"]: document
    for document in yaml.safe_load_all((ROOT / "deploy/kubernetes.yaml").read_text())
}
POD = MANIFEST["Deployment"]["spec"]["template"]["spec"]
CONTAINER = POD["containers"][0]


def test_the_manifest_starts_what_there_is(tmp_path):
    """With its own arguments, on profiles that lie as the kubelet mounts them."""
    for volume in CONTAINER["volumeMounts"]:
        folder = volume["mountPath"].removeprefix("/profiles/")
        mount = tmp_path / folder
        shutil.copytree(ROOT / "Profiles" / folder, mount / "..2026_11_22")
        (mount / "..data").symlink_to("..2026_11_22")
        for file in (ROOT / "Profiles" / folder).iterdir():
            (mount / file.name).symlink_to(f"..data/{file.name}")
    words = CONTAINER["args"]
    assert words[0] == "serve" and "--profiles=/profiles" in words
    check_options(words[1:])
    kept = [word for word in words[1:] if not re.match("--(host|port|profiles|access-log)=", word)]
    with Service(*kept, profiles=tmp_path) as service:
        for probe in ("readinessProbe", "livenessProbe"):
            assert service.get(CONTAINER[probe]["httpGet"]["path"]).status == 200
        for profile in service.get("/profiles").json["profiles"]:
            assert profile["id"]


def test_the_manifest_is_consistent():
    names = {port["name"] for port in CONTAINER["ports"]}
    for probe in ("readinessProbe", "livenessProbe"):
        assert CONTAINER[probe]["httpGet"]["port"] in names
    assert MANIFEST["Service"]["spec"]["ports"][0]["targetPort"] in names
    labels = MANIFEST["Deployment"]["spec"]["template"]["metadata"]["labels"]
    for kind in ("Service", "PodDisruptionBudget"):
        selector = MANIFEST[kind]["spec"]["selector"]
        assert selector.get("matchLabels", selector) == labels
    volumes = {volume["name"] for volume in POD["volumes"]}
    assert {mount["name"] for mount in CONTAINER["volumeMounts"]} == volumes
    # The drain's own time, and that of the delay before it, fit into the grace period.
    delay = next(word for word in CONTAINER["args"] if word.startswith("--drain-delay="))
    assert POD["terminationGracePeriodSeconds"] > int(delay.split("=")[1]) + 30
    assert POD["securityContext"]["runAsNonRoot"] and POD["securityContext"]["runAsUser"] > 0
    assert CONTAINER["securityContext"]["readOnlyRootFilesystem"]


# systemd


def test_the_unit_starts_and_reloads_what_there_is():
    unit = (ROOT / "deploy/opmeter.service").read_text()
    defaults = (ROOT / "deploy/opmeter.default").read_text()
    options = re.search(r'^OPMETER_OPTIONS="(.*)"$', defaults, re.MULTILINE)[1]
    check_options(options.split())
    assert "ExecStart=/usr/bin/opmeter serve $OPMETER_OPTIONS" in unit
    assert "kill -HUP $MAINPID" in unit


# The limits that proxies repeat


def test_proxies_allow_as_much_as_the_service():
    help_text = subprocess.run([BINARY, "serve", "--help"], capture_output=True, text=True).stdout
    body = re.search(r"--max-body-mib .*?\(default: (\d+)\)", help_text, re.DOTALL)[1]
    seconds = re.search(r"--request-seconds .*?\(default: (\d+)\)", help_text, re.DOTALL)[1]
    nginx = (ROOT / "deploy/nginx.conf").read_text()
    caddy = (ROOT / "deploy/Caddyfile").read_text()
    assert f"client_max_body_size {body}m;" in nginx and f"max_size {body}MiB" in caddy
    wait = int(re.search(r"proxy_read_timeout (\d+)s", nginx)[1])
    assert wait > int(seconds)
    assert int(re.search(r"response_header_timeout (\d+)s", caddy)[1]) > int(seconds)
