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
    // Whether pixels are JPEG 2000, which DCMTK does not decode: cdicom_fragments gives them.
    bool is_jpeg_2000;
    char syntax[80];
    // The rescale, 1 and 0 where there is none.
    double slope;
    double intercept;
    // The first window.
    bool has_window;
    double window_centre;
    double window_width;
    // `LINEAR`, `LINEAR_EXACT`, `SIGMOID`, or empty.
    char window_function[32];
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

// The decoded samples of all frames, little-endian.
typedef struct cdicom_pixels {
    const uint8_t *bytes;
    size_t size;
    uint32_t bits_allocated;
    // All of the first colour come first.
    bool is_planar;
    // Decoders convert colours: this is what came out.
    char photometric[32];
} cdicom_pixels;

typedef enum cdicom_table_kind {
    CDICOM_MODALITY_TABLE,
    CDICOM_VOI_TABLE,
    CDICOM_RED_TABLE,
    CDICOM_GREEN_TABLE,
    CDICOM_BLUE_TABLE,
} cdicom_table_kind;

// A lookup table as the file stores it: words, each an entry, or two of 8 bits where there are too few words.
typedef struct cdicom_table {
    uint32_t count;
    // The pixel value that has the first entry.
    int32_t first;
    uint32_t bits;
    // The words are segments (PS3.3, C.7.9.2).
    bool is_segmented;
    const uint16_t *values;
    size_t value_count;
} cdicom_table;

// A reader of `size` bytes, which stay the caller's and have to outlive it; NULL when memory is short. A deflated file
// may grow to `most_bytes`.
cdicom_reader *cdicom_reader_create(const uint8_t *bytes, size_t size, size_t most_bytes);
void cdicom_reader_destroy(cdicom_reader *reader);

// Reads the file without decoding its pixels. Call once, first.
cdicom_status cdicom_read_header(cdicom_reader *reader, cdicom_header *header);

// The decoded samples of all frames as the file stores them; valid until the next call. Call after the header, and not
// for JPEG 2000.
cdicom_status cdicom_stored(cdicom_reader *reader, cdicom_pixels *pixels);

// The compressed bytes of a frame of `frames`, counted from 0; valid until the next call.
cdicom_status cdicom_fragments(
    cdicom_reader *reader, uint32_t frame, uint32_t frames, const uint8_t **bytes, size_t *size);

// Whether the file has a table; its values are valid until the next call. Of the sequences the first item counts.
bool cdicom_find_table(cdicom_reader *reader, cdicom_table_kind kind, cdicom_table *table);

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
