#if DICOM
import CDICOM

/// Reads DICOM images and segmentations of one frame, by DCMTK.
///
/// An image is what a viewer shows: rescaled, through the first VOI table, or the first window, or else over the full
/// range of its stored bits; MONOCHROME1 inverted, so that high is bright. Pictures of up to 8 stored bits have 8 bits,
/// all others 16.
enum DICOMReader {
    static func grayscaleImage(
        from bytes: [UInt8], named name: String, limits: ImageLimits = .standard
    ) throws(InputError) -> GrayscaleImage {
        try bytes.withUnsafeBufferPointer { (buffer) throws(InputError) in
            let decoder = try DICOMDecoder(buffer, named: name)
            let header = try decoder.header(limits)
            guard !header.isSegmentation else {
                throw InputError(
                    .formatUnsupported, name, "is a DICOM segmentation, not an image", remedy: "give the image itself")
            }
            guard header.frames <= 1 else { throw severalFrames(header, name) }
            guard header.photometric.hasPrefix("MONOCHROME"), header.samplesPerPixel == 1 else {
                throw InputError(
                    .formatUnsupported, name, "is a DICOM image in colour (\(header.photometric))",
                    remedy: "export it in grey (MONOCHROME2)")
            }
            let samples: GrayscaleImage.Samples =
                header.bitsStored > 8
                ? .sixteenBit(try decoder.rendered(header)) : .eightBit(try decoder.rendered(header))
            return GrayscaleImage(
                width: header.width, height: header.height, samples: samples, pixelSpacing: header.pixelSpacing)
        }
    }

    /// The labels of a file: of a segmentation the numbers of its segments (where they overlap, the highest), of an
    /// image its samples as they are stored.
    static func labelMap(
        from bytes: [UInt8], named name: String, limits: ImageLimits = .standard
    ) throws(InputError) -> LabelMap {
        try bytes.withUnsafeBufferPointer { (buffer) throws(InputError) in
            let decoder = try DICOMDecoder(buffer, named: name)
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
                labels = try frame(0, of: try decoder.stored(), header, name)
            }
            var map = try LabelMap(width: header.width, height: header.height, labels: labels, named: name)
            map.pixelSpacing = header.pixelSpacing
            return map
        }
    }

    private static func segments(
        _ decoder: borrowing DICOMDecoder, _ header: DICOMHeader, _ name: String
    ) throws(InputError) -> [UInt16] {
        let stored = try decoder.stored()
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
            for (pixel, value) in try frame(index, of: stored, header, name).enumerated() where value >= threshold {
                labels[pixel] = UInt16(segment)
            }
        }
        return labels
    }

    /// The samples of one frame. Bits of single-bit samples follow each other, from one frame to the next as well
    /// (PS3.5, 8.1.1).
    private static func frame(
        _ index: Int, of stored: [UInt8], _ header: DICOMHeader, _ name: String
    ) throws(InputError) -> [UInt16] {
        let count = header.width * header.height
        guard [1, 8, 16].contains(header.bitsAllocated) else {
            throw InputError(
                .formatUnsupported, name, "has labels of \(header.bitsAllocated) bits",
                remedy: "export them with 1, 8 or 16")
        }
        guard stored.count >= ((index + 1) * count * header.bitsAllocated + 7) / 8 else {
            throw InputError(.fileDamaged, name, "ends before its picture does", remedy: "copy or export it again")
        }
        if header.bitsAllocated == 1 {
            return (index * count..<(index + 1) * count).map { UInt16(stored[$0 >> 3] >> UInt8($0 & 7) & 1) }
        }
        let shift = max(0, header.highBit + 1 - header.bitsStored)
        let mask = UInt16(truncatingIfNeeded: (1 << header.bitsStored) - 1)
        return (index * count..<(index + 1) * count).map { pixel in
            let sample =
                header.bitsAllocated == 8
                ? UInt16(stored[pixel]) : UInt16(stored[2 * pixel]) | UInt16(stored[2 * pixel + 1]) << 8
            return sample >> UInt16(shift) & mask
        }
    }

    private static func severalFrames(_ header: DICOMHeader, _ name: String) -> InputError {
        InputError(
            .formatUnsupported, name, "is a DICOM file of \(header.frames) frames",
            remedy: "export the one that is meant")
    }
}
#endif
