#ifndef CGIF_H
#define CGIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// GIF through giflib, from memory. Without the package's trait GIF this module is empty.

typedef enum cgif_status {
    CGIF_OK = 0,
    // The bytes end before the file does.
    CGIF_ENDS_EARLY,
    // cgif_message says what is wrong.
    CGIF_DAMAGED,
    CGIF_NO_FRAME,
    CGIF_SEVERAL_FRAMES,
    // The frame leaves the canvas.
    CGIF_FRAME_OUTSIDE,
    // The frame leaves some of the canvas free, for which its palette has no colour.
    CGIF_PART_WITH_OWN_COLOURS,
} cgif_status;

typedef struct cgif_header {
    // Of the canvas.
    uint32_t width;
    uint32_t height;
    // Red, green, blue of the colours of the first frame; none where the file has no colour table.
    uint8_t palette[768];
    uint32_t palette_count;
} cgif_header;

typedef struct cgif_reader cgif_reader;

// A reader of `size` bytes, which stay the caller's and have to outlive it; NULL when memory is short.
cgif_reader *cgif_reader_create(const uint8_t *bytes, size_t size);
void cgif_reader_destroy(cgif_reader *reader);

// Reads up to the first pixel and allocates nothing that grows with the picture. Call once, first.
cgif_status cgif_read_header(cgif_reader *reader, cgif_header *header);

// Fills `indices` with the colour of each pixel of the canvas, and reads on to the end of the file. Where the frame
// is smaller than the canvas, the rest has the background's colour. Call once, after the header. On failure the
// contents of `indices` are undefined.
cgif_status cgif_read_pixels(cgif_reader *reader, uint8_t *indices);

// What giflib said, for CGIF_DAMAGED.
const char *cgif_message(const cgif_reader *reader);

// The release of the giflib that this was built with.
const char *cgif_library_version(void);

#endif
