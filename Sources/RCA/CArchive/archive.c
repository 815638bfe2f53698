#ifdef RCA_ARCHIVE

#include "CArchive.h"

#endif
