# shellcheck shell=bash
# What backup, restore and their check share. Sourced, never run.

# The text of a secret: the environment's variable, else its file in the folder of secrets; nothing where there is none.
secret() {
    local folder=${OUTREACH_SECRETS_DIR:-${CREDENTIALS_DIRECTORY-}} file
    file=${1,,}
    if [[ ${!1-} ]]; then
        echo "${!1}"
    elif [[ $folder && -r $folder/${file//_/-} ]]; then
        cat "$folder/${file//_/-}"
    fi
}

percent_decoded() {
    local text=${1//\\/\\\\}
    printf '%b' "${text//%/\\x}"
}

url='' damage=''    # set by the functions below

# Sets `url` to an address without its password, which goes into PGPASSWORD: arguments stand in the process list.
take_address() {
    url=$1
    if [[ $url =~ ^([a-z]+://[^:@/]*):([^/]*)@(.*)$ ]]; then
        url=${BASH_REMATCH[1]}@${BASH_REMATCH[3]}
        PGPASSWORD=$(percent_decoded "${BASH_REMATCH[2]}")
        export PGPASSWORD
    fi
    [[ ! ${url,,} =~ password ]] ||
        fail "the password stands in a place of the address that the process list would show: write
    postgresql://USER:PASSWORD@HOST/NAME, or use a password file (PGPASSFILE)"
}

# psql as scripts need it. The address comes first.
ask() {
    local address=$1
    shift
    psql --no-psqlrc --quiet --no-align --tuples-only --set=ON_ERROR_STOP=1 --dbname="$address" "$@"
}

need_programs() {
    local program
    for program in "$@"; do
        command -v "$program" >/dev/null || fail "$program is not found: apt-get install postgresql-client"
    done
}

megabytes() { awk -v bytes="$1" 'BEGIN { printf "%.1f MB", bytes / 1e6 }'; }

# A manifest ends with the digest of its own lines; the dump's digest is one of them.
manifest_value() { sed -n "s/^$2 //p" "$1" | head -n 1; }

# False, with the reason in `damage`, where the two files are not as they were written.
is_whole() {
    local file=$1 manifest=$1.manifest
    damage=''
    if [[ ! -f $file ]]; then
        damage="there is no file $file"
    elif [[ ! -f $manifest ]]; then
        damage="its manifest $manifest is missing"
    elif [[ $(head -n 1 "$manifest") != 'outreach-backup 1' ]]; then
        damage="$manifest is no manifest of this version"
    elif [[ $(tail -n 1 "$manifest") != "end $(head -n -1 "$manifest" | sha256sum | cut -d ' ' -f 1)" ]]; then
        damage="$manifest was changed or cut off"
    elif [[ $(stat -c %s "$file") != "$(manifest_value "$manifest" bytes)" ]]; then
        damage="$file has $(stat -c %s "$file") bytes, not $(manifest_value "$manifest" bytes)"
    elif [[ $(sha256sum <"$file" | cut -d ' ' -f 1) != "$(manifest_value "$manifest" sha256)" ]]; then
        damage="$file was changed: its SHA-256 is not the manifest's"
    fi
    [[ ! $damage ]]
}
