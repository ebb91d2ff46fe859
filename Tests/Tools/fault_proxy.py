"""A proxy on loopback between rad and a real API server, which makes trouble.

It speaks HTTP/1.1 over TLS with rad, and with the server as rad would. `trouble` is asked about each request and says
what is to go wrong: nothing, or one of TROUBLES. A test may also be told before a request is passed on, after the server
has carried it out, and after the answer was given.
"""

import http.client
import pathlib
import socket
import ssl
import struct
import subprocess
import threading
import time
import urllib.parse

TROUBLES = [
    "drop", "drop-answer", "reset", "reset-answer", "delay", "429", "500", "503", "truncate", "stale-watch",
]


class Cluster:
    """The server that a kubeconfig of Scripts/kubernetes.sh names, spoken to without rad."""

    def __init__(self, kubeconfig: str):
        text = pathlib.Path(kubeconfig).read_text()
        self.server = text.split('server: "')[1].split('"')[0]
        self.token = text.split("token: ")[1].split("}")[0].strip()
        authority = text.split("certificate-authority: ")[1].split("}")[0].strip()
        self.authority = pathlib.Path(kubeconfig).parent / authority
        self.trust = ssl.create_default_context(cafile=str(self.authority))
        self.address = urllib.parse.urlparse(self.server)

    def connect(self) -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection(self.address.hostname, self.address.port, context=self.trust, timeout=120)

    def request(
        self, method: str, path: str, body: str | None = None, media_type: str = "application/json"
    ) -> tuple[int, bytes]:
        connection = self.connect()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": media_type}
        connection.request(method, path, body=body, headers=headers)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response.status, content


class FaultProxy:
    """Listens on loopback until it is closed."""

    def __init__(self, cluster: Cluster, folder: pathlib.Path, trouble=lambda number, method, path: None):
        self.cluster, self.trouble = cluster, trouble
        self.requests = 0
        self.lock = threading.Lock()
        self.moment = lambda name, number: None
        certificate, key = folder / "proxy.crt", folder / "proxy.key"
        if not certificate.exists():
            command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
            subprocess.run(
                [*command.split(), "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True
            )
        self.identity = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.identity.load_cert_chain(certificate, key)
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.kubeconfig = folder / "proxy.kubeconfig"
        self.kubeconfig.touch(mode=0o600)
        port = self.listener.getsockname()[1]
        self.kubeconfig.write_text(
            "apiVersion: v1\nkind: Config\n"
            f'clusters: [{{name: test, cluster: {{server: "https://127.0.0.1:{port}", certificate-authority: {certificate}}}}}]\n'
            f"users: [{{name: admin, user: {{token: {cluster.token}}}}}]\n"
            "contexts: [{name: test, context: {cluster: test, user: admin}}]\ncurrent-context: test\n"
        )
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self) -> None:
        self.listener.close()

    def accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client: socket.socket) -> None:
        server = None
        try:
            client = self.identity.wrap_socket(client, server_side=True)
            server = self.cluster.connect()
            stream = client.makefile("rb")
            while self.exchange(client, stream, server):
                pass
        except (OSError, http.client.HTTPException, ValueError):
            pass
        finally:
            client.close()
            if server:
                server.close()

    def exchange(self, client, stream, server) -> bool:
        """One request; false when the connection is over."""
        line = stream.readline().decode()
        if not line.strip():
            return False
        method, path, _ = line.split()
        headers = []
        while (field := stream.readline().decode().rstrip("\r\n")) != "":
            headers.append(field.split(": ", 1))
        length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
        body = stream.read(length)
        with self.lock:
            self.requests += 1
            number = self.requests
        trouble = self.trouble(number, method, path)
        self.moment("before", number)
        if trouble in ("drop", "reset"):
            return self.hang_up(client, trouble)
        if trouble in ("429", "500", "503"):
            again = "Retry-After: 1\r\n" if trouble != "500" else ""
            status = f'{{"kind":"Status","code":{trouble},"message":"made up by the proxy"}}'
            client.sendall(
                f"HTTP/1.1 {trouble} Trouble\r\n{again}Content-Type: application/json\r\n"
                f"Content-Length: {len(status)}\r\n\r\n{status}".encode()
            )
            return True
        if trouble == "delay":
            time.sleep(0.7)
        passed = {name: value for name, value in headers if name.lower() not in ("host", "connection", "accept-encoding")}
        server.request(method, path, body=body or None, headers=passed)
        response = server.getresponse()
        if "watch=" in path:
            return self.watch(client, response, trouble)
        content = response.read()
        self.moment("carried-out", number)
        if trouble in ("drop-answer", "reset-answer"):
            return self.hang_up(client, trouble)
        kept = "".join(
            f"{name}: {value}\r\n" for name, value in response.getheaders()
            if name.lower() not in ("transfer-encoding", "content-length", "connection")
        )
        head = f"HTTP/1.1 {response.status} {response.reason}\r\n{kept}Content-Length: {len(content)}\r\n\r\n".encode()
        if trouble == "truncate":
            client.sendall(head + content[: len(content) // 2])
            return False
        client.sendall(head + content)
        self.moment("after", number)
        return True

    def watch(self, client, response, trouble) -> bool:
        client.sendall(f"HTTP/1.1 {response.status} Watch\r\nContent-Type: application/json\r\n\r\n".encode())
        if trouble == "stale-watch":
            client.sendall(b'{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}\n')
            return False
        while part := response.read1(65536):
            client.sendall(part)
            if trouble == "truncate":
                return False
        return False

    @staticmethod
    def hang_up(client, trouble) -> bool:
        if trouble.startswith("reset"):
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raw = client.detach()
        socket.socket(fileno=raw).close()
        return False
