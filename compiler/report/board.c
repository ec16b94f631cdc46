/*
 * The board: one page of HTML that tells for each period who has sent what, with
 * links to all documents.  It is read on a phone as well, has no scripts, and
 * takes nothing from elsewhere.  Room: report.
 */
#include <string.h>

#include <libxml/HTMLtree.h>

#include "base/arena.h"
#include "base/text.h"
#include "report/report.h"
#include "report/report_duty.h"
#include "report/report_format.h"

enum { OPEN_PERIODS = 2 };	/* the others are folded */

static const char style[] =
    "body{font-family:sans-serif;line-height:1.4;margin:0 auto;max-width:60rem;"
    "padding:.5rem 1rem}"
    "h1{font-size:1.3rem}summary{font-size:1.1rem;font-weight:bold;"
    "padding:.5rem 0}"
    "h2{font-size:1rem;margin:1rem 0 .2rem}"
    "ul{display:flex;flex-wrap:wrap;gap:.3rem;list-style:none;margin:.2rem 0;"
    "padding:0}"
    "li{border:1px solid #888;border-radius:.3rem;overflow-wrap:anywhere;"
    "padding:.1rem .4rem}"
    ".good{background:#e3f4e3}.late{background:#fff1c9}"
    ".bad{background:#fbdada;border-width:2px}.open{border-style:dashed}"
    "@media print{details{break-inside:avoid}li{background:none}}";

static xmlNode *
add(xmlNode *parent, const char *name, const char *text)
{
	return xmlNewTextChild(parent, NULL, (const xmlChar *)name,
	    (const xmlChar *)text);
}

static void
set(xmlNode *n, const char *name, const char *value)
{
	xmlNewProp(n, (const xmlChar *)name, (const xmlChar *)value);
}

/* How a state looks; it is told in words as well. */
static const char *
look_of_state(enum duty_state state)
{
	switch (state) {
	case DUTY_ON_TIME:
	case DUTY_RESUBMITTED:
		return "good";
	case DUTY_LATE:
		return "late";
	case DUTY_REJECTED:
	case DUTY_EMPTY:
	case DUTY_MISSING:
		return "bad";
	case DUTY_PENDING:
	case DUTY_UNTRACKED:
	case DUTY_STATE_MAX:
		break;
	}
	return "open";
}

/* "04-UT 2020-02: chậm 2 ngày làm việc". */
static const char *
duty_text(struct arena *a, const struct board_period *p,
    const struct data_duty *d)
{
	char period[PERIOD_TEXT];
	const char *state = d->state == DUTY_LATE ? word_with(a, W_LATE_DAYS,
	    arena_printf(a, "%d", d->days_late)) : word_of_state(d->state);

	if (period_equal(d->period, p->period))
		return arena_printf(a, "%s: %s", d->form->short_code, state);
	return arena_printf(a, "%s %s: %s", d->form->short_code,
	    period_format(d->period, period), state);
}

/* Those of the links that are UNIT's, each with its words in those of AS. */
static void
add_links(struct arena *arena, xmlNode *parent, const char *head, enum word as,
    const struct board_link *links, size_t count, const struct unit *unit)
{
	xmlNode *list = NULL, *a;
	size_t i;

	for (i = 0; i < count; i++) {
		if (links[i].unit != unit)
			continue;
		if (list == NULL) {
			if (head != NULL)
				add(parent, "h2", head);
			list = add(parent, "ul", NULL);
		}
		a = add(add(list, "li", NULL), "a", as == W_MAX ?
		    links[i].text : word_with(arena, as, links[i].text));
		set(a, "href", links[i].href);
	}
}

/* A unit that sends reports: how they stand, and letters about them. */
static void
add_unit(struct arena *a, xmlNode *parent, const struct board_period *p,
    const struct unit *u)
{
	xmlNode *list = NULL, *item;
	size_t i;

	for (i = 0; i < p->duty_count; i++) {
		const struct data_duty *d = &p->duties[i];

		if (d->unit != u || d->form == NULL)
			continue;
		if (list == NULL) {
			add(parent, "h2", format_capital(a, u->full_name));
			list = add(parent, "ul", NULL);
		}
		item = add(list, "li", duty_text(a, p, d));
		set(item, "class", look_of_state(d->state));
	}
	if (list != NULL)
		add_links(a, parent, NULL, W_BOARD_LETTER, p->letters,
		    p->letter_count, u);
}

/* "Đúng hạn 94/96 (97,9%); đã nhận 95/96 (99,0%)". */
static const char *
rates_text(struct arena *a, const struct board_period *p)
{
	struct duty_counts c = { 0 };
	size_t i;

	for (i = 0; i < p->duty_count; i++)
		duty_add(&c, &p->duties[i]);
	return arena_printf(a, "%s %s; %s %s", word(W_ON_TIME),
	    duty_share(a, c.timely, c.due), word(W_BOARD_RECEIVED),
	    duty_share(a, c.complete, c.due));
}

static void
add_period(struct arena *a, xmlNode *body, const struct board *b,
    const struct board_period *p, bool open)
{
	xmlNode *n = add(body, "details", NULL);
	char id[PERIOD_TEXT];
	size_t i;

	set(n, "id", period_format(p->period, id));
	if (open)
		set(n, "open", "open");
	add(n, "summary", format_capital(a, period_label(a, p->period)));
	add(n, "p", rates_text(a, p));
	add_links(a, n, word(W_BOARD_REPORTS), W_MAX, p->reports,
	    p->report_count, NULL);
	for (i = 0; i < b->units->count; i++)
		add_unit(a, n, p, b->units->list[i]);
	add_links(a, n, word(W_BOARD_REJECTED), W_MAX, p->rejected,
	    p->rejected_count, NULL);
}

static void
add_head(struct arena *a, xmlNode *html, const struct board *b)
{
	xmlNode *head = add(html, "head", NULL), *meta;

	meta = add(head, "meta", NULL);
	set(meta, "charset", "UTF-8");
	meta = add(head, "meta", NULL);
	set(meta, "name", "viewport");
	set(meta, "content", "width=device-width, initial-scale=1");
	add(head, "title", arena_printf(a, "%s - %s", word(W_BOARD),
	    b->organisation));
	add(head, "style", style);
}

bool
report_board(struct arena *a, const struct board *b, struct text *out)
{
	xmlDoc *doc = htmlNewDocNoDtD(NULL, NULL);
	xmlNode *html = xmlNewDocNode(doc, NULL, (const xmlChar *)"html", NULL);
	xmlNode *body;
	xmlOutputBuffer *bytes = xmlAllocOutputBuffer(NULL);
	size_t len, i;

	xmlCreateIntSubset(doc, (const xmlChar *)"html", NULL, NULL);
	xmlDocSetRootElement(doc, html);
	set(html, "lang", "vi");
	add_head(a, html, b);
	body = add(html, "body", NULL);
	add(body, "h1", arena_printf(a, "%s - %s", word(W_BOARD),
	    b->organisation));
	add(body, "p", word_with(a, W_BOARD_DAY, format_date_short(a, b->day)));
	for (i = 0; i < b->period_count; i++)
		add_period(a, body, b, &b->periods[i], i < OPEN_PERIODS);
	add_links(a, body, word(W_BOARD_UNKNOWN), W_MAX, b->unknown,
	    b->unknown_count, NULL);
	htmlDocContentDumpFormatOutput(bytes, doc, "UTF-8", 1);
	len = xmlOutputBufferGetSize(bytes);
	text_addn(out, xmlOutputBufferGetContent(bytes), len);
	xmlOutputBufferClose(bytes);
	xmlFreeDoc(doc);
	return len > 0 && !text_is_full(out);
}
