#!/usr/bin/python3
"""apportion DRIVER: largest remainders by Python's fractions, beside known answers.

Known: 47,000, 16,000, 15,800, 12,000, 6,100 and 3,100 votes give 5, 2, 1, 1, 1 and 0
of ten seats; thirds and sixths of 100; ties; parts below zero."""
import random, subprocess, sys
from fractions import Fraction as F

def hamilton(parts, places, whole):
    unit = F(1, 10**places)
    down = [p / unit // 1 for p in parts]
    left = whole / unit - sum(down)
    rests = [p / unit - d for p, d in zip(parts, down)]
    order = sorted(range(len(parts)), key=lambda i: (-rests[i], i))
    if left.denominator != 1 or not 0 <= left <= sum(r > 0 for r in rests):
        return None
    for i in order[:int(left)]:
        down[i] += 1
    return [d * unit for d in down]

def half_up(x, places):
    scaled = abs(x) * 10**places
    n = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return F(n if x >= 0 else -n, 10**places)

votes = [47000, 16000, 15800, 12000, 6100, 3100]
cases = [(0, F(10), [F(10 * v, sum(votes)) for v in votes], [5, 2, 1, 1, 1, 0]),
         (1, F(100), [F(100, 3)] * 3, ['33.4', '33.3', '33.3']),
         (0, F(100), [F(100, 6)] * 6, [17, 17, 17, 17, 16, 16]),
         (0, F(1), [F(1, 2), F(1, 2)], [1, 0]),
         (0, F(-1), [F(-1, 2), F(-1, 2)], [0, -1]),
         (0, F(2), [F(1), F(1)], [1, 1]),
         (0, F(3), [F(1), F(1)], None),         # nothing is to be rounded
         (1, F(1, 100), [F(1, 200)] * 2, None),  # a whole of more places
         (0, F(0), [], [])]
random.seed(20201231)
for _ in range(4000):
    n = random.randint(1, 12)
    places = random.randint(0, 3)
    if random.random() < 0.5:               # shares of 100
        amounts = [random.randint(0, 50) for _ in range(n)]
        total = sum(amounts) or 1
        parts = [F(100 * a, total) for a in amounts]
    else:
        den = random.choice([2, 4, 10, 1000, 7 * 11])
        parts = [F(random.randint(-5000, 50000), den) for _ in range(n)]
    whole = half_up(sum(parts), places)
    if random.random() < 0.05:
        whole += random.randint(-3, 3)
    want = hamilton(parts, places, whole)
    cases.append((places, whole, parts, want))

def text(x):
    """An exact decimal."""
    n, places = x, 0
    while n.denominator != 1:
        n, places = n * 10, places + 1
    s = str(abs(n.numerator)).rjust(places + 1, '0')
    return '-' * (x < 0) + (s if places == 0 else s[:-places] + '.' + s[-places:])

lines = ['%d %s %s' % (p, text(w), ' '.join('%d/%d' % (x.numerator, x.denominator)
                                             for x in parts))
         for p, w, parts, _ in cases]
got = subprocess.run(sys.argv[1:], input='\n'.join(lines) + '\n', text=True,
                     capture_output=True).stdout.splitlines()
bad = len(got) != len(cases)
for line, out, (places, whole, parts, want) in zip(lines, got, cases):
    have = None if out == 'no' else [F(x) for x in out.split()]
    if want is not None:
        want = [F(x) for x in want]
        if sum(want) != whole or any(abs(a - b) * 10**places >= 1
                                     for a, b in zip(want, parts)):
            print('not ok largest remainders: the test is wrong:', line)
    if have != want:
        bad = True
        print('not ok largest remainders: %s: %s instead of %s' % (line, out, want))
        break
if not bad:
    print('ok %d sets of parts rounded by largest remainders' % len(cases))
