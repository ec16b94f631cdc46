/*
 * Parts of the program that are loaded when they are first needed, since their
 * libraries take longer to load than a report takes to print.  They stand in files
 * beside the program or in ../lib/tonghop, and one of another build is none.
 */
#ifndef LOADED_H
#define LOADED_H

#include <string.h>

struct diag;

/* A function of a part; NULL after a finding, without one when DIAG is NULL. */
void	*loaded_find(const char *part, const char *function, struct diag *);

/*
 * Let the pointer TO lead to the function NAME of a part, or be NULL; by way of
 * bytes, since C knows no cast from an object's pointer to a function's.
 */
#define LOADED(part, name, to, diag) \
	do { \
		void *loaded_object = loaded_find((part), #name, (diag)); \
		memcpy(&(to), &loaded_object, sizeof(to)); \
	} while (0)

#endif
