/*
 * What Vietnamese looks like: the syllables that can be written at all, and the
 * words that a site's submissions are full of.  Room: intake.
 */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/unicode.h"
#include "intake/intake_text.h"

enum {
	WORD_MAX = 40,			/* bytes of a word */
	PHRASE_MAX = 400,		/* bytes of a label */
};

struct words {
	struct map	*words, *phrases;	/* folded -> as written */
};

static const char *const onsets[] = {
	"ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr",
	"b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t",
	"v", "x", "",
};

/* What may follow an onset, tones apart; "qu" takes a few more. */
static const char rimes[] =
	" a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân "
	"âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia "
	"ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai "
	"oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo "
	"oet oi om on ong oong oooc op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp "
	"ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn "
	"uông uôt up ut uơ uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn "
	"ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu ych "
	"ynh yt ";

/* The letters with each tone: none, grave, hook, tilde, acute, dot. */
static const char *const vowels[][6] = {
	{ "a", "à", "ả", "ã", "á", "ạ" }, { "ă", "ằ", "ẳ", "ẵ", "ắ", "ặ" },
	{ "â", "ầ", "ẩ", "ẫ", "ấ", "ậ" }, { "e", "è", "ẻ", "ẽ", "é", "ẹ" },
	{ "ê", "ề", "ể", "ễ", "ế", "ệ" }, { "i", "ì", "ỉ", "ĩ", "í", "ị" },
	{ "o", "ò", "ỏ", "õ", "ó", "ọ" }, { "ô", "ồ", "ổ", "ỗ", "ố", "ộ" },
	{ "ơ", "ờ", "ở", "ỡ", "ớ", "ợ" }, { "u", "ù", "ủ", "ũ", "ú", "ụ" },
	{ "ư", "ừ", "ử", "ữ", "ứ", "ự" }, { "y", "ỳ", "ỷ", "ỹ", "ý", "ỵ" },
};

/* The letter at S without its tone, in *TONE 1 to 5 or 0; its length in bytes,
 * 0 when it is none of Vietnamese. */
static size_t
take_letter(const char *s, const char **plain, int *tone)
{
	size_t i, n;
	int t;

	*tone = 0;
	if ((unsigned char)*s < 0x80) {
		*plain = NULL;
		return isalpha((unsigned char)*s) ? 1 : 0;
	}
	*plain = "đ";
	if (strncmp(s, "đ", 2) == 0)
		return 2;
	for (i = 0; i < sizeof(vowels) / sizeof(vowels[0]); i++)
		for (t = 0; t < 6; t++) {
			n = strlen(vowels[i][t]);
			if (n > 1 && strncmp(s, vowels[i][t], n) == 0) {
				*plain = vowels[i][0];
				*tone = t;
				return n;
			}
		}
	return 0;
}

static bool
is_rime(const char *s)
{
	char key[WORD_MAX * 2];
	size_t n = strlen(s);

	key[0] = key[n + 1] = ' ';
	memcpy(key + 1, s, n);
	key[n + 2] = '\0';
	return strstr(rimes, key) != NULL;
}

/* After a final c, ch, p or t there are two tones only. */
static bool
is_tone(const char *s, int tone)
{
	size_t n = strlen(s);
	bool stop = n > 1 && (strchr("cpt", s[n - 1]) != NULL ||
	    (n > 2 && strcmp(s + n - 2, "ch") == 0));

	return !stop || tone == 4 || tone == 5;
}

static bool
is_syllable(const char *folded)
{
	char plain[WORD_MAX * 2];
	size_t n = 0, i, len;
	int tone = 0, t;

	if (strlen(folded) >= WORD_MAX)
		return false;
	while (*folded != '\0') {
		const char *letter;

		if ((len = take_letter(folded, &letter, &t)) == 0 ||
		    (t != 0 && tone != 0))
			return false;
		tone += t;
		if (letter == NULL)
			plain[n++] = *folded;
		else {
			memcpy(plain + n, letter, strlen(letter));
			n += strlen(letter);
		}
		folded += len;
	}
	plain[n] = '\0';
	if (!is_tone(plain, tone))
		return false;
	for (i = 0; i < sizeof(onsets) / sizeof(onsets[0]); i++)
		if (strncmp(plain, onsets[i], strlen(onsets[i])) == 0 &&
		    is_rime(plain + strlen(onsets[i])))
			return true;
	return false;
}

bool
word_is_possible(struct arena *a, const char *word)
{
	return strlen(word) < WORD_MAX && is_syllable(unicode_fold(a, word));
}

bool
word_is_known(const struct words *w, struct arena *a, const char *word)
{
	return map_find(w->words, unicode_fold(a, word)) != NULL;
}

/* White space and punctuation beyond ASCII that end a word. */
static size_t
mark_at(const char *s)
{
	static const char *const list[] = { "\xc2\xa0", "“", "”", "‘", "’",
	    "–", "…", "₫", "«", "»", "\xe2\x80\xaf", "\xe2\x80\x89",
	    "\xe2\x88\x92" };
	size_t i;

	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		if (strncmp(s, list[i], strlen(list[i])) == 0)
			return strlen(list[i]);
	return 0;
}

size_t
word_length(const char *s, bool *ascii)
{
	size_t n = 0;

	for (*ascii = true; s[n] != '\0'; n++)
		if ((unsigned char)s[n] >= 0x80 && mark_at(s + n) == 0)
			*ascii = false;
		else if (!isalpha((unsigned char)s[n]))
			break;
	return n;
}

static bool
is_word_start(const char *s)
{
	return isalpha((unsigned char)*s) || ((unsigned char)*s >= 0x80 &&
	    mark_at(s) == 0);
}

static void
learn(struct words *w, struct arena *a, const char *text)
{
	char *key;
	size_t n;
	bool ascii;

	if (text == NULL || *text == '\0' || strlen(text) > PHRASE_MAX)
		return;
	key = unicode_fold(a, text);
	map_add(w->phrases, key, arena_strdup(a, text));
	for (; *key != '\0'; key += n) {
		n = 1;
		if (!is_word_start(key))
			continue;
		n = word_length(key, &ascii);
		if (!ascii)
			map_add(w->words, arena_strndup(a, key, n), w);
	}
}

struct words *
words_new(struct arena *a, const struct catalog *c)
{
	struct words *w = arena_alloc(a, sizeof(*w));
	const char *text;
	size_t i, j, k;

	w->words = map_new(a);
	w->phrases = map_new(a);
	for (i = 0; (text = envelope_word(i)) != NULL; i++)
		learn(w, a, text);
	for (i = 0; (text = csv_common_header(i)) != NULL; i++)
		learn(w, a, text);
	for (i = 0; i < c->form_count; i++) {
		const struct form *f = c->forms[i];

		learn(w, a, f->title);
		learn(w, a, arena_printf(a, "%s: %s", f->code, f->title));
		for (j = 0; j < f->field_count; j++) {
			learn(w, a, f->fields[j]->label);
			learn(w, a, f->fields[j]->unit);
			for (k = 0; k < f->fields[j]->alias_count; k++)
				learn(w, a, f->fields[j]->aliases[k]);
		}
	}
	for (i = 0; i < c->units->count; i++) {
		learn(w, a, c->units->list[i]->name);
		learn(w, a, c->units->list[i]->full_name);
	}
	return w;
}

/* Judge one word of a text. */
static void
judge_word(const struct words *w, struct arena *a, const char *word,
    struct score *score)
{
	if (word_is_known(w, a, word)) {
		score->known++;
		if (*score->sample == '\0')
			score->sample = word;
	} else if (word_is_possible(a, word))
		score->valid++;
	else
		score->invalid++;
}

/* The length of the cell at S, whatever divides them. */
static size_t
cell_length(const char *s)
{
	return strcspn(s, ";,\t|\r\n\":");
}

/* Whether a cell is a known phrase with letters beyond ASCII. */
static bool
is_phrase(const struct words *w, struct arena *a, const char *cell)
{
	const char *key;
	size_t n, max = strlen(cell);
	bool ascii = true;

	for (n = 0; n < max && ascii; n++)
		ascii = (unsigned char)cell[n] < 0x80;
	if (ascii || max > PHRASE_MAX)
		return false;
	key = unicode_fold(a, cell);
	return map_find(w->phrases, key) != NULL;
}

struct score
words_judge(const struct words *w, struct arena *a, const char *s, size_t len)
{
	struct score score = { .sample = "" };
	const char *end = s + (len < JUDGED_MAX ? len : JUDGED_MAX);
	const char *cell = s;
	size_t n;
	bool ascii;

	for (; s < end; s += n) {
		if (s >= cell) {
			const char *text;

			n = cell_length(cell);
			text = arena_strndup(a, cell, n);
			cell += n + 1;
			if (is_phrase(w, a, text)) {
				if (score.phrases++ == 0)
					score.sample = text;
			}
		}
		n = 1;
		if (!is_word_start(s)) {
			n = (n = mark_at(s)) > 0 ? n : 1;
			continue;
		}
		n = word_length(s, &ascii);
		if (!ascii)
			judge_word(w, a, arena_strndup(a, s, n), &score);
	}
	return score;
}

size_t
score_points(const struct score *s)
{
	size_t good = 4 * s->phrases + 2 * s->known + s->valid;

	return good > 2 * s->invalid ? good - 2 * s->invalid : 0;
}

/* Whether the letter of a phrase can have become what stands in the cell. */
static bool
became(const char *phrase, size_t phrase_len, const char *cell,
    size_t cell_len, bool *lost)
{
	const char *plain;
	int tone;

	if ((*cell == '?' || strncmp(cell, "\xef\xbf\xbd", 3) == 0) &&
	    phrase_len > 1) {
		*lost = true;
		return true;
	}
	if (cell_len == 1 && phrase_len > 1 && take_letter(phrase, &plain,
	    &tone) > 0)		/* as windows-1252 has no đ, ơ, ư and ă */
		return (strcmp(plain, "đ") == 0 && *cell == 'd') ||
		    (strcmp(plain, "ơ") == 0 && *cell == 'o') ||
		    (strcmp(plain, "ư") == 0 && *cell == 'u') ||
		    (strcmp(plain, "ă") == 0 && *cell == 'a');
	return phrase_len == cell_len && memcmp(phrase, cell, cell_len) == 0;
}

static bool
is_damaged(const char *phrase, const char *cell)
{
	uint32_t c;
	size_t n, m;
	bool lost = false;

	while ((n = unicode_next(phrase, &c)) > 0) {
		if ((m = unicode_next(cell, &c)) == 0 ||
		    !became(phrase, n, cell, m, &lost))
			return false;
		phrase += n;
		cell += m;
	}
	return *cell == '\0' && lost;
}

const char *
words_damaged(const struct words *w, struct arena *a, const char *cell)
{
	const char *key;
	size_t i;

	/* "?" alone is somebody's question, not the letter of a phrase */
	if (strlen(cell) > PHRASE_MAX || cell[strspn(cell, "? ")] == '\0' ||
	    (strchr(cell, '?') == NULL && strstr(cell, "\xef\xbf\xbd") == NULL))
		return NULL;
	key = unicode_fold(a, cell);
	for (i = 0; i < map_count(w->phrases); i++)
		if (is_damaged(map_key(w->phrases, i), key))
			return map_value(w->phrases, i);
	return NULL;
}
