/* Tables: lines, quotes, limits, and what Python's csv writes. */
#include "base/csvfile.h"

#include <csv.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/text.h"
#include "check.h"

static struct arena *a;

/*
 * A table as "LINE:cell@LINE,cell@LINE;..."; or the error and its line.
 */
static const char *
show(const char *s, size_t len, char delimiter, size_t rows_max)
{
	static const char *const errors[] = { "ok", "quote", "open quote",
	    "too large", "many rows", "many cells" };
	struct csv_table t;
	struct text out;
	const char *result;
	size_t i, j;
	int line = -1;
	enum csv_error e = csv_read(a, s, len, delimiter, rows_max, &t, &line);

	if (e != CSV_FILE_OK)
		return arena_printf(a, "%s in %d", errors[e], line);
	text_init(&out, 1 << 20);
	for (i = 0; i < t.count; i++) {
		text_addf(&out, "%d:", t.rows[i].line);
		for (j = 0; j < t.rows[i].count; j++)
			text_addf(&out, "%s%s@%d", j == 0 ? "" : ",",
			    t.rows[i].cells[j].text, csv_line(&t.rows[i], j));
		text_addc(&out, ';');
	}
	result = arena_strdup(a, text_string(&out));
	text_free(&out);
	return result;
}

static const struct {
	const char	*name, *in, *out;
} cases[] = {
	{ "nothing", "", "" },
	{ "one cell", "a", "1:a@1;" },
	{ "line ends", "a\nb\r\nc\rd", "1:a@1;2:b@2;3:c@3;4:d@4;" },
	{ "a line end behind the last row", "a\n", "1:a@1;" },
	{ "empty lines are rows", "a\n\n\nb", "1:a@1;2:;3:;4:b@4;" },
	{ "empty lines, CR LF", "a\r\n\r\nb\r\n", "1:a@1;2:;3:b@3;" },
	{ "empty lines first", "\n\na", "1:;2:;3:a@3;" },
	{ "empty cells", ",a,,b,", "1:@1,a@1,@1,b@1,@1;" },
	{ "only a comma", ",", "1:@1,@1;" },
	{ "empty quotes", "\"\",\"\"", "1:@1,@1;" },
	{ "blanks are trimmed", " a ,\tb\t", "1:a@1,b@1;" },
	{ "quoted blanks stay", "\" a \"", "1: a @1;" },
	{ "blanks around quotes", " \"a\" ,b", "1:a@1,b@1;" },
	{ "a quoted comma", "\"a,b\",c", "1:a,b@1,c@1;" },
	{ "a quoted quote", "\"a\"\"b\",\"\"\"\"", "1:a\"b@1,\"@1;" },
	{ "a quoted line end", "\"a\nb\",c\nd", "1:a\nb@1,c@2;3:d@3;" },
	{ "quoted empty lines", "x,\"a\n\n\nb\",c\nd",
	    "1:x@1,a\n\n\nb@1,c@4;5:d@5;" },
	{ "a quoted CR LF", "\"a\r\nb\"\r\nc", "1:a\r\nb@1;3:c@3;" },
	{ "two quoted line ends", "\"a\nb\",\"c\nd\"\ne",
	    "1:a\nb@1,c\nd@2;4:e@4;" },
	{ "a line of blanks is empty", "a\n \t \nb\n ", "1:a@1;2:;3:b@3;4:;" },
	{ "a quoted quote is no end", "\"a\nb\"\"c\n", "open quote in 1" },
	{ "a quote inside", "a\nb\"c", "quote in 2" },
	{ "a quote behind", "a\n\"b\"c\n", "quote in 2" },
	{ "an open quote", "a\n\"b\nc\nd", "open quote in 2" },
	{ "an open quote at the end", "a,\"", "open quote in 1" },
	{ "an open quote behind a closed one", "\"a\",\"b\n", "open quote in 1" },
	{ "an open quote behind a long one", "\"a\nb\",\"c\n", "open quote in 2" },
};

static void
by_hand(void)
{
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_string(cases[i].name, show(cases[i].in,
		    strlen(cases[i].in), ',', 100), cases[i].out);
	check_string("semicolons", show("a,b;\"c;d\"", 9, ';', 9),
	    "1:a,b@1,c;d@1;");
	check_string("tabs", show("a\t\tb", 4, '\t', 9), "1:a@1,@1,b@1;");
	check_string("tabs around quotes", show("\"a\"\t\"b\"", 7, '\t', 9),
	    "1:a@1,b@1;");
	check_string("an empty first cell before a tab", show("\ta", 2, '\t',
	    9), "1:@1,a@1;");
}

static void
limits(void)
{
	static char large[CSV_CELL_MAX + 3];
	struct csv_table t;
	int line;

	memset(large, 'a', sizeof(large));
	check(csv_read(a, large, CSV_CELL_MAX, ',', 9, &t, &line) ==
	    CSV_FILE_OK && strlen(t.rows[0].cells[0].text) == CSV_CELL_MAX,
	    "the largest cell", "refused");
	check_string("a larger cell", show(large, CSV_CELL_MAX + 1, ',', 9),
	    "too large in 1");
	check_string("as many rows", show("a\nb", 3, ',', 2),
	    "1:a@1;2:b@2;");
	check_string("too many rows", show("a\nb\nc", 5, ',', 2),
	    "many rows in 3");
	check_string("too many empty rows", show("\n\n\n", 3, ',', 2),
	    "many rows in 3");
	memset(large, ',', CSV_COLUMNS_MAX);
	check(csv_read(a, large, CSV_COLUMNS_MAX - 1, ',', 9, &t, &line) ==
	    CSV_FILE_OK && t.rows[0].count == CSV_COLUMNS_MAX,
	    "as many columns", "refused");
	check_string("too many columns", show(large, CSV_COLUMNS_MAX, ',', 9),
	    "too large in 1");
}

static size_t
unhex(const char *hex, size_t len, char *out)
{
	size_t i;

	if (len == 1 && hex[0] == '-')
		len = 0;
	for (i = 0; i < len / 2; i++)
		out[i] = (char)strtol((char[]){ hex[2 * i], hex[2 * i + 1],
		    '\0' }, NULL, 16);
	out[i] = '\0';
	return i;
}

/* Whether a row has the cells that are in hex, joined by commas. */
static bool
row_is(const struct csv_row *row, char *hex)
{
	static char want[65536];
	char *cell;
	size_t i = 0;

	while ((cell = strsep(&hex, ",")) != NULL) {
		unhex(cell, strlen(cell), want);
		if (i >= row->count || strcmp(row->cells[i++].text, want) != 0)
			return false;
	}
	return i == row->count;
}

static bool
table_is(const struct csv_table *t, char *hex)
{
	char *row;
	size_t i = 0;

	while ((row = strsep(&hex, ";")) != NULL)
		if (i >= t->count || !row_is(&t->rows[i++], row))
			return false;
	return i == t->count;
}

/* Write a table with csv_put_row() and read it again: the same cells. */
static bool
comes_back(const struct csv_table *t, char delimiter)
{
	struct csv_table again;
	struct text out;
	const char *cells[CSV_COLUMNS_MAX];
	size_t i, j;
	int line;
	bool same;

	text_init(&out, 1 << 20);
	for (i = 0; i < t->count; i++) {
		for (j = 0; j < t->rows[i].count; j++)
			cells[j] = t->rows[i].cells[j].text;
		csv_put_row(&out, cells, t->rows[i].count, delimiter);
	}
	same = csv_read(a, text_string(&out), out.len, delimiter, 999, &again,
	    &line) == CSV_FILE_OK && again.count == t->count;
	for (i = 0; same && i < t->count; i++) {
		same = again.rows[i].count == t->rows[i].count;
		for (j = 0; same && j < t->rows[i].count; j++)
			same = strcmp(again.rows[i].cells[j].text,
			    t->rows[i].cells[j].text) == 0;
	}
	text_free(&out);
	return same;
}

static void
against_python(void)
{
	static char in[1 << 16], rows[1 << 16], bytes[1 << 16];
	int total = 0, wrong = 0, lost = 0;
	char first[512] = "", first_lost[512] = "";

	while (fgets(in, sizeof(in), stdin) != NULL &&
	    fgets(rows, sizeof(rows), stdin) != NULL) {
		struct csv_table t;
		int line;
		size_t len;

		in[strcspn(in, "\n")] = rows[strcspn(rows, "\n")] = '\0';
		len = unhex(in, strlen(in), bytes);
		total++;
		if ((csv_read(a, bytes, len, ',', 999, &t, &line) !=
		    CSV_FILE_OK || !table_is(&t, rows)) && wrong++ == 0)
			snprintf(first, sizeof(first), "%.400s", in);
		else if ((!comes_back(&t, ',') || !comes_back(&t, ';') ||
		    !comes_back(&t, '\t')) && lost++ == 0)
			snprintf(first_lost, sizeof(first_lost), "%.400s", in);
	}
	check(wrong == 0 && total == 3000, "against Python", "%d of %d wrong; "
	    "the first: %s", wrong, total, first);
	check(lost == 0, "written and read again", "%d of %d differ; the "
	    "first: %s", lost, total, first_lost);
}

/* What libcsv makes of a text: its rows, the empty ones left out. */
struct bare {
	struct text	*out;
	bool		 begun;
};

static void
bare_field(void *s, size_t len, void *context)
{
	struct bare *b = context;

	text_addf(b->out, "%s<", b->begun ? "," : "");
	text_addn(b->out, s, len);
	text_addc(b->out, '>');
	b->begun = true;
}

static void
bare_row(int end, void *context)
{
	struct bare *b = context;

	text_addc(b->out, ';');
	b->begun = false;
	(void)end;
}

static void
show_bare(const char *s, size_t len, char delimiter, struct text *out)
{
	struct bare b = { out, false };
	struct csv_parser p;

	csv_init(&p, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_delim(&p, (unsigned char)delimiter);
	csv_parse(&p, s, len, bare_field, bare_row, &b);
	csv_fini(&p, bare_field, bare_row, &b);
	csv_free(&p);
}

/* The same of a table that was read; what is wrong with its marks of plain rows
 * and its lines is noted behind it. */
static void
show_rows(const char *s, const struct csv_table *t, struct text *out)
{
	int line = 1;
	size_t i, j;

	for (i = 0; i < t->count; i++) {
		const struct csv_row *row = &t->rows[i];
		bool plain = true;

		for (j = 0; j < row->count; j++) {
			const char *cell = row->cells[j].text, *c;

			text_addf(out, "%s<%s>", j == 0 ? "" : ",", cell);
			for (c = cell; *c != '\0'; c++)
				plain = plain && *c >= ' ' && *c <= '~';
		}
		if (row->count > 0)
			text_addc(out, ';');
		/* blanks between cells are allowed to make a row less plain */
		if (row->plain && !plain)
			text_addf(out, " row %zu is not plain", i);
		if (row->line != line)
			text_addf(out, " row %zu is in line %d", i, line);
		for (; *s != '\0' && *s != '\n' && *s != '\r'; s++)
			;
		s += *s == '\0' ? 0 : strncmp(s, "\r\n", 2) == 0 ? 2 : 1;
		line++;
	}
}

/* Texts without quotes are divided without libcsv, and as by libcsv. */
static void
against_libcsv(void)
{
	static const char *const parts[] = { ";", ",", "\t", "|", " ", "\n",
	    "\r\n", "\r", "a", "12345", "ngh\u00e8o", "\x1f", "\x7f", ";;",
	    "a long cell of some words", "~", "\xff" };
	static const char delimiters[] = ";,\t|\x1f";
	enum { TEXTS = 20000, PARTS = sizeof(parts) / sizeof(parts[0]) };
	struct text in, ours, theirs;
	uint32_t random = 1;
	char first[300] = "";
	int wrong = 0, plain = 0, i;

	text_init(&in, 4096);
	text_init(&ours, 1 << 16);
	text_init(&theirs, 1 << 16);
	for (i = 0; i < TEXTS; i++) {
		char delimiter = delimiters[i % 5];
		struct csv_table t;
		int line, n;

		text_clear(&in);
		text_clear(&ours);
		text_clear(&theirs);
		for (n = i % 40; n > 0; n--) {
			random = random * 1664525 + 1013904223;
			text_add(&in, parts[(random >> 16) % PARTS]);
		}
		if (csv_read(a, text_string(&in), in.len, delimiter, 9999, &t,
		    &line) == CSV_FILE_OK)
			show_rows(text_string(&in), &t, &ours);
		plain += t.count > 0 && t.rows[0].plain;
		show_bare(text_string(&in), in.len, delimiter, &theirs);
		if (strcmp(text_string(&ours), text_string(&theirs)) != 0 &&
		    wrong++ == 0)
			snprintf(first, sizeof(first), "%.90s: %.90s, not %.90s",
			    text_string(&in), text_string(&ours),
			    text_string(&theirs));
	}
	check(wrong == 0 && plain > 1000, "against libcsv", "%d of %d wrong, "
	    "%d plain; the first: %s", wrong, TEXTS, plain, first);
	text_free(&in);
	text_free(&ours);
	text_free(&theirs);
}

static void
writing(void)
{
	static const char *const fields[] = { "a", "b c", " d", "e,f", "g\"h",
	    "", "i\nj", "k ", "\t" };
	struct text out;

	text_init(&out, 1000);
	csv_put_row(&out, fields, 9, ',');
	check_string("what needs quotes", text_string(&out),
	    "a,b c,\" d\",\"e,f\",\"g\"\"h\",,\"i\nj\",\"k \",\"\t\"\n");
	text_clear(&out);
	csv_put_row(&out, (const char *[]){ "" }, 1, ',');
	check_string("a row of one empty cell is no empty line",
	    text_string(&out), "\"\"\n");
	text_free(&out);
}

int
main(void)
{
	a = arena_new();
	by_hand();
	limits();
	against_python();
	against_libcsv();
	writing();
	arena_free(a);
	return check_result();
}
