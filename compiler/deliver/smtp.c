/* The mail server, by libcurl.  Room: deliver. */
#include "deliver/deliver_mail.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"

enum {
	CONNECT_SECONDS = 30,
	ANSWER_SECONDS = 300,	/* RFC 5321 section 4.5.3.2 asks for 5 minutes */
	STALL_SECONDS = 120,
	REPLY_MAX = 512,
	PASSWORD_MAX = 1024,
};

struct smtp {
	CURL		*curl;
	struct diag	*diag;
	char		 error[CURL_ERROR_SIZE];
	char		 reply[REPLY_MAX];	/* its last refusal */
	const char	*reason;
	/* the message being sent */
	const char	*bytes;
	size_t		 len, at;
	bool		 begun, held;	/* BEGIN was called; and said no */
	bool		(*begin)(void *);
	void		*context;
};

static bool
complain(struct diag *diag, const struct site *site, const char *what)
{
	struct arena *a = arena_new();

	diag_report(diag, D_MAIL_CONFIG, ((struct place){
	    file_join(a, site->path, "site.xml"), 0, 0 }), what);
	arena_free(a);
	return false;
}

/* The first line of a file that nobody else may read; NULL after a finding. */
static const char *
read_password(struct arena *a, const struct site *site, struct diag *diag)
{
	const char *path = site->mail.password_file;
	struct stat st;
	size_t len;
	char *s;

	if (stat(path, &st) == 0 && (st.st_mode & 077) != 0) {
		complain(diag, site, arena_printf(a,
		    _("others may read the password in %s; run: chmod 600 %s"),
		    path, path));
		return NULL;
	}
	if ((s = file_read(a, path, PASSWORD_MAX, &len)) == NULL) {
		path = outbox_shown(site, path);
		diag_report(diag, D_CANNOT_READ, ((struct place){ path, 0, 0 }),
		    path, system_error(errno));
		return NULL;
	}
	s[strcspn(s, "\r\n")] = '\0';
	return s;
}

static bool
set_user(CURL *curl, struct arena *a, const struct site *site,
    struct diag *diag)
{
	const char *password = getenv("TONGHOP_SMTP_PASSWORD");

	if (site->mail.user == NULL || *site->mail.user == '\0')
		return true;
	if (password == NULL) {
		if (site->mail.password_file == NULL)
			return complain(diag, site, _("a user is named but no "
			    "password; set password-file or "
			    "TONGHOP_SMTP_PASSWORD"));
		if ((password = read_password(a, site, diag)) == NULL)
			return false;
	}
	return curl_easy_setopt(curl, CURLOPT_USERNAME, site->mail.user) ==
	    CURLE_OK && curl_easy_setopt(curl, CURLOPT_PASSWORD, password) ==
	    CURLE_OK;
}

/*
 * Keep the refusal that the server words; curl hands over each line of its
 * replies, the answer to QUIT behind the refusal too.
 */
static size_t
on_reply(char *p, size_t size, size_t n, void *context)
{
	struct smtp *s = context;
	size_t len = size * n < REPLY_MAX ? size * n : REPLY_MAX - 1;

	if (len > 3 && (*p == '4' || *p == '5')) {
		memcpy(s->reply, p, len);
		s->reply[len] = '\0';
		s->reply[strcspn(s->reply, "\r\n")] = '\0';
	}
	return size * n;
}

/*
 * Hand over the next bytes.  libcurl asks for the first ones only when the
 * server has answered DATA with 354, which makes this the last moment at which
 * the message has surely not been sent.
 */
static size_t
on_read(char *p, size_t size, size_t n, void *context)
{
	struct smtp *s = context;
	size_t len = s->len - s->at;

	if (!s->begun) {
		s->begun = true;
		s->held = !s->begin(s->context);
	}
	if (s->held)
		return CURL_READFUNC_ABORT;
	if (len > size * n)
		len = size * n;
	memcpy(p, s->bytes + s->at, len);
	s->at += len;
	return len;
}

/* TLS unless the site says "plain" of a server on this machine. */
static bool
set_server(struct smtp *s, struct arena *a, const struct site *site,
    const struct server *server)
{
	const char *ca = getenv("SSL_CERT_FILE");
	const char *url = arena_printf(a, "%s/%s", server->url,
	    address_domain(site->mail.from));
	CURL *c = s->curl;

	if (ca != NULL && *ca != '\0' &&
	    curl_easy_setopt(c, CURLOPT_CAINFO, ca) != CURLE_OK)
		return false;
	/* the path of the URL is the name that is said in EHLO */
	return curl_easy_setopt(c, CURLOPT_URL, url) == CURLE_OK &&
	    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps") ==
	    CURLE_OK &&
	    curl_easy_setopt(c, CURLOPT_USE_SSL, site->mail.plain ?
	    (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL) == CURLE_OK &&
	    curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
	    curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
	    curl_easy_setopt(c, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK;
}

static bool
set_transfer(struct smtp *s)
{
	CURL *c = s->curl;

	return curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
	    curl_easy_setopt(c, CURLOPT_PROXY, "") == CURLE_OK &&
	    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT,
	    (long)CONNECT_SECONDS) == CURLE_OK &&
	    curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT,
	    (long)ANSWER_SECONDS) == CURLE_OK &&
	    curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, 1L) == CURLE_OK &&
	    curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME,
	    (long)STALL_SECONDS) == CURLE_OK &&
	    curl_easy_setopt(c, CURLOPT_ERRORBUFFER, s->error) == CURLE_OK &&
	    curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_reply) == CURLE_OK &&
	    curl_easy_setopt(c, CURLOPT_HEADERDATA, s) == CURLE_OK &&
	    curl_easy_setopt(c, CURLOPT_READFUNCTION, on_read) == CURLE_OK &&
	    curl_easy_setopt(c, CURLOPT_READDATA, s) == CURLE_OK &&
	    curl_easy_setopt(c, CURLOPT_UPLOAD, 1L) == CURLE_OK;
}

struct smtp *
smtp_new(struct arena *a, const struct site *site, struct diag *diag)
{
	struct server server;
	struct smtp *s;

	if (!server_parse(a, site->mail.server, &server)) {
		complain(diag, site, arena_printf(a, _("\"%s\" is not a mail "
		    "server; write smtp://host:587 or smtps://host"),
		    diag_quote(diag, site->mail.server, 200)));
		return NULL;
	}
	if (site->mail.plain && !server.is_local) {
		complain(diag, site, arena_printf(a, _("plain is only allowed "
		    "for a server on this machine, not for %s; remove it"),
		    server.host));
		return NULL;
	}
	if (site->mail.from == NULL || !address_is_valid(site->mail.from)) {
		complain(diag, site, _("the sender is not a mail address; "
		    "write from=\"office@example.vn\""));
		return NULL;
	}
	s = arena_alloc(a, sizeof(*s));
	s->diag = diag;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
	    (s->curl = curl_easy_init()) == NULL ||
	    !set_server(s, a, site, &server) || !set_transfer(s)) {
		complain(diag, site, _("libcurl could not be prepared"));
		smtp_free(s);
		return NULL;
	}
	if (!set_user(s->curl, a, site, diag)) {
		smtp_free(s);
		return NULL;
	}
	return s;
}

void
smtp_free(struct smtp *s)
{
	if (s == NULL)
		return;
	curl_easy_cleanup(s->curl);
	curl_global_cleanup();
}

/* Whether the server refuses whatever we say, not just this message. */
static bool
is_about_us(long reply)
{
	return reply == 421 || reply == 454 || reply == 530 || reply == 534 ||
	    reply == 535 || reply == 538;
}

/*
 * Whether the connection was lost after the server had let us in: then it may be
 * this message that it cannot stand.
 */
static bool
is_lost(CURLcode rc, long reply)
{
	return reply >= 230 && reply < 400 && (rc == CURLE_RECV_ERROR ||
	    rc == CURLE_SEND_ERROR || rc == CURLE_GOT_NOTHING ||
	    rc == CURLE_WEIRD_SERVER_REPLY || rc == CURLE_OPERATION_TIMEDOUT);
}

/* What a failed transfer means for the message. */
static enum smtp_result
judge(struct smtp *s, CURLcode rc, long reply)
{
	if (s->held) {
		s->reason = _("the outbox cannot be written");
		return SMTP_DOWN;
	}
	if (reply >= 400 && s->reply[0] != '\0')
		s->reason = diag_quote(s->diag, s->reply, REPLY_MAX);
	else
		s->reason = diag_quote(s->diag, s->error[0] != '\0' ? s->error :
		    curl_easy_strerror(rc), REPLY_MAX);
	/*
	 * 354 was the last answer: the message was on its way and may have
	 * arrived.  Any other last answer means that it was not taken.
	 */
	if (reply == 354)
		return SMTP_UNKNOWN;
	if (is_lost(rc, reply))
		return SMTP_LOST;
	/* a greeting of 5xx is weird, and so is an answer to the message */
	if (reply < 400 || is_about_us(reply) || rc == CURLE_LOGIN_DENIED ||
	    rc == CURLE_USE_SSL_FAILED ||
	    (rc == CURLE_WEIRD_SERVER_REPLY && !s->begun))
		return SMTP_DOWN;
	return reply < 500 ? SMTP_REFUSED : SMTP_REJECTED;
}

/* One attempt; FRESH demands a new connection. */
static CURLcode
attempt(struct smtp *s, bool fresh, long *reply)
{
	CURLcode rc;

	s->at = 0;
	s->begun = s->held = false;
	s->error[0] = s->reply[0] = '\0';
	*reply = 0;
	curl_easy_setopt(s->curl, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
	rc = curl_easy_perform(s->curl);
	curl_easy_getinfo(s->curl, CURLINFO_RESPONSE_CODE, reply);
	return rc;
}

enum smtp_result
smtp_send(struct smtp *s, const struct envelope *envelope, const char *bytes,
    size_t len, bool (*begin)(void *), void *context)
{
	struct curl_slist *to = curl_slist_append(NULL, envelope->to);
	CURLcode rc = CURLE_OUT_OF_MEMORY;
	long reply = 0;

	s->bytes = bytes;
	s->len = len;
	s->begin = begin;
	s->context = context;
	s->error[0] = '\0';
	if (to != NULL &&
	    curl_easy_setopt(s->curl, CURLOPT_MAIL_FROM, envelope->from) ==
	    CURLE_OK &&
	    curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, to) == CURLE_OK &&
	    curl_easy_setopt(s->curl, CURLOPT_INFILESIZE_LARGE,
	    (curl_off_t)len) == CURLE_OK) {
		rc = attempt(s, false, &reply);
		/* servers close a connection that was idle or used enough */
		if (rc != CURLE_OK && !s->begun && (reply == 0 || reply == 421))
			rc = attempt(s, true, &reply);
	}
	curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(to);
	return rc == CURLE_OK ? SMTP_SENT : judge(s, rc, reply);
}

const char *
smtp_reason(const struct smtp *s)
{
	return s->reason;
}
