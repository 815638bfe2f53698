// OpenBLAS's LAPACKE header pulls in C complex types that Swift cannot import; the BLAS header and the
// two factorisation routines are all that the project calls.
#include <cblas.h>
#include <openblas_config.h>

void spotrf_(const char *uplo, const int *n, float *a, const int *lda, int *info);
void spotri_(const char *uplo, const int *n, float *a, const int *lda, int *info);
