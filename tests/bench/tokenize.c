/* Bare libcsv: how long it takes to divide a file into cells, and nothing. */
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>

static size_t cells, rows;

static void
on_cell(void *s, size_t len, void *context)
{
	(void)s;
	(void)len;
	(void)context;
	cells++;
}

static void
on_row(int c, void *context)
{
	(void)c;
	(void)context;
	rows++;
}

int
main(int argc, char **argv)
{
	struct csv_parser p;
	FILE *f = argc == 2 ? fopen(argv[1], "rb") : NULL;
	char *buf = malloc(1 << 24);
	size_t n;

	if (f == NULL || buf == NULL ||
	    csv_init(&p, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return 2;
	csv_set_delim(&p, ';');
	while ((n = fread(buf, 1, 1 << 24, f)) > 0)
		if (csv_parse(&p, buf, n, on_cell, on_row, NULL) != n)
			return 1;
	csv_fini(&p, on_cell, on_row, NULL);
	printf("%zu rows, %zu cells\n", rows, cells);
	return 0;
}
