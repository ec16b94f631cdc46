/* A string map in order of insertion: open addressing over a list.  Room: base. */
#include "base/map.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"

struct entry {
	const char	*key;
	void		*value;
	uint32_t	 hash;
};

struct map {
	struct arena	*arena;
	bool		 borrows;	/* keys are not copied */
	struct entry	*entries;
	size_t		 count, cap;
	uint32_t	*slots;		/* 1 + index of an entry, 0 when free */
	size_t		 nslots;	/* a power of two */
};

struct map *
map_new(struct arena *a)
{
	struct map *m = arena_alloc(a, sizeof(*m));

	m->arena = a;
	m->nslots = 16;
	m->slots = arena_alloc(a, m->nslots * sizeof(*m->slots));
	return m;
}

struct map *
map_new_large(struct arena *a, size_t count)
{
	struct map *m = arena_alloc(a, sizeof(*m));

	m->arena = a;
	m->borrows = true;
	m->cap = count;
	m->entries = arena_alloc(a, count * sizeof(*m->entries));
	for (m->nslots = 16; m->nslots < count * 2; m->nslots *= 2)
		;
	m->slots = arena_alloc(a, m->nslots * sizeof(*m->slots));
	return m;
}

/* Eight bytes at a time, by a multiplication that mixes them upwards. */
static uint32_t
hash_string(const char *s)
{
	size_t len = strlen(s);
	uint64_t h = len, word = 0;

	for (; len >= sizeof(word); s += sizeof(word), len -= sizeof(word)) {
		memcpy(&word, s, sizeof(word));
		h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 32;
	}
	word = 0;
	memcpy(&word, s, len);
	h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return (uint32_t)(h >> 32);
}

/* The slot that holds KEY, or the free one where it belongs. */
static size_t
slot_of(const struct map *m, const char *key, uint32_t hash)
{
	size_t i = hash & (m->nslots - 1);

	while (m->slots[i] != 0) {
		const struct entry *e = &m->entries[m->slots[i] - 1];

		if (e->hash == hash && strcmp(e->key, key) == 0)
			break;
		i = (i + 1) & (m->nslots - 1);
	}
	return i;
}

static void
rehash(struct map *m)
{
	size_t i;

	m->nslots *= 2;
	m->slots = arena_alloc(m->arena, m->nslots * sizeof(*m->slots));
	for (i = 0; i < m->count; i++)
		m->slots[slot_of(m, m->entries[i].key, m->entries[i].hash)] =
		    (uint32_t)(i + 1);
}

void **
map_place(struct map *m, const char *key)
{
	uint32_t hash = hash_string(key);
	size_t slot = slot_of(m, key, hash);
	struct entry *e;

	if (m->slots[slot] != 0)
		return &m->entries[m->slots[slot] - 1].value;
	e = ARENA_PUSH(m->arena, m->entries, m->count, m->cap);
	*e = (struct entry){ m->borrows ? key : arena_strdup(m->arena, key),
	    NULL, hash };
	m->slots[slot] = (uint32_t)m->count;
	if (m->count * 2 > m->nslots)
		rehash(m);
	return &e->value;
}

bool
map_add(struct map *m, const char *key, void *value)
{
	void **place = map_place(m, key);

	if (*place != NULL)
		return false;
	*place = value;
	return true;
}

void
map_put(struct map *m, const char *key, void *value)
{
	*map_place(m, key) = value;
}

void *
map_find(const struct map *m, const char *key)
{
	size_t slot = slot_of(m, key, hash_string(key));

	return m->slots[slot] == 0 ? NULL : m->entries[m->slots[slot] - 1].value;
}

size_t
map_count(const struct map *m)
{
	return m->count;
}

const char *
map_key(const struct map *m, size_t i)
{
	return m->entries[i].key;
}

void *
map_value(const struct map *m, size_t i)
{
	return m->entries[i].value;
}
