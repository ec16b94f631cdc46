"""Cases for unicode.c, made by Python: KIND INPUT RESULT, bytes in hex.

fold: each letter and sign below U+0250 and the Latin ones of U+1E00 to U+1EFF,
between two others, in lower case; spaces, what shows nothing, ð and its like,
and moved tones apart.
nfc: texts in all mixtures of composed and decomposed letters, and their NFC.
valid: random bytes and the offset of the first that is not UTF-8, or -1.
"""
import random
import unicodedata

random.seed(7)
letters = [c for c in map(chr, range(0x20, 0x1f00))
           if unicodedata.category(c)[0] == 'L']
viet = [c for c in letters if 'LATIN' in unicodedata.name(c, '')]
marks = '\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b'


def put(kind, given, result):
    print(kind, given.hex() or '-', result)


for c in map(chr, [*range(0x21, 0x250), *range(0x1e00, 0x1f00)]):
    if c not in '\x7f\x85\xa0\xad\xf0\xd0\u0189\u0256' and c.lower() not in 'ýỷỹỵỳ':
        text = 'X%sz' % c
        put('fold', text.encode(), unicodedata.normalize(
            'NFC', text.lower()).encode().hex())
for c in letters:
    for form in ('NFC', 'NFD'):
        text = unicodedata.normalize(form, c)
        put('nfc', text.encode(),
            unicodedata.normalize('NFC', text).encode().hex())
for _ in range(5000):
    text = ''.join(
        unicodedata.normalize(random.choice(['NFC', 'NFD']),
                              random.choice(viet)) +
        ''.join(random.choices(marks, k=random.choice([0, 0, 0, 1, 2, 3])))
        for _ in range(random.randrange(1, 12)))
    put('nfc', text.encode(), unicodedata.normalize('NFC', text).encode().hex())


def first_bad(data):
    try:
        data.decode('utf-8', 'strict')
        return -1
    except UnicodeDecodeError as e:
        return e.start


pieces = [b'a', b'\xc3\xa0', b'\xe1\xba\xad', b'\xf0\x9f\x98\x80', b'\xc0\x80',
          b'\xed\xa0\x80', b'\xed\x9f\xbf', b'\xf4\x8f\xbf\xbf',
          b'\xf4\x90\x80\x80', b'\xe0\x80\x80', b'\x80', b'\xff', b'\xe1\xba',
          b'\xef\xbb\xbf', b'\xf8\x88\x80\x80\x80', b'\x00']
for _ in range(20000):
    data = b''.join(random.choices(pieces, weights=[
        9, 9, 9, 5, 1, 1, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1],
        k=random.randrange(0, 9)))
    if random.random() < .3:
        data = bytes(random.randrange(256) for _ in range(random.randrange(6)))
    put('valid', data, first_bad(data))
