#include "CProcessor.h"

#ifndef RCA_REVISION
#define RCA_REVISION ""
#endif

const char *rca_build_revision(void) { return RCA_REVISION; }
