#!/usr/bin/env python3
"""Matches like `outreach match`, by Splink 5 on DuckDB: splink_match.py QUERY OUT [REFERENCE] (without it: duplicates).

Names, birth date, home, phone and e-mail address with term frequencies on names; u from a million random pairs, m by EM in
three passes. Prints: predict seconds, all seconds, peak MB.
"""
import resource
import sys
import time

import duckdb
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on
from splink.internals.duckdb.database_api import DuckDBAPI

query, out = sys.argv[1:3]
reference = sys.argv[3] if len(sys.argv) > 3 else None
started = time.monotonic()
database = duckdb.connect()
api = DuckDBAPI(connection=database)


def table(name, path):
    columns = [c[0] for c in database.execute(f"DESCRIBE SELECT * FROM read_csv('{path}', all_varchar = true)").fetchall()]
    text = lambda c: f"nullif(trim(lower({c})), '')" if c in columns else "NULL"  # noqa: E731
    letters = lambda c: f"nullif(regexp_replace(strip_accents({text(c)}), '[^a-z]', '', 'g'), '')" if c in columns else "NULL"  # noqa: E731
    database.execute(f"""CREATE TABLE {name} AS SELECT {columns[0]} AS unique_id,
        nullif(regexp_extract(strip_accents({text('given_name')}), '[a-z]+'), '')::varchar AS given,
        {letters('family_name')}::varchar AS family,
        try_cast({text('date_of_birth')} AS date)::varchar AS born, {text('sex')}::varchar AS sex,
        upper(replace({text('postcode')}, ' ', ''))::varchar AS postcode, {text('address_line1')}::varchar AS address,
        right(regexp_replace({text('phone')}, '[^0-9]', '', 'g'), 10)::varchar AS phone, {text('email')}::varchar AS email
        FROM read_csv('{path}', all_varchar = true)""").fetchall()
    return api.register(name)


tables = [table("queries", query)] + ([table("patients", reference)] if reference else [])
known = {c for c in ("postcode", "phone", "email", "address", "sex")
         if database.execute(f"SELECT count({c}) FROM queries").fetchall()[0][0] > 0}
comparisons = [
    cl.ForenameSurnameComparison("given", "family"),
    cl.DateOfBirthComparison("born", input_is_string=True),
]
if "postcode" in known:
    comparisons.append(cl.PostcodeComparison("postcode"))
if "address" in known:
    comparisons.append(cl.JaroWinklerAtThresholds("address", [0.9]))
comparisons += [cl.ExactMatch("phone")] * ("phone" in known) + [cl.EmailComparison("email")] * ("email" in known)
comparisons += [cl.ExactMatch("sex")] * ("sex" in known)
rules = [block_on("family", "born"), block_on("given", "born"), block_on("given", "family", "substr(born, 1, 4)")]
rules += [block_on("postcode", "given"), block_on("postcode", "born")] * ("postcode" in known)
rules += [block_on("phone")] * ("phone" in known) + [block_on("email")] * ("email" in known)
rules += [block_on("address", "given"), block_on("address", "family")] * ("address" in known)
settings = SettingsCreator(
    link_type="link_only" if reference else "dedupe_only", comparisons=comparisons,
    blocking_rules_to_generate_predictions=rules, retain_intermediate_calculation_columns=False)
linker = Linker(tables if reference else tables[0], settings, log_level=40)
linker.training.estimate_probability_two_random_records_match([block_on("given", "family", "born")], recall=0.8)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
for rule in (block_on("born"), block_on("given", "family")):
    linker.training.estimate_parameters_using_expectation_maximisation(rule, record_sample_proportion=1.0)
predicting = time.monotonic()
pairs = linker.inference.predict(threshold_match_weight=-10)
predicted = time.monotonic() - predicting
database.execute(f"""COPY (SELECT unique_id_{'l' if not reference else 'l'} AS a, unique_id_r AS b, match_weight AS score
    FROM {pairs.physical_name}) TO '{out}.raw' (HEADER)""")
ids = {row[0] for row in database.execute("SELECT unique_id FROM queries").fetchall()}
with open(f"{out}.raw") as raw, open(out, "w") as file:
    file.write("left_id,right_id,score\n")
    next(raw)
    for line in raw:
        a, b, score = line.rstrip("\n").split(",")
        if reference and a not in ids:
            a, b = b, a
        file.write(f"{a},{b},{score}\n")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"{predicted:.2f} {time.monotonic() - started:.2f} {peak}")
