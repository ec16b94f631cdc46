"""What a site says of itself, read a second time: periods, units, forms."""

import csv
import datetime
import os
import re
import sys
import unicodedata
import xml.etree.ElementTree as tree
from fractions import Fraction

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..',
                    '..')


NOT_APPLICABLE = 'not applicable'       # in the place of a number


def fail(text):
    sys.exit('recompute: ' + text)


def folded(text):
    text = unicodedata.normalize('NFC', text).casefold()
    return ' '.join(text.split())


def children(element, name):
    return [e for e in element if e.tag.rpartition('}')[2] == name]


# ---------------------------------------------------------------- periods


class Period:
    def __init__(self, text):
        match = re.fullmatch(r'(\d{4})(?:-(Q[1-4]|H[12]|9M|\d\d))?', text)
        if not match:
            fail('not a period: ' + text)
        self.text, self.year, part = text, int(match[1]), match[2] or ''
        self.kind = part[:1] if part[:1] in ('Q', 'H', '9') else \
            'M' if part else 'Y'
        self.index = int(part.strip('QHM') or 1) if self.kind != '9' else 1
        months = {'M': 1, 'Q': 3, 'H': 6, '9': 9, 'Y': 12}[self.kind]
        last = months * self.index
        self.first, self.last = last - months + 1, last
        after = datetime.date(self.year + last // 12, last % 12 + 1, 1)
        self.end = after - datetime.timedelta(days=1)

    def back(self, years):
        """The period before, or the same a year before."""
        count = {'M': 12, 'Q': 4, 'H': 2, '9': 1, 'Y': 1}[self.kind]
        year, index = self.year - years, self.index - (0 if years else 1)
        if index == 0:
            year, index = year - 1, count
        tail = {'M': '-%02d' % index, 'Q': '-Q%d' % index,
                'H': '-H%d' % index, '9': '-9M', 'Y': ''}[self.kind]
        return Period(str(year) + tail)


# ------------------------------------------------------------------ units


class Unit:
    def __init__(self, row, parent):
        self.code, self.name = row['code'], row['name']
        self.full_name = row['type'] + ' ' + row['name']
        self.parent, self.level = parent, parent.level + 1 if parent else 0
        self.classes = dict(parent.classes) if parent else {}  # of each set
        for word in (row.get('class') or '').split():
            self.classes[word.rpartition(':')[0]] = word
        said = row.get('reports') or 'yes'
        self.reports = said == 'yes' and (not parent or parent.reports)
        self.first = row.get('valid_from') or '0001-01-01'
        self.last = row.get('valid_to') or '9999-12-31'
        self.before = []                # (unit, weight)

    def valid(self, day):
        return self.first <= day.isoformat() <= self.last

    def within(self, other):
        unit = self
        while unit and unit is not other:
            unit = unit.parent
        return unit is other


def read_csv(path):
    with open(path, encoding='utf-8-sig', newline='') as file:
        return list(csv.DictReader(file))


def read_units(site):
    units = []

    def find(code, day):
        return next((u for u in units if u.code == code and
                     (day is None or u.valid(day))), None)

    for row in read_csv(os.path.join(site, 'units.csv')):
        units.append(Unit(row, find(row['parent'], None)))
    events = os.path.join(site, 'unit-events.csv')
    for row in read_csv(events) if os.path.exists(events) else []:
        day = datetime.date.fromisoformat(row['valid_from'])
        old = find(row['old_code'], day - datetime.timedelta(days=1))
        new = find(row['new_code'], day)
        if old and new and old is not new:
            new.before.append((old, Fraction(row.get('weight') or 1)))
    return units


# ------------------------------------------------------------------ forms


class Form:
    def __init__(self, path, levels):
        root = tree.parse(path).getroot()
        self.id = root.get('id')
        self.level = levels.index(root.get('rows'))
        self.key = root.get('key')
        self.empty_is_zero = root.get('empty') == 'zero'
        self.types, self.headers, self.words = {}, {}, {}
        self.operators = {          # name -> (over time, over units, look back)
            e.get('name'): (e.get('time') or 'none', e.get('space') or (
                'none' if e.get('type') == 'percent' else 'sum'),
                int(e.get('look-back') or 0))
            for e in children(root, 'field') + children(root, 'tally')}
        for field in children(root, 'field'):
            name = field.get('name')
            self.types[name] = field.get('type')
            self.words[name] = {
                folded(text): value.get('code')
                for value in children(field, 'value')
                for text in (value.get('code'), value.text)}
            for text in [name] + [e.text for e in children(field, 'label') +
                                  children(field, 'alias')]:
                self.headers.setdefault(folded(text), name)
        self.signed = {e.get('name') for e in
                       children(root, 'field') if e.get('signed') == 'yes'} | {
                           e.get('name') for e in children(root, 'tally')}
        self.rules = [e.get('test') for e in children(root, 'rule')
                      if e.get('test') and e.get('severity') != 'warn']
        self.tallies = {e.get('name'): e.get('value')
                        for e in children(root, 'tally')}

        self.kinds = {e.get('name'): e.get('type') for e in (
            children(root, 'tally') if self.key else children(root, 'field'))}

    def numbers(self):
        """The facts that are numbers."""
        return [name for name, kind in self.kinds.items()
                if kind in ('count', 'money', 'decimal', 'percent')]

    def weight(self, name):
        """The field that weighs another, or None."""
        match = re.fullmatch(r'weighted\((.*)\)', self.operators[name][1])
        return match and match[1]

    def facts(self):
        """The names of what is kept of a unit."""
        return self.tallies if self.key else self.types


def read_forms(site, levels):
    """The site's forms, and the shipped ones that it does not go without."""
    root, forms = tree.parse(os.path.join(site, 'site.xml')).getroot(), {}
    said = [e.get('shipped') or 'all' for e in children(root, 'forms')]
    shipped = os.path.join(ROOT, 'schemas', 'forms')
    for folder in (shipped, os.path.join(site, 'forms')):
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
            if not name.endswith('.xml') or (folder == shipped and said and
                    said[0] != 'all' and name[:-4] not in said[0].split()):
                continue
            form = Form(os.path.join(folder, name), levels)
            forms[form.id] = form
    return forms
