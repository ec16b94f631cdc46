#!/usr/bin/python3
"""The room deliver against mail servers on this machine.

Usage: run.py DRIVER, the program made from driver.c.  Prints "ok NAME" or
"not ok NAME: why" for each case; status 1 when one is not ok.
"""
import contextlib
import email
import email.policy
import hashlib
import os
import re
import shutil
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, SMTP

DRIVER = sys.argv[1]
PDF = bytes(range(256)) * 40 + b'\r\n.\r\n..\n'
NAME = 'Báo cáo quý I năm 2020 huyện Vạn Ninh.pdf'
SUBJECT = ('Báo cáo tổng hợp tình hình ủy thác quý I năm 2020 của Hội '
           'Liên hiệp Phụ nữ huyện Vạn Ninh')
BODY = 'Kính gửi các đồng chí,\n\n.Dòng bắt đầu bằng dấu chấm\n.\nHết. \n'
TO = 'le.thi@huyen.example'


class Case:
    """One site in a temporary folder, with the program's environment."""

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix='deliver-')
        self.site = os.path.join(self.dir, 'site')
        os.mkdir(self.site)
        self.pdf = os.path.join(self.dir, 'x.pdf')
        with open(self.pdf, 'wb') as f:
            f.write(PDF)
        self.keys = []
        self.env = {'PATH': '/usr/bin:/bin', 'LANG': 'en'}

    def call(self, *args, keys=()):
        p = subprocess.run([DRIVER, self.site, *self.keys, *keys, *args],
                           env=self.env, capture_output=True, timeout=60)
        text = p.stdout.decode() + p.stderr.decode()
        assert p.returncode in (0, 1), f'status {p.returncode}: {text}'
        return p.returncode, text

    def queue(self, to=TO, name='Lê Thị Hồng "Ủy viên", Ban', subject=SUBJECT,
              body=BODY, day='2020-04-07', files=None, keys=()):
        files = [NAME, self.pdf] if files is None else files
        return self.call('queue', to, name, subject, body, day, *files,
                         keys=keys)

    def send(self):
        return self.call('send')

    def server(self, port, *more, scheme='smtp', host='127.0.0.1'):
        self.keys = [f'server={scheme}://{host}:{port}', *more]

    def files(self, folder):
        try:
            names = os.listdir(os.path.join(self.site, folder))
        except FileNotFoundError:
            return []
        return sorted(n for n in names if n.endswith('.eml'))

    def places(self):
        """How many messages are queued, on their way, unknown, sent."""
        return tuple(len(self.files(f)) for f in (
            'outbox', 'outbox/sending', 'outbox/unknown', 'sent'))

    def read(self, folder='outbox'):
        with open(os.path.join(self.site, folder,
                               self.files(folder)[0]), 'rb') as f:
            return f.read()


def expect(got, wanted, what=''):
    assert got == wanted, f'{what} is {got!r}, not {wanted!r}'


def expect_in(part, text):
    assert part in text, f'{part!r} is not in {text!r}'


# --- servers ---------------------------------------------------------------

class Sink:
    """An aiosmtpd handler that keeps what it is given, or answers as told."""

    def __init__(self, **answers):
        self.answers = answers
        self.got = []
        self.ehlo = None

    async def handle_EHLO(self, server, session, envelope, hostname,
                          responses):
        session.host_name = self.ehlo = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if 'mail' in self.answers:
            return self.answers['mail']
        envelope.mail_from = address
        return '250 OK'

    async def handle_RCPT(self, server, session, envelope, address, options):
        for part, answer in self.answers.get('rcpt', {}).items():
            if part in address:
                return answer
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server, session, envelope):
        if 'data' in self.answers:
            return self.answers['data']
        self.got.append((envelope.mail_from, list(envelope.rcpt_tos),
                         envelope.original_content))
        return '250 taken'


@contextlib.contextmanager
def server(handler, port=0, **more):
    c = Controller(handler, hostname='127.0.0.1', port=port or free_port(),
                   decode_data=False, **more)
    c.start()
    try:
        yield c.port
    finally:
        c.stop()


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


@contextlib.contextmanager
def raw(talk):
    """A server of one's own: TALK gets each connection as a file."""
    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            with contextlib.suppress(OSError):
                talk(self.rfile, self.wfile)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(('127.0.0.1', 0), Handler) as s:
        threading.Thread(target=s.serve_forever, daemon=True).start()
        yield s.server_address[1]
        s.shutdown()


def dialogue(cut, counter=None):
    """A server that hangs up at the stage CUT; COUNTER lists what it saw."""
    seen = counter if counter is not None else []

    def talk(r, w):
        def say(stage, line):
            seen.append(stage)
            if stage == cut:
                return False
            w.write(line + b'\r\n')
            w.flush()
            return True

        if not say('banner', b'220 raw ESMTP'):
            return
        while True:
            line = r.readline().upper()
            if line[:4] in (b'EHLO', b'HELO'):
                go = say('ehlo', b'250 raw')
            elif line[:4] == b'MAIL':
                go = say('mail', b'250 OK')
            elif line[:4] == b'RCPT':
                go = say('rcpt', b'250 OK')
            elif line[:4] == b'DATA':
                go = say('data', b'354 go on')
                if go and cut == 'begun':
                    seen.append('begun')
                    return
                if go and cut == 'middle':
                    r.read(100)
                    seen.append('middle')
                    return
                if go:
                    while r.readline() not in (b'.\r\n', b''):
                        pass
                    go = say('end', b'250 taken')
            elif line[:4] == b'QUIT':
                say('quit', b'221 bye')
                return
            else:
                return
            if not go:
                return
    return talk


# --- cases -----------------------------------------------------------------

def case_message_parses(c):
    """Every part of a queued message, read by another program."""
    expect(c.queue(), (0, ''))
    raw_bytes = c.read()
    assert raw_bytes.count(b'\n') == raw_bytes.count(b'\r\n'), 'a bare LF'
    assert max(map(len, raw_bytes.split(b'\r\n'))) <= 998, 'a long line'
    assert raw_bytes.isascii(), 'not ASCII'
    m = email.message_from_bytes(raw_bytes, policy=email.policy.default)
    expect(m['subject'], SUBJECT, 'the subject')
    to = m['to'].addresses
    expect((to[0].display_name, to[0].addr_spec),
           ('Lê Thị Hồng "Ủy viên", Ban', TO), 'the recipient')
    expect(m['from'].addresses[0].display_name, 'Hội LHPN tỉnh Khánh Hòa')
    expect(m['date'].datetime.isoformat(), '2020-04-07T08:00:00+07:00')
    expect(m['message-id'], '<%s@tonghop.example>' % c.files('outbox')[0][17:81])
    expect(m['auto-submitted'], 'auto-generated')
    text, pdf = m.iter_parts()
    expect(text.get_content_type(), 'text/plain')
    expect(text.get_content_charset(), 'utf-8')
    expect(text.get_content().replace('\r\n', '\n'), BODY, 'the text')
    expect(pdf.get_content_type(), 'application/pdf')
    expect(pdf.get_filename(), NAME)
    expect(pdf.get_content_disposition(), 'attachment')
    expect(pdf['content-transfer-encoding'], 'base64')
    expect(pdf.get_content(), PDF, 'the attachment')
    expect([d for p in m.walk() for d in p.defects], [], 'defects')


def case_same_input_same_bytes(c):
    c.queue()
    first = c.read()
    shutil.rmtree(c.site)
    os.mkdir(c.site)
    time.sleep(1.1)
    c.env['TZ'] = 'America/New_York'
    c.queue()
    expect(c.read(), first)


def case_no_attachment(c):
    expect(c.queue(files=[], subject='Thư'), (0, ''))
    m = email.message_from_bytes(c.read(), policy=email.policy.default)
    expect(m.get_content_type(), 'text/plain')
    expect(m.get_content().replace('\r\n', '\n'), BODY)
    c.queue(files=[], subject='Thư', day='2020-04-08')
    expect(c.places(), (1, 0, 0, 0))
    c.queue(files=[], subject='Thư khác')
    expect(c.places(), (2, 0, 0, 0))


def case_queued_once(c):
    """The day, subject and text around a document make no new message."""
    c.queue()
    before = c.read()
    expect(c.queue(day='2020-04-09', subject='Nhắc lại', body='x'), (0, ''))
    expect(c.places(), (1, 0, 0, 0))
    expect(c.read(), before)
    c.queue(to='khac@huyen.example')
    expect(c.places(), (2, 0, 0, 0))


def case_editions(c):
    """A new edition of a document takes the place of one that still waits."""
    c.queue()
    c.queue(to='khac@huyen.example')
    c.queue(files=['Khac.pdf', c.pdf])
    expect(c.places(), (3, 0, 0, 0))
    with open(c.pdf, 'ab') as f:
        f.write(b'changed')
    first = set(c.files('outbox'))
    expect(c.queue(), (0, ''))
    expect(c.places(), (3, 0, 0, 0))
    expect(len(first & set(c.files('outbox'))), 2)
    sink = Sink()
    with server(sink) as port:
        c.server(port, 'plain=yes')
        expect(c.send(), (0, 'sent 3\n'))
        with open(c.pdf, 'ab') as f:
            f.write(b'again')
        c.queue()
        expect(c.places(), (1, 0, 0, 3), 'what was sent')
        with open(c.pdf, 'wb') as f:
            f.write(PDF + b'changed')
        c.queue()
        expect(c.places(), (0, 0, 0, 3), 'back to what was sent')


def case_sent(c):
    sink = Sink()
    c.queue()
    wire = c.read()
    with server(sink) as port:
        c.server(port, 'plain=yes')
        expect(c.send(), (0, 'sent 1\n'))
        expect(c.places(), (0, 0, 0, 1))
        expect(len(sink.got), 1)
        expect(sink.got[0][:2], ('office@tonghop.example', [TO]))
        expect(sink.got[0][2], wire, 'the content')
        expect(sink.ehlo, 'tonghop.example', 'the name in EHLO')
        expect(c.send(), (0, 'sent 0\n'))
        expect(c.queue(), (0, ''))
        expect(c.places(), (0, 0, 0, 1), 'what was sent')
        expect(c.send(), (0, 'sent 0\n'))
        expect(len(sink.got), 1)


def case_one_mail_a_recipient(c):
    """One refused recipient keeps nobody else from getting it."""
    sink = Sink(rcpt={'b@': '550 5.1.1 no such user'})
    for who in 'abc':
        c.queue(to=f'{who}@huyen.example')
    with server(sink) as port:
        c.server(port, 'plain=yes')
        status, text = c.send()
        expect(status, 1)
        expect_in('sent 2\n', text)
        expect_in(' E250: "Báo cáo tổng hợp', text)
        expect_in('refused for good by the server of b@huyen.example: 550 '
                  '5.1.1 no such user', text)
    expect(c.places(), (0, 0, 0, 2))
    expect(sorted(g[1] for g in sink.got),
           [['a@huyen.example'], ['c@huyen.example']])


def refusals(c, words, **answers):
    c.queue()
    with server(Sink(**answers)) as port:
        c.server(port, 'plain=yes')
        status, text = c.send()
    expect(status, 1)
    expect_in('sent 0\n', text)
    expect_in(' E201: ', text)
    expect_in(words, text)
    expect(c.places(), (1, 0, 0, 0))
    sink = Sink()
    with server(sink) as port:
        c.server(port, 'plain=yes')
        expect(c.send(), (0, 'sent 1\n'))
    expect(len(sink.got), 1)


def case_450_at_mail(c):
    refusals(c, '450 4.2.0 later', mail='450 4.2.0 later')


def rejections(c, words, **answers):
    """Refused for good: set aside, told by each sending, never sent again."""
    c.queue()
    with server(Sink(**answers)) as port:
        c.server(port, 'plain=yes')
        for _ in range(2):
            status, text = c.send()
            expect(status, 1)
            expect_in('sent 0\n', text)
            expect_in(' E250: ', text)
            expect_in(words, text)
            expect(c.places(), (0, 0, 0, 0))
            expect(len(c.files('outbox/failed')), 1)
        expect(c.call('send-patiently'), (0, 'sent 0\n'))
    c.queue()   # the same document to the same person is not queued again
    expect(c.places(), (0, 0, 0, 0))


def case_550_at_rcpt(c):
    rejections(c, '550 nobody', rcpt={'@': '550 nobody'})


def case_452_at_end(c):
    refusals(c, '452 4.3.1 full', data='452 4.3.1 full')


def case_554_at_end(c):
    rejections(c, '554 5.7.1 spam', data='554 5.7.1 spam')


def case_patience(c):
    """A patient sender waits 5 minutes, then 10, and 5 days in all."""
    c.queue()
    sink = Sink(data='452 4.3.1 full')
    note = os.path.join(c.site, 'outbox',
                        c.files('outbox')[0].replace('.eml', '.wait'))

    def wait():
        with open(note) as f:
            return [int(w) for w in f.read().split()]

    def back(seconds):
        n, first, due = wait()
        with open(note, 'w') as f:
            f.write(f'{n} {first - seconds} {due - seconds}\n')

    with server(sink) as port:
        c.server(port, 'plain=yes')
        expect(c.call('send-patiently')[0], 1)
        n, first, due = wait()
        expect((n, due - first), (1, 300))
        expect(c.call('send-patiently'), (0, 'sent 0\n'))
        expect(wait(), [n, first, due])
        back(301)
        expect(c.call('send-patiently')[0], 1)
        n, first, due = wait()
        expect(n, 2)
        assert 598 <= due - first - 301 <= 604, (first, due)
        back(6 * 86400)
        status, text = c.call('send-patiently')
        expect(status, 1)
        expect_in(' E250: ', text)
        expect(len(c.files('outbox/failed')), 1)
        expect(os.path.exists(note), False)
    expect(sink.got, [])


def case_hold(c):
    c.queue(keys=['hold=yes'])
    c.queue(keys=['hold=yes'])
    expect(len(c.files('outbox/held')), 1)
    sink = Sink()
    with server(sink) as port:
        c.server(port, 'plain=yes')
        expect(c.send(), (0, 'sent 0\n'))
    expect(len(c.files('outbox/held')), 1)


def case_split(c):
    """What is more than the size goes into further messages; what is too
    large alone is only named."""
    files = []
    for i, size in enumerate((300_000, 300_000, 300_000, 2_000_000)):
        path = os.path.join(c.dir, f'{i}.pdf')
        with open(path, 'wb') as f:
            f.write(os.urandom(size))
        files += [f'báo cáo {i}.pdf', path]
    c.queue(files=files, keys=['max-bytes=1000000'])
    got = {}
    subjects = set()
    for name in c.files('outbox'):
        path = os.path.join(c.site, 'outbox', name)
        assert os.path.getsize(path) <= 1_000_000
        with open(path, 'rb') as f:
            m = email.message_from_binary_file(f, policy=email.policy.default)
        subjects.add(m['subject'])
        expect_in('báo cáo 3.pdf is too large for mail (2000000 bytes)',
                  m.get_body().get_content())
        for part in m.iter_attachments():
            got[part.get_filename()] = part.get_content()
    expect(subjects, {SUBJECT + ' (1/2)', SUBJECT + ' (2/2)'})
    expect(sorted(got), [f'báo cáo {i}.pdf' for i in range(3)])
    for i in range(3):
        with open(os.path.join(c.dir, f'{i}.pdf'), 'rb') as f:
            expect(got[f'báo cáo {i}.pdf'], f.read())


def case_connection_refused(c):
    """One finding for all: nobody reads 150."""
    for i in range(4):
        c.queue(to=f'u{i}@huyen.example')
    c.server(free_port(), 'plain=yes')
    status, text = c.send()
    expect(status, 1)
    expect(text.count(' E201: '), 1)
    expect_in('what waits (messages: 4) could not be sent to smtp://127', text)
    expect(c.places(), (4, 0, 0, 0))


def case_server_down(c):
    """A server that takes nothing is told once, and tried again after 5 minutes,
    10, up to an hour, whatever waits; by hand at once."""
    note = os.path.join(c.site, 'outbox/server.wait')

    def wait():
        with open(note) as f:
            return [int(w) for w in f.read().split()]

    def later(seconds):
        n, first, due = wait()
        with open(note, 'w') as f:
            f.write(f'{n} {first - seconds} {due - seconds}\n')

    for i in range(3):
        c.queue(to=f'u{i}@huyen.example')
    for port, words in ((free_port(), 'onnect'),):
        c.server(port, 'plain=yes')
        for n, delay in enumerate((300, 600, 1200, 2400, 3600, 3600), 1):
            status, text = c.call('send-patiently')
            expect((status, text.count(' E201: ')), (1, 1))
            expect_in(words, text)
            tried, first, due = wait()
            expect(tried, n)
            assert delay - 3 <= due - time.time() <= delay, (n, due)
            for _ in range(2):
                expect(c.call('send-patiently'), (0, 'sent 0\n'))
            later(delay)
        status, text = c.send()
        expect((status, text.count(' E201: ')), (1, 1))
    expect(c.places(), (3, 0, 0, 0))
    expect([n for n in os.listdir(os.path.join(c.site, 'outbox'))
            if n.endswith('.wait')], ['server.wait'])
    with server(Sink()) as port:
        c.server(port, 'plain=yes')
        later(4000)
        expect(c.call('send-patiently'), (0, 'sent 3\n'))
    expect(os.path.exists(note), False)


def case_421_at_greeting(c):
    """"Too busy": told once for all, in the server's words; nothing is lost."""
    def talk(r, w):
        w.write(b'421 4.3.2 too busy, come back\r\n')
        w.flush()

    for who in 'ab':
        c.queue(to=f'{who}@huyen.example')
    with raw(talk) as port:
        c.server(port, 'plain=yes')
        status, text = c.send()
    expect((status, text.count(' E201: ')), (1, 1))
    expect_in(': 421 4.3.2 too busy, come back', text)
    expect(c.places(), (2, 0, 0, 0))


def case_hangs_up_at_one(c):
    """A message at which the server hangs up keeps the others no longer than to
    the next run."""
    seen = []

    def talk(r, w):
        def say(line):
            w.write(line + b'\r\n')
            w.flush()
        say(b'220 raw')
        while line := r.readline():
            if b'<bad@' in line:
                seen.append('bad')
                return
            if line.upper().startswith(b'DATA'):
                say(b'354 go on')
                while r.readline() not in (b'.\r\n', b''):
                    pass
            say(b'250 OK')

    for who in ('a', 'bad', 'c', 'd'):
        c.queue(to=f'{who}@huyen.example')
    with raw(talk) as port:
        c.server(port, 'plain=yes')
        told = sum(c.call('send-patiently')[1].count(' E201: ')
                   for _ in range(3))
    expect((c.places(), told), ((1, 0, 0, 3), 1))
    expect_in(b'bad@huyen.example', c.read())


def case_552_and_split(c):
    """A server that takes less than the site says: what is small goes, what is
    large is set aside with the server's words."""
    class Small(Sink):
        async def handle_DATA(self, server, session, envelope):
            if len(envelope.original_content) > 600_000:
                return '552 5.3.4 message too big'
            return await super().handle_DATA(server, session, envelope)

    files = []
    for i, size in enumerate((500_000, 200_000)):
        path = os.path.join(c.dir, f'{i}.pdf')
        with open(path, 'wb') as f:
            f.write(os.urandom(size))
        files += [f'{i}.pdf', path]
    c.queue(files=files, keys=['max-bytes=900000'])
    expect(c.places(), (2, 0, 0, 0))
    sink = Small()
    with server(sink) as port:
        c.server(port, 'plain=yes')
        status, text = c.send()
    expect((status, len(sink.got)), (1, 1))
    expect_in(' E250: ', text)
    expect_in(': 552 5.3.4 message too big', text)
    expect((c.places(), len(c.files('outbox/failed'))), ((0, 0, 0, 1), 1))


def case_cut_before_data(c):
    """Nothing was handed over: the message waits as if nothing happened."""
    for stage in ('banner', 'ehlo', 'mail', 'rcpt', 'data'):
        c.queue()
        with raw(dialogue(stage)) as port:
            c.server(port, 'plain=yes')
            status, text = c.send()
        expect(status, 1, stage)
        expect_in(' E201: ', text)
        expect(c.places(), (1, 0, 0, 0), stage)


def case_cut_behind_data(c):
    """Nobody knows: held and shown, never sent again by itself."""
    for n, stage in enumerate(('begun', 'middle', 'end'), 1):
        c.queue(to=f'{stage}@huyen.example')
        with raw(dialogue(stage)) as port:
            c.server(port, 'plain=yes')
            status, text = c.send()
        expect(status, 1, stage)
        expect_in('sent 0\n', text)
        expect_in(' E202: ', text)
        expect_in(f'{stage}@huyen.example is unknown: ', text)
        expect(c.places(), (0, 0, n, 0), stage)
    sink = Sink()
    with server(sink) as port:
        c.server(port, 'plain=yes')
        status, text = c.send()
        expect((status, text.count(' E202: ')), (1, 3))
        expect(c.queue(to='end@huyen.example'), (0, ''))
        expect(c.places(), (0, 0, 3, 0))
        expect(sink.got, [])
        for name in c.files('outbox/unknown'):
            os.rename(os.path.join(c.site, 'outbox/unknown', name),
                      os.path.join(c.site, 'outbox', name))
        expect(c.send(), (0, 'sent 3\n'))


def case_killed_behind_data(c):
    """The sender dies while the server takes the message: held as well."""
    c.queue()
    waiting, over = threading.Event(), threading.Event()

    def talk(r, w):
        def say(line):
            w.write(line + b'\r\n')
            w.flush()
        say(b'220 raw')
        while True:
            word = r.readline()[:4].upper()
            if word == b'DATA':
                say(b'354 go on')
                r.readline()
                waiting.set()
                over.wait(20)
                return
            say(b'250 OK')

    with raw(talk) as port:
        c.server(port, 'plain=yes')
        p = subprocess.Popen([DRIVER, c.site, *c.keys, 'send'], env=c.env,
                             stdout=subprocess.DEVNULL)
        assert waiting.wait(20), 'no DATA'
        expect(c.places(), (0, 1, 0, 0), 'while it is handed over')
        status, text = c.send()
        expect_in(' E102: ', text)
        p.kill()
        p.wait()
        over.set()
    sink = Sink()
    with server(sink) as port:
        c.server(port, 'plain=yes')
        status, text = c.send()
    expect(status, 1)
    expect_in(' E202: ', text)
    expect(c.places(), (0, 0, 1, 0))
    expect(sink.got, [])


def case_synced(c):
    """A move is on the disk before the first byte leaves, and at the end."""
    if shutil.which('strace') is None:
        print('skipped deliver/synced: no strace')
        return
    trace = os.path.join(c.dir, 'trace')
    c.queue()
    with server(Sink()) as port:
        c.server(port, 'plain=yes')
        c.env['ASAN_OPTIONS'] = 'detect_leaks=0'     # not while traced
        subprocess.run(['strace', '-o', trace, '-e',
                        'trace=renameat2,fsync,sendto', DRIVER, c.site,
                        *c.keys, 'send'], env=c.env, capture_output=True)
    with open(trace) as f:
        calls = f.read()
    order = re.sub(r'(?m)^(\w)\w*\((.*)$', lambda m: {
        'renameat2': 'M', 'fsync': 'S', 'sendto': '>'}.get(
            m[0].split('(')[0], '?'), calls)
    order = re.sub(r'[^MS>]', '', order.replace('+++ exited', ''))
    assert re.fullmatch(r'>+MSS>+MSS>*', order), order


def case_killed_anywhere(c):
    """Killed at any of its calls, it neither loses a message nor sends twice."""
    if shutil.which('strace') is None:
        print('skipped deliver/killed_anywhere: no strace')
        return
    c.env['ASAN_OPTIONS'] = 'detect_leaks=0'     # not while traced
    sink, points = Sink(), 0
    with server(sink) as port:
        for call in ('renameat2', 'fsync', 'sendto', 'recvfrom'):
            killed, n = True, 0
            while killed:
                n += 1
                shutil.rmtree(c.site)
                os.mkdir(c.site)
                sink.got.clear()
                c.queue()
                c.server(port, 'plain=yes')
                p = subprocess.run(
                    ['strace', '-o', '/dev/null', '-e',
                     f'inject={call}:signal=KILL:when={n}', DRIVER, c.site,
                     *c.keys, 'send'], env=c.env, capture_output=True)
                killed = p.returncode not in (0, 1)
                points += killed
                c.send()
                places = c.places()
                taken = len(sink.got)
                assert (places, taken) in (
                    ((0, 0, 0, 1), 1), ((0, 0, 1, 0), 0), ((0, 0, 1, 0), 1)
                    ), f'{call} {n}: {places}, taken {taken} times'
    assert points >= 15, f'only {points} points'


def case_connection_used_up(c):
    """A server that closes after each message is connected to again."""
    seen = []
    talk = dialogue(None, seen)

    class Once:
        """Hangs up when the second MAIL of a connection comes."""
        def __init__(self, r):
            self.r, self.mails = r, 0

        def readline(self):
            line = self.r.readline()
            self.mails += line.startswith(b'MAIL')
            return b'' if self.mails > 1 else line

    for who in 'abc':
        c.queue(to=f'{who}@huyen.example')
    with raw(lambda r, w: talk(Once(r), w)) as port:
        c.server(port, 'plain=yes')
        expect(c.send(), (0, 'sent 3\n'))
    expect((seen.count('end'), seen.count('banner')), (3, 3))
    expect(c.places(), (0, 0, 0, 3))


def case_no_tls_offered(c):
    """Without "plain" nothing leaves in clear."""
    sink = Sink()
    c.queue()
    with server(sink) as port:
        c.server(port)
        status, text = c.send()
    expect((status, sink.got), (1, []))
    expect_in(' E201: ', text)
    expect(c.places(), (1, 0, 0, 0))


def case_plain_to_another_machine(c):
    c.queue()
    for host in ('mail.example', '192.0.2.1', '127.evil.example',
                 'localhost.example'):
        c.server(25, 'plain=yes', host=host)
        status, text = c.send()
        expect(status, 1)
        expect_in('E203: mail: plain is only allowed for a server on this '
                  'machine', text)
    expect(c.places(), (1, 0, 0, 0))


def case_bad_servers(c):
    c.queue()
    for url in ('mail.example', 'http://mail.example', 'smtp://', 'smtp://a b',
                'smtp://u:p@host', 'smtp://host/path', 'smtp://host:0',
                'smtp://host:65536', 'smtp://host:25x', 'smtp://[::1',
                'smtp://host\r\nX', 'smtp://-host', 'smtp://[host]'):
        c.keys = [f'server={url}']
        status, text = c.send()
        expect(status, 1, url)
        expect_in('is not a mail server', text)


def certificate(c, name, *before):
    key, pem = os.path.join(c.dir, 'key.pem'), os.path.join(c.dir, 'cert.pem')
    subprocess.run([*before, 'openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt',
                    'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key,
                    '-out', pem, '-days', '2', '-subj', '/CN=' + name,
                    '-addext', 'subjectAltName=DNS:' + name], check=True,
                   capture_output=True)
    import ssl
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    return context, pem


def case_tls(c):
    sink = Sink()
    context, pem = certificate(c, 'localhost')
    with server(sink, tls_context=context, require_starttls=True) as port:
        c.queue()
        c.server(port, host='localhost')
        status, text = c.send()
        expect((status, sink.got), (1, []), 'an unknown certificate')
        expect_in(' E201: ', text)
        expect_in('certificate', text)
        c.env['SSL_CERT_FILE'] = pem
        expect(c.send(), (0, 'sent 1\n'))
    expect(len(sink.got), 1)


def case_tls_expired(c):
    """A certificate that ran out yesterday: nothing leaves."""
    if shutil.which('faketime') is None:
        print('skipped deliver/tls_expired: no faketime')
        return
    sink = Sink()
    context, pem = certificate(c, 'localhost', 'faketime', '-f', '-3d')
    c.queue()
    c.env['SSL_CERT_FILE'] = pem
    with server(sink, tls_context=context, require_starttls=True) as port:
        c.server(port, host='localhost')
        status, text = c.send()
    expect((status, sink.got), (1, []))
    expect_in(' E201: ', text)
    expect_in('expired', text)
    expect(c.places(), (1, 0, 0, 0))


def case_no_password_in_clear(c):
    """Where no STARTTLS is offered the password does not leave either."""
    sink = Sink()
    seen, s = logins(c, sink)
    c.queue()
    c.env['TONGHOP_SMTP_PASSWORD'] = 'mật'
    with s as port:
        c.server(port, 'user=office')
        status, text = c.send()
    expect((status, seen, sink.got), (1, [], []))
    expect(c.places(), (1, 0, 0, 0))


def case_tls_wrong_name(c):
    sink = Sink()
    context, pem = certificate(c, 'mail.example')
    with server(sink, tls_context=context) as port:
        c.queue()
        c.env['SSL_CERT_FILE'] = pem
        c.server(port, host='localhost')
        status, text = c.send()
    expect((status, sink.got), (1, []))
    expect(c.places(), (1, 0, 0, 0))


def logins(c, sink, **more):
    seen = []

    def check(server, session, envelope, mechanism, data):
        seen.append((data.login, data.password))
        return AuthResult(success=data.password == 'mật'.encode(),
                          handled=False)

    return seen, server(sink, authenticator=check, auth_required=True,
                        auth_require_tls=False, **more)


def case_password(c):
    sink = Sink()
    seen, s = logins(c, sink)
    secret = os.path.join(c.site, 'password')
    with open(secret, 'w') as f:
        f.write('mật\n')
    c.queue()
    with s as port:
        c.server(port, 'plain=yes', 'user=office')
        status, text = c.send()
        expect_in('a user is named but no password', text)
        c.keys.append('password-file=' + secret)
        for mode in (0o640, 0o644, 0o604):
            os.chmod(secret, mode)
            status, text = c.send()
            expect(status, 1)
            expect_in('others may read the password', text)
            expect_in('run: chmod 600 ', text)
            assert 'mật' not in text, 'the password is shown'
        expect(seen, [])
        os.chmod(secret, 0o600)
        c.env['TONGHOP_SMTP_PASSWORD'] = 'sai'
        status, text = c.send()
        expect(status, 1)
        expect_in(' E201: ', text)
        expect_in(': 535 ', text)
        assert 'sai' not in text, 'the password is shown'
        expect(c.places(), (1, 0, 0, 0))
        del c.env['TONGHOP_SMTP_PASSWORD']
        expect(c.send(), (0, 'sent 1\n'))
        expect(seen[-1], (b'office', 'mật'.encode()))
    expect(len(sink.got), 1)
    os.unlink(secret)
    c.queue(to='b@huyen.example')
    status, text = c.send()
    expect_in(' S102: cannot read', text)


def case_no_server(c):
    expect(c.send(), (0, 'sent 0\n'))
    c.queue()
    status, text = c.send()
    expect(status, 1)
    expect_in('messages wait, but site.xml names no server', text)


def case_addresses(c):
    """Only plain ASCII addresses come near a header or an envelope."""
    for bad in ('', 'a', '@b.vn', 'a@', 'a b@c.vn', 'a@b c', 'a@b..vn',
                '.a@b.vn', 'a.@b.vn', 'a..b@c.vn', 'a@-b.vn', 'a@b-.vn',
                'a@b.vn\r\nRCPT TO:<x@y.vn>', 'a@b.vn>', '<a@b.vn>',
                'a@b.vn,c@d.vn', '"a"@b.vn', 'a@[127.0.0.1]', 'é@b.vn',
                'a@đ.vn', 'a\r@b.vn', 'x' * 65 + '@b.vn',
                'a@' + 'b' * 64 + '.vn', 'a@b@c.vn', 'a@b.vn.'):
        status, text = c.queue(to=bad)
        expect(status, 1, bad)
        expect_in('E203: mail: the recipient is not a mail address', text)
        assert '\r' not in text, 'a control character is printed'
        status, text = c.queue(keys=['from=' + bad])
        expect_in('E203: mail: the sender is not a mail address', text)
    for good in ('a@b', "o'neil+x=y@sub-1.b.vn", 'x' * 64 + '@b.vn',
                 'a@xn--phn-9db4h.vn'):
        expect(c.queue(to=good), (0, ''), good)
    expect(c.places(), (4, 0, 0, 0))


def case_injection(c):
    for part in (dict(subject='a\r\nBcc: x@y.vn'), dict(name='a\nb'),
                 dict(keys=['from-name=a\r\nBcc: x@y.vn']),
                 dict(files=['a\nb.pdf', c.pdf]),
                 dict(files=['../a.pdf', c.pdf]), dict(files=['', c.pdf]),
                 dict(subject='a\u2028b')):
        status, text = c.queue(**part)
        expect(status, 1, part)
        expect_in(' E203: mail: ', text)
    expect(c.places(), (0, 0, 0, 0))


def case_body_is_only_body(c):
    expect(c.queue(body='a\r\n.\r\nMAIL FROM:<x@y.vn>\r\n\r\n--x\nb',
                   files=[]), (0, ''))
    sink = Sink()
    with server(sink) as port:
        c.server(port, 'plain=yes')
        expect(c.send(), (0, 'sent 1\n'))
    m = email.message_from_bytes(sink.got[0][2], policy=email.policy.default)
    expect(m.get_content().replace('\r\n', '\n'),
           'a\n.\nMAIL FROM:<x@y.vn>\n\n--x\nb\n')


def case_missing_attachment(c):
    os.unlink(c.pdf)
    status, text = c.queue()
    expect(status, 1)
    expect_in(' S102: cannot read', text)
    expect(c.places(), (0, 0, 0, 0))


def case_foreign_files(c):
    """What is not a message of ours is neither sent nor touched."""
    c.queue()
    box = os.path.join(c.site, 'outbox')
    good = c.read()
    other = 16 * '0' + '-' + hashlib.sha256(b'x').hexdigest() + '.eml'
    with open(os.path.join(box, 'note.eml'), 'w') as f:
        f.write('To: x@y.vn\n\nx')
    with open(os.path.join(box, other), 'wb') as f:
        f.write(good.replace(b'\r\nDate:', b'\r\nCc: x@y.vn\r\nDate:', 1))
    sink = Sink()
    with server(sink) as port:
        c.server(port, 'plain=yes')
        status, text = c.send()
    expect(status, 1)
    expect_in('sent 1\n', text)
    expect_in(' E251: this message to ? is no longer as it was written', text)
    expect([g[1] for g in sink.got], [[TO]])
    expect((c.files('outbox'), c.files('outbox/failed')),
           (['note.eml'], [other]))


def case_damaged(c):
    """A message whose file was damaged is set aside, told and not sent; one whose
    address was corrected goes to the new one."""
    def cut(b):
        return b[:len(b) // 2]

    def swap(b):
        at = len(b) - 200
        return b[:at] + bytes([b[at] ^ 1]) + b[at + 1:]

    for name, damage in (('nothing', lambda b: b''), ('cut', cut),
                         ('one bit', swap), ('noise', lambda b: b'\0\xff' * 99),
                         ('more', lambda b: b + b'x\r\n'),
                         ('LF', lambda b: b.replace(b'\r\n', b'\n'))):
        shutil.rmtree(c.site)
        os.mkdir(c.site)
        c.queue()
        c.queue(to='khac@huyen.example', files=[])
        bad = [n for n in c.files('outbox') if b'le.thi' in open(os.path.join(
            c.site, 'outbox', n), 'rb').read()][0]
        path = os.path.join(c.site, 'outbox', bad)
        with open(path, 'rb') as f:
            was = f.read()
        with open(path, 'wb') as f:
            f.write(damage(was))
        sink = Sink()
        with server(sink) as port:
            c.server(port, 'plain=yes')
            status, text = c.call('send-patiently')
            expect((status, text.count(' E251: ')), (1, 1), name)
            expect([g[1] for g in sink.got], [['khac@huyen.example']], name)
            expect(c.files('outbox/failed'), [bad], name)
            expect(c.call('send-patiently'), (0, 'sent 0\n'))
            status, text = c.send()
            expect((status, text.count(' E251: ')), (1, 1), name)
            os.unlink(os.path.join(c.site, 'outbox/failed', bad))
            with open(path, 'wb') as f:
                f.write(was.replace(b'le.thi@', b'thi.le@'))
            expect(c.send(), (0, 'sent 1\n'))
        expect(sink.got[-1][1], ['thi.le@huyen.example'])


def case_outbox_not_writable(c):
    """When it cannot be noted that a message leaves, it does not leave."""
    c.queue()
    shutil.rmtree(os.path.join(c.site, 'outbox/sending'))
    sink = Sink()
    seen = []
    os.symlink('/proc/self', os.path.join(c.site, 'outbox/sending'))
    with server(sink) as port:
        c.server(port, 'plain=yes')
        status, text = c.send()
    expect((status, sink.got), (1, []))
    expect_in(' E101: ', text)
    expect(len(c.files('outbox')), 1)


def case_dump(c):
    c.queue()
    status, text = c.call('dump', os.path.join(c.site, 'outbox',
                                               c.files('outbox')[0]))
    expect(status, 0)
    expect_in('\nSubject: ' + SUBJECT + '\n', text)
    expect_in('\n  application/pdf "' + NAME + '" base64 %d bytes sha256=%s\n'
              % (len(PDF), hashlib.sha256(PDF).hexdigest()[:16]), text)
    expect_in('\n    | .Dòng bắt đầu bằng dấu chấm\n', text)
    status, text = c.call('dump', '/nonexistent')
    expect(status, 1)
    expect_in(' S102: cannot read', text)


def sample_site(c, mail):
    """The sample's site around the outbox, with a mail element; returns how to
    call the program on it."""
    sample = 'samples/khanh-hoa'
    for name in os.listdir(sample):
        if name != 'arrivals':
            path = os.path.join(sample, name)
            (shutil.copytree if os.path.isdir(path) else shutil.copy)(
                path, os.path.join(c.site, name))
    site = os.path.join(c.site, 'site.xml')
    with open(site, encoding='utf-8') as f:
        text = f.read()
    assert '</site>' in text
    with open(site, 'w', encoding='utf-8') as f:
        f.write(text.replace('</site>', mail + '</site>'))

    def program(*args):
        p = subprocess.run([*os.environ['TONGHOP'].split(), *args, '-C',
                            c.site, '--lang', 'en'], capture_output=True,
                           env={**c.env, 'PATH': os.environ['PATH'],
                                'TONGHOP_DATA': os.getcwd()},
                           timeout=60)
        return p.returncode, p.stdout.decode(), p.stderr.decode()
    return program


def case_whole_program(c):
    """The program itself sends what the site's mail element says."""
    c.queue()
    sink = Sink()
    port = free_port()
    program = sample_site(c, '<mail plain="yes" server="smtp://localhost:'
                          f'{port}" from="a@b.vn"/>')
    with server(sink, port=port):
        expect(program('send'), (0, 'messages sent: 1\n', ''))
    expect(len(sink.got), 1)
    c.queue(to='b@huyen.example')
    status, out, err = program('send')
    expect((status, out), (5, 'messages sent: 0\n'))
    expect_in(': error E201: ', err)
    status, out, err = program('dump', 'mail', os.path.join(
        c.site, 'outbox', c.files('outbox')[0]))
    expect((status, err), (0, ''))
    expect_in('\nSubject: ' + SUBJECT + '\n', out)


def case_552_then_released(c):
    """A message that was too large for the server is divided when the site says
    how much that takes, and it is released."""
    class Small(Sink):
        async def handle_DATA(self, server, session, envelope):
            if len(envelope.original_content) > 1_000_000:
                return '552 5.3.4 message too big'
            return await super().handle_DATA(server, session, envelope)

    port = free_port()
    mail = (f'<mail plain="yes" server="smtp://localhost:{port}" from="a@b.vn"'
            ' max-megabytes="%d" hold="yes"><recipient unit="56" '
            f'address="{TO}" name="Lê Thị Hồng Ủy viên"/></mail>')
    program = sample_site(c, mail % 20)
    files, wanted = [], {}
    for i, size in enumerate((600_000, 500_000, 2_000_000)):
        path = os.path.join(c.dir, f'{i}.pdf')
        wanted[f'báo cáo {i}.pdf'] = os.urandom(size)
        with open(path, 'wb') as f:
            f.write(wanted[f'báo cáo {i}.pdf'])
        files += [f'báo cáo {i}.pdf', path]
    c.queue(files=files)
    sink = Small()
    with server(sink, port=port):
        status, out, err = program('send')
        expect((status, len(sink.got)), (5, 0))
        expect_in('552 5.3.4 message too big', err)
        program('release', TO)
        status, out, err = program('send')
        expect((status, len(sink.got)), (5, 0), 'as it was')
        site = os.path.join(c.site, 'site.xml')
        with open(site, encoding='utf-8') as f:
            text = f.read()
        with open(site, 'w', encoding='utf-8') as f:
            f.write(text.replace('max-megabytes="20"', 'max-megabytes="1"'))
        expect(program('release', TO)[1], 'messages moved: 1\n')
        expect((c.places(), c.files('outbox/failed')), ((2, 0, 0, 0), []))
        expect(program('send'), (0, 'messages sent: 2\n', ''))
    got = {}
    for _, to, data in sink.got:
        m = email.message_from_bytes(data, policy=email.policy.default)
        expect(to, [TO])
        expect(m['to'].addresses[0].display_name, 'Lê Thị Hồng Ủy viên')
        expect_in(SUBJECT + ' (', m['subject'])
        expect(m['date'].datetime.isoformat(), '2020-04-07T08:00:00+07:00')
        body = m.get_body().get_content().replace('\r\n', '\n')
        expect(body[:len(BODY)], BODY)
        expect_in('báo cáo 2.pdf is too large for mail (2000000 bytes)', body)
        got.update((p.get_filename(), p.get_content())
                   for p in m.iter_attachments())
    del wanted['báo cáo 2.pdf']
    expect(got == wanted, True, 'the attachments')


def case_failures_are_told(c):
    """What did not arrive is told by the exit status, by a line, and by a letter
    to whoever hears of failures: once, also when all else is held."""
    port = free_port()
    program = sample_site(
        c, f'<mail plain="yes" server="smtp://localhost:{port}" '
        'from="a@b.vn" hold="yes">'
        '<recipient unit="56" address="it@tinh.example" role="failures"/>'
        '<recipient unit="56" address="it2@tinh.example" role="failures"/>'
        '<recipient unit="56" address="vp@tinh.example"/></mail>')
    for who in ('a@huyen', 'b@huyen', 'c@huyen'):
        c.queue(to=who + '.example')
    sink = Sink(rcpt={'b@': '550 5.1.1 no such user',
                      'it2@': '550 5.1.1 nobody here'})
    with server(sink, port=port):
        status, out, err = program('run', '--quiet')
        expect(status, 5)
        expect([g[1][0] for g in sink.got].count('it@tinh.example'), 1)
        expect(sorted(g[1][0] for g in sink.got),
               ['a@huyen.example', 'c@huyen.example', 'it@tinh.example'])
        expect(len([x for x in err.splitlines() if 'b@huyen.example' in x]), 1)
        m = [email.message_from_bytes(g[2], policy=email.policy.default)
             for g in sink.got if g[1][0] == 'it@tinh.example'][0]
        expect(m['subject'], 'Mail that did not arrive: 1')
        expect_in('- E250 outbox/failed/', m.get_content())
        expect_in(': b@huyen.example\r\n', m.get_content())
        expect_in('550 5.1.1 no such user', m.get_content())
        for _ in range(2):
            expect(program('run', '--quiet'), (0, '', ''))
        status, out, err = program('send')
        expect((status, err.count(' E250: ')), (5, 2))
    expect(len(sink.got), 3)
    expect((c.places(), len(c.files('outbox/failed'))), ((0, 0, 0, 3), 2))


def main():
    failed = 0
    cases = [(n[5:], f) for n, f in globals().items()
             if n.startswith('case_')]
    wanted = sys.argv[2:]
    for name, f in cases:
        if wanted and name not in wanted:
            continue
        c = Case()
        try:
            f(c)
            print('ok deliver/' + name)
        except Exception as e:      # a case that breaks is a case that fails
            failed += 1
            why = re.sub(r'\s+', ' ', f'{type(e).__name__}: {e}')
            print(f'not ok deliver/{name}: {why}')
        finally:
            shutil.rmtree(c.dir, ignore_errors=True)
        sys.stdout.flush()
    sys.exit(1 if failed or not cases else 0)


main()
