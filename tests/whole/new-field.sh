#!/bin/sh
# A new field in a form and a new indicator in the plan, written by hand into
# the site: they are checked, added up, judged and printed; no program changes.
. tests/whole/lib

site=$work/site
new_site "$site"
mkdir -p "$site/forms"
/usr/bin/python3 - schemas/forms/to_chuc.xml "$site" "$sample/arrivals" <<'PY'
import glob, os, re, sys
form, site, arrivals = sys.argv[1:]
text = open(form, encoding='utf-8').read()
field = '''<field name="so_clb" type="count" unit="CLB" time="stock" required="yes">
    <label>Số câu lạc bộ phụ nữ</label>
  </field>
  '''
rule = '''
  <rule id="MOI-1" severity="reject" test="so_clb &lt;= so_chi_hoi">
    <message>Số câu lạc bộ không lớn hơn số chi hội</message>
  </rule>
</form>'''
at = re.search(r'<rule ', text).start()
text = text[:at] + field + text[at:]
text = text[:text.rindex('</form>')].rstrip() + rule
open(os.path.join(site, 'forms', 'to_chuc.xml'), 'w',
     encoding='utf-8').write(text)

path = os.path.join(site, 'plans', '2020.xml')
plan = open(path, encoding='utf-8').read()
indicator = '''<indicator id="M99" section="II.9" unit="%" digits="1">
    <label>Tỷ lệ chi hội có câu lạc bộ phụ nữ</label>
    <ratio of="to_chuc.so_clb" to="to_chuc.so_chi_hoi" times="100"/>
    <target at="ge" value="40" levels="province district base-union"/>
  </indicator>
  '''
at = re.search(r'<duty ', plan).start()
open(path, 'w', encoding='utf-8').write(plan[:at] + indicator + plan[at:])

for path in glob.glob(os.path.join(arrivals, '2020-04-*', '00-TC_*.*')):
    text = open(path, encoding='utf-8', newline='').read()
    out = os.path.join(site, os.path.basename(path))
    if path.endswith('.xml'):
        count = iter(range(1000))
        text = re.sub('( *)</row>', lambda m: '    <so_clb>%d</so_clb>\n%s</row>'
                      % (next(count) % 5, m[1]), text)
    else:
        lines, seen = text.split('\r\n'), -1
        for n, line in enumerate(lines):
            if seen >= 0 and line:
                total = line.startswith('Tổng cộng')
                lines[n] += ';' + ('' if total else str(seen % 5))
                seen += 1
            elif re.search('so_chi_hoi|Số chi hội', line):
                lines[n] += ';Số câu lạc bộ phụ nữ'
                seen = 0
        text = '\r\n'.join(lines)
    open(out, 'w', encoding='utf-8', newline='').write(text)
PY

receive "$site" 2020-04-13 "$site"/00-TC_*
check forms-with-the-new-field-are-taken-in test \
    "$(find "$site/accepted" -type f | wc -l)" -eq 8 -a ! -d \
    "$site/rejected/2020-Q1"
figures "$site" 2020-Q1 >"$work/data.csv" 2>"$work/err"
check the-new-indicator-has-figures test \
    "$(grep -cE ',M99,[0-9]+,[0-9]+,' "$work/data.csv")" -gt 140
check the-figures-are-right "$whole/recompute" "$site" 2020-Q1 \
    "$work/data.csv"

# check: the type, the rule, the missing column
cp "$site/00-TC_569_2020-Q1.xml" "$work/00-TC_569_2020-Q1.xml"
sed -i '0,/<so_clb>0</s//<so_clb>-1</' "$work/00-TC_569_2020-Q1.xml"
"$TONGHOP" check --lang en --today 2020-04-14 -C "$site" \
    "$work/00-TC_569_2020-Q1.xml" >"$work/out" 2>&1
check its-type-is-checked grep -qE 'reject R[0-9]+:.*so_clb' "$work/out"
sed 's/<so_clb>4</<so_clb>99</' "$site/00-TC_569_2020-Q1.xml" \
    >"$work/00-TC_569_2020-Q1.xml"
"$TONGHOP" check --lang en --today 2020-04-14 -C "$site" \
    "$work/00-TC_569_2020-Q1.xml" >"$work/out" 2>&1
check its-rule-is-judged grep -q 'reject R401:.*MOI-1' "$work/out"
"$TONGHOP" check --lang en --today 2020-04-14 -C "$site" \
    "$sample"/arrivals/2020-04-*/00-TC_572_2020-Q1.csv >"$work/out" 2>&1
check its-absence-is-seen grep -q 'reject R232:.*so_clb' "$work/out"

# report and explanation
"$TONGHOP" build 2020-Q1 --lang en --today 2020-04-14 -C "$site" \
    >"$work/out" 2>&1
for pdf in "$site"/reports/2020-Q1/*.pdf; do
	pdftotext -layout "$pdf" - 2>/dev/null | tr -s ' \n' ' ' >>"$work/text"
done
check the-report-prints-it sh -c 'tr -d "\n" <"$1" | grep -q "M99\|câu lạc bộ"' \
    sh "$work/text"
"$TONGHOP" explain 2020-Q1 569 M99 --lang en --today 2020-04-14 -C "$site" \
    >"$work/out" 2>&1
check explain-tells-where-it-comes-from grep -q 'so_clb' "$work/out"
finish
