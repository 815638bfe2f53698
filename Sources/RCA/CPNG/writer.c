#include "CPNG.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

typedef struct writer {
    cpng_bytes *bytes;
    size_t capacity;
    bool out_of_memory;
} writer;

static void fail(png_structp png, png_const_charp message) {
    (void)message;
    png_longjmp(png, 1);
}

static void ignore_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void append(png_structp png, png_bytep source, size_t count) {
    writer *w = png_get_io_ptr(png);
    if (count > w->capacity - w->bytes->count) {
        size_t capacity = 2 * (w->bytes->count + count);
        uint8_t *grown = realloc(w->bytes->start, capacity);
        if (!grown) {
            w->out_of_memory = true;
            png_error(png, "out of memory");
        }
        w->bytes->start = grown;
        w->capacity = capacity;
    }
    memcpy(w->bytes->start + w->bytes->count, source, count);
    w->bytes->count += count;
}

static void flush(png_structp png) { (void)png; }

static bool write_all(png_structp png, png_infop info, const cpng_picture *picture) {
    if (setjmp(png_jmpbuf(png))) return false;
    const cpng_header header = picture->header;
    // The format's own limit: larger sides are the caller's matter.
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_compression_level(png, picture->compression_level);
    png_set_IHDR(
        png, info, header.width, header.height, header.bit_depth, header.colour_type,
        header.is_interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
        PNG_FILTER_TYPE_DEFAULT);
    if (picture->palette) {
        png_color palette[256];
        int count = picture->palette_count < 256 ? picture->palette_count : 256;
        for (int i = 0; i < count; i++)
            palette[i] = (png_color){picture->palette[3 * i], picture->palette[3 * i + 1], picture->palette[3 * i + 2]};
        png_set_PLTE(png, info, palette, count);
    }
    png_write_info(png, info);
    const uint16_t one = 1;
    if (header.bit_depth == 16 && *(const uint8_t *)&one == 1) png_set_swap(png);
    int passes = png_set_interlace_handling(png);
    for (int pass = 0; pass < passes; pass++)
        for (size_t y = 0; y < header.height; y++)
            png_write_row(png, (png_const_bytep)picture->pixels + y * picture->row_bytes);
    png_write_end(png, info);
    return true;
}

cpng_status cpng_encode(const cpng_picture *picture, cpng_bytes *bytes) {
    *bytes = (cpng_bytes){NULL, 0};
    writer w = {.bytes = bytes};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, fail, ignore_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    bool is_written = false;
    if (info) {
        png_set_write_fn(png, &w, append, flush);
        is_written = write_all(png, info, picture);
    }
    png_destroy_write_struct(&png, &info);
    if (is_written) return CPNG_OK;
    cpng_bytes_free(bytes);
    return w.out_of_memory || !info ? CPNG_OUT_OF_MEMORY : CPNG_DAMAGED;
}

void cpng_bytes_free(cpng_bytes *bytes) {
    free(bytes->start);
    *bytes = (cpng_bytes){NULL, 0};
}
