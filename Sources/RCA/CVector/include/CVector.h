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

/// Two values side by side, at two indices in one word.
static inline __attribute__((always_inline)) __m128 rca_load_two(const float *base, uint64_t indices) {
    return _mm_insert_ps(_mm_load_ss(base + (uint32_t)indices), _mm_load_ss(base + (indices >> 32)), 0x10);
}

/// base[index] for eight indices that are not negative. By plain loads: faster than the gather instruction.
static inline __attribute__((always_inline)) rca_float8 rca_gather(const float *base, rca_int8 index) {
    const __m128i low = _mm256_castsi256_si128((__m256i)index);
    const __m128i high = _mm256_extracti128_si256((__m256i)index, 1);
    const __m128 first = _mm_movelh_ps(
        rca_load_two(base, (uint64_t)_mm_cvtsi128_si64(low)), rca_load_two(base, (uint64_t)_mm_extract_epi64(low, 1)));
    const __m128 second = _mm_movelh_ps(
        rca_load_two(base, (uint64_t)_mm_cvtsi128_si64(high)), rca_load_two(base, (uint64_t)_mm_extract_epi64(high, 1)));
    return (rca_float8)_mm256_set_m128(second, first);
}

/// Two pairs of neighbours, at two indices.
static inline __attribute__((always_inline)) __m128 rca_load_pairs(const float *base, uint64_t indices) {
    const __m128 first = _mm_castpd_ps(_mm_load_sd((const double *)(base + (uint32_t)indices)));
    return _mm_loadh_pi(first, (const __m64 *)(base + (indices >> 32)));
}

/// base[index] and base[index + 1] for eight indices that are not negative. Neighbours are loaded together, and by
/// plain loads: a third faster than gathers of pairs, which are faster than two gathers.
static inline __attribute__((always_inline)) void rca_gather_pairs(
    const float *base, rca_int8 index, rca_float8 *first, rca_float8 *second) {
    const __m128i low = _mm256_castsi256_si128((__m256i)index);
    const __m128i high = _mm256_extracti128_si256((__m256i)index, 1);
    // In this order the two shuffles below put all eight back in theirs.
    __m256 outer = _mm256_set_m128(
        rca_load_pairs(base, (uint64_t)_mm_cvtsi128_si64(high)), rca_load_pairs(base, (uint64_t)_mm_cvtsi128_si64(low)));
    __m256 inner = _mm256_set_m128(
        rca_load_pairs(base, (uint64_t)_mm_extract_epi64(high, 1)),
        rca_load_pairs(base, (uint64_t)_mm_extract_epi64(low, 1)));
    // Else the compiler takes the shuffles apart into many more single-value ones.
    __asm__("" : "+x"(outer), "+x"(inner));
    *first = (rca_float8)_mm256_shuffle_ps(outer, inner, 0x88);
    *second = (rca_float8)_mm256_shuffle_ps(outer, inner, 0xdd);
}

/// table[index] for eight indices.
static inline __attribute__((always_inline)) rca_int8 rca_look_up(const int32_t *table, rca_int8 index) {
    return (rca_int8)_mm256_i32gather_epi32((const int *)table, (__m256i)index, 4);
}

/// base[index] for eight indices into count >= 4 bytes. Reads whole words, but none past the last byte.
static inline __attribute__((always_inline)) rca_int8 rca_gather_bytes(
    const uint8_t *base, rca_int8 index, int32_t count) {
    const __m256i word = _mm256_min_epi32((__m256i)index, _mm256_set1_epi32(count - 4));
    const __m256i shift = _mm256_slli_epi32(_mm256_sub_epi32((__m256i)index, word), 3);
    const __m256i words = _mm256_i32gather_epi32((const int *)base, word, 1);
    return (rca_int8)_mm256_and_si256(_mm256_srlv_epi32(words, shift), _mm256_set1_epi32(0xff));
}

/// Stores the low bytes of eight integers.
static inline __attribute__((always_inline)) void rca_store_bytes(uint8_t *target, rca_int8 value) {
    const __m256i order = _mm256_setr_epi8(0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
                                           0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
    const __m256i packed = _mm256_shuffle_epi8((__m256i)value, order);
    const __m128i halves = _mm_unpacklo_epi32(_mm256_castsi256_si128(packed), _mm256_extracti128_si256(packed, 1));
    _mm_storel_epi64((__m128i *)target, halves);
}

/// A bit for each of 32 bytes, the first in the lowest: 1 where it is not the byte before it.
static inline __attribute__((always_inline)) uint32_t rca_changes(const uint8_t *bytes) {
    return ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(
        _mm256_loadu_si256((const __m256i *)bytes), _mm256_loadu_si256((const __m256i *)(bytes - 1))));
}

/// words[index] for eight indices that are not negative.
static inline __attribute__((always_inline)) rca_int8 rca_gather_words(const uint32_t *words, rca_int8 index) {
    return (rca_int8)rca_gather((const float *)words, index);
}

/// The two-bit codes at eight pixel indices.
static inline __attribute__((always_inline)) rca_int8 rca_gather_two_bits(const uint32_t *words, rca_int8 index) {
    const __m256i word = (__m256i)rca_gather_words(words, (rca_int8)_mm256_srli_epi32((__m256i)index, 4));
    const __m256i shift = _mm256_slli_epi32(_mm256_and_si256((__m256i)index, _mm256_set1_epi32(15)), 1);
    return (rca_int8)_mm256_and_si256(_mm256_srlv_epi32(word, shift), _mm256_set1_epi32(3));
}

/// row * width + column where 0 <= column < width and 0 <= row < height, else -1, for eight positions.
static inline __attribute__((always_inline)) rca_int8 rca_pixel_index(
    rca_float8 column, rca_float8 row, int32_t width, int32_t height) {
    const __m256 zero = _mm256_setzero_ps();
    const __m256 inside = _mm256_and_ps(
        _mm256_and_ps(_mm256_cmp_ps((__m256)column, zero, _CMP_GE_OQ),
                      _mm256_cmp_ps((__m256)column, _mm256_set1_ps((float)width), _CMP_LT_OQ)),
        _mm256_and_ps(_mm256_cmp_ps((__m256)row, zero, _CMP_GE_OQ),
                      _mm256_cmp_ps((__m256)row, _mm256_set1_ps((float)height), _CMP_LT_OQ)));
    const __m256i index = _mm256_add_epi32(
        _mm256_mullo_epi32(_mm256_cvttps_epi32((__m256)row), _mm256_set1_epi32(width)),
        _mm256_cvttps_epi32((__m256)column));
    return (rca_int8)_mm256_blendv_epi8(_mm256_set1_epi32(-1), index, _mm256_castps_si256(inside));
}

/// value where index >= 0, else 0.
static inline __attribute__((always_inline)) rca_int8 rca_keep_indexed(rca_int8 value, rca_int8 index) {
    return (rca_int8)_mm256_andnot_si256(_mm256_srai_epi32((__m256i)index, 31), (__m256i)value);
}

/// A bit for each of 32 bytes, the first in the lowest: 1 where the byte is either of two values.
static inline __attribute__((always_inline)) uint32_t rca_either(const uint8_t *bytes, uint8_t first, uint8_t second) {
    const __m256i values = _mm256_loadu_si256((const __m256i *)bytes);
    return (uint32_t)_mm256_movemask_epi8(
        _mm256_or_si256(_mm256_cmpeq_epi8(values, _mm256_set1_epi8((char)first)),
                        _mm256_cmpeq_epi8(values, _mm256_set1_epi8((char)second))));
}

/// How many of 32 bytes at a equal value, and at how many of those b equals it too, added to the two sums.
static inline __attribute__((always_inline)) void rca_count_equal(
    const uint8_t *a, const uint8_t *b, uint8_t value, int64_t *in_a, int64_t *in_both) {
    const __m256i wanted = _mm256_set1_epi8((char)value);
    const uint32_t hits_a = (uint32_t)_mm256_movemask_epi8(
        _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)a), wanted));
    const uint32_t hits_b = (uint32_t)_mm256_movemask_epi8(
        _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)b), wanted));
    *in_a += __builtin_popcount(hits_a);
    *in_both += __builtin_popcount(hits_a & hits_b);
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

static inline __attribute__((always_inline)) rca_float8 rca_square_root(rca_float8 value) {
    return (rca_float8)_mm256_sqrt_ps((__m256)value);
}

/// value where control >= bound, else other.
static inline __attribute__((always_inline)) rca_float8 rca_choose(
    rca_float8 value, rca_float8 other, rca_float8 control, rca_float8 bound) {
    return (rca_float8)_mm256_blendv_ps(
        (__m256)other, (__m256)value, _mm256_cmp_ps((__m256)control, (__m256)bound, _CMP_GE_OQ));
}

/// A bit for each lane, the first in the lowest: 1 where a > b.
static inline __attribute__((always_inline)) uint8_t rca_above(rca_float8 a, rca_float8 b) {
    return (uint8_t)_mm256_movemask_ps(_mm256_cmp_ps((__m256)a, (__m256)b, _CMP_GT_OQ));
}

/// a · b + c with one rounding.
static inline __attribute__((always_inline)) rca_float8 rca_multiply_add(rca_float8 a, rca_float8 b, rca_float8 c) {
    return (rca_float8)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
}

/// A CRC-32C register after eight more bytes, the first in the lowest bits.
static inline __attribute__((always_inline)) uint64_t rca_crc32c(uint64_t value, uint64_t bytes) {
    return _mm_crc32_u64(value, bytes);
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
