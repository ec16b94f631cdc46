#!/bin/sh
# The order in which files come does not change any figure: the sample's year
# in its order, and in four heaps from the last to the first.
. tests/whole/lib

# heap SITE FROM TO: the arrivals of these days at once
heap() {
	for day in $(ls "$sample/arrivals"); do
		if expr "$day" '>=' "$2" '&' "$day" '<=' "$3" >/dev/null; then
			cp "$sample/arrivals/$day"/* "$1/inbox/"
		fi
	done
	run_day "$1" 2021-01-25
}

new_site "$work/forth"
new_site "$work/back"
heap "$work/forth" 2019-01-01 2020-03-31
heap "$work/forth" 2020-04-01 2020-09-30
heap "$work/forth" 2020-10-01 2021-01-07
heap "$work/forth" 2021-01-08 2021-12-31
heap "$work/back" 2021-01-08 2021-12-31
heap "$work/back" 2020-10-01 2021-01-07
heap "$work/back" 2020-04-01 2020-09-30
heap "$work/back" 2019-01-01 2020-03-31
for period in 2020-Q1 2020-Q2 2020-Q3 2020-Q4; do
	figures "$work/forth" $period >"$work/forth.csv" 2>"$work/err"
	figures "$work/back" $period >"$work/back.csv" 2>>"$work/err"
	check "there-are-figures-$period" test \
	    "$(grep -c ",T04," "$work/forth.csv")" -gt 100
	check "same-figures-$period" diff "$work/forth.csv" "$work/back.csv"
done
check the-older-sequence-is-refused-when-it-comes-later \
    grep -q 'reject R210' "$work/back.log"
for folder in forth back; do
	"$whole/books" "$work/$folder" >"$work/$folder.kept"
done
check both-keep-every-file diff "$work/forth.kept" "$work/back.kept"
finish
