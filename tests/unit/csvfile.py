"""Tables for csvfile.c as Python's csv writes them.

Each case: a line of the table's bytes in hex, then one with its rows: cells in
hex joined by "," and rows by ";" ("-" is an empty cell).
"""
import csv
import io
import random

random.seed(99)
PARTS = ['', 'a', 'Vạn Ninh', '1.234,5', '"', 'a"b', ',', ';', '\n', 'x\ny',
         '\r\n', "'", '""', '0', 'xã "Ninh, Hòa"', '\t|']


def cell(s):
    return s.encode().hex() or '-'


for i in range(3000):
    rows = [[''.join(random.choices(PARTS, k=random.randrange(3)))
             for _ in range(random.randrange(1, 6))]
            for _ in range(random.randrange(1, 6))]
    rows = [[c.strip(' \t') for c in r] for r in rows]
    # a row of one empty cell is an empty line: not what is tested here
    rows = [r if r != [''] else ['x'] for r in rows]
    # with one-character line ends, csv leaves the other character unquoted
    end = random.choice(['\n', '\r\n', '\r'])
    quoting = random.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
    out = io.StringIO()
    csv.writer(out, quoting=quoting, lineterminator=end if
               quoting == csv.QUOTE_ALL else '\r\n').writerows(rows)
    text = out.getvalue()
    print(text.encode().hex())
    print(';'.join(','.join(map(cell, r)) for r in rows))
