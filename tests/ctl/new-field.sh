#!/bin/bash
# A new field is one edit: added to a copy of the contact's definition it is stored, searched, exported
# and published by the programs as they stand. (The form's part is in tests/desk/test-desk-form.c.)
. "$(dirname "$0")/../real/lib.sh"

cp -r "$PAKIV_DATA" "$folder/data"
chmod -R u+w "$folder/data"
sed -i 's|<group id="notes">|<group id="sky"><label>Sky</label><field id="sky_clear" type="code" codelist="yes-no" required="yes" countable="yes"><label>Clear sky</label></field></group>&|' \
  "$folder/data/records/contact.xml"
sed -i -e '0,\|</cube>|s||  <dimension id="sky" field="sky_clear"/>&|' \
  -e 's|</report>|<table id="contacts-by-sky" cube="contacts" rows="sky"><title>Contacts by sky</title></table>&|' \
  "$folder/data/reports/quarterly.xml"

make_desk
cd "$folder" || exit 1
contact='"date":"2021-02-01","type":"PATROL","district":"NORTH"'
printf '{%s}' "$contact" >without.json
is "the rules as shipped do not ask for it" "$(ctl add desk --kind contact without.json 2>&1 | grep -c 'Clear sky')" 0
export PAKIV_DATA=$folder/data
is "the rules of the copy ask for it" \
  "$(ctl add desk --kind contact without.json 2>&1 | grep -c 'Clear sky')" 1
printf '{%s,"sky_clear":"YES"}' "$contact" >with.json
for _ in $(seq 12); do
  ctl add desk --kind contact with.json >/dev/null
done
is "the table and the CSV have it" \
  "$(ctl list desk --log police --kind contact --csv | grep -c 'YES')" 12
is "the CSV names it" \
  "$(ctl list desk --log police --kind contact --csv | head -n 1 | grep -c 'sky_clear')" 1
ctl release desk --log police --period 2021-Q1 --out r.zip --page r.html >/dev/null
is "the report has the table" "$(grep -c 'Contacts by sky' r.html | sed 's/[1-9][0-9]*/some/')" some
is "the report has its figure" \
  "$(tr -d '\r' <r.zip | grep -a 'contacts-by-sky' | grep -ac ',YES,.*,12,A')" 1
finish
