"""The sample province's year: what each base union has to report.

All people, households and money are made up, at the magnitudes of such a
province.  Each number is a function of its name alone (a hash), so it comes out
the same on every run and every machine.  Story().values holds the rows of all
forms; samples/generate writes them as files.
"""

import csv
import datetime
import hashlib
import os
import xml.etree.ElementTree as tree

from story_forms import FurtherForms

HERE = os.path.dirname(os.path.abspath(__file__))
SITE = os.path.join(HERE, 'khanh-hoa')
FORMS = os.path.join(HERE, '..', 'schemas', 'forms')
FORM_NS = '{urn:tonghop:form:1}'
QUARTERS = ['2019-Q4', '2020-Q1', '2020-Q2', '2020-Q3', '2020-Q4']
MONTHS = ['2020-%02d' % m for m in range(1, 13)]
K = 1000                        # all amounts are multiples of 1.000 đồng
MILLION = 1000000
HOLIDAYS = ['2020-01-01', '2020-01-23', '2020-01-24', '2020-01-27',
            '2020-01-28', '2020-01-29', '2020-04-02', '2020-04-30',
            '2020-05-01', '2020-09-02', '2021-01-01']

# ---------------------------------------------------------------- chance


def draw(low, high, *name):
    """A whole number from LOW to HIGH that depends on NAME alone."""
    text = '/'.join(str(part) for part in name)
    digest = hashlib.sha256(text.encode()).digest()
    return low + int.from_bytes(digest[:8], 'big') % (high - low + 1)


def share(total, weights, step=1):
    """Split TOTAL (a multiple of STEP) by WEIGHTS into multiples of STEP."""
    units, whole = total // step, sum(weights)
    parts = [units * w // whole for w in weights]
    rest = [(-(units * w % whole), i) for i, w in enumerate(weights)]
    for _, i in sorted(rest)[:units - sum(parts)]:
        parts[i] += 1
    return [part * step for part in parts]


def percent(number, hundredths):
    return number * hundredths // 10000


# ------------------------------------------------- the site's own files


def last_day(period):
    year, _, part = period.partition('-')
    month = {'': 12, 'H1': 6, 'H2': 12, 'Q1': 3, 'Q2': 6, 'Q3': 9,
             'Q4': 12}.get(part) or int(part)
    after = datetime.date(int(year) + month // 12, month % 12 + 1, 1)
    return after - datetime.timedelta(days=1)


def working(day):
    """The day, or else the next one on which people work."""
    while day.weekday() > 4 or day.isoformat() in HOLIDAYS:
        day += datetime.timedelta(days=1)
    return day


def read_table(name):
    with open(os.path.join(SITE, name), encoding='utf-8-sig') as file:
        return list(csv.DictReader(file))


class Unit:
    def __init__(self, row, parent):
        self.code, self.name, self.type = row['code'], row['name'], row['type']
        self.parent = parent
        self.kind = row.get('class') or (parent.kind if parent else '')
        self.first = row.get('valid_from') or '0001-01-01'
        self.last = row.get('valid_to') or '9999-12-31'
        self.reports = (row.get('reports') or 'yes') not in ('no', '0', 'false')
        if parent and not parent.reports:
            self.reports = False
        self.key = self.code + '@' + self.first
        self.before = []        # units that this one replaced

    def valid(self, day):
        return self.first <= day.isoformat() <= self.last

    @property
    def full_name(self):
        return self.type + ' ' + self.name


def read_units():
    """The districts that report, each with its base units of all times."""
    by_code, districts = {}, {}
    for row in read_table('units.csv'):
        options = by_code.get(row['parent'], [])
        unit = Unit(row, options[-1] if options else None)
        by_code.setdefault(unit.code, []).append(unit)
        depth = 0 if unit.parent is None else 1 if unit.parent.parent is None \
            else 2
        if depth == 1 and unit.reports:
            districts[unit] = []
        elif depth == 2 and unit.reports:
            districts[unit.parent].append(unit)
    for event in read_table('unit-events.csv'):
        day = datetime.date.fromisoformat(event['valid_from'])
        eve = day - datetime.timedelta(days=1)
        old = [u for u in by_code.get(event['old_code'], []) if u.valid(eve)]
        new = [u for u in by_code.get(event['new_code'], []) if u.valid(day)]
        if old and new and old[0] is not new[0]:
            new[0].before.append(old[0])
    return dict(sorted(districts.items(), key=lambda item: item[0].code))


class Form:
    def __init__(self, name):
        root = tree.parse(os.path.join(FORMS, name + '.xml')).getroot()
        self.id = root.get('id')
        self.code = root.get('code')
        self.short = self.code.split()[-1]
        self.title = root.findtext(FORM_NS + 'title')
        self.fields = [(f.get('name'), f.get('type'),
                        f.findtext(FORM_NS + 'label'))
                       for f in root.iter(FORM_NS + 'field')]


# ------------------------------------------------------ the year's story

# Overdue share of the entrusted loans [millionths of the balance] of each
# district at the end of the five quarters.
OVERDUE = {
    '568': (2710, 2640, 2480, 2260, 2030), '569': (2950, 2840, 2610, 2490, 2240),
    '570': (3120, 3050, 2960, 2830, 2700), '571': (2880, 2960, 3040, 3110, 3180),
    '572': (2890, 2800, 2740, 2610, 2470), '573': (5620, 5350, 4940, 4510, 4080),
    '574': (3060, 3010, 2900, 2820, 2749), '575': (4410, 4270, 3890, 3620, 3310),
}
# Districts whose balance is rounded so that the share above is exact.
EXACT = {('570', '2020-Q4'): 10 * MILLION, ('574', '2020-Q4'): 1000 * MILLION}
# Share of poor households helped by the end of each quarter [hundredths of %].
HELPED = {'2019-Q4': 8150, '2020-Q1': 2100, '2020-Q2': 4700, '2020-Q3': 6800,
          '2020-Q4': 8450}
HELPED_LESS = {'573': -1250, '569': 350, '570': 150, '575': -450}
# Members who save through the groups [hundredths of %].
SAVERS = {'568': 9630, '569': 9710, '570': 9440, '571': 9580, '572': 9660,
          '573': 8340, '574': 9620, '575': 8120}
# Weak groups: district 571 alone, in its communes number 4 and 9.
WEAK = {'2019-Q4': (1, 2), '2020-Q1': (1, 2), '2020-Q2': (1, 1),
        '2020-Q3': (2, 1), '2020-Q4': (2, 1)}


class Story(FurtherForms):
    def __init__(self):
        self.districts = read_units()
        self.values = {}        # (form, period, unit key) -> {field: value}
        for number, quarter in enumerate(QUARTERS):
            self.quarter(number, quarter)
        self.plan_for_the_poor()
        self.year_estimate()
        self.revolving_fund()
        self.further_forms({
            'quarters': QUARTERS, 'draw': draw, 'percent': percent,
            'share': share, 'last_day': last_day, 'K': K, 'MILLION': MILLION})

    def base_units(self, district, period):
        day = last_day(period)
        return [u for u in self.districts[district] if u.valid(day)]

    def put(self, form, period, unit, values):
        self.values[form, period, unit.key] = values

    def of(self, form, period, unit):
        """A unit's values, or those of the units it replaced, added up."""
        found = self.values.get((form, period, unit.key))
        if found is None and unit.before:
            parts = [self.of(form, period, u) for u in unit.before]
            if all(parts):
                found = {name: sum(p[name] for p in parts) for name in parts[0]}
        return found

    # -- the shape of a base union, the same all year

    @staticmethod
    def is_town(unit):
        return unit.type in ('phường', 'thị trấn')

    def size(self, unit, what, low, high):
        """A trait of a unit; that of a merged unit is the sum."""
        if unit.before:
            return sum(self.size(u, what, low, high) for u in unit.before)
        return draw(low, high, what, unit.key)

    def groups_at_first(self, unit):
        if unit.kind == 'mountain':
            return self.size(unit, 'groups', 5, 9)
        if self.is_town(unit):
            return self.size(unit, 'groups', 5, 10)
        return self.size(unit, 'groups', 8, 14)

    # -- one quarter

    def quarter(self, number, quarter):
        before = QUARTERS[number - 1] if number else None
        for district in self.districts:
            units = self.base_units(district, quarter)
            for unit in units:
                self.organisation(quarter, before, unit)
                self.poor_households(quarter, number, before, unit)
                self.groups(quarter, before, unit, units.index(unit))
            self.loans(quarter, number, before, district, units)
            for unit in units:
                self.group_money(quarter, unit)
                self.savings(quarter, number, unit)

    def organisation(self, quarter, before, unit):
        old = self.of('to_chuc', before, unit)
        if old:
            members = old['so_hoi_vien'] + draw(-3, 9, 'members', quarter,
                                                unit.key)
            women = old['so_phu_nu_18'] + draw(0, 8, 'women', quarter, unit.key)
            abroad = max(0, old['so_hvpn_ld_nuoc_ngoai'] +
                         draw(-1, 1, 'abroad', quarter, unit.key))
            minority = old['so_hoi_vien_dtts']
            branches, groups = old['so_chi_hoi'], old['so_to_hoi']
        else:
            women = self.size(unit, 'women', 900, 1500) \
                if unit.kind == 'mountain' \
                else self.size(unit, 'women', 2100, 4400)
            members = percent(women, self.size(unit, 'membership', 5200, 6600))
            minority = percent(members, draw(6500, 9300, 'minority', unit.key)
                               if unit.kind == 'mountain'
                               else draw(0, 160, 'minority', unit.key))
            abroad = draw(0, 14, 'abroad', unit.key)
            branches = self.size(unit, 'branches', 4, 8)
            groups = branches * 2 + self.size(unit, 'teams', 2, 18)
        self.put('to_chuc', quarter, unit, {
            'so_chi_hoi': branches, 'so_to_hoi': groups,
            'so_phu_nu_18': women, 'so_hoi_vien': members,
            'so_hoi_vien_dtts': minority, 'so_hvpn_ld_nuoc_ngoai': abroad})

    def poor_at_start(self, unit, year):
        """Poor women's households; of these, headed by a woman."""
        if unit.before:
            parts = [self.poor_at_start(u, year) for u in unit.before]
            return tuple(map(sum, zip(*parts)))
        if unit.kind == 'mountain':
            poor = draw(70, 170, 'poor', year, unit.key)
        elif self.is_town(unit):
            poor = draw(2, 24, 'poor', year, unit.key)
        else:
            poor = draw(14, 62, 'poor', year, unit.key)
        return poor, percent(poor, draw(3600, 5800, 'heads', unit.key))

    def poor_households(self, quarter, number, before, unit):
        year = quarter[:4]
        poor, heads = self.poor_at_start(unit, year)
        others = poor - heads
        old = self.of('giup_ngheo', before, unit) \
            if before and before[:4] == year else None
        reach = HELPED[quarter] + HELPED_LESS.get(unit.parent.code, 0)
        reach += draw(-500, 500, 'reach', year, unit.key)
        out = {'2019-Q4': 2300, '2020-Q1': 150, '2020-Q2': 700,
               '2020-Q3': 1500, '2020-Q4': 2900}[quarter]
        out += draw(-150, 700, 'out', year, unit.key)

        heads_helped = min(heads, -(-heads * (reach + 400) // 10000))
        others_helped = min(others, percent(others, reach + 250))
        heads_out = min(heads_helped, percent(heads, out))
        if quarter.endswith('Q4') and draw(0, 9, 'enough', year, unit.key):
            heads_out = max(heads_out, min(3, heads_helped))
        others_out = min(others_helped, percent(others, out - 100))
        last = {name: old[name] if old else 0 for name in (
            'ho_duoc_giup_lk', 'chu_ho_duoc_giup_lk', 'ho_thoat_ngheo_lk',
            'chu_ho_thoat_ngheo_tt_lk')}
        heads_helped = max(heads_helped, last['chu_ho_duoc_giup_lk'])
        others_helped = max(others_helped, last['ho_duoc_giup_lk'] -
                            last['chu_ho_duoc_giup_lk'])
        heads_out = max(heads_out, last['chu_ho_thoat_ngheo_tt_lk'])
        others_out = max(others_out, last['ho_thoat_ngheo_lk'] -
                         last['chu_ho_thoat_ngheo_tt_lk'], 0)
        total = {'ho_duoc_giup_lk': heads_helped + others_helped,
                 'chu_ho_duoc_giup_lk': heads_helped,
                 'ho_thoat_ngheo_lk': heads_out + others_out,
                 'chu_ho_thoat_ngheo_tt_lk': heads_out}
        values = {'ho_pn_ngheo_dn': poor, 'chu_ho_ngheo_dn': heads,
                  'ho_phat_sinh': max(0, draw(-5, 2, 'new', quarter, unit.key))}
        for name in ('ho_duoc_giup', 'chu_ho_duoc_giup', 'ho_thoat_ngheo',
                     'chu_ho_thoat_ngheo_tt'):
            values[name] = total[name + '_lk'] - last[name + '_lk']
            values[name + '_lk'] = total[name + '_lk']
        helped = values['ho_duoc_giup']
        livelihoods = draw(0, helped // 6 + 1, 'livelihood', quarter, unit.key)
        values.update({
            'giup_von': percent(helped, draw(3500, 7000, 'fund', quarter,
                                             unit.key)),
            'giup_nghe_viec': helped // draw(5, 12, 'work', quarter, unit.key),
            'giup_khkt': helped // draw(2, 6, 'skills', quarter, unit.key),
            'giup_sinh_ke': livelihoods,
            'giup_khac': draw(0, helped // 2 + 1, 'else', quarter, unit.key),
            'tri_gia_giup': helped * draw(350, 900, 'value', quarter,
                                          unit.key) * K +
            livelihoods * draw(4, 12, 'cow', quarter, unit.key) * MILLION,
            'guong_thoat_ngheo': draw(0, 1, 'example', quarter, unit.key)
            if heads_out else 0})
        self.put('giup_ngheo', quarter, unit, values)

    def groups(self, quarter, before, unit, place):
        """Number and rating of the savings-and-loan groups."""
        old = self.of('to_tkvv', before, unit)
        new = 1 if old and draw(0, 9, 'group', quarter, unit.key) == 0 else 0
        closed = 1 if old and not new and old['tong_so_to'] > 6 and \
            draw(0, 19, 'closed', quarter, unit.key) == 0 else 0
        count = old['tong_so_to'] + new - closed if old \
            else self.groups_at_first(unit)
        weak = 0
        if unit.parent.code == '571' and place in (4, 9):
            weak = WEAK[quarter][place // 9]
        middling = 1 if draw(0, 9, 'middling', quarter[:4], unit.key) == 0 else 0
        if unit.kind == 'mountain' and draw(0, 5, 'middling2', unit.key) == 0:
            middling += 1
        fair = percent(count, draw(800, 2600, 'fair', unit.key))
        good = count - new - weak - middling - fair
        # Members: 5 to 60 a group.
        each = draw(27, 36, 'each', unit.key) if unit.kind == 'mountain' \
            else draw(33, 45, 'each', unit.key)
        borrowers = count * each + draw(-6, 6, 'borrowers', quarter, unit.key)
        members = borrowers + draw(2, count, 'members of groups', quarter,
                                   unit.key)
        savers = percent(members, SAVERS[unit.parent.code] +
                         draw(-140, 140, 'savers', unit.key))
        steady = savers - draw(0, savers // 30, 'steady', quarter, unit.key)
        self.put('to_tkvv', quarter, unit, {
            'tong_so_to': count, 'to_tot': good, 'to_kha': fair,
            'to_tb': middling, 'to_yeu': weak, 'to_chua_xl': new,
            'tong_to_vien': members, 'tv_con_du_no': borrowers,
            'tv_gui_tk': savers, 'tv_gui_tk_du_3t': steady,
            'tv_nop_lai_du_3t': borrowers - draw(0, borrowers // 25, 'interest',
                                                 quarter, unit.key),
            'so_du_tk': 0,
            'to_cung_co': min(weak + middling,
                              draw(0, 1, 'mended', quarter, unit.key)),
            'to_moi': new, 'to_giai_the': closed})

    def loans(self, quarter, number, before, district, units):
        """The entrusted loans of a district's base units."""
        rows = []
        for unit in units:
            old = self.of('uy_thac', before, unit)
            group = self.of('to_tkvv', quarter, unit)
            row = {'so_to_tkvv': group['tong_so_to'],
                   'so_khach_hang': group['tv_con_du_no']}
            wanted = row['so_khach_hang'] * MILLION // 1000 * (
                draw(37000, 43500, 'loan', unit.key) + 420 * number)
            wanted -= wanted % (100 * K)
            row['du_no_dau_ky'] = old['du_no'] if old else percent(
                wanted, draw(9700, 9950, 'opening', unit.key)) // K * K
            row['du_no_dau_nam'] = old['du_no'] if quarter.endswith('Q1') else \
                old['du_no_dau_nam'] if old else \
                percent(wanted, draw(9000, 9500, 'year', unit.key)) // K * K
            repaid = percent(row['du_no_dau_ky'], draw(
                430, 820, 'repaid', quarter, unit.key)) // K * K
            moved = draw(-40, 40, 'moved', quarter, unit.key) * 5 * MILLION \
                if draw(0, 29, 'moves', quarter, unit.key) == 0 else 0
            lent = wanted - row['du_no_dau_ky'] + repaid - moved
            if lent < 0:
                repaid, lent = repaid - lent, 0
            row.update(cho_vay=lent, thu_no=repaid, dieu_chuyen=moved,
                       xoa_no=0, du_no=wanted)
            rows.append((unit, old, row))
        step = EXACT.get((district.code, quarter))
        if step:
            excess = -sum(row['du_no'] for _, _, row in rows) % step
            for part, (_, _, row) in zip(
                    share(excess, [1] * len(rows), K), rows):
                row['cho_vay'] += part
                row['du_no'] += part
        balance = sum(row['du_no'] for _, _, row in rows)
        overdue = balance * OVERDUE[district.code][number] // MILLION
        if not step:
            overdue -= overdue % K
        weights = [max(0, draw(-45, 100, 'late', unit.key)) ** 3 +
                   draw(0, 2500, 'late', quarter, unit.key)
                   for unit in units]
        parts = share(overdue, weights, K)
        for part, (unit, old, row) in zip(parts, rows):
            self.loan_quality(quarter, unit, old, row, part)

    def loan_quality(self, quarter, unit, old, row, overdue):
        name = quarter, unit.key
        frozen = old['no_khoanh'] if old else \
            draw(1, 9, 'frozen', unit.key) * 5 * MILLION \
            if draw(0, 8, 'freezes', unit.key) == 0 else 0
        was = old['no_qua_han'] if old else \
            percent(overdue, draw(8000, 12000, 'was', unit.key)) // K * K
        came = max(0, overdue - was) + percent(
            was, draw(0, 2500, 'came', *name)) // K * K
        due = percent(row['du_no'], draw(150, 172, 'due', *name)) // K * K
        left = old['lai_ton'] if old else percent(
            due, draw(200, 800, 'left', unit.key)) // K * K
        due += left
        paid = 10000 - draw(240, 900, 'paid', *name)
        if draw(0, 44, 'behind', unit.key) == 0:
            paid = 10000 - draw(2850, 4100, 'behind', *name)
        paid = percent(due, paid) // K * K
        idle = draw(1, 4, 'idle', *name) if draw(0, 8, 'idles', *name) == 0 \
            else 0
        borrowed = draw(1, 2, 'borrowed name', unit.key) \
            if draw(0, 33, 'borrowed names', unit.key) == 0 else 0
        row.update({
            'no_trong_han': row['du_no'] - overdue - frozen,
            'no_qua_han': overdue, 'no_khoanh': frozen,
            'nqh_phat_sinh': came, 'nqh_thu_hoi': was + came - overdue,
            'lai_phai_thu': due, 'lai_thuc_thu': paid, 'lai_ton': due - paid,
            'kh_khong_hd_3t': idle,
            'mon_khong_hd_3t': idle + (draw(0, 2, 'items', *name)
                                       if idle else 0),
            'du_no_khong_hd_3t': idle * draw(12, 45, 'idle', unit.key) * MILLION,
            'no_chiem_dung': 0, 'so_vu_chiem_dung': 0,
            'no_vay_ke': borrowed * draw(8, 30, 'borrowed', unit.key) * MILLION,
            'so_ho_vay_ke': borrowed, 'so_du_tien_gui': 0})
        self.put('uy_thac', quarter, unit, row)

    def group_money(self, quarter, unit):
        """Deposits of the groups: the same amount in both forms."""
        group = self.of('to_tkvv', quarter, unit)
        number = QUARTERS.index(quarter)
        each = draw(900, 1700, 'deposit', unit.key) + 45 * number
        group['so_du_tk'] = group['tv_gui_tk'] * each * K
        self.of('uy_thac', quarter, unit)['so_du_tien_gui'] = group['so_du_tk']

    def savings(self, quarter, number, unit):
        """Savings at branches and teams of the union."""
        base = self.of('to_chuc', quarter, unit)
        branches, teams = base['so_chi_hoi'], base['so_to_hoi']
        members = base['so_hoi_vien']
        year = quarter[:4]
        idle = 1 if draw(0, 21, 'no savings', year, unit.key) == 0 else 0
        saving = percent(members, draw(7550, 8850, 'saving', unit.key) +
                         40 * number)
        turning = self.size(unit, 'turning', 7, 18)
        mutual = self.size(unit, 'mutual', 7, 17)
        pigs = self.size(unit, 'pigs', 150, 365) + 6 * number
        at_bank = draw(30, 90, 'bank', unit.key) + 2 * number
        money = {
            'xv_so_tien': turning * (draw(28, 44, 'turning', unit.key) +
                                     number) * MILLION,
            'gn_so_tien': mutual * (draw(11, 19, 'mutual', unit.key) * 10 +
                                    6 * number) * 100 * K,
            'heo_so_tien': pigs * draw(240, 520, 'pig', unit.key) * K,
            'nh_so_du': at_bank * (draw(35, 70, 'bank', unit.key) * 10 +
                                   9 * number) * 20 * K}
        day = draw(3, 22, 'poor day', quarter, unit.key) * 500 * K
        loans = draw(35, 98, 'loans', quarter, unit.key)
        values = {
            'so_chi_hoi': branches, 'chi_hoi_tk': branches - idle,
            'so_to_hoi': teams, 'to_hoi_tk': teams - 2 * idle,
            'so_hoi_vien': members, 'hv_tham_gia': min(saving, members),
            'xv_so_to': turning,
            'xv_so_tv': turning * draw(10, 14, 'turners', unit.key),
            'xv_co_thoa_thuan': percent(turning, min(
                10000, draw(5500, 8500, 'agreed', unit.key) + 600 * number)),
            'gn_so_to': mutual,
            'gn_so_tv': mutual * draw(11, 18, 'helpers', unit.key),
            'heo_so_con': pigs, 'nh_so_nguoi': at_bank,
            'ngay_pnn_so_tien': day, 'ngay_pnn_giup': day // (2 * MILLION),
            'tong_so_du': sum(money.values()), 'luot_vay': loans,
            'ds_cho_vay': loans * draw(800, 1400, 'loan', quarter,
                                       unit.key) * K,
            'chi_hoi_co_quy_che': branches - idle *
            draw(0, 1, 'rules', unit.key)}
        values.update(money)
        self.put('tiet_kiem', quarter, unit, values)

    # -- forms of other periods

    def plan_for_the_poor(self):
        for district in self.districts:
            for place, unit in enumerate(self.base_units(district, '2020')):
                poor, heads = self.poor_at_start(unit, '2020')
                helped = -(-poor * draw(82, 95, 'plan', unit.key) // 100)
                heads_helped = -(-heads * draw(87, 97, 'plan heads',
                                               unit.key) // 100)
                helped = min(poor, max(helped, heads_helped))
                direct = min(heads_helped, max(min(heads, 3), heads * 3 // 10))
                out = min(helped, direct + draw(1, 4, 'plan out', unit.key))
                out = max(out, direct)
                day = datetime.date(2020, 2, 10) + datetime.timedelta(
                    days=draw(0, 35, 'plan day', unit.key))
                self.put('ke_hoach_giup_ngheo', '2020', unit, {
                    'so_van_ban': '%02d/KH-BTV' % (place + 3),
                    'ngay_ban_hanh': day, 'ho_pn_ngheo': poor,
                    'ho_ngheo_pn_chu_ho': heads, 'kh_ho_duoc_giup': helped,
                    'kh_chu_ho_duoc_giup': heads_helped,
                    'kh_ho_thoat_ngheo': out, 'kh_chu_ho_thoat_ngheo_tt': direct,
                    'kh_kinh_phi': helped * draw(500, 1100, 'budget',
                                                 unit.key) * K,
                    'kh_bien_phap': MEASURES[draw(0, len(MEASURES) - 1,
                                                  'measure', unit.key)]})

    def year_estimate(self):
        """What the districts expect by the end of the year, in November."""
        flows = ('ngay_pnn_so_tien', 'ngay_pnn_giup', 'luot_vay', 'ds_cho_vay')
        for district in self.districts:
            for unit in self.base_units(district, '2020'):
                values = dict(self.of('tiet_kiem', '2020-Q4', unit))
                for name in flows:
                    done = sum(self.of('tiet_kiem', q, unit)[name]
                               for q in QUARTERS[1:4])
                    step = 100 * K if name in ('ngay_pnn_so_tien',
                                               'ds_cho_vay') else 1
                    values[name] = done * 4 // 3 // step * step
                self.put('tiet_kiem', '2020', unit, values)

    def revolving_fund(self):
        for month, before in zip(MONTHS, [None] + MONTHS):
            for district in self.districts:
                for unit in self.base_units(district, month):
                    self.fund_month(month, self.of('quay_vong', before, unit),
                                    unit)
        for period, months in (('2020-H1', MONTHS[:6]), ('2020-H2', MONTHS[6:]),
                               ('2020', MONTHS)):
            for district in self.districts:
                for unit in self.base_units(district, period):
                    values = dict(self.of('quay_vong', months[-1], unit))
                    for name in ('von_bo_sung', 'von_nop_ve', 'cho_vay',
                                 'ho_vay_moi', 'thu_goc', 'thu_lai',
                                 'ho_thoat_ngheo'):
                        values[name] = sum(self.of('quay_vong', m, unit)[name]
                                           for m in months)
                    self.put('quay_vong', period, unit, values)

    def fund_month(self, month, old, unit):
        name = month, unit.key
        fund = old['von_giao'] if old else \
            self.size(unit, 'fund', 6, 20) * 10 * MILLION
        balance = old['du_no'] if old else percent(
            fund, draw(7000, 9000, 'fund out', unit.key)) // MILLION * MILLION
        homes = old['so_ho_con_no'] if old else balance // (5 * MILLION)
        added = 20 * MILLION if draw(0, 59, 'added', *name) == 0 else 0
        fund += added
        repaid = min(balance, draw(0, 8, 'repays', *name) * MILLION)
        room = (fund - balance + repaid) // (5 * MILLION)
        loans = min(room, draw(0, 2, 'lends', *name)) if homes else 0
        lent = loans * 5 * MILLION
        balance += lent - repaid
        homes = max(1, homes + loans - repaid // (5 * MILLION))
        self.put('quay_vong', month, unit, {
            'von_giao': fund, 'von_bo_sung': added, 'von_nop_ve': 0,
            'cho_vay': lent, 'ho_vay_moi': loans, 'thu_goc': repaid,
            'thu_lai': percent(balance, 55) // K * K, 'du_no': balance,
            'so_ho_con_no': homes, 'no_qua_han': 0, 'so_ho_qua_han': 0,
            'ton_quy': fund - balance,
            'ho_thoat_ngheo': 1 if draw(0, 40, 'escaped', *name) == 0 else 0})


MEASURES = [
    'Tín chấp vay vốn NHCSXH; hướng dẫn cách làm ăn',
    'Trao phương tiện sinh kế, vốn quay vòng giảm nghèo',
    'Dạy nghề, giới thiệu việc làm; chuyển giao KHKT',
    'Hỗ trợ ngày công, cây con giống; xây mái ấm tình thương',
]
