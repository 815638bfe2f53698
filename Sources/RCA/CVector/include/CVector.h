#ifndef RCA_CVECTOR_H
#define RCA_CVECTOR_H

// Thin wrappers of the AVX2 instructions that Swift's SIMD types have no good lowering for. Each Swift kernel
// that uses them has a plain Swift reference implementation, which is also the portable build's kernel.

#if defined(__AVX2__) && !defined(RCA_PORTABLE)
#include <immintrin.h>
#include <stdint.h>

#define RCA_HAS_AVX2 1

typedef float rca_float8 __attribute__((ext_vector_type(8), aligned(4)));
typedef int32_t rca_int8 __attribute__((ext_vector_type(8), aligned(4)));

/// base[index] for eight indices.
static inline __attribute__((always_inline)) rca_float8 rca_gather(const float *base, rca_int8 index) {
    return (rca_float8)_mm256_i32gather_ps(base, (__m256i)index, 4);
}

/// The bytes at base + index for eight indices; reads three bytes past each.
static inline __attribute__((always_inline)) rca_int8 rca_gather_bytes(const uint8_t *base, rca_int8 index) {
    const __m256i words = _mm256_i32gather_epi32((const int *)base, (__m256i)index, 1);
    return (rca_int8)_mm256_and_si256(words, _mm256_set1_epi32(0xff));
}

/// The largest whole numbers not above the values.
static inline __attribute__((always_inline)) rca_float8 rca_floor(rca_float8 value) {
    return (rca_float8)_mm256_floor_ps((__m256)value);
}

/// Whole numbers to integers, by truncation.
static inline __attribute__((always_inline)) rca_int8 rca_truncate(rca_float8 value) {
    return (rca_int8)_mm256_cvttps_epi32((__m256)value);
}

static inline __attribute__((always_inline)) rca_float8 rca_minimum(rca_float8 a, rca_float8 b) {
    return (rca_float8)_mm256_min_ps((__m256)a, (__m256)b);
}

static inline __attribute__((always_inline)) rca_float8 rca_maximum(rca_float8 a, rca_float8 b) {
    return (rca_float8)_mm256_max_ps((__m256)a, (__m256)b);
}

/// a · b + c with one rounding.
static inline __attribute__((always_inline)) rca_float8 rca_multiply_add(rca_float8 a, rca_float8 b, rca_float8 c) {
    return (rca_float8)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
}

/// value where both lower <= x < upper and lower <= y < upper, else 0.
static inline __attribute__((always_inline)) rca_float8 rca_keep_inside(
    rca_float8 value, rca_float8 x, rca_float8 y, rca_float8 lower, rca_float8 upper) {
    const __m256 inside = _mm256_and_ps(
        _mm256_and_ps(_mm256_cmp_ps((__m256)x, (__m256)lower, _CMP_GE_OQ),
                      _mm256_cmp_ps((__m256)x, (__m256)upper, _CMP_LT_OQ)),
        _mm256_and_ps(_mm256_cmp_ps((__m256)y, (__m256)lower, _CMP_GE_OQ),
                      _mm256_cmp_ps((__m256)y, (__m256)upper, _CMP_LT_OQ)));
    return (rca_float8)_mm256_and_ps((__m256)value, inside);
}
#endif

#endif
