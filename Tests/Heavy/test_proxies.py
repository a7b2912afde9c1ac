"""The configurations in `deploy/` are run before the service, with a certificate made on the spot.

Nothing in them is changed but names, ports and paths, and each of those must be found.
"""

import http.client
import json
import socket
import ssl
import subprocess

import pytest

from process import ESTIMATE, KWS, ROOT, Service, wait_for

NAME = "opmeter.example.com"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def adapted(path, changes):
    text = path.read_text()
    for old, new in changes.items():
        assert old in text, f"{path.name} has no '{old}'"
        text = text.replace(old, new)
    return text


@pytest.fixture
def certificate(tmp_path):
    pair = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
            "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
            "-out", pair[0], "-keyout", pair[1],
        ], check=True, capture_output=True)
    return pair


class Proxy:
    """A running proxy; speaks to it as a client that checks its certificate."""

    def __init__(self, command, port, plain_port, certificate, log):
        self.port, self.plain_port, self.certificate = port, plain_port, certificate
        self.context = ssl.create_default_context(cafile=str(certificate))
        self.log = open(log, "wb")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log)
        try:
            wait_for(self._listens)
        except AssertionError:
            self.stop()
            raise AssertionError(open(log).read()) from None

    def _listens(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            return True
        except ConnectionError:
            return False

    def request(self, method, path, body=None, headers=None):
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        connection = http.client.HTTPConnection(NAME)
        connection.sock = self.context.wrap_socket(plain, server_hostname=NAME)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def curl(self, path, body):
        """As people post: with `Expect`, so that who is refused need not send it all.

        None where the answer was lost: Caddy closes over what it has not read of a body that it refuses.
        """
        outcome = subprocess.run(
            [
                "curl", "--silent", "--show-error", "--cacert", self.certificate,
                "--resolve", f"{NAME}:{self.port}:127.0.0.1", "--data-binary", "@-",
                "--write-out", "\n%{http_code}", f"https://{NAME}:{self.port}{path}",
            ], input=body, capture_output=True, timeout=60)
        # Cut short, not sent, not received.
        if outcome.returncode in (18, 55, 56):
            return None
        assert outcome.returncode == 0, outcome.stderr
        answer, status = outcome.stdout.rsplit(b"\n", 1)
        return int(status), answer

    def agrees_on_http2(self):
        context = ssl.create_default_context(cafile=None)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_alpn_protocols(["h2", "http/1.1"])
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        with context.wrap_socket(plain, server_hostname=NAME) as secure:
            return secure.selected_alpn_protocol() == "h2"

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        self.log.close()


def nginx(tools, directory, certificate, upstream):
    port, plain = free_port(), free_port()
    (directory / "opmeter.conf").write_text(
        adapted(ROOT / "deploy/nginx.conf", {
            "listen 443": f"listen 127.0.0.1:{port}",
            "listen 80": f"listen 127.0.0.1:{plain}",
            "127.0.0.1:8080": f"127.0.0.1:{upstream}",
            "/etc/ssl/certs/opmeter.pem": str(certificate[0]),
            "/etc/ssl/private/opmeter.key": str(certificate[1]),
        }))
    # What Debian's own nginx.conf has around conf.d, with all places inside the directory.
    temporary = "".join(
        f"{kind}_temp_path {directory}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (directory / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {directory}/pid; error_log stderr notice;\n"
        f"events {{ worker_connections 512; }}\n"
        f"http {{ access_log off; {temporary} include {directory}/opmeter.conf; }}\n")
    command = [tools / "usr/sbin/nginx", "-p", directory, "-e", "stderr", "-c"]
    return Proxy(
        [*command, directory / "nginx.conf"], port, plain, certificate[0], directory / "nginx.log")


def caddy(tools, directory, certificate, upstream):
    port, plain = free_port(), free_port()
    site = adapted(ROOT / "deploy/Caddyfile", {
        f"{NAME} {{": f"{NAME}:{port} {{\n\tbind 127.0.0.1\n\ttls {certificate[0]} {certificate[1]}\n",
        "127.0.0.1:8080": f"127.0.0.1:{upstream}",
    })
    options = f"{{\n\tadmin off\n\thttp_port {plain}\n\tdefault_bind 127.0.0.1\n}}\n"
    (directory / "Caddyfile").write_text(options + site)
    return Proxy(
        [
            "env", f"HOME={directory}", tools / "usr/bin/caddy", "run", "--config",
            directory / "Caddyfile", "--adapter", "caddyfile",
        ], port, plain, certificate[0], directory / "caddy.log")


@pytest.mark.parametrize("start", [nginx, caddy])
def test_a_model_goes_through(start, tools, tmp_path, certificate):
    with Service() as service:
        proxy = start(tools, tmp_path, certificate, service.port)
        try:
            through_and_back(proxy, service)
            # The service goes away: the proxy says so in the service's own words.
            service.terminate()
            status, headers, body = proxy.request("POST", ESTIMATE, KWS)
            assert status == 503 and headers["retry-after"] == "1", (status, body)
            assert headers["content-type"] == "application/problem+json"
            assert json.loads(body)["status"] == 503
        finally:
            proxy.stop()


def through_and_back(proxy, service):
    wait_for(lambda: proxy.request("GET", "/readyz")[0] == 200)
    assert proxy.agrees_on_http2()
    direct = service.post(ESTIMATE, KWS)
    status, headers, body = proxy.request("POST", ESTIMATE, KWS)
    assert status == 200 and body == direct.body
    assert headers["content-type"] == "application/json"
    # The proxy's request id is the service's, so that both logs can be read together.
    assert len(headers["x-request-id"]) >= 16
    # A client's mistake arrives as the service words it.
    status, headers, body = proxy.request("POST", "/estimate?profile=nucleo-f746", KWS)
    assert status == 422 and json.loads(body)["suggestion"] == "nucleo-f746zg"
    # Compressed answers pass, and conditional requests.
    status, headers, body = proxy.request("GET", "/profiles")
    assert proxy.request("GET", "/profiles", None, {"If-None-Match": headers["etag"]})[0] == 304
    # A large body is taken, a larger one refused, in either's words.
    large = KWS + b" " * (20 << 20)
    assert proxy.request("POST", ESTIMATE, large)[0] == 200
    status, body = wait_for(lambda: proxy.curl(ESTIMATE, KWS + b" " * (33 << 20)))
    assert status == 413 and json.loads(body)["type"] == "urn:opmeter:problem:body-too-large"
    # Chunks, which have no length to be judged by.
    chunks = (KWS[at:at + 500] for at in range(0, len(KWS), 500))
    status, _, body = proxy.request("POST", ESTIMATE, chunks)
    assert status == 200 and body == direct.body
    assert proxy.request("GET", "/metrics")[0] == 200
    # Plain HTTP leads to TLS.
    connection = http.client.HTTPConnection("127.0.0.1", proxy.plain_port, timeout=10)
    connection.request("POST", ESTIMATE, KWS, {"Host": NAME})
    answer = connection.getresponse()
    assert answer.status == 308 and answer.headers["location"].startswith("https://")
    connection.close()
