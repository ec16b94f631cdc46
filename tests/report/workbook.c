/* Tables that strain a workbook: texts longer than cells, numbers with more digits
 * than spreadsheets keep.  Writes the workbook to standard output. */
#include <stdio.h>
#include <string.h>

#include "publish.h"
#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"

enum { ROWS = 9 };

/* "đơn vị 0, đơn vị 1, ..." */
static const char *
units(struct arena *a, int count)
{
	struct text t;
	const char *s;
	int i;

	text_init(&t, 1 << 22);
	for (i = 0; i < count; i++)
		text_addf(&t, "%sđơn vị %d", i > 0 ? ", " : "", i);
	s = arena_strdup(a, text_string(&t));
	text_free(&t);
	return s;
}

static const struct {
	const char	*num, *den, *text;
} numbers[ROWS] = {
	{ "1", "3", "0,33" },			/* as it is printed */
	{ "123456789012345", "1", "123.456.789.012.345" },
	{ "1234567890123456", "1", "1.234.567.890.123.456" },	/* 16 digits */
	{ "-1", "300", "0,00" },		/* no minus is printed */
	{ "-25", "2", "−12,5* ư" },
	{ "124999999999999999", "1000000000000000000", "0,12" },
	{ "7", "1", "8" },			/* another number */
	{ "7", "1", "\"7\"" },			/* no format has such signs */
	{ "2675", "1000", "≥ 2,68 %" },
};

int
main(void)
{
	struct arena *a = arena_new();
	struct diag *diag = diag_new();
	const char *heads[] = { "STT", "Đơn vị", "Số" };
	const char *texts[ROWS][3];
	const char *const *rows[ROWS];
	struct data_number n[ROWS];
	const struct data_number *cells[ROWS][3] = { { NULL } };
	const struct data_number *const *lines[ROWS];
	static const int one[] = { 1, 1, 1 };
	const int *spans[ROWS];
	bool strong[ROWS] = { false };
	const char *notes[] = { units(a, 12000), "" };
	struct data_table t = { .caption = "?", .measure = "", .heading = "",
	    .leading = 2, .column_count = 3, .heads = heads, .aligns = "clr",
	    .row_count = ROWS, .rows = rows, .numbers = lines, .spans = spans,
	    .strong = strong, .note_count = 2, .notes = notes };
	struct data_log log = { .arena = a, .table_count = 1, .tables = &t };
	struct text out;
	size_t i;

	for (i = 0; i < ROWS; i++) {
		texts[i][0] = "=1+1";
		texts[i][1] = i == 0 ? units(a, 5000) : "";
		texts[i][2] = numbers[i].text;
		rows[i] = texts[i];
		n[i] = (struct data_number){ .times = decimal_int(1) };
		if (!decimal_parse(&n[i].exact.num, numbers[i].num,
		    strlen(numbers[i].num)) || !decimal_parse(
		    &n[i].exact.den, numbers[i].den, strlen(numbers[i].den)))
			return 2;
		cells[i][2] = &n[i];
		lines[i] = cells[i];
		spans[i] = one;
	}
	text_init(&out, 1 << 26);
	if (!workbook_write(&log, 18652, &out, diag))
		return 1;
	fwrite(text_string(&out), 1, out.len, stdout);
	return 0;
}
