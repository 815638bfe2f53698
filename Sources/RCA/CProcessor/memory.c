#include "CProcessor.h"

#if defined(__GLIBC__) || defined(__linux__)
#include <malloc.h>
#endif

void rca_keep_freed_memory(int bytes) {
#if defined(__GLIBC__)
    mallopt(M_MMAP_THRESHOLD, bytes);
    mallopt(M_TRIM_THRESHOLD, 2 * bytes);
#else
    (void)bytes;
#endif
}
