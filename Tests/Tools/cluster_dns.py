"""cluster_dns.py ADDRESS KUBECONFIG: the names of a cluster's services, from its API server, on port 53 of an address."""

import json
import os
import re
import socket
import ssl
import struct
import sys
import urllib.error
import urllib.request

NAME_ERROR = 3


def main():
    address, path = sys.argv[1:3]
    with open(path) as file:
        kubeconfig = file.read()
    server = re.search(r'server: "([^"]+)"', kubeconfig)[1]
    authority = os.path.join(os.path.dirname(path), re.search(r"certificate-authority: ([^ }]+)", kubeconfig)[1])
    trust = ssl.create_default_context(cafile=authority)
    headers = {"Authorization": "Bearer " + re.search(r"token: (\w+)", kubeconfig)[1]}

    def lookup(name):
        """The address of a service; None if there is no such name."""
        found = re.fullmatch(r"([^.]+)\.([^.]+)\.svc\.cluster\.local", name)
        if not found:
            return None
        url = f"{server}/api/v1/namespaces/{found[2]}/services/{found[1]}"
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers=headers), context=trust) as answer:
                return json.load(answer)["spec"].get("clusterIP")
        except urllib.error.HTTPError:
            return None

    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind((address, 53))
    while True:
        query, client = listener.recvfrom(4096)
        listener.sendto(response(query, lookup), client)


def response(query, lookup):
    """The answer to a question of one name (RFC 1035, section 4)."""
    labels, place = [], 12
    while query[place]:
        labels.append(query[place + 1 : place + 1 + query[place]].decode())
        place += 1 + query[place]
    question = query[12 : place + 5]
    (kind,) = struct.unpack(">H", query[place + 1 : place + 3])
    address = lookup(".".join(labels).lower())
    has_answer = address not in (None, "None") and kind == 1
    flags = 0x8580 | (NAME_ERROR if address is None else 0)
    head = query[:2] + struct.pack(">HHHHH", flags, 1, int(has_answer), 0, 0)
    if not has_answer:
        return head + question
    return head + question + struct.pack(">HHHIH", 0xC00C, 1, 1, 1, 4) + socket.inet_aton(address)


main()
