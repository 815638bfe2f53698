#ifdef RCA_DICOM

#include "stream.hpp"

#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>

#include <memory>

using namespace rca_dicom;

namespace {

uint32_t little(const uint8_t *bytes) {
    return bytes[0] | static_cast<uint32_t>(bytes[1]) << 8 | static_cast<uint32_t>(bytes[2]) << 16 |
           static_cast<uint32_t>(bytes[3]) << 24;
}

bool is_upper(uint8_t byte) { return byte >= 'A' && byte <= 'Z'; }

const uint32_t pixel_data = 0x00107fe0, item = 0xe000fffe, end_of_items = 0xe0ddfffe, undefined = 0xffffffff;

// Where the compressed pixels begin in elements without types; `size` where there are none.
size_t find_pixels(const uint8_t *bytes, size_t size, size_t position) {
    while (size - position >= 8) {
        const uint32_t tag = little(bytes + position), length = little(bytes + position + 4);
        if (tag == pixel_data && length == undefined) return position;
        // A sequence without a length would have to be read itself.
        if (length == undefined || length > size - position - 8) return size;
        position += 8 + length;
    }
    return size;
}

// The items from `position` on.
cdicom_status read_fragments(cdicom_reader *reader, size_t position, DcmPixelSequence &sequence) {
    const uint8_t *bytes = reader->bytes;
    while (reader->size - position >= 8) {
        const uint32_t tag = little(bytes + position), length = little(bytes + position + 4);
        position += 8;
        if (tag == end_of_items) return CDICOM_OK;
        if (tag != item) return damage(reader, "its pixels are not in fragments");
        if (length > reader->size - position) return CDICOM_ENDS_EARLY;
        std::unique_ptr<DcmPixelItem> fragment(new DcmPixelItem(DcmTag(DCM_PixelItemTag, EVR_OB)));
        if (length > 0) {
            const OFCondition condition = fragment->putUint8Array(bytes + position, length);
            if (condition.bad()) return failure(reader, condition);
        }
        if (sequence.insert(fragment.get()).bad()) return CDICOM_OUT_OF_MEMORY;
        fragment.release();
        position += length;
    }
    return CDICOM_ENDS_EARLY;
}

} // namespace

bool rca_dicom::has_untyped_elements(const uint8_t *bytes, size_t size, size_t start) {
    return size > start && size - start >= 8 && !(is_upper(bytes[start + 4]) && is_upper(bytes[start + 5]));
}

cdicom_status rca_dicom::read_mislabelled(cdicom_reader *reader, size_t start) {
    const size_t pixels = find_pixels(reader->bytes, reader->size, start);
    ByteStream stream(reader->bytes + start, pixels - start);
    DcmDataset &data = *reader->file.getDataset();
    data.transferInit();
    const OFCondition condition = data.read(stream, EXS_LittleEndianImplicit);
    data.transferEnd();
    if (condition.bad()) return failure(reader, condition);
    if (pixels == reader->size) return CDICOM_OK;
    std::unique_ptr<DcmPixelSequence> sequence(new DcmPixelSequence(DcmTag(DCM_PixelData, EVR_OB)));
    const cdicom_status status = read_fragments(reader, pixels + 8, *sequence);
    if (status != CDICOM_OK) return status;
    std::unique_ptr<DcmPixelData> element(new DcmPixelData(DCM_PixelData));
    element->putOriginalRepresentation(reader->syntax, nullptr, sequence.release());
    const OFCondition inserted = data.insert(element.get(), true);
    if (inserted.bad()) return failure(reader, inserted);
    element.release();
    return CDICOM_OK;
}

#else

typedef int cdicom_mislabelled_is_not_built;

#endif
