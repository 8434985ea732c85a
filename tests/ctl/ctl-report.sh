#!/bin/bash
# A release becomes a document to vote on, by the command that a clerk would type; nothing that is no
# report is ever written over.
. "$(dirname "$0")/../real/lib.sh"

command -v pdftotext >/dev/null || skip_all "pdftotext is not installed (poppler-utils)"
cd "$folder" || exit 1
"$PAKIVCTL" --version >/dev/null
ctl_demo ()
{
  "$PAKIVCTL" demo desk --today 2021-05-20 >/dev/null
  "$PAKIVCTL" release desk --log police --period 2021-Q1 --out r.zip --member 'Officer Vega' \
    --today 2021-05-20 --passphrase-fd 3 3<<<'demo officer' >/dev/null
}
ctl_demo
is "a release" "$?" 0
"$PAKIVCTL" report r.zip --out r.pdf >said
is "report" "$? $(grep -c 'r\.pdf' said)" "0 1"
is "it is a tagged document" "$(pdfinfo r.pdf | sed -n 's/^Tagged: *//p')" yes
pdftotext r.pdf r.txt
is "it has the indicators" "$(grep -c 'Hit rate and gap' r.txt | sed 's/[1-9][0-9]*/some/')" some
is "it says what is missing" "$(tr '\n' ' ' <r.txt | grep -c 'Not available: needs the population')" 1

cat >outside.xml <<'X'
<benchmarks>
  <benchmark id="population" low="84000" high="86500" source="Municipal register" date="2021-01-01"/>
</benchmarks>
X
"$PAKIVCTL" report r.zip --benchmarks outside.xml --out r.pdf >/dev/null
is "an older report is replaced" "$?" 0
pdftotext r.pdf r.txt
is "with the population that the municipality names there is a stop rate" \
  "$(tr '\n' ' ' <r.txt | grep -c 'Benchmark: 84.\?000 to 86.\?500 (Municipal register')" 1

sum=$(cksum <r.zip)
"$PAKIVCTL" report r.zip --out r.zip 2>refused
is "the package is not written over" "$? $(cksum <r.zip)" "1 $sum"
is "and why is said" "$(grep -c 'is no PDF' refused)" 1
"$PAKIVCTL" report r.zip --out /dev/full 2>/dev/null
is "nor is a device" "$?" 1
"$PAKIVCTL" report r.zip --out missing/r.pdf 2>refused
is "a folder that is not there" "$? $(grep -c 'missing/r.pdf' refused)" "1 1"
printf 'no package' >bad.zip
"$PAKIVCTL" report bad.zip --out bad.pdf 2>refused
is "no package" "$? $(grep -c '^pakivctl: bad.zip: ' refused)" "1 1"
is "leaves no document" "$(ls bad.pdf 2>/dev/null)" ""
sed -i 's/date="2021-01-01"/date="soon"/' outside.xml
"$PAKIVCTL" report r.zip --benchmarks outside.xml --out bad.pdf 2>refused
is "a bad benchmark is named with its line" "$? $(grep -c 'outside.xml.*2.*soon' refused)" "1 1"
"$PAKIVCTL" report r.zip 2>/dev/null
is "no --out" "$?" 2
finish
