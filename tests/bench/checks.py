#!/usr/bin/python3
"""What an office would write in Python instead: the checks of one form.

    tests/bench/checks.py FORM.xml units.csv FILE.csv
    tests/bench/checks.py FORM.xml units.csv FILE.xml FORM.xsd

Reads by the csv module or by lxml (with the XSD), checks units, numbers and
what must be there, and judges the rules that need nothing but the row, as
Python's own code.  Prints how many rows and findings.
"""

import csv
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'check'))
import forms  # noqa: E402

TABLE = re.compile(r'-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?')
PLAIN = re.compile(r'-?\d+(\.\d+)?')


def python_of(node):
    op = node[0]
    if op == 'value':
        return repr(int(node[1]))
    if op == 'name':
        return 'r[%r]' % node[1]
    if op == 'logic':
        return '(%s %s %s)' % (python_of(node[2]),
                               'or' if node[1] else 'and', python_of(node[3]))
    if op == 'not':
        return '(not %s)' % python_of(node[1])
    return '(%s %s %s)' % (python_of(node[2]),
                           '==' if node[1] == '=' else node[1],
                           python_of(node[3]))


def table_rows(path, form):
    names = {f.label: f.name for f in form.fields}
    with open(path, encoding='utf-8-sig', newline='') as file:
        header = None
        for row in csv.reader(file, delimiter=';'):
            if header:
                yield row[0], dict(zip(header, row[1:]))
            elif row[0] == 'Mã đơn vị':
                header = [names[cell] for cell in row[1:]]


def xml_rows(path, schema):
    from lxml import etree
    tag = '{urn:tonghop:submission:1}row'
    schema = etree.XMLSchema(etree.parse(schema))
    for _, row in etree.iterparse(path, tag=tag, schema=schema):
        yield row.get('unit'), {e.tag[len(tag) - 3:]: e.text or ''
                                for e in row}
        row.clear()
        while row.getprevious() is not None:
            del row.getparent()[0]


def main():
    form = forms.Form(sys.argv[1])
    with open(sys.argv[2], encoding='utf-8-sig') as file:
        units = {row['code'] for row in csv.DictReader(file)}
    is_table = sys.argv[3].endswith('.csv')
    pattern = TABLE if is_table else PLAIN
    rules = [(r.id, eval('lambda r: ' + python_of(r.tree)))
             for r in form.rules if not r.crosses and not r.whole]
    findings, seen, count = [], set(), 0
    for unit, cells in table_rows(sys.argv[3], form) if is_table else \
            xml_rows(sys.argv[3], sys.argv[4]):
        count += 1
        if unit not in units:
            findings.append((count, 'unknown unit'))
        if unit in seen:
            findings.append((count, 'unit twice'))
        seen.add(unit)
        row, whole = {}, True
        for field in form.fields:
            text = cells.get(field.name, '').strip()
            if not text:
                whole = False
                if field.required:
                    findings.append((count, field.name, 'required'))
                continue
            if not pattern.fullmatch(text):
                whole = False
                findings.append((count, field.name, 'not a number'))
                continue
            if is_table:
                text = text.replace('.', '')
            try:
                value = int(text)
            except ValueError:
                whole = False
                findings.append((count, field.name, 'not whole'))
                continue
            if value < 0 and not field.signed:
                findings.append((count, field.name, 'negative'))
            row[field.name] = value
        for name, rule in rules if whole else ():
            if not rule(row):
                findings.append((count, name))
    print('%d rows, %d findings' % (count, len(findings)))


if __name__ == '__main__':
    main()
