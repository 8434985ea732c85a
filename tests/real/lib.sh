# What the scripts of this folder share: where the data is, a desk to import into, and TAP lines.
# Their figures are counted by awk and sqlite3 over the source's own files, never by Pakiv.
set -u

data=${PAKIV_SHARED:-$PAKIV_SOURCE/../shared}/data
n=0
failed=0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

skip_all ()
{
  echo "1..0 # SKIP $1"
  exit 0
}

# is WHAT GOT WANTED
is ()
{
  n=$((n + 1))
  if [ "$2" = "$3" ]; then
    echo "ok $n $1"
  else
    echo "not ok $n $1"
    printf '%s\n' "got:" "$2" "wanted:" "$3" | sed 's/^/# /'
    failed=$((failed + 1))
  fi
}

finish ()
{
  echo "1..$n"
  [ "$failed" -eq 0 ]
}

# ctl COMMAND DESK ...: as the desk's officer
ctl ()
{
  "$PAKIVCTL" "$@" --passphrase-fd 3 3<"$folder/pass"
}

make_desk ()
{
  echo 'a passphrase for tests' >"$folder/pass"
  ctl init "$folder/desk" --station 'Test station' --member Ana:officer >/dev/null ||
    { echo "Bail out! There is no desk"; exit 1; }
}

# count_rows FILE...: data rows, not counting each file's header
count_rows ()
{
  awk 'FNR > 1' "$@" | awk 'END { print NR }'
}

# sql STATEMENT: over the tables "source" (all files, as they are) and "ours" (the export)
sql ()
{
  TZ=${zone:-UTC} sqlite3 -separator '|' "$folder/figures.db" "$1"
}

# import_table NAME FILE: a CSV file into figures.db, making the table from the header the first time
import_table ()
{
  sqlite3 "$folder/figures.db" '.mode csv' ".import $2 $1"
}
