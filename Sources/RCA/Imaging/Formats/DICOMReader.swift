#if DICOM
import Files
import CDICOM

/// Reads DICOM images and segmentations of one frame, by DCMTK.
///
/// A grey image goes through ``DICOMGreyTable``, overlays are left alone; a coloured one becomes luminance, through
/// ``DICOMColour``.
enum DICOMReader {
    static func grayscaleImage(
        from bytes: [UInt8], named name: String, limits: ImageLimits = .standard
    ) throws(InputError) -> GrayscaleImage {
        try bytes.withUnsafeBufferPointer { (buffer) throws(InputError) in
            let decoder = try DICOMDecoder(buffer, named: name, limits: limits)
            let header = try decoder.header(limits)
            guard !header.isSegmentation else {
                throw InputError(
                    .formatUnsupported, name, "is a DICOM segmentation, not an image", remedy: "give the image itself")
            }
            guard header.frames <= 1 else { throw severalFrames(header, name) }
            let samples = header.isGrey ? try grey(decoder, header, name) : try colours(decoder, header, name)
            return GrayscaleImage(
                width: header.width, height: header.height, samples: samples, pixelSpacing: header.pixelSpacing)
        }
    }

    private static func grey(
        _ decoder: borrowing DICOMDecoder, _ header: DICOMHeader, _ name: String
    ) throws(InputError) -> GrayscaleImage.Samples {
        let table = DICOMGreyTable(
            header, modality: try decoder.table(CDICOM_MODALITY_TABLE), voi: try decoder.table(CDICOM_VOI_TABLE))
        let stored = try frame(0, of: try decoder.samples(header), header, name)
        guard table.top == 255 else { return .sixteenBit(stored.map { table.values[Int($0)] }) }
        return .eightBit(stored.map { UInt8(truncatingIfNeeded: table.values[Int($0)]) })
    }

    private static func colours(
        _ decoder: borrowing DICOMDecoder, _ header: DICOMHeader, _ name: String
    ) throws(InputError) -> GrayscaleImage.Samples {
        if header.photometric == "PALETTE COLOR", header.samplesPerPixel == 1 {
            var tables: [DICOMTable] = []
            for kind in [CDICOM_RED_TABLE, CDICOM_GREEN_TABLE, CDICOM_BLUE_TABLE] {
                guard let table = try decoder.table(kind) else { break }
                tables.append(table)
            }
            guard tables.count == 3 else {
                throw InputError(
                    .fileDamaged, name, "has colours of a palette, and no palette", remedy: "copy or export it again")
            }
            let stored = try frame(0, of: try decoder.samples(header), header, name)
            return DICOMColour.luminance(
                ofPalette: stored, isSigned: header.isSigned, bitsStored: header.bitsStored, tables)
        }
        guard header.samplesPerPixel == 3, DICOMColour.interpretations.contains(header.photometric) else {
            throw InputError(
                .formatUnsupported, name,
                "is a DICOM image of a colour space that is not read (\(header.photometric), "
                    + "\(header.samplesPerPixel) samples a pixel)", remedy: "export it in grey (MONOCHROME2)")
        }
        guard let samples = DICOMColour.luminance(try decoder.samples(header), header) else { throw endsEarly(name) }
        return samples
    }

    /// The labels of a file: of a segmentation the numbers of its segments (where they overlap, the highest), of an
    /// image its samples as they are stored.
    static func labelMap(
        from bytes: [UInt8], named name: String, limits: ImageLimits = .standard
    ) throws(InputError) -> LabelMap {
        try bytes.withUnsafeBufferPointer { (buffer) throws(InputError) in
            let decoder = try DICOMDecoder(buffer, named: name, limits: limits)
            let header = try decoder.header(limits)
            guard header.isLossless else {
                throw InputError(
                    .formatUnsupported, name, "is compressed with loss, which does not keep the values of labels",
                    remedy: "export the mask without compression")
            }
            guard header.samplesPerPixel == 1 else {
                throw InputError(
                    .formatUnsupported, name, "is a DICOM image in colour (\(header.photometric)), not a label map",
                    remedy: "export the labels as grey values")
            }
            let labels: [UInt16]
            if header.isSegmentation, header.segmentationType != "LABELMAP" {
                labels = try segments(decoder, header, name)
            } else {
                guard header.frames <= 1 else { throw severalFrames(header, name) }
                labels = try frame(0, of: try decoder.samples(header), header, name)
            }
            var map = try LabelMap(width: header.width, height: header.height, labels: labels, named: name)
            map.pixelSpacing = header.pixelSpacing
            return map
        }
    }

    private static func segments(
        _ decoder: borrowing DICOMDecoder, _ header: DICOMHeader, _ name: String
    ) throws(InputError) -> [UInt16] {
        let samples = try decoder.samples(header)
        // A fraction counts from one half on.
        let threshold = header.segmentationType == "FRACTIONAL" ? max(1, (header.mostFractional + 1) / 2) : 1
        var frameOfSegment: [Int: Int] = [:]
        for index in 0..<header.frames {
            let segment = decoder.segment(ofFrame: index)
            guard (1...Int(UInt16.max)).contains(segment) else {
                throw InputError(
                    .fileDamaged, name, "does not say which segment its frame \(index + 1) shows",
                    remedy: "export the segmentation again")
            }
            guard frameOfSegment.updateValue(index, forKey: segment) == nil else {
                throw InputError(
                    .formatUnsupported, name,
                    "has several frames of segment \(segment): it is a segmentation of slices",
                    remedy: "export the segmentation of one image")
            }
        }
        var labels = [UInt16](repeating: 0, count: header.width * header.height)
        for (segment, index) in frameOfSegment.sorted(by: { $0.key < $1.key }) {
            for (pixel, value) in try frame(index, of: samples, header, name).enumerated() where value >= threshold {
                labels[pixel] = UInt16(segment)
            }
        }
        return labels
    }

    private static func frame(
        _ index: Int, of samples: DICOMSamples, _ header: DICOMHeader, _ name: String
    ) throws(InputError) -> [UInt16] {
        let count = header.width * header.height
        guard let values = samples.values(from: index * count, count: count, header) else { throw endsEarly(name) }
        return values
    }

    private static func endsEarly(_ name: String) -> InputError {
        InputError(.fileDamaged, name, "ends before its picture does", remedy: "copy or export it again")
    }

    private static func severalFrames(_ header: DICOMHeader, _ name: String) -> InputError {
        InputError(
            .formatUnsupported, name, "is a DICOM file of \(header.frames) frames",
            remedy: "export the one that is meant")
    }
}
#endif
