#ifndef CPNG_H
#define CPNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// PNG through libpng, from and to memory. libpng reports errors by longjmp; every call into it is made
// below a setjmp of this module, so that no jump ever crosses a caller's frame. Nothing is printed. With the
// package's trait Deflate, libdeflate unpacks the pixels of ordinary files, and libpng does the rest.

typedef enum cpng_status {
    CPNG_OK = 0,
    // The bytes do not begin with the PNG signature.
    CPNG_NOT_PNG,
    // The bytes end before the image does.
    CPNG_ENDS_EARLY,
    // A checksum, a chunk or the compressed data is wrong; cpng_message says which.
    CPNG_DAMAGED,
    // The header asks for more than the limits allow; the header is filled in.
    CPNG_TOO_LARGE,
    // Labels were asked for, and a pixel's red, green and blue differ.
    CPNG_COLOURED,
    CPNG_OUT_OF_MEMORY,
} cpng_status;

typedef enum cpng_mode {
    // Luminance 0...255, or 0...65535 where the file has 16 bits a sample.
    CPNG_LUMINANCE,
    // The palette index or the unscaled grey value.
    CPNG_LABELS,
    // The alpha channel of a file that has one, unscaled.
    CPNG_ALPHA,
} cpng_mode;

// The values of the PNG specification for a header's colour type.
enum {
    CPNG_GREY = 0,
    CPNG_RGB = 2,
    CPNG_PALETTE = 3,
    CPNG_GREY_ALPHA = 4,
    CPNG_RGB_ALPHA = 6,
};

typedef struct cpng_header {
    uint32_t width;
    uint32_t height;
    // Bits a sample in the file: 1, 2, 4, 8 or 16.
    uint8_t bit_depth;
    uint8_t colour_type;
    bool is_interlaced;
} cpng_header;

typedef struct cpng_limits {
    uint32_t side;
    uint64_t pixels;
} cpng_limits;

typedef struct cpng_reader cpng_reader;

// A reader of `size` bytes, which stay the caller's and have to outlive it; NULL when memory is short.
cpng_reader *cpng_reader_create(const uint8_t *bytes, size_t size);
void cpng_reader_destroy(cpng_reader *reader);

// Reads up to the first pixel and allocates nothing that grows with the image. Call once, first.
cpng_status cpng_read_header(cpng_reader *reader, cpng_limits limits, cpng_header *header);

// Whether the bytes are enough for the header's pixels at deflate's best (1032 bytes in one): asked before
// room is made for them, a short file cannot cost memory. Call after the header.
bool cpng_can_hold_pixels(const cpng_reader *reader);

// Fills `pixels` with width * height samples, uint16_t where the header's bit depth is 16 and uint8_t
// otherwise, and reads on to the end of the file. Call once, after the header. On failure the contents
// of `pixels` are undefined.
cpng_status cpng_read_pixels(cpng_reader *reader, cpng_mode mode, void *pixels);

// Lets zlib unpack the pixels even where libdeflate is built in, to compare the two. Call before the pixels.
void cpng_use_zlib(cpng_reader *reader);

// Whether libdeflate unpacked the pixels that were read.
bool cpng_used_libdeflate(const cpng_reader *reader);

// What libpng said, for CPNG_DAMAGED; valid until the reader is destroyed.
const char *cpng_message(const cpng_reader *reader);

typedef struct cpng_picture {
    cpng_header header;
    // Rows as the file format packs them; 16-bit samples in the machine's byte order.
    const void *pixels;
    size_t row_bytes;
    // Red, green, blue triples; NULL unless the colour type is CPNG_PALETTE.
    const uint8_t *palette;
    int palette_count;
    // zlib's: 0 stores, 9 is smallest, -1 is its default.
    int compression_level;
} cpng_picture;

typedef struct cpng_bytes {
    uint8_t *start;
    size_t count;
} cpng_bytes;

// Encodes any of the PNG kinds. On CPNG_OK the caller owns `bytes` and releases it with cpng_bytes_free;
// otherwise it is empty. CPNG_DAMAGED stands for a picture that PNG cannot hold.
cpng_status cpng_encode(const cpng_picture *picture, cpng_bytes *bytes);
void cpng_bytes_free(cpng_bytes *bytes);

/// The release of the libpng that is loaded, as text.
const char *cpng_library_version(void);

// The release of libdeflate that this was built with; empty where it was built without.
const char *cpng_inflater_version(void);

#endif
