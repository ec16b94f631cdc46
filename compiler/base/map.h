/*
 * A map from strings to pointers that keeps the order of insertion, so that
 * walking it never depends on a hash.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct map;

/* An empty map whose memory, keys included, comes from the arena. */
struct map	*map_new(struct arena *);

/* Likewise, for COUNT keys and more, which are many: it has room for them, and
 * does not copy those that are bound, which must live as long as it does. */
struct map	*map_new_large(struct arena *, size_t count);

/*
 * Bind KEY (copied) to VALUE (borrowed, not NULL).  False, and nothing
 * changed, when the key is bound already.
 */
bool	 map_add(struct map *, const char *key, void *value);

/* Bind KEY to VALUE, replacing what it was bound to. */
void	 map_put(struct map *, const char *key, void *value);

/*
 * Where KEY's value stands, until the next key is bound; NULL is in it when the
 * key was not bound, and must be replaced.
 */
void	**map_place(struct map *, const char *key);

/* What KEY is bound to, NULL when nothing. */
void	*map_find(const struct map *, const char *key);

/* The number of entries, and the I-th in order of insertion. */
size_t	 map_count(const struct map *);
const char *map_key(const struct map *, size_t i);
void	*map_value(const struct map *, size_t i);

#endif
