#ifndef CNIFTI_H
#define CNIFTI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// NIfTI headers of both versions through niftilib, from memory, and gzip through zlib. niftilib itself reads files
// only, so that the numbers behind the header are left to the caller. Nothing is printed. Without the package's trait
// NIfTI this module is empty.

typedef enum cnifti_status {
    CNIFTI_OK = 0,
    // Neither version of NIfTI.
    CNIFTI_NOT_NIFTI,
    // A header whose numbers are in another file (.hdr and .img).
    CNIFTI_IN_TWO_FILES,
    CNIFTI_ENDS_EARLY,
    // A field of the header, or the compressed data, is wrong.
    CNIFTI_DAMAGED,
} cnifti_status;

enum { CNIFTI_HEADER_SIZE = 540 };

typedef struct cnifti_header {
    // The number of sides, then seven of them; those that the file does not have are 1.
    int64_t sides[8];
    // The number that NIfTI gives the type (nifti1.h, DT_…), and the bytes of one.
    int datatype;
    int bytes;
    bool is_big_endian;
    // Where the numbers begin.
    int64_t offset;
    // What numbers are multiplied by, and what is added; a slope of 0 means neither.
    double slope;
    double intercept;
    // Whether the file says how the picture lies in the patient.
    bool has_orientation;
    // Column k: the step of one pixel along side k, towards the patient's right, front and head.
    double steps[3][3];
    // Of the three sides in the file's unit.
    double spacing[3];
    // Millimetres in the file's unit; 0 where it does not say which.
    double millimetres;
} cnifti_header;

// Reads a header.
cnifti_status cnifti_read_header(const uint8_t *bytes, size_t size, cnifti_header *header);

// Decompresses gzip from the beginning, up to `capacity` bytes, and tells how many came. With `to_end` the file is
// followed to its end, so that its checksum is checked; what is beyond `capacity` is dropped.
cnifti_status cnifti_inflate(
    const uint8_t *bytes, size_t size, uint8_t *output, size_t capacity, bool to_end, size_t *count);

// The generation of niftilib: its headers tell no more.
const char *cnifti_library_version(void);

#endif
