/*
 * Work in child processes, several at a time, whose answers are taken in the
 * order of the tasks: what comes of it depends neither on their number nor on
 * which of them ends first.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/text.h"
#include "compile.h"

/* Longest answer, and how many tasks are begun, for each process that works,
 * before the answer to the first of them is taken. */
enum { ANSWER_MAX = 512 * 1024 * 1024, AHEAD = 4, NO_ANSWER = 1 };

struct worker {
	pid_t		 pid;
	int		 fd;		/* of the answer, a file in memory */
	bool		 ended;
	int		 status;
};

/* All that is under way: the tasks from TAKEN to BEGUN. */
struct crew {
	struct run	*run;
	const struct workers *work;
	struct worker	*list;
	size_t		 taken, begun, running;
};

int
workers_processors(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : (int)n;
}

/* In the child: work, answer, and end without a word to anybody else. */
static void
serve(struct crew *s, size_t i, pid_t parent)
{
	struct text answer;

	/* who is killed leaves no workers behind that hold the site */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(NO_ANSWER);
	text_init(&answer, ANSWER_MAX);
	s->work->work(s->work->context, i, &answer);
	_exit(!text_is_full(&answer) && file_write_all(s->list[i].fd,
	    text_string(&answer), answer.len) ? 0 : NO_ANSWER);
}

static bool
begin(struct crew *s)
{
	struct worker *w = &s->list[s->begun];
	pid_t parent = getpid();

	w->fd = memfd_create("report", MFD_CLOEXEC);
	w->pid = w->fd < 0 ? -1 : fork();
	if (w->pid == 0)
		serve(s, s->begun, parent);
	if (w->pid < 0) {
		diag_report(s->run->diag, D_SYSTEM,
		    ((struct place){ s->run->site, 0, 0 }), "fork",
		    system_error(errno));
		if (w->fd >= 0)
			close(w->fd);
		return false;
	}
	s->begun++;
	s->running++;
	return true;
}

/* Wait until any of them ends. */
static void
await(struct crew *s)
{
	int status;
	pid_t pid;
	size_t i;

	while ((pid = waitpid(-1, &status, 0)) < 0 && errno == EINTR)
		;
	for (i = s->taken; i < s->begun; i++)
		if (s->list[i].pid == pid && !s->list[i].ended) {
			s->list[i].ended = true;
			s->list[i].status = status;
			s->running--;
		}
}

/* What a child wrote; false when that cannot be read. */
static bool
read_answer(int fd, struct text *out)
{
	struct stat st;
	void *p;

	if (fstat(fd, &st) < 0)
		return false;
	if (st.st_size == 0)
		return true;
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return false;
	text_addn(out, p, (size_t)st.st_size);
	munmap(p, (size_t)st.st_size);
	return !text_is_full(out);
}

static const char *
why_none(struct crew *s, const struct worker *w)
{
	struct arena *a = s->run->arena;
	int sig = WTERMSIG(w->status);

	if (WIFSIGNALED(w->status))
		return arena_printf(a, _("signal %d (SIG%s)"), sig,
		    sigabbrev_np(sig) == NULL ? "?" : sigabbrev_np(sig));
	return arena_printf(a, _("status %d"), WEXITSTATUS(w->status));
}

static bool
take(struct crew *s)
{
	struct worker *w = &s->list[s->taken];
	struct text answer;
	const char *why = w->status == 0 ? NULL : why_none(s, w);
	bool ok;

	text_init(&answer, ANSWER_MAX);
	if (why == NULL && !read_answer(w->fd, &answer))
		why = system_error(errno);
	close(w->fd);
	ok = s->work->take(s->work->context, s->taken, &answer, why);
	text_free(&answer);
	s->taken++;
	return ok;
}

bool
workers_run(struct run *r, const struct workers *work)
{
	struct crew s = { .run = r, .work = work, .list = arena_alloc(r->arena,
	    (work->count + 1) * sizeof(*s.list)) };
	size_t jobs = r->jobs < 1 ? 1 : (size_t)r->jobs;
	bool ok = true, can_begin = true;

	while (s.taken < work->count && (can_begin || s.taken < s.begun)) {
		while (can_begin && s.begun < work->count &&
		    s.running < jobs && s.begun < s.taken + jobs * AHEAD)
			can_begin = begin(&s);
		while (s.taken < s.begun && s.list[s.taken].ended)
			ok = take(&s) && ok;
		if (s.running > 0)
			await(&s);
	}
	return ok && can_begin;
}
