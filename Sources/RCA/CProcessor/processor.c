#include "CProcessor.h"

#include <stdlib.h>
#include <unistd.h>

int rca_processor_is_supported(void) {
#if defined(__x86_64__) && !defined(RCA_PORTABLE)
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
#else
    return 1;
#endif
}

const char *rca_processor_features(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    const int has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl");
    const int has_all = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
    if (has_all) return has_avx512 ? "AVX2 FMA BMI2 AVX-512" : "AVX2 FMA BMI2";
    return __builtin_cpu_supports("avx2") ? "AVX2" : "";
#else
    return "";
#endif
}

// Runs before main, and before any Swift code: the rest of the program may use AVX2 from its first line.
__attribute__((constructor)) static void rca_require_processor(void) {
    if (rca_processor_is_supported()) return;
    static const char message[] =
        "rca: this build needs a processor with AVX2 and FMA; "
        "rebuild it with RCA_PORTABLE=1 for this one\n";
    if (write(STDERR_FILENO, message, sizeof message - 1) < 0) { /* nothing left to say it with */ }
    _exit(64);
}
