"""What stands on the pages of tonghop and on those of Apache FOP, in one shape:
words, pictures and painted rectangles, all in millipoints.  For fop-compare."""
import os
import re
import shutil
import struct
import subprocess
import xml.etree.ElementTree as ET
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
JAVA = '/usr/share/java/'
NEEDED = ['fop', 'bsh', 'commons-io', 'batik-all', 'commons-logging',
          'xmlgraphics-commons', 'xml-apis', 'xml-apis-ext', 'fontbox2']
WELCOME = ['serializer', 'xalan2', 'xercesImpl']    # of other releases
FONTS = ['/usr/share/fonts/truetype/liberation2',
         '/usr/share/fonts/truetype/liberation']
FACES = {(False, False): 'Regular', (True, False): 'Bold',
         (False, True): 'Italic', (True, True): 'BoldItalic'}


def font_path(face):
    for folder in FONTS:
        path = '%s/LiberationSerif-%s.ttf' % (folder, FACES[face])
        if os.path.exists(path):
            return path
    return None


def missing():
    """What is not installed that the comparison needs; or None."""
    if shutil.which('java') is None:
        return 'java'
    for name in NEEDED:
        if not os.path.exists(JAVA + name + '.jar'):
            return JAVA + name + '.jar'
    return None if font_path((False, False)) else 'the Liberation fonts'


class Font:
    """Advances of a TrueType font, in thousandths of an em, cut as FOP does."""

    def __init__(self, path):
        with open(path, 'rb') as f:
            d = f.read()
        t = {}
        for i in range(struct.unpack('>H', d[4:6])[0]):
            tag, _, off, _ = struct.unpack('>4sLLL', d[12 + 16 * i:28 + 16 * i])
            t[tag] = off
        self.upem = struct.unpack('>H', d[t[b'head'] + 18:][:2])[0]
        n = struct.unpack('>H', d[t[b'hhea'] + 34:][:2])[0]
        self.advances = [struct.unpack('>H', d[t[b'hmtx'] + 4 * i:][:2])[0]
                         for i in range(n)]
        self.cmap = {}
        base = t[b'cmap']
        for i in range(struct.unpack('>H', d[base + 2:base + 4])[0]):
            plat, enc, off = struct.unpack('>HHL', d[base + 4 + 8 * i:][:8])
            if (plat, enc) == (3, 1):
                self.read_cmap(d, base + off)

    def read_cmap(self, d, at):
        segs = struct.unpack('>H', d[at + 6:at + 8])[0] // 2

        def array(k, kind):
            start = at + 14 + 2 * segs * k + (2 if k > 0 else 0)
            return start, struct.unpack('>%d%s' % (segs, kind),
                                        d[start:start + 2 * segs])
        ends, starts = array(0, 'H')[1], array(1, 'H')[1]
        deltas = array(2, 'h')[1]
        where, offsets = array(3, 'H')
        for i in range(segs):
            for c in range(starts[i], ends[i] + 1):
                if offsets[i] == 0:
                    g = (c + deltas[i]) & 0xffff
                else:
                    p = where + 2 * i + offsets[i] + 2 * (c - starts[i])
                    g = struct.unpack('>H', d[p:p + 2])[0]
                    g = (g + deltas[i]) & 0xffff if g else 0
                self.cmap[c] = g

    def advance(self, ch):
        g = self.cmap.get(ord(ch), 0)
        w = self.advances[min(g, len(self.advances) - 1)]
        return w * 1000 // self.upem


class Page:
    def __init__(self, size):
        self.size = size        # width, height
        self.words = []         # x, y, end, word
        self.images = []        # x, y, width, height
        self.rects = []         # x, y, width, height, colour, and
                                # whether all of it is sure to be painted


FONT = {}


def words_of_run(x, y, text, face, size, letter=0, word=0, adjust=None):
    """(x, y, end, word) for each word of a run of text."""
    if face not in FONT:
        FONT[face] = Font(font_path(face))
    font = FONT[face]
    out, start, current = [], x, ''
    for i, ch in enumerate(text):
        if adjust and i < len(adjust):
            x += adjust[i]
        if ch in ' \u00a0':
            if current:
                out.append([start, y, x, current])
            current = ''
            x += font.advance(' ') * size // 1000 + letter + word
            continue
        if ch in '\u200b\u00ad':
            continue
        if not current:
            start = x
        current += ch
        x += font.advance(ch) * size // 1000 + letter
    if current:
        out.append([start, y, x, current])
    return out


def touch(a, b):
    return abs(a[1] - b[1]) < 5 and abs(b[0] - a[2]) < 300


def without_leaders(words):
    """Without the dots of leaders: six or more of them beside each other."""
    out, dots = [], []
    for w in words + [None]:
        if w and not w[3].strip('.') and (not dots or touch(dots[-1], w)):
            dots.append(w)
            continue
        if sum(len(d[3]) for d in dots) < 6:
            out += dots
        dots = []
        if w and not w[3].strip('.'):
            dots.append(w)
        elif w:
            out.append(w)
    return out


def join(words):
    """Words in reading order; those that touch on one baseline are one.  The
    dots of leaders are left out."""
    out = []
    for w in without_leaders(sorted(words, key=lambda w: (w[1], w[0]))):
        if out and touch(out[-1], w):
            out[-1][2] = w[2]
            out[-1][3] += w[3]
        else:
            out.append(list(w))
    return [w for w in out if w[3].strip('.')]


# -- tonghop -------------------------------------------------------------------

def unescape(s):
    s = re.sub(r'\\u\{(\w+)\}', lambda u: chr(int(u.group(1), 16)), s)
    return s.replace('\\"', '"').replace('\\\\', '\\')


def read_item(page, line):
    m = re.match(r'text (-?\d+) (-?\d+) (\d+) (\d+) (.*?) "(.*)"', line)
    if m:
        spaced = re.search(r'" spaced (-?\d+)', line)
        page.words += words_of_run(
            int(m.group(1)), int(m.group(2)), unescape(m.group(6)),
            ('/bold' in m.group(5), '/italic' in m.group(5)), int(m.group(4)),
            int(spaced.group(1)) if spaced else 0)
    m = re.match(r'(rect|image) (-?\d+) (-?\d+) (\d+) (\d+) (.*)', line)
    if m and m.group(1) == 'image':
        page.images.append(tuple(map(int, m.groups()[1:5])))
    elif m:
        page.rects.append(tuple(map(int, m.groups()[1:5])) +
                          (m.group(6), True))


def pages_of_tonghop(command, path):
    run = subprocess.run(command + ['dump', 'layout', path, '--lang', 'en'],
                         capture_output=True, text=True)
    if run.returncode >= 2:
        raise RuntimeError(run.stderr.strip() or 'status %d' % run.returncode)
    pages = []
    for line in run.stdout.splitlines():
        m = re.match(r'page \d+ (\d+)x(\d+)', line)
        if m:
            pages.append(Page((int(m.group(1)), int(m.group(2)))))
        elif pages:
            read_item(pages[-1], line)
    for p in pages:
        p.words = join(p.words)
    return pages


# -- Apache FOP's intermediate format ------------------------------------------

def number(node, name, otherwise=0):
    return int(node.get(name, otherwise))


def read_text(node, x, y, font, page):
    dx = node.get('dx')
    page.words += words_of_run(
        x + number(node, 'x'), y + number(node, 'y'), node.text or '',
        (font['bold'], font['italic']), font['size'],
        number(node, 'letter-spacing'), number(node, 'word-spacing'),
        [int(v) for v in dx.split()] if dx else None)


def read_borders(node, x, y, page):
    """The four sides, each as "(style,colour,width,...)".  A side may reach into
    the corners, but which of two that meet there is seen is not said."""
    x, y = x + number(node, 'x'), y + number(node, 'y')
    w, h = number(node, 'width'), number(node, 'height')
    sides = {name: node.get(name).strip('()').split(',')
             for name in ('top', 'bottom', 'left', 'right') if node.get(name)}
    top, bottom, left, right = (
        int(sides[name][2]) if name in sides else 0
        for name in ('top', 'bottom', 'left', 'right'))
    for name, (style, color, width, *_) in sides.items():
        b = int(width)
        whole = {'top': (x, y, w, b), 'bottom': (x, y + h - b, w, b),
                 'left': (x, y, b, h), 'right': (x + w - b, y, b, h)}[name]
        page.rects.append(whole + (color, False))
        if style in ('dashed', 'dotted'):
            continue
        x0, y0, w0, h0 = whole
        page.rects.append(
            ((x0 + left, y0, w0 - left - right, h0)
             if name in ('top', 'bottom') else
             (x0, y0 + top, w0, h0 - top - bottom)) + (color, True))


def read_rule(node, x, y, page):
    b = number(node, 'stroke-width')
    page.rects.append((x + number(node, 'x1'), y + number(node, 'y1') - b // 2,
                       number(node, 'x2') - number(node, 'x1'), b,
                       node.get('color'),
                       node.get('style') not in ('dashed', 'dotted')))


def read_picture(node, x, y, page):
    """An image; or an SVG drawing, of which only plain texts are compared."""
    x, y = x + number(node, 'x'), y + number(node, 'y')
    w, h = number(node, 'width'), number(node, 'height')
    if len(node) == 0:
        page.images.append((x, y, w, h))
        return
    box = [float(v) for v in node[0].get('viewBox').split()]
    for text in node.iter('{http://www.w3.org/2000/svg}text'):
        page.words += words_of_run(
            int(x + float(text.get('x')) * w / box[2]),
            int(y + float(text.get('y')) * h / box[3]), text.text or '',
            (False, False), int(float(text.get('font-size')) * w / box[2]))


def walk(node, x, y, font, page):
    tag = node.tag.split('}')[-1]
    for kind, values in re.findall(r'(\w+)\(([^)]*)\)',
                                   node.get('transform', '')):
        moves = [int(v) for v in re.split('[ ,]+', values)] + [0]
        if kind == 'translate':
            x, y = x + moves[0], y + moves[1]
    if tag == 'font':
        font['bold'] = number(node, 'weight', 700 if font['bold'] else 400) \
            >= 600
        if node.get('style'):
            font['italic'] = node.get('style') != 'normal'
        font['size'] = number(node, 'size', font['size'])
    elif tag == 'text':
        read_text(node, x, y, font, page)
    elif tag == 'border-rect':
        read_borders(node, x, y, page)
    elif tag == 'line':
        read_rule(node, x, y, page)
    elif tag == 'rect':
        page.rects.append((x + number(node, 'x'), y + number(node, 'y'),
                           number(node, 'width'), number(node, 'height'),
                           node.get('fill'), True))
    elif tag == 'image':
        read_picture(node, x, y, page)
        return
    for child in node:
        walk(child, x, y, font, page)


def pages_of_if(path):
    pages = []
    for node in ET.parse(path).getroot().iter():
        if node.tag.split('}')[-1] == 'page':
            page = Page((number(node, 'width'), number(node, 'height')))
            walk(node, 0, 0, {'bold': False, 'italic': False, 'size': 0}, page)
            page.words = join(page.words)
            pages.append(page)
    return pages


def write_configuration(path):
    with open(path, 'w', encoding='utf-8') as f:
        f.write('<fop version="1.0"><complex-scripts disabled="true"/>'
                '<renderers><renderer mime="application/pdf"><fonts>')
        for (bold, italic), _ in FACES.items():
            f.write('<font kerning="no" embed-url="file://%s">' %
                    font_path((bold, italic)))
            for style in ('italic', 'oblique') if italic else ('normal',):
                f.write('<font-triplet name="Liberation Serif" style="%s" '
                        'weight="%s"/>' % (style, 'bold' if bold else 'normal'))
            f.write('</font>')
        f.write('</fonts></renderer></renderers></fop>')


def run_fop(pairs, work, kind='if', options=('-XX:TieredStopAtLevel=1',)):
    """Let FOP print all (in, out) pairs in one process: its answers."""
    conf = os.path.join(work, 'fop.xconf')
    write_configuration(conf)
    jars = [JAVA + n + '.jar' for n in NEEDED + WELCOME]
    run = subprocess.run(
        ['java', '-Djava.awt.headless=true', '-Dorg.apache.commons.logging.Log='
         'org.apache.commons.logging.impl.NoOpLog', *options, '-cp',
         ':'.join(j for j in jars if os.path.exists(j)), 'bsh.Interpreter',
         os.path.join(HERE, 'fop-all.bsh'), conf, kind],
        input=''.join('%s\t%s\n' % p for p in pairs), capture_output=True,
        text=True)
    answers = run.stdout.splitlines()
    if len(answers) != len(pairs):
        raise RuntimeError('FOP answered %d of %d: %s' % (
            len(answers), len(pairs), (run.stdout + run.stderr)[-500:]))
    return answers


# -- pictures for the documents ------------------------------------------------

def png(width, height):
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + \
            struct.pack('>I', zlib.crc32(kind + data))
    line = b'\0' + b'\xc0\x30\x30' * width
    return b'\x89PNG\r\n\x1a\n' + chunk(
        b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)) + \
        chunk(b'IDAT', zlib.compress(line * height)) + chunk(b'IEND', b'')


def jpeg(width, height):
    """A grey JPEG: every block of 8 by 8 is "no difference, no more"."""
    def segment(kind, data):
        return b'\xff' + bytes([kind]) + struct.pack('>H', len(data) + 2) + data
    blocks = -(-width // 8) * -(-height // 8)
    bits = '00' * blocks            # each of the two codes is one bit
    bits += '1' * (-len(bits) % 8)
    table = bytes([1] + [0] * 15 + [0])
    return b'\xff\xd8' + \
        segment(0xe0, b'JFIF\0\1\1\1' + struct.pack('>HHBB', 144, 144, 0, 0)) + \
        segment(0xdb, b'\0' + b'\1' * 64) + \
        segment(0xc0, struct.pack('>BHHB', 8, height, width, 1) + b'\1\x11\0') + \
        segment(0xc4, b'\0' + table) + segment(0xc4, b'\x10' + table) + \
        segment(0xda, b'\1\1\0\0\x3f\0') + \
        int(bits, 2).to_bytes(len(bits) // 8, 'big') + b'\xff\xd9'


def write_pictures(folder):
    for name, data in (('seal.png', png(60, 40)), ('map.png', png(300, 100)),
                       ('photo.jpg', jpeg(96, 64))):
        with open(os.path.join(folder, name), 'wb') as f:
            f.write(data)
