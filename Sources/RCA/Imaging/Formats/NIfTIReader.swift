#if NIfTI
import Files
import CNIfTI

/// Reads NIfTI files (`.nii`, `.nii.gz`, both versions) of one picture, by niftilib and zlib.
///
/// The picture is laid down as radiologists look at it: columns run to the patient's left (in a sagittal picture to
/// the back), rows to the feet (in a transverse picture to the back). A file that does not say how it lies is taken
/// as it comes: the first side across, the second down.
enum NIfTIReader {
    static func plane(
        from bytes: [UInt8], named name: String, limits: ImageLimits = .standard
    ) throws(InputError) -> SamplePlane {
        let isCompressed = bytes.starts(with: [0x1f, 0x8b])
        let head =
            isCompressed
            ? try inflated(bytes, count: Int(CNIFTI_HEADER_SIZE), toEnd: false, named: name)
            : Array(bytes.prefix(Int(CNIFTI_HEADER_SIZE)))
        let header = try header(head, isCompressed: isCompressed, named: name)
        let layout = try NIfTILayout(header, named: name)
        try limits.check(width: layout.storedWidth, height: layout.storedHeight, named: name)
        let type = try type(header, named: name)
        let count = layout.storedWidth * layout.storedHeight
        let end = Int(header.offset) + count * type.bytes
        let data = isCompressed ? try inflated(bytes, count: end, toEnd: true, named: name) : bytes
        guard data.count >= end else { throw endsEarly(name) }
        let isScaled = header.slope != 0 && header.slope.isFinite && (header.slope != 1 || header.intercept != 0)
        let scaling = isScaled ? (slope: header.slope, intercept: header.intercept) : nil
        let samples = type.samples(
            data, from: Int(header.offset), count: count, isBigEndian: header.is_big_endian, scaling: scaling)
        return layout.laidDown(samples, scaling: type.isKept ? scaling : nil)
    }

    private static func header(
        _ head: [UInt8], isCompressed: Bool, named name: String
    ) throws(InputError) -> cnifti_header {
        var header = cnifti_header()
        switch head.withUnsafeBufferPointer({ cnifti_read_header($0.baseAddress, $0.count, &header) }) {
        case CNIFTI_OK: return header
        case CNIFTI_ENDS_EARLY: throw endsEarly(name)
        case CNIFTI_IN_TWO_FILES:
            throw InputError(
                .formatUnsupported, name, "is a NIfTI header whose picture is in another file (.hdr and .img)",
                remedy: "save it as one file (.nii)")
        case CNIFTI_NOT_NIFTI:
            throw InputError(
                .formatUnsupported, name,
                isCompressed ? "is a gzip file with no NIfTI picture in it" : "is an Analyze file, older than NIfTI",
                remedy: isCompressed ? "unpack it" : "save it as NIfTI")
        default:
            throw InputError(
                .fileDamaged, name, "has a NIfTI header that makes no sense (sides, type or offset)",
                remedy: "copy or export it again")
        }
    }

    /// The types of `nifti1.h`, `DT_…`.
    private static func type(_ header: cnifti_header, named name: String) throws(InputError) -> SampleType {
        let kind: SampleType.Kind
        switch header.datatype {
        case 2, 512, 768, 1280: kind = .unsigned
        case 256, 4, 8, 1024: kind = .signed
        case 16, 64: kind = .floating
        case 128, 2304:
            throw InputError(.formatUnsupported, name, "is a NIfTI picture in colour", remedy: "save it in grey")
        default:
            throw InputError(
                .formatUnsupported, name, "has numbers of NIfTI's type \(header.datatype), which is not read",
                remedy: "save it as float32 or as whole numbers")
        }
        return SampleType(kind: kind, bytes: Int(header.bytes))
    }

    /// The first `count` bytes of what is compressed. Memory is taken for no more than the file can hold.
    private static func inflated(
        _ bytes: [UInt8], count: Int, toEnd: Bool, named name: String
    ) throws(InputError) -> [UInt8] {
        // At deflate's best a byte becomes 1032.
        guard count / 1032 <= bytes.count else { throw endsEarly(name) }
        var status = CNIFTI_OK
        let data = [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            status = bytes.withUnsafeBufferPointer {
                cnifti_inflate($0.baseAddress, $0.count, buffer.baseAddress, count, toEnd, &written)
            }
        }
        switch status {
        case CNIFTI_OK: return data
        case CNIFTI_ENDS_EARLY: throw endsEarly(name)
        default:
            throw InputError(
                .fileDamaged, name, "is damaged (its compressed data is wrong)", remedy: "copy or export it again")
        }
    }

    private static func endsEarly(_ name: String) -> InputError {
        InputError(.fileDamaged, name, "ends before its picture does", remedy: "copy or export it again")
    }
}

/// How the numbers of a file become a picture.
private struct NIfTILayout {
    let storedWidth: Int
    let storedHeight: Int
    private let turn: PictureTurn
    private let isOriented: Bool
    private let pixelSpacing: PixelSpacing?

    /// - Throws: ``InputError`` for several volumes, for a volume, and for a picture that lies askew.
    init(_ header: cnifti_header, named name: String) throws(InputError) {
        let all = withUnsafeBytes(of: header.sides) { Array($0.bindMemory(to: Int64.self)) }.map { Int($0) }
        let sides = Array(all[1...3])
        let others = all[4...7].filter { $0 > 1 }
        guard others.isEmpty else {
            throw InputError(
                .formatUnsupported, name, "has \(others.map(String.init).joined(separator: " × ")) volumes",
                remedy: "save the one that is meant, of one picture")
        }
        let long = (0..<3).filter { sides[$0] > 1 }
        guard long.count < 3 else {
            throw InputError(
                .formatUnsupported, name,
                "is a volume of \(sides.map(String.init).joined(separator: " × ")), not a picture",
                remedy: "save the slice that is meant")
        }
        let first = long.count == 2 ? long[0] : 0
        let second = long.count == 2 ? long[1] : long.first.map { max($0, 1) } ?? 1
        storedWidth = sides[first]
        storedHeight = sides[second]
        let steps = withUnsafeBytes(of: header.steps) { Array($0.bindMemory(to: Double.self)) }
        func step(_ side: Int) -> [Double] { (0..<3).map { steps[3 * $0 + side] } }
        var isTransposed = false
        var isFlipped = [false, false]
        isOriented = header.has_orientation
        if isOriented {
            let across = try Self.direction(step(first), named: name)
            let down = try Self.direction(step(second), named: name)
            guard across.axis != down.axis else { throw Self.askew(name, "two of its sides run the same way") }
            isTransposed = across.axis > down.axis
            isFlipped = isTransposed ? [down.isPositive, across.isPositive] : [across.isPositive, down.isPositive]
        }
        turn = PictureTurn(
            transposed: isTransposed, flippedAcross: isFlipped[0], flippedDown: isFlipped[1], width: storedWidth,
            height: storedHeight)
        // Millimetres where a file places the picture in the patient without naming a unit: so do viewers.
        let unit = header.millimetres > 0 ? header.millimetres : header.has_orientation ? 1 : 0
        let spacing = withUnsafeBytes(of: header.spacing) { Array($0.bindMemory(to: Double.self)) }.map { $0 * unit }
        pixelSpacing = PixelSpacing(
            row: spacing[isTransposed ? first : second], column: spacing[isTransposed ? second : first])
    }

    func laidDown(_ samples: SamplePlane.Samples, scaling: (slope: Double, intercept: Double)?) -> SamplePlane {
        var plane = SamplePlane(width: storedWidth, height: storedHeight, samples: samples, scaling: scaling)
            .turned(turn)
        plane.pixelSpacing = pixelSpacing
        plane.fileTurn = isOriented ? turn : nil
        return plane
    }

    /// The patient's axis that a side runs along (0 right, 1 front, 2 head), and whether it does so in that direction.
    private static func direction(
        _ step: [Double], named name: String
    ) throws(InputError) -> (axis: Int, isPositive: Bool) {
        let length = step.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard length > 0, length.isFinite else { throw askew(name, "a side has no direction") }
        for axis in 0..<3 where abs(step[axis]) >= 0.9 * length { return (axis, step[axis] > 0) }
        throw askew(name, "a side is more than 25° off the patient's axes")
    }

    private static func askew(_ name: String, _ reason: String) -> InputError {
        InputError(
            .formatUnsupported, name, "lies askew in the patient: \(reason)",
            remedy: "resample it along the patient's axes, or save it without orientation (sform and qform code 0)")
    }
}
#endif
