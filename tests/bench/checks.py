#!/usr/bin/python3
"""What an office would write in Python instead: the checks of one form.

    tests/bench/checks.py FORM.xml SITE FILE.csv
    tests/bench/checks.py FORM.xml SITE FILE.xml FORM.xsd

The same checks that `tonghop check` makes of such a file, with the modules that
people use (csv, hashlib, unicodedata, lxml with the XSD): the fingerprint of
the file, its encoding, forbidden characters, normal form and blanks of every
cell; units that are known, valid on the day, below the sender, there once and
all of them; numbers in the country's writing without those that another habit
reads otherwise, in 18 digits and their bounds; the rules, compiled to Python's
own code, with what is missing; all numbers round; rows that are like another.
Whole numbers where they are enough, exact fractions elsewhere.  What stands
behind a finding (words, suggestions) is left out.
"""

import csv
import hashlib
import io
import os
import re
import sys
import unicodedata
from fractions import Fraction

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'check'))
import forms  # noqa: E402

FORBIDDEN = re.compile('[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e'
                       '\u2066-\u2069]')
INVISIBLE = re.compile('[\u200b-\u200f\u2060\ufeff\xad]')
BLANKS = ' \t\r\n\xa0\u202f\u2007\u3000'
WHOLE = re.compile(r'-?(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)')
PLACES = re.compile(r'-?(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,\d+)?')
PLAIN = re.compile(r'-?\d+(?:\.\d+)?')
LIMIT = 10 ** 18


def python_of(node):
    """A rule as Python's code: r holds the numbers that are there, so that a
    missing operand raises KeyError."""
    op = node[0]
    if op == 'value':
        value = node[1]
        return repr(int(value)) if value == int(value) else repr(value)
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


def table_rows(text, form):
    names = {f.label: f.name for f in form.fields}
    header = None
    for row in csv.reader(io.StringIO(text), delimiter=';', strict=True):
        if header:
            yield row[0], dict(zip(header, row[1:]))
        elif row and row[0] == 'Mã đơn vị':
            header = [names[cell] for cell in row[1:]]


def xml_rows(data, schema):
    from lxml import etree
    tag = '{urn:tonghop:submission:1}row'
    schema = etree.XMLSchema(etree.parse(schema))
    for _, row in etree.iterparse(io.BytesIO(data), tag=tag, schema=schema,
                                  resolve_entities=False, no_network=True):
        yield row.get('unit'), {e.tag[len(tag) - 3:]: e.text or ''
                                for e in row}
        row.clear()
        while row.getprevious() is not None:
            del row.getparent()[0]


def tidy(text):
    if text.isascii():
        return text.strip(BLANKS)
    return unicodedata.normalize('NFC', INVISIBLE.sub('', text)).strip(BLANKS)


def read_number(text, field, is_table):
    """(number in the field's smallest unit, None) or (None, why not)."""
    pattern = PLAIN if not is_table else PLACES if field.digits else WHOLE
    if not pattern.fullmatch(text):
        return None, 'not a number, or another one to other people'
    if is_table:
        text = text.replace('.', '').replace(',', '.')
    value = int(text) if '.' not in text else Fraction(text)
    value *= 10 ** field.digits
    if value != int(value):
        return None, 'too many places'
    value = int(value)
    if abs(value) >= LIMIT:
        return None, 'too large'
    if value < 0 and not field.signed:
        return None, 'negative'
    if (field.min is not None and value < field.min * 10 ** field.digits) or \
            (field.max is not None and value > field.max * 10 ** field.digits):
        return None, 'out of range'
    return value, None


def is_round(field, value):
    if field.type != 'money':
        return value % 10 == 0
    return len(str(abs(value)).rstrip('0')) <= 2


def main():
    form = forms.Form(sys.argv[1])
    units = {u.code: u for u in forms.read_units(sys.argv[2])}
    is_table = sys.argv[3].endswith('.csv')
    rules = [(r.id, r.missing == 'zero', eval('lambda r: ' + python_of(r.tree)))
             for r in form.rules if not r.crosses and not r.whole]
    with open(sys.argv[3], 'rb') as file:
        data = file.read()
    hashlib.sha256(data).hexdigest()
    text = data.decode('utf-8-sig', 'strict')
    findings = [(m.start(), 'forbidden') for m in FORBIDDEN.finditer(text)]
    sender = units['2']
    seen, like, all_round, count = {}, {}, True, 0
    for code, cells in table_rows(text, form) if is_table else \
            xml_rows(data, sys.argv[4]):
        count += 1
        unit = units.get(tidy(code))
        if unit is None or not unit.first <= '2020-03-31' <= unit.last:
            findings.append((count, 'unknown unit'))
        elif not unit.within(sender) or unit.level != 2 or not unit.reports:
            findings.append((count, 'another unit'))
        elif code in seen:
            findings.append((count, 'unit twice'))
        seen[code] = count
        row = {}
        for field in form.fields:
            text = tidy(cells.get(field.name, ''))
            if not text:
                if field.required:
                    findings.append((count, field.name, 'required'))
                continue
            value, why = read_number(text, field, is_table)
            if why:
                findings.append((count, field.name, why))
                continue
            row[field.name] = value
            if all_round and abs(value) >= 10:
                all_round = is_round(field, value)
        for name, zero, rule in rules:
            try:
                if not rule(row):
                    findings.append((count, name))
            except KeyError:
                if zero and not rule({f.name: row.get(f.name, 0)
                                      for f in form.fields}):
                    findings.append((count, name))
        key = tuple(row.values())
        if like.setdefault(key, count) != count and any(key):
            findings.append((count, 'like another row'))
    if all_round:
        findings.append((0, 'all round'))
    findings += [(0, 'no row', u.code) for u in units.values()
                 if u.level == 2 and u.reports and u.within(sender) and
                 u.code not in seen]
    print('%d rows, %d findings' % (count, len(findings)))


if __name__ == '__main__':
    main()
