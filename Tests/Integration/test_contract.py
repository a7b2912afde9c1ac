"""openapi.yaml is the contract: it is valid, and real answers keep it."""

import json
import re
import subprocess
import xml.etree.ElementTree

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from conftest import BINARY, ROOT, example_graph, small_graph

CONTRACT = yaml.safe_load((ROOT / "openapi.yaml").read_text())


def schema_of(path, method, status):
    """The schema that the contract gives an answer's JSON, with its references."""
    response = resolve(CONTRACT["paths"][path][method]["responses"][str(status)])
    content = response["content"]
    media = content.get("application/json") or content["application/problem+json"]
    return {**media["schema"], "components": CONTRACT["components"]}


def resolve(node):
    while "$ref" in node:
        target = CONTRACT
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


def check(answer, path, method="get"):
    errors = sorted(
        Draft202012Validator(schema_of(path, method, answer.status)).iter_errors(answer.json),
        key=lambda error: list(map(str, error.path)))
    assert not errors, [f"{list(error.path)}: {error.message}" for error in errors[:5]]


def test_the_contract_is_valid():
    validate(CONTRACT)


def test_the_service_serves_it(service):
    assert service.get("/openapi.yaml").body == (ROOT / "openapi.yaml").read_bytes()


@pytest.mark.parametrize("detail", ["summary", "ops", "full"])
@pytest.mark.parametrize("profile", ["nucleo-f746zg", "host-x86-64", "*"])
def test_estimates_keep_it(service, profile, detail):
    answer = service.post(f"/estimate?profile={profile}&detail={detail}", example_graph())
    assert answer.status == 200
    check(answer, "/estimate", "post")


def test_a_failed_gate_keeps_it(service):
    answer = service.post(
        "/estimate?profile=nucleo-f746zg&gate=true&budget.latency=1ms", example_graph())
    assert answer.status == 422
    assert answer.json["results"][0]["pass"] is False
    check(answer, "/estimate", "post")


@pytest.mark.parametrize(
    "query,body,status",
    [
        ("", b"", 400), ("?detial=x", b"{}", 400), ("", b"GGUF" + bytes(64), 415),
        ("?profile=nucleo", json.dumps(small_graph()).encode(), 422),
        ("", json.dumps(small_graph(filters=0)).encode(), 422),
    ],
)
def test_problems_keep_it(service, query, body, status):
    answer = service.post("/estimate" + query, body)
    assert answer.status == status, answer.text
    check(answer, "/estimate", "post")


@pytest.mark.parametrize(
    "path", ["/profiles", "/profiles/status", "/operators", "/healthz", "/readyz", "/version"])
def test_resources_keep_it(service, path):
    answer = service.get(path)
    assert answer.status == 200
    check(answer, path)


def test_a_profile_keeps_it_and_is_not_sent_twice(service):
    for profile in service.get("/profiles").json["profiles"]:
        answer = service.get(f"/profiles/{profile['id']}")
        check(answer, "/profiles/{id}")
        again = service.get(
            f"/profiles/{profile['id']}", **{"If-None-Match": answer.headers["etag"]})
        assert again.status == 304 and again.body == b""


def test_curves_keep_it_and_grow_with_macs_per_output(service):
    for profile in service.get("/profiles").json["profiles"]:
        path = f"/profiles/{profile['id']}/curves"
        answer = service.get(path)
        check(answer, "/profiles/{id}/curves")
    answer = service.get("/profiles/nucleo-f746zg/curves")
    curves = {curve["op_type"]: curve["points"] for curve in answer.json["curves"]}
    connected = curves["fully_connected"]
    assert [point["macs_per_output"] for point in connected] == [2**n for n in range(4, 12)]
    assert connected[-1]["arith_ops_per_s"] > connected[0]["arith_ops_per_s"]
    again = service.get(
        "/profiles/nucleo-f746zg/curves", **{"If-None-Match": answer.headers["etag"]})
    assert again.status == 304


@pytest.mark.parametrize("form", ["json", "csv", "text", "svg"])
def test_the_command_draws_the_curves_of_the_service(service, form):
    answer = service.get(f"/profiles/nucleo-f746zg/curves?format={form}")
    assert answer.status == 200
    outcome = subprocess.run(
        [BINARY, "profiles", "curves", "nucleo-f746zg", "--format", form], cwd=ROOT,
        capture_output=True, timeout=300, check=True)
    assert outcome.stdout == answer.body
    if form == "svg":
        picture = xml.etree.ElementTree.fromstring(answer.body)
        names = [child.tag.split("}")[1] for child in picture]
        assert names[:2] == ["title", "desc"]
        assert names.count("polyline") == 4


def test_device_files_keep_their_schema():
    schema = json.loads((ROOT / "Profiles/schema/device.schema.json").read_text())
    for file in sorted((ROOT / "Profiles/devices").glob("*.json")):
        Draft202012Validator(schema).validate(json.loads(file.read_text()))


def test_kernel_files_keep_their_schema():
    schema = json.loads((ROOT / "Profiles/schema/kernels.schema.json").read_text())
    for file in sorted((ROOT / "Profiles/kernels").glob("*.json")):
        Draft202012Validator(schema).validate(json.loads(file.read_text()))


def test_every_route_of_the_contract_is_there(service):
    for path in CONTRACT["paths"]:
        answer = service.request("PATCH", re.sub(r"\{[^}]*\}", "nucleo-f746zg", path))
        assert answer.status == 405, path
