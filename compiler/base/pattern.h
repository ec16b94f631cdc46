/* Regular expressions, by PCRE2, with limits on time and memory. */
#ifndef BASE_PATTERN_H
#define BASE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct pattern;

/*
 * Compile a pattern that must match a whole string: anchored at both ends, \d
 * and \w for ASCII only.  NULL when it is wrong; then *ERROR (in the arena) and
 * *OFFSET [characters from 0] tell why.  Free with pattern_free().
 */
struct pattern	*pattern_new(struct arena *, const char *, const char **error,
		    size_t *offset);
void		 pattern_free(struct pattern *);

enum pattern_result {
	PATTERN_MATCHES,
	PATTERN_DIFFERS,
	PATTERN_TOO_COSTLY,	/* a limit was reached: no answer */
};

enum pattern_result pattern_match(const struct pattern *, const char *s);

/*
 * The text of the named group after a match of S, in the arena; NULL when S
 * does not match, the group did not take part or has no such name.
 */
char	*pattern_group(struct arena *, const struct pattern *, const char *s,
	    const char *group);

#endif
