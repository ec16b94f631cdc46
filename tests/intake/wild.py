"""Files as offices really send them, for all forms: what dialects.test asks of
four forms in every encoding is asked here of each form, in the ways that people,
spreadsheets and other programs have of spoiling a table.  Shares no code with
the program."""
import csv
import glob
import gzip
import io
import os
import quopri
import re
import sys
import unicodedata
import xml.etree.ElementTree as tree
from fractions import Fraction

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path[:0] = [os.path.dirname(os.path.abspath(__file__)), os.path.join(ROOT, "tests", "check")]
import forms  # noqa: E402
from encoders import cp1258, sloppy_1252, tcvn3, vni  # noqa: E402

SAME = "same"
SENT = "{urn:tonghop:submission:1}"
ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
UNKNOWN_TABLE = ["R201", "R231"]


def plain(text):
    """Without marks: what a keyboard without Unikey writes."""
    text = text.replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def grouped(n, mark="."):
    return f"{n:,}".replace(",", mark)


def decimal(value):
    return str(value) if value.denominator == 1 else f"{float(value):.6f}".rstrip("0")


def wide(text):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


class Sample:
    """A good submission of a form, out of the arrivals of the sample site."""

    def __init__(self, form, path, units):
        self.form, self.path, self.fields = form, path, form.fields
        self.name = os.path.splitext(os.path.basename(path))[0]
        _, self.unit, self.period = self.name.split("_")[:3]
        self.units = {u.code: u for u in units}
        self.rows = self.read_xml() if path.endswith(".xml") else self.read_csv()
        self.head = [f.label for f in self.fields]
        self.sender = self.units[self.unit]
        root = tree.parse(form.path).getroot()
        self.title = root.findtext(forms.NS + "title")
        elements = list(root.iter(forms.NS + "field"))
        self.measures = [f.get("unit") or "" for f in elements]
        self.added = [f.get("space") != "none" for f in elements]
        self.aliases = [f.findtext(forms.NS + "alias") for f in elements]

    def read_xml(self):
        root = tree.parse(self.path).getroot()
        return [(r.get("unit"), [r.findtext(SENT + f.name) or "" for f in self.fields])
                for r in root.iter(SENT + "row")]

    def read_csv(self):
        lines = list(csv.reader(open(self.path, encoding="utf-8-sig", newline=""), delimiter=";"))
        at = next(i for i, l in enumerate(lines) if l and l[0] == "Mã đơn vị")
        columns = [lines[at].index(f.label) if f.label in lines[at] else None for f in self.fields]
        return [(l[0], [self.machine(f, l[c]) if c is not None and c < len(l) else ""
                        for f, c in zip(self.fields, columns)])
                for l in lines[at + 1:] if l and l[0].isdigit()]

    @staticmethod
    def machine(field, text):
        """As XML has it."""
        if field.is_number and text:
            return text.replace(".", "").replace(",", ".")
        if field.type == "date" and text:
            return "-".join(reversed(text.split("/")))
        if field.type == "enum":
            names = {label: code for code, label in field.values}
            return " ".join(names.get(t.strip(), t.strip()) for t in text.split(";")) if text else ""
        return text

    def cell(self, field, text):
        """As a table has it."""
        if field.is_number and text:
            whole, dot, places = text.lstrip("-").partition(".")
            whole = whole if field.digits and not places else grouped(int(whole))
            return ("-" if text.startswith("-") else "") + whole + ("," + places if dot else "")
        if field.type == "date" and text:
            return "/".join(reversed(text.split("-")))
        if field.type == "enum":
            return ";".join(text.split())
        return text

    def body(self, cell=None, first=lambda c: [c]):
        cell = cell or self.cell
        return [first(c) + [cell(f, v) for f, v in zip(self.fields, values)] for c, values in self.rows]

    def numbered(self, first):
        return [first(i + 1, b[0]) + b[1:] for i, b in enumerate(self.body())]

    def envelope(self, form=None, unit=None, period=None):
        """The lines above the table; "" leaves one out."""
        lines = (("Biểu", form, self.form.short), ("Đơn vị báo cáo", unit, self.unit), ("Kỳ báo cáo", period, self.period))
        return [[key, usual if value is None else value] for key, value, usual in lines if value != ""]

    def table(self, delimiter=";", newline="\r\n", titles=(), envelope=None, head=None, lead=("Mã đơn vị",),
              body=None, below=(), quoting=csv.QUOTE_MINIMAL):
        lines = [[t] if isinstance(t, str) else t for t in titles]
        lines += self.envelope() if envelope is None else envelope
        lines.append(list(lead) + list(head or self.head))
        lines += self.body() if body is None else body
        lines += list(below)
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator=newline, quoting=quoting).writerows(lines)
        return out.getvalue()

    def sums(self, which=None):
        """A total row's cells; None in forms with several rows a unit."""
        if self.form.key or len(self.rows) < 5:
            return None
        rows = [self.rows[i][1] for i in which] if which is not None else [v for _, v in self.rows]
        return [self.cell(f, decimal(sum(Fraction(v[i]) for v in rows if v[i]))) if f.is_number and self.added[i] else ""
                for i, f in enumerate(self.fields)]

    def numbers(self, *kinds):
        """(row, field) of cells with numbers, the largest first."""
        found = [(r, i) for r, (_, values) in enumerate(self.rows) for i, f in enumerate(self.fields)
                 if f.type in kinds and values[i] and not f.name.startswith("nam_")]
        return sorted(found, key=lambda x: -Fraction(self.rows[x[0]][1][x[1]]))

    def with_cell(self, at, write):
        body = self.body()
        body[at[0]][at[1] + 1] = write(self.rows[at[0]][1][at[1]])
        return self.table(body=body)

    def xml(self, head='<?xml version="1.0" encoding="UTF-8"?>\n', attributes="", cell=lambda v: v):
        rows = "".join(f'<row unit="{c}">' + "".join(
            f"<{f.name}>" + cell(v.replace("&", "&amp;").replace("<", "&lt;")) + f"</{f.name}>"
            for f, v in zip(self.fields, values) if v) + "</row>\n" for c, values in self.rows)
        return (f'{head}<submission xmlns="urn:tonghop:submission:1" form="{self.form.short}" unit="{self.unit}" '
                f'period="{self.period}"{attributes}>\n{rows}</submission>\n')


def read_samples(site):
    """One submission of each form, of a district whose files have no faults."""
    units = forms.read_units(site)
    return [Sample(form, sorted(glob.glob(f"{site}/arrivals/*/{form.short}_575_2020*"))[0], units)
            for form in forms.read_forms()]


# ------------------------------------------------------------------ encodings

VIQR = {"\u0300": "`", "\u0301": "'", "\u0309": "?", "\u0303": "~", "\u0323": ".", "\u0302": "^", "\u0306": "(", "\u031b": "+"}


def viqr(text):
    text = text.replace("đ", "dd").replace("Đ", "DD")
    return "".join(VIQR.get(c, c) for c in unicodedata.normalize("NFD", text))


def encodings(s):
    t = s.table(titles=["HỘI LHPN " + s.sender.full_name.upper()])
    lost = ["R107", "R201", "R231", "R232", "R233"]
    yield "UTF-8, BOM, tabs", SAME, "\ufeff" + s.table("\t")
    yield "UTF-16LE, BOM, semicolons", SAME, b"\xff\xfe" + t.encode("utf-16-le")
    yield "UTF-16LE, BOM, commas", SAME, b"\xff\xfe" + s.table(",").encode("utf-16-le")
    yield "UTF-16LE, BOM twice", [SAME, "R105"], b"\xff\xfe\xff\xfe" + t.encode("utf-16-le")
    yield "UTF-16BE without BOM, tabs", SAME, s.table("\t").encode("utf-16-be")
    yield "UTF-16LE under the BOM of UTF-16BE", ["R104", "R103", "R105"] + UNKNOWN_TABLE, b"\xfe\xff" + t.encode("utf-16-le")
    yield "UTF-16LE under the BOM of UTF-8", [SAME, "R103", "R104", "R105"], b"\xef\xbb\xbf" + t.encode("utf-16-le")
    yield "windows-1258", SAME, cp1258(t)
    yield "TCVN3, headers in a font of capitals", SAME, tcvn3(s.table(head=[h.lower() for h in s.head], lead=["mã đơn vị"]))
    yield "VNI", SAME, vni(t)
    yield "VNI, tabs", SAME, vni(s.table("\t"))
    yield "VIQR", ["R109"], viqr(t)
    yield "NFD with BOM", SAME, "\ufeff" + unicodedata.normalize("NFD", t)
    yield "NFKD", SAME, unicodedata.normalize("NFKD", t)
    yield "ð for đ, Ð for Đ", SAME, t.replace("đ", "ð").replace("Đ", "Ð")
    yield "Đ by the letter of Africa", SAME, t.replace("Đ", "\u0189")
    yield "mojibake by ISO 8859-1, C1 controls kept", [SAME, "R105", "R106"], t.encode().decode("latin-1")
    yield "mojibake by Mac OS Roman", [SAME, "R106"] + lost, t.encode().decode("mac-roman")
    yield "mojibake by IBM 437", [SAME, "R106"] + lost, t.encode().decode("cp437")
    yield "mojibake twice, a BOM each time", [SAME, "R105", "R106"], "\ufeff" + sloppy_1252(("\ufeff" + sloppy_1252(t.encode())).encode())
    yield "Mac OS Roman, letters lost", ["R107", "R104", "R106"], t.encode("mac-roman", "replace")
    yield "HTML references for the letters", [SAME] + lost, t.encode("ascii", "xmlcharrefreplace")
    yield "quoted-printable", lost, quopri.encodestring(t.encode())
    yield "without any marks", SAME, plain(t)
    yield "\\u escapes", lost, t.encode("unicode_escape").replace(b"\\r\\n", b"\r\n")
    yield "a byte lost", ["R104", "R108"], t.encode().replace("ị".encode(), "ị".encode()[:2], 1)
    yield "an overlong byte sequence", ["R104", "R108"], t.encode() + b"\xc0\xaf\r\n"
    yield "surrogates in UTF-8", ["R104", "R108"], t.encode() + b"\xed\xa0\xbd\xed\xb8\x80\r\n"


# ----------------------------------------------------------------- delimiters


def whole_lines(text):
    return "".join('"' + l.replace('"', '""') + '"\r\n' for l in text.rstrip("\r\n").split("\r\n"))


def markdown(s):
    lines = s.envelope() + [["Mã đơn vị"] + s.head, ["---"] * (len(s.head) + 1)] + s.body()
    return "".join("| " + " | ".join(l) + " |\r\n" for l in lines)


def delimiters(s):
    t, body = s.table(), s.body()
    for mark, name in ((",", "commas"), ("\t", "tabs"), ("|", "bars")):
        yield name, SAME, s.table(mark)
        yield name + ", every cell quoted", SAME, s.table(mark, quoting=csv.QUOTE_ALL)
    yield "sep=, and commas", SAME, "sep=,\r\n" + s.table(",")
    yield "SEP=; with BOM", SAME, "\ufeffSEP=;\r\n" + t
    yield "\"sep=;\" quoted", SAME, "\"sep=;\"\r\n" + t
    yield "sep= and a tab", SAME, "sep=\t\r\n" + s.table("\t")
    yield "sep=, over semicolons", SAME, "sep=,\r\n" + t
    yield "CR alone, headers over two lines", SAME, s.table(newline="\r", head=[h.replace(" ", "\r", 1) for h in s.head])
    yield "CR CR LF: sent as text twice", SAME, t.replace("\r\n", "\r\r\n")
    yield "U+2028 for line ends", [SAME, "R105"] + UNKNOWN_TABLE + ["R230"], t.replace("\r\n", "\u2028")
    yield "a form feed at the end", [SAME, "R105"], t + "\f\r\n"
    yield "each line is one quoted cell", [SAME], whole_lines(t)
    yield "each line of commas is one quoted cell", [SAME], whole_lines(s.table(","))
    yield "a semicolon behind each line", SAME, t.replace("\r\n", ";\r\n")
    yield "three semicolons behind each line", SAME, t.replace("\r\n", ";;;\r\n")
    yield "three commas behind each line", [SAME, "R375"], s.table(",").replace("\r\n", ",,,\r\n")
    yield "an empty first column", SAME, s.table(envelope=[[""] + e for e in s.envelope()], lead=["", "Mã đơn vị"],
                                                 body=s.body(first=lambda c: ["", c]))
    yield "two empty columns between", SAME, s.table(head=[""] * 2 + s.head, body=s.body(first=lambda c: [c, "", ""]))
    yield "Ctrl-Z at the end", [SAME], t + "\x1a"
    yield "NULs at the end, to fill a block", [SAME, "R105", "R103"], t.encode() + b"\0" * 512
    yield "a NUL in a cell", ["R105", "R103"], t.replace(s.unit, s.unit + "\0", 1)
    yield "blank lines first", SAME, "\r\n\r\n;;;\r\n" + t
    yield "blanks before each line", SAME, "  " + t.rstrip("\r\n").replace("\r\n", "\r\n  ") + "\r\n"
    if '"' not in t:
        yield "blanks around the semicolons", SAME, t.replace(";", " ; ")
        yield "tabs around the semicolons", SAME, t.replace(";", "\t;\t")
        yield "blanks between cells and quotes", [SAME, "R230"], s.table(quoting=csv.QUOTE_ALL).replace(";", " ; ")
    yield "semicolons in full width", ["R201", "R230", "R231", "R232"], t.replace(";", "\uff1b")
    yield "curly quotes", [SAME, "R201", "R230", "R231", "R232", "R234", "R235", "R301", "R307", "R233", "R375", "R320", "R204"], s.table(
        ",", quoting=csv.QUOTE_ALL).replace('"', "\u201d")
    yield "a row of 100.000 columns", ["R230", "R223", "R235"], t + ";".join(["1"] * 100000) + "\r\n"
    yield "a cell of 10 MB", ["R230", "R223", "R102"], t + s.rows[0][0] + ";" + "9" * (10 << 20) + "\r\n"
    yield "a header of 10 kB", [SAME, "R232", "R230", "R233"], s.table(head=s.head + ["x" * 10240], body=[b + [""] for b in body])
    yield "a table of Markdown", [SAME, "R201", "R231", "R320", "R235", "R234"], markdown(s)
    yield "columns lined up by blanks", UNKNOWN_TABLE, "\r\n".join(
        "  ".join(x.ljust(20) for x in l) for l in s.envelope() + [["Mã đơn vị"] + s.head] + body)


# -------------------------------------------------------------------- numbers

COUNTS = (      # how a count is written, and what may come of it
    ("full-width digits", SAME, wide),
    ("an apostrophe before it", SAME, lambda v: "'" + v),
    ("a curly apostrophe before it", SAME, lambda v: "\u2018" + v),
    ("a no-break space before it", SAME, lambda v: "\u00a0" + v),
    ("a zero-width space in it", SAME, lambda v: v[:1] + "\u200b" + v[1:]),
    ("a mark of direction before it", SAME, lambda v: "\u200e" + v),
    ("an override of direction", ["R105"], lambda v: "\u202e" + v),
    (",0 behind", SAME, lambda v: v + ",0"), (",00 behind", SAME, lambda v: v + ",00"),
    (".0 behind", ["R302"], lambda v: v + ".0"), (".00 behind", ["R302"], lambda v: v + ".00"),
    ("another unit behind", ["R301"], lambda v: v + " con"), ("5% in a count", ["R301"], lambda v: v + "%"),
    ("brackets", ["R301"], lambda v: "(" + v + ")"), ("U+2212 before it", ["R304"], lambda v: "\u2212" + v),
    ("an en dash before it", ["R301", "R304"], lambda v: "–" + v), ("a minus", ["R304"], lambda v: "-" + v),
    ("zeros before", SAME, lambda v: "000" + v), ("a plus", SAME, lambda v: "+" + v),
    ("N/A", ["R315", "R301"], lambda v: "N/A"), ("groups of four", ["R302"], lambda v: "12.3456"), ("a dash", ["R301"], lambda v: "-"), ("an en dash", ["R301"], lambda v: "–"), ("three dashes", ["R301"], lambda v: "---"),
    ("hashes", ["R308"], lambda v: "####"), ("#REF!", ["R308"], lambda v: "#REF!"), ("#N/A", ["R308"], lambda v: "#N/A"),
    ("#NAME?", ["R308"], lambda v: "#NAME?"), ("two numbers", ["R301"], lambda v: v + "/" + v),
    ("a sum", ["R301"], lambda v: v + "+1"), ("a remark in brackets", ["R301"], lambda v: v + " (ước)"),
    ("about", ["R301"], lambda v: "khoảng " + v), ("a star behind", ["R301"], lambda v: v + "*"),
    ("superscript behind", ["R301"], lambda v: v + "\u00b9"), ("Arabic digits", ["R301"], lambda v: "".join(chr(0x660 + int(c)) for c in v)),
    ("a formula of its value", SAME, lambda v: '="' + v + '"'), ("a blank between all digits", ["R301"], lambda v: " ".join("12345")),
) + tuple((text, ["R301"], lambda v, text=text: text) for text in (
    "1O", "l2", "I2", "1.2E+05", "1,2E+05", "1.23457E+11", ".", ",", "?", "x", "X", "không", "Không có", "ko", "chưa có số liệu", "nil",
    "03-Jan", "01/03/2020", "Thg3-20", "1.23.456", "\u2460", "XII", "TRUE", "∞", "NaN", "0x1F", "=SUM(A1:A9)", "½", "1,2,3", "1 2",
    "mười hai", "~12", ">100", "12-15", "12 – 15", "1.000.00", "1..000", "1,,000", "--5", "5 000 0", "1;000"))

MONEY = (
    ("with đ", SAME, lambda n: grouped(n) + "đ"), ("with đồng", SAME, lambda n: grouped(n) + " đồng"),
    ("with VND", SAME, lambda n: grouped(n) + " VND"), ("with ₫ before", ["R301"], lambda n: "₫" + grouped(n)),
    ("English", ["R301", "R302"], lambda n: grouped(n, ",")), ("English with cents", ["R301", "R302"], lambda n: grouped(n, ",") + ".00"),
    ("groups by apostrophes", ["R301"], lambda n: grouped(n, "'")), ("groups by underscores", ["R301"], lambda n: grouped(n, "_")),
    ("12 triệu", ["R301"], lambda n: "12 triệu"), ("12tr", ["R301"], lambda n: "12tr"), ("1,2 tỷ", ["R301"], lambda n: "1,2 tỷ"),
    ("in words", ["R301"], lambda n: "một trăm triệu"), ("an exponent", ["R301"], lambda n: "1,23457E+11"),
    ("groups by blanks", SAME, lambda n: grouped(n, " ")), ("groups by narrow no-break spaces", SAME, lambda n: grouped(n, "\u202f")),
    ("groups by figure spaces", SAME, lambda n: grouped(n, "\u2007")), (",00 behind", SAME, lambda n: grouped(n) + ",00"),
    (".00 behind", ["R301", "R302"], lambda n: grouped(n) + ".00"), (",- behind", ["R301"], lambda n: grouped(n) + ",-"),
    ("dots and blanks for groups", ["R301"], lambda n: grouped(n).replace(".", " ", 1) if n >= 10**6 else "1 000.000"))


def numbers(s):
    at = next((a for a in s.numbers("count") if Fraction(s.rows[a[0]][1][a[1]]) > 3), None)
    if at is not None:
        for name, want, write in COUNTS:
            yield name, want, s.with_cell(at, write)
        yield "its own unit behind", SAME, s.with_cell(at, lambda v: v + " " + s.measures[at[1]])
    at = next((a for a in s.numbers("money") if Fraction(s.rows[a[0]][1][a[1]]) >= 10000), None)
    if at is not None:
        for name, want, write in MONEY:
            yield "money, " + name, want, s.with_cell(at, lambda v: write(int(v)))
    if any(f.type == "money" for f in s.fields):
        for words, scale in (("đồng", 1), ("nghìn đồng", 1000), ("triệu đồng", 10**6), ("tỷ đồng", 10**9)):
            yield f"all money in {words}, told", [SAME, "R305", "R328"], s.table(
                titles=[f"Đơn vị tính: {words}"], body=s.body(lambda f, v: scaled(v, scale) if f.type == "money" and v else s.cell(f, v)))


def scaled(text, scale):
    value = Fraction(text) / scale
    whole, rest = divmod(abs(value), 1)
    places = "" if rest == 0 else "," + f"{int(rest * 10**9):09}".rstrip("0")
    places += "0" if len(places) == 4 else ""       # 1,234 would be in doubt
    whole = str(int(whole)) if not places and 1000 <= whole < 10**6 else grouped(int(whole))    # and so would 1.234
    return ("-" if value < 0 else "") + whole + places


# -------------------------------------------------------------------- layouts


def old_tones(text):
    for new, old in (("óa", "oá"), ("òa", "oà"), ("ủy", "uỷ"), ("úy", "uý"), ("óe", "oé"), ("ũy", "uỹ")):
        text = text.replace(new, old).replace(new.upper(), old.upper())
    return text


def one_off(text):
    """Two letters of the longest word changed places."""
    word = max((w for w in text.split()), key=lambda w: (len(w) > 2 and w[1] != w[2], len(w)))
    return text.replace(word, word[0] + word[2:3] + word[1:2] + word[3:], 1)


def layouts(s):
    name, body = s.sender.full_name, s.body()
    title = ["HỘI LHPN TỈNH KHÁNH HÒA", "BAN CHẤP HÀNH HỘI LHPN " + name.upper(), "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
             "Độc lập - Tự do - Hạnh phúc", "", "BIỂU TỔNG HỢP SỐ LIỆU", "(Kèm theo Công văn số 15/CV-BTV ngày 02/4/2020)", ""]
    yield "a letterhead above", SAME, s.table(titles=title)
    yield "a letterhead over many columns", SAME, s.table(titles=[[title[0], "", "", "", title[3]], [title[1], "", "", "", title[4]]])
    yield "thirty lines above", SAME, s.table(titles=["Dòng giới thiệu " + c for c in "abcdefghijklmnopqrstuvwxyzăâđê"])
    yield "seventy lines above", [SAME] + UNKNOWN_TABLE, s.table(titles=["Dòng giới thiệu"] * 70)
    yield "signatures below", SAME, s.table(below=[
        [], ["", "", "Khánh Sơn, ngày 05 tháng 4 năm 2020"], ["NGƯỜI LẬP BIỂU", "", "TM. BAN THƯỜNG VỤ"], ["(Ký, họ tên)", "", "CHỦ TỊCH"],
        [], ["Cao Thị Hương", "", "Mấu Thị Bích Phanh"]])
    yield "notes below", SAME, s.table(below=[[], ["Ghi chú:"], ["- Số liệu tính đến hết kỳ báo cáo;"], ["Nơi nhận:"], ["- Hội LHPN tỉnh;"],
                                              ["- Lưu VP."]])
    yield "a number of a telephone below", SAME, s.table(below=[["Người lập biểu"], ["0905123456"]])
    yield "the envelope once more, and the table", SAME, s.table() + s.table()
    yield "the table once more, of another period", ["R230"], s.table(below=[[], ["Kỳ báo cáo", "2019"], ["Mã đơn vị"] + s.head] + body)
    yield "another table below", ["R230"], s.table(below=[[], ["Mã đơn vị", "Cột X", "Cột Y"]] + [[b[0], "5", "6"] for b in body])
    yield "sections named in the wrong column", SAME, s.table(body=[["A", "Các xã miền núi"]] + body[:1] + [["B", "Các xã còn lại"]] + body[1:])
    yield "a telephone below", [SAME, "R320"], s.table(below=[[], ["Điện thoại: 0258.3869123"], ["Email: hoi@example.org"]])
    yield "a date below", SAME, s.table(below=[[], ["", "", "Ngày 05/4/2020"]])
    yield "STT before", SAME, s.table(lead=["STT", "Mã đơn vị"], body=s.numbered(lambda i, c: [str(i), c]))
    yield "STT as 1. 2. 3.", SAME, s.table(lead=["TT", "Mã đơn vị"], body=s.numbered(lambda i, c: [f"{i}.", c]))
    yield "STT in Roman numbers", SAME, s.table(lead=["STT", "Mã đơn vị"], body=s.numbered(lambda i, c: ["X" * (i // 10) + "IVX"[i % 3], c]))
    yield "STT, code and name", SAME, s.table(lead=["Số TT", "Mã đơn vị", "Tên đơn vị"], body=s.numbered(
        lambda i, c: [str(i), c, s.units[c].full_name]))
    yield "the unit's column last", SAME, s.table(lead=[], head=s.head + ["Mã đơn vị"], body=[b[1:] + b[:1] for b in body])
    yield "columns reversed", SAME, s.table(lead=[], head=s.head[::-1] + ["Mã đơn vị"], body=[b[::-1] for b in body])
    order = sorted(range(len(s.head)), key=lambda i: s.head[i])
    yield "columns sorted by name", SAME, s.table(head=[s.head[i] for i in order], body=[[b[0]] + [b[i + 1] for i in order] for b in body])
    yield "(1) (2) under the headers", SAME, s.table(body=[[f"({i + 1})" for i in range(len(s.head) + 1)]] + body)
    yield "A 1 2 3 under the headers", SAME, s.table(body=[["A"] + [str(i + 1) for i in range(len(s.head))]] + body)
    yield "1=2+3 under the headers", [SAME, "R320"], s.table(body=[["A"] + ["1=2+3" if i == 0 else str(i + 1) for i in range(len(s.head))]] + body)
    yield "blank lines between rows", SAME, s.table(body=[x for b in body for x in (b, [""] * len(b))])
    yield "headers once more in the middle", SAME, s.table(body=body[:3] + [["Mã đơn vị"] + s.head] + body[3:])
    yield "titles and headers once more", SAME, s.table(body=body[:3] + [["Trang 2"], ["Mã đơn vị"] + s.head] + body[3:])
    yield "a column of one's own", SAME, s.table(head=s.head + ["Ghi chú của huyện"], body=[b + ["xem lại 12"] for b in body])
    yield "a column % of one's own", SAME, s.table(head=s.head + ["Tỷ lệ %"], body=[b + ["12,5%"] for b in body])
    yield "a row twice, the same", [SAME, "R322", "R327"], s.table(body=body + [body[0]])
    yield "all rows twice", [SAME, "R322", "R327"], s.table(body=body + body)
    yield "a row with a cell too many", ["R235", "R375"], s.table(body=[body[0] + ["7"]] + body[1:])
    yield "rows out of order", SAME, s.table(body=body[::-1])
    yield "two tables, one below the other", [SAME, "R320", "R322", "R327", "R235", "R207", "R374"], s.table() + "\r\n" + s.table()
    yield "the table twice", [SAME, "R322", "R327", "R320"], s.table() + s.table(envelope=[])
    if s.form.key is None:      # nothing to report is nothing in the others
        yield "only the headers", ["R323"], s.table(body=[])


def headers(s):
    yield "numbers (1), (2) behind", SAME, s.table(head=[f"{h} ({i + 1})" for i, h in enumerate(s.head)])
    yield "numbers 1. 2. before", SAME, s.table(head=[f"{i + 1}. {h}" for i, h in enumerate(s.head)])
    yield "in capitals", SAME, s.table(head=[h.upper() for h in s.head], lead=["MÃ ĐƠN VỊ"])
    yield "the mark of a note behind", SAME, s.table(head=[h + " (*)" for h in s.head])
    yield "quotation marks doubled", SAME, s.table(head=[f'"{h}"' for h in s.head])
    yield "quotation marks of print", SAME, s.table(head=[f"“{h}”" for h in s.head])
    yield "without marks", SAME, s.table(head=[plain(h) for h in s.head], lead=["Ma don vi"])
    yield "over several lines", SAME, s.table(head=["\n".join(h.split()) for h in s.head])
    yield "with doubled and hard blanks", SAME, s.table(head=[h.replace(" ", " \u00a0") for h in s.head])
    yield "with soft hyphens", SAME, s.table(head=[h[:3] + "\u00ad" + h[3:] for h in s.head])
    yield "with a final dot", SAME, s.table(head=[h + "." for h in s.head])
    yield "with a colon", SAME, s.table(head=[h + ":" for h in s.head])
    yield "with other tone places", SAME, s.table(head=[old_tones(h) for h in s.head])
    yield "with en dashes", [SAME, "R231", "R232"], s.table(head=[h.replace("-", "–") for h in s.head])
    required = next((i for i, f in enumerate(s.fields) if f.required), None)
    if required is not None:
        yield "one letter off", [SAME, "R232"], s.table(head=[one_off(h) if i == required else h for i, h in enumerate(s.head)])
    yield "by their aliases", SAME, s.table(head=[a or h for a, h in zip(s.aliases, s.head)])
    yield "machine names in capitals", SAME, s.table(head=[f.name.upper() for f in s.fields], lead=["MA_DON_VI"])
    yield "their measures in brackets", SAME, s.table(head=[f"{h} ({m})" if m else h for h, m in zip(s.head, s.measures)])


TOTALS = ("Cộng", "Tổng cộng", "TỔNG", "Tổng", "Tổng số", "Tổng cộng:", "TỔNG CỘNG (I+II)", "Cộng toàn huyện", "Toàn huyện", "CỘNG TOÀN HUYỆN",
          "Tổng Cộng toàn huyện Khánh Sơn", "Tổng cộng huyện Khánh Sơn", "TC", "T.C", "Tổng toàn huyện", "Tong cong", "Cong", "T.Cộng", "Cộng chung",
          "Tổng chung", "Hội LHPN huyện Khánh Sơn")
OTHER_TOTALS = ("Tổng huyện", "Tổng hợp", "Σ", "Sum")


def totals(s):
    body, sums = s.body(), s.sums()
    if sums is None:
        return
    for label in TOTALS + (s.sender.full_name,):
        yield label, SAME, s.table(body=body + [[label] + sums])
    for label in OTHER_TOTALS:
        yield label, [SAME, "R320"], s.table(body=body + [[label] + sums])
    yield "before the rows", SAME, s.table(body=[["Tổng cộng"] + sums] + body)
    yield "in the column STT", SAME, s.table(lead=["STT", "Mã đơn vị"], body=s.numbered(lambda i, c: [str(i), c]) + [["Tổng cộng", ""] + sums])
    yield "over STT and names", SAME, s.table(lead=["STT", "Tên đơn vị"], body=s.numbered(
        lambda i, c: [str(i), s.units[c].full_name]) + [["Cộng", ""] + sums])
    yield "formulas lost", SAME, s.table(body=body + [["Cộng"] + ["0" if x else "" for x in sums]])
    yield "without a word", ["R320"], s.table(body=body + [[""] + sums])
    one, two = s.sums(range(3)), s.sums(range(3, len(s.rows)))
    yield "clusters, Cộng cụm I", SAME, s.table(body=[["Cụm I"]] + body[:3] + [["Cộng cụm I"] + one, ["Cụm II"]] + body[3:] + [
        ["Cộng cụm II"] + two, ["Tổng cộng"] + sums])
    yield "clusters, each called Cộng", SAME, s.table(body=body[:3] + [["Cộng"] + one] + body[3:] + [["Cộng"] + two, ["Tổng cộng"] + sums])
    yield "clusters, sums above", [SAME, "R320"], s.table(body=[["Tổng cộng"] + sums, ["I. Miền núi"] + one] + body[:3] + [
        ["II. Vùng khác"] + two] + body[3:])


# ------------------------------------------------------------- units, envelope


def unit_names(s):
    if s.rows[0][0] == s.unit:
        return
    full, bare = (lambda c: s.units[c].full_name), (lambda c: s.units[c].name)
    kind = lambda c: full(c)[:-len(bare(c))].strip()
    short = lambda c: "".join(w[0].upper() for w in kind(c).split())
    for name, want, write in (
            ("X. before, TT. before", SAME, lambda c: short(c) + ". " + bare(c)), ("X.before", SAME, lambda c: short(c) + "." + bare(c)),
            ("x before", SAME, lambda c: short(c).lower() + " " + bare(c)), ("in capitals", SAME, lambda c: full(c).upper()),
            ("without marks", SAME, lambda c: plain(full(c))), ("without marks, bare", SAME, lambda c: plain(bare(c))),
            ("the office before", SAME, lambda c: "Hội LHPN " + full(c)), ("the office before, short", SAME, lambda c: "Hội Phụ nữ " + full(c)),
            ("HPN before", [SAME, "R320"], lambda c: "HPN " + full(c)), ("its district behind", SAME, lambda c: full(c) + ", huyện Khánh Sơn"),
            ("its district in brackets", SAME, lambda c: full(c) + " (Khánh Sơn)"), ("its kind behind", SAME, lambda c: f"{bare(c)} ({kind(c)})"),
            ("its code before", SAME, lambda c: f"{c} - {full(c)}"), ("its code behind", SAME, lambda c: f"{full(c)} ({c})"),
            ("a number before", SAME, lambda c: "1. " + full(c)), ("a dash before", SAME, lambda c: "- " + full(c)), ("blanks at its end", SAME, lambda c: full(c) + " \u00a0"),
            ("a typing error", ["R320"], lambda c: one_off(full(c))), ("without blanks", [SAME, "R320"], lambda c: full(c).replace(" ", "")),
            ("with a final dot", SAME, lambda c: full(c) + "."), ("other tone places", SAME, lambda c: old_tones(full(c))),
            ("hyphens for blanks", [SAME, "R320"], lambda c: full(c).replace(" ", "-"))):
        yield name, want, s.table(lead=["Tên đơn vị"], body=s.body(first=lambda c: [write(c)]))
    for name, want, write in (
            ("codes as decimals", SAME, lambda c: c + ",0"), ("codes with .0", SAME, lambda c: c + ".0"),
            ("codes in groups", SAME, lambda c: grouped(int(c))), ("codes with an apostrophe", SAME, lambda c: "'" + c),
            ("codes as formulas", SAME, lambda c: f'="{c}"'), ("codes with blanks", SAME, lambda c: " " + c + " "),
            ("codes in full width", SAME, wide), ("codes with names", SAME, lambda c: c + " " + full(c))):
        yield name, want, s.table(body=s.body(first=lambda c: [write(c)]))
    yield "codes one off, names beside them", ["R320", "R373", "R321", "R324"], s.table(
        lead=["Mã đơn vị", "Tên đơn vị"], body=s.body(first=lambda c: [str(int(c) + 1), full(c)]))
    yield "a former commune", ["R320", "R324", "R321"], s.table(body=[["22699"] + s.body()[0][1:]] + s.body()[1:])
    yield "a former commune by its name", ["R320", "R324", "R321"], s.table(
        lead=["Tên đơn vị"], body=[["Xã Diên Lộc"] + s.body()[0][1:]] + s.body(first=lambda c: [full(c)])[1:])


def envelopes(s):
    name = s.sender.full_name
    for what, want, unit in (("whole name", SAME, name), ("office", SAME, "Hội LHPN " + name), ("office in capitals", SAME, "HỘI LHPN " + name.upper()),
                             ("without marks", SAME, plain(name)), ("and its province", SAME, name + ", tỉnh Khánh Hòa"),
                             ("H. before", SAME, "H. " + s.sender.name), ("H.before", SAME, "H." + s.sender.name), ("mistyped", ["R203"], one_off(name)),
                             ("code and name", SAME, f"{s.unit} - {name}"), ("name and code", SAME, f"{name} ({s.unit})"), ("code.0", SAME, s.unit + ".0")):
        yield f"the sender: {what}", want, s.table(envelope=s.envelope(unit=unit))
    sure, unsure = period_words(s.period)
    for words in sure:
        yield f"period: {words}", SAME, s.table(envelope=s.envelope(period=words))
    for words in unsure:
        yield f"period: {words}", ["R204", "R205"], s.table(envelope=s.envelope(period=words))
    yield "period: nowhere", ["R201"], s.table(envelope=s.envelope(period="")), "bao cao.csv"
    yield "period: only in the title", [SAME, "R201"], s.table(titles=[f"BÁO CÁO {sure[1].upper()}"], envelope=s.envelope(period="")), "bao cao.csv"
    yield "form: its whole code", SAME, s.table(envelope=s.envelope(form=s.form.code))
    yield "form: Biểu số: in one cell", SAME, s.table(envelope=[["Biểu số: " + s.form.short]] + s.envelope(form=""))
    yield "form: Mẫu biểu : in one cell", SAME, s.table(envelope=[["Mẫu biểu : " + s.form.short]] + s.envelope(form=""))
    yield "form: by its title", [SAME, "R202"], s.table(envelope=s.envelope(form=s.title))
    yield "form: without its letters", ["R202", SAME], s.table(envelope=s.envelope(form=s.form.short.split("-")[0]))
    yield "form: in small letters", [SAME, "R202"], s.table(envelope=s.envelope(form=s.form.short.lower()))
    yield "form: unknown", ["R202"], s.table(envelope=s.envelope(form="99-XX"))
    yield "form: by the headers alone", [SAME, "R201"], s.table(envelope=s.envelope(form="")), "so lieu.csv"
    for file in (f"{s.name}.CSV", f"{s.name}.txt", s.name, f"{s.name} (1).csv", f"Copy of {s.name}.csv", f"{s.name} - Copy.csv",
                 f"{s.name.lower()}.csv", f"{s.name}.csv.csv", f"{s.name}.csv.txt", f"{s.name}(2).csv"):
        yield f"named {file.replace(s.name, '...').replace(s.name.lower(), '... (small)')}", SAME, s.table(envelope=[]), file
    yield "named by hand", ["R201"], s.table(envelope=[]), f"bao cao {s.name}.csv"
    for file in ("Báo cáo quý I (bản cuối).csv", "BC_T1.XLS", "-rf.csv", "a" * 240 + ".csv", "tệp;lạ,\"x\".csv", "tab\tname.csv", "..csv",
                 "$(id).csv", "%s%n.csv", " .csv", "04-UT_568_2019-Q1.csv" if s.form.short != "04-UT" else "00-TC_568_2019-Q1.csv"):
        yield f"named {file[:24]!r}, all said inside", [SAME, "R208"] if "_568_" in file else SAME, s.table(), file


def period_words(period):
    """How people write it; and what nobody can be sure of, or means another."""
    year, _, part = period.partition("-")
    if part.startswith("Q"):
        q, r, last = part[1], ROMAN[part[1]], 3 * int(part[1])
        sure = [f"Quý {r}/{year}", f"Quý {r} năm {year}", f"quý {q} năm {year}", f"Quý {q}/{year}", f"QUÝ {r} NĂM {year}", f"quí {r}/{year}",
                f"Q{q}-{year}", f"Q{q}/{year}", f"{year}/Q{q}", f"{year}Q{q}", f"Quý {r}-{year}", f"Quý {r}, năm {year}", f"Quý {r} - {year}",
                f"Quy {r}/{year}", f"Q{q} {year}", f"{year}-q{q}", f"quý {r}.{year}"]
        sure += [f"3 tháng đầu năm {year}", f"Ba tháng đầu năm {year}"] if q == "1" else []
        return sure, [f"quý {r}", f"{last} tháng", f"Quý V/{year}", f"Quý {r}/{year[2:]}", f"31/3/{year}", f"{year}-{q}"]
    if part.startswith("H"):
        return ([f"6 tháng đầu năm {year}", f"6 THÁNG ĐẦU NĂM {year}", f"Sáu tháng đầu năm {year}", f"{year}H1", f"H1/{year}", f"H1-{year}"]
                if part[1] == "1" else [f"6 tháng cuối năm {year}", f"H2/{year}"]), [f"6 tháng năm {year}", "6 tháng"]
    if part:
        m = int(part)
        return [f"Tháng {m}/{year}", f"Tháng {m:02}/{year}", f"tháng {m} năm {year}", f"T{m}/{year}", f"{m:02}/{year}", f"{m}/{year}",
                f"{year}/{m:02}", f"{m:02}-{year}", f"THÁNG {m:02} NĂM {year}", f"tháng {m:02}-{year}", f"thang {m}/{year}"], [
                    f"tháng {m}", f"{m}", f"01/{m}/{year}", f"{m}/{year[2:]}"]
    return [f"Năm {year}", f"NĂM {year}", f"cả năm {year}", f"12 tháng năm {year}", f"nam {year}"], [
        f"{year}-{int(year) + 1}", f"Năm học {year}", "năm nay", year[2:]]


# ------------------------------------------------------------------------ XML


def xml_files(s):
    x, xsi = s.xml(), 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    value = lambda v: v.replace("&amp;", "&").replace("&lt;", "<")
    before = lambda text: x.replace("<submission", text + "\n<submission", 1)
    yield "as it should be", SAME, x
    yield "attributes in quotes of the other kind", SAME, x.replace('"', "'")
    yield "a prefix", SAME, re.sub(r"<(/?)(\w)", r"<\1t:\2", x[x.index("<submission"):]).replace("xmlns=", "xmlns:t=")
    yield "a namespace of another", ["R224"], x.replace("urn:tonghop:submission:1", "urn:tonghop:submission:2")
    yield "no namespace", ["R224"], x.replace(' xmlns="urn:tonghop:submission:1"', "")
    yield "a DTD", ["R222"], before("<!DOCTYPE submission>")
    yield "an external entity", ["R222"], before('<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]>')
    yield "billion laughs", ["R222"], before('<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>')
    yield "an entity of HTML", ["R220", "R222"], x.replace("</submission>", "&nbsp;</submission>")
    yield "a processing instruction", [SAME, "R222"], before('<?xml-stylesheet href="http://x.example/a.xsl"?>')
    yield "XInclude", ["R224"], x.replace("</submission>", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/></submission>')
    yield "CDATA around all values", SAME, s.xml(cell=lambda v: f"<![CDATA[{value(v)}]]>")
    yield "comments in all values", SAME, s.xml(cell=lambda v: v if "&" in v else v[:1] + "<!-- chú thích -->" + v[1:])
    yield "values over several lines", SAME, s.xml(cell=lambda v: "\n    " + v + "\n  ")
    yield "character references", SAME, s.xml(cell=lambda v: "".join(f"&#{ord(c)};" for c in value(v)))
    yield "an unknown element in a row", ["R224", "R233"], x.replace("</row>", "<la>1</la></row>", 1)
    yield "an unknown element around a row", ["R224", "R220"], x.replace("<row", "<bang><row", 1).replace("</row>", "</row></bang>", 1)
    yield "an element twice", ["R314"], re.sub(r"(<(\w+)>[^<]*</\2>)(?=</row>)", r"\1\1", x, count=1)
    yield "an attribute twice", ["R220"], x.replace("<row unit=", '<row unit="1" unit=', 1)
    yield "an unknown attribute", ["R222"], x.replace("<row unit=", '<row nguoi="x" unit=', 1)
    yield "xsi:nil", ["R222"], re.sub(r"<(\w+)>[^<]*</\1>(?=</row>)", r'<\1 xsi:nil="true"/>', x, count=1).replace("xmlns=", xsi + "xmlns=", 1)
    yield "a schema named", SAME, x.replace("xmlns=", xsi + 'xsi:schemaLocation="urn:tonghop:submission:1 http://x.example/a.xsd" xmlns=', 1)
    yield "no period", ["R201"], x.replace(f' period="{s.period}"', ""), s.name + ".xml"
    yield "no unit", ["R201"], re.sub(r'(<submission[^>]*) unit="\d+"', r"\1", x), s.name + ".xml"
    yield "no form", ["R201"], re.sub(r' form="[^"]*"', "", x), s.name + ".xml"
    yield "a period in words", ["R204"], x.replace(f'"{s.period}"', '"Quý I/2020"')
    yield "a thousand levels", ["R223", "R224"], x.replace("<row", "<a>" * 1000 + "<row", 1)
    yield "cut off", ["R221"], x[:len(x) // 2]
    yield "two documents", ["R220", "R224"], x + x
    yield "text behind", ["R220", "R224"], x + "hết"
    yield "a line before the declaration", [SAME, "R220", "R103"], "\n" + x
    yield "UTF-16, declared UTF-8", [SAME, "R222", "R104"], b"\xff\xfe" + x.encode("utf-16-le")
    yield "UTF-16 with its declaration", SAME, b"\xff\xfe" + x.replace("UTF-8", "UTF-16").encode("utf-16-le")
    yield "windows-1258 declared", SAME, cp1258(x.replace("UTF-8", "windows-1258"))
    yield "TCVN3 inside", [SAME, "R104"], tcvn3(s.xml(attributes=' preparer="Nguyễn Thị Hường"'))
    yield "ISO-8859-1 declared", ["R222"], x.replace("UTF-8", "ISO-8859-1")
    yield "XML 1.1", [SAME, "R220", "R222"], x.replace('"1.0"', '"1.1"')
    yield "standalone", SAME, x.replace("?>", ' standalone="yes"?>', 1)
    yield "CR alone for lines", SAME, x.replace("\n", "\r")
    yield "its name says csv", SAME, x, s.name + ".csv"
    yield "a table, its name says xml", ["R220"], s.table(), s.name + ".xml"
    count = next((f for i, f in enumerate(s.fields) if f.type == "count" and any(v[i] for _, v in s.rows)), None)
    if count is not None:
        for text, want in (("1.234.567", ["R301", "R303"]), ("1,5", ["R301"]), ("-5", ["R304", "R301"]), ("1e3", ["R301"]), ("\uff10", ["R301"]),
                           ("#REF!", ["R308", "R301"]), ("12 hộ", ["R301"]), ("", ["R307"] if count.required else []), ("+5", ["R301"]), ("5.5", ["R303"]),
                           ("9" * 41, ["R306"]), ("x", ["R301"]), ("NaN", ["R301"]), ("INF", ["R301"]), ("true", ["R301"])):
            if want:
                yield f"{text[:12] or 'nothing'} in a count", want, re.sub(
                    rf"<{count.name}>[^<]*<", f"<{count.name}>{text}<", x, count=1)


# -------------------------------------------------------------- no submission


def others(s):
    packed, every = b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0" + b"\0" * 200, bytes(range(256))
    for name, data, file in (
            ("a workbook", packed, ".xlsx"), ("a workbook called csv", packed, ".csv"),
            ("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, ".xls"),
            ("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n", ".csv"),
            ("RTF", rb"{\rtf1\ansi\deff0 {\fonttbl{\f0 Times;}} B\'e1o c\'e1o}", ".csv"),
            ("a web page", f"<html><body><table><tr><td>{s.head[0]}</td></tr></table></body></html>", ".csv"),
            ("a web page called xls", "<!DOCTYPE html>\n<html><body></body></html>", ".xls"),
            ("a workbook as XML 2003", '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
             '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>', ".xml"),
            ("JSON", '{"form":"%s","rows":[]}' % s.form.short, ".json"), ("a picture", b"\x89PNG\r\n\x1a\n" + every, ".csv"),
            ("a photo", b"\xff\xd8\xff\xe0\0\x10JFIF\0" + every, ".csv"), ("gzip", gzip.compress(s.table().encode(), mtime=0), ".csv.gz"),
            ("RAR", b"Rar!\x1a\x07\x01\0" + bytes(100), ".rar"), ("nothing", b"", ".csv"), ("blanks", b"  \r\n\r\n ", ".csv"),
            ("a BOM alone", b"\xef\xbb\xbf", ".csv"), ("an e-mail", "From: a@example.org\r\nSubject: Bao cao\r\n\r\nKính gửi\r\n", ".eml"),
            ("the lock of an office program", b"\x0aNguyen Thi Huong" + b" " * 40 + b"\0" * 100, ".csv"),
            ("bytes without sense", bytes((i * 7919 >> 3) & 255 for i in range(3000)), ".csv"), ("one letter", "x", ".csv"),
            ("SYLK", "ID;PWXL;N;E\r\nC;Y1;X1;K\"Biểu\"\r\nE\r\n", ".csv"), ("a calendar", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", ".csv")):
        yield name, ["R101", "R103", "R104", "R105", "R108", "R201", "R220", "R222", "R224", "R231"], data, s.name + file


GROUPS = (("encodings", encodings), ("delimiters", delimiters), ("numbers", numbers), ("layouts", layouts), ("headers", headers),
          ("totals", totals), ("units", unit_names), ("envelope", envelopes), ("XML", xml_files), ("no submission", others))


def cases(s):
    """All cases of a sample: group, name, what may come of it, bytes, name of the file."""
    for group, make in GROUPS:
        for case in make(s):
            name, want, data = case[:3]
            file = case[3] if len(case) > 3 else "x." + ("xml" if group == "XML" else "csv")
            yield group, name, want if isinstance(want, list) else [want], data.encode() if isinstance(data, str) else data, file


def wanted(form_index, case_index):
    """One case in five of each form, in all of them each case thrice or more; all of them when asked for."""
    return bool(os.environ.get("ALL") or os.environ.get("KEEP")) or (case_index + form_index) % 5 == 0


def judge(site, work, read_all, only, tally):
    """Print a line for each case, as dialects.test does; how many are wrong."""
    failed = 0
    for n, s in enumerate(read_samples(site)):
        folder = os.path.join(work, s.form.short)
        base, chosen = os.path.join(folder, "good", "good.xml"), []
        os.makedirs(os.path.dirname(base))
        open(base, "w", encoding="utf-8").write(s.xml())
        for i, (group, name, want, data, file) in enumerate(cases(s)):
            if wanted(n, i) and only in ": ".join((s.form.short, group, name)):
                path = os.path.join(folder, str(i), file)
                os.mkdir(os.path.dirname(path))
                open(path, "wb").write(data)
                keep(s, group, name, data, file)
                chosen.append((group, name, want, path))
        if chosen:
            paths, got = [base] + [c[3] for c in chosen], {}
            for at in range(0, len(paths), 100):
                got.update(read_all(site, paths[at:at + 100], "2021-02-10", True))
            failed += sum(tell(s, c, got[c[3]], got[base], tally) for c in chosen)
    return failed


def keep(s, group, name, data, file):
    if os.environ.get("KEEP"):
        label = re.sub(r"\W+", "-", f"{s.form.short} {group} {name}")[:120]
        open(os.path.join(os.environ["KEEP"], label + (os.path.splitext(file)[1] or ".csv")), "wb").write(data)


def tell(s, case, got, good, tally):
    """Print what came of a case; whether it is wrong."""
    group, name, want, path = case
    findings, facts = got
    refused = sorted({f["code"] for f in findings if f["severity"] == "reject"})
    same = bool(facts) and sorted(facts) == sorted(good[1])
    result = "refused " + " ".join(refused) if refused else "accepted, identical facts" if same else "ACCEPTED, OTHER FACTS"
    why = ""
    if not refused and not (same and SAME in want):
        why = "accepted with other facts" if not same else "should be refused with " + " ".join(want)
    elif refused and not set(refused) & set(want):
        why = "should be " + " or ".join(want)
    tally["refused" if refused else "accepted"] = tally.get("refused" if refused else "accepted", 0) + 1
    print(("not ok " if why else "ok ") + f"{s.form.short} {group}: {name:<42} {result}" + (": " + why if why else ""))
    for f in findings[:6] if why else []:
        print("    %s:%s %s %s" % (f.get("line", ""), f.get("column", ""), f["code"], f["text"][:160]))
    return bool(why)
