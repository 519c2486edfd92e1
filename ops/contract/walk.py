"""Lives through the examples of the OpenAPI document, from top to bottom, on the demonstration's data.

Every example in the document has to fit its schema. Each example of a request is sent, with the ids that the service
really gave in the place of those that are written, and has to get the status under which the answer of the same name
is written; the answer has to fit the schema, and to say the same words (result, state, code …) as the example.
"""

import json
import re
import sys
import time
import urllib.parse
import uuid

import jsonschema_rs
import yaml

import contract

# Words that an example must not be wrong about; times, counts and ids are another run's.
TELLING = {"result", "state", "code", "effect", "error", "status", "notes", "is_preview", "is_repeat"}
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{8}|T[0-9A-HJKMNPQRTV-Z]{10}")
# What the story cannot bring about: a dead job. The job that was done is refused.
INSTEAD = {"retryJob": 409}

ids, etags, findings, figures = {}, {}, [], {"examples": 0, "requests": 0, "checked": 0}


def find(operation, text):
    findings.append(f"{operation.id}: {text}")


# ---- schemas


def faults(schema, value):
    validator = jsonschema_rs.Draft202012Validator(
        {**schema, "components": contract.DOCUMENT["components"]}, validate_formats=True)
    errors = validator.iter_errors(value)
    return [f"/{'/'.join(map(str, error.instance_path))}: {error.message}"[:300] for error in errors]


def check_written_examples():
    """Each example against the schema beside it, wherever it stands."""
    def visit(node, place):
        if isinstance(node, list):
            for index, one in enumerate(node):
                visit(one, f"{place}/{index}")
        if not isinstance(node, dict):
            return
        for example in node.get("examples", {}).values() if "schema" in node else []:
            figures["examples"] += 1
            findings.extend(f"{place}: {fault}" for fault in faults(node["schema"], example["value"]))
        if "schema" in node and "example" in node:
            figures["examples"] += 1
            findings.extend(f"{place}: {fault}" for fault in faults(node["schema"], node["example"]))
        for name, one in node.items():
            visit(one, f"{place}/{name}")

    visit({key: contract.DOCUMENT[key] for key in ("paths", "components")}, "")


# ---- ids


def bare(text):
    return re.sub(r"[- ]", "", text).upper()


def real(value):
    """A written value with the ids that the service gave."""
    if isinstance(value, dict):
        return {name: real(one) for name, one in value.items()}
    if isinstance(value, list):
        return [real(one) for one in value]
    if isinstance(value, str):
        return ids.get(value) or (ids.get(bare(value)) if ID.fullmatch(bare(value)) else None) or value
    return value


def learn(written, given, is_list=False):
    """Takes down which id of the service stands for which of the document.

    An item is known by an id that is known already; by its place alone only in the answer to a change.
    """
    if isinstance(written, dict) and isinstance(given, dict):
        for name in written.keys() & given.keys():
            learn(written[name], given[name], is_list)
    elif isinstance(written, list) and isinstance(given, list):
        for index, one in enumerate(written):
            same = [other for other in given if known(one) & texts(other)]
            if same:
                learn(one, same[0], is_list)
            elif len(written) == len(given) and not is_list:
                learn(one, given[index])
    elif isinstance(written, str) and isinstance(given, str) and ID.fullmatch(written) and ID.fullmatch(given):
        ids.setdefault(written, given)


def texts(value):
    if isinstance(value, dict):
        return set().union(*map(texts, value.values())) if value else set()
    if isinstance(value, list):
        return set().union(*map(texts, value)) if value else set()
    return {value} if isinstance(value, str) else set()


def known(written):
    return {ids[text] for text in texts(written) if text in ids}


# ---- requests


def address(operation):
    path, query = operation.path, []
    for parameter in operation.parameters:
        value = real(parameter.get("example"))
        if parameter["in"] == "path":
            path = path.replace("{%s}" % parameter["name"], str(value))
        elif parameter["in"] == "query" and value is not None:
            query.append((parameter["name"], ",".join(value) if isinstance(value, list) else str(value)))
    return path + ("?" + urllib.parse.urlencode(query) if query else "")


def sent_headers(operation, path):
    headers = {}
    names = {parameter["name"] for parameter in operation.parameters if parameter["in"] == "header"}
    if "Idempotency-Key" in names:
        headers["Idempotency-Key"] = str(uuid.uuid4())
    if "If-Match" in names:
        # Whatever stands in the address has been read or written before.
        headers["If-Match"] = next((etags[text] for text in path.split("/") if text in etags), "*")
    return headers


def encoded(media, value):
    if media == "application/json":
        return json.dumps(real(value))
    return urllib.parse.urlencode(value) if media == "application/x-www-form-urlencoded" else value


def ask(operation, media=None, value=None, accept=None):
    path = address(operation)
    headers = sent_headers(operation, path)
    body = None
    if media:
        headers["Content-Type"], body = media, encoded(media, value).encode()
    if accept:
        headers["Accept"] = accept
    figures["requests"] += 1
    return contract.ask(operation.method, path, operation.key, body, headers)


# ---- answers


def check(operation, status, headers, body, name):
    """Whether an answer is as it is written; the value, where it is JSON."""
    answer = operation.answers.get(status)
    if answer is None:
        return find(operation, f"example {name}: status {status} is not written")
    for header, written in answer.get("headers", {}).items():
        text, written = headers.get(header), contract.resolved(written)
        if text is None and written.get("required"):
            find(operation, f"example {name}: no header {header}")
        if text is not None and faults(written["schema"], text):
            find(operation, f"example {name}: header {header} is not as it is written")
    content = answer.get("content")
    if not content:
        return None
    media = (headers.get("Content-Type") or "").split(";")[0]
    if media not in content:
        return find(operation, f"example {name}: media type {media or 'none'} is not written")
    figures["checked"] += 1
    return check_body(operation, content[media], media, body.decode(), name)


def check_body(operation, written, media, text, name):
    if media == "application/x-ndjson":
        for line in text.splitlines():
            for fault in faults(written["x-item-schema"], json.loads(line)):
                find(operation, f"example {name}: {fault}")
        return None
    value = json.loads(text) if media.endswith("json") else yaml.safe_load(text) if media.endswith("yaml") else text
    for fault in faults(written["schema"], value):
        find(operation, f"example {name}: {fault}")
    example = written.get("examples", {}).get(name)
    if example and media.endswith("json"):
        compare(operation, example["value"], value, name)
        learn(example["value"], value, is_list=operation.method == "GET")
    return value


def compare(operation, written, given, name, place=""):
    if isinstance(written, dict) and isinstance(given, dict):
        for key in written.keys() & given.keys():
            compare(operation, written[key], given[key], name, key)
    elif isinstance(written, list) and isinstance(given, list) and len(written) == len(given):
        for one, other in zip(written, given):
            compare(operation, one, other, name, place)
    elif place in TELLING and written != given and (operation.method == "POST" or "{" in operation.path):
        find(operation, f"example {name}: {place} is {given!r}, and {written!r} is written")


def remember_etag(headers, path, value):
    if headers.get("ETag"):
        for text in [*path.split("/"), *(texts(value) if value else [])]:
            if ID.fullmatch(text):
                etags[text] = headers["ETag"]


def try_example(operation, name, expected, media=None, value=None, accept=None):
    for _ in range(150):
        status, headers, body = ask(operation, media, value, accept)
        waits = operation.id == "showJob" and json.loads(body).get("state") in ("queued", "running")
        if not waits:
            break
        time.sleep(0.2)
    if status != expected:
        return find(operation, f"example {name}: status {status} instead of {expected}: {body[:300].decode()}")
    given = check(operation, status, headers, body, name)
    remember_etag(headers, address(operation), given)


def names_of_answers(operation):
    """The status under which each named answer is written, those of this operation before shared ones."""
    names = {}
    for status, answer in operation.answers.items():
        for content in answer.get("content", {}).values():
            for name in content.get("examples", {}):
                names.setdefault(name, status)
    return names


def walk(operation):
    answers = names_of_answers(operation)
    success = min(operation.answers)
    if "requestBody" not in operation.written:
        content = operation.answers[success].get("content", {})
        named = [name for name, status in answers.items() if status == success] or ["only"]
        try_example(operation, named[0], INSTEAD.get(operation.id, success))
        if "application/x-ndjson" in content and "application/json" in content:
            try_example(operation, "lines", success, accept="application/x-ndjson")
        return
    for media, content in operation.written["requestBody"]["content"].items():
        for name, example in content["examples"].items():
            if name not in answers:
                find(operation, f"example {name}: no answer of this name is written")
                continue
            try_example(operation, name, answers[name], media, example["value"])


check_written_examples()
for one in contract.operations():
    walk(one)
for finding in findings:
    print(finding)
print("examples " + " ".join(f"{name}={count}" for name, count in figures.items()) + f" findings={len(findings)}")
sys.exit(1 if findings else 0)
