// Shared by the files of this module, which are compiled with the trait DICOM alone.
#ifndef RCA_DICOM_READER_HPP
#define RCA_DICOM_READER_HPP

#include "CDICOM.h"

#if !__has_include(<dcmtk/config/osconfig.h>)
#error "dcmtk is missing: install libdcmtk-dev, or build without DICOM (--disable-default-traits)"
#endif

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <cstring>
#include <exception>
#include <new>
#include <string>
#include <vector>

struct cdicom_reader {
    const uint8_t *bytes;
    size_t size;
    // What a deflated file may grow to.
    size_t most_bytes;
    // What the pixels are stored in.
    E_TransferSyntax syntax;
    DcmFileFormat file;
    std::string message;
    // A deflated file, unpacked.
    std::vector<uint8_t> inflated;
    // Samples that DCMTK hands out as words, or the fragments of a frame.
    std::vector<uint8_t> samples;
    std::vector<uint16_t> table;
};

namespace rca_dicom {

// Runs what may throw.
template <class Body> cdicom_status guarded(cdicom_reader *reader, Body body) noexcept {
    try {
        return body();
    } catch (const std::bad_alloc &) {
        return CDICOM_OUT_OF_MEMORY;
    } catch (const std::exception &error) {
        try {
            reader->message = error.what();
        } catch (...) {
        }
        return CDICOM_DAMAGED;
    } catch (...) {
        return CDICOM_DAMAGED;
    }
}

inline cdicom_status failure(cdicom_reader *reader, const OFCondition &condition) {
    reader->message = condition.text();
    if (condition == EC_MemoryExhausted) return CDICOM_OUT_OF_MEMORY;
    if (condition == EC_EndOfStream || condition == EC_StreamNotifyClient || condition == EC_InvalidStream)
        return CDICOM_ENDS_EARLY;
    return CDICOM_DAMAGED;
}

inline cdicom_status damage(cdicom_reader *reader, const char *message) {
    reader->message = message;
    return CDICOM_DAMAGED;
}

inline void copy_text(DcmItem &item, const DcmTagKey &key, char *text, size_t size) {
    OFString value;
    item.findAndGetOFString(key, value);
    std::strncpy(text, value.c_str(), size - 1);
    text[size - 1] = 0;
}

inline uint32_t number(DcmItem &item, const DcmTagKey &key, uint32_t otherwise) {
    Uint16 value = 0;
    return item.findAndGetUint16(key, value).good() ? value : otherwise;
}

// An item of the first frame's own functional groups, or else of those that all frames share; null without either.
DcmItem *functional_group(DcmItem &data, const DcmTagKey &sequence);

// Fills in what the header says about grey values: the rescale and the first window.
void find_scaling(DcmItem &data, cdicom_header *header);

// Reads the data set of a deflated file, which begins at `start`.
cdicom_status read_deflated(cdicom_reader *reader, size_t start);

// Whether the elements from `start` on have no types, as in implicit syntaxes.
bool has_untyped_elements(const uint8_t *bytes, size_t size, size_t start);

// Reads a compressed file whose elements have no types, which compressed files have to have: some programs only change
// the name of the syntax.
cdicom_status read_mislabelled(cdicom_reader *reader, size_t start);

bool has_too_many_items(const uint8_t *bytes, size_t size);

} // namespace rca_dicom

#endif
