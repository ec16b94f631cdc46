/*
 * Columns of whole numbers as bytes: each as the least of them and what the
 * others are above it, in as many bytes as the largest of these needs (frame of
 * reference coding; Goldstein, Ramakrishnan and Shaft, "Compressing Relations
 * and Indexes", ICDE 1998).  Bytes stand in the same order on every machine.
 */
#ifndef MODEL_PACKED_H
#define MODEL_PACKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text;

enum { PACKED_MAX = 256 };	/* numbers of a column */

/* Append COUNT numbers, at most PACKED_MAX. */
void	packed_put(struct text *, const int64_t *, size_t count);

/*
 * Take COUNT numbers, as packed_put() wrote them, off the bytes from *P to END;
 * *P moves behind them.  False when they are not there.
 */
bool	packed_take(const char **p, const char *end, int64_t *, size_t count);

#endif
