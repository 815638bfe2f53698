#ifdef RCA_NIFTI

#include "CNIfTI.h"

#if __has_include(<nifti/nifti2_io.h>)
#include <nifti/nifti2_io.h>
#elif __has_include(<nifti2_io.h>)
#include <nifti2_io.h>
#else
#error "nifti2_io.h is missing: install libnifti-dev, or build without NIfTI (--disable-default-traits)"
#endif

#include <math.h>
#include <string.h>

#include <zlib.h>

// What niftilib would print a message about, if it came to it.
static bool is_sound(const int64_t *sides, double offset, int datatype) {
    if (sides[0] < 1 || sides[0] > 7) return false;
    for (int64_t i = 1; i <= sides[0]; i++)
        if (sides[i] < 1 || sides[i] > INT32_MAX) return false;
    int bytes = 0, swap = 0;
    nifti_datatype_sizes(datatype, &bytes, &swap);
    return bytes > 0 && offset >= 0 && offset <= 1 << 24;
}

static bool is_big_endian_machine(void) {
    const uint16_t one = 1;
    return *(const uint8_t *)&one == 0;
}

static void copy_orientation(const nifti_image *image, cnifti_header *header) {
    header->has_orientation = image->sform_code > 0 || image->qform_code > 0;
    const nifti_dmat44 *map = image->sform_code > 0 ? &image->sto_xyz : &image->qto_xyz;
    for (int row = 0; row < 3; row++)
        for (int column = 0; column < 3; column++) header->steps[row][column] = map->m[row][column];
}

static cnifti_status copy_image(nifti_image *image, bool is_swapped, cnifti_header *header) {
    if (!image) return CNIFTI_DAMAGED;
    for (int i = 0; i < 8; i++) header->sides[i] = image->dim[i] < 1 || i > image->dim[0] ? 1 : image->dim[i];
    header->datatype = image->datatype;
    header->bytes = image->nbyper;
    header->is_big_endian = is_big_endian_machine() != is_swapped;
    header->slope = image->scl_slope;
    header->intercept = image->scl_inter;
    for (int i = 0; i < 3; i++) header->spacing[i] = fabs(image->pixdim[i + 1]);
    switch (image->xyz_units) {
    case NIFTI_UNITS_METER: header->millimetres = 1000; break;
    case NIFTI_UNITS_MM: header->millimetres = 1; break;
    case NIFTI_UNITS_MICRON: header->millimetres = 0.001; break;
    default: header->millimetres = 0; break;
    }
    copy_orientation(image, header);
    nifti_image_free(image);
    return CNIFTI_OK;
}

static cnifti_status read_first(const uint8_t *bytes, size_t size, cnifti_header *header) {
    nifti_1_header raw;
    if (size < sizeof raw) return CNIFTI_ENDS_EARLY;
    memcpy(&raw, bytes, sizeof raw);
    if (memcmp(raw.magic, "ni1", 4) == 0) return CNIFTI_IN_TWO_FILES;
    if (memcmp(raw.magic, "n+1", 4) != 0) return CNIFTI_NOT_NIFTI;
    bool is_swapped = raw.sizeof_hdr != sizeof raw;
    if (is_swapped) nifti_swap_as_nifti1(&raw);
    if (raw.sizeof_hdr != sizeof raw) return CNIFTI_DAMAGED;
    int64_t sides[8];
    for (int i = 0; i < 8; i++) sides[i] = raw.dim[i];
    if (!is_sound(sides, raw.vox_offset, raw.datatype)) return CNIFTI_DAMAGED;
    header->offset = raw.vox_offset < 352 ? 352 : (int64_t)raw.vox_offset;
    return copy_image(nifti_convert_n1hdr2nim(raw, NULL), is_swapped, header);
}

static cnifti_status read_second(const uint8_t *bytes, size_t size, cnifti_header *header) {
    nifti_2_header raw;
    if (size < sizeof raw) return CNIFTI_ENDS_EARLY;
    memcpy(&raw, bytes, sizeof raw);
    if (memcmp(raw.magic, "ni2", 4) == 0) return CNIFTI_IN_TWO_FILES;
    if (memcmp(raw.magic, "n+2", 4) != 0) return CNIFTI_NOT_NIFTI;
    bool is_swapped = raw.sizeof_hdr != sizeof raw;
    if (is_swapped) nifti_swap_as_nifti2(&raw);
    if (raw.sizeof_hdr != sizeof raw) return CNIFTI_DAMAGED;
    if (!is_sound(raw.dim, (double)raw.vox_offset, raw.datatype)) return CNIFTI_DAMAGED;
    header->offset = raw.vox_offset < 544 ? 544 : raw.vox_offset;
    return copy_image(nifti_convert_n2hdr2nim(raw, NULL), is_swapped, header);
}

cnifti_status cnifti_read_header(const uint8_t *bytes, size_t size, cnifti_header *header) {
    nifti_set_debug_level(0);
    memset(header, 0, sizeof *header);
    if (size < 4) return CNIFTI_ENDS_EARLY;
    static const uint8_t second[2][4] = {{0x1c, 2, 0, 0}, {0, 0, 2, 0x1c}};
    if (memcmp(bytes, second[0], 4) == 0 || memcmp(bytes, second[1], 4) == 0)
        return read_second(bytes, size, header);
    return read_first(bytes, size, header);
}

// Beyond the picture a file may have a little, not a bomb's terabytes.
static const size_t most_dropped = 1 << 20;

static bool is_zero(const uint8_t *bytes, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (bytes[i]) return false;
    return true;
}

cnifti_status cnifti_inflate(
    const uint8_t *bytes, size_t size, uint8_t *output, size_t capacity, bool to_end, size_t *count) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    *count = 0;
    if (inflateInit2(&stream, 15 + 16) != Z_OK) return CNIFTI_DAMAGED;
    uint8_t rest[4096];
    size_t taken = 0, dropped = 0;
    cnifti_status status = CNIFTI_OK;
    for (;;) {
        bool is_full = *count == capacity;
        if (is_full && !to_end) break;
        size_t given = size - taken < 1 << 30 ? size - taken : 1 << 30;
        size_t room = is_full ? sizeof rest : capacity - *count;
        if (room > 1 << 30) room = 1 << 30;
        // zlib never writes through next_in.
        stream.next_in = (Bytef *)(uintptr_t)(bytes + taken);
        stream.avail_in = (uInt)given;
        stream.next_out = is_full ? rest : output + *count;
        stream.avail_out = (uInt)room;
        int result = inflate(&stream, Z_NO_FLUSH);
        taken += given - stream.avail_in;
        size_t written = room - stream.avail_out;
        if (is_full)
            dropped += written;
        else
            *count += written;
        if (result == Z_STREAM_END) {
            // A gzip file may have several parts, and be filled up with zeros behind the last.
            if (is_zero(bytes + taken, size - taken) || inflateReset(&stream) != Z_OK) break;
            continue;
        }
        if (result == Z_BUF_ERROR || (result == Z_OK && taken == size && written == 0)) {
            status = CNIFTI_ENDS_EARLY;
            break;
        }
        if (result != Z_OK || dropped > most_dropped) {
            status = CNIFTI_DAMAGED;
            break;
        }
    }
    inflateEnd(&stream);
    return status;
}

const char *cnifti_library_version(void) { return "2"; }

#else

typedef int cnifti_is_not_built;

#endif
