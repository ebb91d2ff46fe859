"""An issuer of OpenID Connect on this machine, over TLS: discovery, keys, and renewal of tokens.

openid-issuer.py FOLDER [PORT]: makes a key and a certificate in FOLDER (issuer.pem), and prints the port.

A refresh token is NAME:SECONDS:NUMBER; each is taken once, and gives an ID token for NAME that is good for SECONDS,
and the refresh token of the next number. A name that begins with "revoked" is refused, one that begins with "silent"
gets no ID token. The client is "rad" with the secret "client-secret", taken in a header; "rad-parameters" is taken with
it among the parameters only, "rad-public" without any. Each request is a line in FOLDER/requests.
"""
import base64
import http.server
import json
import os
import signal
import ssl
import subprocess
import sys
import time
import urllib.parse

folder = sys.argv[1]
port = int(sys.argv[2]) if len(sys.argv) > 2 else 0
key, certificate = f"{folder}/issuer.key", f"{folder}/issuer.pem"
used = set()


def openssl(*arguments, data=b""):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True).stdout


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(issuer, audience, name, seconds):
    now = int(time.time())
    claims = {"iss": issuer, "aud": audience, "sub": name, "iat": now, "exp": now + seconds, "nonce": os.urandom(6).hex()}
    head = {"alg": "RS256", "typ": "JWT", "kid": "one"}
    text = ".".join(encoded(json.dumps(part).encode()) for part in (head, claims))
    return f"{text}.{encoded(openssl('dgst', '-sha256', '-sign', key, data=text.encode()))}"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.note()
        issuer = f"https://127.0.0.1:{self.server.server_port}"
        if self.path == "/.well-known/openid-configuration":
            self.answer(200, {
                "issuer": issuer, "token_endpoint": f"{issuer}/token", "jwks_uri": f"{issuer}/keys",
                "authorization_endpoint": f"{issuer}/authorize", "response_types_supported": ["id_token"],
                "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
            })
        elif self.path == "/keys":
            modulus = openssl("rsa", "-in", key, "-noout", "-modulus").decode().strip().split("=")[1]
            self.answer(200, {"keys": [{
                "kty": "RSA", "alg": "RS256", "use": "sig", "kid": "one", "e": "AQAB",
                "n": encoded(bytes.fromhex(modulus)),
            }]})
        else:
            self.answer(404, {})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = dict(urllib.parse.parse_qsl(body))
        self.note(" ".join(sorted(form)))
        client = self.client(form)
        if client is None:
            return self.answer(401, {"error": "invalid_client", "error_description": f"not so: {body}"})
        given = form.get("refresh_token", "")
        name, seconds, number = (given.split(":") + ["", "", ""])[:3]
        if form.get("grant_type") != "refresh_token" or name.startswith("revoked") or given in used:
            return self.answer(400, {"error": "invalid_grant", "error_description": f"{given} was revoked"})
        used.add(given)
        answer = {"access_token": "unused", "token_type": "Bearer", "refresh_token": f"{name}:{seconds}:{int(number) + 1}"}
        if not name.startswith("silent"):
            answer["id_token"] = token(f"https://127.0.0.1:{self.server.server_port}", "rad", name, int(seconds))
        self.answer(200, answer)

    def client(self, form):
        scheme, _, pair = self.headers.get("Authorization", "").partition(" ")
        if scheme == "Basic":
            return "rad" if base64.b64decode(pair).decode() == "rad:client-secret" else None
        if form.get("client_id") == "rad-parameters" and form.get("client_secret") == "client-secret":
            return "rad-parameters"
        return "rad-public" if form.get("client_id") == "rad-public" and "client_secret" not in form else None

    def note(self, words=""):
        with open(f"{folder}/requests", "a") as file:
            file.write(f"{self.command} {self.path} {words}".strip() + "\n")

    def answer(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


# Who starts it from within another program may have signals blocked.
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
os.makedirs(folder, exist_ok=True)
if not os.path.exists(certificate):
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=issuer", "-addext",
            "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate)
server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server.socket = context.wrap_socket(server.socket, server_side=True)
with open(f"{folder}/url", "w") as file:
    file.write(f"https://127.0.0.1:{server.server_port}")
print(server.server_port, flush=True)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
server.serve_forever()
