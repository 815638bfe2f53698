#ifdef RCA_JPEG

#include "CJPEG.h"

#if !__has_include(<jpeglib.h>)
#error "jpeglib.h is missing: install libjpeg62-turbo-dev, or build without JPEG (--disable-default-traits)"
#endif

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

struct cjpeg_reader {
    struct jpeg_decompress_struct info;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf jump;
    bool ended_early;
    char message[JMSG_LENGTH_MAX];
};

static void fail(j_common_ptr info) {
    cjpeg_reader *reader = info->client_data;
    int code = info->err->msg_code;
    if (code == JERR_INPUT_EMPTY || code == JERR_INPUT_EOF || code == JWRN_JPEG_EOF) reader->ended_early = true;
    info->err->format_message(info, reader->message);
    longjmp(reader->jump, 1);
}

// libjpeg goes on after a warning, with pixels that it made up.
static void warn(j_common_ptr info, int level) {
    if (level >= 0) return;
    switch (info->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_JFIF_MAJOR:
    case JWRN_ADOBE_XFORM: return;
    default: fail(info);
    }
}

static void print_nothing(j_common_ptr info) { (void)info; }

// A small file of very many scans would be decoded for hours.
static void check_scans(j_common_ptr info) {
    if (((j_decompress_ptr)info)->input_scan_number <= 256) return;
    cjpeg_reader *reader = info->client_data;
    strcpy(reader->message, "it has more than 256 scans");
    longjmp(reader->jump, 1);
}

static cjpeg_status failure(const cjpeg_reader *reader) {
    return reader->ended_early ? CJPEG_ENDS_EARLY : CJPEG_DAMAGED;
}

cjpeg_reader *cjpeg_reader_create(const uint8_t *bytes, size_t size) {
    cjpeg_reader *reader = calloc(1, sizeof *reader);
    if (!reader) return NULL;
    reader->info.err = jpeg_std_error(&reader->errors);
    reader->errors.error_exit = fail;
    reader->errors.emit_message = warn;
    reader->errors.output_message = print_nothing;
    reader->info.client_data = reader;
    if (setjmp(reader->jump)) {
        cjpeg_reader_destroy(reader);
        return NULL;
    }
    jpeg_create_decompress(&reader->info);
    // Creating clears all but the error handler and the client's data.
    reader->progress.progress_monitor = check_scans;
    reader->info.progress = &reader->progress;
    jpeg_mem_src(&reader->info, bytes, size);
    return reader;
}

void cjpeg_reader_destroy(cjpeg_reader *reader) {
    if (!reader) return;
    jpeg_destroy_decompress(&reader->info);
    free(reader);
}

const char *cjpeg_message(const cjpeg_reader *reader) { return reader->message; }

static void find_exif(const struct jpeg_decompress_struct *info, cjpeg_header *header) {
    static const uint8_t prefix[6] = {'E', 'x', 'i', 'f', 0, 0};
    for (jpeg_saved_marker_ptr marker = info->marker_list; marker; marker = marker->next) {
        if (marker->data_length < sizeof prefix || memcmp(marker->data, prefix, sizeof prefix) != 0) continue;
        header->exif = marker->data + sizeof prefix;
        header->exif_size = marker->data_length - sizeof prefix;
        return;
    }
}

cjpeg_status cjpeg_read_header(cjpeg_reader *reader, cjpeg_header *header) {
    struct jpeg_decompress_struct *info = &reader->info;
    if (setjmp(reader->jump)) return failure(reader);
    jpeg_save_markers(info, JPEG_APP0 + 1, 0xffff);
    jpeg_read_header(info, TRUE);
    *header = (cjpeg_header){
        .width = info->image_width, .height = info->image_height, .is_arithmetic = info->arith_code};
    switch (info->jpeg_color_space) {
    case JCS_GRAYSCALE: header->colour = CJPEG_GREY; break;
    case JCS_YCbCr:
    case JCS_RGB: header->colour = CJPEG_COLOUR; break;
    case JCS_CMYK:
    case JCS_YCCK: header->colour = CJPEG_INKS; break;
    default: header->colour = CJPEG_UNKNOWN_COLOUR; break;
    }
    find_exif(info, header);
    return CJPEG_OK;
}

cjpeg_status cjpeg_read_pixels(cjpeg_reader *reader, uint8_t *pixels) {
    struct jpeg_decompress_struct *info = &reader->info;
    if (setjmp(reader->jump)) return failure(reader);
    info->out_color_space = JCS_GRAYSCALE;
    jpeg_start_decompress(info);
    while (info->output_scanline < info->output_height) {
        JSAMPROW row = pixels + (size_t)info->output_scanline * info->output_width;
        jpeg_read_scanlines(info, &row, 1);
    }
    // The end of the file is part of it: a picture behind which it is missing was cut off.
    jpeg_finish_decompress(info);
    return CJPEG_OK;
}

#define TEXT_OF(VALUE) #VALUE
#define TEXT(VALUE) TEXT_OF(VALUE)

const char *cjpeg_library_version(void) { return TEXT(LIBJPEG_TURBO_VERSION); }

#else

typedef int cjpeg_is_not_built;

#endif
