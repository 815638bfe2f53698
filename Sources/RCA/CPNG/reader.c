#include "CPNG.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "stored.h"

struct cpng_reader {
    png_structp png;
    png_infop info;
    const uint8_t *bytes;
    size_t size;
    size_t position;
    bool ended_early;
    bool uses_zlib;
    cpng_header header;
    // The file with its pixels unpacked, where libdeflate did that; `bytes` then points to it.
    uint8_t *stored;
    // Colour rows before they become grey. Owned here so that a longjmp cannot leak it.
    uint8_t *colour_rows;
    char message[128];
};

static void fail(png_structp png, png_const_charp message) {
    cpng_reader *reader = png_get_error_ptr(png);
    strncpy(reader->message, message, sizeof reader->message - 1);
    png_longjmp(png, 1);
}

static void ignore_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void read_bytes(png_structp png, png_bytep destination, size_t count) {
    cpng_reader *reader = png_get_io_ptr(png);
    if (count > reader->size - reader->position) {
        reader->ended_early = true;
        png_error(png, "the data ends early");
    }
    memcpy(destination, reader->bytes + reader->position, count);
    reader->position += count;
}

static cpng_status failure(const cpng_reader *reader) {
    return reader->ended_early ? CPNG_ENDS_EARLY : CPNG_DAMAGED;
}

cpng_reader *cpng_reader_create(const uint8_t *bytes, size_t size) {
    cpng_reader *reader = calloc(1, sizeof *reader);
    if (!reader) return NULL;
    reader->bytes = bytes;
    reader->size = size;
    reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, fail, ignore_warning);
    reader->info = reader->png ? png_create_info_struct(reader->png) : NULL;
    if (!reader->info) {
        cpng_reader_destroy(reader);
        return NULL;
    }
    return reader;
}

void cpng_reader_destroy(cpng_reader *reader) {
    if (!reader) return;
    png_destroy_read_struct(&reader->png, &reader->info, NULL);
    free(reader->colour_rows);
    free(reader->stored);
    free(reader);
}

const char *cpng_message(const cpng_reader *reader) { return reader->message; }

// Jumps to the caller's setjmp where the file is damaged.
static void read_to_pixels(cpng_reader *reader) {
    png_structp png = reader->png;
    png_set_read_fn(png, reader, read_bytes);
    // libpng would call an image above its own limit damaged; the limits here are told apart by the header.
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    // Gamma, colour profiles and texts change no value here, and skipped they cannot cost memory.
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_read_info(png, reader->info);
}

// Lets libpng begin again, on the file with its pixels unpacked. Where that cannot be, all stays as it was.
static void begin_with_stored_pixels(cpng_reader *reader) {
    size_t unpacked_size = (png_get_rowbytes(reader->png, reader->info) + 1) * reader->header.height;
    size_t stored_size = 0;
    uint8_t *stored = cpng_stored(reader->bytes, reader->size, unpacked_size, &stored_size);
    if (!stored) return;
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, fail, ignore_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info) {
        png_destroy_read_struct(&png, NULL, NULL);
        free(stored);
        return;
    }
    png_destroy_read_struct(&reader->png, &reader->info, NULL);
    reader->png = png;
    reader->info = info;
    reader->stored = stored;
    reader->bytes = stored;
    reader->size = stored_size;
    reader->position = 0;
    // These were verified when the pixels were unpacked; those of the other chunks stay as they are.
    png_set_crc_action(png, PNG_CRC_QUIET_USE, PNG_CRC_DEFAULT);
    png_set_option(png, PNG_IGNORE_ADLER32, PNG_OPTION_ON);
}

void cpng_use_zlib(cpng_reader *reader) { reader->uses_zlib = true; }

bool cpng_used_libdeflate(const cpng_reader *reader) { return reader->stored != NULL; }

cpng_status cpng_read_header(cpng_reader *reader, cpng_limits limits, cpng_header *header) {
    static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    size_t known = reader->size < sizeof signature ? reader->size : sizeof signature;
    if (memcmp(reader->bytes, signature, known) != 0) return CPNG_NOT_PNG;

    png_structp png = reader->png;
    if (setjmp(png_jmpbuf(png))) return failure(reader);
    read_to_pixels(reader);

    reader->header = (cpng_header){
        .width = png_get_image_width(png, reader->info),
        .height = png_get_image_height(png, reader->info),
        .bit_depth = png_get_bit_depth(png, reader->info),
        .colour_type = png_get_color_type(png, reader->info),
        .is_interlaced = png_get_interlace_type(png, reader->info) != PNG_INTERLACE_NONE,
    };
    *header = reader->header;
    uint64_t pixels = (uint64_t)header->width * header->height;
    if (header->width > limits.side || header->height > limits.side || pixels > limits.pixels) return CPNG_TOO_LARGE;
    return CPNG_OK;
}

bool cpng_can_hold_pixels(const cpng_reader *reader) {
    double image_bytes = (double)png_get_rowbytes(reader->png, reader->info) * reader->header.height;
    return image_bytes <= 1040.0 * (double)reader->size;
}

// ITU-R BT.601 in 16-bit fixed point. The weights sum to 65536: equal channels keep their value exactly.
static inline uint32_t luminance(uint32_t red, uint32_t green, uint32_t blue) {
    return (19595u * red + 38470u * green + 7471u * blue + 32768u) >> 16;
}

#define DEFINE_COLOUR_TO_GREY(NAME, SAMPLE)                                                                     \
    static bool NAME(const SAMPLE *colour, SAMPLE *grey, size_t count, cpng_mode mode) {                        \
        if (mode == CPNG_LUMINANCE) {                                                                           \
            for (size_t i = 0; i < count; i++)                                                                  \
                grey[i] = (SAMPLE)luminance(colour[3 * i], colour[3 * i + 1], colour[3 * i + 2]);               \
            return true;                                                                                        \
        }                                                                                                       \
        unsigned difference = 0;                                                                                \
        for (size_t i = 0; i < count; i++) {                                                                    \
            difference |= (colour[3 * i] ^ colour[3 * i + 1]) | (colour[3 * i] ^ colour[3 * i + 2]);            \
            grey[i] = colour[3 * i];                                                                            \
        }                                                                                                       \
        return difference == 0;                                                                                 \
    }

DEFINE_COLOUR_TO_GREY(colour_to_grey_8, uint8_t)
DEFINE_COLOUR_TO_GREY(colour_to_grey_16, uint16_t)

static bool colour_to_grey(
    const cpng_reader *reader, const uint8_t *colour, uint8_t *grey, size_t count, cpng_mode mode) {
    if (reader->header.bit_depth == 16)
        return colour_to_grey_16((const uint16_t *)colour, (uint16_t *)grey, count, mode);
    return colour_to_grey_8(colour, grey, count, mode);
}

static void last_channel(const uint8_t *row, uint8_t *pixels, size_t count, size_t channels, size_t sample_bytes) {
    for (size_t i = 0; i < count; i++)
        memcpy(pixels + i * sample_bytes, row + (i * channels + channels - 1) * sample_bytes, sample_bytes);
}

static void palette_to_luminance(cpng_reader *reader, uint8_t *pixels, size_t count) {
    png_colorp palette = NULL;
    int palette_count = 0;
    png_get_PLTE(reader->png, reader->info, &palette, &palette_count);
    uint8_t table[256] = {0};
    for (int i = 0; i < palette_count; i++)
        table[i] = (uint8_t)luminance(palette[i].red, palette[i].green, palette[i].blue);
    uint8_t largest = 0;
    for (size_t i = 0; i < count; i++) {
        largest = pixels[i] > largest ? pixels[i] : largest;
        pixels[i] = table[pixels[i]];
    }
    if (largest >= palette_count) png_error(reader->png, "a pixel's palette index is beyond the palette");
}

cpng_status cpng_read_pixels(cpng_reader *reader, cpng_mode mode, void *pixels) {
    const cpng_header header = reader->header;
    if (!reader->uses_zlib && !header.is_interlaced) begin_with_stored_pixels(reader);
    png_structp png = reader->png;
    if (setjmp(png_jmpbuf(png))) return failure(reader);
    if (reader->stored) read_to_pixels(reader);

    const uint16_t one = 1;
    bool is_little_endian = *(const uint8_t *)&one == 1;
    if (header.bit_depth == 16 && is_little_endian) png_set_swap(png);
    bool wants_alpha = mode == CPNG_ALPHA;
    if (wants_alpha && !(header.colour_type & PNG_COLOR_MASK_ALPHA)) png_error(png, "it has no alpha channel");
    if (header.colour_type & PNG_COLOR_MASK_ALPHA && !wants_alpha) png_set_strip_alpha(png);
    if (header.bit_depth < 8) {
        if (header.colour_type == PNG_COLOR_TYPE_GRAY && mode == CPNG_LUMINANCE)
            png_set_expand_gray_1_2_4_to_8(png);
        else
            png_set_packing(png);
    }
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, reader->info);

    bool is_coloured = (header.colour_type & ~PNG_COLOR_MASK_ALPHA) == PNG_COLOR_TYPE_RGB;
    size_t sample_bytes = header.bit_depth == 16 ? 2 : 1;
    size_t grey_row_bytes = (size_t)header.width * sample_bytes;
    size_t channels = (is_coloured ? 3 : 1) + (wants_alpha ? 1 : 0);
    size_t row_bytes = grey_row_bytes * channels;
    if (png_get_rowbytes(png, reader->info) != row_bytes) png_error(png, "the rows have an unexpected size");

    // Interlaced rows are not complete before the last pass: all of them are kept until then.
    uint8_t *rows = pixels;
    size_t row_stride = row_bytes;
    if (channels > 1) {
        reader->colour_rows = malloc(row_bytes * (passes > 1 ? header.height : 1));
        if (!reader->colour_rows) return CPNG_OUT_OF_MEMORY;
        rows = reader->colour_rows;
        row_stride = passes > 1 ? row_bytes : 0;
    }
    bool is_grey = true;
    for (int pass = 0; pass < passes; pass++) {
        for (size_t y = 0; y < header.height; y++) {
            uint8_t *row = rows + y * row_stride;
            png_read_row(png, row, NULL);
            uint8_t *grey = (uint8_t *)pixels + y * grey_row_bytes;
            if (pass < passes - 1) continue;
            if (wants_alpha)
                last_channel(row, grey, header.width, channels, sample_bytes);
            else if (is_coloured)
                is_grey &= colour_to_grey(reader, row, grey, header.width, mode);
        }
    }
    // The checksum of the last pixels stands behind them.
    png_read_end(png, NULL);
    if (mode == CPNG_LUMINANCE && header.colour_type == PNG_COLOR_TYPE_PALETTE)
        palette_to_luminance(reader, pixels, (size_t)header.width * header.height);
    return is_grey ? CPNG_OK : CPNG_COLOURED;
}

const char *cpng_library_version(void) { return png_get_libpng_ver(NULL); }
