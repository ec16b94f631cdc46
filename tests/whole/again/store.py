"""The accepted files of a site, read a second time: facts by unit and period."""

import csv
import io
import os
import re
import xml.etree.ElementTree as tree
from fractions import Fraction

from formula import Expression
from site_files import NOT_APPLICABLE, Period, children, fail, folded

MONEY = {'dong': 0, 'đồng': 0, 'nghin_dong': 3, 'nghìn đồng': 3,
         'trieu_dong': 6, 'triệu đồng': 6, 'ty_dong': 9, 'tỷ đồng': 9}

KIND_MARKS = (
    ('estimate', r'\bkind="estimate"|(?i:loại số liệu[;,\t]ước)'),
    ('adjustment', r'\bkind="adjustment"|(?i:loại số liệu[;,\t]điều chỉnh)'))
NUMBERS = ('count', 'money', 'decimal', 'percent')


def vietnamese(text):
    """1.234.567,89 as a number; None when empty."""
    text = text.strip().replace('\u00a0', '').replace(' ', '')
    if text == '':
        return None
    if folded(text) in ('khôngápdụng', 'kad', 'n/a', 'not-applicable'):
        return NOT_APPLICABLE
    if not re.fullmatch(r'[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?', text):
        fail('not a number: ' + repr(text))
    return Fraction(text.replace('.', '').replace(',', '.'))


def worded(form, name, text):
    """What a cell that holds no number says."""
    kind = form.types[name]
    if kind == 'boolean':
        return folded(text) in ('1', 'true', 'có', 'x', 'đúng')
    if kind == 'enum':
        return form.words[name].get(folded(text), text)
    if kind == 'date' and text.count('/') == 2:
        return '-'.join(reversed(text.split('/')))
    return text


class Store:
    """Facts by (form, field, period, unit)."""

    def __init__(self, site, units, forms):
        self.units, self.forms, self.facts = units, forms, {}
        self.named = {}                 # (text, sender, period) -> unit
        self.kinds = {}                 # (form, period, unit) -> kind of data
        latest = {}
        top = os.path.join(site, 'accepted')
        for folder, _, names in os.walk(top):
            for name in names:
                path = os.path.join(folder, name)
                parts = os.path.relpath(path, top).split(os.sep)
                key, sequence = tuple(parts[:3]), int(name.split('-')[0])
                if sequence > latest.get(key, (0, ''))[0]:
                    latest[key] = (sequence, path)
        for (period, form, sender), (_, path) in sorted(latest.items()):
            self.read(Period(period), forms[form], sender, path)
        self.files = len(latest)

    def read(self, period, form, sender, path):
        with open(path, 'rb') as file:
            data = file.read()
        sender = next(u for u in self.units
                      if u.code == sender and u.valid(period.end))
        text = data.decode('utf-8-sig')
        read = self.xml if text.lstrip().startswith('<') else self.table
        kind = next((kind for kind, mark in KIND_MARKS
                     if re.search(mark, text)), 'actual')
        rows = {}
        for unit_text, values in read(form, text, path):
            unit = self.unit(unit_text, sender, period)
            if unit is None:
                fail('%s: unknown unit %r' % (path, unit_text))
            rows.setdefault(unit, []).append(values)
        if form.empty_is_zero:
            for unit in self.units:
                if unit.level == form.level and unit.reports and \
                        unit.valid(period.end) and unit.within(sender):
                    rows.setdefault(unit, [])
        for unit, lines in rows.items():
            self.kinds[form.id, period.text, unit] = kind
            for name, value in self.facts_of(form, period, lines).items():
                if value is not None:
                    self.facts[form.id, name, period.text, unit] = value

    @staticmethod
    def facts_of(form, period, lines):
        """The facts of a unit: its row, or the tallies of its rows."""
        if not form.key:
            return {name: value for name, value in lines[-1].items()
                    if isinstance(value, Fraction) or
                    value is NOT_APPLICABLE}
        rows = [lambda _, name, time, line=line: line.get(name)
                for line in lines]
        return {name: Expression(text).evaluate(
                    lambda *_: None, day=period.end, rows=rows)
                for name, text in form.tallies.items()}

    def unit(self, text, sender, period):
        key = folded(text), sender, period.text
        if key not in self.named:
            self.named[key] = self.find(*key[:2], period)
        return self.named[key]

    def find(self, text, sender, period):
        found = [u for u in self.units
                 if u.valid(period.end) and u.within(sender) and
                 text in (u.code, folded(u.full_name), folded(u.name))]
        exact = [u for u in found if text == u.code]
        return (exact or found or [None])[0] if len(found) < 2 or exact \
            else None

    @staticmethod
    def xml(form, text, path):
        root = tree.fromstring(text)
        scale = 10 ** MONEY[root.get('money', 'dong')]
        for row in children(root, 'row'):
            values = {}
            for cell in row:
                name = cell.tag.rpartition('}')[2]
                kind = form.types[name]
                text = (cell.text or '').strip()
                if text == 'not-applicable' and kind in NUMBERS:
                    values[name] = NOT_APPLICABLE
                elif text and kind in NUMBERS:
                    values[name] = Fraction(text) * (
                        scale if kind == 'money' else 1)
                elif text:
                    values[name] = worded(form, name, text)
            yield row.get('unit'), values

    @staticmethod
    def table(form, text, path):
        first = max(text.split('\n')[:12], key=len)
        mark = max(';\t,|', key=first.count)
        rows = list(csv.reader(io.StringIO(text, newline=''), delimiter=mark))
        scale, start = 1, None
        for number, row in enumerate(rows):
            cells = [folded(cell) for cell in row]
            if cells and cells[0] == 'đơn vị tiền':
                scale = 10 ** MONEY[cells[1]]
            if sum(cell in form.headers for cell in cells) * 2 > \
                    len(form.types):
                start = number
                break
        if start is None:
            fail('%s: no header row' % path)
        names = [form.headers.get(cell) for cell in cells]
        unit = next(n for n, cell in enumerate(cells)
                    if cell in ('mã đơn vị', 'tên đơn vị'))
        for row in rows[start + 1:]:
            if not any(cell.strip() for cell in row) or \
                    folded(row[unit]) == 'tổng cộng':
                continue
            values = {}
            for name, cell in zip(names, row):
                kind = form.types.get(name)
                if kind in NUMBERS:
                    value = vietnamese(cell)
                    if isinstance(value, Fraction) and kind == 'money':
                        value *= scale
                    values[name] = value
                elif kind and cell.strip():
                    values[name] = worded(form, name, cell.strip())
            yield row[unit], values
