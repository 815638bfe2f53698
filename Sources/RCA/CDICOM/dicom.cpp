#ifdef RCA_DICOM

#include "stream.hpp"

#include <dcmtk/dcmdata/dccodec.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>

#include <mutex>

using namespace rca_dicom;

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

// The syntax that the head of the file names, empty where the file has no head; and where the head ends.
OFString syntax_of_head(const uint8_t *bytes, size_t size, size_t *end) {
    ByteStream stream(bytes, size);
    DcmMetaInfo head;
    head.transferInit();
    head.read(stream);
    head.transferEnd();
    *end = static_cast<size_t>(stream.tell());
    OFString syntax;
    head.findAndGetOFString(DCM_TransferSyntaxUID, syntax);
    while (!syntax.empty() && (syntax.back() == '\0' || syntax.back() == ' ')) syntax.erase(syntax.size() - 1);
    return syntax;
}

// DCMTK reads nested items by calling itself: a file of very many would end the program. Images have a few hundred,
// the fragments of compressed pixels among them.
const size_t most_items = 2000;

bool is_jpeg_2000(E_TransferSyntax syntax) { return syntax == EXS_JPEG2000LosslessOnly || syntax == EXS_JPEG2000; }

bool can_be_decoded(const DcmXfer &syntax) {
    // JPIP names a server in place of pixels.
    if (syntax.getXfer() == EXS_Unknown || syntax.getXfer() == EXS_JPIPReferenced ||
        syntax.getXfer() == EXS_JPIPReferencedDeflate)
        return false;
    if (!syntax.isEncapsulated() || is_jpeg_2000(syntax.getXfer())) return true;
    return DcmCodecList::canChangeCoding(syntax.getXfer(), EXS_LittleEndianExplicit);
}

cdicom_status read_file(cdicom_reader *reader) {
    if (has_too_many_items(reader->bytes, reader->size)) {
        reader->message = "it has more than " + std::to_string(most_items) + " items";
        return CDICOM_DAMAGED;
    }
    size_t end = 0;
    const OFString syntax = syntax_of_head(reader->bytes, reader->size, &end);
    const DcmXfer named(syntax.c_str());
    if (!syntax.empty() && !can_be_decoded(named)) {
        reader->message = named.getXfer() == EXS_Unknown ? syntax.c_str() : named.getXferName();
        return CDICOM_UNKNOWN_SYNTAX;
    }
    reader->syntax = named.getXfer();
    if (reader->syntax == EXS_DeflatedLittleEndianExplicit) return read_deflated(reader, end);
    if (!syntax.empty() && named.isEncapsulated() && has_untyped_elements(reader->bytes, reader->size, end))
        return read_mislabelled(reader, end);
    ByteStream stream(reader->bytes, reader->size);
    reader->file.transferInit();
    const OFCondition condition = reader->file.read(stream);
    reader->file.transferEnd();
    reader->syntax = reader->file.getDataset()->getOriginalXfer();
    return condition.bad() ? failure(reader, condition) : CDICOM_OK;
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
    DcmItem *measures = functional_group(item, DCM_PixelMeasuresSequence);
    if (measures && copy_spacing(*measures, DCM_PixelSpacing, header)) return;
    if (!copy_spacing(item, DCM_ImagerPixelSpacing, header)) return;
    Float64 magnification = 0;
    if (item.findAndGetFloat64(DCM_EstimatedRadiographicMagnificationFactor, magnification).good() &&
        magnification > 0) {
        header->row_spacing /= magnification;
        header->column_spacing /= magnification;
    }
}

} // namespace

bool rca_dicom::has_too_many_items(const uint8_t *bytes, size_t size) {
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

DcmItem *rca_dicom::functional_group(DcmItem &data, const DcmTagKey &sequence) {
    for (const DcmTagKey &groups : {DCM_PerFrameFunctionalGroupsSequence, DCM_SharedFunctionalGroupsSequence}) {
        DcmItem *group = nullptr, *item = nullptr;
        if (data.findAndGetSequenceItem(groups, group, 0).good() && group &&
            group->findAndGetSequenceItem(sequence, item, 0).good() && item)
            return item;
    }
    return nullptr;
}

extern "C" {

cdicom_reader *cdicom_reader_create(const uint8_t *bytes, size_t size, size_t most_bytes) {
    try {
        prepare_library();
        cdicom_reader *reader = new cdicom_reader();
        reader->bytes = bytes;
        reader->size = size;
        reader->most_bytes = most_bytes;
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
        const cdicom_status status = read_file(reader);
        if (status != CDICOM_OK) return status;
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
        const DcmXfer syntax(reader->syntax);
        header->has_pixels = syntax.isEncapsulated() ? data.tagExists(DCM_PixelData)
                                                     : data.tagExistsWithValue(DCM_PixelData);
        header->is_lossless = !syntax.isLossy();
        header->is_jpeg_2000 = is_jpeg_2000(syntax.getXfer());
        std::strncpy(header->syntax, syntax.getXferName(), sizeof header->syntax - 1);
        copy_text(data, DCM_PhotometricInterpretation, header->photometric, sizeof header->photometric);
        copy_text(data, DCM_SOPClassUID, header->sop_class, sizeof header->sop_class);
        copy_text(data, DCM_SegmentationType, header->segmentation_type, sizeof header->segmentation_type);
        header->most_fractional = number(data, DCM_MaximumFractionalValue, 255);
        find_scaling(data, header);
        find_spacing(data, header);
        return CDICOM_OK;
    });
}

const char *cdicom_message(const cdicom_reader *reader) { return reader->message.c_str(); }

const char *cdicom_library_version(void) { return OFFIS_DCMTK_VERSION; }
}

#else

typedef int cdicom_is_not_built;

#endif
