#ifdef RCA_GIF

#include "CGIF.h"

#if !__has_include(<gif_lib.h>)
#error "gif_lib.h is missing: install libgif-dev, or build without GIF (--disable-default-traits)"
#endif

#include <stdlib.h>
#include <string.h>

#include <gif_lib.h>

struct cgif_reader {
    const uint8_t *bytes;
    size_t size;
    size_t position;
    bool ended_early;
    GifFileType *file;
    int error;
    cgif_header header;
};

static int read_bytes(GifFileType *file, GifByteType *destination, int count) {
    cgif_reader *reader = file->UserData;
    size_t left = reader->size - reader->position;
    size_t wanted = count > 0 ? (size_t)count : 0;
    size_t given = wanted < left ? wanted : left;
    if (given < wanted) reader->ended_early = true;
    memcpy(destination, reader->bytes + reader->position, given);
    reader->position += given;
    return (int)given;
}

cgif_reader *cgif_reader_create(const uint8_t *bytes, size_t size) {
    cgif_reader *reader = calloc(1, sizeof *reader);
    if (!reader) return NULL;
    reader->bytes = bytes;
    reader->size = size;
    return reader;
}

void cgif_reader_destroy(cgif_reader *reader) {
    if (!reader) return;
    int error = 0;
    if (reader->file) DGifCloseFile(reader->file, &error);
    free(reader);
}

const char *cgif_message(const cgif_reader *reader) {
    const char *text = GifErrorString(reader->file ? reader->file->Error : reader->error);
    return text ? text : "its data cannot be decoded";
}

static cgif_status failure(const cgif_reader *reader) { return reader->ended_early ? CGIF_ENDS_EARLY : CGIF_DAMAGED; }

// Goes on to the next frame's description; false at the end of the file, or where it is damaged.
static bool find_frame(cgif_reader *reader, cgif_status *status) {
    for (;;) {
        GifRecordType type = UNDEFINED_RECORD_TYPE;
        *status = failure(reader);
        if (DGifGetRecordType(reader->file, &type) == GIF_ERROR) {
            *status = failure(reader);
            return false;
        }
        if (type == IMAGE_DESC_RECORD_TYPE) return true;
        if (type == TERMINATE_RECORD_TYPE) {
            *status = CGIF_OK;
            return false;
        }
        int code = 0;
        GifByteType *extension = NULL;
        if (DGifGetExtension(reader->file, &code, &extension) == GIF_ERROR) {
            *status = failure(reader);
            return false;
        }
        while (extension) {
            if (DGifGetExtensionNext(reader->file, &extension) == GIF_ERROR) {
                *status = failure(reader);
                return false;
            }
        }
    }
}

static void copy_palette(const ColorMapObject *colours, cgif_header *header) {
    if (!colours) return;
    for (int i = 0; i < colours->ColorCount && i < 256; i++) {
        header->palette[3 * i] = colours->Colors[i].Red;
        header->palette[3 * i + 1] = colours->Colors[i].Green;
        header->palette[3 * i + 2] = colours->Colors[i].Blue;
        header->palette_count = (uint32_t)i + 1;
    }
}

cgif_status cgif_read_header(cgif_reader *reader, cgif_header *header) {
    reader->file = DGifOpen(reader, read_bytes, &reader->error);
    if (!reader->file) return failure(reader);
    GifFileType *file = reader->file;
    cgif_status status = CGIF_OK;
    if (!find_frame(reader, &status)) return status == CGIF_OK ? CGIF_NO_FRAME : status;
    if (DGifGetImageDesc(file) == GIF_ERROR) return failure(reader);
    header->width = (uint32_t)file->SWidth;
    header->height = (uint32_t)file->SHeight;
    copy_palette(file->Image.ColorMap ? file->Image.ColorMap : file->SColorMap, header);
    reader->header = *header;
    return CGIF_OK;
}

cgif_status cgif_read_pixels(cgif_reader *reader, uint8_t *indices) {
    GifFileType *file = reader->file;
    const GifImageDesc frame = file->Image;
    size_t width = reader->header.width, height = reader->header.height;
    if (frame.Left < 0 || frame.Top < 0 || frame.Width <= 0 || frame.Height <= 0 ||
        (size_t)frame.Left + (size_t)frame.Width > width || (size_t)frame.Top + (size_t)frame.Height > height)
        return CGIF_FRAME_OUTSIDE;
    const bool is_part = (size_t)frame.Width != width || (size_t)frame.Height != height;
    // The background is a colour of the picture's palette, which is not the one that its pixels are read by.
    if (is_part && (file->Image.ColorMap || !file->SColorMap)) return CGIF_PART_WITH_OWN_COLOURS;
    if (is_part && file->SBackGroundColor >= file->SColorMap->ColorCount) return CGIF_PART_WITH_OWN_COLOURS;
    if (is_part)
        memset(indices, file->SBackGroundColor, width * height);

    // Interlaced rows come in four passes.
    static const int starts[4] = {0, 4, 2, 1};
    static const int steps[4] = {8, 8, 4, 2};
    int passes = frame.Interlace ? 4 : 1;
    for (int pass = 0; pass < passes; pass++) {
        for (int y = frame.Interlace ? starts[pass] : 0; y < frame.Height; y += frame.Interlace ? steps[pass] : 1) {
            uint8_t *row = indices + ((size_t)frame.Top + (size_t)y) * width + (size_t)frame.Left;
            if (DGifGetLine(file, row, frame.Width) == GIF_ERROR) return failure(reader);
        }
    }
    cgif_status status = CGIF_OK;
    if (find_frame(reader, &status)) return CGIF_SEVERAL_FRAMES;
    return status;
}

#define TEXT_OF(VALUE) #VALUE
#define TEXT(VALUE) TEXT_OF(VALUE)

const char *cgif_library_version(void) {
    return TEXT(GIFLIB_MAJOR) "." TEXT(GIFLIB_MINOR) "." TEXT(GIFLIB_RELEASE);
}

#else

typedef int cgif_is_not_built;

#endif
