"""Forms, units and rules as the tests of intake and check know them.

Reads schemas/forms/*.xml and a site's units.csv by itself, evaluates rules by
itself (exactly, missing values as tonghop-form(5) says), and writes submissions
as CSV and as XML.  Shares no code with tonghop.
"""

import csv
import datetime
import glob
import os
import re
import xml.etree.ElementTree as tree
from fractions import Fraction
from xml.sax.saxutils import escape, quoteattr

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
SITE = os.path.join(ROOT, 'samples', 'khanh-hoa')
NS = '{urn:tonghop:form:1}'
NUMBERS = ('count', 'money', 'decimal', 'percent')
LEVELS = ('province', 'district', 'base-union')
TIMES = ('previous', 'previous_in_year', 'year_ago')
END = {'H1': 6, 'H2': 12, '9M': 9, 'Q1': 3, 'Q2': 6, 'Q3': 9, 'Q4': 12}

# ------------------------------------------------------------------ rules

TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*"
                   r")?)|'([^']*)'|(!=|<=|>=|[=<>+*/(),-]))")
COMPARE = {'=': lambda a, b: a == b, '!=': lambda a, b: a != b,
           '<': lambda a, b: a < b, '<=': lambda a, b: a <= b,
           '>': lambda a, b: a > b, '>=': lambda a, b: a >= b}


class Parser:
    """A rule's test as a function of (look, rows): look(name, time, row)."""

    def __init__(self, text):
        self.tokens, at, text = [], 0, text.rstrip()
        while at < len(text):
            match = TOKEN.match(text, at)
            if not match:
                raise ValueError('%s: at %d' % (text, at))
            self.tokens.append(match.groups())
            at = match.end()
        self.names, self.crosses, self.whole = [], False, False
        self.time = 'now'
        self.tree = self.either()
        if self.tokens:
            raise ValueError('%s: left %s' % (text, self.tokens))

    def take(self, *texts):
        if self.tokens and (self.tokens[0][3] or self.tokens[0][1]) in texts:
            token = self.tokens.pop(0)
            return token[3] or token[1]
        return None

    def need(self, text):
        if not self.take(text):
            raise ValueError('%s expected before %s' % (text, self.tokens))

    def either(self):
        a = self.both()
        while self.take('or'):
            a = ('logic', True, a, self.both())
        return a

    def both(self):
        a = self.no()
        while self.take('and'):
            a = ('logic', False, a, self.no())
        return a

    def no(self):
        return ('not', self.no()) if self.take('not') else self.comparison()

    def comparison(self):
        a = self.sum()
        op = self.take(*COMPARE)
        return ('compare', op, a, self.sum()) if op else a

    def sum(self):
        a = self.product()
        while True:
            op = self.take('+', '-')
            if not op:
                return a
            a = ('arithmetic', op, a, self.product())

    def product(self):
        a = self.sign()
        while True:
            op = self.take('*', '/')
            if not op:
                return a
            a = ('arithmetic', op, a, self.sign())

    def sign(self):
        if self.take('-'):
            return ('arithmetic', '-', ('value', Fraction(0)), self.sign())
        return self.atom()

    def atom(self):
        if self.take('('):
            a = self.either()
            self.need(')')
            return a
        number, name, text, _ = self.tokens.pop(0)
        if number:
            return ('value', Fraction(number))
        if text is not None:
            return ('value', text)
        if not self.take('('):
            self.names.append(name)
            self.crosses |= '.' in name or self.time != 'now'
            return ('name', name, self.time)
        before = self.time
        if name in TIMES:
            self.time = name
        self.whole |= name in ('sum', 'count')
        arguments = [] if self.tokens[0][3] == ')' else [self.either()]
        while self.take(','):
            arguments.append(self.either())
        self.need(')')
        self.time = before
        return arguments[0] if name in TIMES else (name, *arguments)


def evaluate(node, look, rows, row):
    """Fraction, text, True, False, or None for missing."""
    op = node[0]
    if op == 'value':
        return node[1]
    if op == 'name':
        return look(node[1], node[2], row)
    if op in ('sum', 'count'):
        values = [evaluate(node[1], look, rows, each) for each in rows]
        if op == 'count':
            return Fraction(sum(v is True for v in values))
        return None if None in values else sum(values, Fraction(0))
    if op == 'if':
        truth = evaluate(node[1], look, rows, row)
        return None if truth is None else evaluate(
            node[2 if truth else 3], look, rows, row)
    if op == 'default':
        value = evaluate(node[1], look, rows, row)
        return evaluate(node[2], look, rows, row) if value is None else value
    values = [evaluate(each, look, rows, row) for each in node[1:]
              if isinstance(each, tuple)]
    if op == 'logic':
        return node[1] if node[1] in values else \
            None if None in values else not node[1]
    if op == 'present':
        return values[0] is not None
    if None in values:
        return None
    if op == 'not':
        return not values[0]
    if op in ('min', 'max'):
        return {'min': min, 'max': max}[op](values)
    a, b = values
    if op == 'compare':
        return COMPARE[node[1]](a, b)
    if node[1] == '/':
        return None if b == 0 else a / b
    return {'+': a + b, '-': a - b, '*': a * b}[node[1]]


class Rule:
    def __init__(self, element, fields):
        self.id, self.text = element.get('id'), element.get('test')
        self.severity = element.get('severity', 'reject')
        self.missing = element.get('missing', 'skip')
        parsed = Parser(self.text)
        self.tree, self.names = parsed.tree, list(dict.fromkeys(parsed.names))
        # rules about tallies or about the calendar are not judged here
        self.crosses = parsed.crosses or not set(self.names) <= fields or \
            'year(' in self.text or 'month(' in self.text
        self.whole = parsed.whole

    def holds(self, look, rows=(), row=None):
        """True, False, or None when the rule has nothing to say."""
        def or_zero(name, time, row):
            value = look(name, time, row)
            return Fraction(0) if value is None else value
        truth = evaluate(self.tree, or_zero if self.missing == 'zero' else look,
                         rows, row)
        return False if truth is None and self.missing == 'fail' else truth


# ------------------------------------------------------- forms and units


class Field:
    def __init__(self, element):
        self.name, self.type = element.get('name'), element.get('type')
        self.label = element.findtext(NS + 'label')
        self.time = element.get('time', 'none')
        self.required = element.get('required') == 'yes'
        self.signed = element.get('signed') == 'yes'
        self.is_number = self.type in NUMBERS
        self.digits = int(element.get('digits', 2)) \
            if self.type in ('decimal', 'percent') else 0
        self.length = int(element.get('length', 500))
        self.pattern = element.get('pattern')
        self.min = element.get('min') and Fraction(element.get('min'))
        self.max = element.get('max') and Fraction(element.get('max'))
        self.values = [(v.get('code'), v.text)
                       for v in element.iter(NS + 'value')]


class Form:
    def __init__(self, path):
        root = tree.parse(path).getroot()
        self.path, self.id, self.code = path, root.get('id'), root.get('code')
        self.short = self.code.split()[-1]
        self.rows = LEVELS.index(root.get('rows'))
        self.sender = LEVELS.index(root.get('sender')) \
            if root.get('sender') else self.rows - 1
        self.periods = root.get('periods').split()
        self.fields = [Field(e) for e in root.iter(NS + 'field')]
        self.by_name = {f.name: f for f in self.fields}
        self.key = root.get('key')      # a unit has several rows
        self.rules = [Rule(e, set(self.by_name))
                      for e in root.iter(NS + 'rule') if e.get('test')]


def read_forms():
    paths = sorted(glob.glob(os.path.join(ROOT, 'schemas', 'forms', '*.xml')))
    return [Form(path) for path in paths]


class Unit:
    def __init__(self, row, parent):
        self.code, self.parent = row['code'], parent
        self.name = row['name']
        self.full_name = (row['type'] + ' ' + row['name']).strip()
        self.level = parent.level + 1 if parent else 0
        self.first = row['valid_from'] or '0001-01-01'
        self.last = row['valid_to'] or '9999-12-31'
        self.reports = row['reports'] != 'no' and (
            parent is None or parent.reports)

    def within(self, other):
        return self is other or (self.parent is not None and
                                 self.parent.within(other))


def read_units(site=SITE):
    units, by_code = [], {}
    with open(os.path.join(site, 'units.csv'), encoding='utf-8-sig') as file:
        for row in csv.DictReader(file):
            unit = Unit(row, by_code.get(row['parent']))
            units.append(unit)
            by_code[unit.code] = unit
    return units


def last_day(period):
    year, _, part = period.partition('-')
    month = END.get(part) or int(part or 12)
    after = datetime.date(int(year) + month // 12, month % 12 + 1, 1)
    return (after - datetime.timedelta(days=1)).isoformat()


def period_kind(period):
    part = period.partition('-')[2]
    return {'': 'year', 'H': 'half', '9': 'nine-months', 'Q': 'quarter'}.get(
        part[:1], 'month')


# -------------------------------------------------------------- writing


class Raw:
    """What stands in a cell, as it is, in either medium."""

    def __init__(self, table, xml=None):
        self.table, self.xml = table, table if xml is None else xml


class Spelt(Fraction):
    """A number that is written with what does not change it."""

    def spell(self, text, point):
        if self.how == 'zeros':
            return '00' + text
        return text + ('' if point in text else point) + '0000'


def spelt(value, how):
    out = Spelt(value)
    out.how = how
    return out


def places(value, point, group):
    """A Fraction that is a decimal number, written out."""
    digits = 0
    while (value * 10 ** digits).denominator != 1:
        digits += 1
    whole = str(abs(value * 10 ** digits)).rjust(digits + 1, '0')
    whole, rest = whole[:len(whole) - digits], whole[len(whole) - digits:]
    if group:
        whole = re.sub(r'(?<=\d)(?=(\d{3})+$)', group, whole)
    return ('-' if value < 0 else '') + whole + (rest and point + rest)


def written(field, value, scale, table):
    """A value as a table or as XML has it; "" for None."""
    if value is None:
        return ''
    if isinstance(value, Raw):
        return value.table if table else value.xml
    if isinstance(value, Spelt):
        point = ',' if table else '.'
        scaled = value / 10 ** scale if field.type == 'money' else value
        return value.spell(places(scaled, point, ''), point)
    if field.is_number:
        if field.type == 'money':
            value = value / 10 ** scale
        # one dot alone would leave a doubt in a column of decimals
        grouped = table and not (field.digits and value.denominator == 1)
        text = places(value, ',' if table else '.', '.' if grouped else '')
        # a mark and three digits alone may be another thing in other countries
        if table and scale and re.fullmatch(r'-?[1-9]\d{0,2}\.\d{3}', text):
            text = text.replace('.', '')
        return text + '0' if table and scale and re.fullmatch(
            r'-?[1-9]\d{0,2},\d{3}', text) else text
    if field.type == 'date' and table:
        return '/'.join(reversed(value.split('-')))
    if field.type == 'boolean':
        return {True: 'có', False: 'không'}[value] if table else \
            {True: 'true', False: 'false'}[value]
    if field.type == 'enum' and table:
        return dict(field.values)[value]
    return value


SCALES = {0: ('dong', 'đồng'), 3: ('nghin_dong', 'nghìn đồng'),
          6: ('trieu_dong', 'triệu đồng'), 9: ('ty_dong', 'tỷ đồng')}
KINDS = {'actual': 'chính thức', 'estimate': 'ước'}


class Submission:
    def __init__(self, form, unit, period):
        self.form, self.unit, self.period = form, unit, period
        self.form_text, self.unit_text, self.kind = form.short, unit.code, None
        self.scale, self.sequence, self.preparer = 0, None, None
        self.version = None
        self.signed = None                  # Raw: in a table, in XML
        self.fields = list(form.fields)     # the columns, in order
        self.extra = []                     # (header, name, text of each row)
        self.rows = []                      # (text of the unit, {name: value})

    def csv(self, path):
        lines = [['Biểu', self.form_text], ['Đơn vị', self.unit_text],
                 ['Kỳ', self.period]]
        if self.version:
            lines.append(['Phiên bản biểu', self.version])
        if self.signed:
            lines.append(['Ngày ký', self.signed.table])
        if self.kind:
            lines.append(['Loại số liệu', KINDS.get(self.kind, self.kind)])
        if self.scale:
            lines.append(['Đơn vị tính', SCALES[self.scale][1]
                          if self.scale in SCALES else self.scale])
        if self.sequence:
            lines.append(['Lần gửi', self.sequence])
        if self.preparer:
            lines.append(['Người lập', self.preparer])
        lines.append(['Mã đơn vị'] + [f.label for f in self.fields] +
                     [header for header, _, _ in self.extra])
        scale = self.scale if self.scale in SCALES else 0
        self.csv_lines, at = [], 1 + sum(1 + str(line).count('\\n')
                                         for line in lines)
        for unit, cells in self.rows:
            lines.append([unit] + [
                written(f, cells.get(f.name), scale, True)
                for f in self.fields] + [text for _, _, text in self.extra])
            self.csv_lines.append(at)
            at += 1 + sum(str(cell).count('\n') for cell in lines[-1])
        with open(path, 'w', encoding='utf-8-sig', newline='') as file:
            csv.writer(file, delimiter=';').writerows(lines)

    def xml(self, path):
        out = ['<?xml version="1.0" encoding="UTF-8"?>\n'
               '<submission xmlns="urn:tonghop:submission:1"']
        scale = self.scale if self.scale in SCALES else 0
        money = SCALES[self.scale][0] if self.scale in SCALES else self.scale
        for name, value in (('form', self.form_text), ('unit', self.unit_text),
                            ('period', self.period), ('kind', self.kind),
                            ('money', money), ('sequence', self.sequence),
                            ('preparer', self.preparer),
                            ('version', self.version),
                            ('signed-on', self.signed and self.signed.xml)):
            if value is not None:
                out.append(' %s=%s' % (name, quoteattr(str(value))))
        out.append('>\n')
        for unit, cells in self.rows:
            out.append('<row unit=%s>\n' % quoteattr(unit))
            for f in self.fields:
                value = cells.get(f.name)
                if value is not None:
                    out.append('<%s>%s</%s>\n' % (f.name, escape(
                        written(f, value, scale, False)), f.name))
            for _, name, text in self.extra:
                out.append('<%s>%s</%s>\n' % (name, escape(text), name))
            out.append('</row>\n')
        out.append('</submission>\n')
        text = ''.join(out)
        self.xml_lines = [i for i, line in enumerate(text.split('\n'), 1)
                          if line.startswith('<row unit=')]
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
