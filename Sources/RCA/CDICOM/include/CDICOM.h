#ifndef CDICOM_H
#define CDICOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// DICOM through DCMTK, from memory, one picture a reader. DCMTK is C++: no exception leaves this module, and nothing
// is printed or logged. Without the package's trait DICOM this module is empty.

#ifdef __cplusplus
extern "C" {
#endif

typedef enum cdicom_status {
    CDICOM_OK = 0,
    // The bytes end before the file does.
    CDICOM_ENDS_EARLY,
    // cdicom_message says what is wrong.
    CDICOM_DAMAGED,
    // cdicom_message has the transfer syntax that this build does not decode.
    CDICOM_UNKNOWN_SYNTAX,
    CDICOM_OUT_OF_MEMORY,
} cdicom_status;

typedef struct cdicom_header {
    uint32_t width;
    uint32_t height;
    int64_t frames;
    uint32_t samples_per_pixel;
    // Bits that a sample has room for, that it has, and the number of the highest of these.
    uint32_t bits_allocated;
    uint32_t bits_stored;
    uint32_t high_bit;
    bool is_signed;
    bool has_pixels;
    // Whether the transfer syntax gives pixels back as they were.
    bool is_lossless;
    // Text of the file, cut to these sizes; empty where it is missing.
    char photometric[32];
    char sop_class[72];
    char segmentation_type[32];
    uint32_t most_fractional;
    // Millimetres from row to row and from column to column; 0 where the file does not say.
    double row_spacing;
    double column_spacing;
} cdicom_header;

typedef struct cdicom_reader cdicom_reader;

// A reader of `size` bytes, which stay the caller's and have to outlive it; NULL when memory is short.
cdicom_reader *cdicom_reader_create(const uint8_t *bytes, size_t size);
void cdicom_reader_destroy(cdicom_reader *reader);

// Reads the file without decoding its pixels. Call once, first.
cdicom_status cdicom_read_header(cdicom_reader *reader, cdicom_header *header);

// Fills `grey` with width * height values, uint16_t where `bits` is 16 and uint8_t where it is 8, as a viewer shows
// the first frame: the modality's rescale or table, then the first VOI table, or the first window, or else the full
// range of the stored bits; MONOCHROME1 inverted. Call after the header.
cdicom_status cdicom_render(cdicom_reader *reader, int bits, void *grey, size_t size);

// The decoded samples of all frames as the file stores them, little-endian; valid until the reader is destroyed.
// Call after the header.
cdicom_status cdicom_stored(cdicom_reader *reader, const uint8_t **bytes, size_t *size);

// The number of the segment that a frame of a segmentation shows, counted from 0; 0 where the file does not say.
uint32_t cdicom_segment(cdicom_reader *reader, uint32_t frame);

// What DCMTK said; valid until the next call.
const char *cdicom_message(const cdicom_reader *reader);

// The release of the DCMTK that this was built with.
const char *cdicom_library_version(void);

#ifdef __cplusplus
}
#endif

#endif
