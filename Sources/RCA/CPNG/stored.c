#include "stored.h"

#include "CPNG.h"

#ifdef RCA_DEFLATE
#if !__has_include(<libdeflate.h>)
#error "libdeflate.h is missing: install libdeflate-dev, or build without Deflate (--disable-default-traits)"
#endif
#include <libdeflate.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    signature_size = 8,
    // Length and type before a chunk's data, checksum behind it.
    chunk_start = 8,
    chunk_end = 4,
    block_size = 65535,
    block_start = 5,
};

// Above this, the rows are better unpacked one by one than kept twice.
static const size_t largest = (size_t)64 << 20;

static uint32_t read_32(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void write_32(uint8_t *p, uint32_t value) {
    for (int i = 0; i < 4; i++) p[i] = (uint8_t)(value >> (24 - 8 * i));
}

typedef struct layout {
    // Of the first of the chunks that hold the pixels, and behind the last.
    size_t first;
    size_t end;
    size_t packed_size;
} layout;

// Whether the chunks are whole, their checksums right, and those with the pixels in one row.
static bool find_pixels(const uint8_t *bytes, size_t size, layout *found) {
    *found = (layout){0};
    size_t at = signature_size;
    while (size - at >= chunk_start + chunk_end) {
        size_t count = read_32(bytes + at);
        const uint8_t *type = bytes + at + 4;
        if (count > size - at - chunk_start - chunk_end) return false;
        bool is_critical = !(type[0] & 0x20);
        if (is_critical && libdeflate_crc32(0, type, count + 4) != read_32(bytes + at + chunk_start + count))
            return false;
        size_t next = at + chunk_start + count + chunk_end;
        if (memcmp(type, "IDAT", 4) == 0) {
            if (found->end == 0) found->first = at;
            else if (found->end != at) return false;
            found->end = next;
            found->packed_size += count;
        }
        if (memcmp(type, "IEND", 4) == 0) return found->end != 0;
        at = next;
    }
    return false;
}

static bool unpack(const uint8_t *bytes, layout pixels, uint8_t *packed, uint8_t *unpacked, size_t unpacked_size) {
    size_t count = 0;
    for (size_t at = pixels.first; at < pixels.end; at += chunk_start + chunk_end + read_32(bytes + at)) {
        memcpy(packed + count, bytes + at + chunk_start, read_32(bytes + at));
        count += read_32(bytes + at);
    }
    // libdeflate does not hold a stream to a window smaller than deflate's largest; zlib does.
    if (count < 2 || packed[0] != 0x78) return false;
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    if (!decompressor) return false;
    size_t used = 0, made = 0;
    enum libdeflate_result result =
        libdeflate_zlib_decompress_ex(decompressor, packed, count, unpacked, unpacked_size, &used, &made);
    libdeflate_free_decompressor(decompressor);
    return result == LIBDEFLATE_SUCCESS && used == count && made == unpacked_size;
}

// A zlib stream of uncompressed blocks; returns where it ends. Its checksum, made before, is not asked for again.
static uint8_t *store(const uint8_t *unpacked, size_t size, uint8_t *to) {
    *to++ = 0x78;
    *to++ = 0x01;
    for (size_t at = 0; at < size;) {
        size_t count = size - at < block_size ? size - at : block_size;
        *to++ = at + count == size;
        *to++ = (uint8_t)count;
        *to++ = (uint8_t)(count >> 8);
        *to++ = (uint8_t)~count;
        *to++ = (uint8_t)(~count >> 8);
        memcpy(to, unpacked + at, count);
        to += count;
        at += count;
    }
    memset(to, 0, 4);
    return to + 4;
}

uint8_t *cpng_stored(const uint8_t *bytes, size_t size, size_t unpacked_size, size_t *stored_size) {
    layout pixels;
    if (unpacked_size == 0 || unpacked_size > largest || size > largest || !find_pixels(bytes, size, &pixels))
        return NULL;
    size_t blocks = (unpacked_size + block_size - 1) / block_size;
    size_t room = size + unpacked_size + blocks * block_start + chunk_start + chunk_end + 6;
    uint8_t *unpacked = malloc(unpacked_size + pixels.packed_size);
    uint8_t *stored = unpacked ? malloc(room) : NULL;
    bool is_unpacked = stored && unpack(bytes, pixels, unpacked + unpacked_size, unpacked, unpacked_size);
    if (is_unpacked) {
        memcpy(stored, bytes, pixels.first);
        uint8_t *chunk = stored + pixels.first;
        memcpy(chunk + 4, "IDAT", 4);
        uint8_t *end = store(unpacked, unpacked_size, chunk + chunk_start);
        write_32(chunk, (uint32_t)(end - chunk - chunk_start));
        memset(end, 0, chunk_end);
        end += chunk_end;
        memcpy(end, bytes + pixels.end, size - pixels.end);
        *stored_size = (size_t)(end - stored) + size - pixels.end;
    }
    free(unpacked);
    if (is_unpacked) return stored;
    free(stored);
    return NULL;
}

const char *cpng_inflater_version(void) { return LIBDEFLATE_VERSION_STRING; }

#else

uint8_t *cpng_stored(const uint8_t *bytes, size_t size, size_t unpacked_size, size_t *stored_size) {
    (void)bytes;
    (void)size;
    (void)unpacked_size;
    (void)stored_size;
    return NULL;
}

const char *cpng_inflater_version(void) { return ""; }

#endif
