#!/bin/sh
# The sample's whole year, day by day: every figure is computed again by a
# program that shares no code, every finding is where the sample has its flaws,
# no file is lost, and two builds give the same bytes.
. tests/whole/lib

site=$work/year
new_site "$site"
all_year "$site"

# -- figures

for period in 2020-Q1 2020-Q2 2020-Q3 2020-Q4; do
	figures "$site" $period >"$work/$period.csv" 2>"$work/err"
	check "figures-$period" "$whole/recompute" "$site" $period \
	    "$work/$period.csv"
	test -s "$work/err" && not_ok "data-$period-is-silent" \
	    "$(head -n 1 "$work/err")"
done

# The comparison must be able to fail: one number of one accepted file is
# changed in a copy that only the recomputation reads.
for kind in csv xml; do
	copy=$work/changed-$kind
	cp -R "$site" "$copy"
	file=$(ls "$copy"/accepted/2020-Q4/uy_thac/*/*.$kind | head -n 1)
	chmod u+w "$file"
	"$whole/change" "$file" schemas/forms/uy_thac.xml no_qua_han \
	    >/dev/null
	refute "a-changed-number-is-seen-in-$kind" "$whole/recompute" "$copy" \
	    2020-Q4 "$work/2020-Q4.csv"
	rm -rf "$copy"
done

# -- findings: the three flawed files, at these places, and nothing else

grep -E ': (reject|error) ' "$site.log" |
    sed -E 's/^[^ ]*inbox\/([^:]*:[0-9]+:[0-9]+): (reject|error) ([A-Z][0-9]+).*/\1 \3/' |
    sort >"$work/rejects"
sort tests/whole/year.rejects >"$work/rejects.expected"
check flaws-are-found-at-their-places \
    diff "$work/rejects.expected" "$work/rejects"
grep -E ': warning ' "$site.log" |
    sed -E 's/^[^ ]*inbox\/([^:]*)(:[0-9]+)*: warning ([A-Z][0-9]+).*/\1 \3/' |
    sort | uniq -c | sed 's/^ *//' >"$work/warnings"
check good-files-give-no-warning \
    diff tests/whole/year.warnings "$work/warnings"
awk '$2 != ($1 == "2021-01-06" ? 2 : $1 == "2021-01-22" ? 1 : 0)' \
    "$site.status" >"$work/statuses"
check each-run-ends-with-its-status test ! -s "$work/statuses"

# -- books: what came in is what is kept, file by file

find "$sample/arrivals" -type f -exec sha256sum {} + | cut -c1-64 | sort -u \
    >"$work/came"
"$whole/books" "$site" >"$work/kept"
check no-file-is-lost-or-made diff "$work/came" "$work/kept"
check the-inbox-is-empty test -z "$(ls "$site/inbox")"
check the-resubmission-replaced-the-first test \
    "$(ls "$site"/superseded/2020-Q4/uy_thac/572 | wc -l)" -eq 1 -a \
    "$(ls "$site"/accepted/2020-Q4/uy_thac/572)" != \
    "$(ls "$site"/superseded/2020-Q4/uy_thac/572)"

# -- who sent what

"$TONGHOP" status 2020-Q4 --lang en --today 2021-01-25 -C "$site" \
    >"$work/status" 2>&1
check status-names-the-missing-form grep -qE '575.*missing|missing.*575' \
    "$work/status"
check status-names-the-late-form grep -qE '573.*late|late.*573' "$work/status"

# -- the same bytes again, with and without the cache

build() {
	"$TONGHOP" build 2020-Q4 --lang en --today 2021-01-25 -C "$site" \
	    >"$work/build.out" 2>&1 &&
	    (cd "$site/reports/2020-Q4" && sha256sum -- *) >"$1"
}

check build-succeeds build "$work/first"
check nine-pdfs-are-built test "$(grep -c '\.pdf$' "$work/first")" -eq 9
cp -R "$site/reports/2020-Q4" "$work/pdf"
sleep 1
build "$work/second"
check two-builds-are-identical diff "$work/first" "$work/second"
rm -rf "$site/cache"
build "$work/third"
check a-build-without-cache-is-identical diff "$work/first" "$work/third"

# -- the documents

for pdf in "$work"/pdf/*.pdf; do
	name=$(basename "$pdf" .pdf)
	check "qpdf-$name" sh -c 'qpdf --check "$1" 2>&1 | tee /dev/stderr |
	    grep -q "No syntax or stream encoding errors"' sh "$pdf"
	pdffonts "$pdf" 2>"$work/err" | tail -n +3 >"$work/fonts"
	check "fonts-$name-are-embedded-subsets" awk '
	    { n++; if ($(NF-4) != "yes" || $(NF-3) != "yes" ||
	      $(NF-2) != "yes" || $1 !~ /^[A-Z]{6}\+/) bad = 1 }
	    END { exit bad || n == 0 }' "$work/fonts"
	check "text-$name" "$whole/document" "$pdf"
done

# -- missing is not zero: without one district its figures are unknown and the
# province's are those of the others

"$TONGHOP" data 2020-Q4 575 --lang en --today 2021-01-25 -C "$site" \
    >"$work/575.csv" 2>/dev/null
check a-missing-form-gives-no-figure /usr/bin/python3 - "$work/575.csv" <<'PY'
import csv, sys
rows = {r['indicator']: r for r in csv.DictReader(open(sys.argv[1]))
        if r['unit'] == '575'}
row = rows['T05']
assert row['numerator'] == row['value'] == '', row
assert row['reported'] == '0' and row['expected'] == '8', row
assert row['verdict'] == 'not-assessable', row
assert rows['T04']['value'] != '', rows['T04']
PY
check the-province-counts-who-reported /usr/bin/python3 - \
    "$work/2020-Q4.csv" <<'PY'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1])))
def of(unit, level=None):
    return {r['indicator']: r for r in rows if r['unit'] == unit}
province = of('56')['T05']
parts = [of(c)['T05'] for c in '568 569 570 571 572 573 574'.split()]
for name in ('numerator', 'denominator', 'reported'):
    assert int(province[name]) == sum(int(p[name]) for p in parts), name
assert int(province['expected']) == 136, province
PY

finish
