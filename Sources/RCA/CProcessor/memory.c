#include "CProcessor.h"

#if defined(__GLIBC__) || defined(__linux__)
#include <malloc.h>
#include <sys/resource.h>
#endif

void rca_keep_freed_memory(int bytes) {
#if defined(__GLIBC__)
    mallopt(M_MMAP_THRESHOLD, bytes);
    mallopt(M_TRIM_THRESHOLD, 2 * bytes);
#else
    (void)bytes;
#endif
}

void rca_share_memory_pool(void) {
#if defined(__GLIBC__)
    struct rlimit space;
    if (getrlimit(RLIMIT_AS, &space) == 0 && space.rlim_cur != RLIM_INFINITY) mallopt(M_ARENA_MAX, 1);
#endif
}
