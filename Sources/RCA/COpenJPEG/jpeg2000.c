#ifdef RCA_JPEG2000

#include "COpenJPEG.h"

// Debian keeps the headers in a folder of the release.
#if __has_include(<openjpeg.h>)
#include <openjpeg.h>
#include <opj_config.h>
#elif __has_include(<openjpeg-2.5/openjpeg.h>)
#include <openjpeg-2.5/openjpeg.h>
#include <openjpeg-2.5/opj_config.h>
#elif __has_include(<openjpeg-2.4/openjpeg.h>)
#include <openjpeg-2.4/openjpeg.h>
#include <openjpeg-2.4/opj_config.h>
#elif __has_include(<openjpeg-2.3/openjpeg.h>)
#include <openjpeg-2.3/openjpeg.h>
#include <openjpeg-2.3/opj_config.h>
#else
#error "openjpeg.h is missing: install libopenjp2-7-dev, or build without JPEG2000 (--disable-default-traits)"
#endif

#include <stdlib.h>
#include <string.h>

struct cj2k_reader {
    const uint8_t *bytes;
    size_t size;
    size_t position;
    bool ended_early;
    opj_codec_t *codec;
    opj_stream_t *stream;
    opj_image_t *image;
    char message[200];
};

static OPJ_SIZE_T read_bytes(void *destination, OPJ_SIZE_T count, void *data) {
    cj2k_reader *reader = data;
    size_t left = reader->size - reader->position;
    if (left == 0) {
        reader->ended_early = true;
        return (OPJ_SIZE_T)-1;
    }
    size_t given = count < left ? count : left;
    memcpy(destination, reader->bytes + reader->position, given);
    reader->position += given;
    return given;
}

static OPJ_OFF_T skip_bytes(OPJ_OFF_T count, void *data) {
    cj2k_reader *reader = data;
    if (count < 0) return -1;
    size_t left = reader->size - reader->position;
    size_t given = (size_t)count < left ? (size_t)count : left;
    reader->position += given;
    return (OPJ_OFF_T)given;
}

static OPJ_BOOL seek_bytes(OPJ_OFF_T position, void *data) {
    cj2k_reader *reader = data;
    if (position < 0 || (size_t)position > reader->size) return OPJ_FALSE;
    reader->position = (size_t)position;
    return OPJ_TRUE;
}

// The first error says most.
static void keep_message(const char *message, void *data) {
    cj2k_reader *reader = data;
    if (reader->message[0]) return;
    strncpy(reader->message, message, sizeof reader->message - 1);
    for (char *end = reader->message + strlen(reader->message); end > reader->message && end[-1] == '\n'; end--)
        end[-1] = 0;
}

static void drop_message(const char *message, void *data) {
    (void)message;
    (void)data;
}

static cj2k_status failure(cj2k_reader *reader, const char *message) {
    if (reader->ended_early) return CJ2K_ENDS_EARLY;
    keep_message(message, reader);
    return CJ2K_DAMAGED;
}

static bool is_in_boxes(const uint8_t *bytes, size_t size) {
    static const uint8_t signature[8] = {0, 0, 0, 0x0c, 0x6a, 0x50, 0x20, 0x20};
    return size >= sizeof signature && memcmp(bytes, signature, sizeof signature) == 0;
}

cj2k_reader *cj2k_reader_create(const uint8_t *bytes, size_t size) {
    cj2k_reader *reader = calloc(1, sizeof *reader);
    if (!reader) return NULL;
    reader->bytes = bytes;
    reader->size = size;
    reader->codec = opj_create_decompress(is_in_boxes(bytes, size) ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K);
    reader->stream = opj_stream_create(1 << 16, OPJ_TRUE);
    if (!reader->codec || !reader->stream) {
        cj2k_reader_destroy(reader);
        return NULL;
    }
    opj_set_error_handler(reader->codec, keep_message, reader);
    opj_set_warning_handler(reader->codec, drop_message, reader);
    opj_set_info_handler(reader->codec, drop_message, reader);
    opj_stream_set_user_data(reader->stream, reader, NULL);
    opj_stream_set_user_data_length(reader->stream, size);
    opj_stream_set_read_function(reader->stream, read_bytes);
    opj_stream_set_skip_function(reader->stream, skip_bytes);
    opj_stream_set_seek_function(reader->stream, seek_bytes);
    return reader;
}

void cj2k_reader_destroy(cj2k_reader *reader) {
    if (!reader) return;
    opj_image_destroy(reader->image);
    if (reader->stream) opj_stream_destroy(reader->stream);
    if (reader->codec) opj_destroy_codec(reader->codec);
    free(reader);
}

static bool are_alike(const opj_image_t *image) {
    for (OPJ_UINT32 i = 0; i < image->numcomps; i++) {
        const opj_image_comp_t *one = &image->comps[0], *other = &image->comps[i];
        if (other->dx != one->dx || other->dy != one->dy || other->prec != one->prec || other->sgnd != one->sgnd)
            return false;
    }
    return true;
}

cj2k_status cj2k_read_header(cj2k_reader *reader, cj2k_header *header) {
    memset(header, 0, sizeof *header);
    opj_dparameters_t parameters;
    opj_set_default_decoder_parameters(&parameters);
    if (!opj_setup_decoder(reader->codec, &parameters)) return CJ2K_OUT_OF_MEMORY;
#if OPJ_VERSION_MAJOR > 2 || OPJ_VERSION_MINOR >= 5
    opj_decoder_set_strict_mode(reader->codec, OPJ_TRUE);
#endif
    if (!opj_read_header(reader->stream, reader->codec, &reader->image) || !reader->image)
        return failure(reader, "its header cannot be read");
    const opj_image_t *image = reader->image;
    if (image->numcomps < 1 || !image->comps || image->x1 <= image->x0 || image->y1 <= image->y0)
        return failure(reader, "it has no picture");
    if (!are_alike(image)) return failure(reader, "its colours differ in size or bits");
    header->width = image->x1 - image->x0;
    header->height = image->y1 - image->y0;
    header->components = image->numcomps;
    header->bits = image->comps[0].prec;
    header->is_signed = image->comps[0].sgnd != 0;
    return CJ2K_OK;
}

cj2k_status cj2k_read_samples(cj2k_reader *reader, uint16_t *samples) {
    opj_image_t *image = reader->image;
    if (!image) return failure(reader, "its header cannot be read");
    const size_t width = image->x1 - image->x0, height = image->y1 - image->y0, count = image->numcomps;
    const OPJ_UINT32 bits = image->comps[0].prec;
    if (!opj_decode(reader->codec, reader->stream, image)) return failure(reader, "it cannot be decoded");
    // A palette of its own makes other components of those that the header has.
    if (image->numcomps != count || !image->comps || !are_alike(image) || image->comps[0].prec != bits)
        return failure(reader, "it has other colours than its header says");
    for (size_t component = 0; component < count; component++) {
        const opj_image_comp_t *plane = &image->comps[component];
        if (plane->w != width || plane->h != height || !plane->data)
            return failure(reader, "it has not as many pixels as its header says");
        for (size_t i = 0; i < width * height; i++)
            samples[i * count + component] = (uint16_t)((uint32_t)plane->data[i] & 0xffff);
    }
    return CJ2K_OK;
}

const char *cj2k_message(const cj2k_reader *reader) { return reader->message; }

const char *cj2k_library_version(void) { return opj_version(); }

#else

typedef int cj2k_is_not_built;

#endif
