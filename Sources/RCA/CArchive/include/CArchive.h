#ifndef CARCHIVE_H
#define CARCHIVE_H

// libarchive as it is. Without the package's trait Archive nothing includes or imports this.

#if !__has_include(<archive.h>)
#error "archive.h is missing: install libarchive-dev, or build without archives (--disable-default-traits)"
#endif

#include <archive.h>
#include <archive_entry.h>

#endif
