/* The faces of a site that configures none.  Room: paint. */
#include "paint/paint.h"

#define LIBERATION "/usr/share/fonts/truetype/liberation2/Liberation"

const struct font_file fonts_default[] = {
	{ "Liberation Serif", false, false, LIBERATION "Serif-Regular.ttf" },
	{ "Liberation Serif", true, false, LIBERATION "Serif-Bold.ttf" },
	{ "Liberation Serif", false, true, LIBERATION "Serif-Italic.ttf" },
	{ "Liberation Serif", true, true, LIBERATION "Serif-BoldItalic.ttf" },
	{ "Liberation Sans", false, false, LIBERATION "Sans-Regular.ttf" },
	{ "Liberation Sans", true, false, LIBERATION "Sans-Bold.ttf" },
	{ "Liberation Sans", false, true, LIBERATION "Sans-Italic.ttf" },
	{ "Liberation Sans", true, true, LIBERATION "Sans-BoldItalic.ttf" },
	{ "Liberation Mono", false, false, LIBERATION "Mono-Regular.ttf" },
	{ "Liberation Mono", true, false, LIBERATION "Mono-Bold.ttf" },
	{ "Liberation Mono", false, true, LIBERATION "Mono-Italic.ttf" },
	{ "Liberation Mono", true, true, LIBERATION "Mono-BoldItalic.ttf" },
};
const size_t fonts_default_count =
    sizeof(fonts_default) / sizeof(fonts_default[0]);
