#include "CProcessor.h"

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
