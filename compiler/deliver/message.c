/*
 * Messages by GMime: building one from a report and reading one back.
 * Room: deliver.
 */
#include "deliver/deliver_mail.h"

#include <errno.h>
#include <gmime/gmime.h>
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/language.h"
#include "base/text.h"

enum { HOUR_OF_DAY = 8, ZONE_SECONDS = 7 * 3600, FILE_MAX = 64 << 20,
	HEADER_MAX = 64 * 1024 };

static void
start(void)
{
	static bool done;

	if (!done)
		g_mime_init();
	done = true;
}

/* CRLF line ends, and file names as RFC 2231 wants them. */
static GMimeFormatOptions *
format_new(void)
{
	GMimeFormatOptions *f = g_mime_format_options_new();

	g_mime_format_options_set_newline_format(f, GMIME_NEWLINE_FORMAT_DOS);
	g_mime_format_options_set_param_encoding_method(f,
	    GMIME_PARAM_ENCODING_METHOD_RFC2231);
	return f;
}

static void
add_mailbox(InternetAddressList *list, const char *name, const char *address)
{
	InternetAddress *ia = internet_address_mailbox_new(
	    name == NULL || *name == '\0' ? NULL : name, address);

	internet_address_set_charset(ia, "utf-8");
	internet_address_list_add(list, ia);
	g_object_unref(ia);
}

static void
set_content(GMimePart *part, const char *bytes, size_t len,
    GMimeContentEncoding encoding)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, len);
	GMimeDataWrapper *content = g_mime_data_wrapper_new_with_stream(stream,
	    GMIME_CONTENT_ENCODING_DEFAULT);

	g_mime_part_set_content(part, content);
	g_mime_part_set_content_encoding(part, encoding);
	g_object_unref(content);
	g_object_unref(stream);
}

/* TEXT with LF line ends, the last line ended too. */
static char *
lines_of(struct arena *a, const char *text)
{
	char *out = arena_alloc(a, strlen(text) + 2), *p = out;

	for (; *text != '\0'; text++)
		if (*text != '\r')
			*p++ = *text;
		else if (text[1] != '\n')
			*p++ = '\n';
	if (p > out && p[-1] != '\n')
		*p++ = '\n';
	*p = '\0';
	return out;
}

static GMimeObject *
body_part(struct arena *a, const char *body)
{
	GMimePart *part = g_mime_part_new_with_type("text", "plain");
	const char *text = lines_of(a, body);

	g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset",
	    "utf-8");
	set_content(part, text, strlen(text),
	    GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	return GMIME_OBJECT(part);
}

static void
set_name(GMimeParamList *list, const char *key, const char *name)
{
	GMimeParam *param;

	g_mime_param_list_set_parameter(list, key, name);
	param = g_mime_param_list_get_parameter(list, key);
	g_mime_param_set_charset(param, "utf-8");
}

static GMimeObject *
attached_part(const struct message_part *from)
{
	GMimePart *part = g_mime_part_new_with_type(from->type, from->subtype);
	GMimeObject *object = GMIME_OBJECT(part);
	GMimeContentDisposition *disposition =
	    g_mime_content_disposition_new();

	g_mime_content_disposition_set_disposition(disposition, "attachment");
	set_name(disposition->params, "filename", from->name);
	g_mime_object_set_content_disposition(object, disposition);
	g_object_unref(disposition);
	set_content(part, from->bytes, from->len,
	    GMIME_CONTENT_ENCODING_BASE64);
	return object;
}

/* The text and, behind it, the attachments. */
static GMimeObject *
content_of(struct arena *a, const struct message *m,
    const struct message_part *parts, const char *id)
{
	GMimeObject *body = body_part(a, m->body), *attached;
	GMimeMultipart *all;
	size_t i;

	if (m->attachment_count == 0)
		return body;
	all = g_mime_multipart_new_with_subtype("mixed");
	g_mime_multipart_set_boundary(all,
	    arena_printf(a, "tonghop-%.32s", id));
	g_mime_multipart_add(all, body);
	g_object_unref(body);
	for (i = 0; i < m->attachment_count; i++) {
		attached = attached_part(&parts[i]);
		g_mime_multipart_add(all, attached);
		g_object_unref(attached);
	}
	return GMIME_OBJECT(all);
}

/* Eight in the morning of the day where the office is (UTC+7). */
static void
set_date(GMimeMessage *mime, date day)
{
	GTimeZone *zone = g_time_zone_new_offset(ZONE_SECONDS);
	GDateTime *when;
	int y, m, d;

	date_split(day, &y, &m, &d);
	when = g_date_time_new(zone, y, m, d, HOUR_OF_DAY, 0, 0);
	g_mime_message_set_date(mime, when);
	g_date_time_unref(when);
	g_time_zone_unref(zone);
}

char *
message_build(struct arena *a, const struct site_mail *mail,
    const struct message *m, const struct message_part *parts,
    const char id[static DIGEST_HEX], size_t *len)
{
	GMimeMessage *mime;
	GMimeObject *content;
	GMimeFormatOptions *format;
	GMimeStream *out;
	GByteArray *bytes;
	char *copy;

	start();
	mime = g_mime_message_new(FALSE);
	add_mailbox(g_mime_message_get_from(mime), mail->from_name, mail->from);
	add_mailbox(g_mime_message_get_to(mime), m->to->name, m->to->address);
	g_mime_message_set_subject(mime, m->subject, "utf-8");
	set_date(mime, m->day);
	g_mime_message_set_message_id(mime, arena_printf(a, "%s@%s", id,
	    address_domain(mail->from)));
	/* RFC 3834: keeps absence notices away */
	g_mime_object_set_header(GMIME_OBJECT(mime), "Auto-Submitted",
	    "auto-generated", NULL);
	content = content_of(a, m, parts, id);
	g_mime_message_set_mime_part(mime, content);

	format = format_new();
	out = g_mime_stream_mem_new();
	g_mime_object_write_to_stream(GMIME_OBJECT(mime), format, out);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(out));
	*len = bytes->len;
	copy = message_seal(a, (char *)bytes->data, len);

	g_object_unref(out);
	g_mime_format_options_free(format);
	g_object_unref(content);
	g_object_unref(mime);
	return copy;
}

/* Parse a message; NULL when GMime finds none.  Free with g_object_unref(). */
static GMimeMessage *
parse(const char *bytes, size_t len)
{
	GMimeStream *stream;
	GMimeParser *parser;
	GMimeMessage *mime;

	start();
	stream = g_mime_stream_mem_new_with_buffer(bytes, len);
	parser = g_mime_parser_new_with_stream(stream);
	mime = g_mime_parser_construct_message(parser, NULL);
	g_object_unref(parser);
	g_object_unref(stream);
	return mime;
}

/* The only address of a list in the arena, NULL when it is not a valid one. */
static const char *
only_address(struct arena *a, InternetAddressList *list)
{
	InternetAddress *ia;
	const char *address;

	if (list == NULL || internet_address_list_length(list) != 1)
		return NULL;
	ia = internet_address_list_get_address(list, 0);
	if (!INTERNET_ADDRESS_IS_MAILBOX(ia))
		return NULL;
	address = internet_address_mailbox_get_addr(
	    INTERNET_ADDRESS_MAILBOX(ia));
	return address != NULL && address_is_valid(address) ?
	    arena_strdup(a, address) : NULL;
}

/* The length of the encoded word (RFC 2047) at S, 0 when there is none. */
static size_t
encoded_word(const char *s)
{
	size_t n = strcspn(s, " \t\r\n");

	return n > 8 && strncmp(s, "=?", 2) == 0 &&
	    strncmp(s + n - 2, "?=", 2) == 0 ? n : 0;
}

/*
 * A header as people read it, in the arena: unfolded, encoded words decoded.
 * Word by word, since GMime 3.2.13 loses text between adjacent ones in base64
 * (jstedfast/gmime issue 133); blanks between two of them do not count.
 */
static const char *
decode(struct arena *a, const char *raw)
{
	struct text out;
	size_t n, blanks;
	bool encoded = false;
	const char *result;

	text_init(&out, HEADER_MAX);
	for (; *raw != '\0'; raw += n) {
		blanks = strspn(raw, " \t\r\n");
		raw += blanks;
		if ((n = encoded_word(raw)) > 0) {
			char *s = g_mime_utils_header_decode_text(NULL,
			    arena_strndup(a, raw, n));

			if (blanks > 0 && out.len > 0 && !encoded)
				text_addc(&out, ' ');
			text_add(&out, s);
			g_free(s);
			encoded = true;
			continue;
		}
		n = strcspn(raw, " \t\r\n");
		if (n > 0 && blanks > 0 && out.len > 0)
			text_addc(&out, ' ');
		text_addn(&out, raw, n);
		encoded = false;
	}
	result = arena_strdup(a, text_string(&out));
	text_free(&out);
	return result;
}

static const char *
subject_of(struct arena *a, GMimeMessage *mime)
{
	GMimeHeader *h = g_mime_header_list_get_header(
	    g_mime_object_get_header_list(GMIME_OBJECT(mime)), "Subject");

	return h == NULL ? "" : decode(a, g_mime_header_get_raw_value(h));
}

/* Whether there are recipients that are not in "To". */
static bool
has_others(GMimeMessage *mime)
{
	return internet_address_list_length(g_mime_message_get_cc(mime)) > 0 ||
	    internet_address_list_length(g_mime_message_get_bcc(mime)) > 0;
}

bool
message_envelope(struct arena *a, const char *bytes, size_t len,
    struct envelope *out)
{
	GMimeMessage *mime = parse(bytes, len);

	if (mime == NULL)
		return false;
	out->subject = subject_of(a, mime);
	out->from = only_address(a, g_mime_message_get_from(mime));
	out->to = has_others(mime) ? NULL :
	    only_address(a, g_mime_message_get_to(mime));
	g_object_unref(mime);
	return out->from != NULL && out->to != NULL;
}

/* The bytes that a part stands for, in the arena with a NUL behind them. */
static const char *
content_bytes(struct arena *a, GMimePart *part, size_t *len)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *stream = g_mime_stream_mem_new();
	GByteArray *bytes;
	const char *out;

	if (content != NULL)
		g_mime_data_wrapper_write_to_stream(content, stream);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	*len = bytes->len;
	out = arena_strndup(a, bytes->len == 0 ? "" : (char *)bytes->data,
	    bytes->len);
	g_object_unref(stream);
	return out;
}

static struct message_part
part_of(struct arena *a, GMimePart *part)
{
	GMimeContentType *type = g_mime_object_get_content_type(
	    GMIME_OBJECT(part));
	struct message_part out = {
		.name = arena_strdup(a, g_mime_part_get_filename(part)),
		.type = arena_strdup(a,
		    g_mime_content_type_get_media_type(type)),
		.subtype = arena_strdup(a,
		    g_mime_content_type_get_media_subtype(type)),
	};

	out.bytes = content_bytes(a, part, &out.len);
	return out;
}

/* The parts of a message with attachments: the first is its text. */
static bool
read_multipart(struct arena *a, GMimeMultipart *all, struct message *m,
    struct message_part **parts)
{
	int i, n = g_mime_multipart_get_count(all);
	struct attachment *list = arena_alloc(a,
	    ((size_t)n + 1) * sizeof(*list));
	size_t len;

	*parts = arena_alloc(a, ((size_t)n + 1) * sizeof(**parts));
	for (i = 0; i < n; i++) {
		GMimeObject *object = g_mime_multipart_get_part(all, i);
		GMimePart *part = (GMimePart *)object;

		if (!GMIME_IS_PART(object) || (i > 0 &&
		    g_mime_part_get_filename(part) == NULL))
			return false;
		if (i == 0) {
			m->body = content_bytes(a, part, &len);
			continue;
		}
		(*parts)[i - 1] = part_of(a, part);
		list[m->attachment_count++].name = (*parts)[i - 1].name;
	}
	m->attachments = list;
	return n > 0;
}

bool
message_read(struct arena *a, const char *bytes, size_t len,
    struct message *m, struct message_part **parts)
{
	GMimeMessage *mime = parse(bytes, len);
	GMimeObject *content = mime == NULL ? NULL :
	    g_mime_message_get_mime_part(mime);
	GDateTime *when = mime == NULL ? NULL : g_mime_message_get_date(mime);
	bool ok = content != NULL && when != NULL &&
	    GMIME_IS_MULTIPART(content);
	int y, month, d;

	*m = (struct message){ .day = DATE_NONE };
	if (ok) {
		g_date_time_get_ymd(when, &y, &month, &d);
		m->day = date_of(y, month, d);
		m->subject = subject_of(a, mime);
		ok = read_multipart(a, GMIME_MULTIPART(content), m, parts);
	}
	if (mime != NULL)
		g_object_unref(mime);
	return ok;
}

/* Print the lines of a text, each behind a bar. */
static void
dump_text(const char *s, size_t len, int depth, struct text *out)
{
	while (len > 0) {
		const char *end = memchr(s, '\n', len);
		size_t all = end == NULL ? len : (size_t)(end - s) + 1;
		size_t n = end == NULL ? len : all - 1;

		n -= n > 0 && s[n - 1] == '\r';
		text_addf(out, "%*s| %.*s\n", depth * 2, "", (int)n, s);
		s += all;
		len -= all;
	}
}

static void
dump_part(struct arena *a, GMimePart *part, int depth, struct text *out)
{
	GMimeContentType *type = g_mime_object_get_content_type(
	    GMIME_OBJECT(part));
	const char *charset = g_mime_content_type_get_parameter(type,
	    "charset");
	const char *name = g_mime_part_get_filename(part), *bytes;
	char hex[DIGEST_HEX];
	const char *encoding = g_mime_content_encoding_to_string(
	    g_mime_part_get_content_encoding(part));
	size_t len;

	bytes = content_bytes(a, part, &len);
	text_addf(out, "%*s%s/%s", depth * 2, "",
	    g_mime_content_type_get_media_type(type),
	    g_mime_content_type_get_media_subtype(type));
	if (charset != NULL)
		text_addf(out, " charset=%s", charset);
	if (name != NULL)
		text_addf(out, " \"%s\"", name);
	digest_bytes(hex, bytes, len);
	text_addf(out, " %s %zu bytes sha256=%.16s\n",
	    encoding == NULL ? "unencoded" : encoding, len, hex);
	if (g_mime_content_type_is_type(type, "text", "*"))
		dump_text(bytes, len, depth + 1, out);
}

static void
dump_object(struct arena *a, GMimeObject *object, int depth, struct text *out)
{
	int i;

	if (GMIME_IS_MULTIPART(object)) {
		text_addf(out, "%*smultipart/%s boundary=%s\n", depth * 2, "",
		    g_mime_content_type_get_media_subtype(
		    g_mime_object_get_content_type(object)),
		    g_mime_multipart_get_boundary(GMIME_MULTIPART(object)));
		for (i = 0; i < g_mime_multipart_get_count(
		    GMIME_MULTIPART(object)); i++)
			dump_object(a, g_mime_multipart_get_part(
			    GMIME_MULTIPART(object), i), depth + 1, out);
	} else if (GMIME_IS_PART(object))
		dump_part(a, GMIME_PART(object), depth, out);
}

/* All headers, then the parts. */
static void
dump_message(struct arena *a, GMimeMessage *mime, struct text *out)
{
	GMimeHeaderList *headers = g_mime_object_get_header_list(
	    GMIME_OBJECT(mime));
	GMimeObject *content = g_mime_message_get_mime_part(mime);
	int i;

	for (i = 0; i < g_mime_header_list_get_count(headers); i++) {
		GMimeHeader *h = g_mime_header_list_get_header_at(headers, i);

		text_addf(out, "%s: %s\n", g_mime_header_get_name(h),
		    decode(a, g_mime_header_get_raw_value(h)));
	}
	if (content != NULL)
		dump_object(a, content, 0, out);
}

bool
deliver_dump(const char *path, struct text *out, struct diag *diag)
{
	struct arena *a = arena_new();
	size_t len = 0;
	char *bytes = file_read(a, path, FILE_MAX, &len);
	GMimeMessage *mime = bytes == NULL ? NULL : parse(bytes, len);

	if (mime == NULL) {
		diag_report(diag, D_CANNOT_READ, ((struct place){ path, 0, 0 }),
		    path, bytes == NULL ? system_error(errno) :
		    _("it is not a mail message"));
		arena_free(a);
		return false;
	}
	dump_message(a, mime, out);
	g_object_unref(mime);
	arena_free(a);
	return true;
}
