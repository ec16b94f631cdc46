# tonghop: two commands do everything on a fresh Debian 12: make demo, make test.
# Each installs the packages that it lacks (make deps, make test-deps).

CC	= gcc
BUILD	= build
CFLAGS	= -O2 -g
WARN	= -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	  -Wpointer-arith -Wwrite-strings -Wvla -Wimplicit-fallthrough
LIBS	= libxml-2.0 libpcre2-8 harfbuzz harfbuzz-subset libqpdf jansson \
	  gmime-3.0 libcurl libseccomp libmd

# The rooms, from the cellar up; tests/layers checks who may include whom.
ROOMS	= base model intake check figures report layout paint deliver
SRC	= $(sort $(foreach r,$(ROOMS),$(wildcard compiler/$(r)/*.c))) \
	  $(wildcard compiler/*.c)
OBJ	= $(SRC:compiler/%.c=$(BUILD)/%.o)

PKG_CFLAGS = $(shell pkg-config --cflags $(LIBS))
PKG_LIBS   = $(shell pkg-config --libs $(LIBS)) \
	     -lcsv -lhpdf -lunistring -lunibreak -lm

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

clean:
	rm -rf $(BUILD)

.PHONY: all clean
