#include "CProcessor.h"

#include <signal.h>
#include <unistd.h>

#if defined(__GLIBC__) || defined(__linux__)
#include <malloc.h>
#include <sys/resource.h>
#endif

// Nothing but functions that a signal handler may call.
static void explain(int number) {
    static const char line[] =
        "rca-cli: a file was cut short while it was being read, probably the reference bundle; write new bundles to a new "
        "name, then repeat the command: what was finished before is kept\n";
    (void)number;
    ssize_t written = write(STDERR_FILENO, line, sizeof line - 1);
    (void)written;
    _exit(64);
}

void rca_explain_lost_memory(void) {
    struct sigaction action = {.sa_handler = explain};
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, NULL);
}

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
