"""How the reporting duties stand on a day, a second time: from the plan, the
calendar, the units, the ledger's days and the files themselves."""

import csv
import datetime
import hashlib
import os
import xml.etree.ElementTree as tree

from site_files import Period, children, read_forms, read_units
from store import Store

DAY = datetime.timedelta(days=1)
PARTS = {'month': ['-%02d' % m for m in range(1, 13)],
         'quarter': ['-Q%d' % q for q in range(1, 5)],
         'half': ['-H1', '-H2'], 'nine-months': ['-9M'], 'year': ['']}


def day_of(year, month, day):
    """A day of a month that may lie before January or behind December."""
    return datetime.date(year + (month - 1) // 12, (month - 1) % 12 + 1, day)


class Calendar:
    def __init__(self, root):
        self.off, self.worked = set(), set()
        for element in root.iter():
            name = element.tag.rpartition('}')[2]
            if name == 'holiday':
                day = datetime.date.fromisoformat(element.get('from'))
                last = datetime.date.fromisoformat(
                    element.get('to') or element.get('from'))
                while day <= last:
                    self.off.add(day)
                    day += DAY
            elif name == 'working':
                self.worked.add(datetime.date.fromisoformat(element.get('on')))

    def works(self, day):
        return day not in self.off and (
            day.weekday() < 5 or day in self.worked)

    def moved(self, day, step):
        while not self.works(day):
            day += step * DAY
        return day

    def late(self, deadline, day):
        """Working days behind a deadline up to a day; one at least."""
        count = 0
        while day > deadline:
            count += self.works(day)
            day -= DAY
        return max(count, 1)


class Duty:
    def __init__(self, element, calendar):
        self.id, self.said = element.get('id'), element.get
        self.forms = (element.get('forms') or '').split()
        self.kinds = element.get('periods').split()
        self.month_end = (element.get('month-end') or '').split()
        self.cut_off = int(element.get('cut-off') or 0)
        self.calendar = calendar

    def periods(self, within):
        """Those that end within a period."""
        first = day_of(within.year, within.first, 1)
        found = [Period(str(within.year) + part)
                 for kind in self.kinds for part in PARTS[kind]]
        return [p for p in found if first <= p.end <= within.end]

    def data(self, form, period):
        """The first and the last day of the data."""
        before = day_of(period.year, period.first - 1, 1)
        if not self.cut_off:
            return day_of(period.year, period.first, 1), period.end
        if form in self.month_end:
            return before, day_of(period.year, period.last, 1) - DAY
        return before.replace(day=self.cut_off) + DAY, \
            datetime.date(period.year, period.last, self.cut_off)

    def deadline(self, period):
        end, said = self.data(None, period)[1], self.said
        month = period.last + (0 if said('month') == 'same' else 1)
        if said('until'):
            day = datetime.date.fromisoformat(said('until'))
        elif said('before'):
            day = datetime.date.fromisoformat(said('before')) - DAY
        elif said('until-day'):
            day = day_of(period.year, month, int(said('until-day')))
        elif said('before-day'):
            day = day_of(period.year, month, int(said('before-day'))) - DAY
        elif said('after-end'):
            day = end + int(said('after-end')) * DAY
        else:
            day = end
            for _ in range(int(said('working-days'))):
                day = self.calendar.moved(day + DAY, 1)
        step = {'yes': 1, 'next': 1, 'previous': -1}.get(said('shift'))
        return self.calendar.moved(day, step) if step else day


class Duties:
    """A site, its ledger and its files."""

    def __init__(self, path):
        root = tree.parse(os.path.join(path, 'site.xml')).getroot()
        self.path, self.calendar = path, Calendar(root)
        self.levels = [e.get('id') for e in root.iter()
                       if e.tag.rpartition('}')[2] == 'level']
        self.units = read_units(path)
        self.forms = read_forms(path, self.levels)
        self.files = {}
        for top in ('accepted', 'superseded'):
            for folder, _, names in os.walk(os.path.join(path, top)):
                for name in names:
                    file = os.path.join(folder, name)
                    with open(file, 'rb') as data:
                        self.files.setdefault(hashlib.sha256(
                            data.read()).hexdigest(), file)
        with open(os.path.join(path, 'ledger.csv'), encoding='utf-8',
                  newline='') as file:
            self.ledger = [row for row in csv.DictReader(file)
                           if row['event'] in ('accepted', 'rejected')]

    def sender_level(self, form):
        """Told by the form's own file, or the level above its rows."""
        for folder in (os.path.join(self.path, 'forms'), os.path.join(
                os.path.dirname(os.path.abspath(__file__)), '..', '..', '..',
                'schemas', 'forms')):
            file = os.path.join(folder, form + '.xml')
            if os.path.exists(file):
                said = tree.parse(file).getroot().get('sender')
                return self.levels.index(said) if said else \
                    self.forms[form].level - 1
        raise ValueError(form)

    def is_empty(self, row):
        """Whether an accepted file has rows and no value in any of them."""
        form = self.forms[row['form']]
        path = self.files[row['sha256']]
        with open(path, encoding='utf-8-sig', newline='') as file:
            text = file.read()
        read = Store.xml if text.lstrip().startswith('<') else Store.table
        return not form.key and not any(
            value is not None for _, values in read(form, text, path)
            for value in values.values())

    def receipts(self, form, unit, period, today):
        return [(datetime.date.fromisoformat(row['day']), row)
                for row in self.ledger
                if (row['form'], row['unit'], row['period']) ==
                (form, unit.code, period.text) and
                row['day'] <= today.isoformat()]

    def report(self, duty, form, unit, period, today):
        """What is to be said of one expected report."""
        came = self.receipts(form, unit, period, today)
        taken = [(day, row) for day, row in came if row['event'] == 'accepted']
        speaks = [n for n, (_, row) in enumerate(came)
                  if row['event'] == 'accepted' and not self.is_empty(row)]
        deadline = duty.deadline(period)
        over = today > deadline
        counts = bool(taken) and not self.is_empty(taken[-1][1])
        first = came[speaks[0]][0] if counts else None
        if counts:
            state = 'late' if first > deadline else \
                'resubmitted' if speaks[-1] > 0 else 'on-time'
        else:
            state = 'pending' if not over else 'missing' if not came else \
                'empty' if taken else 'rejected'
        start, end = duty.data(form, period)
        return {
            'data_from': start, 'data_to': end, 'deadline': deadline,
            'state': state, 'received': first or '',
            'latest': came[-1][0] if came else '',
            'days_late': self.calendar.late(deadline, first)
            if state == 'late' else 0,
            'sequence': max([int(row['sequence']) for _, row in taken] or [0]),
            'files': len(came), 'over': over}

    def expected(self, within, today):
        """(duty, period, form, unit, report) of all that is expected."""
        root = tree.parse(os.path.join(
            self.path, 'plans', '%d.xml' % within.year)).getroot()
        for element in children(root, 'duty'):
            duty = Duty(element, self.calendar)
            for period in duty.periods(within):
                for form in duty.forms:
                    level = self.sender_level(form)
                    for unit in self.units:
                        if unit.level == level and unit.reports and \
                                unit.valid(period.end):
                            yield duty, period, form, unit, self.report(
                                duty, form, unit, period, today)

    def rows(self, within, today):
        """The rows of `tonghop data PERIOD --duties`, by what they are of."""
        rows = {}
        for duty, period, form, unit, report in self.expected(within, today):
            above = unit
            while above:
                for key in (('', '', ''), (duty.id, period.text, form)):
                    row = rows.setdefault(
                        (above.code, above.full_name) + key,
                        {'expected': 0, 'due': 0, 'timely': 0, 'complete': 0})
                    row['level'] = self.levels[above.level]
                    self.add(row, report)
                    if key[0]:
                        for name in ('data_from', 'data_to', 'deadline'):
                            row[name] = report[name]
                    if key[0] and above is unit:
                        row.update((name, report[name]) for name in (
                            'state', 'received', 'latest', 'days_late',
                            'sequence', 'files'))
                above = above.parent
        return rows

    @staticmethod
    def add(row, report):
        timely = report['state'] in ('on-time', 'resubmitted')
        row['expected'] += 1
        row['due'] += report['over']
        row['timely'] += report['over'] and timely
        row['complete'] += report['over'] and (
            timely or report['state'] == 'late')


def compare(duties, within, today, file, say):
    """Compare what tonghop wrote; the number of rows."""
    rows, seen = duties.rows(within, today), set()
    for theirs in csv.DictReader(file):
        key = tuple(theirs.pop(name) for name in (
            'unit', 'unit_name', 'duty', 'period', 'form'))
        if key not in rows or key in seen:
            say('%s: not expected' % ' '.join(key))
            continue
        seen.add(key)
        for name, value in theirs.items():
            ours = str(rows[key].get(name, ''))
            if value != ours:
                say('%s: %s is "%s", recomputed "%s"' % (
                    ' '.join(key), name, value, ours))
    for key in set(rows) - seen:
        say('%s: not in the data' % ' '.join(key))
    return len(seen)
