#ifdef RCA_DICOM

#include "CDICOM.h"

#if !__has_include(<dcmtk/config/osconfig.h>)
#error "dcmtk is missing: install libdcmtk-dev, or build without DICOM (--disable-default-traits)"
#endif

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dccodec.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmimgle/dcmimage.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>

#include <cstring>
#include <exception>
#include <mutex>
#include <new>
#include <string>
#include <vector>

struct cdicom_reader {
    const uint8_t *bytes;
    size_t size;
    DcmFileFormat file;
    std::string message;
    // Samples that DCMTK hands out as words.
    std::vector<uint8_t> samples;
};

namespace {

void prepare_library() {
    static std::once_flag once;
    std::call_once(once, [] {
        OFLog::configure(OFLogger::OFF_LOG_LEVEL);
        DJDecoderRegistration::registerCodecs();
        DJLSDecoderRegistration::registerCodecs();
        DcmRLEDecoderRegistration::registerCodecs();
    });
}

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

cdicom_status failure(cdicom_reader *reader, const OFCondition &condition) {
    reader->message = condition.text();
    if (condition == EC_MemoryExhausted) return CDICOM_OUT_OF_MEMORY;
    if (condition == EC_EndOfStream || condition == EC_StreamNotifyClient || condition == EC_InvalidStream)
        return CDICOM_ENDS_EARLY;
    return CDICOM_DAMAGED;
}

// The syntax that the head of the file names; empty where the file has no head.
OFString syntax_of_head(const uint8_t *bytes, size_t size) {
    DcmInputBufferStream stream;
    stream.setBuffer(bytes, static_cast<offile_off_t>(size));
    stream.setEos();
    DcmMetaInfo head;
    head.transferInit();
    head.read(stream);
    head.transferEnd();
    OFString syntax;
    head.findAndGetOFString(DCM_TransferSyntaxUID, syntax);
    return syntax;
}

// DCMTK reads nested items by calling itself: a file of very many would end the program. Images have a few hundred,
// the fragments of compressed pixels among them.
const size_t most_items = 2000;

bool has_too_many_items(const uint8_t *bytes, size_t size) {
    static const uint8_t tags[2][4] = {{0xfe, 0xff, 0x00, 0xe0}, {0xff, 0xfe, 0xe0, 0x00}};
    for (const uint8_t(&tag)[4] : tags) {
        size_t found = 0;
        const uint8_t *position = bytes;
        while (position) {
            const size_t left = size - static_cast<size_t>(position - bytes);
            position = static_cast<const uint8_t *>(memmem(position, left, tag, sizeof tag));
            if (!position) break;
            position += sizeof tag;
            if (++found > most_items) return true;
        }
    }
    return false;
}

void copy_text(DcmItem &item, const DcmTagKey &key, char *text, size_t size) {
    OFString value;
    item.findAndGetOFString(key, value);
    std::strncpy(text, value.c_str(), size - 1);
}

uint32_t number(DcmItem &item, const DcmTagKey &key, uint32_t otherwise) {
    Uint16 value = 0;
    return item.findAndGetUint16(key, value).good() ? value : otherwise;
}

bool copy_spacing(DcmItem &item, const DcmTagKey &key, cdicom_header *header) {
    Float64 row = 0, column = 0;
    if (item.findAndGetFloat64(key, row, 0).bad() || item.findAndGetFloat64(key, column, 1).bad()) return false;
    header->row_spacing = row;
    header->column_spacing = column;
    return true;
}

// Of the picture, or else of the detector, made smaller by the magnification where that is known.
void find_spacing(DcmItem &item, cdicom_header *header) {
    if (copy_spacing(item, DCM_PixelSpacing, header)) return;
    DcmItem *shared = nullptr, *measures = nullptr;
    if (item.findAndGetSequenceItem(DCM_SharedFunctionalGroupsSequence, shared, 0).good() && shared &&
        shared->findAndGetSequenceItem(DCM_PixelMeasuresSequence, measures, 0).good() && measures &&
        copy_spacing(*measures, DCM_PixelSpacing, header))
        return;
    if (!copy_spacing(item, DCM_ImagerPixelSpacing, header)) return;
    Float64 magnification = 0;
    if (item.findAndGetFloat64(DCM_EstimatedRadiographicMagnificationFactor, magnification).good() &&
        magnification > 0) {
        header->row_spacing /= magnification;
        header->column_spacing /= magnification;
    }
}

} // namespace

extern "C" {

cdicom_reader *cdicom_reader_create(const uint8_t *bytes, size_t size) {
    try {
        prepare_library();
        cdicom_reader *reader = new cdicom_reader();
        reader->bytes = bytes;
        reader->size = size;
        return reader;
    } catch (...) {
        return nullptr;
    }
}

void cdicom_reader_destroy(cdicom_reader *reader) {
    try {
        delete reader;
    } catch (...) {
    }
}

cdicom_status cdicom_read_header(cdicom_reader *reader, cdicom_header *header) {
    return guarded(reader, [&] {
        std::memset(header, 0, sizeof *header);
        if (has_too_many_items(reader->bytes, reader->size)) {
            reader->message = "it has more than " + std::to_string(most_items) + " items";
            return CDICOM_DAMAGED;
        }
        OFString syntax = syntax_of_head(reader->bytes, reader->size);
        while (!syntax.empty() && (syntax.back() == '\0' || syntax.back() == ' ')) syntax.erase(syntax.size() - 1);
        const DcmXfer named(syntax.c_str());
        if (!syntax.empty()) {
            // A deflated file is not read: what it may grow to is not known before.
            bool is_known = named.getXfer() != EXS_Unknown && named.getXfer() != EXS_DeflatedLittleEndianExplicit;
            if (is_known && named.isEncapsulated())
                is_known = DcmCodecList::canChangeCoding(named.getXfer(), EXS_LittleEndianExplicit);
            if (!is_known) {
                reader->message = named.getXfer() == EXS_Unknown ? syntax.c_str() : named.getXferName();
                return CDICOM_UNKNOWN_SYNTAX;
            }
        }
        DcmInputBufferStream stream;
        stream.setBuffer(reader->bytes, static_cast<offile_off_t>(reader->size));
        stream.setEos();
        reader->file.transferInit();
        const OFCondition condition = reader->file.read(stream);
        reader->file.transferEnd();
        if (condition.bad()) return failure(reader, condition);

        DcmDataset &data = *reader->file.getDataset();
        header->width = number(data, DCM_Columns, 0);
        header->height = number(data, DCM_Rows, 0);
        Sint32 frames = 1;
        header->frames = data.findAndGetSint32(DCM_NumberOfFrames, frames).good() ? frames : 1;
        header->samples_per_pixel = number(data, DCM_SamplesPerPixel, 1);
        header->bits_allocated = number(data, DCM_BitsAllocated, 0);
        header->bits_stored = number(data, DCM_BitsStored, header->bits_allocated);
        header->high_bit = number(data, DCM_HighBit, header->bits_stored - 1);
        header->is_signed = number(data, DCM_PixelRepresentation, 0) == 1;
        header->has_pixels = data.tagExistsWithValue(DCM_PixelData);
        header->is_lossless = !DcmXfer(data.getOriginalXfer()).isLossy();
        copy_text(data, DCM_PhotometricInterpretation, header->photometric, sizeof header->photometric);
        copy_text(data, DCM_SOPClassUID, header->sop_class, sizeof header->sop_class);
        copy_text(data, DCM_SegmentationType, header->segmentation_type, sizeof header->segmentation_type);
        header->most_fractional = number(data, DCM_MaximumFractionalValue, 255);
        find_spacing(data, header);
        return CDICOM_OK;
    });
}

cdicom_status cdicom_render(cdicom_reader *reader, int bits, void *grey, size_t size) {
    return guarded(reader, [&] {
        DcmDataset &data = *reader->file.getDataset();
        const unsigned long flags = 0, first = 0, count = 1;
        DicomImage image(static_cast<DcmObject *>(&data), data.getCurrentXfer(), flags, first, count);
        if (image.getStatus() != EIS_Normal) {
            reader->message = DicomImage::getString(image.getStatus());
            return CDICOM_DAMAGED;
        }
        bool has_range = image.getVoiLutCount() > 0 && image.setVoiLut(0);
        if (!has_range && image.getWindowCount() > 0) has_range = image.setWindow(0);
        if (!has_range) image.setNoVoiTransformation();
        if (!image.getOutputData(grey, size, bits)) {
            reader->message = "its pixels cannot be rendered";
            return CDICOM_DAMAGED;
        }
        return CDICOM_OK;
    });
}

cdicom_status cdicom_stored(cdicom_reader *reader, const uint8_t **bytes, size_t *size) {
    return guarded(reader, [&] {
        DcmDataset &data = *reader->file.getDataset();
        const OFCondition condition = data.chooseRepresentation(EXS_LittleEndianExplicit, nullptr);
        if (condition.bad()) return failure(reader, condition);
        DcmElement *element = nullptr;
        if (data.findAndGetElement(DCM_PixelData, element).bad() || !element) {
            reader->message = "it has no pixels";
            return CDICOM_DAMAGED;
        }
        Uint8 *plain = nullptr;
        Uint16 *words = nullptr;
        if (element->getUint8Array(plain).good() && plain) {
            *bytes = plain;
            *size = element->getLength();
        } else if (element->getUint16Array(words).good() && words) {
            // Words are in the machine's order.
            reader->samples.resize(element->getLength());
            for (size_t i = 0; i + 1 < reader->samples.size(); i += 2) {
                reader->samples[i] = static_cast<uint8_t>(words[i / 2] & 255);
                reader->samples[i + 1] = static_cast<uint8_t>(words[i / 2] >> 8);
            }
            *bytes = reader->samples.data();
            *size = reader->samples.size();
        } else {
            reader->message = "its pixels cannot be decoded";
            return CDICOM_DAMAGED;
        }
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

const char *cdicom_message(const cdicom_reader *reader) { return reader->message.c_str(); }

const char *cdicom_library_version(void) { return OFFIS_DCMTK_VERSION; }
}

#else

typedef int cdicom_is_not_built;

#endif
