/* Maps keep what is put in, and its order. */
#include "base/map.h"

#include "base/arena.h"
#include "check.h"

enum { MANY = 20000 };

static void
many(struct arena *a)
{
	struct map *m = map_new(a);
	static int values[MANY];
	char key[32];
	int i, wrong = 0;

	for (i = 0; i < MANY; i++) {
		snprintf(key, sizeof(key), "key-%d", i * 7919 % MANY);
		values[i] = i;
		wrong += !map_add(m, key, &values[i]);
		wrong += map_count(m) != (size_t)i + 1;
	}
	check(wrong == 0, "add 20,000", "%d wrong", wrong);
	for (wrong = i = 0; i < MANY; i++) {
		snprintf(key, sizeof(key), "key-%d", i * 7919 % MANY);
		wrong += map_find(m, key) != &values[i];
		wrong += strcmp(map_key(m, (size_t)i), key) != 0;
		wrong += map_value(m, (size_t)i) != &values[i];
		wrong += map_add(m, key, &values[0]);
		snprintf(key, sizeof(key), "key-%d", i + MANY);
		wrong += map_find(m, key) != NULL;
	}
	check(wrong == 0, "find 20,000, in order", "%d wrong", wrong);
}

/* A large map takes its keys as they are, and grows all the same. */
static void
large(struct arena *a)
{
	static char keys[MANY][16];
	struct map *m = map_new_large(a, MANY / 4);
	int i, wrong = 0;

	for (i = 0; i < MANY; i++) {
		snprintf(keys[i], sizeof(keys[i]), "%d", i);
		wrong += !map_add(m, keys[i], keys[i]);
	}
	for (i = 0; i < MANY; i++)
		wrong += map_find(m, keys[i]) != keys[i] ||
		    map_key(m, (size_t)i) != keys[i];
	check(wrong == 0 && map_count(m) == MANY, "a large map", "%d wrong",
	    wrong);
}

int
main(void)
{
	struct arena *a = arena_new();
	struct map *m = map_new(a);
	char key[] = "a";
	int x = 1, y = 2;

	check(map_count(m) == 0 && map_find(m, "a") == NULL, "empty", "is not");
	check(map_add(m, key, &x), "add", "refused");
	key[0] = 'b';
	check(map_find(m, "a") == &x, "the key is copied", "it is not");
	check(!map_add(m, "a", &y) && map_find(m, "a") == &x,
	    "add again changes nothing", "it does");
	map_put(m, "a", &y);
	check(map_find(m, "a") == &y && map_count(m) == 1, "put replaces",
	    "it does not");
	map_put(m, "", &x);
	check(map_find(m, "") == &x && map_count(m) == 2, "the empty key",
	    "is not found");
	check_string("order", map_key(m, 1), "");
	many(a);
	large(a);
	arena_free(a);
	return check_result();
}
