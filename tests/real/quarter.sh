#!/bin/bash
# North Wales, first quarter of 2021: from the police.uk files to the council's page, by the commands
# that a person would type. (bash for /dev/tcp, so that no other program fetches the page.)
. "$(dirname "$0")/lib.sh"

[ -d "$data/uk-stops" ] || skip_all "the stops of data.police.uk are not here (set PAKIV_SHARED)"
command -v sqlite3 >/dev/null || skip_all "sqlite3 is not installed"

server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$folder"' EXIT

cp "$data"/uk-stops/north-wales/2021-0[123]*.csv "$folder"
chmod u+w "$folder"/*.csv
make_desk
cd "$folder" || exit 1

"$PAKIV_COUNCIL" --data "$folder/council" --listen 127.0.0.1:0 >"$folder/said" 2>"$folder/log" &
server=$!
for _ in $(seq 100); do
  grep -q '^listening on ' "$folder/said" && break
  sleep 0.1
done
url=$(sed -n 's/^listening on //p' "$folder/said")
url=${url%/}
is "the council listens on loopback" "${url%:*}" "http://127.0.0.1"
port=${url##*:}

# get PATH: the whole answer, head and body
get ()
{
  exec 9<>"/dev/tcp/127.0.0.1/$port"
  printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$1" "$port" >&9
  cat <&9
  exec 9>&-
}

rows=$(count_rows 2021-0[123]*.csv)
is "import" "$(ctl import desk --map uk-stops 2021-0[123]*.csv)" \
  "read $rows, added $rows, already there 0, rejected 0"
ctl release desk --log police --period 2021-Q1 --out r.zip --page r.html >/dev/null
is "release" "$?" 0
is "verify" "$("$PAKIVCTL" verify r.zip | sed -n 's/^Station: //p')" "Test station"

code=$("$PAKIV_COUNCIL" --data "$folder/council" station add 'Test station' --address "$url")
"$PAKIVCTL" enrol desk "$code" >enrolled
is "enrol" "$?" 0
"$PAKIVCTL" send desk r.zip >sent
is "send" "$? $(sed -n 1p sent)" "0 The council has received the release."
"$PAKIVCTL" send desk r.zip >again
is "sending the same bytes again changes nothing" "$? $(sed -n 1p again)" "0 The council has received the release."

page=$(sed -n 's/^Page: //p' sent)
path=/${page#http://*/}
get / >overview.html
get "$path" >page.html
is "the overview names the station" "$(grep -c 'Test station' overview.html | sed 's/[1-9][0-9]*/some/')" some
is "the page is there" "$(head -1 page.html | tr -d '\r')" "HTTP/1.1 200 OK"
is "the page shows the quarter" "$(grep -c 'January to March 2021' page.html | sed 's/[1-9][0-9]*/some/')" some
is "the page has charts" "$(grep -c '\.svg' page.html | sed 's/[1-9][0-9]*/some/')" some
is "the page has no script" "$(grep -ci '<script' page.html)" 0

# What left, read with sqlite3 out of the zip, against the source's own figures.
sqlite3 :memory: "SELECT writefile('observations.csv', data) FROM zipfile('r.zip')
                  WHERE name = 'data/observations.csv'" >/dev/null
import_table released observations.csv
awk 'NR == 1 || FNR > 1' 2021-0[123]*.csv | tr -d '\r' >source.csv
import_table source source.csv
zone=Europe/London

# The last hour of a quarter in UTC may be another quarter's: only what is in this one counts.
sql "DELETE FROM source WHERE strftime('%Y-%m', Date, 'localtime') NOT BETWEEN '2021-01' AND '2021-03'"

# published TABLE CONDITION: the one figure
published ()
{
  sql "SELECT OBS_VALUE FROM released WHERE \"TABLE\" = '$1' AND $2"
}

# near WHAT GOT WANTED: small counts are rounded, so a sum may be off by a little, never by much
near ()
{
  off=$(($2 > $3 ? $2 - $3 : $3 - $2))
  echo "# $1: published $2, true $3"
  is "$1 is within 25 of the truth" "$((off <= 25))" 1
}

total=$(sql 'SELECT count(*) FROM source')
near "all stops" "$(published stops-by-outcome "OUTCOME = '_T' AND LINKED = '_T'")" "$total"
near "arrests" "$(published stops-by-outcome "OUTCOME = 'ARREST' AND LINKED = '_T'")" \
  "$(sql "SELECT count(*) FROM source WHERE Outcome = 'Arrest'")"
near "no further action" "$(published stops-by-outcome "OUTCOME = 'NFA' AND LINKED = '_T'")" \
  "$(sql "SELECT count(*) FROM source WHERE Outcome = 'A no further action disposal'")"
near "women" "$(published stops-by-age-gender "AGE = '_T' AND GENDER = 'F'")" \
  "$(sql "SELECT count(*) FROM source WHERE Gender = 'Female'")"
near "18 to 24" "$(published stops-by-age-gender "AGE = '18_24' AND GENDER = '_T'")" \
  "$(sql "SELECT count(*) FROM source WHERE \"Age range\" = '18-24'")"
near "February" \
  "$(published contacts-by-type-district-month "TYPE = '_T' AND DISTRICT = '_T' AND MONTH = '2021-02'")" \
  "$(sql "SELECT count(*) FROM source WHERE strftime('%m', Date, 'localtime') = '02'")"
is "no figure from 1 to 9 left the desk" \
  "$(sql 'SELECT count(*) FROM released WHERE CAST(OBS_VALUE AS INTEGER) BETWEEN 1 AND 9')" 0
is "the page to print has the same total" \
  "$(grep -c "$(published stops-by-outcome "OUTCOME = '_T' AND LINKED = '_T'")" r.html |
     sed 's/[1-9][0-9]*/some/')" some
finish
