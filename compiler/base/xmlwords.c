/*
 * What libxml2 says about our own XML files, in words for those who write
 * them.  Room: base.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/text.h"
#include "base/xmltree.h"

enum { PARTS_MAX = 4, WORDS_MAX = 16 * 1024 };

/* Its usual sentences; an asterisk stands for anything, {1} ... for these. */
static const struct {
	const char	*theirs, *ours;
} sentences[] = {
	/* of schemas */
	{ "The value '*' is not an element of the set {*}",
	    N_("\"{1}\" is not one of {2}") },
	{ "The value '*' is not accepted by the pattern '*'",
	    N_("\"{1}\" does not have the form {2}") },
	{ "'*' is not a valid value of the * type '*'",
	    N_("\"{1}\" is not a value of type {3}") },
	{ "The value '*' is greater than the maximum value allowed ('*')",
	    N_("\"{1}\" is more than {2}") },
	{ "The value '*' is less than the minimum value allowed ('*')",
	    N_("\"{1}\" is less than {2}") },
	{ "The attribute '*' is required but missing",
	    N_("the attribute {1} is missing; add it") },
	{ "The attribute '*' is not allowed",
	    N_("it is not allowed here; remove it") },
	{ "This element is not expected. Expected is one of ( * )",
	    N_("it is not allowed here; allowed: {1}") },
	{ "This element is not expected. Expected is ( * )",
	    N_("it is not allowed here; allowed: {1}") },
	{ "This element is not expected",
	    N_("it is not allowed here; remove it") },
	{ "Missing child element(s). Expected is one of ( * )",
	    N_("an element is missing in it; allowed: {1}") },
	{ "Missing child element(s). Expected is ( * )",
	    N_("an element is missing in it; allowed: {1}") },
	{ "Character content other than whitespace is not allowed because "
	    "the content type is 'element-only'",
	    N_("text outside its elements is not allowed; remove it") },
	{ "Character content is not allowed, because the content type is "
	    "empty", N_("text in it is not allowed; remove it") },
	{ "Element content is not allowed, because *",
	    N_("elements in it are not allowed; remove them") },
	{ "Duplicate key-sequence [*] in *",
	    N_("{1} appears a second time; keep one") },
	{ "No match found for key-sequence [*] of keyref *",
	    N_("{1} is mentioned but defined nowhere") },
	{ "No matching global declaration available for the validation root",
	    N_("this is not the root element of such a file, or its namespace "
	    "(xmlns) is wrong") },
	/* of syntax */
	{ "Opening and ending tag mismatch: * line * and *",
	    N_("the element <{1}> of line {2} is closed by </{3}>") },
	{ "Premature end of data in tag * line *",
	    N_("the file ends before the element <{1}> of line {2} is "
	    "closed") },
	{ "Extra content at the end of the document",
	    N_("something stands behind the end of the root element") },
	{ "Start tag expected, '<' not found", N_("there is no element") },
	{ "Document is empty", N_("there is no element") },
	{ "EntityRef: expecting ';'",
	    N_("an \"&\" stands alone; write &amp;") },
	{ "xmlParseEntityRef: no name",
	    N_("an \"&\" stands alone; write &amp;") },
	{ "StartTag: invalid element name",
	    N_("an \"&\" or \"<\" stands alone; write &amp; or &lt;") },
	{ "Entity '*' not defined", N_("&{1}; is not known in XML") },
	{ "Unescaped '<' not allowed in attributes values",
	    N_("a \"<\" in an attribute; write &lt; or close its marks") },
	{ "AttValue: \" or ' expected",
	    N_("the value of an attribute is not in quotation marks") },
	{ "Specification mandates value for attribute *",
	    N_("the attribute {1} has no value") },
	{ "Attribute * redefined", N_("the attribute {1} appears twice") },
	{ "attributes construct error",
	    N_("a space is missing between two attributes") },
	{ "Couldn't find end of Start Tag * line *",
	    N_("the tag <{1}> of line {2} is not closed by \">\"") },
	{ "Namespace prefix * for * on * is not defined",
	    N_("the prefix {1} is not declared") },
	{ "Namespace prefix * on * is not defined",
	    N_("the prefix {1} is not declared") },
	{ "Double hyphen within comment*", N_("\"--\" inside a comment") },
	{ "Input is not proper UTF-8, indicate encoding !*",
	    N_("not UTF-8 text; save the file as UTF-8") },
};

/* Whether S is of a pattern; what its asterisks stand for goes to PARTS. */
static bool
agrees(struct arena *a, const char *s, const char *pattern,
    const char *parts[PARTS_MAX])
{
	size_t n = 0;

	while (*pattern != '\0') {
		const char *end;
		size_t len;

		if (*pattern != '*') {
			if (*pattern++ != *s++)
				return false;
			continue;
		}
		len = strcspn(++pattern, "*");
		end = s + strlen(s);
		if (pattern[len] == '*')
			end = memmem(s, strlen(s), pattern, len);
		else if (strlen(s) < len)
			return false;
		else
			end -= len;
		if (end == NULL || n == PARTS_MAX)
			return false;
		parts[n++] = arena_strndup(a, s, (size_t)(end - s));
		s = end;
	}
	return *s == '\0';
}

/* Put the parts in the place of {1} ... */
static const char *
fill(struct arena *a, const char *template, const char *const parts[])
{
	struct text t;
	const char *s;

	text_init(&t, WORDS_MAX);
	for (; *template != '\0'; template++)
		if (template[0] == '{' && template[1] >= '1' &&
		    template[1] < '1' + PARTS_MAX && template[2] == '}') {
			text_add(&t, parts[template[1] - '1']);
			template += 2;
		} else
			text_addc(&t, *template);
	s = arena_strdup(a, text_string(&t));
	text_free(&t);
	return s;
}

/* Without namespaces in braces and without the mark at the end. */
static const char *
without_namespaces(struct arena *a, const char *s)
{
	struct text t;
	char *out;
	size_t len;

	text_init(&t, WORDS_MAX);
	while (*s != '\0') {
		if (strncmp(s, "{urn:", 5) == 0 && strchr(s, '}') != NULL)
			s = strchr(s, '}') + 1;
		else
			text_addc(&t, *s++);
	}
	out = arena_strdup(a, text_string(&t));
	text_free(&t);
	for (len = strlen(out); len > 0 && (out[len - 1] == '\n' ||
	    out[len - 1] == '.'); len--)
		out[len - 1] = '\0';
	return out;
}

const char *
xmltree_words(struct arena *a, const char *sentence)
{
	const char *head[PARTS_MAX] = { "", "", "", "" };
	const char *parts[PARTS_MAX] = { "", "", "", "" };
	const char *s = without_namespaces(a, sentence);
	size_t i;

	if (agrees(a, s, "Element '*', attribute '*': *", head))
		s = head[2];
	else if (agrees(a, s, "Element '*': *", head)) {
		s = head[1];
		head[1] = "";
	}
	if (strncmp(s, "[facet '", 8) == 0 && strstr(s, "] ") != NULL)
		s = strstr(s, "] ") + 2;
	for (i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++)
		if (agrees(a, s, sentences[i].theirs, parts)) {
			s = fill(a, _(sentences[i].ours), parts);
			break;
		}
	if (*head[0] == '\0')
		return s;
	return *head[1] == '\0' ?
	    arena_printf(a, "<%s>: %s", head[0], s) :
	    arena_printf(a, _("<%s>, attribute %s: %s"), head[0], head[1], s);
}
