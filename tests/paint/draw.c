/*
 * Draws the pages of a case, as PDF or trace, without layout: the tests of
 * paint compare what other programs read in the result.
 *
 *	draw CASE [-t] [-f FAMILY,REGULAR,BOLD,ITALIC,BOLDITALIC] [-i IMAGE]
 *	    [-n TIMES] [-b CASE PAINTED BEFORE] [-o FILE]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/language.h"
#include "base/unicode.h"
#include "base/xmltree.h"
#include "paint/paint.h"

static struct arena *arena;
static struct pages *pages;
static const char *family = "Liberation Serif";
static const char *image_path = "";

static struct page *
add_page(length width, length height)
{
	struct page *p = ARENA_PUSH(arena, pages->pages, pages->count,
	    pages->cap);

	p->width = width;
	p->height = height;
	p->label = arena_printf(arena, "%zu", pages->count);
	return p;
}

static struct item *
add_item(struct page *p, enum item_kind kind)
{
	struct item *i = ARENA_PUSH(arena, p->items, p->count, p->cap);

	i->kind = kind;
	return i;
}

static struct item_text *
add_text(struct page *p, length x, length y, length size, int style,
    const char *s)
{
	struct item_text *t = &add_item(p, ITEM_TEXT)->text;
	struct face *face = arena_alloc(arena, sizeof(*face));

	face->family = family;
	face->bold = style & 1;
	face->italic = style & 2;
	*t = (struct item_text){ .x = x, .y = y, .size = size, .face = face,
	    .text = s };
	return t;
}

static void
add_rect(struct page *p, length x, length y, length width, length height,
    struct color color)
{
	add_item(p, ITEM_RECT)->rect = (struct item_rect){ x, y, width, height,
	    color };
}

static void
add_bookmark(const char *title, int level, bool open, size_t page, length y)
{
	*ARENA_PUSH(arena, pages->bookmarks, pages->bookmark_count,
	    pages->bookmark_cap) = (struct bookmark){ title, level, open, page,
	    y };
}

/* The letters of Vietnamese, 12 vowels with their tones in each case. */
static const char *const letters[] = {
	"aàảãáạăằẳẵắặâầẩẫấậ", "eèẻẽéẹêềểễếệ", "iìỉĩíị", "oòỏõóọôồổỗốộơờởỡớợ",
	"uùủũúụưừửữứự", "yỳỷỹýỵ", "bcdđghklmnpqrstvx", "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬ",
	"EÈẺẼÉẸÊỀỂỄẾỆ", "IÌỈĨÍỊ", "OÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢ", "UÙỦŨÚỤƯỪỬỮỨỰ",
	"YỲỶỸÝỴ", "BCDĐGHKLMNPQRSTVX", "0123456789.,;:%()/–—“”‘’…•≤≥±",
};

static void
case_letters(void)
{
	struct page *p = add_page(595276, 841890);
	length y = 60000;
	size_t i;
	int style;

	pages->title = "Chữ cái tiếng Việt";
	for (style = 0; style < 4; style++)
		for (i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
			add_text(p, 40000, y += 12800, 12000, style,
			    letters[i]);
}

/* Words whose letters need parts of parts in some faces. */
static void
case_nested(void)
{
	struct page *p = add_page(400000, 60000);

	add_text(p, 20000, 40000, 24000, 0, "Tiết kiệm, tín chấp, Phụ nữ");
}

static void
case_plain(void)
{
	add_text(add_page(200000, 100000), 20000, 40000, 12000, 0, "Hội LHPN");
}

static void
put_path(struct page *p, bool fill, bool stroke, length dash, length x,
    length y)
{
	static const struct path_step shape[] = {
		{ PATH_MOVE, { 0 }, { 0 } },
		{ PATH_LINE, { 60000 }, { 0 } },
		{ PATH_CURVE, { 90000, 90000, 60000 }, { 10000, 40000,
		    50000 } },
		{ PATH_LINE, { 0 }, { 50000 } },
		{ PATH_CLOSE, { 0 }, { 0 } },
	};
	struct item_path *path = &add_item(p, ITEM_PATH)->path;
	size_t i, k;

	path->count = sizeof(shape) / sizeof(shape[0]);
	path->steps = arena_alloc(arena, sizeof(shape));
	memcpy(path->steps, shape, sizeof(shape));
	for (i = 0; i < path->count; i++)
		for (k = 0; k < 3; k++) {
			path->steps[i].x[k] += x;
			path->steps[i].y[k] += y;
		}
	path->fill = fill;
	path->stroke = stroke;
	path->fill_color = (struct color){ 0xff, 0xd7, 0x00 };
	path->stroke_color = (struct color){ 0xc0, 0x10, 0x20 };
	path->stroke_width = 2000;
	path->dash_on = dash;
	path->dash_off = dash;
}

/* One of everything, on two pages. */
static void
case_everything(void)
{
	struct page *p = add_page(400000, 300000);

	pages->title = "Báo cáo <tổng hợp> & \"kết quả\"";
	pages->author = "Hội LHPN tỉnh Khánh Hòa";
	pages->subject = "Quý I năm 2020";
	add_text(p, 20000, 40000, 16000, 1, "Mục lục")->color =
	    (struct color){ 0, 0, 0xff };
	add_text(p, 120000, 40000, 16000, 0, "GIÃN")->letter_space = 4000;
	add_rect(p, 20000, 45000, 360000, 500, (struct color){ 0, 0, 0 });
	add_rect(p, 20000, 60000, 50000, 20000, (struct color){ 0x80, 0x80,
	    0x80 });
	add_rect(p, 80000, 60000, 50000, 20000, (struct color){ 0, 0x80, 0 });
	put_path(p, true, true, 0, 20000, 100000);
	put_path(p, false, true, 3000, 120000, 100000);
	put_path(p, false, true, 12500, 220000, 100000);
	put_path(p, true, false, 0, 20000, 180000);
	add_text(p, 20000, 280000, 12000, 0, "Trang đầu");
	if (image_path[0] != '\0')
		add_item(p, ITEM_IMAGE)->image = (struct item_image){ 120000,
		    180000, 60000, 40000, image_path };
	add_item(p, ITEM_LINK)->link = (struct item_link){ 20000, 25000, 80000,
	    20000, NULL, 1, 50000 };
	add_item(p, ITEM_LINK)->link = (struct item_link){ 120000, 25000,
	    80000, 20000, "https://example.vn/báo cáo?a=(1)", 0, 0 };
	p = add_page(300000, 400000);
	p->label = "ii";
	add_text(p, 20000, 60000, 12000, 2, "Trang sau");
	add_bookmark("I. Kết quả", 1, true, 0, 20000);
	add_bookmark("1. Ủy thác", 2, false, 0, 100000);
	add_bookmark("a) Dư nợ", 3, true, 1, 40000);
	add_bookmark("II. Tồn tại (hạn chế)", 1, true, 1, 60000);
}

/* N pages of full lines in three faces, for measuring. */
static void
case_pages(size_t n)
{
	static const char *const words = "Tổng dư nợ ủy thác đến ngày 31 "
	    "tháng 3 năm 2020 đạt 1.234.567 triệu đồng, tăng 12,5%";
	struct page *p;
	int line;

	while (n-- > 0) {
		p = add_page(595276, 841890);
		for (line = 0; line < 50; line++) {
			add_text(p, 60000, 70000 + line * 14000, 12000,
			    line % 3, words);
			add_rect(p, 60000, 72000 + line * 14000, 475000, 500,
			    (struct color){ 0, 0, 0 });
		}
	}
}

/* What must be refused. */
static void
case_refused(const char *name)
{
	struct page *p = add_page(200000, 200000);
	char *s;

	add_text(p, 20000, 40000, 12000, 0, "được");
	if (strcmp(name, "refuse-glyph") == 0)
		add_text(p, 20000, 60000, 12000, 0, "một 一 hai 二 一");
	else if (strcmp(name, "refuse-emoji") == 0)
		add_text(p, 20000, 60000, 12000, 0, "cười 😀");
	else if (strcmp(name, "refuse-control") == 0)
		add_text(p, 20000, 60000, 12000, 0, "a\tb");
	else if (strcmp(name, "refuse-mark") == 0)
		add_text(p, 20000, 60000, 12000, 0, "x\xcc\x81");
	else if (strcmp(name, "refuse-utf8") == 0)
		add_text(p, 20000, 60000, 12000, 0, "a\xc3(");
	else if (strcmp(name, "refuse-place") == 0)
		add_text(p, 2000000000, 60000, 12000, 0, "a");
	else if (strcmp(name, "refuse-size") == 0)
		add_text(p, 20000, 60000, 700000, 0, "a");
	else if (strcmp(name, "refuse-family") == 0) {
		family = "Nowhere";
		add_text(p, 20000, 60000, 12000, 0, "a");
	} else if (strcmp(name, "refuse-image") == 0)
		add_item(p, ITEM_IMAGE)->image = (struct item_image){ 0, 0,
		    1000, 1000, image_path };
	else if (strcmp(name, "refuse-path") == 0) {
		put_path(p, true, true, 0, 0, 0);
		p->items[p->count - 1].path.steps++;
		p->items[p->count - 1].path.count--;
	} else if (strcmp(name, "refuse-long") == 0) {
		s = arena_alloc(arena, 40001);
		memset(s, 'a', 40000);
		add_text(p, 20000, 60000, 12000, 0, s);
	} else if (strcmp(name, "refuse-pages") == 0)
		while (pages->count < 32768)
			add_page(200000, 200000);
	else
		exit(2);
}

static void
make_pages(const char *name)
{
	pages = arena_alloc(arena, sizeof(*pages));
	if (strcmp(name, "letters") == 0)
		case_letters();
	else if (strcmp(name, "nested") == 0)
		case_nested();
	else if (strcmp(name, "plain") == 0)
		case_plain();
	else if (strcmp(name, "everything") == 0)
		case_everything();
	else if (strcmp(name, "blank") == 0)
		add_page(200000, 100000);
	else if (strncmp(name, "pages-", 6) == 0)
		case_pages((size_t)strtoul(name + 6, NULL, 10));
	else
		case_refused(name);
}

/* Configure the family of -f: FAMILY,PATH,PATH,... */
static struct fonts *
open_fonts(char *spec, struct diag *diag)
{
	struct font_file files[4];
	char *rest = spec, *part;
	size_t n = 0;

	if (spec == NULL)
		return fonts_open(fonts_default, fonts_default_count, diag);
	family = strsep(&rest, ",");
	while (n < 4 && (part = strsep(&rest, ",")) != NULL) {
		files[n] = (struct font_file){ family, n & 1, n & 2, part };
		n++;
	}
	return fonts_open(files, n, diag);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Paint TIMES times; the first and the fastest time go to standard error. */
static int
paint(struct fonts *fonts, int times, FILE *out, struct diag *diag)
{
	unsigned char *bytes = NULL;
	double first = 0, best = 0;
	size_t len = 0;
	int i;

	for (i = 0; i < times; i++) {
		struct arena *a = arena_new();
		double begin = now(), took;

		bytes = paint_pdf(a, pages, fonts, "2020-04-10", &len, diag);
		took = now() - begin;
		if (i == 0)
			first = took;
		if (i == 0 || took < best)
			best = took;
		if (bytes == NULL || (i == times - 1 &&
		    fwrite(bytes, 1, len, out) != len)) {
			arena_free(a);
			return 1;
		}
		arena_free(a);
	}
	if (times > 1)
		fprintf(stderr, "first %.2f ms, best %.2f ms, %zu bytes\n",
		    first, best, len);
	return 0;
}

int
main(int argc, char **argv)
{
	struct diag *diag = diag_new();
	struct fonts *fonts;
	const char *name = argc > 1 ? argv[1] : "", *before = NULL;
	char *font = NULL;
	FILE *out = stdout;
	bool trace = false;
	int option, times = 1, status = 1;

	optind = 2;
	while ((option = getopt(argc, argv, "tf:i:n:o:b:")) != -1) {
		if (option == 't')
			trace = true;
		else if (option == 'f')
			font = optarg;
		else if (option == 'i')
			image_path = optarg;
		else if (option == 'n')
			times = (int)strtol(optarg, NULL, 10);
		else if (option == 'b')
			before = optarg;
		else if (option != 'o' || (out = fopen(optarg, "wb")) == NULL)
			return 2;
	}
	xmltree_start();
	language_choose("en", "");
	arena = arena_new();
	if ((fonts = open_fonts(font, diag)) != NULL) {
		if (before != NULL) {	/* another document first */
			FILE *nowhere = fopen("/dev/null", "wb");

			make_pages(before);
			paint(fonts, 1, nowhere, diag);
			fclose(nowhere);
		}
		make_pages(name);
		if (trace) {
			paint_trace(pages, out);
			status = 0;
		} else
			status = paint(fonts, times, out, diag);
	}
	diag_print(diag, 0, stderr);
	fonts_free(fonts);
	arena_free(arena);
	diag_free(diag);
	if (fclose(out) != 0)
		status = 1;
	return status;
}
