# shellcheck shell=bash
# The statements of the product as pgbench executes them singly. Sourced by doors and service, never run.

# write_statements FOLDER: writes check.sql and enrol.sql there. They take the number of people as :people.
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
