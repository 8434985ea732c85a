#!/bin/sh
# The hate crimes of New York: one row is one arrest, one record is one complaint.
. "$(dirname "$0")/lib.sh"

[ -d "$data/nypd-hate-crimes" ] || skip_all "the hate crimes of New York are not here (set PAKIV_SHARED)"
command -v sqlite3 >/dev/null || skip_all "sqlite3 is not installed"

cp "$data"/nypd-hate-crimes/*.csv "$folder/source.csv"
chmod u+w "$folder/source.csv"
make_desk
import_table source "$folder/source.csv"
rows=$(sql 'SELECT count(*) FROM source')
complaints=$(sql 'SELECT count(DISTINCT "Full Complaint ID") FROM source')
is "the source has the rows its description says" "$rows $complaints" "3078 2823"

is "all rows" "$(ctl import "$folder/desk" --map nypd-hate-crimes "$folder/source.csv")" \
  "read $rows, added $complaints, already there $((rows - complaints)), rejected 0"
is "all rows again" "$(ctl import "$folder/desk" --map nypd-hate-crimes "$folder/source.csv")" \
  "read $rows, added 0, already there $rows, rejected 0"
ctl list "$folder/desk" --log police --kind incident --csv >"$folder/ours.csv"
import_table ours "$folder/ours.csv"

# One row a complaint; the source repeats all but the arrest.
sql 'CREATE TABLE complaint AS SELECT * FROM source GROUP BY "Full Complaint ID"'
is "by day" "$(sql 'SELECT date, count(*) FROM ours GROUP BY 1 ORDER BY 1' | cksum)" \
  "$(sql "SELECT substr(d, 7, 4) || '-' || substr(d, 1, 2) || '-' || substr(d, 4, 2), count(*)
          FROM (SELECT \"Record Create Date\" AS d FROM complaint) GROUP BY 1 ORDER BY 1" | cksum)"
is "by year" "$(sql 'SELECT substr(date, 1, 4), count(*) FROM ours GROUP BY 1 ORDER BY 1')" \
  "$(sql 'SELECT substr("Record Create Date", 7, 4), count(*) FROM complaint GROUP BY 1 ORDER BY 1')"

# count_motive LIKE...: complaints whose motive is like one of these
count_motive ()
{
  where=
  for like; do
    where="$where${where:+ OR }\"Bias Motive Description\" LIKE '$like'"
  done
  sql "SELECT count(*) FROM complaint WHERE $where"
}

ours_with ()
{
  sql "SELECT count(*) FROM ours WHERE motive = '$1'"
}

is "anti-Semitic" "$(ours_with AS)" "$(count_motive 'ANTI-JEWISH')"
is "anti-Muslim" "$(ours_with MUS)" "$(count_motive 'ANTI-MUSLIM')"
is "anti-LGBTI" "$(ours_with LGBTI)" \
  "$(count_motive '%HOMOSEXUAL%' '%LGBT%' '%TRANSGENDER' '%NON-CONFORMING')"
is "racist or xenophobic" "$(ours_with RX)" \
  "$(count_motive '%ASIAN' '%BLACK' '%WHITE' '%HISPANIC' '%ARAB' '%ETHNICITY' '%MULTI-RACIAL%')"
is "anti-Christian" "$(ours_with CHR)" \
  "$(count_motive '%CATHOLIC' '%PROTESTANT' '%ORTHODOX' '%MORMON' '%JEHOVAHS%')"
is "other religion" "$(ours_with REL)" \
  "$(count_motive '%SIKH' '%HINDU' '%BUDDHIST' '%OTHER RELIGION' '%PRACTICE%')"
is "gender" "$(ours_with GEN)" "$(count_motive 'ANTI-FEMALE' 'ANTI-MALE')"
is "disability" "$(ours_with DIS)" "$(count_motive '%DISABILITY')"
is "age" "$(ours_with AGE)" "$(count_motive '60 YRS%')"
is "no motive is lost" "$(sql "SELECT count(*) FROM ours WHERE motive = ''")" 0
is "by legal status" "$(sql 'SELECT status, count(*) FROM ours GROUP BY 1 ORDER BY 1')" \
  "$(sql "SELECT CASE \"Law Code Category Description\" WHEN 'VIOLATION' THEN 'INCIDENT'
          WHEN 'INVESTIGATION' THEN 'UNDETERMINED' ELSE 'CRIME' END, count(*)
          FROM complaint GROUP BY 1 ORDER BY 1")"
is "robbery, larceny, burglary" "$(sql "SELECT count(*) FROM ours WHERE type = 'ROB'")" \
  "$(sql "SELECT count(*) FROM complaint WHERE \"Offense Description\" IN
          ('ROBBERY', 'GRAND LARCENY', 'PETIT LARCENY', 'BURGLARY')")"
is "no place, no victim, no district" \
  "$(sql "SELECT count(*) FROM ours WHERE district <> '' OR victims <> '' OR facts <> ''")" 0
# Complaint numbers have 15 digits; a record's own random id has 12 in a row at most.
is "no complaint's number" "$(grep -cE '[0-9]{13}' "$folder/ours.csv")" 0
finish
