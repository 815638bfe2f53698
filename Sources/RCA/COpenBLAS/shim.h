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

void spotrf_(const char *uplo, const int *n, float *a, const int *lda, int *info);
void spotri_(const char *uplo, const int *n, float *a, const int *lda, int *info);
