/* Images: what documents and their templates name by fo:external-graphic. */
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/map.h"
#include "base/xmltree.h"
#include "publish.h"

static const char element[] = "external-graphic";

void
images_each(struct arena *a, xmlNode *root, images_take *take, void *context)
{
	xmlNode *n;
	const char *src;

	if (xmltree_is(root, element) &&
	    (src = xmltree_attribute(a, root, "src")) != NULL)
		take(context, root, src);
	for (n = xmltree_first(root); n != NULL; n = xmltree_next(n))
		images_each(a, n, take, context);
}

static void
take_name(void *context, xmlNode *n, const char *src)
{
	(void)n;
	map_add(context, src, context);
}

/* Few templates have any, and a template is read as a tree only if it has. */
const char **
images_of_template(struct run *r, const char *path, size_t *count)
{
	struct map *names = map_new(r->arena);
	struct arena *a = arena_new();
	struct diag *diag = diag_new();	/* what is wrong is said when it is used */
	size_t len, i;
	char *text = file_read(a, path, LIST_MAX, &len);
	xmlDoc *doc = text == NULL || strstr(text, element) == NULL ? NULL :
	    xmltree_read(path, NULL, D_CONFIG_XML, D_CONFIG_SCHEMA, diag);
	const char **out;

	if (doc != NULL)
		images_each(a, xmlDocGetRootElement(doc), take_name, names);
	xmlFreeDoc(doc);
	diag_free(diag);
	arena_free(a);
	*count = map_count(names);
	out = arena_alloc(r->arena, (*count + 1) * sizeof(*out));
	for (i = 0; i < *count; i++)
		out[i] = map_key(names, i);
	return out;
}
