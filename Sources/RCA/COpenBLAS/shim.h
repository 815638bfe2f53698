// OpenBLAS's LAPACKE header pulls in C complex types that Swift cannot import; the BLAS header and the
// two factorisation routines are all that the project calls.
#include <cblas.h>
#include <openblas_config.h>

// Not in the library's headers, and only in builds with a pool of threads of its own: ends that pool.
int blas_thread_shutdown_(void) __attribute__((weak));

static inline void rca_openblas_end_threads(void) {
    if (blas_thread_shutdown_) blas_thread_shutdown_();
}

void spotrf_(const char *uplo, const int *n, float *a, const int *lda, int *info);
void spotri_(const char *uplo, const int *n, float *a, const int *lda, int *info);
