/* The grammar of addresses, domains and servers.  Room: deliver. */
#include "deliver/deliver_mail.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/unicode.h"

enum { LOCAL_MAX = 64, LABEL_MAX = 63, DOMAIN_MAX = 253 };

static bool
is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9');
}

/* RFC 5322 section 3.2.3, "atext". */
static bool
is_atext(char c)
{
	return is_alnum(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

bool
domain_is_valid(const char *s)
{
	size_t label = 0, total = 0;

	for (; ; s++, total++) {
		if (is_alnum(*s) || (*s == '-' && label > 0)) {
			label++;
			continue;
		}
		/* the end of a label, which is not empty and ends in no hyphen */
		if (label == 0 || label > LABEL_MAX || s[-1] == '-')
			return false;
		if (*s == '\0')
			return total <= DOMAIN_MAX;
		if (*s != '.')
			return false;
		label = 0;
	}
}

bool
address_is_valid(const char *s)
{
	const char *p = s;

	while (is_atext(*p) || (*p == '.' && p > s && p[-1] != '.'))
		p++;
	return *p == '@' && p > s && p[-1] != '.' && p - s <= LOCAL_MAX &&
	    domain_is_valid(p + 1);
}

const char *
address_domain(const char *address)
{
	return strchr(address, '@') + 1;
}

bool
text_has_control(const char *s)
{
	uint32_t c;
	size_t n;

	for (; *s != '\0'; s += n) {
		n = unicode_next(s, &c);
		if (n == 0 || c < 0x20 || (c >= 0x7f && c < 0xa0) ||
		    c == 0x2028 || c == 0x2029)
			return true;
	}
	return false;
}

/* Digits and colons, as in ::1. */
static bool
is_ipv6(const char *s)
{
	return *s != '\0' && s[strspn(s, "0123456789abcdefABCDEF:.")] == '\0' &&
	    strchr(s, ':') != NULL;
}

/* "" or ":" and a number from 1 to 65535. */
static bool
is_port(const char *s)
{
	long n = 0;

	if (*s == '\0')
		return true;
	if (*s++ != ':' || *s == '\0' || strlen(s) > 5)
		return false;
	for (; *s >= '0' && *s <= '9'; s++)
		n = n * 10 + (*s - '0');
	return *s == '\0' && n >= 1 && n <= 65535;
}

bool
server_parse(struct arena *a, const char *text, struct server *out)
{
	bool tls = strncasecmp(text, "smtps://", 8) == 0, bracket;
	const char *host, *rest;

	if (!tls && strncasecmp(text, "smtp://", 7) != 0)
		return false;
	host = text + (tls ? 8 : 7);
	bracket = *host == '[';
	rest = bracket ? strchr(host, ']') : host + strcspn(host, ":");
	if (rest == NULL)
		return false;
	out->host = arena_strndup(a, host + bracket,
	    (size_t)(rest - host) - bracket);
	rest += bracket;
	if (!(bracket ? is_ipv6(out->host) : domain_is_valid(out->host)) ||
	    !is_port(rest))
		return false;
	out->url = arena_printf(a, "%s://%s%s%s%s", tls ? "smtps" : "smtp",
	    bracket ? "[" : "", out->host, bracket ? "]" : "", rest);
	out->is_local = strcasecmp(out->host, "localhost") == 0 ||
	    strcmp(out->host, "::1") == 0 ||
	    (strncmp(out->host, "127.", 4) == 0 &&
	    out->host[strspn(out->host, "0123456789.")] == '\0');
	return true;
}
