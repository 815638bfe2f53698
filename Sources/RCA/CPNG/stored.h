#ifndef CPNG_STORED_H
#define CPNG_STORED_H

#include <stddef.h>
#include <stdint.h>

// The same PNG with its pixels unpacked by libdeflate, more than twice as fast as zlib, and stored in deflate's
// uncompressed blocks, so that libpng has next to nothing to unpack. Every critical chunk's checksum and the
// checksum of the pixels have been verified; the chunk of the new ones has none.
//
// `unpacked_size` is what the pixels take before their filters are undone. The caller frees the result. NULL where
// the package is built without libdeflate, where memory is short, and for every file that is out of the ordinary or
// damaged: libpng then reads the file itself, and says what is wrong with it.
uint8_t *cpng_stored(const uint8_t *bytes, size_t size, size_t unpacked_size, size_t *stored_size);

#endif
