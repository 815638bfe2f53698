#ifndef COPENJPEG_H
#define COPENJPEG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// JPEG 2000 through OpenJPEG, from memory: a codestream, alone or in a JP2 file. Nothing is printed. Without the
// package's trait JPEG2000 this module is empty.

#ifdef __cplusplus
extern "C" {
#endif

typedef enum cj2k_status {
    CJ2K_OK = 0,
    CJ2K_ENDS_EARLY,
    // cj2k_message says what is wrong.
    CJ2K_DAMAGED,
    CJ2K_OUT_OF_MEMORY,
} cj2k_status;

typedef struct cj2k_header {
    uint32_t width;
    uint32_t height;
    uint32_t components;
    // Of the first component, which all have to be like.
    uint32_t bits;
    bool is_signed;
} cj2k_header;

typedef struct cj2k_reader cj2k_reader;

// A reader of `size` bytes, which stay the caller's and have to outlive it; NULL when memory is short.
cj2k_reader *cj2k_reader_create(const uint8_t *bytes, size_t size);
void cj2k_reader_destroy(cj2k_reader *reader);

// Reads the sizes. Call once, first. A picture whose components differ in size or kind is CJ2K_DAMAGED.
cj2k_status cj2k_read_header(cj2k_reader *reader, cj2k_header *header);

// Fills `samples` with width * height * components values, pixel by pixel, the lowest 16 bits of each. Colour
// transforms of the codestream are undone. Call once, after the header.
cj2k_status cj2k_read_samples(cj2k_reader *reader, uint16_t *samples);

// What OpenJPEG said; valid until the next call.
const char *cj2k_message(const cj2k_reader *reader);

// The release of the OpenJPEG that the program runs with.
const char *cj2k_library_version(void);

#ifdef __cplusplus
}
#endif

#endif
