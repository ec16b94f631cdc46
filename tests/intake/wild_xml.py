"""XML as programs and people really write it, for all forms: what wild.py asks of
tables is asked here of XML.  Two oracles: xmllint with the form's own XSD tells
what is well-formed and of the right structure and type, and the same cell in a
table must be refused with the same code at the same unit and field.  Shares no
code with the program."""
import os
import re
import subprocess
import xml.etree.ElementTree as tree

from encoders import cp1258, tcvn3, vni
from wild import SAME, read_samples, viqr

NS = "urn:tonghop:submission:1"
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
# what a schema cannot know: units, periods, sums, days, encodings, limits and what is forbidden for safety
BEYOND_XSD = {"R104", "R105", "R203", "R205", "R206", "R208", "R209", "R222", "R223", "R302", "R303", "R305", "R306", "R308", "R309", "R311", "R312",
              "R313", "R315", "R320", "R321", "R322", "R323", "R324", "R325", "R326", "R327", "R328", "R401", "R402", "R403"}


def first(text, pattern, to):
    return re.sub(pattern, to, text, count=1, flags=re.S)


def structures(s):
    """Name, what may come of it, bytes or text."""
    x = s.xml()
    body = x[x.index("<submission"):]
    name = next(f.name for i, f in enumerate(s.fields) if s.rows[0][1][i])
    an = lambda to: first(body, rf"<{name}>[^<]*</{name}>", to)
    inside = lambda to: body.replace("</row>", to + "</row>", 1)
    before = lambda text: text + body
    attribute = lambda text: body.replace("<submission ", "<submission " + text + " ", 1)
    row = lambda text: body.replace("<row ", "<row " + text + " ", 1)
    yield "as it should be", SAME, x
    yield "no declaration", SAME, body
    yield "blanks before the root", SAME, "\n\t " + body
    yield "a blank before the declaration", [SAME, "R220"], " " + x
    yield "a comment before the root", SAME, before("<!-- biểu -->")
    yield "comments everywhere", SAME, re.sub(r"(<row[^>]*>|</row>)", r"<!-- dòng -->\1<!-- & < -->", body)
    yield "a comment with two dashes", "R220", before("<!-- a -- b -->")
    yield "an open comment", ["R220", "R221", "R223"], body.replace("<row", "<!-- <row", 1)
    yield "an instruction before the root", SAME, before('<?xml-stylesheet type="text/xsl" href="http://x.example/a.xsl"?>')
    yield "an instruction in a value", SAME, an(lambda m: m[0].replace("</", "<?so?></"))
    yield "a declaration in the middle", "R220", body.replace("<row", '<?xml version="1.0"?><row', 1)
    yield "standalone no", SAME, x.replace("?>", ' standalone="no"?>', 1)
    yield "standalone maybe", "R220", x.replace("?>", ' standalone="maybe"?>', 1)
    yield "version 2.0", ["R220", "R222"], x.replace('"1.0"', '"2.0"')
    yield "version 1.1", ["R220", "R222"], x.replace('"1.0"', '"1.1"')
    # namespaces
    yield "another namespace", "R224", body.replace(NS, NS[:-1] + "2")
    yield "no namespace", "R224", body.replace(f' xmlns="{NS}"', "")
    yield "a blank in the namespace", "R220", body.replace(NS, NS + " ")
    yield "capitals in the namespace", "R224", body.replace(NS, NS.upper())
    yield "a prefix", SAME, re.sub(r"<(/?)(\w)", r"<\1th:\2", body).replace("xmlns=", "xmlns:th=")
    yield "a prefix for half of it", SAME, first(body.replace("xmlns=", f'xmlns:th="{NS}" xmlns=', 1), rf"<{name}>([^<]*)</{name}>", rf"<th:{name}>\1</th:{name}>")
    yield "a prefix that is not declared", "R220", first(body, rf"<{name}>([^<]*)</{name}>", rf"<th:{name}>\1</th:{name}>")
    yield "no namespace in one element", "R233", first(body, f"<{name}>", f'<{name} xmlns="">')
    yield "another namespace in one element", "R233", first(body, f"<{name}>", f'<{name} xmlns="urn:x">')
    yield "the namespace once more", SAME, first(body, "<row ", f'<row xmlns="{NS}" ')
    yield "a namespace that nothing uses", SAME, attribute('xmlns:a="urn:a"')
    yield "40 namespaces", [SAME, "R223"], attribute(" ".join(f'xmlns:a{i}="urn:a{i}"' for i in range(40)))
    yield "an attribute with our prefix", ["R222", "R224"], attribute(f'xmlns:th="{NS}" th:la="1"')
    # attributes
    yield "an attribute that is not known", "R222", attribute('la="1"')
    yield "an attribute of a row", "R222", row('la="1"')
    yield "an attribute of a value", "R222", first(body, f"<{name}>", f'<{name} la="1">')
    yield "values as attributes", ["R222", "R307", "R201", "R224"], re.sub(r"<row ([^>]*)>.*?</row>", lambda m: f'<row {m[1]} {name}="1"/>', body, count=1, flags=re.S)
    yield "the envelope as elements", ["R201", "R224"], first(body, r"<submission ([^>]*?) form=\"([^\"]*)\"([^>]*)>", r"<submission \1\3><form>\2</form>")
    yield "the unit as an element", ["R224", "R320"], first(body, r'<row unit="(\d+)">', r"<row><unit>\1</unit>")
    yield "an attribute twice", "R220", row('unit="1"')
    yield "no quotes", "R220", first(body, r'unit="(\d+)"', r"unit=\1")
    yield "quotes of a word processor", "R220", first(body, r'unit="(\d+)"', "unit=\u201c\\1\u201d")
    yield "no blank between attributes", "R220", body.replace('" unit=', '"unit=', 1)
    yield "xml:lang", "R222", attribute('xml:lang="vi"')
    yield "xml:space in a value", "R222", first(body, f"<{name}>", f'<{name} xml:space="preserve">')
    yield "xml:base", "R222", attribute('xml:base="http://x.example/"')
    yield "xml:id of a row", "R222", row('xml:id="a"')
    yield "xsi:schemaLocation", SAME, attribute(XSI + f'xsi:schemaLocation="{NS} http://x.example/a.xsd"')
    yield "xsi:noNamespaceSchemaLocation", SAME, attribute(XSI + 'xsi:noNamespaceSchemaLocation="file:///etc/passwd"')
    yield "xsi:type of the root", "R222", attribute(XSI + 'xsi:type="bang"')
    yield "xsi:type of a value", "R222", first(attribute(XSI), f"<{name}>", f'<{name} xsi:type="xs:int">')
    yield "xsi:nil true", ["R222", "R307"], first(attribute(XSI), rf"<{name}>[^<]*</{name}>", f'<{name} xsi:nil="true"/>')
    yield "xsi:nil false", "R222", first(attribute(XSI), f"<{name}>", f'<{name} xsi:nil="false">')
    yield "a huge attribute", ["R222", "R223", "R224", "R320", "R203"], row('la="' + "x" * 100000 + '"')
    yield "a huge unit", ["R223", "R224", "R320", "R220"], first(body, r'<row unit="\d+"', '<row unit="' + "2" * 100000 + '"')
    yield "a thousand attributes", ["R222", "R223"], row(" ".join(f'a{i}="1"' for i in range(1000)))
    yield "blanks around attributes", SAME, re.sub(r'(unit|form|period)="([^"]*)"', r'\1 = " \2 "', body)
    yield "lines in attributes", SAME, first(body, r'period="([^"]*)"', 'period="\n\\1\n"')
    yield "references in attributes", SAME, first(body, r'unit="(\d)(\d+)"', lambda m: f'unit="&#{ord(m[1])};{m[2]}"')
    # order and number
    yield "elements in reverse", SAME, re.sub(r"(<row[^>]*>)(.*?)(</row>)", lambda m: m[1] + "".join(re.findall(r"<\w+>[^<]*</\w+>", m[2])[::-1]) + m[3], body, flags=re.S)
    yield "rows in reverse", SAME, first(body, r"(<row.*</row>)", lambda m: "".join(re.findall(r"<row.*?</row>", m[1], re.S)[::-1]))
    yield "an element twice", "R314", an(lambda m: m[0] * 2)
    yield "an element twice, other values", "R314", an(lambda m: m[0] + f"<{name}>77</{name}>")
    yield "an element of another form", ["R224", "R233"], inside("<la_lung>1</la_lung>")
    yield "capitals in a name", ["R224", "R233"], an(lambda m: m[0].replace(name, name.upper()))
    yield "an element around the values", ["R233", "R307"], re.sub(r"(<row[^>]*>)(.*?)(</row>)", r"\1<so_lieu>\2</so_lieu>\3", body, count=1, flags=re.S)
    yield "an element around all rows", "R224", body.replace("<row", "<rows><row", 1).replace("</submission>", "</rows></submission>")
    yield "a row in a row", ["R224", "R233"], inside('<row unit="1"/>')
    yield "a row without a unit", ["R224", "R320", "R201"], first(body, r'<row unit="\d+"', "<row")
    yield "an empty unit", ["R224", "R320"], first(body, r'<row unit="\d+"', '<row unit=""')
    yield "rows of another name", "R224", re.sub(r"<(/?)row\b", r"<\1dong", body)
    yield "the root of another name", "R224", re.sub(r"<(/?)submission\b", r"<\1bao_cao", body)
    yield "explanations behind the rows", "R224", body.replace("</submission>", '<explanation of="W501">vì</explanation></submission>')
    yield "an explanation before the rows", SAME, body.replace("<row", '<explanation of="W501">vì không có</explanation><row', 1)
    yield "an explanation without of", "R224", body.replace("<row", "<explanation>vì</explanation><row", 1)
    # text between, CDATA, entities
    yield "text between rows", "R224", body.replace("<row", "hết <row", 1)
    yield "text between values", "R224", inside("đồng")
    yield "a no-break space between rows", "R224", body.replace("<row", "\u00a0<row", 1)
    yield "an element in a value", ["R224"], an(lambda m: m[0].replace("</", "<b>1</b></"))
    yield "CDATA around all values", SAME, s.xml(cell=lambda v: f"<![CDATA[{v.replace('&amp;', '&').replace('&lt;', '<')}]]>")
    yield "CDATA between rows", "R224", body.replace("<row", "<![CDATA[x]]><row", 1)
    yield "blank CDATA between rows", [SAME, "R224"], body.replace("<row", "<![CDATA[ ]]><row", 1)
    yield "an end of CDATA in a value", "R220", an(lambda m: m[0].replace("</", "]]></"))
    yield "values in pieces", SAME, s.xml(cell=lambda v: v if "&" in v else v[:1] + "<!-- x --><?y z?>" + v[1:2] + "<![CDATA[" + v[2:] + "]]>")
    yield "blanks around all values", SAME, s.xml(cell=lambda v: "\n\t  " + v + "  \n")
    yield "hexadecimal references", SAME, s.xml(cell=lambda v: v if "&" in v else "".join(f"&#x{ord(c):x};" for c in v))
    yield "a reference to NUL", "R220", an(lambda m: m[0].replace("</", "&#0;</"))
    yield "a reference to a control", "R220", an(lambda m: m[0].replace("</", "&#x1b;</"))
    yield "a reference to a surrogate", "R220", an(lambda m: m[0].replace("</", "&#xD800;</"))
    yield "an entity of HTML", ["R220", "R222"], an(lambda m: m[0].replace("</", "&nbsp;</"))
    yield "a lone ampersand", ["R220", "R223"], inside("<!-- --> & ")
    yield "a lone less-than", "R220", an(lambda m: m[0].replace("</", " < 5</"))
    yield "a DTD", "R222", before("<!DOCTYPE submission>")
    yield "a DTD from outside", "R222", before('<!DOCTYPE submission SYSTEM "http://x.example/a.dtd">')
    yield "an entity of its own", "R222", before('<!DOCTYPE submission [<!ENTITY a "1">]>')
    yield "a file as an entity", "R222", before('<!DOCTYPE submission [<!ENTITY a SYSTEM "file:///etc/passwd">]>').replace("</row>", "&a;</row>", 1)
    yield "a parameter entity", "R222", before('<!DOCTYPE submission [<!ENTITY % a SYSTEM "file:///etc/passwd">%a;]>')
    yield "billion laughs", "R222", before("<!DOCTYPE s [<!ENTITY a0 \"ha\">" + "".join(
        f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)) + "]>")
    yield "default attributes", "R222", before('<!DOCTYPE submission [<!ATTLIST submission sequence CDATA "9">]>')
    yield "XInclude", "R224", body.replace("</submission>", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/></submission>')
    yield "XInclude in a value", "R224", an(lambda m: m[0].replace("</", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="/etc/hostname"/></'))
    yield "a thousand levels", ["R223", "R224"], body.replace("<row", "<a>" * 1000 + "<row", 1)
    yield "a hundred levels, closed", ["R223", "R224"], body.replace("<row", "<a>" * 100 + "</a>" * 100 + "<row", 1)
    yield "a value of 1 MB", ["R223", "R301", "R303", "R304", "R306", "R309", "R310", "R311", "R312", "R313"], an(f"<{name}>" + "9" * (1 << 20) + f"</{name}>")
    yield "a comment of 1 MB", [SAME, "R223"], before("<!--" + "x" * (1 << 20) + "-->")
    # ends
    yield "cut in a value", "R221", body[:body.index(f"<{name}>") + len(name) + 3]
    yield "cut in a tag", ["R220", "R221"], body[:body.index(f"<{name}>") + 3]
    yield "cut before the last tag", "R221", body[:body.rindex("</submission>")]
    yield "cut in the last tag", ["R220", "R221"], body[:-5]
    yield "two documents", "R220", body + body
    yield "a second root", "R220", body + "<x/>"
    yield "text behind", "R220", body + "hết"
    yield "blanks and a comment behind", SAME, body + "\n\n<!-- hết -->\n"
    yield "NULs behind", ["R105", "R103", "R220"], body.encode() + bytes(64)
    yield "tags that cross", "R220", an(lambda m: m[0].replace(f"</{name}>", f"</row></{name}>"))
    yield "a tag that is not closed", ["R220", "R221"], an(lambda m: m[0].replace(f"</{name}>", ""))
    # encodings
    yield "BOM", SAME, "\ufeff" + x
    yield "BOM twice", ["R105", "R220", SAME], "\ufeff\ufeff" + x
    yield "BOM, declared UTF-16", ["R222", "R104"], "\ufeff" + x.replace("UTF-8", "UTF-16")
    yield "UTF-16LE, BOM", SAME, b"\xff\xfe" + x.replace("UTF-8", "UTF-16").encode("utf-16-le")
    yield "UTF-16BE, BOM", SAME, b"\xfe\xff" + x.replace("UTF-8", "UTF-16").encode("utf-16-be")
    yield "UTF-16BE, no declaration", SAME, b"\xfe\xff" + body.encode("utf-16-be")
    yield "UTF-16LE, declared UTF-8", ["R222"], b"\xff\xfe" + x.encode("utf-16-le")
    yield "UTF-16LE under the BOM of UTF-16BE", ["R103", "R104", "R105", "R220"], b"\xfe\xff" + x.encode("utf-16-le")
    yield "UTF-16 without a BOM", [SAME, "R103"], x.replace("UTF-8", "UTF-16").encode("utf-16-le")
    yield "UTF-16 of odd length", ["R104", "R220"], b"\xff\xfe" + body.encode("utf-16-le") + b"\n"
    yield "UTF-32", ["R103", "R104", "R105"], x.encode("utf-32")
    yield "small letters in the declaration", SAME, x.replace("UTF-8", "utf-8")
    yield "single quotes in the declaration", SAME, x.replace('"1.0"', "'1.0'").replace('"UTF-8"', "'UTF-8'")
    yield "declared US-ASCII, letters inside", [SAME, "R222"], s.xml(attributes=' preparer="Hường"').replace("UTF-8", "US-ASCII")
    for encoding in ("ISO-8859-1", "windows-1252", "UTF-7", "TCVN3", "x-vni", "GB2312", "EBCDIC-CP-US", ""):
        yield "declared " + (encoding or "nothing"), ["R222", "R220"], x.replace("UTF-8", encoding)
    text = s.xml(attributes=' preparer="Nguyễn Thị Hường, Đỗ Ngọc Ánh"')
    yield "windows-1258, declared", SAME, cp1258(text.replace("UTF-8", "windows-1258"))
    yield "windows-1258, declared UTF-8", ["R104"], cp1258(text)
    yield "UTF-8, declared windows-1258", ["R222"], text.replace("UTF-8", "windows-1258")
    yield "TCVN3 inside", ["R104"], tcvn3(text)
    yield "VNI inside", [SAME, "R104", "R220"], vni(text)
    yield "VIQR inside", SAME, viqr(s.xml(attributes="")) if not any(f.type == "text" for f in s.fields) else x
    yield "a byte lost", ["R104"], text.encode().replace("ễ".encode(), "ễ".encode()[:2])
    yield "CR LF", SAME, x.replace("\n", "\r\n")
    yield "CR", SAME, x.replace("\n", "\r")


# texts of a value: in XML and, when a table writes it otherwise or refuses it by other words, in a table
NUMBERS = (" 12 ", "+12", "-12", "--12", "12-", "1e3", "1E3", "1.2e3", "١٢", "१२", "１２", "1.234.567", "1,5", "1.5", "12.", ".5", "0x10", "1_000", "1 000",
           "1\u00a0000", "1\u202f000", "", " ", "-", "–", "x", "NaN", "INF", "-0", "00012", "0", "true", "#REF!", "####", "#N/A", "#VALUE!", "12 hộ", "12đ",
           "12%", "1/2", "½", "mười hai", "1O", "9" * 41, "9" * 25, "99999999999999999999.999999999999", "12\u200b", "\u200e12", "\u202e12", "12\u0301",
           "1'000", "N/A", "không", "=1+1", "'12", "12;13", "12,0", "\u221212", "(12)", "12\n13", "12\t13", "&#49;2", "<![CDATA[12]]>", "1<!-- -->2", "1<?x?>2")
DAYS = ("2020-03-31", "2020-02-30", "2020-3-31", "31/03/2020", "2020-03-31T00:00:00", "2020-03-31Z", " 2020-03-31 ", "20200331", "43921", "0000-01-01", "x", "")
YES = ("true", "false", "1", "0", "TRUE", "x", "có", "yes", " true ", "")
# of these a table says the same as XML: neither is a way to write a number in either
ALIKE = {"--12", "12-", "x", "NaN", "INF", "true", "#REF!", "####", "#N/A", "#VALUE!", "1/2", "½", "mười hai", "1O", "9" * 41, "không", "(12)",
         "-12", "1e3", "1E3", "٢١", "१२", "0x10", "1_000", "12%"}


def values(s):
    """Index of a field, text."""
    seen = set()
    for i, f in enumerate(s.fields):
        kind = (f.type, f.required)
        if kind in seen or not any(v[i] for _, v in s.rows):
            continue
        seen.add(kind)
        texts = NUMBERS if f.is_number else {"date": DAYS, "boolean": YES}.get(f.type, ("", " ", "la_la", "a\u202eb", "x" * 600, "#REF!", "A B", "áo"))
        for text in texts:
            yield i, text


def with_value(s, i, text):
    r = next(n for n, (_, v) in enumerate(s.rows) if v[i])
    name, rows = s.fields[i].name, iter(re.split(r"(?=<row )", s.xml()))
    out = [next(rows)] + list(rows)
    text = text if re.match("[&<]", text) or "<" in text else text.replace("&", "&amp;")
    out[r + 1] = re.sub(rf"<{name}>.*?</{name}>", lambda m: f"<{name}>{text}</{name}>", out[r + 1], flags=re.S)
    return "".join(out), s.rows[r][0], r


def place(data, name, row):
    """Line and column of the element in the row, from 0."""
    at = -1
    for _ in range(row + 1):
        at = data.index("<row ", at + 1)
    before = data[:data.index(f"<{name}>", at)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def schema_says(tonghop, site, s, folder, paths):
    """What xmllint finds: "valid", "invalid" or "broken" of each path."""
    schema = os.path.join(folder, "form.xsd")
    with open(schema, "wb") as f:
        f.write(subprocess.run(tonghop + ["form", s.form.short, "--xsd", "-C", site], capture_output=True).stdout)
    said = dict.fromkeys(paths, "broken")
    for at in range(0, len(paths), 200):
        err = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", schema] + paths[at:at + 200],
                             capture_output=True).stderr.decode("utf-8", "replace")
        for path, verdict in re.findall(r"(?m)^(.*) (validates|fails to validate)$", err):
            said[path] = "valid" if verdict == "validates" else "invalid"
    return said


def refusals(findings):
    return sorted({f["code"] for f in findings if f["severity"] == "reject"})


def why_wrong(want, codes, same, schema):
    """Why a verdict is wrong, "" when it is right."""
    want = [want] if isinstance(want, str) else want
    if want and not codes and not (same and SAME in want):
        return "accepted" + ("" if same else " with other facts") + ", should be " + " ".join(want)
    if want and codes and not set(codes) & set(want):
        return "should be " + " or ".join(want)
    if schema != "valid" and not codes and SAME not in (want or []):
        return "accepted, xmllint: " + schema
    if schema == "valid" and codes and not want and not set(codes) <= BEYOND_XSD:
        return "xmllint: valid"
    return ""


def judge(tonghop, site, work, read_all, only, all_of_them):
    failed = count = 0
    for n, s in enumerate(read_samples(site)):
        folder, cases = os.path.join(work, s.form.short), []
        os.makedirs(folder)
        for i, (name, want, data) in enumerate(structures(s)):
            if (all_of_them or (i + n) % 6 == 0) and only in s.form.short + " " + name:
                cases.append((name, want, data, None))
        for i, (field, text) in enumerate(values(s)):
            name = f"{s.fields[field].name}: {text[:14]!r}"
            if (all_of_them or (i + n) % 6 == 0) and only in s.form.short + " " + name:
                cases.append((name, None, None, (field, text)))
        paths = [os.path.join(folder, "good.xml")]
        open(paths[0], "w", encoding="utf-8").write(s.xml())
        tables, places = {}, {}
        for i, (name, want, data, value) in enumerate(cases):
            path = os.path.join(folder, f"{i}.xml")
            paths.append(path)
            if value is not None:
                data, unit, row = with_value(s, *value)
                field = s.fields[value[0]]
                places[path] = (field.name,) + place(data, field.name, row)
                if value[1] in ALIKE and field.is_number:
                    tables[path] = (os.path.join(folder, f"{i}.csv"), unit, field.name)
                    open(tables[path][0], "w", encoding="utf-8").write(s.with_cell((row, value[0]), lambda v: value[1]))
            open(path, "wb").write(data.encode() if isinstance(data, str) else data)
        got, everything = {}, paths + [t[0] for t in tables.values()]
        for at in range(0, len(everything), 100):
            got.update(read_all(site, everything[at:at + 100], "2021-02-10", True))
        schema = schema_says(tonghop, site, s, folder, paths)
        good = sorted(got[paths[0]][1])
        for (name, want, data, value), path in zip(cases, paths[1:]):
            findings, facts = got[path]
            codes = refusals(findings)
            same = bool(facts) and sorted(facts) == good
            why = why_wrong(want, codes, same, schema[path])
            if value is not None and not codes and not same and schema[path] == "valid":
                why = ""        # another value that is one
            for f in findings if path in places and not why else []:
                if f["severity"] == "reject" and f["code"] < "R32" and f.get("field") == places[path][0] and \
                        (f.get("line"), f.get("column")) != places[path][1:]:
                    why = f"stands at {places[path][1:]}"
            if path in tables and not why:
                other = got[tables[path][0]][0]
                here = sorted({(f["code"], f.get("field")) for f in findings if f["severity"] == "reject"}, key=str)
                there = sorted({(f["code"], f.get("field")) for f in other if f["severity"] == "reject"}, key=str)
                why = "" if here == there else f"in a table {there}, in XML {here}"
            count += 1
            failed += bool(why)
            print(("not ok " if why else "ok ") + f"{s.form.short} {name:<40} {' '.join(codes) or 'accepted'}, xmllint: {schema[path]}"
                  + (": " + why if why else ""))
            for f in findings[:4] if why else []:
                print("    %s:%s %s %s" % (f.get("line", ""), f.get("column", ""), f["code"], f["text"][:200]))
    print(f"# {count} cases of XML")
    return failed
