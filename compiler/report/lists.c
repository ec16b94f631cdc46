/*
 * Lists of units that are too long for a note: the note keeps how many there are and
 * the first of them, and all stand on the last pages of the document.  Room: report.
 */
#include <string.h>

#include "base/arena.h"
#include "base/unicode.h"
#include "report/report_format.h"
#include "report/report_template.h"

enum {
	LONG = 900, SHORT = 300,	/* [bytes]: six lines, and two */
	SIZE = 9000,			/* of the lists' text [mpt] */
};

/* As much of a list as fits LEN bytes, up to a unit's end; a parenthesis that is
 * open there is closed. */
static const char *
beginning(struct arena *a, const char *list, size_t len)
{
	size_t i, end = 0;
	int open = 0, depth = 0;

	for (i = 0; i < len; i++) {
		depth += list[i] == '(' ? 1 : list[i] == ')' ? -1 : 0;
		if ((list[i] != ',' && list[i] != ';') || list[i + 1] != ' ')
			continue;
		end = i;
		open = depth;
	}
	return arena_printf(a, "%.*s…%s", (int)end, list, open > 0 ? ")" : "");
}

/* The number of a list on the last pages; of equal ones the same. */
static size_t
number_of(struct job *j, const char *about, const char *list, size_t count)
{
	size_t i;

	for (i = 0; i < j->list_count; i++)
		if (strcmp(j->lists[i].list, list) == 0) {
			j->lists[i].about = arena_printf(j->arena, "%s; %s",
			    j->lists[i].about, about);
			return i + 1;
		}
	*ARENA_PUSH(j->arena, j->lists, j->list_count, j->list_cap) =
	    (struct long_list){ about, list, count };
	return j->list_count;
}

const char *
lists_note(struct job *j, const struct grid *t, const char *says,
    const char *list, size_t count)
{
	const char *where = t->caption != NULL ? t->caption :
	    j->bookmark_count > 0 ? j->bookmarks[j->bookmark_count - 1].title :
	    "";
	size_t number;

	if (strlen(list) <= LONG)
		return list;
	number = number_of(j, where[0] == '\0' ? says : arena_printf(j->arena,
	    "%s – %s", where, says), list, count);
	return arena_printf(j->arena, "%s (%zu %s; %s)", beginning(j->arena,
	    list, SHORT), count, word(W_UNITS), word_with(j->arena,
	    W_LISTS_SEE, arena_printf(j->arena, "%zu", number)));
}

void
lists_pages(struct job *j)
{
	xmlNode *b;
	size_t i;

	if (j->list_count == 0)
		return;
	tree_open(j, false, true);
	b = tree_add(j, tree_flow(j), "block", "id", job_bookmark(j,
	    word(W_LISTS), 1), "text-align", "center", "font-weight", "bold",
	    "space-after", "6pt", NULL);
	tree_text(b, unicode_upper(j->arena, word(W_LISTS)));
	for (i = 0; i < j->list_count; i++) {
		const struct long_list *l = &j->lists[i];

		b = tree_add(j, tree_flow(j), "block", "font-weight", "bold",
		    "font-size", tree_length(j, SIZE), "space-before", "4pt",
		    "keep-with-next.within-page", "always", NULL);
		tree_text(b, arena_printf(j->arena, "%zu. %s (%zu %s)", i + 1,
		    l->about, l->count, word(W_UNITS)));
		b = tree_add(j, tree_flow(j), "block", "font-size",
		    tree_length(j, SIZE), "text-align", "justify", NULL);
		tree_text(b, arena_printf(j->arena, "%s.", l->list));
	}
	tree_close(j);
}
