# tonghop: two commands do everything on a fresh Debian 12: make demo, make test.
# Each first installs the packages that it lacks.

CC	= gcc
BUILD	= build
CFLAGS	= -O2 -g
WARN	= -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	  -Wpointer-arith -Wwrite-strings -Wvla -Wimplicit-fallthrough
JOBS	= $(shell nproc)

# Libraries that pkg-config knows, and those that it does not.
LIBS	= libxml-2.0 libpcre2-8 harfbuzz harfbuzz-subset libqpdf jansson \
	  gmime-3.0 libcurl libseccomp nettle
PKG_CFLAGS = $(eval PKG_CFLAGS := $(shell pkg-config --cflags $(LIBS)))$(PKG_CFLAGS)
PKG_LIBS   = $(shell pkg-config --libs $(LIBS)) \
	     -lcsv -lhpdf -lunistring -lunibreak -lm

# The rooms, from the cellar up; tests/house/layers.test checks who may include
# whom.
ROOMS	= base model intake check figures report layout paint deliver
SRC	= $(sort $(foreach r,$(ROOMS),$(wildcard compiler/$(r)/*.c))) \
	  $(wildcard compiler/*.c)
OBJ	= $(SRC:compiler/%.c=$(BUILD)/%.o)

# Debian packages: to build and run, and further ones for the tests.
DEPS	= gcc libc6-dev pkg-config gettext libxml2-dev libcsv-dev \
	  libpcre2-dev libhpdf-dev libharfbuzz-dev libqpdf-dev \
	  libunistring-dev libunibreak-dev libgmime-3.0-dev \
	  libcurl4-openssl-dev nettle-dev libjansson-dev libseccomp-dev \
	  fonts-liberation2
TEST_DEPS = python3 python3-aiosmtpd openssl strace poppler-utils qpdf mupdf-tools \
	  ghostscript libxml2-utils mandoc fop valgrind fonts-dejavu-core

all: $(BUILD)/tonghop $(BUILD)/locale/vi/LC_MESSAGES/tonghop.mo

$(BUILD)/tonghop: $(OBJ)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(OBJ) $(PKG_LIBS)

$(BUILD)/%.o: compiler/%.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE -Icompiler $(WARN) $(CFLAGS) \
	    $(PKG_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/locale/vi/LC_MESSAGES/tonghop.mo: po/vi.po
	@mkdir -p $(@D)
	msgfmt --check -o $@ po/vi.po

-include $(OBJ:.o=.d)

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

.PHONY: all demo test check-asan check-valgrind bench lint deps test-deps clean
