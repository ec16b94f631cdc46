#!/usr/bin/python3
"""Checks PDFs that paint makes with programs that know nothing of it: qpdf,
poppler, MuPDF, Ghostscript, and a reader of TrueType outlines below.  One line
a check; exit status 1 when one failed.  Run from anywhere."""
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import time
import unicodedata
import xml.etree.ElementTree as ET
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TMP = tempfile.mkdtemp(prefix="paint-")
DRAW = os.path.join(TMP, "draw")
LIBERATION = "/usr/share/fonts/truetype/liberation2/Liberation"
DEJAVU = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
failed = 0


def check(name, why):
    """WHY is empty when the check holds."""
    global failed
    if why:
        failed += 1
        print("not ok %s: %s" % (name, str(why)[:600]))
    else:
        print("ok %s" % name)


def run(*args, stdin=None):
    return subprocess.run(args, input=stdin, capture_output=True, cwd=TMP)


def build():
    objects = []
    for room in ("base", "paint"):
        folder = os.path.join(ROOT, "compiler", room)
        objects += ["build/%s/%s.o" % (room, f[:-2])
                    for f in sorted(os.listdir(folder)) if f.endswith(".c")]
    libs = ("libxml-2.0", "libpcre2-8", "harfbuzz", "harfbuzz-subset",
            "libqpdf", "jansson", "libmd")
    subprocess.run(["make", "-s", "-C", ROOT] + objects, check=True)
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", *libs],
                           check=True, capture_output=True, text=True).stdout
    subprocess.run(["gcc", "-std=c11", "-D_GNU_SOURCE", "-Icompiler", "-Wall",
                    "-Wextra", "-O1", "-g", "-o", DRAW,
                    os.path.join(HERE, "draw.c"), *objects, *flags.split(),
                    "-lcsv", "-lhpdf", "-lunistring", "-lm"],
                   check=True, cwd=ROOT)


def draw(case, *options):
    """Draw a case; its file."""
    path = os.path.join(TMP, case + ".pdf")
    r = run(DRAW, case, "-o", path, *options)
    if r.returncode != 0 or r.stderr:
        check(case + " is drawn", r.stderr.decode() or "status %d" %
              r.returncode)
    return path


# --- what other programs say -------------------------------------------------

def check_readers(name, path):
    r = run("qpdf", "--check", path)
    check(name + ": qpdf finds no error", r.stderr.decode() if
          r.returncode == 0 else r.stdout.decode() + r.stderr.decode())
    for tool, args in (
            ("pdftoppm", ("pdftoppm", "-r", "30", path, "ppm")),
            ("pdftotext", ("pdftotext", path, "-")),
            ("mutool", ("mutool", "draw", "-o", "mu.png", "-r", "30", path)),
            ("gs", ("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=nullpage",
                    path))):
        r = run(*args)
        said = r.stderr.decode()
        if tool == "gs":
            said += r.stdout.decode()
        # Debian builds MuPDF so; it says this of every document
        said = said.replace("warning: ICC support is not available\n", "")
        said = "\n".join(s for s in said.splitlines()
                         if tool != "mutool" or not s.startswith("page "))
        check("%s: %s reads it silently" % (name, tool),
              said or ("" if r.returncode == 0 else r.returncode))


def check_fonts(name, path, names):
    lines = run("pdffonts", path).stdout.decode().splitlines()[2:]
    got = [re.split(r"\s{2,}|(?<=TrueType)\s", s)[0] for s in lines]
    bare = [g.split("+")[-1] for g in got]
    why = "" if bare == names else "fonts %s" % bare
    for g, line in zip(got, lines):
        if not re.match(r"[A-Z]{6}\+", g):
            why = "no subset tag: " + g
        if not re.search(r"CID TrueType +Identity-H +yes yes yes ", line):
            why = line
    check(name + ": faces are embedded, cut and mapped", why)


def check_text(name, path, expected):
    for tool, args in (("poppler", ("pdftotext", "-layout", path, "-")),
                       ("mupdf", ("mutool", "draw", "-F", "txt", path))):
        got = [s.strip() for s in run(*args).stdout.decode().splitlines()]
        got = [s for s in got if s and s != "\f"]
        want = [unicodedata.normalize("NFC", s) for s in expected]
        wrong = [(a, b) for a, b in zip(got, want) if a != b]
        check("%s: %s copies the text" % (name, tool), wrong or
              ("" if len(got) == len(want) else "%d lines" % len(got)))


# --- outlines, read without any library --------------------------------------

class Face:
    def __init__(self, data):
        self.data = data
        count = struct.unpack(">H", data[4:6])[0]
        self.tables = {}
        for i in range(count):
            tag, _, at, size = struct.unpack(">4sLLL",
                                             data[12 + 16 * i:28 + 16 * i])
            self.tables[tag.decode()] = data[at:at + size]
        head = self.tables["head"]
        self.upem = struct.unpack(">H", head[18:20])[0]
        wide = struct.unpack(">h", head[50:52])[0]
        loca = self.tables["loca"]
        if wide:
            self.loca = struct.unpack(">%dL" % (len(loca) // 4), loca)
        else:
            self.loca = [2 * n for n in
                         struct.unpack(">%dH" % (len(loca) // 2), loca)]

    def cmap(self, c):
        """The glyph of a character by a format 4 map."""
        t = self.tables["cmap"]
        for i in range(struct.unpack(">H", t[2:4])[0]):
            platform, _, at = struct.unpack(">HHL", t[4 + 8 * i:12 + 8 * i])
            if platform == 3 and struct.unpack(">H", t[at:at + 2])[0] == 4:
                break
        n = struct.unpack(">H", t[at + 6:at + 8])[0] // 2
        part = [struct.unpack(">%dH" % n, t[at + 14 + 2 * n * k + pad:
                                            at + 14 + 2 * n * k + pad + 2 * n])
                for k, pad in ((0, 0), (1, 2), (2, 2), (3, 2))]
        for i in range(n):
            if c <= part[0][i]:
                break
        if c < part[1][i]:
            return 0
        if part[3][i] == 0:
            return (c + part[2][i]) & 0xffff
        p = at + 16 + 6 * n + 2 * i + part[3][i] + 2 * (c - part[1][i])
        glyph = struct.unpack(">H", t[p:p + 2])[0]
        return (glyph + part[2][i]) & 0xffff if glyph else 0

    def contours(self, glyph, depth=0):
        """The points of a glyph, parts put in their places."""
        g = self.tables["glyf"][self.loca[glyph]:self.loca[glyph + 1]]
        if len(g) < 10:
            return []
        n = struct.unpack(">h", g[:2])[0]
        return self.simple(g, n) if n >= 0 else self.composite(g, depth)

    def simple(self, g, n):
        if n == 0:
            return []
        ends = struct.unpack(">%dH" % n, g[10:10 + 2 * n])
        at = 10 + 2 * n
        at += 2 + struct.unpack(">H", g[at:at + 2])[0]
        flags = []
        while len(flags) <= ends[-1]:
            f, at = g[at], at + 1
            repeat = 1
            if f & 8:
                repeat, at = 1 + g[at], at + 1
            flags += [f] * repeat
        axes = []
        for short, same in ((2, 16), (4, 32)):
            value, values = 0, []
            for f in flags[:ends[-1] + 1]:
                if f & short:
                    value += g[at] if f & same else -g[at]
                    at += 1
                elif not f & same:
                    value += struct.unpack(">h", g[at:at + 2])[0]
                    at += 2
                values.append(value)
            axes.append(values)
        return [(x, y, f & 1) for x, y, f in zip(*axes, flags)]

    def composite(self, g, depth):
        at, more, result = 10, True, []
        while more:
            flags, glyph = struct.unpack(">HH", g[at:at + 4])
            at += 4
            size = ">hh" if flags & 1 else ">bb"
            dx, dy = struct.unpack(size, g[at:at + struct.calcsize(size)])
            at += struct.calcsize(size)
            m = (1, 0, 0, 1)
            if flags & 8:
                s = struct.unpack(">h", g[at:at + 2])[0] / 16384
                m, at = (s, 0, 0, s), at + 2
            elif flags & 64:
                s = [v / 16384 for v in struct.unpack(">hh", g[at:at + 4])]
                m, at = (s[0], 0, 0, s[1]), at + 4
            elif flags & 128:
                m = [v / 16384 for v in struct.unpack(">4h", g[at:at + 8])]
                at += 8
            for x, y, on in self.contours(glyph, depth + 1):
                result.append((x * m[0] + y * m[2] + dx,
                               x * m[1] + y * m[3] + dy, on))
            more = flags & 32
        return result

    def advance(self, glyph):
        n = struct.unpack(">H", self.tables["hhea"][34:36])[0]
        glyph = min(glyph, n - 1)
        return struct.unpack(">H",
                             self.tables["hmtx"][4 * glyph:4 * glyph + 2])[0]


def objects_of(path):
    """All objects of a PDF, streams with their data, by qpdf."""
    r = run("qpdf", "--json", "--json-key=qpdf", "--json-stream-data=inline",
            "--decode-level=generalized", path)
    return json.loads(r.stdout)["qpdf"][1]


def value_of(objects, ref):
    entry = objects["obj:" + ref]
    return entry.get("value", entry.get("stream"))


def stream_of(objects, ref):
    import base64
    return base64.b64decode(value_of(objects, ref)["data"])


def check_outlines(name, path, sources, characters):
    """Every letter must have all its contours, and its width in /W."""
    objects = objects_of(path)
    why, seen = "", 0
    for entry in objects.values():
        font = entry.get("value")
        if not isinstance(font, dict) or font.get("/Subtype") != \
                "/CIDFontType2":
            continue
        descriptor = value_of(objects, font["/FontDescriptor"])
        source = sources[descriptor["/FontName"].split("+")[1]]
        with open(source, "rb") as f:
            whole = Face(f.read())
        cut = Face(stream_of(objects, descriptor["/FontFile2"]))
        glyphs = stream_of(objects, font["/CIDToGIDMap"])
        widths, w = {}, font["/W"]
        for i in range(0, len(w), 2):
            for k, width in enumerate(w[i + 1]):
                widths[w[i] + k] = width
        for c in map(ord, characters):
            glyph = struct.unpack(">H", glyphs[2 * c:2 * c + 2])[0]
            real = whole.cmap(c)
            seen += 1
            if glyph == 0:
                why = "%s has no %c" % (source, c)
            elif cut.contours(glyph) != whole.contours(real):
                why = "%s: the outline of %c differs" % (source, c)
            elif widths.get(c, font["/DW"]) != \
                    whole.advance(real) * 1000 // whole.upem:
                why = "%s: the width of %c differs" % (source, c)
    check("%s: all outlines and widths (%d) are those of the face" %
          (name, seen), why or ("" if seen else "none found"))


# --- the cases ---------------------------------------------------------------

def trace_texts(case, *options):
    out = run(DRAW, case, "-t", *options).stdout.decode()
    return [re.search(r'"(.*)"', s).group(1) for s in out.splitlines()
            if s.startswith("text ")]


def check_letters():
    path = draw("letters")
    texts = trace_texts("letters")
    check_readers("letters", path)
    check_fonts("letters", path, ["LiberationSerif", "LiberationSerif-Bold",
                "LiberationSerif-Italic", "LiberationSerif-BoldItalic"])
    check_text("letters", path, texts)
    sources = {"LiberationSerif" + ("" if s == "Regular" else "-" + s):
               LIBERATION + "Serif-" + s + ".ttf" for s in STYLES}
    check_outlines("letters", path, sources, sorted(set("".join(texts))))
    vietnamese = {c for c in "".join(texts) if c.isalpha() and
                  c.lower() not in "bcdghklmnpqrstvx"}
    check("letters: the 146 letters of Vietnamese vowels and of d are drawn",
          "" if len(vietnamese) == 146 else len(vietnamese))


def check_nested():
    """Letters made of parts of parts, which libharu 2.3.0 would lose."""
    if not os.path.exists(DEJAVU):
        print("ok nested # skipped: fonts-dejavu-core is not installed")
        return
    options = ("-f", "DejaVu Serif," + DEJAVU)
    path = draw("nested", *options)
    texts = trace_texts("nested", *options)
    check_readers("nested", path)
    check_text("nested", path, texts)
    check_outlines("nested", path, {"DejaVuSerif": DEJAVU},
                   sorted(set("".join(texts))))


def write_png(path, width=40, height=30, kind=6, depth=8, extra=b""):
    """A PNG of one colour."""
    def chunk(name, data):
        return struct.pack(">L", len(data)) + name + data + \
            struct.pack(">L", zlib.crc32(name + data))
    per = {0: 1, 2: 3, 3: 1, 6: 4}[kind]
    row = b"\0" + b"\x40" * ((width * per * depth + 7) // 8)
    with open(path, "wb") as f:
        f.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(
            ">LLBBBBB", width, height, depth, kind, 0, 0, 0)) +
            chunk(b"pHYs", struct.pack(">LLB", 11811, 11811, 1)) + extra +
            (chunk(b"PLTE", b"\x10\x20\x30" * 8) if kind == 3 else b"") +
            chunk(b"IDAT", zlib.compress(row * height)) +
            chunk(b"IEND", b""))


def check_everything():
    image = os.path.join(TMP, "logo.png")
    write_png(image)
    path = draw("everything", "-i", image)
    check_readers("everything", path)
    check_catalog(path)
    check_links(path)
    meta = run("pdfinfo", "-meta", path).stdout
    rdf = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
    dc = "{http://purl.org/dc/elements/1.1/}"
    tree = ET.fromstring(meta.decode().split("?>", 1)[1].rsplit("<?", 1)[0])
    got = {name: [e.text for e in tree.iter(dc + name) for e in
                  e.iter(rdf + "li")]
           for name in ("title", "creator", "description", "language")}
    want = {"title": ['Báo cáo <tổng hợp> & "kết quả"'],
            "creator": ["Hội LHPN tỉnh Khánh Hòa"],
            "description": ["Quý I năm 2020"], "language": ["vi"]}
    check("everything: XMP says what the document is",
          "" if got == want else got)
    images = run("pdfimages", "-list", path).stdout.decode()
    check("everything: the image and its mask are there",
          "" if re.search(r"image +40 +30 +rgb", images) and
          re.search(r"smask +40 +30 +gray", images) else images)


def check_catalog(path):
    objects = objects_of(path)
    trailer = objects["trailer"]["value"]
    root = value_of(objects, trailer["/Root"])
    info = value_of(objects, trailer["/Info"])
    check("everything: information",
          "" if info == {"/Title": 'u:Báo cáo <tổng hợp> & "kết quả"',
                         "/Author": "u:Hội LHPN tỉnh Khánh Hòa",
                         "/Subject": "u:Quý I năm 2020",
                         "/Creator": "u:tonghop", "/Producer": "u:tonghop",
                         "/CreationDate": "u:D:20200410"} else info)
    check("everything: language, title bar, page labels",
          "" if root["/Lang"] == "u:vi" and
          root["/ViewerPreferences"] == {"/DisplayDocTitle": True} and
          root["/PageLabels"] == {"/Nums": [0, {"/P": "u:1"}, 1,
                                            {"/P": "u:ii"}]} else root)
    check("everything: ID is there", "" if len(trailer["/ID"]) == 2
          else trailer)


def check_links(path):
    objects = objects_of(path)
    links = [e["value"] for e in objects.values()
             if isinstance(e.get("value"), dict) and
             e["value"].get("/Subtype") == "/Link"]
    uris = [a["/A"]["/URI"] for a in links if "/A" in a]
    check("everything: the address is escaped", "" if uris ==
          ["u:https://example.vn/b%C3%A1o%20c%C3%A1o?a=(1)"] else uris)
    dests = [value_of(objects, a["/Dest"]) for a in links if "/Dest" in a]
    check("everything: the link leads to its place",
          "" if [d[1:] for d in dests] == [["/XYZ", 0, 350, None]] else dests)
    pages = json.loads(run("qpdf", "--json", "--json-key=outlines",
                           path).stdout)["outlines"]

    def flat(items):
        return [(o["title"], o["open"], o["destpageposfrom1"],
                 flat(o["kids"])) for o in items]
    want = [("I. Kết quả", True, 1, [("1. Ủy thác", False, 1,
             [("a) Dư nợ", True, 2, [])])]),
            ("II. Tồn tại (hạn chế)", True, 2, [])]
    got = flat(pages)
    check("everything: bookmarks hang as written", "" if got == want else got)


def check_blank():
    path = draw("blank")
    check_readers("blank", path)
    check("blank: pdfinfo tells its size", "" if
          b"200 x 100 pts" in run("pdfinfo", path).stdout else "other size")


def check_same_bytes():
    first = open(draw("everything"), "rb").read()
    time.sleep(1.1)     # a clock must not be seen in it
    check("the same bytes again", "" if first ==
          open(draw("everything"), "rb").read() else "differ")
    check("the same bytes after another document", "" if first ==
          open(draw("everything", "-b", "letters"), "rb").read() else
          "differ")
    check("the same bytes at the tenth time", "" if first ==
          run(DRAW, "everything", "-n", "10").stdout else "differ")


REFUSED = {
    "refuse-glyph": 'error F112: font "Liberation Serif" has no glyph for '
                    '"一" (U+4E00)\n'
                    'tonghop: error F112: font "Liberation Serif" has no '
                    'glyph for "二" (U+4E8C)',
    "refuse-emoji": 'error F112: font "Liberation Serif" has no glyph for '
                    '"😀" (U+1F600)',
    "refuse-control": "error F115: control character U+0009 cannot be "
                      "printed; remove it",
    "refuse-mark": "error F115: combining mark U+0301 cannot be printed; "
                   "remove it",
    "refuse-utf8": "error F115: text that is not UTF-8 cannot be printed; "
                   "remove it",
    "refuse-place": "error F111: a place exceeds the limit of 32000 pt",
    "refuse-size": "error F111: a font size exceeds the limit of 600 pt",
    "refuse-family": 'error F113: font "Nowhere": it is not configured',
    "refuse-path": "error F120: the PDF could not be made: libharu 0x1051, 0",
    "refuse-long": "error F111: the length of a line in bytes exceeds the "
                   "limit of 32767",
    "refuse-pages": "error F111: the number of pages exceeds the limit of "
                    "32767",
}


def check_refused():
    for case, said in REFUSED.items():
        r = run(DRAW, case)
        want = "tonghop: " + said + "\n"
        check(case, "" if r.returncode == 1 and not r.stdout and
              r.stderr.decode() == want else r.stderr.decode())
    bold = LIBERATION + "Serif-Regular.ttf"
    r = run(DRAW, "letters", "-f", "Only Regular," + bold)
    check("refuse a style that is not configured", "" if r.returncode == 1 and
          'font "Only Regular": no bold face is configured; add its file' in
          r.stderr.decode() else r.stderr.decode())
    for name, path, said in (
            ("no font", "/etc/passwd", "no TrueType outlines"),
            ("a font that is not there", "/nowhere.ttf", "cannot be read")):
        r = run(DRAW, "plain", "-f", "F," + path)
        check("refuse " + name, "" if r.returncode == 1 and
              said in r.stderr.decode() else r.stderr.decode())


def check_images():
    def said_of(name, data=None, **png):
        path = os.path.join(TMP, name + ".png")
        write_png(path, **png)
        if data is not None:
            whole = open(path, "rb").read()
            open(path, "wb").write(data(whole))
        r = run(DRAW, "refuse-image", "-i", path)
        return "drawn" if r.returncode == 0 else \
            r.stderr.decode().split("png\": ")[-1].strip()

    damaged = "the file is damaged or no PNG or JPEG image; save it again"
    clear = b"\0\0\0\x04tRNS\0\x40\x80\xff"
    clear += struct.pack(">L", zlib.crc32(clear[4:]))
    for name, got, want in (
            ("rgb", said_of("rgb", kind=2), "drawn"),
            ("grey", said_of("grey", kind=0), "drawn"),
            ("palette of 2 bits", said_of("p2", kind=3, depth=2), "drawn"),
            ("cut off", said_of("cut", lambda b: b[:-20]), damaged),
            ("a wrong bit", said_of("bit", lambda b: b[:70] +
             bytes([b[70] ^ 1]) + b[71:]), damaged),
            ("no image", said_of("none", lambda b: b"x" * 100), damaged),
            ("nothing", said_of("nothing", lambda b: b""), damaged),
            ("16 bits", said_of("deep", kind=2, depth=16),
             "16 bits per channel; save it with 8 bits"),
            ("colour key", said_of("key", kind=2, extra=clear),
             "this kind of transparency is not supported; save it as RGBA or "
             "without transparency"),
            ("too large", said_of("large", width=10001, height=1),
             "it has too many pixels; make it smaller")):
        check("image: " + name, "" if got == want else got)


def check_trace():
    r = run(DRAW, "everything", "-t", "-i", "logo.png")
    want = open(os.path.join(HERE, "everything.trace"), "rb").read()
    check("trace", "" if r.stdout == want else r.stdout.decode())


def main():
    build()
    check_trace()
    check_letters()
    check_nested()
    check_everything()
    check_blank()
    check_same_bytes()
    check_refused()
    check_images()
    subprocess.run(["rm", "-rf", TMP])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
