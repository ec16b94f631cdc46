"""Encoders of Vietnamese older than Unicode that Python lacks, from the public
code charts, and what programs make of text that they misread.  For tests of
intake; shares no code with it."""
import subprocess
import unicodedata

TCVN3 = dict(zip(
    "ĂÂÊÔƠƯĐăâêôơưđ" "àảãáạ" "ằẳẵắ" "ặ" "ầẩẫấậ" "è" "ẻẽéẹ" "ềểễếệ" "ìỉ" "ĩíị" "ò" "ỏõóọ" "ồổỗốộ"
    "ờởỡớợ" "ù" "ủũúụ" "ừửữứự" "ỳỷỹýỵ",
    list(range(0xA1, 0xAF)) + list(range(0xB5, 0xBA)) + list(range(0xBB, 0xBF)) + [0xC6]
    + list(range(0xC7, 0xCC)) + [0xCC] + list(range(0xCE, 0xD2)) + list(range(0xD2, 0xD7))
    + [0xD7, 0xD8] + list(range(0xDC, 0xDF)) + [0xDF] + list(range(0xE1, 0xE5))
    + list(range(0xE5, 0xEA)) + list(range(0xEA, 0xEF)) + [0xEF] + list(range(0xF1, 0xF5))
    + list(range(0xF5, 0xFA)) + list(range(0xFA, 0xFF))))
# base, then none, acute, grave, hook, tilde, dot, as the chart of VNI-Times shows them
VNI = {}
for letters, shown in [
        ("aáàảãạ", "a aù aø aû aõ aï"), ("âấầẩẫậ", "aâ aá aà aå aã aä"),
        ("ăắằẳẵặ", "aê aé aè aú aü aë"), ("eéèẻẽẹ", "e eù eø eû eõ eï"),
        ("êếềểễệ", "eâ eá eà eå eã eä"), ("iíìỉĩị", "i í ì æ ó ò"),
        ("oóòỏõọ", "o où oø oû oõ oï"), ("ôốồổỗộ", "oâ oá oà oå oã oä"),
        ("ơớờởỡợ", "ô ôù ôø ôû ôõ ôï"), ("uúùủũụ", "u uù uø uû uõ uï"),
        ("ưứừửữự", "ö öù öø öû öõ öï"), ("yýỳỷỹ", "y yù yø yû yõ"), ("ỵ", "î"), ("đ", "ñ")]:
    for letter, text in zip(letters, shown.split()):
        VNI[letter], VNI[letter.upper()] = text, text.upper()


def tcvn3(text):
    """As typed in a font of the ABC family: capitals with tones are small."""
    return bytes(ord(c) if ord(c) < 128 else TCVN3.get(c) or TCVN3[c.lower()] for c in text)


def vni(text):
    return "".join(c if ord(c) < 128 else VNI[c] for c in text).encode("latin-1")


def cp1258(text):
    """Base letters and combining tones, as Vietnamese Windows writes them."""
    out = ""
    for c in unicodedata.normalize("NFC", text):
        try:
            c.encode("cp1258")
            out += c
        except UnicodeEncodeError:
            d = unicodedata.normalize("NFD", c)
            tones = "".join(m for m in d[1:] if m in "\u0300\u0301\u0303\u0309\u0323")
            out += unicodedata.normalize("NFC", d[0] + "".join(m for m in d[1:] if m not in tones)) + tones
    return out.encode("cp1258")


def iconv(data, source, target):
    return subprocess.run(["iconv", "-f", source, "-t", target], input=data, check=True,
                          stdout=subprocess.PIPE).stdout


def sloppy_1252(data):
    """UTF-8 as Windows shows it in windows-1252: open places are controls."""
    return "".join(bytes([b]).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b)
                   for b in data)


def sloppy_1258(data):
    return "".join(bytes([b]).decode("cp1258", "ignore") or chr(b) for b in data)


# the charts and the codecs of other programs agree
LETTERS = "".join(TCVN3)
small = [c for c in LETTERS if c not in "ĂÂÊÔƠƯĐ"]
assert len(LETTERS) == 74 and len(VNI) == 146, (len(LETTERS), len(VNI))
assert iconv(tcvn3("".join(LETTERS)), "TCVN", "UTF-8").decode() == LETTERS
assert unicodedata.normalize("NFC", cp1258(LETTERS).decode("cp1258")) == LETTERS
assert unicodedata.normalize("NFC", iconv(cp1258(LETTERS), "CP1258", "UTF-8").decode()) == LETTERS
