/* Growing texts never cut silently; arenas keep what they hand out. */
#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/digest.h"
#include "check.h"

static void
limits(void)
{
	struct text t;

	text_init(&t, 5);
	check_string("empty", text_string(&t), "");
	text_add(&t, "abcde");
	check(!text_is_full(&t) && t.len == 5, "exactly full",
	    "\"%s\"", text_string(&t));
	text_add(&t, "");
	check(!text_is_full(&t), "nothing fits always", "it does not");
	text_addc(&t, 'f');
	check(text_is_full(&t), "one more", "fits");
	check_string("what was there stays", text_string(&t), "abcde");
	text_clear(&t);
	check(!text_is_full(&t) && t.len == 0, "clear", "is not");
	text_addf(&t, "%d", 123456);
	check(text_is_full(&t) && t.len == 0, "a format that does not fit",
	    "\"%s\"", text_string(&t));
	text_clear(&t);
	text_add(&t, "abc");
	text_add(&t, "def");
	text_add(&t, "g");
	check_string("nothing behind a gap", text_string(&t), "abc");
	text_free(&t);
	check_string("free", text_string(&t), "");
}

/* Two that grow in turns, so that neither can stay where it is; the end of one is
 * within a page. */
static void
large(void)
{
	enum { MAX = 5000001 };
	struct text a, b;
	uint32_t i, word, wrong = 0;

	text_init(&a, MAX);
	text_init(&b, 64 << 20);
	for (i = 0; !text_is_full(&a); i++) {
		text_addn(&a, &i, sizeof(i));
		text_addn(&b, &i, sizeof(i));
		text_addn(&b, &i, sizeof(i));
	}
	check(a.len == MAX - 1 && a.data[a.len] == '\0', "large to the word",
	    "%zu", a.len);
	check(b.len == 2 * (MAX + 3), "the other", "%zu", b.len);
	for (i = 0; i < a.len; i += sizeof(word)) {
		memcpy(&word, a.data + i, sizeof(word));
		wrong += word != i / 4;
		memcpy(&word, b.data + 2 * i + 4, sizeof(word));
		wrong += word != i / 4;
	}
	check(wrong == 0, "large ones keep all", "%u wrong", wrong);
	text_clear(&a);
	for (i = 0; i <= MAX; i++)
		text_addc(&a, 'x');
	check(a.len == MAX && text_is_full(&a), "large to the byte", "%zu",
	    a.len);
	text_free(&a);
	text_free(&b);
}

static void
growth(void)
{
	struct text t;
	int i, wrong = 0;

	text_init(&t, 1 << 20);
	for (i = 0; i < 10000; i++)
		text_addf(&t, "%05d", i);
	for (i = 0; i < 10000; i++)
		wrong += strtol((char[]){ t.data[i * 5], t.data[i * 5 + 1],
		    t.data[i * 5 + 2], t.data[i * 5 + 3], t.data[i * 5 + 4],
		    '\0' }, NULL, 10) != i;
	check(wrong == 0 && t.len == 50000, "growth", "%d wrong", wrong);
	text_clear(&t);
	text_addn(&t, "a\0b", 3);
	check(t.len == 3 && memcmp(t.data, "a\0b", 4) == 0, "bytes",
	    "%zu of them", t.len);
	text_free(&t);
}

static void
arenas(void)
{
	struct arena *a = arena_new();
	char *parts[2000];
	int *items = NULL, wrong = 0;
	size_t i, count = 0, cap = 0;

	for (i = 0; i < 2000; i++) {
		parts[i] = arena_alloc(a, i % 700 + 1);
		wrong += ((uintptr_t)parts[i] & 15) != 0;
		wrong += parts[i][0] != 0 || parts[i][i % 700] != 0;
		memset(parts[i], (int)(i & 127), i % 700 + 1);
	}
	for (i = 0; i < 2000; i++)
		wrong += parts[i][0] != (char)(i & 127) ||
		    parts[i][i % 700] != (char)(i & 127);
	check(wrong == 0, "arena: aligned, zeroed, apart", "%d wrong", wrong);
	for (i = 0; i < 5000; i++)
		*ARENA_PUSH(a, items, count, cap) = (int)i;
	for (wrong = 0, i = 0; i < 5000; i++)
		wrong += items[i] != (int)i;
	check(wrong == 0 && count == 5000, "arena: push", "%d wrong", wrong);
	memset(arena_alloc(a, 10 << 20), 1, 10 << 20);
	check_string("arena: printf", arena_printf(a, "%s-%d", "x", 7), "x-7");
	check_string("arena: strndup", arena_strndup(a, "abc", 2), "ab");
	check_string("arena: nothing", arena_strndup(a, NULL, 0), "");
	arena_free(a);
	arena_free(NULL);
}

/* The vectors of FIPS 180-2, appendix B. */
static void
digests(void)
{
	static const char empty[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e46"
	    "49b934ca495991b7852b855";
	static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a3961"
	    "77a9cb410ff61f20015ad";
	char hex[DIGEST_HEX];
	struct digest *d = digest_new();

	digest_bytes(hex, "abc", 3);
	check_string("digest", hex, abc);
	digest_bytes(hex, "", 0);
	check_string("digest of nothing", hex, empty);
	digest_add(d, "a", 1);
	digest_add(d, "", 0);
	digest_add(d, "bc", 2);
	digest_finish(d, hex);
	check_string("digest of pieces", hex, abc);
}

int
main(void)
{
	limits();
	growth();
	large();
	arenas();
	digests();
	return check_result();
}
