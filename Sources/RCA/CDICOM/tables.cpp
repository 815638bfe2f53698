#ifdef RCA_DICOM

#include "reader.hpp"

using namespace rca_dicom;

namespace {

// What the three numbers of a table's descriptor say. Signed where the file says so, or where its pixels are.
bool read_descriptor(DcmItem &item, const DcmTagKey &key, bool is_signed, cdicom_table *table) {
    uint32_t values[3] = {0, 0, 0};
    for (unsigned long i = 0; i < 3; i++) {
        Uint16 plain = 0;
        Sint16 with_sign = 0;
        if (item.findAndGetUint16(key, plain, i).good()) {
            values[i] = plain;
        } else if (item.findAndGetSint16(key, with_sign, i).good()) {
            values[i] = static_cast<Uint16>(with_sign);
            is_signed = true;
        } else {
            return false;
        }
    }
    table->count = values[0] == 0 ? 65536 : values[0];
    table->first = is_signed ? static_cast<int16_t>(values[1]) : static_cast<int32_t>(values[1]);
    table->bits = values[2];
    return true;
}

bool read_values(cdicom_reader *reader, DcmItem &item, const DcmTagKey &key) {
    DcmElement *element = nullptr;
    if (item.findAndGetElement(key, element).bad() || !element || element->getLength() == 0) return false;
    Uint16 *words = nullptr;
    Sint16 *with_sign = nullptr;
    Uint8 *bytes = nullptr;
    const size_t length = element->getLength();
    reader->table.clear();
    if (element->getUint16Array(words).good() && words) {
        reader->table.assign(words, words + length / 2);
    } else if (element->getSint16Array(with_sign).good() && with_sign) {
        reader->table.assign(with_sign, with_sign + length / 2);
    } else if (element->getUint8Array(bytes).good() && bytes) {
        for (size_t i = 0; i + 1 < length; i += 2)
            reader->table.push_back(static_cast<uint16_t>(bytes[i] | bytes[i + 1] << 8));
    }
    return !reader->table.empty();
}

struct Place {
    DcmTagKey sequence, descriptor, values, segments;
};

bool find_place(cdicom_table_kind kind, Place *place) {
    switch (kind) {
    case CDICOM_MODALITY_TABLE:
        *place = {DCM_ModalityLUTSequence, DCM_LUTDescriptor, DCM_LUTData, DcmTagKey()};
        return true;
    case CDICOM_VOI_TABLE:
        *place = {DCM_VOILUTSequence, DCM_LUTDescriptor, DCM_LUTData, DcmTagKey()};
        return true;
    case CDICOM_RED_TABLE:
        *place = {
            DcmTagKey(), DCM_RedPaletteColorLookupTableDescriptor, DCM_RedPaletteColorLookupTableData,
            DCM_SegmentedRedPaletteColorLookupTableData};
        return true;
    case CDICOM_GREEN_TABLE:
        *place = {
            DcmTagKey(), DCM_GreenPaletteColorLookupTableDescriptor, DCM_GreenPaletteColorLookupTableData,
            DCM_SegmentedGreenPaletteColorLookupTableData};
        return true;
    case CDICOM_BLUE_TABLE:
        *place = {
            DcmTagKey(), DCM_BluePaletteColorLookupTableDescriptor, DCM_BluePaletteColorLookupTableData,
            DCM_SegmentedBluePaletteColorLookupTableData};
        return true;
    }
    return false;
}

void find_window(DcmItem &item, cdicom_header *header) {
    Float64 centre = 0, width = 0;
    if (item.findAndGetFloat64(DCM_WindowCenter, centre, 0).bad() ||
        item.findAndGetFloat64(DCM_WindowWidth, width, 0).bad())
        return;
    header->has_window = true;
    header->window_centre = centre;
    header->window_width = width;
    copy_text(item, DCM_VOILUTFunction, header->window_function, sizeof header->window_function);
}

} // namespace

void rca_dicom::find_scaling(DcmItem &data, cdicom_header *header) {
    header->slope = 1;
    DcmItem *values = functional_group(data, DCM_PixelValueTransformationSequence);
    for (DcmItem *item : {&data, values}) {
        Float64 slope = 0, intercept = 0;
        if (!item || item->findAndGetFloat64(DCM_RescaleSlope, slope).bad()) continue;
        item->findAndGetFloat64(DCM_RescaleIntercept, intercept);
        header->slope = slope;
        header->intercept = intercept;
        break;
    }
    find_window(data, header);
    DcmItem *frame = functional_group(data, DCM_FrameVOILUTSequence);
    if (!header->has_window && frame) find_window(*frame, header);
}

extern "C" {

bool cdicom_find_table(cdicom_reader *reader, cdicom_table_kind kind, cdicom_table *table) {
    bool is_found = false;
    guarded(reader, [&] {
        std::memset(table, 0, sizeof *table);
        Place place;
        if (!find_place(kind, &place)) return CDICOM_OK;
        DcmItem *item = reader->file.getDataset();
        const bool is_signed = number(*item, DCM_PixelRepresentation, 0) == 1;
        if (place.sequence != DcmTagKey()) {
            DcmItem *inner = nullptr;
            if (item->findAndGetSequenceItem(place.sequence, inner, 0).bad() || !inner) return CDICOM_OK;
            item = inner;
        }
        if (!read_descriptor(*item, place.descriptor, is_signed, table)) return CDICOM_OK;
        is_found = read_values(reader, *item, place.values);
        if (!is_found && place.segments != DcmTagKey()) {
            is_found = read_values(reader, *item, place.segments);
            table->is_segmented = is_found;
        }
        table->values = reader->table.data();
        table->value_count = reader->table.size();
        return CDICOM_OK;
    });
    return is_found;
}
}

#else

typedef int cdicom_tables_are_not_built;

#endif
