/* Text of people: normal form and validity against Python, folding by hand. */
#include "base/unicode.h"

#include <stdlib.h>

#include "base/arena.h"
#include "check.h"

static struct arena *a;

/* Strings that name the same unit, and some that must stay apart. */
static const struct {
	const char	*name, *one, *other;
	bool		 same;
} folds[] = {
	{ "old and new tone: oa", "Hoà", "hòa", true },
	{ "old and new tone: oa, all tones", "hoá hoả hoã hoạ", "hóa hỏa hõa họa", true },
	{ "old and new tone: oe", "khoẻ loè xoè nhoẹ", "khỏe lòe xòe nhọe", true },
	{ "old and new tone: uy", "thuỷ uý tuỳ luỹ luỵ", "thủy úy tùy lũy lụy", true },
	{ "old tone, decomposed", "Hoa\xcc\x80", "hòa", true },
	{ "old tone, upper case", "KHÁNH HOÀ", "Khánh Hòa", true },
	{ "quý is quý", "Quý", "qu\xc3\xbd", true },
	{ "quý is not qúy", "quý", "qúy", false },
	{ "with a final letter the tone stays", "hoàn", "hòan", false },
	{ "another tone is another word", "hoá", "hòa", false },
	{ "no tone is another word", "hoa", "hòa", false },
	{ "Eth is D with stroke", "\xc3\x90iện Biên", "Điện Biên", true },
	{ "African D is, too", "\xc6\x89iện", "Điện", true },
	{ "a soft hyphen shows nothing", "Ninh\xc2\xad", "Ninh", true },
	{ "eth is d with stroke", "\xc3\xb0iện", "điện", true },
	{ "d is not d with stroke", "dien", "đien", false },
	{ "no-break space", "Vạn\xc2\xa0Ninh", "Vạn Ninh", true },
	{ "narrow no-break space", "Vạn\xe2\x80\xafNinh", "Vạn Ninh", true },
	{ "white space squeezed", "  Vạn \t\r\n Ninh\xc2\xa0 ", "vạn ninh", true },
	{ "a space matters", "VạnNinh", "Vạn Ninh", false },
	{ "full upper case", "PHƯỜNG VĨNH HÒA", "phường Vĩnh Hoà", true },
	{ "the end of a word", "hoà,thuỷ", "hòa,thủy", true },
	{ "empty", "", " \xc2\xa0", true },
};

static void
folding(void)
{
	size_t i;
	int again = 0;

	for (i = 0; i < sizeof(folds) / sizeof(folds[0]); i++) {
		const char *x = unicode_fold(a, folds[i].one);
		const char *y = unicode_fold(a, folds[i].other);

		check((strcmp(x, y) == 0) == folds[i].same, folds[i].name,
		    "\"%s\" and \"%s\"", x, y);
		again += strcmp(unicode_fold(a, x), x) != 0;
	}
	check(again == 0, "folding again changes nothing", "%d change",
	    again);
	check_string("a folded name", unicode_fold(a, " Thuỷ  HOÀ "),
	    "thủy hòa");
}

static size_t
unhex(const char *hex, char *out)
{
	size_t n = 0;

	for (; hex[0] != '\0' && hex[0] != '-'; hex += 2)
		out[n++] = (char)strtol((char[]){ hex[0], hex[1], '\0' }, NULL,
		    16);
	out[n] = '\0';
	return n;
}

static bool
is_right(const char *kind, const char *given, const char *wanted)
{
	char in[2048], out[2048];
	size_t n = unhex(given, in), bad = 0;

	if (strcmp(kind, "nfc") == 0) {
		unhex(wanted, out);
		return strcmp(unicode_nfc(a, in), out) == 0;
	}
	if (strcmp(kind, "fold") == 0) {
		unhex(wanted, out);
		return strcmp(unicode_fold(a, in), out) == 0;
	}
	return unicode_is_valid(in, n, &bad) ? strcmp(wanted, "-1") == 0 :
	    (long)bad == strtol(wanted, NULL, 10);
}

static void
against_python(void)
{
	char line[8192], first[3][256] = { "", "", "" };
	int cases[3] = { 0, 0, 0 }, wrong[3] = { 0, 0, 0 };

	while (fgets(line, sizeof(line), stdin) != NULL) {
		char *rest = line, *kind, *given;
		int k;

		line[strcspn(line, "\n")] = '\0';
		kind = strsep(&rest, " ");
		given = strsep(&rest, " ");
		k = strcmp(kind, "nfc") == 0 ? 1 :
		    strcmp(kind, "fold") == 0 ? 2 : 0;
		cases[k]++;
		if (!is_right(kind, given, rest) && wrong[k]++ == 0)
			snprintf(first[k], sizeof(first[k]), "%.100s %.100s",
			    given, rest);
	}
	check(wrong[1] == 0 && cases[1] > 10000, "normal form", "%d of %d "
	    "wrong; the first: %s", wrong[1], cases[1], first[1]);
	check(wrong[2] == 0 && cases[2] > 700, "lower case", "%d of %d "
	    "wrong; the first: %s", wrong[2], cases[2], first[2]);
	check(wrong[0] == 0 && cases[0] == 20000, "validity", "%d of %d "
	    "wrong; the first: %s", wrong[0], cases[0], first[0]);
}

/* How far two names are from each other, when that is not too far. */
static void
distances(void)
{
	static const struct { const char *one, *other; int far; } pairs[] = {
		{ "", "", 0 }, { "", "vạn", 3 }, { "vạn ninh", "vạn ninh", 0 },
		{ "vạn ninh", "van ninh", 1 }, { "vĩnh hòa", "vĩnh hải", 2 },
		{ "kitten", "sitting", 3 }, { "ninh hòa", "hòa ninh", 8 },
	};
	size_t i;
	int most, got;

	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		for (most = 0; most < 10; most++) {
			got = unicode_distance(pairs[i].one, pairs[i].other,
			    most);
			check(got == (pairs[i].far > most ? most + 1 :
			    pairs[i].far), "distance", "\"%s\" to \"%s\": %d "
			    "of at most %d", pairs[i].one, pairs[i].other, got,
			    most);
		}
	check(unicode_marks("") == 0 && unicode_marks("anna") ==
	    unicode_marks("nana"), "marks of letters", "differ");
}

static void
characters(void)
{
	static const uint32_t some[] = { 'a', 0x7f, 0x80, 0x7ff, 0x800, 0x1ea1,
	    0xffff, 0x10000, 0x10ffff };
	uint32_t c = 0;
	char buf[8] = { 0 };
	size_t i, n;

	for (i = 0; i < sizeof(some) / sizeof(some[0]); i++) {
		memset(buf, 0, sizeof(buf));
		n = unicode_put(some[i], buf);
		check(unicode_next(buf, &c) == n && c == some[i],
		    "a character and back", "%x, not %x", c, some[i]);
	}
	check(unicode_next("", &c) == 0, "the end", "is a character");
	check(unicode_next("\xe1\xba", &c) == 0, "a cut character", "taken");
	check(unicode_next("\x80", &c) == 0, "a stray byte", "taken");
	check(unicode_length("Khánh Hòa") == 9, "length", "%zu",
	    unicode_length("Khánh Hòa"));
	check(unicode_width("Khánh Hòa") == 9, "width", "%d",
	    unicode_width("Khánh Hòa"));
	check_string("upper", unicode_upper(a, "quý đồng phường"),
	    "QUÝ ĐỒNG PHƯỜNG");
}

int
main(void)
{
	a = arena_new();
	folding();
	against_python();
	distances();
	characters();
	arena_free(a);
	return check_result();
}
