# shellcheck shell=bash
# What the benches measure the product against, in the same minute. Sourced by doors, reconcile and service, never run.

# write_statements FOLDER: the statements of the product as pgbench executes them singly; writes check.sql and enrol.sql there. They take the number of people as :people.
#
# A check is the SELECT of group_records with the membership, and its audit entry, in one transaction; an enrolment is
# the three calls of the door of batches for one worker, in one transaction.
write_statements() {
    local columns
    columns=$(sed -n '/^SELECT/,/^FROM/p' sql/queries/batch/check_temporary_ids.sql | tr '\n' ' ' |
        sed -e 's/^SELECT place, is_permitted, holder_id, state, replaced_by, //' -e 's/ FROM.*//' \
            -e 's/\([a-z_]\+\)/f.\1/g')
    cat >"$1/check.sql" <<SQL
\\set n random(100000, 99999 + :people)
\\set c (31 - (275 + 8*(:n/1000000) + 7*(:n/100000%10) + 6*(:n/10000%10) + 5*(:n/1000%10) + 4*(:n/100%10) + 3*(:n/10%10) + 2*(:n%10)) % 31) % 31 + 1
\\set m random(1, 50)
BEGIN;
SELECT i.person_id, i.state, i.replaced_by, $columns FROM outreach.permitted_member(md5('account' || :m)::uuid, md5('site' || :m)::uuid, 'vaccinator', ARRAY['vaccinator', 'steward', 'system']) AS h JOIN outreach.identifier AS i ON i.scheme = 'temporary_id' AND i.value = 'T' || lpad((:n)::text, 9, '0') || substr('0123456789ABCDEFGHJKMNPQRTVWXYZ', :c, 1) CROSS JOIN LATERAL outreach.group_records(i.person_id) AS f;
INSERT INTO outreach.audit_entry (organisation_id, account_id, role, action, person_id, details) VALUES (md5('site' || :m)::uuid, md5('account' || :m)::uuid, 'vaccinator', 'check_temporary_id', md5('person' || :n)::uuid, '{"state": "issued"}');
COMMIT;
SQL
    cat >"$1/enrol.sql" <<'SQL'
\set m random(1, 50)
\set k random(1, 9000000000000000000)
\set a random(1, 9000000000000000000)
\set i random(0, 999999999)
BEGIN;
SELECT * FROM outreach.read_enrolments(ARRAY[md5('account' || :m + 50)::uuid], ARRAY[md5('employer' || :m)::uuid], ARRAY['manager'], ARRAY['k' || :k], ARRAY['EMP' || :m], ARRAY[NULL::text], ARRAY[format('{%s,%s,%s,%s,%s,%s,%s}', :a::bigint, :a::bigint - 1, :a::bigint - 2, :a::bigint - 3, :a::bigint - 4, :a::bigint - 5, :a::bigint - 6)]);
SELECT * FROM outreach.read_reference_candidates(ARRAY[format('{%s,%s,%s,%s,%s,%s,%s}', :a::bigint, :a::bigint - 1, :a::bigint - 2, :a::bigint - 3, :a::bigint - 4, :a::bigint - 5, :a::bigint - 6)]);
SELECT * FROM outreach.enrol_workers(ARRAY[md5('account' || :m + 50)::uuid], ARRAY[md5('employer' || :m)::uuid], ARRAY['manager'], ARRAY['k' || :k], ARRAY[md5('employer' || :m)::uuid], ARRAY[NULL::text], ARRAY[format('{%s,%s,%s,%s,%s,%s,%s}', :a::bigint, :a::bigint - 1, :a::bigint - 2, :a::bigint - 3, :a::bigint - 4, :a::bigint - 5, :a::bigint - 6)], ARRAY(SELECT basis FROM outreach.enrolment_basis(md5('employer' || :m)::uuid, NULL, ARRAY[:a::bigint, :a::bigint - 1, :a::bigint - 2, :a::bigint - 3, :a::bigint - 4, :a::bigint - 5, :a::bigint - 6]::bigint[])), ARRAY[format('{"request_sha256": "\\x%s", "response": "{}", "person_id": "%s", "temporary_id": "T1%s", "employment": {"employment_id": "%s", "organisation_id": "%s", "job_role": "carer", "priority_cohort": 1}, "details": {"version": 1, "given_names": "Kamo", "middle_names": "", "family_name": "Resu", "previous_family_names": [], "birth_date": "1985-07-14", "birth_date_precision": "day", "sex": "0", "address_line": "", "town": "", "postcode": "LS1 1AB", "phone": "", "email": "", "country_of_birth": "", "claimed_nhs_number": "", "number_unavailable": "not_known"}, "case": {"case_id": "%s", "organisation_id": "%s", "state": "enrolled", "due_on": "2026-12-01"}, "audit": {"result": "enrolled"}}', repeat('00', 32), md5('p' || :k), lpad((:i)::text, 9, '0'), md5('e' || :k), md5('employer' || :m), md5('c' || :k), md5('employer' || :m))]);
COMMIT;
SQL
}

# reference KIND CLIENTS: runs it for $seconds and prints the rate; false where a transaction failed.
reference() {
    PGOPTIONS='-c search_path=outreach,public' pgbench --no-vacuum --protocol=prepared --client="$2" --jobs=2 \
        --time="$seconds" --define=people="$people" --file="$work/$1.sql" "$url" 2>"$work/pgbench.errors" |
        awk '/^number of failed transactions: [1-9]/ { failed = $0 } /^tps/ { rate = $3 }
            END { if (failed || !rate) { print "pgbench:", failed >"/dev/stderr"; exit 1 } print rate }' ||
        { tail -n 5 "$work/pgbench.errors" >&2; fail "pgbench could not do the reference of $1: see above"; }
}

# scratch STATEMENT…: executes statements in a database of their own, which is removed, and prints their times.
scratch() {
    psql --no-psqlrc --quiet --dbname="$url" --command='CREATE DATABASE scratch'
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname="$(sed 's|/outreach?|/scratch?|' <<<"$url")" "$@" ||
        fail "the reference could not be measured"
    psql --no-psqlrc --quiet --dbname="$url" --command='DROP DATABASE scratch'
}

# set_based_rate ROWS: people a second of the plainest bulk enrolment there can be: person, identifier and audit entry, each
# by one INSERT … SELECT with its foreign keys, in one durable transaction.
set_based_rate() {
    scratch --set=rows="$1" --file=- <<'SQL' | awk -v n="$1" '/^Time:/ { t += $2 } END { printf "%.0f\n", n * 1000 / t }'
CREATE UNLOGGED TABLE staged AS
SELECT md5('person' || n)::uuid AS person_id, md5('employer' || n % 50)::uuid AS organisation_id, 'Given' || n AS given,
       'Family' || n AS family, date '1950-01-01' + n % 20000 AS born, 'T' || n AS code
FROM generate_series(1, :rows) AS n;
CREATE TABLE organisation (organisation_id uuid PRIMARY KEY);
INSERT INTO organisation SELECT DISTINCT organisation_id FROM staged;
CREATE TABLE person (
    person_id uuid PRIMARY KEY, given text, family text, born date, organisation_id uuid REFERENCES organisation);
CREATE TABLE identifier (
    person_id uuid REFERENCES person, scheme text, value text, opened_at timestamptz DEFAULT now(),
    PRIMARY KEY (scheme, value));
CREATE TABLE audit_entry (
    entry_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, person_id uuid REFERENCES person,
    organisation_id uuid REFERENCES organisation, occurred_at timestamptz DEFAULT now(), action text);
\timing on
BEGIN;
INSERT INTO person SELECT person_id, given, family, born, organisation_id FROM staged;
INSERT INTO identifier SELECT person_id, 'temporary_id', code FROM staged;
INSERT INTO audit_entry (person_id, organisation_id, action) SELECT person_id, organisation_id, 'enrol' FROM staged;
COMMIT;
SQL
}

# copy_seconds FILE: how long COPY takes to bring a file of CSV into an unlogged table of text.
copy_seconds() {
    scratch --command="CREATE UNLOGGED TABLE staged ($(head -n 1 "$1" | sed 's/,/ text, /g') text)" \
        --command='\timing on' --command="\copy staged FROM '$1' (FORMAT csv, HEADER)" |
        awk '/^Time:/ { printf "%.2f\n", $2 / 1000 }'
}

# ticks PROCESS [children]: hundredths of a second of processor that it has used so far; with a second word, of its
# children too, those that have ended among them.
ticks() {
    local files=("/proc/$1/stat") child
    if [[ ${2-} ]]; then
        for child in $(pgrep -P "$1"); do files+=("/proc/$child/stat"); done
    fi
    # A child may end meanwhile (autovacuum, above all on a large register): its ticks count with its parent's then.
    { cat "${files[@]}" 2>/dev/null || true; } |
        awk -v root="$1" '{ total += $14 + $15; if ($1 == root) total += $16 + $17 } END { print total }'
}
