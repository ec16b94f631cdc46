/* Lines "PLACES WHOLE A/B C/D ..." in; the parts rounded, or "no", out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "report/report_format.h"

enum { PARTS = 64 };

static struct decimal
number(const char *s)
{
	struct decimal d = { 0, 0 };

	if (!decimal_parse(&d, s, strlen(s)))
		fprintf(stderr, "%s is no number\n", s);
	return d;
}

int
main(void)
{
	char line[8192], *word, *slash, buf[DECIMAL_TEXT];
	struct ratio parts[PARTS];
	struct decimal out[PARTS], whole;
	size_t i, n;
	int places;

	while (fgets(line, sizeof(line), stdin) != NULL) {
		struct arena *a = arena_new();

		places = (int)strtol(strtok_r(line, " \n", &word), NULL, 10);
		whole = number(strtok_r(NULL, " \n", &word));
		for (n = 0; n < PARTS && (slash = strtok_r(NULL, " \n", &word)) !=
		    NULL; n++) {
			char *den = strchr(slash, '/');

			*den = '\0';
			parts[n] = (struct ratio){ number(slash),
			    number(den + 1) };
		}
		if (!apportion(a, parts, n, places, whole, out))
			printf("no");
		else
			for (i = 0; i < n; i++)
				printf("%s%s", i > 0 ? " " : "",
				    decimal_format(out[i], buf));
		printf("\n");
		arena_free(a);
	}
	return 0;
}
