#!/bin/sh
# The police.uk stops of North and South Wales: every row in, and the totals as the source has them.
. "$(dirname "$0")/lib.sh"

[ -d "$data/uk-stops" ] || skip_all "the stops of data.police.uk are not here (set PAKIV_SHARED)"
command -v sqlite3 >/dev/null || skip_all "sqlite3 is not installed"

cp -r "$data/uk-stops" "$folder/in"
chmod -R u+w "$folder/in"
cd "$folder/in" || exit 1
make_desk
all=$(echo north-wales/*.csv south-wales/*.csv)

# One file at a time, for a quarter of each force.
for file in north-wales/2021-0[123]*.csv south-wales/2021-0[456]*.csv; do
  rows=$(count_rows "$file")
  is "$file" "$(ctl import "$folder/desk" --map uk-stops "$file")" \
    "read $rows, added $rows, already there 0, rejected 0"
done

# The same quarter as one file: a row is known wherever it stands.
{ head -1 north-wales/2021-01-north-wales-stop-and-search.csv
  awk 'FNR > 1' north-wales/2021-0[123]*.csv; } >quarter.csv
rows=$(count_rows quarter.csv)
is "a quarter in one file is known" "$(ctl import "$folder/desk" --map uk-stops quarter.csv)" \
  "read $rows, added 0, already there $rows, rejected 0"

# Everything, then everything again.
before=$(count_rows north-wales/2021-0[123]*.csv south-wales/2021-0[456]*.csv)
rows=$(count_rows $all)
is "all files" "$(ctl import "$folder/desk" --map uk-stops $all)" \
  "read $rows, added $((rows - before)), already there $before, rejected 0"
is "all files again" "$(ctl import "$folder/desk" --map uk-stops $all)" \
  "read $rows, added 0, already there $rows, rejected 0"

# Each row of a file twice over is as many genuine duplicates: only the second half is new.
{ cat north-wales/2021-01*.csv; awk 'FNR > 1' north-wales/2021-01*.csv; } >twice.csv
rows=$(count_rows north-wales/2021-01*.csv)
"$PAKIVCTL" init "$folder/second" --station 'Second station' --member Ana:officer \
  --passphrase-fd 3 3<"$folder/pass" >/dev/null
is "a file with every row twice" "$(ctl import "$folder/second" --map uk-stops twice.csv)" \
  "read $((rows * 2)), added $((rows * 2)), already there 0, rejected 0"
is "then once" "$(ctl import "$folder/second" --map uk-stops north-wales/2021-01*.csv)" \
  "read $rows, added 0, already there $rows, rejected 0"

# Totals.
ctl list "$folder/desk" --log police --kind contact --csv >"$folder/ours.csv"
import_table ours "$folder/ours.csv"
head -1 north-wales/2021-01*.csv >"$folder/source.csv"
awk 'FNR > 1' $all | tr -d '\r' >>"$folder/source.csv"
tr -d '\r' <"$folder/source.csv" >"$folder/source-lf.csv"
import_table source "$folder/source-lf.csv"
zone=Europe/London

is "rows" "$(sql 'SELECT count(*) FROM ours')" "$(sql 'SELECT count(*) FROM source')"

# compare WHAT FIELD COLUMN CODE=VALUE...: counts by our code, against counts by the source's value
compare ()
{
  what=$1 field=$2 column=$3
  shift 3
  sql "DROP TABLE IF EXISTS map; CREATE TABLE map (code TEXT, value TEXT);"
  for pair; do
    sql "INSERT INTO map VALUES ('${pair%%=*}', '${pair#*=}')"
  done
  is "$what" "$(sql "SELECT \"$field\", count(*) FROM ours GROUP BY 1 ORDER BY 1")" \
    "$(sql "SELECT coalesce(code, '?' || \"$column\"), count(*) FROM source LEFT JOIN map
            ON value = \"$column\" GROUP BY 1 ORDER BY 1")"
}

compare "by outcome" outcome Outcome = 'NFA=A no further action disposal' ARREST=Arrest \
  'RESOLVE=Community resolution' 'WARN=Khat or Cannabis warning' \
  'WARN=Caution (simple or conditional)' 'SUMMONS=Summons / charged by post' \
  'ADMFINE=Penalty Notice for Disorder'
compare "by gender" gender Gender = M=Male F=Female X=Other
compare "by age" age 'Age range' = 'U10=under 10' 10_17=10-17 18_24=18-24 25_34=25-34 '35P=over 34'
compare "linked or not" linked 'Outcome linked to object of search' = YES=True YES=1.0 NO=False NO=0.0
compare "clothing removed" clothing 'Removal of more than just outer clothing' = YES=1.0 NO=0.0
compare "by type" type Type 'SEARCH=Person search' 'SEARCH=Person and Vehicle search' \
  'STOPVEH=Vehicle search'
compare "by object" object 'Object of search' = '=Detailed object of search unavailable' \
  'DRUGS=Controlled drugs' 'WEAPON=Offensive weapons' WEAPON=Crossbows FIREARM=Firearms \
  'STOLEN=Stolen goods' 'THEFT=Article for use in theft' \
  'DAMAGE=Articles for use in criminal damage' FIREWORK=Fireworks \
  'HARM=Anything to threaten or harm anyone' 'GOODS=Goods on which duty has not been paid etc.' \
  'GAME=Game or poaching equipment' 'EVIDENCE=Evidence of offences under the Act' \
  'OTHER=Psychoactive substances'

is "section 60" "$(sql "SELECT count(*) FROM ours WHERE ground = 'EVENT'")" \
  "$(sql "SELECT count(*) FROM source WHERE Legislation LIKE '%section 60)'")"
is "no ground stated" "$(sql "SELECT count(*) FROM ours WHERE ground = ''")" \
  "$(sql "SELECT count(*) FROM source WHERE Legislation = ''")"

# Local days: in summer the source's 23:00 is the next day.
is "by day" "$(sql 'SELECT date, count(*) FROM ours GROUP BY 1 ORDER BY 1' | cksum)" \
  "$(sql "SELECT strftime('%Y-%m-%d', Date, 'localtime'), count(*) FROM source
          GROUP BY 1 ORDER BY 1" | cksum)"
is "by month" "$(sql 'SELECT substr(date, 1, 7), count(*) FROM ours GROUP BY 1 ORDER BY 1')" \
  "$(sql "SELECT strftime('%Y-%m', Date, 'localtime'), count(*) FROM source
          GROUP BY 1 ORDER BY 1")"
is "days that differ in UTC" \
  "$(sql "SELECT count(*) > 0 FROM source
          WHERE strftime('%Y-%m', Date, 'localtime') <> substr(Date, 1, 7)")" 1
is "by time of day" "$(sql 'SELECT time_band, count(*) FROM ours GROUP BY 1 ORDER BY 1')" \
  "$(sql "SELECT CASE WHEN h BETWEEN 6 AND 13 THEN 'MORNING' WHEN h BETWEEN 14 AND 21
          THEN 'AFTERNOON' ELSE 'NIGHT' END, count(*)
          FROM (SELECT CAST(strftime('%H', Date, 'localtime') AS INTEGER) AS h FROM source)
          GROUP BY 1 ORDER BY 1")"

# Outcome by gender by month: that the columns of one row stay together.
is "rows stay whole" \
  "$(sql "SELECT substr(date, 1, 7), gender, age, count(*) FROM ours WHERE outcome = 'ARREST'
          GROUP BY 1, 2, 3 ORDER BY 1, 2, 3" | cksum)" \
  "$(sql "SELECT strftime('%Y-%m', Date, 'localtime'),
          CASE Gender WHEN 'Male' THEN 'M' WHEN 'Female' THEN 'F' WHEN 'Other' THEN 'X' ELSE '' END AS g,
          CASE \"Age range\" WHEN 'under 10' THEN 'U10' WHEN '10-17' THEN '10_17'
            WHEN '18-24' THEN '18_24' WHEN '25-34' THEN '25_34' WHEN 'over 34' THEN '35P'
            ELSE '' END AS a, count(*)
          FROM source WHERE Outcome = 'Arrest' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3" | cksum)"

# What a source does not state is not invented; ethnicity and coordinates are nowhere.
is "no reason, district or receipt" \
  "$(sql "SELECT count(*) FROM ours WHERE reason <> '' OR district <> '' OR receipt <> ''
          OR force <> '' OR facts <> ''")" 0
is "no ethnicity" "$(grep -ciE 'white|black|asian|traveller|ethnic' "$folder/ours.csv")" 0
is "no coordinates" "$(grep -cE '5[0-9]\.[0-9]{3}' "$folder/ours.csv")" 0
finish
