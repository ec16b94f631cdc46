/* Regular expressions by PCRE2.  Room: base. */
#include "base/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/unicode.h"

/* Enough for any honest pattern, little enough for a hostile one. */
enum { MATCH_LIMIT = 100000, DEPTH_LIMIT = 1000, HEAP_LIMIT_KIB = 16 * 1024 };

struct pattern {
	pcre2_code		*code;
	pcre2_match_context	*context;
	pcre2_match_data	*found;		/* by the last match */
	bool			 is_jit;	/* compiled to machine code */
};

struct pattern *
pattern_new(struct arena *a, const char *text, const char **error,
    size_t *offset)
{
	PCRE2_UCHAR message[256];
	struct pattern *p = calloc(1, sizeof(*p));
	int rc = 0;

	*error = "out of memory";
	*offset = 0;
	if (p == NULL)
		return NULL;
	p->code = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED,
	    PCRE2_UTF | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_NEVER_UCP,
	    &rc, offset, NULL);
	p->context = pcre2_match_context_create(NULL);
	if (p->code != NULL)
		p->found = pcre2_match_data_create_from_pattern(p->code, NULL);
	if (p->found == NULL || p->context == NULL) {
		if (p->code == NULL &&
		    pcre2_get_error_message(rc, message, sizeof(message)) >= 0)
			*error = arena_strdup(a, (char *)message);
		pattern_free(p);
		return NULL;
	}
	pcre2_set_match_limit(p->context, MATCH_LIMIT);
	pcre2_set_depth_limit(p->context, DEPTH_LIMIT);
	pcre2_set_heap_limit(p->context, HEAP_LIMIT_KIB);
	/* where the machine forbids it, the interpreter serves */
	p->is_jit = pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE) == 0;
	return p;
}

void
pattern_free(struct pattern *p)
{
	if (p == NULL)
		return;
	pcre2_match_data_free(p->found);
	pcre2_match_context_free(p->context);
	pcre2_code_free(p->code);
	free(p);
}

/* What is all ASCII needs no look whether it is UTF-8. */
static int
match(const struct pattern *p, const char *s)
{
	size_t len = strlen(s);

	return p->is_jit && unicode_skip_ascii(s, len) == len ?
	    pcre2_jit_match(p->code, (PCRE2_SPTR)s, len, 0, 0, p->found,
	    p->context) :
	    pcre2_match(p->code, (PCRE2_SPTR)s, len, 0, 0, p->found,
	    p->context);
}

enum pattern_result
pattern_match(const struct pattern *p, const char *s)
{
	int rc = match(p, s);

	if (rc > 0)
		return PATTERN_MATCHES;
	return rc == PCRE2_ERROR_NOMATCH ? PATTERN_DIFFERS :
	    PATTERN_TOO_COSTLY;
}

char *
pattern_group(struct arena *a, const struct pattern *p, const char *s,
    const char *group)
{
	PCRE2_UCHAR *value;
	PCRE2_SIZE len;
	char *copy = NULL;

	if (match(p, s) > 0 && pcre2_substring_get_byname(p->found,
	    (PCRE2_SPTR)group, &value, &len) == 0) {
		copy = arena_strndup(a, (char *)value, len);
		pcre2_substring_free(value);
	}
	return copy;
}
