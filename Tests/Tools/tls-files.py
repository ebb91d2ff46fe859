"""Serves the files of a folder over TLS, on a port of this machine that it prints first.

With a token only those who show it are let in; who asks for a path that ends in /download is sent to what the file
there names, as registries of Terraform's modules do.
"""
import argparse
import functools
import http.server
import os
import ssl


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    token = None

    def do_GET(self):
        if self.token and self.path.startswith("/v1/") and self.headers["Authorization"] != f"Bearer {self.token}":
            self.answer(401)
        elif self.path.endswith("/download"):
            with open(self.translate_path(self.path)) as file:
                self.answer(204, ("X-Terraform-Get", file.read().strip()))
        else:
            super().do_GET()

    def answer(self, status, *headers):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


arguments = argparse.ArgumentParser()
arguments.add_argument("folder")
arguments.add_argument("certificate")
arguments.add_argument("key")
arguments.add_argument("--token")
given = arguments.parse_args()
Handler.token = given.token
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=given.folder))
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(given.certificate, given.key)
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_port, flush=True)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
server.serve_forever()
