"""Whether a verdict stands whatever the missing units say, worked out again."""

import collections
import re
from fractions import Fraction

from formula import Expression
from goals import COMPARE
from site_files import NOT_APPLICABLE

NUMBER = re.compile(r'-?\d+(\.\d+)?')
LOOKS = re.compile(r'\b(previous|previous_in_year|year_ago|sum|count)\(')
COUNT = {'M': 12, 'Q': 4, 'H': 2, '9': 1, 'Y': 1}


def never_negative(node, forms, home=None):
    head = node[0]
    if head == 'number':
        return isinstance(node[1], Fraction) and node[1] >= 0
    if head == 'name':
        form = forms[node[1] or home]
        return never_negative(Expression(form.tallies[node[2]]).tree, forms,
                              form.id) \
            if node[2] in form.tallies else node[2] not in form.signed
    if head == 'count()':
        return True
    parts = [never_negative(part, forms, home) for part in node[1:]
             if isinstance(part, tuple)]
    if head == 'max()':
        return any(parts)
    if head == 'if()':
        return parts[1] and parts[2]
    return all(parts) if head in (
        '+', '*', '/', 'sum()', 'min()', 'default()', 'previous()', 'year_ago()',
        'previous_in_year()') else False


def terms(node, forms, home=None):
    """The fields that a sum is made of, None when it is something else."""
    if node[0] == '+':
        halves = [terms(part, forms, home) for part in node[1:]]
        return None if None in halves else halves[0] + halves[1]
    if node[0] != 'name':
        return None
    form = node[1] or home
    return None if node[2] in forms[form].signed else \
        collections.Counter([(form, node[2])])


def strict_rules(form):
    """The rules that reject a submission, about it alone, as trees."""
    trees = [Expression(text) for text in form.rules]
    return [tree.tree for tree in trees if tree.names() <= {None} and
            not LOOKS.search(tree.text)]


def is_part(of, to, forms):
    """Whether a rule says that OF, a sum, is at most TO, a field."""
    wanted = terms(of, forms)
    if to[0] != 'name' or wanted is None:
        return False
    home = to[1]

    def says(node):
        if node[0] == 'and':
            return says(node[1]) or says(node[2])
        pairs = {'<=': [(1, 2)], '<': [(1, 2)], '>=': [(2, 1)], '>': [(2, 1)],
                 '=': [(1, 2), (2, 1)]}.get(node[0], [])
        for low, high in pairs:
            if node[high] in (to, ('name', None, to[2])):
                found = terms(node[low], forms, home)
                if found is not None and not wanted - found:
                    return True
        return False

    return any(says(rule) for rule in strict_rules(forms[home]))


class Certainty:
    def __init__(self, figures):
        self.figures, self.forms = figures, figures.forms
        self.last = {}          # (indicator, unit) -> denominator or None

    def most(self, indicator):
        """The largest figure of one unit, None when nothing bounds it."""
        if indicator.most is not None:
            return indicator.most
        return indicator.times if indicator.to and is_part(
            indicator.of.tree, indicator.to.tree, self.forms) else None

    def denominator(self, indicator, unit):
        key = indicator.id, unit
        if key not in self.last:
            self.last[key] = self.find(indicator, unit)
        return self.last[key]

    def find(self, indicator, unit):
        to, period = indicator.to, self.figures.period
        if to is None:
            return Fraction(0)
        flows = any(self.forms[form].operators[name][0] == 'flow'
                    for form, name in to.fields())
        back = 0 if flows or 'previous' in to.text or 'year_ago' in to.text \
            else COUNT[period.kind]
        for _ in range(back + 1):
            def read(form, name, time, period=period):
                found = None if time else self.figures.facts.over(
                    form, name, period, unit)
                return None if found in (None, NOT_APPLICABLE) else found[0]
            value = to.evaluate(read, day=period.end)
            if value is not None:
                return value if value >= 0 else None
            period = period.back(0)
        return None

    def missing(self, indicator, unit):
        """(how many units are missing, their denominators, is that all)."""
        figures = self.figures
        gone = [u for u in figures.base(indicator, unit)
                if not figures.pair(indicator, u) and
                (indicator.id, u) not in figures.exempt]
        known = [self.denominator(indicator, u) for u in gone]
        return len(gone), sum(d for d in known if d is not None), \
            None not in known

    def ends(self, indicator, unit, figure):
        """The least and the most that the value can be, None: no end; False
        when nothing can be said."""
        count, more, closed = self.missing(indicator, unit)
        most = self.most(indicator)
        low = never_negative(indicator.of.tree, self.forms)
        if indicator.to is None:
            return (figure.value if low else None,
                    None if most is None else figure.value + most * count)
        whole = figure.denominator + more
        if figure.denominator <= 0 or indicator.times < 0 or whole <= 0:
            return False
        top = figure.numerator * indicator.times
        ends = [top / whole, (top + (most or 0) * more) / whole]
        if not closed:
            ends = [min(figure.value, 0), max(ends[1], most or 0)]
        return (ends[0] if low else None, None if most is None else ends[1])

    def mixed(self, indicator, unit):
        """What a mix asks for when all have reported; None: nobody knows."""
        top = bottom = Fraction(0)
        for part in map(self.figures.plan.named, indicator.target.mix):
            figure = self.figures.alone(part, unit)
            _, more, closed = self.missing(part, unit)
            if not closed or (figure.expected and not figure.reported):
                return None
            weight = (figure.denominator or 0) + more
            top += part.target.value.evaluate(None) * weight
            bottom += weight
        return top / bottom if bottom > 0 else None

    def of_target(self, indicator, unit, figure, goal):
        target, period = indicator.target, self.figures.period
        if figure.reported == figure.expected:
            return True
        if target.mix:
            goal = self.mixed(indicator, unit)
        elif not NUMBER.fullmatch(target.value.text):
            return False
        if goal is None:
            return False
        step = target.milestone(goal, period, self.figures.plan.year)
        marks = [goal] + [step] * (step is not None)
        return self.same(indicator, unit, figure, marks, target.at, goal,
                         lambda v: target.standing(v, goal, step, period))

    def of_watch(self, indicator, unit, figure):
        watch = indicator.watch
        if figure.reported == figure.expected:
            return True
        return self.same(indicator, unit, figure, watch.marks(), watch.at,
                         watch.marks()[0], watch.verdict)

    def same(self, indicator, unit, figure, marks, at, goal, verdict):
        ends = self.ends(indicator, unit, figure)
        if not ends:
            return False
        marks = marks + [figure.value]
        low = min(marks) - 1 if ends[0] is None else ends[0]
        high = max(marks) + 1 if ends[1] is None else ends[1]
        if at == 'eq' and low < goal < high:
            return False
        return verdict(low) == verdict(high)


def remaining(indicator, figure, counted_by):
    """What the numerator lacks: COUNTED_BY is the figure that is judged."""
    target = indicator.target
    if not figure.planned or counted_by is None or counted_by.goal is None or \
            figure.own not in ('missed', 'in-progress', 'on-track', 'behind'):
        return None
    if counted_by.counted:
        return counted_by.denominator - counted_by.numerator
    if target.at in ('gt', 'lt') or indicator.times <= 0:
        return None
    exact = counted_by.goal * counted_by.denominator / indicator.times
    up = counted_by.value < counted_by.goal
    whole = -(-exact.numerator // exact.denominator) if up else \
        exact.numerator // exact.denominator
    return whole - counted_by.numerator


class Bands:
    """The thresholds of a watch, from harmless figures to the worst."""

    def __init__(self, element, bands):
        self.at = element.get('at')
        near = 'from' if self.at in ('gt', 'ge') else 'to'
        self.names = [band.get('name') for band in bands]
        self.limits = [Fraction(band.get(near)) for band in bands[1:]] or \
            [Fraction(element.get('value'))]

    def marks(self):
        return list(self.limits)

    def passed(self, value):
        return sum(COMPARE[self.at](value, limit) for limit in self.limits)

    def name(self, value):
        return self.names[self.passed(value)] if self.names else ''

    def verdict(self, value):
        n = self.passed(value)
        return 'clear' if n == 0 else 'alert' \
            if n > 1 and n == len(self.limits) else 'watch'
