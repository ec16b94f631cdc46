#!/bin/sh
# Files that cannot be taken in: each gets its own message and is kept, nothing
# of it counts, and the good file among them is taken in.
. tests/whole/lib

site=$work/site
new_site "$site"
good_csv=$(ls "$sample"/arrivals/*/00-TC_572_2020-Q1.csv)
good_xml=$(ls "$sample"/arrivals/*/00-TC_569_2020-Q1.xml)
in=$work/in
mkdir "$in"

sed 's/^Đơn vị;572/Đơn vị;999/' "$good_csv" >"$in/unknown-unit.csv"
sed '1s/00-TC/99-XX/' "$good_csv" >"$in/unknown-form.csv"
sed 's/^Kỳ;2020-Q1/Kỳ;2020-Q7/' "$good_csv" >"$in/unknown-period.csv"
sed 's/^Kỳ;2020-Q1/Kỳ;2031-Q1/' "$good_csv" >"$in/future-period.csv"
sed 's/form="to_chuc"/form="khong_co"/' "$good_xml" >"$in/unknown-form.xml"
sed '5s/<\//</' "$good_xml" >"$in/broken.xml"
head -c 3000 "$good_xml" >"$in/cut-off.xml"
sed '2i <!DOCTYPE submission [<!ENTITY a "1">]>' "$good_xml" >"$in/entity.xml"
: >"$in/empty.csv"
iconv -f UTF-8 -t CP1258//TRANSLIT "$good_csv" 2>/dev/null |
    sed '1s/^?*//' >"$in/other-encoding.csv"
printf 'Bi\303\252u;\001\377\376\000' >"$in/binary.csv"
head -c 4000 /bin/ls >"$in/program.csv"
(cd "$in" && printf 'PK\003\004' && cat "$good_csv") >"$in/book.xlsx"
printf 'Xin chào\n' >"$in/letter.csv"
sed '5s/;/;"/' "$good_csv" >"$in/open-quote.csv"
sed '8s/;[0-9.]*;/;hai mươi;/' "$good_csv" >"$in/words.csv"

cat >"$work/expected" <<'LIST'
binary.csv R103
book.xlsx R103
broken.xml R220
cut-off.xml R221
empty.csv R101
entity.xml R222
future-period.csv R209
letter.csv R231
open-quote.csv R230
other-encoding.csv R104
program.csv R103
unknown-form.csv R202
unknown-form.xml R202
unknown-period.csv R204
unknown-unit.csv R203
words.csv R301
LIST

cp "$good_csv" "$site/inbox/00-TC_572_2020-Q1.csv"
receive "$site" 2020-04-20 "$in"/*
check some-are-rejected-by-the-status test "$?" -eq 0 -a "$run_status" -eq 2

sed -nE 's/^[^ ]*inbox\/([^:]*)(:[0-9]+)*: reject ([A-Z][0-9]+): .{10,}/\1 \3/p' \
    "$site.log" | sort >"$work/said"
while read -r name code; do
	check "$name-is-$code" grep -qx "$name $code" "$work/said"
done <"$work/expected"
check nothing-else-is-said sh -c \
    'cut -d" " -f1 "$1" | sort -u | diff "$2" -' sh "$work/said" \
    "$(cut -d' ' -f1 "$work/expected" >"$work/names"; echo "$work/names")"

check the-good-one-is-taken-in test \
    "$(find "$site/accepted" -type f | wc -l)" -eq 1
find "$in" "$site/accepted" -type f -exec sha256sum {} + | cut -c1-64 |
    sort -u >"$work/came"
"$whole/books" "$site" >"$work/kept"
check every-file-is-kept diff "$work/came" "$work/kept"
check each-rejected-file-has-a-letter sh -c '
	for f in $(find "$1/rejected" -type f ! -name "*.txt"); do
		grep -q R "$f.txt" || exit 1
	done' sh "$site"
check the-inbox-is-empty test -z "$(ls "$site/inbox")"

"$TONGHOP" data 2020-Q1 --lang en --today 2020-04-20 -C "$site" \
    >"$work/data.csv" 2>&1
check nothing-of-them-counts /usr/bin/python3 - "$work/data.csv" <<'PY'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1])))
assert rows
assert not [r for r in rows if r['reported'] not in ('', '0')], \
    [r for r in rows if r['reported'] not in ('', '0')][0]
PY

# the same once more: known content, the same decisions
receive "$site" 2020-04-21 "$in"/*
"$whole/books" "$site" >"$work/again"
check dropped-again-they-are-kept-once diff "$work/kept" "$work/again"
finish
