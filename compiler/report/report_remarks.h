/*
 * Remarks between the bytes of a sender's file, for its two dialects.  Private
 * to the room report.
 */
#ifndef REPORT_REPORT_REMARKS_H
#define REPORT_REPORT_REMARKS_H

#include "base/text.h"
#include "report/report_letter.h"

/* A copy being made. */
struct remarks {
	struct arena	*arena;
	const struct letter_parts *parts;
	const char	*data;		/* of the file */
	size_t		 len;
	size_t		 copied;	/* bytes of it that are in the copy */
	size_t		 count;		/* findings by line, without notices */
	const struct finding **findings;
	size_t		 next;		/* the first that is not in the copy */
	struct text	*out;
};

/* Copy the file up to an offset. */
void	 remarks_copy(struct remarks *, size_t to);

/* What a finding says in a remark: "R301: ...", on one line. */
const char *remarks_text(struct remarks *, const struct finding *);

/* The code unit at an offset; 0 behind the end. */
uint32_t remarks_unit(const struct remarks *, size_t at);

void	 remarks_csv(struct remarks *);
void	 remarks_xml(struct remarks *);

#endif
