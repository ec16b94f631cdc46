"""Cases for decimal.c, with results by Python's own integers and fractions.

One case a line: OP A B N WANT; a number is COEF:SCALE, a ratio NUM/DEN, "_"
stands for nothing.  WANT is "=VALUE" (must succeed), "?VALUE" (may say false,
else must be VALUE), "!" (must say false).  VALUE is a fraction p/q.
"""
import random
from fractions import Fraction

random.seed(20200401)
LOW, HIGH = -2**127, 2**127 - 1
PLACES = 18


def fits(n):
    return LOW <= n <= HIGH


def value(d):
    return Fraction(d[0], 10**d[1])


def trimmed(d):
    c, s = d
    while s > 0 and c % 10 == 0:
        c, s = c // 10, s - 1
    return c, s


def aligned(a, b):
    s = max(a[1], b[1])
    return a[0] * 10**(s - a[1]), b[0] * 10**(s - b[1]), s


def representable(v):
    """Whether a value is COEF / 10^SCALE within the limits at all."""
    c = v * 10**PLACES
    if c.denominator != 1:
        return False
    c, _ = trimmed((c.numerator, PLACES))
    return fits(c)


def show(v):
    return f'{v.numerator}/{v.denominator}'


def verdict(ok, v, possible=True):
    return ('=' if ok else '?' if possible else '!') + (
        show(v) if ok or possible else '')


def decimal():
    kind = random.randrange(10)
    if kind == 0:
        return random.choice([LOW, HIGH, 0, 1, -1, LOW + 1, HIGH - 1]), \
            random.randrange(PLACES + 1)
    digits = random.randrange(1, 39) if kind < 4 else random.randrange(1, 16)
    c = random.randrange(-10**digits, 10**digits)
    if random.random() < .3:
        c = c // 10**random.randrange(1, 6) * 10**random.randrange(0, 6)
    while not fits(c):
        c //= 10
    return c, random.choice([0, 0, 2, 2, 4, random.randrange(PLACES + 1)])


def text(d):
    return f'{d[0]}:{d[1]}'


def put(op, a, b, n, want):
    print(op, a, b, n, want)


def add_or_sub(op, sign):
    a, b = decimal(), decimal()
    x, y, s = aligned(a, b)
    r = x + sign * y
    ok = fits(x) and fits(y) and fits(r)
    put(op, text(a), text(b), 0,
        verdict(ok, Fraction(r, 10**s), representable(Fraction(r, 10**s))))


def product(a, b):
    """What multiplying gives, None where it may say false."""
    a, b = trimmed(a), trimmed(b)
    c, s = a[0] * b[0], a[1] + b[1]
    return (c, s) if fits(c) and s <= PLACES else None


def mul():
    a, b = decimal(), decimal()
    v = value(a) * value(b)
    put('mul', text(a), text(b), 0,
        verdict(product(a, b) is not None, v, representable(v)))


def near(d):
    """A number that is close to D, so that comparing is hard."""
    c, s = d
    up = random.randrange(0, PLACES - s + 1)
    c2 = c * 10**up + random.choice([-1, 0, 0, 1])
    return (c2, s + up) if fits(c2) else (c, s)


def cmp():
    a = decimal()
    b = near(a) if random.random() < .5 else decimal()
    put('cmp', text(a), text(b), (value(a) > value(b)) - (value(a) < value(b)),
        '-')


def half_away(v, scale):
    v *= 10**scale
    n, r = divmod(abs(v.numerator), v.denominator)
    n += 2 * r >= v.denominator
    return n if v >= 0 else -n


def rescale():
    a, n = decimal(), random.randrange(PLACES + 1)
    c = value(a) * 10**n
    ok = c.denominator == 1 and fits(c.numerator)
    put('rescale', text(a), '_', n, verdict(ok, value(a), False))


def rounding():
    a, n = decimal(), random.randrange(PLACES + 1)
    if random.random() < .3 and a[1] > n:     # a half, exactly
        c = a[0] // 10**(a[1] - n) * 10**(a[1] - n) + 5 * 10**(a[1] - n - 1)
        a = (c, a[1]) if fits(c) else a
    c = half_away(value(a), n)
    v = Fraction(c, 10**n)
    put('round', text(a), '_', n,
        verdict(fits(c) and fits(a[0] * 10**max(0, n - a[1])), v, fits(c)))


def ratio():
    while True:
        den = decimal()
        den = (abs(den[0]), den[1])
        if den[0] > 0 and fits(den[0]):
            break
    if random.random() < .3:
        den = 1, 0
    return decimal(), den


def quotient(r):
    return value(r[0]) / value(r[1])


def ratio_text(r):
    return text(r[0]) + '/' + text(r[1])


def ratio_op(op):
    a, b = ratio(), ratio()
    if op in ('radd', 'rsub') and random.random() < .3:
        b = b[0], a[1]
    x, y = quotient(a), quotient(b)
    if op == 'rdiv' and y == 0:
        put(op, ratio_text(a), ratio_text(b), 0, '!')
        return
    if op == 'rmul':
        v, parts = x * y, [product(a[0], b[0]), product(a[1], b[1])]
    elif op == 'rdiv':
        sign = 1 if y > 0 else -1   # the denominator is kept above zero
        v, parts = x / y, [product(a[0], (sign * b[1][0], b[1][1])),
                           product(a[1], (sign * b[0][0], b[0][1]))]
        if sign * b[0][0] > HIGH:
            parts = [None]
    else:
        sign = 1 if op == 'radd' else -1
        v = x + sign * y
        if value(a[1]) == value(b[1]):
            p, q = a[0], b[0]
        else:
            p, q = product(a[0], b[1]), product(b[0], a[1])
        parts = [p, q, product(a[1], b[1]) if value(a[1]) != value(b[1])
                 else a[1]]
        if p and q:
            m, n, _ = aligned(p, q)
            if not (fits(m) and fits(n) and fits(m + sign * n)):
                parts = [None]
    put(op, ratio_text(a), ratio_text(b), 0, verdict(None not in parts, v))


def ratio_cmp():
    a, b = ratio(), ratio()
    if random.random() < .2:        # as far apart as numbers can be
        a = (random.randrange(HIGH // 2, HIGH) * random.choice([1, -1]),
             random.choice([0, PLACES])), (
            random.randrange(HIGH // 2, HIGH), random.choice([0, PLACES]))
        b = (random.randrange(HIGH // 2, HIGH) * random.choice([1, -1]),
             random.choice([0, PLACES])), (
            random.randrange(HIGH // 2, HIGH), random.choice([0, PLACES]))
    elif random.random() < .4:      # the same or nearly the same quotient
        k = random.randrange(2, 99)
        b = ((a[0][0] * k + random.choice([-1, 0, 0, 1]), a[0][1]),
             (a[1][0] * k, a[1][1]))
        if not (fits(b[0][0]) and fits(b[1][0])):
            b = a
    x, y = quotient(a), quotient(b)
    put('rcmp', ratio_text(a), ratio_text(b), (x > y) - (x < y), '-')


def ratio_round():
    a, n = ratio(), random.randrange(0, 7)
    up = n + a[1][1] - a[0][1]
    num, den = a[0][0] * 10**max(up, 0), a[1][0] * 10**max(-up, 0)
    c = half_away(quotient(a), n)
    put('rround', ratio_text(a), '_', n,
        verdict(fits(num) and fits(den) and fits(c), Fraction(c, 10**n),
                fits(c)))


def parse():
    if random.random() < .5:
        whole = random.choice(['', '-']) + str(random.randrange(10**random.randrange(1, 33)))
        s = whole + random.choice(['', '.' + ''.join(random.choices(
            '0123456789', k=random.randrange(0, 21)))])
    else:
        s = ''.join(random.choices('0123456789.-+e, ', k=random.randrange(1, 8)))
        s = s.replace(' ', '_')
    body = s[1:] if s.startswith('-') else s
    whole, point, places = body.partition('.')
    good = (whole.isdigit() and (not point or places.isdigit()) and
            len(places) <= 18 and len(whole + places) <= 30)
    put('parse', s, '_', 0, '=' + show(Fraction(s)) if good else '!')


def formatting():
    a = decimal()
    c, s = trimmed(a)
    digits = str(abs(c)).rjust(s + 1, '0')
    out = digits[:len(digits) - s] + ('.' + digits[-s:] if s else '')
    put('format', text(a), '_', 0, ('-' if c < 0 else '') + out)


OPS = [lambda: add_or_sub('add', 1), lambda: add_or_sub('sub', -1), mul, cmp,
       rescale, rounding, lambda: ratio_op('radd'), lambda: ratio_op('rsub'),
       lambda: ratio_op('rmul'), lambda: ratio_op('rdiv'), ratio_cmp,
       ratio_round, parse, formatting]
for i in range(100000):
    OPS[i % len(OPS)]()
