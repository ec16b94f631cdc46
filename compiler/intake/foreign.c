/* Files of other programs that are dropped instead of text: what they are, told
 * by their first bytes, and how a table comes out of them.  Room: intake. */
#include <string.h>
#include <strings.h>

#include "base/language.h"
#include "intake/intake_text.h"

/* What to do about a kind of files. */
enum remedy { SHEET, DOCUMENT, PICTURE, ARCHIVE, PROGRAM, REMEDY_MAX };

static const char *const remedies[REMEDY_MAX] = {
	[SHEET] = N_("open it in Excel or LibreOffice, choose File, Save As, the "
	    "type \"CSV UTF-8\", and send the .csv file"),
	[DOCUMENT] = N_("copy its table into the blank form in Excel, save that as "
	    "\"CSV UTF-8\" and send the .csv file"),
	[PICTURE] = N_("type its numbers into the blank form in Excel, save that "
	    "as \"CSV UTF-8\" and send the .csv file"),
	[ARCHIVE] = N_("unpack it and send the .csv files that are in it one by "
	    "one"),
	[PROGRAM] = N_("save the table as \"CSV UTF-8\" and send the .csv file"),
};

static const struct magic {
	const char	*bytes;
	size_t		 at, len;
	const char	*what;
	enum remedy	 remedy;
} magics[] = {
	{ "PK\3\4", 0, 4, N_("a ZIP archive"), ARCHIVE },	/* see containers */
	{ "PK\5\6", 0, 4, N_("a ZIP archive"), ARCHIVE },
	{ "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, 8,
	    N_("an old Excel or Word file (.xls, .doc)"), SHEET },
	{ "\x09\x08\x08\0", 0, 4, N_("an old Excel workbook (.xls)"), SHEET },
	{ "\x09\x04\x06\0", 0, 4, N_("an old Excel workbook (.xls)"), SHEET },
	{ "{\"", 0, 2, N_("JSON"), PROGRAM }, { "[{", 0, 2, N_("JSON"), PROGRAM },
	{ "ID;P", 0, 4, N_("an old Excel exchange file (.slk)"), SHEET },
	{ "%PDF-", 0, 5, N_("a PDF document"), PICTURE },
	{ "{\\rtf", 0, 5, N_("a Word document (.rtf)"), DOCUMENT },
	{ "\x1f\x8b", 0, 2, N_("a gzip archive"), ARCHIVE },
	{ "BZh", 0, 3, N_("a bzip2 archive"), ARCHIVE },
	{ "\xfd" "7zXZ", 0, 6, N_("an xz archive"), ARCHIVE },
	{ "7z\xbc\xaf\x27\x1c", 0, 6, N_("a 7-Zip archive"), ARCHIVE },
	{ "Rar!\x1a\x07", 0, 6, N_("a RAR archive"), ARCHIVE },
	{ "\x89PNG", 0, 4, N_("a PNG image"), PICTURE },
	{ "\xff\xd8\xff", 0, 3, N_("a JPEG image"), PICTURE },
	{ "GIF8", 0, 4, N_("a GIF image"), PICTURE },
	{ "ftyphei", 4, 7, N_("a photo of a telephone (.heic)"), PICTURE },
	{ "ftypmif1", 4, 8, N_("a photo of a telephone (.heic)"), PICTURE },
	{ "WEBP", 8, 4, N_("a WebP image"), PICTURE },
	{ "II*\0", 0, 4, N_("a TIFF image"), PICTURE },
	{ "MM\0*", 0, 4, N_("a TIFF image"), PICTURE },
	{ "Standard Jet DB", 4, 15, N_("an Access database (.mdb)"), PROGRAM },
	{ "Standard ACE DB", 4, 15, N_("an Access database (.mdb)"), PROGRAM },
	{ "SQLite format 3", 0, 16, N_("a database"), PROGRAM },
	{ "L\0\0\0\x01\x14\x02\0", 0, 8,
	    N_("a shortcut to a file (.lnk), not the file itself"), PROGRAM },
	{ "\xff\xfe\0\0", 0, 4, N_("UTF-32 text"), PROGRAM },
	{ "\0\0\xfe\xff", 0, 4, N_("UTF-32 text"), PROGRAM },
	{ "\x7f" "ELF", 0, 4, N_("a program"), PROGRAM },
	{ "MZ\x90", 0, 3, N_("a program"), PROGRAM },
};

/* What a ZIP container holds, by the names of its members. */
static const struct {
	const char	*member, *what;
	enum remedy	 remedy;
} containers[] = {
	{ "xl/workbook", N_("an Excel workbook (.xlsx)"), SHEET },
	{ "word/document", N_("a Word document (.docx)"), DOCUMENT },
	{ "ppt/", N_("a PowerPoint presentation (.pptx)"), DOCUMENT },
	{ "opendocument.spreadsheet", N_("an OpenDocument spreadsheet (.ods)"),
	    SHEET },
	{ "opendocument.text", N_("an OpenDocument text (.odt)"), DOCUMENT },
};

/* Tags and namespaces of what office programs save as XML or HTML. */
static const struct {
	const char	*word, *what;
	enum remedy	 remedy;
} pages[] = {
	{ "urn:schemas-microsoft-com:office:spreadsheet",
	    N_("an Excel workbook saved as XML"), SHEET },
	{ "urn:oasis:names:tc:opendocument:",
	    N_("an OpenDocument file saved as XML"), SHEET },
	{ "schemas.microsoft.com/office/word/",
	    N_("a Word document saved as XML"), DOCUMENT },
};

/* Report it; true. */
static bool
refuse(struct reading *r, const char *what, enum remedy remedy)
{
	reading_report(r, D_NOT_A_SUBMISSION, 0, 0, _(what),
	    _(remedies[remedy]));
	return true;
}

bool
foreign_bytes(struct reading *r, const unsigned char *p, size_t len)
{
	const struct magic *m = magics;
	const struct magic *end = m + sizeof(magics) / sizeof(magics[0]);
	size_t i;

	while (m < end && (len < m->at + m->len ||
	    memcmp(p + m->at, m->bytes, m->len) != 0))
		m++;
	if (m == end)
		return false;
	for (i = 0; m == magics &&
	    i < sizeof(containers) / sizeof(containers[0]); i++)
		if (memmem(p, len, containers[i].member,
		    strlen(containers[i].member)) != NULL)
			return refuse(r, containers[i].what,
			    containers[i].remedy);
	return refuse(r, m->what, m->remedy);
}

bool
foreign_page(struct reading *r, const char *s)
{
	enum { HEAD = 2000 };
	size_t n = strnlen(s, HEAD), i;

	if (strncasecmp(s, "<html", 5) == 0 ||
	    strncasecmp(s, "<table", 6) == 0 ||
	    strncasecmp(s, "<!doctype html", 14) == 0)
		return refuse(r, N_("a web page (.html), perhaps saved by "
		    "Excel"), SHEET);
	for (i = 0; *s == '<' && i < sizeof(pages) / sizeof(pages[0]); i++)
		if (memmem(s, n, pages[i].word, strlen(pages[i].word)) != NULL)
			return refuse(r, pages[i].what, pages[i].remedy);
	return false;
}

void
foreign_binary(struct reading *r)
{
	refuse(r, N_("the binary data of some program"), PROGRAM);
}

void
foreign_utf16(struct reading *r)
{
	refuse(r, N_("UTF-16 text without a byte order mark"), PROGRAM);
}
