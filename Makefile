# tonghop: two commands do everything on a fresh Debian 12: make demo, make test.
# Each first installs the packages that it lacks.

CC	= gcc
BUILD	= build
CFLAGS	= -O2 -g
VERSION	= 0.1
prefix	= /usr/local
SHARE	= $(DESTDIR)$(prefix)/share
DATA	= $(SHARE)/tonghop
COMPLETIONS = $(SHARE)/bash-completion/completions
WARN	= -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	  -Wpointer-arith -Wwrite-strings -Wvla -Wimplicit-fallthrough
JOBS	= $(shell nproc)

# Libraries that pkg-config knows, and those that it does not.  Those with the
# most symbols come first, since that is where the dynamic linker looks first.
LIBS	= libxml-2.0 libpcre2-8 nettle zlib jansson libseccomp
MAIL_LIBS = gmime-3.0 libcurl
PDF_LIBS  = libqpdf harfbuzz harfbuzz-subset zlib
PKG_CFLAGS = $(eval PKG_CFLAGS := $(shell pkg-config --cflags $(LIBS) \
	     $(MAIL_LIBS) $(PDF_LIBS)))$(PKG_CFLAGS)
PKG_LIBS   = -lunistring $(shell pkg-config --libs $(LIBS)) -lcsv -lm

# The rooms, from the cellar up; tests/house/layers.test checks who may include
# whom.
ROOMS	= base model intake check figures report layout paint deliver
SRC	= $(sort $(foreach r,$(ROOMS),$(wildcard compiler/$(r)/*.c))) \
	  $(wildcard compiler/*.c)
OBJ	= $(SRC:compiler/%.c=$(BUILD)/%.o)

# The room deliver, workbook*.c and, but for what needs no library, the rooms
# layout and paint are loaded when they are first asked for: see loaded.h.
MAIL_OBJ = $(filter $(BUILD)/deliver/%,$(OBJ))
BOOK_OBJ = $(filter $(BUILD)/workbook%,$(OBJ))
PDF_OBJ  = $(filter-out %/image_path.o %/metrics_fixed.o %/fonts_default.o, \
	   $(filter $(BUILD)/layout/% $(BUILD)/paint/%,$(OBJ)))
LOADED	 = $(BUILD)/deliver.so $(BUILD)/workbook.so $(BUILD)/formatter.so

# Debian packages: to build and run, and further ones for the tests.
DEPS	= gcc libc6-dev pkg-config gettext libxml2-dev libcsv-dev \
	  libpcre2-dev libhpdf-dev libharfbuzz-dev libqpdf-dev zlib1g-dev \
	  libunistring-dev libunibreak-dev libgmime-3.0-dev \
	  libcurl4-openssl-dev libxlsxwriter-dev nettle-dev libjansson-dev libseccomp-dev \
	  fonts-liberation2 xsltproc
TEST_DEPS = python3 python3-aiosmtpd python3-openpyxl openssl strace faketime poppler-utils qpdf mupdf-tools \
	  ghostscript libxml2-utils mandoc fop bsh libpdfbox2-java libjaxb-api-java \
	  libactivation-java valgrind fonts-dejavu-core

all: $(BUILD)/tonghop $(LOADED) \
    $(BUILD)/locale/vi/LC_MESSAGES/tonghop.mo

# The program and its parts bear the same mark: the digest of all their objects.
LINK	= $(CC) $(CFLAGS) $(LDFLAGS) \
	  -Wl,--build-id=0x$$(cat $(OBJ) | sha1sum | cut -c1-40) -o $@
LINK_PART = $(LINK) -shared -Wl,-Bsymbolic

$(BUILD)/tonghop $(LOADED): $(OBJ)

# where it finds what is loaded, in the way that the dlopen() of sanitizers knows too
$(BUILD)/tonghop:
	$(LINK) -rdynamic \
	    -Wl,--disable-new-dtags,-rpath,'$$ORIGIN:$$ORIGIN/../lib/tonghop' \
	    $(filter-out $(MAIL_OBJ) $(BOOK_OBJ) $(PDF_OBJ),$(OBJ)) $(PKG_LIBS)

$(BUILD)/deliver.so:
	$(LINK_PART) $(MAIL_OBJ) $(shell pkg-config --libs $(MAIL_LIBS))

$(BUILD)/workbook.so:
	$(LINK_PART) $(BOOK_OBJ) -lxlsxwriter

$(BUILD)/formatter.so:
	$(LINK_PART) $(PDF_OBJ) -lhpdf $(shell pkg-config --libs $(PDF_LIBS)) \
	    -lunibreak -lm

$(MAIL_OBJ) $(BOOK_OBJ) $(PDF_OBJ): override CFLAGS += -fPIC -fno-semantic-interposition

$(BUILD)/%.o: compiler/%.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE -Icompiler $(WARN) $(CFLAGS) \
	    $(PKG_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/locale/vi/LC_MESSAGES/tonghop.mo: po/vi.po
	@mkdir -p $(@D)
	msgfmt --check -o $@ po/vi.po

-include $(OBJ:.o=.d)

# The officer's manual, printed by the program itself; docs/manual/README.md.
MANUAL	= docs/manual
manual: $(BUILD)/so-tay.pdf

$(BUILD)/so-tay.pdf: $(BUILD)/manual/so-tay.fo docs/report.png \
    $(BUILD)/tonghop $(BUILD)/formatter.so
	$(BUILD)/tonghop format $< -o $@

$(BUILD)/manual/so-tay.fo: $(wildcard $(MANUAL)/*.x?l) \
    $(wildcard schemas/forms/*.xml) $(BUILD)/manual/codes.xml
	xsltproc --xinclude --nonet --stringparam version $(VERSION) \
	    --stringparam docs $(abspath docs)/ \
	    --stringparam codes-file $(abspath $(BUILD))/manual/codes.xml \
	    -o $@ $(MANUAL)/manual.xsl $(MANUAL)/so-tay.xml

$(BUILD)/manual/codes.xml: $(MANUAL)/codes $(MANUAL)/advice.txt po/vi.po \
    compiler/base/diag.def compiler/report/causes.def
	@mkdir -p $(@D)
	$(MANUAL)/codes > $@.new && mv $@.new $@

demo: deps
	@$(MAKE) --no-print-directory -s -j$(JOBS) all
	@samples/demo

test: deps test-deps
	@$(MAKE) --no-print-directory -s -j$(JOBS) all
	@BUILD=$(BUILD) tests/run

# The same tests under the sanitizers, and under valgrind.  Leaks are not looked
# for: what lives as long as the program is never freed.
check-asan: deps test-deps
	@$(MAKE) --no-print-directory -s -j$(JOBS) BUILD=$(BUILD)/asan all \
	    CFLAGS='-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all'
	@BUILD=$(BUILD)/asan TONGHOP_DATA=$(CURDIR) \
	    ASAN_OPTIONS=detect_leaks=0 tests/run

check-valgrind: deps test-deps
	@$(MAKE) --no-print-directory -s -j$(JOBS) all
	@TONGHOP='valgrind -q --error-exitcode=99 --leak-check=no $(BUILD)/tonghop' \
	    tests/run

bench: deps
	@$(MAKE) --no-print-directory -s -j$(JOBS) all
	@tests/bench/run

# The picture in README.md: the second page of the demo's report, as it is now.
picture: demo
	pdftoppm -png -gray -r 70 -f 2 -singlefile \
	    $(BUILD)/demo/reports/2020-Q4/bao-cao-2020-Q4-56.pdf docs/report

# Everything below $(DESTDIR)$(prefix); the site is made by "tonghop init".
install: all manual
	install -d $(DESTDIR)$(prefix)/bin $(DESTDIR)$(prefix)/lib/tonghop \
	    $(DATA)/schemas/forms \
	    $(DATA)/templates $(DATA)/samples/khanh-hoa/plans \
	    $(DATA)/samples/new-site $(SHARE)/man/man1 $(SHARE)/man/man5 \
	    $(SHARE)/locale/vi/LC_MESSAGES $(COMPLETIONS) \
	    $(SHARE)/doc/tonghop/examples $(DESTDIR)$(prefix)/lib/systemd/system
	install -m 755 $(BUILD)/tonghop $(DESTDIR)$(prefix)/bin/
	install -m 644 $(LOADED) $(DESTDIR)$(prefix)/lib/tonghop/
	install -m 644 schemas/*.xsd $(DATA)/schemas/
	install -m 644 schemas/forms/*.xml $(DATA)/schemas/forms/
	install -m 644 templates/*.xml $(DATA)/templates/
	install -m 644 samples/new-site/* $(DATA)/samples/new-site/
	install -m 644 samples/khanh-hoa/plans/*.xml \
	    $(DATA)/samples/khanh-hoa/plans/
	install -m 644 docs/man/*.1 $(SHARE)/man/man1/
	install -m 644 docs/man/*.5 $(SHARE)/man/man5/
	install -m 644 $(BUILD)/locale/vi/LC_MESSAGES/tonghop.mo \
	    $(SHARE)/locale/vi/LC_MESSAGES/
	sed "s/@COMMANDS@/$$($(BUILD)/tonghop --help --lang en | \
	    sed -n 's/^  tonghop \([a-z]*\).*/\1/p' | tr '\n' ' ')/; \
	    s,@DATA@,$(prefix)/share/tonghop,g" packaging/completion \
	    > $(COMPLETIONS)/tonghop
	chmod 644 $(COMPLETIONS)/tonghop
	install -m 644 samples/cron/tonghop $(SHARE)/doc/tonghop/examples/cron
	install -m 644 README.md $(SHARE)/doc/tonghop/README.md
	install -D -m 644 docs/report.png $(SHARE)/doc/tonghop/docs/report.png
	install -m 644 README.vi.md $(SHARE)/doc/tonghop/README.vi.md
	install -m 644 $(BUILD)/so-tay.pdf $(SHARE)/doc/tonghop/so-tay.pdf
	install -m 644 templates/README.md $(SHARE)/doc/tonghop/templates.md
	install -m 644 schemas/README.md $(SHARE)/doc/tonghop/schemas.md
	for unit in samples/systemd/*; do \
	    sed "s,/usr/bin/,$(prefix)/bin/," $$unit > \
	    $(DESTDIR)$(prefix)/lib/systemd/system/$${unit##*/} || exit 1; done

uninstall:
	rm -rf $(DATA) $(SHARE)/doc/tonghop $(DESTDIR)$(prefix)/lib/tonghop
	rm -f $(DESTDIR)$(prefix)/bin/tonghop $(COMPLETIONS)/tonghop \
	    $(SHARE)/man/man1/tonghop.1 $(SHARE)/man/man5/tonghop-*.5 \
	    $(SHARE)/locale/vi/LC_MESSAGES/tonghop.mo \
	    $(DESTDIR)$(prefix)/lib/systemd/system/tonghop@.*

deb: all manual
	@packaging/deb $(VERSION) $(BUILD)

lint:
	clang-tidy --quiet --checks='-*,clang-analyzer-*' $(SRC) -- -std=c11 \
	    -D_GNU_SOURCE -Icompiler $(PKG_CFLAGS)
	for page in docs/man/*; do mandoc -T lint -W warning $$page || exit 1; done

deps:
	@tests/install-packages $(DEPS)

test-deps:
	@tests/install-packages $(TEST_DEPS)

clean:
	rm -rf $(BUILD)

.PHONY: manual picture install uninstall deb all demo test check-asan check-valgrind bench lint deps test-deps clean
