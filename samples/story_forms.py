"""The further forms of the sample province's year: debts to recover, the other
bank, trades, models, start-ups, inspections, and the registers of the last
quarter.

They say what the five forms of the capital sources (story.py) leave open and
agree with them: recovered debts with the loans, groups one by one with their
sums.  A form with several rows a unit has a list of rows where others have one.
"""

import datetime

# ---------------------------------------------------------------- debts

DEBTS = {'vay_ke': 'no_vay_ke', 'qua_han': 'no_qua_han', 'lai_ton': 'lai_ton'}
# Balance with NHNo&PTNT at the end of the five quarters [hundredths of % of the
# first]: seven districts grow, Khánh Sơn does not.
NHNO = {'568': (10000, 10110, 10260, 10380, 10520),
        '569': (10000, 10090, 10170, 10300, 10430),
        '570': (10000, 10060, 10150, 10190, 10260),
        '571': (10000, 10120, 10200, 10330, 10490),
        '572': (10000, 10070, 10190, 10310, 10370),
        '573': (10000, 10010, 10030, 10080, 10110),
        '574': (10000, 10090, 10140, 10270, 10360),
        '575': (10000, 9970, 9930, 9880, 9810)}
# Trainees who found work [hundredths of %].
EMPLOYED = {'568': 8900, '569': 8700, '570': 8450, '571': 8300, '572': 8650,
            '573': 7350, '574': 8500, '575': 7900}
# District unions with a budget for the scheme of 2020 [million].
BUDGETS = {'568': 45, '569': 40, '571': 30, '572': 40, '574': 35, '575': 15}
KINDS = ('htx', 'tht', 'to_lien_ket', 'to_dv_gia_dinh', 'mo_hinh_khac')
PROGRAMMES = (('01', 34), ('19', 30), ('02', 6), ('03', 14), ('06', 16))
RECOVERY = 'Vận động trả dần; phần còn lại chuyển lộ trình năm sau'


class FurtherForms:
    """The part of a story that these forms are; see story.Story."""

    def further_forms(self, tools):
        self.__dict__.update(tools)
        for number, quarter in enumerate(self.quarters):
            before = self.quarters[number - 1] if number else None
            for district in self.districts:
                for place, unit in enumerate(
                        self.base_units(district, quarter)):
                    self.other_bank(quarter, number, before, unit)
                    if before:
                        self.start_ups(quarter, unit, place)
                        self.models(quarter, before, unit)
                        self.trades(quarter, unit)
                        self.inspections(quarter, before, unit)
                        self.debts(quarter, before, unit)
        for district in self.districts:
            for place, unit in enumerate(self.base_units(
                    district, self.quarters[-1])):
                self.programmes(self.quarters[-1], unit)
                self.groups_listed(self.quarters[-1], unit)
                self.poor_listed(self.quarters[-1], unit)
                self.debts_listed(self.quarters[-1], unit)

    # -- Biểu 10-NHNo

    def other_bank(self, quarter, number, before, unit):
        draw, percent, K = self.draw, self.percent, self.K
        old = self.of('tin_chap_nhno', before, unit)
        name = quarter, unit.key
        groups = self.size(unit, 'nhno groups', 1, 4)
        members = old['so_tv'] + draw(-2, 3, 'nhno members', *name) if old \
            else groups * draw(11, 19, 'nhno members', unit.key)
        first = self.of('tin_chap_nhno', self.quarters[0], unit)
        start = first['du_no'] if first else members * draw(
            41000, 68000, 'nhno', unit.key) * K
        balance = percent(start, NHNO[unit.parent.code][number] +
                          draw(-40, 40, 'nhno', *name)) // K * K
        opening = old['du_no'] if old else percent(
            balance, draw(9650, 9900, 'nhno opening', unit.key)) // K * K
        repaid = percent(opening, draw(500, 1100, 'nhno repaid', *name)) \
            // K * K
        lent = balance - opening + repaid
        if lent < 0:
            repaid, lent = repaid - lent, 0
        last_year = self.of('tin_chap_nhno', '%d%s' % (
            int(quarter[:4]) - 1, quarter[4:]), unit)
        shops = self.size(unit, 'nhno shops', 1, 6)
        self.put('tin_chap_nhno', quarter, unit, {
            'so_to_vv': groups, 'so_tv': max(members, groups),
            'du_no_3112': start if number else percent(
                start, draw(9100, 9600, 'nhno year', unit.key)) // K * K,
            'du_no_ck_nt': last_year['du_no'] if last_year else percent(
                balance, draw(9050, 9650, 'nhno year ago', *name)) // K * K,
            'cho_vay': lent, 'thu_no': repaid, 'du_no': balance,
            'no_qua_han': percent(balance, draw(21, 60, 'nhno late', *name))
            // K * K,
            'so_hkd_vay': shops, 'so_tht_vay': draw(0, 1, 'nhno tht', unit.key),
            'so_htx_vay': 0, 'du_no_hkd_tht_htx': percent(
                balance, draw(900, 2300, 'nhno shops', *name)) // K * K})

    # -- Biểu 08-THN

    def debts(self, quarter, before, unit):
        """Recovery of each kind of debt since the year's first day."""
        if quarter != self.quarters[-1]:
            return              # all four quarters at once, from the last
        rows = {q: [] for q in self.quarters[1:]}
        for kind, column in DEBTS.items():
            year = self.year_of_debt(unit, kind, column)
            collected = [line['da_thu_lk'] for line in year]
            start = year[0]['no_dau_nam']
            planned = [min(start, self.percent(c, 9000) // self.K * self.K)
                       for c in collected]
            for number, line in enumerate(year):
                if not any(line[n] for n in ('no_dau_nam', 'phat_sinh',
                                             'con_lai', 'da_thu_lk')):
                    continue
                for q, (low, high) in enumerate(zip([0] + planned, planned)):
                    parts = self.share(high - low, [1, 1, 1], self.K)
                    for m, part in enumerate(parts):
                        line['kh_t%02d' % (q * 3 + m + 1)] = part
                rows[self.quarters[number + 1]].append(line)
        for quarter_, lines in rows.items():
            if self.of('uy_thac', quarter_, unit) and \
                    self.exists(unit, quarter_):
                self.put('thu_hoi_no', quarter_, unit, lines)

    def exists(self, unit, quarter):
        return unit.valid(self.last_day(quarter))

    def year_of_debt(self, unit, kind, column):
        first = self.of('uy_thac', self.quarters[0], unit)[column]
        before, total, year = first, 0, []
        for quarter in self.quarters[1:]:
            loans = self.of('uy_thac', quarter, unit)
            came = loans['nqh_phat_sinh'] if kind == 'qua_han' else \
                max(0, loans[column] - before)
            paid = before + came - loans[column]
            total += paid
            left = loans[column]
            year.append({
                'loai_no': kind, 'so_mon': self.items_of(unit, kind, loans),
                'no_dau_nam': first, 'phat_sinh': came, 'da_thu': paid,
                'da_thu_lk': total, 'con_lai': left, 'bien_phap': RECOVERY})
            before = left
        return year

    def items_of(self, unit, kind, loans):
        left = loans[DEBTS[kind]]
        size = {'vay_ke': 15, 'qua_han': 17, 'lai_ton': 9}[kind] * self.MILLION
        return -(-left // size)

    # -- Biểu 13-DN

    def trades(self, quarter, unit):
        draw, name = self.draw, (quarter, unit.key)
        classes = 1 if draw(0, 2, 'class', *name) == 0 else 0
        pupils = classes * draw(18, 33, 'pupils', *name)
        due = draw(5, 19, 'due', *name)
        found = self.percent(due, EMPLOYED[unit.parent.code] +
                             draw(-900, 1100, 'found', *name))
        own, joint = found // draw(2, 4, 'own', *name), found // 7
        told = draw(4, 37, 'told of work', *name)
        talks = draw(0, 3, 'talks', *name)
        self.put('day_nghe', quarter, unit, {
            'so_lop': classes, 'so_hoc_vien': pupils,
            'so_tot_nghiep': due + draw(0, 3, 'finished', *name),
            'hv_den_han_dg': due, 'hv_co_viec': found,
            'vl_dn': found - own - joint, 'vl_tu_tao': own,
            'vl_tht_htx': joint, 'tu_van_nghe': told * 2 + due,
            'gt_viec_lam': told, 'gt_co_viec': told * 2 // 3,
            'xkld_nhu_cau': draw(0, 9, 'wants abroad', *name),
            'xkld_di': draw(0, 1, 'goes abroad', *name),
            'ld_nuoc_ngoai': self.of('to_chuc', quarter, unit)
            ['so_hvpn_ld_nuoc_ngoai'],
            'phien_gdvl': draw(0, 2, 'fairs', *name),
            'ctv_viec_lam': self.size(unit, 'helpers of work', 1, 4),
            'lop_khkt': talks, 'luot_khkt': talks * draw(23, 47, 'talk', *name),
            'kinh_phi': (pupils * draw(210, 390, 'cost', *name) +
                         talks * draw(700, 1900, 'talk cost', *name)) * self.K})

    # -- Biểu 15-KN

    def start_ups(self, quarter, unit, place):
        draw, name = self.draw, (quarter, unit.key)
        talks = draw(0, 3, 'start-up talks', *name)
        helped = draw(0, 7, 'start-ups', *name)
        ideas = draw(0, 4, 'ideas', *name)
        budget = BUDGETS.get(unit.parent.code, 0) if place == 0 else 0
        members = self.of('to_chuc', quarter, unit)['so_hoi_vien']
        joint = 1 if draw(0, 13, 'new tht', *name) == 0 else 0
        firm = 1 if draw(0, 24, 'new firm', *name) == 0 else 0
        minority = helped if unit.kind == 'mountain' else 0
        self.put('khoi_nghiep', quarter, unit, {
            'buoi_tt': talks, 'luot_tt': talks * draw(31, 83, 'heard', *name),
            'tin_mxh': draw(0, 23, 'posts', *name),
            'hv_duoc_tt': self.percent(members, draw(900, 3100, 'told', *name)),
            'pn_nhu_cau': helped + draw(3, 9, 'wish', *name),
            'y_tuong': ideas, 'y_tuong_thi': ideas // 2,
            'pn_duoc_ht': helped, 'ht_ngheo_kk': helped // 3,
            'ht_dtts': self.percent(minority, 7000),
            'ht_khuyet_tat': 1 if helped > 5 else 0,
            'dn_moi': firm, 'htx_moi': 0, 'tht_moi': joint,
            'dn_htx_tu_van': firm + joint,
            'von_ket_noi': helped * draw(9000, 31000, 'capital', *name) * self.K,
            'sp_ket_noi': draw(0, 5, 'goods', *name),
            'can_bo_tap_huan': draw(0, 4, 'trained', *name),
            'kp_huyen': budget * self.MILLION,
            'kp_van_dong': draw(0, 9, 'given', *name) * 370 * self.K})

    # -- Biểu 14-KTTT

    def models(self, quarter, before, unit):
        draw, name = self.draw, (quarter, unit.key)
        rows = []
        first = quarter.endswith('Q1')
        old = {} if first else {
            row['loai_hinh']: row
            for row in self.values['kinh_te_tap_the', before, unit.key]}
        new = self.of('khoi_nghiep', quarter, unit)['tht_moi']
        for kind in KINDS:
            was = old.get(kind)
            start = was['so_dau_nam'] if was else \
                self.size(unit, kind, -3, 2) if first else 0
            start = max(0, start)
            count = was['so_cuoi_ky'] if was else start
            came = new if kind == 'tht' else 1 if kind == 'mo_hinh_khac' and \
                draw(0, 19, 'model', *name) == 0 else 0
            count += came
            if not was and not count and not (kind == KINDS[-1] and not rows):
                continue
            each = draw(9, 15, kind, unit.key)
            jobs = count * draw(3, 8, kind, 'jobs', unit.key)
            row = {
                'loai_hinh': kind, 'so_dau_nam': start, 'thanh_lap_moi': came,
                'giai_the': 0, 'so_cuoi_ky': count,
                'pn_quan_ly': (count + 1) // 2, 'so_tv': count * each,
                'so_tv_nu': count * each * 3 // 4, 'so_viec_lam': jobs,
                'tn_bq': draw(2700, 5900, kind, 'pay', *name) * self.K
                if jobs else None,
                'dung_quy_dinh': count, 'attp_bvmt': count // 2,
                'von_ho_tro': came * draw(3000, 19000, 'aid', *name) * self.K,
                'tap_huan_ql': count and draw(0, 5, kind, 'trained', *name)}
            rows.append(row)
        self.put('kinh_te_tap_the', quarter, unit, rows)

    # -- Biểu 16-KT

    def inspections(self, quarter, before, unit):
        draw, name = self.draw, (quarter, unit.key)
        done = 1 if draw(0, 2, 'inspected', *name) else 0
        groups = self.of('to_tkvv', quarter, unit)['tong_so_to']
        seen = done * draw(1, max(1, groups // 2), 'groups seen', *name)
        wrong = 1 if done and draw(0, 39, 'wrong', *name) == 0 else 0
        self.put('kiem_tra_von', quarter, unit, {
            'so_co_so_kt': done, 'so_to_kt': seen,
            'so_ho_kt': seen * draw(3, 9, 'homes seen', *name),
            'sai_pham': wrong, 'da_xu_ly': wrong,
            'tien_thu_hoi': wrong * draw(1100, 7900, 'returned', *name) * self.K,
            'co_quy_che_von': 0 if draw(0, 30, 'books', unit.key) == 0 else 1,
            'vuong_mac': None})

    # -- Biểu 05-CT, the last quarter

    def programmes(self, quarter, unit):
        loans = self.of('uy_thac', quarter, unit)
        weights = [w + self.draw(-4, 4, code, unit.key)
                   for code, w in PROGRAMMES]
        parts = {name: self.share(loans[column], weights, step)
                 for name, column, step in (
                     ('so_kh_ct', 'so_khach_hang', 1),
                     ('du_no_ct', 'du_no', self.K),
                     ('nqh_ct', 'no_qua_han', self.K),
                     ('khoanh_ct', 'no_khoanh', self.K),
                     ('lai_ton_ct', 'lai_ton', self.K),
                     ('mon_khd_ct', 'mon_khong_hd_3t', 1))}
        self.put('uy_thac_ct', quarter, unit, [
            dict({name: values[i] for name, values in parts.items()},
                 ma_ct=code) for i, (code, _) in enumerate(PROGRAMMES)])

    # -- Biểu 07-CTTO, the last quarter

    def groups_listed(self, quarter, unit):
        group = self.of('to_tkvv', quarter, unit)
        loans = self.of('uy_thac', quarter, unit)
        count, draw = group['tong_so_to'], self.draw
        weights = [draw(17, 23, 'group', n, unit.key) for n in range(count)]

        def parts(total, step=1):
            return self.share(total, weights, step)

        members = parts(group['tong_to_vien'])
        columns = {'so_tv': members,
                   'so_tv_du_no': self.share(group['tv_con_du_no'], members),
                   'so_tv_gui_tk': self.share(group['tv_gui_tk'], members),
                   'du_no_to': parts(loans['du_no'], self.K),
                   'nqh_to': parts(loans['no_qua_han'], self.K),
                   'khoanh_to': parts(loans['no_khoanh'], self.K),
                   'lai_ton_to': parts(loans['lai_ton'], self.K),
                   'so_du_tk_to': parts(loans['so_du_tien_gui'], self.K)}
        marks = [('tot', 85, 98)] * group['to_tot'] + \
            [('kha', 70, 84)] * group['to_kha'] + \
            [('tb', 50, 69)] * group['to_tb'] + \
            [('yeu', 31, 49)] * group['to_yeu'] + \
            [(None, 0, 0)] * group['to_chua_xl']
        rows = []
        for n, (mark, low, high) in enumerate(marks):
            row = {name: values[n] for name, values in columns.items()}
            row.update(ma_to='%s%02d' % (unit.code, n + 1),
                       tv_lai_ton=min(row['so_tv_du_no'],
                                      draw(0, 5, 'owes', n, unit.key)),
                       diem=draw(low, high, 'mark', n, unit.key)
                       if mark else None, xep_loai=mark)
            rows.append(row)
        self.put('ct_to_tkvv', quarter, unit, rows)

    # -- Biểu 02-DS, the last quarter: no person is named

    def poor_listed(self, quarter, unit):
        sums = self.of('giup_ngheo', quarter, unit)
        year, draw = int(quarter[:4]), self.draw
        rows = []
        for head, every, helped, out in (
                (1, sums['chu_ho_ngheo_dn'], sums['chu_ho_duoc_giup_lk'],
                 sums['chu_ho_thoat_ngheo_tt_lk']),
                (0, sums['ho_pn_ngheo_dn'] - sums['chu_ho_ngheo_dn'],
                 sums['ho_duoc_giup_lk'] - sums['chu_ho_duoc_giup_lk'],
                 sums['ho_thoat_ngheo_lk'] -
                 sums['chu_ho_thoat_ngheo_tt_lk'])):
            for n in range(every):
                name = head, n, unit.key
                state = 'thoat_ngheo' if n < out else \
                    'dang_giup' if n < helped else 'chua_giup'
                begun = datetime.date(year, 1, 6) + datetime.timedelta(
                    draw(0, 80, 'begun', *name))
                rows.append({
                    'ma_ho': '%s-%03d' % (unit.code, len(rows) + 1),
                    'pn_chu_ho': head, 'loai_ho': 'ngheo',
                    'bien_phap': ('vay_nhcsxh', 'phuong_tien_sinh_ke',
                                  'day_nghe')[draw(0, 2, 'way', *name)]
                    if n < helped else None,
                    'ngay_bat_dau': begun if n < helped else None,
                    'giup_truc_tiep': 1 if n < helped else 0,
                    'ket_qua': state,
                    'ngay_thoat_ngheo': begun + datetime.timedelta(
                        draw(90, 250, 'out', *name))
                    if state == 'thoat_ngheo' else None})
        self.put('ds_ho_ngheo', quarter, unit, rows)

    # -- Biểu 09-DSTHN, the last quarter

    def debts_listed(self, quarter, unit):
        rows = []
        for line in self.values['thu_hoi_no', quarter, unit.key]:
            count = max(1, line['so_mon'])
            left = self.share(line['con_lai'], [1] * count, self.K)
            paid = self.share(line['da_thu_lk'], [1] * count, self.K)
            for n in range(count):
                total = left[n] + paid[n]
                if not total:
                    continue
                interest = line['loai_no'] == 'lai_ton'
                rows.append({
                    'ma_mon': '66%s%04d%05d' % (
                        unit.code, list(DEBTS).index(line['loai_no']), n + 1),
                    'loai_no': line['loai_no'],
                    'nguoi_chiem_dung': 'người vay ké %d' % (n + 1)
                    if line['loai_no'] == 'vay_ke' else None,
                    'cap_chiem_dung': 'khac'
                    if line['loai_no'] == 'vay_ke' else None,
                    'tien_goc': 0 if interest else total,
                    'tien_lai': total if interest else 0,
                    'so_tien_ky': -(-left[n] // (12 * self.K)) * self.K or None,
                    'da_thu': paid[n], 'con_lai': left[n]})
        self.put('ds_thu_hoi_no', quarter, unit, rows)
