/*
 * Private to taking in: what receive.c, reading.c, recorded.c, store.c and
 * reread.c need of each other.  Strings are in the run's arena.
 */
#ifndef RECEIVE_H
#define RECEIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "compile.h"

/* Longest answer of a child, and the longest compiled file in cache/. */
enum { ANSWER_MAX = 256 * 1024 * 1024 };

/* ---- receive.c ---- */

/* Tell what a file changes.  CHANGES is NULL when the earlier one, which was
 * told already, cannot be read any more. */
bool	receive_replace(struct run *, const struct drop *,
	    struct ledger_entry *, const struct ledger_entry *old,
	    const struct changes *);

/* ---- recorded.c ---- */

/* Whether both are about one form of one unit for one period. */
bool	recorded_same_report(const struct ledger_entry *,
	    const struct ledger_entry *);

/* The latest accepted entry of the same report, NULL when none. */
const struct ledger_entry *recorded_current(struct run *,
	    const struct ledger_entry *);

/* The last entry about these bytes that decided something; NULL when none. */
const struct ledger_entry *recorded_decision(struct run *,
	    const char *sha256);

/* An accepted entry of these bytes about another report than E; or NULL. */
const struct ledger_entry *recorded_elsewhere(struct run *,
	    const struct ledger_entry *e);

/* The accepted entry that the INDEX-th replaced; NULL when it was the first. */
const struct ledger_entry *recorded_before(struct run *, size_t index);

/* Whether it is entered already that the file was replaced. */
bool	recorded_superseded(struct run *, const struct ledger_entry *);

/* How many children have died of these bytes. */
size_t	recorded_deaths(struct run *, const char *sha256);

/* ---- store.c: paths are relative to the site ---- */

/* A name that is safe in any folder: odd bytes as %XX, not too long. */
char	*store_safe_name(struct arena *, const char *name);

/* FOLDER/PERIOD/FORM/UNIT/0001-SHA256.csv, as the site's files are kept. */
const char *store_path(struct run *, const char *folder,
	    const struct ledger_entry *);

/* A path like WANTED that no file has yet. */
const char *store_free_path(struct run *, const char *wanted);

/* Move a file of the site; false with errno. */
bool	store_move(struct run *, const char *from, const char *to);

/* Say that the file at PATH could not be brought to TO, by errno.  False. */
bool	store_fail(struct run *, const char *path, const char *to);

/* Write a file of the site, durably; false after a finding. */
bool	store_write(struct run *, const char *path, const void *, size_t len);

/* ---- reread.c ---- */

/* Keep the compiled facts for later runs; losing them only costs time. */
void	reread_keep(struct run *, const char *sha256, const struct compiled *);

#endif
