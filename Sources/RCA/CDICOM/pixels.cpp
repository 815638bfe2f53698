#ifdef RCA_DICOM

#include "stream.hpp"

#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>

#include <zlib.h>

#include <algorithm>

using namespace rca_dicom;

namespace {

// Fills reader->inflated with what the file's bytes from `start` on stand for.
cdicom_status inflate_from(cdicom_reader *reader, size_t start) {
    if (start >= reader->size || reader->size - start > UINT32_MAX) return CDICOM_ENDS_EARLY;
    z_stream stream;
    std::memset(&stream, 0, sizeof stream);
    if (inflateInit2(&stream, -15) != Z_OK) return CDICOM_OUT_OF_MEMORY;
    struct End {
        z_stream *stream;
        ~End() { inflateEnd(stream); }
    } end = {&stream};
    // zlib never writes through next_in.
    stream.next_in = const_cast<Bytef *>(reader->bytes + start);
    stream.avail_in = static_cast<uInt>(reader->size - start);
    size_t count = 0;
    for (int result = Z_OK; result != Z_STREAM_END;) {
        if (count == reader->inflated.size()) {
            if (count >= reader->most_bytes) return damage(reader, "it grows too large when it is unpacked");
            reader->inflated.resize(std::min(reader->most_bytes, std::max<size_t>(1 << 20, 2 * count)));
        }
        const size_t room = std::min<size_t>(reader->inflated.size() - count, 1 << 30);
        stream.next_out = reader->inflated.data() + count;
        stream.avail_out = static_cast<uInt>(room);
        result = inflate(&stream, Z_NO_FLUSH);
        count += room - stream.avail_out;
        if (result == Z_BUF_ERROR || (result == Z_OK && stream.avail_in == 0 && stream.avail_out > 0))
            return CDICOM_ENDS_EARLY;
        if (result != Z_OK && result != Z_STREAM_END) return damage(reader, "its compressed data is wrong");
    }
    reader->inflated.resize(count);
    return CDICOM_OK;
}

void append(std::vector<uint8_t> &bytes, DcmPixelItem &fragment) {
    Uint8 *start = nullptr;
    if (fragment.getUint8Array(start).good() && start) bytes.insert(bytes.end(), start, start + fragment.getLength());
}

} // namespace

cdicom_status rca_dicom::read_deflated(cdicom_reader *reader, size_t start) {
    const cdicom_status status = inflate_from(reader, start);
    if (status != CDICOM_OK) return status;
    if (has_too_many_items(reader->inflated.data(), reader->inflated.size()))
        return damage(reader, "it has very many items");
    ByteStream stream(reader->inflated.data(), reader->inflated.size());
    DcmDataset &data = *reader->file.getDataset();
    data.transferInit();
    const OFCondition condition = data.read(stream, EXS_LittleEndianExplicit);
    data.transferEnd();
    return condition.bad() ? failure(reader, condition) : CDICOM_OK;
}

extern "C" {

cdicom_status cdicom_stored(cdicom_reader *reader, cdicom_pixels *pixels) {
    return guarded(reader, [&] {
        std::memset(pixels, 0, sizeof *pixels);
        DcmDataset &data = *reader->file.getDataset();
        const OFCondition condition = data.chooseRepresentation(EXS_LittleEndianExplicit, nullptr);
        if (condition.bad()) return failure(reader, condition);
        DcmElement *element = nullptr;
        if (data.findAndGetElement(DCM_PixelData, element).bad() || !element)
            return damage(reader, "it has no pixels");
        // Decoders change these where they convert colours or lay them down another way.
        copy_text(data, DCM_PhotometricInterpretation, pixels->photometric, sizeof pixels->photometric);
        pixels->is_planar = number(data, DCM_PlanarConfiguration, 0) == 1;
        pixels->bits_allocated = number(data, DCM_BitsAllocated, 0);
        Uint8 *plain = nullptr;
        Uint16 *words = nullptr;
        if (element->getUint8Array(plain).good() && plain) {
            pixels->bytes = plain;
            pixels->size = element->getLength();
        } else if (element->getUint16Array(words).good() && words) {
            // Words are in the machine's order.
            reader->samples.resize(element->getLength());
            for (size_t i = 0; i + 1 < reader->samples.size(); i += 2) {
                reader->samples[i] = static_cast<uint8_t>(words[i / 2] & 255);
                reader->samples[i + 1] = static_cast<uint8_t>(words[i / 2] >> 8);
            }
            pixels->bytes = reader->samples.data();
            pixels->size = reader->samples.size();
        } else {
            return damage(reader, "its pixels cannot be decoded");
        }
        return CDICOM_OK;
    });
}

cdicom_status cdicom_fragments(
    cdicom_reader *reader, uint32_t frame, uint32_t frames, const uint8_t **bytes, size_t *size) {
    return guarded(reader, [&] {
        DcmDataset &data = *reader->file.getDataset();
        DcmElement *element = nullptr;
        if (data.findAndGetElement(DCM_PixelData, element).bad() || !element)
            return damage(reader, "it has no pixels");
        DcmPixelData *pixels = OFdynamic_cast(DcmPixelData *, element);
        DcmPixelSequence *sequence = nullptr;
        if (!pixels || pixels->getEncapsulatedRepresentation(reader->syntax, nullptr, sequence).bad() ||
            !sequence)
            return damage(reader, "its pixels are not in fragments");
        // The first item is a table of offsets.
        const unsigned long fragments = sequence->card() > 0 ? sequence->card() - 1 : 0;
        if (frames > 1 && fragments != frames) return damage(reader, "its frames are not a fragment each");
        reader->samples.clear();
        for (unsigned long index = 0; index < fragments; index++) {
            DcmPixelItem *fragment = nullptr;
            if ((frames > 1 && index != frame) || sequence->getItem(fragment, index + 1).bad() || !fragment) continue;
            append(reader->samples, *fragment);
        }
        if (reader->samples.empty()) return CDICOM_ENDS_EARLY;
        *bytes = reader->samples.data();
        *size = reader->samples.size();
        return CDICOM_OK;
    });
}

uint32_t cdicom_segment(cdicom_reader *reader, uint32_t frame) {
    uint32_t segment = 0;
    guarded(reader, [&] {
        DcmDataset &data = *reader->file.getDataset();
        DcmItem *group = nullptr, *identity = nullptr;
        if (data.findAndGetSequenceItem(DCM_PerFrameFunctionalGroupsSequence, group, static_cast<long>(frame)).good() &&
            group && group->findAndGetSequenceItem(DCM_SegmentIdentificationSequence, identity, 0).good() && identity)
            segment = number(*identity, DCM_ReferencedSegmentNumber, 0);
        else if (
            data.findAndGetSequenceItem(DCM_SharedFunctionalGroupsSequence, group, 0).good() && group &&
            group->findAndGetSequenceItem(DCM_SegmentIdentificationSequence, identity, 0).good() && identity)
            segment = number(*identity, DCM_ReferencedSegmentNumber, 0);
        return CDICOM_OK;
    });
    return segment;
}
}

#else

typedef int cdicom_pixels_are_not_built;

#endif
