// OpenBLAS's LAPACKE header pulls in C complex types that Swift cannot import; the BLAS header and the
// two factorisation routines are all that the project calls.
#include <cblas.h>
#include <openblas_config.h>
#include <pthread.h>
#include <stddef.h>
#include <sys/resource.h>

// Not in the library's headers, and only in builds with a pool of threads of its own: ends that pool.
int blas_thread_shutdown_(void) __attribute__((weak));

static inline void *rca_openblas_thread_shutdown(void *unused) {
    blas_thread_shutdown_();
    return unused;
}

// On a thread of its own, and not where address space is limited: the call waits for the pool's threads, and one that
// was refused its memory asks for it again and again without end.
static inline void rca_openblas_end_threads(void) {
    struct rlimit space;
    pthread_t thread;
    if (!blas_thread_shutdown_ || getrlimit(RLIMIT_AS, &space) != 0 || space.rlim_cur != RLIM_INFINITY) return;
    if (pthread_create(&thread, NULL, rca_openblas_thread_shutdown, NULL) == 0) pthread_detach(thread);
}

// Not in the library's headers either: take a working memory of its pool, mapping one where none is free, and give it back.
void *blas_memory_alloc(int position) __attribute__((weak));
void blas_memory_free(void *memory) __attribute__((weak));

// Maps the working memories of so many threads now, while there is room, where address space is limited: a call that finds
// none later asks for it again and again without end.
static inline void rca_openblas_reserve(int count) {
    struct rlimit space;
    void *taken[64];
    if (!blas_memory_alloc || !blas_memory_free) return;
    if (getrlimit(RLIMIT_AS, &space) != 0 || space.rlim_cur == RLIM_INFINITY) return;
    if (count > 64) count = 64;
    for (int index = 0; index < count; index++) taken[index] = blas_memory_alloc(0);
    for (int index = 0; index < count; index++) blas_memory_free(taken[index]);
}

void spotrf_(const char *uplo, const int *n, float *a, const int *lda, int *info);
void spotri_(const char *uplo, const int *n, float *a, const int *lda, int *info);
