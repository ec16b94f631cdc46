"""Formulas of plans and forms, read and evaluated with Python's own numbers."""

import re
from fractions import Fraction

from site_files import fail

TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_][\w-]*)|('[^']*')|"
                   r"(<=|>=|!=|[-+*/()=<>,.]))")


class Expression:
    """A formula: nested tuples, evaluated on Fraction, bool, str or None."""

    def __init__(self, text):
        self.text, self.tokens, at = text, [], 0
        text = text.rstrip()
        while at < len(text):
            match = TOKEN.match(text, at)
            if not match:
                fail('cannot read the formula ' + self.text)
            self.tokens.append(match[match.lastindex])
            at = match.end()
        self.at = 0
        self.tree = self.either()
        if self.at != len(self.tokens):
            fail('cannot read the formula ' + self.text)

    def next(self, *wanted):
        if self.at < len(self.tokens) and self.tokens[self.at] in wanted:
            self.at += 1
            return self.tokens[self.at - 1]
        return None

    def chain(self, below, *signs):
        left = below()
        while (sign := self.next(*signs)):
            left = (sign, left, below())
        return left

    def either(self):
        return self.chain(self.both, 'or')

    def both(self):
        return self.chain(self.negated, 'and')

    def negated(self):
        if self.next('not'):
            return ('not', self.comparison())
        return self.comparison()

    def comparison(self):
        left = self.total()
        sign = self.next('=', '!=', '<', '<=', '>', '>=')
        return (sign, left, self.total()) if sign else left

    def total(self):
        return self.chain(self.product, '+', '-')

    def product(self):
        return self.chain(self.signed, '*', '/')

    def signed(self):
        if self.next('-'):
            return ('-', ('number', Fraction(0)), self.primary())
        return self.primary()

    def primary(self):
        if self.next('('):
            inner = self.either()
            if not self.next(')'):
                fail('a bracket is open in ' + self.text)
            return inner
        token = self.tokens[self.at]
        self.at += 1
        if token[0].isdigit():
            return ('number', Fraction(token))
        if token[0] == "'":
            return ('number', token[1:-1])
        if self.next('('):
            arguments = []
            while not self.next(')'):
                arguments.append(self.either())
                self.next(',')
            return (token + '()',) + tuple(arguments)
        if self.next('.'):
            self.at += 1
            return ('name', token, self.tokens[self.at - 1])
        return ('name', None, token)

    def names(self, node=None):
        node = self.tree if node is None else node
        if node[0] == 'name':
            return {node[1]}
        return set().union(*(self.names(part) for part in node[1:]
                             if isinstance(part, tuple)))

    def fields(self, node=None):
        """(form, field) of every name."""
        node = self.tree if node is None else node
        if node[0] == 'name':
            return {node[1:]}
        return set().union(*(self.fields(part) for part in node[1:]
                             if isinstance(part, tuple)))

    def evaluate(self, read, node=None, time=0, day=None, rows=None):
        """READ(form, field, time) gives the value of a name; DAY is the
        period's last; ROWS, one such function a row, are what sum() and
        count() look at."""
        node = self.tree if node is None else node
        head = node[0]
        if head == 'number':
            return node[1]
        if head == 'name':
            return read(node[1], node[2], time)
        if head in ('sum()', 'count()'):
            if rows is None:
                return None
            values = [self.evaluate(row, node[1], time, day) for row in rows]
            if head == 'count()':
                return Fraction(sum(value is True for value in values))
            return None if None in values else sum(values, Fraction(0))
        if head in ('year()', 'month()') and len(node) == 1:
            return None if day is None else Fraction(
                day.year if head == 'year()' else day.month)
        if head in ('previous()', 'previous_in_year()', 'year_ago()'):
            return self.evaluate(read, node[1], head, day, rows)
        if head in ('if()', 'default()'):      # only what is chosen is read
            first = self.evaluate(read, node[1], time, day, rows)
            if head == 'default()' and first is not None:
                return first
            if head == 'if()' and first is None:
                return None
            chosen = node[2] if head == 'default()' or first else node[3]
            return self.evaluate(read, chosen, time, day, rows)
        values = [self.evaluate(read, part, time, day, rows)
                  for part in node[1:]]
        if head == 'present()':
            return values[0] is not None
        if head == 'and':
            return False if False in values else \
                None if None in values else True
        if head == 'or':
            return True if True in values else \
                None if None in values else False
        if None in values:
            return None
        if head == 'not':
            return not values[0]
        if head in ('min()', 'max()'):
            return (min if head == 'min()' else max)(values)
        left, right = values
        if head == '/':
            return left / right if right else None
        return {'+': lambda: left + right, '-': lambda: left - right,
                '*': lambda: left * right, '=': lambda: left == right,
                '!=': lambda: left != right, '<': lambda: left < right,
                '<=': lambda: left <= right, '>': lambda: left > right,
                '>=': lambda: left >= right}[head]()
