#ifndef CJPEG_H
#define CJPEG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// JPEG through libjpeg-turbo, from memory. libjpeg reports errors by a function that may not return; every
// call into it is made below a setjmp of this module, so that no jump ever crosses a caller's frame. Nothing is
// printed. Without the package's trait JPEG this module is empty.

typedef enum cjpeg_status {
    CJPEG_OK = 0,
    // The bytes end before the picture does.
    CJPEG_ENDS_EARLY,
    // cjpeg_message says what is wrong.
    CJPEG_DAMAGED,
} cjpeg_status;

typedef enum cjpeg_colour {
    CJPEG_GREY,
    // YCbCr or RGB: what has a luminance.
    CJPEG_COLOUR,
    // CMYK or YCCK.
    CJPEG_INKS,
    CJPEG_UNKNOWN_COLOUR,
} cjpeg_colour;

typedef struct cjpeg_header {
    uint32_t width;
    uint32_t height;
    cjpeg_colour colour;
    // Whether the pixels are coded arithmetically, and not by Huffman's codes.
    bool is_arithmetic;
    // The first APP1 segment that begins with "Exif", behind these six bytes; NULL where there is none. Valid until
    // the reader is destroyed.
    const uint8_t *exif;
    size_t exif_size;
} cjpeg_header;

typedef struct cjpeg_reader cjpeg_reader;

// A reader of `size` bytes, which stay the caller's and have to outlive it; NULL when memory is short.
cjpeg_reader *cjpeg_reader_create(const uint8_t *bytes, size_t size);
void cjpeg_reader_destroy(cjpeg_reader *reader);

// Reads up to the first pixel and allocates nothing that grows with the picture. Call once, first.
cjpeg_status cjpeg_read_header(cjpeg_reader *reader, cjpeg_header *header);

// Fills `pixels` with width * height luminances. Call once, after the header, for grey and colour. On failure the
// contents of `pixels` are undefined.
cjpeg_status cjpeg_read_pixels(cjpeg_reader *reader, uint8_t *pixels);

// What libjpeg said, for CJPEG_DAMAGED; valid until the reader is destroyed.
const char *cjpeg_message(const cjpeg_reader *reader);

// The release of the libjpeg-turbo that this was built with.
const char *cjpeg_library_version(void);

#endif
