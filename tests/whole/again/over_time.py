"""What a unit's accepted facts say of a period: time, and units that change.

A number is (value, flags): flags out of 'estimated', 'adjusted', 'carried'.
NOT_APPLICABLE stands in the place of one; it adds nothing, and None, which is
missing, makes what is made of it missing.
"""

from fractions import Fraction

from site_files import NOT_APPLICABLE, Period

KINDS = ('Y', '9', 'H', 'Q', 'M')                   # the longest first
MONTHS = {'Y': 12, '9': 9, 'H': 6, 'Q': 3, 'M': 1}


def period_of(year, kind, first):
    """The period of that kind that begins in a month, or None."""
    length = MONTHS[kind]
    index, rest = divmod(first - 1, length)
    if rest or first < 1 or index >= {'9': 1}.get(kind, 12 // length):
        return None
    return Period(str(year) + {
        'Y': '', '9': '-9M', 'H': '-H%d' % (index + 1),
        'Q': '-Q%d' % (index + 1), 'M': '-%02d' % (index + 1)}[kind])


class OverTime:
    def __init__(self, store, forms):
        self.store, self.forms = store, forms
        self.known = {}

    # -- rows

    def inherited(self, unit, period):
        return bool(unit.before) and not unit.valid(period.end)

    def sources(self, form, period, unit):
        """The kinds of data that a row is made of; None: there is no row."""
        if not self.inherited(unit, period):
            kind = self.store.kinds.get((form, period.text, unit))
            return None if kind is None else {kind}
        kinds = set()
        for old, _ in unit.before:
            found = self.sources(form, period, old)
            if found is None:
                return None
            kinds |= found
        return kinds

    def row(self, form, name, period, unit):
        """A number in a row of exactly that period, or None."""
        if not self.inherited(unit, period):
            value = self.store.facts.get((form, name, period.text, unit))
            if value is None or value is NOT_APPLICABLE:
                return value
            kind = self.store.kinds[form, period.text, unit]
            return value, {{'estimate': 'estimated', 'adjustment': 'adjusted',
                            'actual': ''}[kind]} - {''}
        return self.shared(form, name, unit, [
            (self.row(form, name, period, old), weight)
            for old, weight in unit.before])

    def shared(self, form, name, unit, parts):
        if any(part is None for part, _ in parts):
            return None
        parts = [(part, weight) for part, weight in parts
                 if part is not NOT_APPLICABLE]
        if not parts:
            return NOT_APPLICABLE
        space = self.forms[form].operators[name][1]
        flags = set().union(*(flags for (_, flags), _ in parts))
        if any(weight != 1 for _, weight in parts):
            flags.add('estimated')
        if space == 'sum':
            return sum(value * weight for (value, _), weight in parts), flags
        if space == 'max':
            return max(value for (value, _), _ in parts), flags
        return (parts[0][0][0], flags) if len(parts) == 1 else None

    # -- periods

    def filling(self, form, period, unit, month):
        """The rows that fill the months from MONTH on; None: there is a gap."""
        if month > period.last:
            return []
        for kind in KINDS:
            part = period_of(period.year, kind, month)
            if part is None or part.last > period.last or \
                    part.text == period.text or \
                    self.sources(form, part, unit) is None:
                continue
            rest = self.filling(form, period, unit, part.last + 1)
            if rest is not None:
                return [part] + rest
        return None

    def span(self, form, period, unit):
        """(whether the period's own row stands, the rows that fill it)"""
        key = form, period.text, unit
        if key not in self.known:
            own = self.sources(form, period, unit)
            parts = None
            if own is None or 'estimate' in own:
                parts = self.filling(form, period, unit, period.first)
            actual = parts is not None and not any(
                'estimate' in self.sources(form, part, unit)
                for part in parts)
            self.known[key] = own is not None and not actual, parts
        return self.known[key]

    def last(self, form, name, period, unit, first):
        for month in range(period.last, first - 1, -1):
            for kind in KINDS:
                start = month - MONTHS[kind] + 1
                part = period_of(period.year, kind, start) \
                    if start >= first else None
                if part is None or part.text == period.text or \
                        self.sources(form, part, unit) is None:
                    continue
                found = self.row(form, name, part, unit)
                if found is None:
                    continue
                if found is NOT_APPLICABLE:
                    return found
                value, flags = found
                late = month < period.last and \
                    self.forms[form].operators[name][0] != 'constant'
                return value, flags | ({'carried'} if late else set())
        return None

    def within(self, form, name, period, unit):
        if self.inherited(unit, period):
            return self.shared(form, name, unit, [
                (self.over(form, name, period, old), weight)
                for old, weight in unit.before])
        own, parts = self.span(form, period, unit)
        if own:
            return self.row(form, name, period, unit)
        time = self.forms[form].operators[name][0]
        if time in ('flow', 'max'):
            found = [self.row(form, name, part, unit) for part in parts or []]
            if not found or None in found:
                return None
            found = [one for one in found if one is not NOT_APPLICABLE]
            if not found:
                return NOT_APPLICABLE
            combine = sum if time == 'flow' else max
            return combine(value for value, _ in found), \
                set().union(*(flags for _, flags in found))
        if time == 'none':
            return None
        return self.last(form, name, period, unit,
                         1 if time == 'constant' else period.first)

    def over(self, form, name, period, unit):
        found = self.within(form, name, period, unit)
        for _ in range(self.forms[form].operators[name][2]):
            if found is not None:
                break
            period = period.back(0)
            found = self.within(form, name, period, unit)
            if found is not None and found is not NOT_APPLICABLE:
                found = found[0], found[1] | {'carried'}
        return found
