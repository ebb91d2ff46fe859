"""A proxy on loopback before a real API server that lets no WebSocket through, and everything else.

    without-websocket.py KUBECONFIG FOLDER

Writes FOLDER/proxy.kubeconfig, which names it, prints a line when it serves, and goes on until it is ended.
"""

import pathlib
import socket
import sys
import threading

from fault_proxy import Cluster, FaultProxy

REFUSAL = b'{"kind":"Status","apiVersion":"v1","status":"Failure","code":400,"message":"Upgrade request required"}'


class WithoutWebSocket(FaultProxy):
    def serve(self, client: socket.socket) -> None:
        server = None
        try:
            client = self.identity.wrap_socket(client, server_side=True)
            head = b""
            # Whoever asks for an upgrade does so with the first request of a connection.
            while b"\r\n\r\n" not in head:
                if not (part := client.recv(65536)):
                    return
                head += part
            if b"upgrade: websocket" in head.lower():
                answer = b"HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nConnection: close\r\n"
                client.sendall(answer + b"Content-Length: %d\r\n\r\n" % len(REFUSAL) + REFUSAL)
                return
            address = (self.cluster.address.hostname, self.cluster.address.port)
            server = self.cluster.trust.wrap_socket(socket.create_connection(address), server_hostname=address[0])
            server.sendall(head)
            back = threading.Thread(target=self.carry, args=(server, client), daemon=True)
            back.start()
            self.carry(client, server)
            back.join()
        except OSError:
            pass
        finally:
            client.close()
            if server:
                server.close()

    @staticmethod
    def carry(source: socket.socket, sink: socket.socket) -> None:
        try:
            while part := source.recv(65536):
                sink.sendall(part)
            sink.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def main() -> None:
    proxy = WithoutWebSocket(Cluster(sys.argv[1]), pathlib.Path(sys.argv[2]))
    print(f"serves as {proxy.kubeconfig}", flush=True)
    threading.Event().wait()


main()
