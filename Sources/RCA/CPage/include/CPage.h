#ifndef RCA_CPAGE_H
#define RCA_CPAGE_H

/// The text of the named file of Parts (UTF-8), or NULL where there is none.
const char *rca_page_part(const char *name);

#endif
