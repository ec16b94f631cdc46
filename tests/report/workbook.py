#!/usr/bin/python3
"""workbook.py FILE.xlsx: what workbook.c wrote: nothing cut, nothing made up."""
import sys
import openpyxl

def units(count):
    return ', '.join('đơn vị %d' % i for i in range(count))

sheet = openpyxl.load_workbook(sys.argv[1]).worksheets[0]
rows = [[c.value for c in r] for r in sheet.iter_rows()]
bad = []
if sheet.title != '1' or rows[0][0] != '?':
    bad.append('sheet "%s"' % sheet.title)
cell = rows[2][1]
below = ''.join(r[0] for r in rows[11:] if r[0])
at = below.find('B3: ')
if len(cell) > 32767 or cell + below[at + 4:] != units(5000):
    bad.append('the text of a cell is not whole')
if below[:at] != units(12000):
    bad.append('a note is not whole')
if any(sheet.cell(r, 1).data_type != 's' or sheet.cell(r, 1).value != '=1+1'
       for r in range(3, 12)):
    bad.append('a text is a formula')
want = [1 / 3, 123456789012345, '1.234.567.890.123.456', 0, -12.5, 0.12, '8', '"7"',
        2.675]
for r, w in enumerate(want, 3):
    c = sheet.cell(r, 3)
    if c.value != w and not (isinstance(w, float) and isinstance(c.value, float) and
                             abs(c.value - w) < 1e-14):
        bad.append('%s is %r instead of %r' % (c.coordinate, c.value, w))
formats = ['#,##0.00', '#,##0', None, '#,##0.00', '#,##0.0"* ư"', '#,##0.00', None,
           None, '"≥ "#,##0.00" %"']
for r, f in enumerate(formats, 3):
    got = sheet.cell(r, 3).number_format
    if f is not None and got.split(';')[0] != f:
        bad.append('C%d has the format %s' % (r, got))
print('not ok workbook: ' + '; '.join(bad) if bad else
      'ok workbook: long texts and long numbers')
