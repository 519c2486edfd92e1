"""What ops/bench/service compares Outreach with: checks of temporary IDs by FastAPI and asyncpg.

It does the same work for a check: the key hashed, looked up and remembered for two seconds, counted against limits;
the membership, the records of the group and the audit entry in PostgreSQL; the same JSON; a line of the request log.
Written to be fast: its statement and its audit entry are one round trip, its JSON is written by orjson, and it owns the
tables where Outreach may do only what it was granted.
"""

import datetime
import hashlib
import os
import sys
import time
import uuid
from contextlib import asynccontextmanager

import asyncpg
import orjson
from fastapi import FastAPI, Request, Response
from pydantic import BaseModel, ConfigDict

MEMORY = 2.0  # seconds, as Authenticator.swift
CONNECTIONS = 4  # a worker; two workers

FIND_CALLER = """
SELECT c.client_id, c.account_id, c.organisation_id, m.role, c.expires_at
FROM outreach.api_client AS c
JOIN outreach.account AS a ON a.account_id = c.account_id AND a.disabled_at IS NULL
JOIN outreach.membership AS m ON m.account_id = c.account_id AND m.organisation_id = c.organisation_id
    AND m.role = c.role AND m.closed_at IS NULL
WHERE c.key_sha256 = $1 AND c.revoked_at IS NULL AND c.expires_at > now()
"""

CHECK = """
WITH found AS MATERIALIZED (
    SELECT i.person_id AS holder_id, i.state, i.replaced_by, f.*
    FROM outreach.permitted_member($1::uuid, $2::uuid, $3::text, ARRAY['vaccinator', 'steward', 'system']) AS h
    JOIN outreach.identifier AS i ON i.scheme = 'temporary_id' AND i.value = $4::text
    CROSS JOIN LATERAL outreach.group_records(i.person_id) AS f
), audited AS (
    INSERT INTO outreach.audit_entry (organisation_id, account_id, role, action, person_id, details)
    SELECT $2::uuid, $1::uuid, $3::text, 'check_temporary_id', f.holder_id, jsonb_build_object('state', f.state)
    FROM found AS f LIMIT 1
)
SELECT * FROM found
"""

SYMBOLS = "0123456789ABCDEFGHJKMNPQRTVWXYZ"
PRODUCTS = {"39115611000001103": "Comirnaty"}
INTERVALS = {"covid": datetime.timedelta(days=21), "flu": datetime.timedelta(days=28)}

callers: dict[bytes, tuple[float, asyncpg.Record | None]] = {}
buckets: dict[str, tuple[float, float]] = {}
pool: asyncpg.Pool


class Check(BaseModel):
    model_config = ConfigDict(extra="forbid")

    temporary_id: str
    birth_date: str | None = None


@asynccontextmanager
async def lifespan(_: FastAPI):
    global pool
    pool = await asyncpg.create_pool(
        os.environ["PEER_URL"], min_size=CONNECTIONS, max_size=CONNECTIONS,
        server_settings={"search_path": "outreach,public"})
    yield
    await pool.close()


app = FastAPI(lifespan=lifespan, openapi_url=None)


async def caller_bearing(header: str | None) -> asyncpg.Record | None:
    if not header or not header.startswith("Bearer outreach_") or len(header) > 207:
        return None
    digest = hashlib.sha256(header[7:].encode()).digest()
    known = callers.get(digest)
    now = time.monotonic()
    if known and now - known[0] < MEMORY:
        return known[1]
    found = await pool.fetchrow(FIND_CALLER, digest)
    callers[digest] = (now, found)
    return found


def take(name: str, limit: float) -> float:
    """Takes from a bucket that fills within a minute; what is left, or less than nothing."""
    now = time.monotonic()
    left, filled = buckets.get(name, (limit, now))
    left = min(limit, left + (now - filled) * limit / 60) - 1
    buckets[name] = (max(left, 0), now)
    return left


def canonical(text: str) -> str | None:
    digits = text.replace("-", "").replace(" ", "").upper()
    if len(digits) != 11 or digits[0] != "T":
        return None
    total = 0
    for weight, symbol in zip(range(11, 1, -1), digits):
        value = SYMBOLS.find(symbol)
        if value < 0:
            return None
        total += weight * value
    return digits if SYMBOLS[-total % 31] == digits[10] else None


def problem(status: int, code: str, detail: str) -> Response:
    body = {"type": f"/problems/{code}", "status": status, "code": code, "detail": detail}
    return Response(orjson.dumps(body), status, media_type="application/problem+json")


def doses(rows: list[asyncpg.Record]) -> list[dict]:
    given = [row for row in rows if row["vaccination_id"] and row["status"] != "voided"]
    given.sort(key=lambda row: row["given_on"])
    return [
        {
            "batch": row["batch_number"], "date": row["given_on"], "disease": row["disease"], "dose_number": number,
            "is_primary_source": row["primary_source"], "product": row["product"],
            "product_name": PRODUCTS.get(row["product"], "product not known"), "site_name": row["site_name"],
            "vaccination_id": row["vaccination_id"], "version": row["version"],
        }
        for number, row in enumerate(given, 1)
    ]


def answer(canonical_id: str, rows: list[asyncpg.Record]) -> dict:
    first, shown = rows[0], doses(rows)
    latest = {dose["disease"]: dose["date"] for dose in shown}
    number = first["nhs_number"]
    return {
        "doses": shown,
        "next_doses": [
            {"disease": disease, "earliest": date + INTERVALS.get(disease, datetime.timedelta(days=28))}
            for disease, date in latest.items()
        ],
        "nhs_number": number,
        "person": {
            "birth_date": first["birth_date"],
            "name": f"{first['family_name'].upper()}, {first['given_names']}",
            "person_id": first["golden_person_id"], "sex": first["sex"],
        },
        "state": "merged" if first["state"] == "issued" and number else first["state"],
        "temporary_id": canonical_id, "warnings": [],
    }


def note(request_id: str, client: str, status: int, started: float) -> None:
    line = {
        "time": datetime.datetime.now(datetime.UTC), "level": "info", "message": "request", "request_id": request_id,
        "route": "/api/v1/checks", "method": "POST", "status": status, "client": client,
        "milliseconds": round((time.perf_counter() - started) * 1000, 2),
    }
    os.write(sys.stderr.fileno(), orjson.dumps(line) + b"\n")


@app.post("/api/v1/checks")
async def check(body: Check, request: Request) -> Response:
    started = time.perf_counter()
    request_id = request.headers.get("x-request-id") or str(uuid.uuid4())
    caller = await caller_bearing(request.headers.get("authorization"))
    if caller is None:
        return problem(401, "not_signed_in", "Send a valid API key.")
    left = min(
        take(f"client {caller['client_id']}", 2e9), take(f"account {caller['account_id']}", 2e9),
        take(f"site {caller['organisation_id']}", 2e9))
    if left < 0:
        return problem(429, "too_many_requests", "That was too often.")
    wanted = canonical(body.temporary_id)
    if wanted is None:
        return problem(422, "invalid", "This is no temporary ID.")
    rows = await pool.fetch(CHECK, caller["account_id"], caller["organisation_id"], caller["role"], wanted)
    if not rows:
        return problem(404, "not_found", "There is no such temporary ID.")
    response = Response(
        orjson.dumps(answer(wanted, rows), default=str), media_type="application/json",
        headers={"x-request-id": request_id, "cache-control": "no-store", "ratelimit": f'"client";r={int(left)}'})
    note(request_id, str(caller["client_id"]), 200, started)
    return response


@app.get("/health")
async def health() -> Response:
    return Response(b"ok")
