/*
 * Calls deliver as the program does, with a site that is made up here, so that
 * a test can queue and send without any other room.
 *
 *	driver SITE [key=value]... queue TO NAME SUBJECT BODY DAY [NAME PATH]...
 *	driver SITE [key=value]... send|send-patiently
 *	driver SITE dump FILE
 *
 * Keys: server, from, from-name, user, password-file, plain, max-bytes, hold.  Status 0 when the
 * call returned true, 1 when false; findings on standard output.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "deliver/deliver.h"

static void
set(struct site_mail *mail, const char *key, const char *value)
{
	if (strncmp(key, "server=", 7) == 0)
		mail->server = value;
	else if (strncmp(key, "max-bytes=", 10) == 0)
		mail->max_bytes = (size_t)strtoul(value, NULL, 10);
	else if (strncmp(key, "hold=", 5) == 0)
		mail->hold = true;
	else if (strncmp(key, "from=", 5) == 0)
		mail->from = value;
	else if (strncmp(key, "from-name=", 10) == 0)
		mail->from_name = value;
	else if (strncmp(key, "user=", 5) == 0)
		mail->user = value;
	else if (strncmp(key, "password-file=", 14) == 0)
		mail->password_file = value;
	else
		mail->plain = true;
}

static bool
queue(const struct site *site, int argc, char **argv,
    struct diag *diag)
{
	struct attachment parts[8];
	struct site_recipient to = { .address = argv[0], .name = argv[1] };
	struct message m = { .to = &to, .subject = argv[2], .body = argv[3],
	    .attachments = parts };
	int i;

	if (!date_parse(argv[4], &m.day))
		return false;
	for (i = 5; i + 1 < argc && m.attachment_count < 8; i += 2)
		parts[m.attachment_count++] = (struct attachment){
		    argv[i], argv[i + 1], "application/pdf" };
	return deliver_queue(site, &m, diag);
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct diag *diag = diag_new();
	struct site site = { .mail = { .from = "office@tonghop.example",
	    .from_name = "Hội LHPN tỉnh Khánh Hòa" } };
	struct text text;
	size_t sent = 0;
	bool ok = false;
	int i;

	setlocale(LC_CTYPE, "C.UTF-8");
	text_init(&text, 1 << 20);
	site.path = argc > 1 ? argv[1] : ".";
	for (i = 2; i < argc && strchr(argv[i], '=') != NULL; i++)
		set(&site.mail, argv[i], strchr(argv[i], '=') + 1);
	if (i + 5 < argc && strcmp(argv[i], "queue") == 0)
		ok = queue(&site, argc - i - 1, argv + i + 1, diag);
	else if (i < argc && strncmp(argv[i], "send", 4) == 0) {
		bool patient = strcmp(argv[i], "send") != 0;

		ok = deliver_send(a, &site, patient, &sent, diag);
		printf("sent %zu\n", sent);
	} else if (i + 1 < argc && strcmp(argv[i], "dump") == 0)
		ok = deliver_dump(argv[i + 1], &text, diag);
	fputs(text_string(&text), stdout);
	diag_print(diag, 0, stdout);
	text_free(&text);
	diag_free(diag);
	arena_free(a);
	return ok ? 0 : 1;
}
