/* Parts of the program that are loaded when they are first needed. */
#include <dlfcn.h>

#include "base/diag.h"
#include "base/language.h"
#include "compile.h"
#include "loaded.h"

void *
loaded_find(const char *part, const char *function, struct diag *diag)
{
	void *library = dlopen(part, RTLD_NOW | RTLD_LOCAL), *found = NULL;

	if (library != NULL)
		found = dlsym(library, function);	/* it stays loaded */
	if (found != NULL && !program_built(found))
		found = NULL;
	if (found == NULL && diag != NULL)
		diag_report(diag, D_SYSTEM, ((struct place){ NULL, 0, 0 }),
		    part, _("it is missing or damaged; install tonghop again"));
	return found;
}
