"""What the walk and the hooks share: the document, the keys, one request."""

import http.client
import json
import os
import pathlib
import time
import urllib.parse

import yaml

DOCUMENT = yaml.safe_load(pathlib.Path(os.environ["CONTRACT_DOCUMENT"]).read_text())
DEMO = json.loads(pathlib.Path(os.environ["CONTRACT_DEMO"]).read_text())
BASE = urllib.parse.urlsplit(DEMO["base_url"])


class Operation:
    """One operation of the document, in the order in which they are written."""

    def __init__(self, path, method, shared, written):
        self.path, self.method, self.written = path, method.upper(), written
        self.id = written["operationId"]
        self.roles = written["x-roles"]
        parameters = [resolved(parameter) for parameter in shared + written.get("parameters", [])]
        # One of the operation takes the place of one of the path.
        self.parameters = list({(one["in"], one["name"]): one for one in parameters}.values())

    @property
    def answers(self):
        return {int(status): resolved(answer) for status, answer in self.written["responses"].items()}

    @property
    def key(self):
        """The key of the first role that may call it; nothing where anybody may."""
        return key_of(self.roles[0]) if self.roles else None


def operations():
    for path, item in DOCUMENT["paths"].items():
        for method, written in item.items():
            if method != "parameters":
                yield Operation(path, method, item.get("parameters", []), written)


def resolved(node):
    while "$ref" in node:
        *_, kind, name = node["$ref"].split("/")
        node = DOCUMENT["components"][kind][name]
    return node


def key_of(role):
    """A key of the demonstration: of the first organisation at which it has the role."""
    keys = DEMO["keys"][role]
    return keys[min(keys)]


def ask(method, path, key=None, body=None, headers=None):
    """One request: status, headers and the bytes of the answer; again where the service is busy for a while."""
    for _ in range(20):
        answer = ask_once(method, path, key, body, headers)
        if answer[0] != 503:
            break
        time.sleep(float(answer[1]["Retry-After"]))
    return answer


def ask_once(method, path, key, body, headers):
    connection = http.client.HTTPConnection(BASE.hostname, BASE.port, timeout=60)
    sent = dict(headers or {})
    if key:
        sent["Authorization"] = f"Bearer {key}"
    connection.request(method, path, body=body, headers=sent)
    answer = connection.getresponse()
    try:
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()
