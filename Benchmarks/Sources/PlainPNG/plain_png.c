#include "PlainPNG.h"

#include <malloc.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>

int64_t plain_png_decode(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) return -1;
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png == NULL ? NULL : png_create_info_struct(png);
    png_bytep *volatile rows = NULL;
    png_bytep volatile pixels = NULL;
    volatile int64_t decoded = -1;
    if (info != NULL && !setjmp(png_jmpbuf(png))) {
        png_init_io(png, file);
        png_read_info(png, info);
        const size_t height = png_get_image_height(png, info);
        const size_t row = png_get_rowbytes(png, info);
        pixels = malloc(row * height);
        rows = malloc(sizeof(png_bytep) * height);
        if (pixels != NULL && rows != NULL) {
            for (size_t y = 0; y < height; y++) rows[y] = pixels + y * row;
            png_read_image(png, rows);
            png_read_end(png, NULL);
            decoded = (int64_t)(row * height);
        }
    }
    free(rows);
    free(pixels);
    png_destroy_read_struct(&png, &info, NULL);
    fclose(file);
    return decoded;
}

void plain_png_keep_memory(void) {
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
}
