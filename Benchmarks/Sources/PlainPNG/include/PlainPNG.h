#ifndef RCA_PLAIN_PNG_H
#define RCA_PLAIN_PNG_H

#include <stdint.h>

// Decodes a PNG file with libpng and nothing else: no conversion, no checks but libpng's own. The floor that any
// program stands on that reads the same files. Returns the number of bytes decoded, or -1.
int64_t plain_png_decode(const char *path);

// Keeps memory that was released for what is asked for next, instead of giving it back to the system.
void plain_png_keep_memory(void);

#endif
