#ifndef RCA_PLAIN_PNG_H
#define RCA_PLAIN_PNG_H

#include <stdint.h>

// Decodes a PNG file with libpng and nothing else: no conversion, no checks but libpng's own. The floor that any
// program stands on that reads the same files. Returns the number of bytes decoded, or -1.
int64_t plain_png_decode(const char *path);

#endif
