"""What a plan wants to be reached, and how far it should be by some day."""

import datetime
from fractions import Fraction

from formula import Expression
from site_files import children

COMPARE = {'ge': lambda a, b: a >= b, 'le': lambda a, b: a <= b,
           'eq': lambda a, b: a == b, 'gt': lambda a, b: a > b,
           'lt': lambda a, b: a < b}


class Goal:
    def __init__(self, element, levels):
        self.at = element.get('at')
        self.value = Expression(element.get('value') or '0')
        self.mix = (element.get('mix') or '').split()
        self.also = (element.get('and') or '').split()
        said = element.get('levels')
        self.levels = set(map(levels.index, said.split())) if said \
            else set(range(len(levels)))
        each = element.get('each')
        self.each = levels.index(each) if each else None
        self.due = element.get('due')
        self.phasing = element.get('phasing')
        self.start = Fraction(element.get('from') or 0)
        self.steps = [(e.get('until'), e.get('value'), e.get('share'))
                      for e in children(element, 'milestone')]

    def early(self, period):
        return bool(self.due) and period.end.isoformat() < self.due

    def gathers(self, fields, forms):
        """Whether what counts is all since the year began."""
        return bool(self.steps or self.phasing == 'linear') and any(
            forms[form].operators[name][0] == 'flow' for form, name in fields)

    def milestone(self, goal, period, year):
        """What GOAL, due later in the plan's YEAR, asks for by now."""
        if goal is None or not self.early(period) or period.year != year:
            return None
        if self.phasing == 'level':
            return goal
        if self.phasing == 'linear':
            due = datetime.date.fromisoformat(self.due)
            steps = due.month + 12 * (due.year - year)
            return self.start * Fraction(steps - period.last, steps) + \
                goal * Fraction(period.last, steps)
        passed = [step for step in self.steps
                  if step[0] <= period.end.isoformat()]
        if not passed:
            return None
        _, value, share = passed[-1]
        return Fraction(value) if value else goal * Fraction(share) / 100

    def standing(self, value, goal, milestone, period):
        if COMPARE[self.at](value, goal):
            return 'met'
        if not self.early(period):
            return 'missed'
        if milestone is None:
            return 'in-progress'
        how = self.at
        if how == 'eq' and milestone != goal:
            how = 'ge' if milestone < goal else 'le'
        return 'on-track' if COMPARE[how](value, milestone) else 'behind'
