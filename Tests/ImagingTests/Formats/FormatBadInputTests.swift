import Imaging
import TestSupport
import Testing

@Suite("What bad files of every format get")
struct FormatBadInputTests {
    /// Files that cannot be used, as images or as masks, and words of the one line that says why.
    static let refused: [(name: String, asMask: Bool, code: InputError.Code, words: String)] = [
        ("cmyk.jpg", false, .formatUnsupported, "is a CMYK JPEG, made for printing; convert it to grey"),
        ("grey.jpg", true, .formatUnsupported, "is a JPEG, which does not keep the values of labels"),
        ("two-frames.gif", false, .formatUnsupported, "is a GIF of several frames; save the frame that is meant"),
        ("two-frames.gif", true, .formatUnsupported, "is a GIF of several frames"),
        ("colour.npy", false, .formatUnsupported, "of shape (24, 40, 3), not of rows and columns: it has colours"),
        ("complex.npy", false, .formatUnsupported, "of type '<c8', which is no number of a picture; save it as uint8"),
        ("object.npy", true, .formatUnsupported, "of type '|O', which is no number of a picture"),
        ("float32.npy", true, .formatUnsupported, "in row 1, column 1; give labels: whole numbers from 0 to 65535"),
        ("two-volumes.nii", false, .formatUnsupported, "has 2 volumes"),
        ("volume.nii", true, .formatUnsupported, "is a volume of 7 × 5 × 3, not a picture; save the slice"),
        ("askew.nii", false, .formatUnsupported, "lies askew in the patient: a side is more than 25° off"),
        ("complex.nii", false, .formatUnsupported, "has numbers of NIfTI's type 32, which is not read"),
        ("colour.nii", false, .formatUnsupported, "is a NIfTI picture in colour; save it in grey"),
        (
            "pair.hdr", false, .formatUnsupported,
            "whose picture is in another file (.hdr and .img); save it as one file"
        ),
        (
            "colour-space.dcm", false, .formatUnsupported,
            "is a DICOM image of a colour space that is not read (YBR_PARTIAL_422, 3 samples a pixel); export it in grey"
        ),
        ("colour.dcm", true, .formatUnsupported, "is a DICOM image in colour (RGB), not a label map"),
        ("frames.dcm", false, .formatUnsupported, "is a DICOM file of 2 frames; export the one that is meant"),
        ("no-pixels.dcm", false, .formatUnsupported, "is a DICOM file without pixels; give the file of the image"),
        ("unknown-syntax.dcm", false, .formatUnsupported, "(transfer syntax 1.2.840.10008.1.2.4.999); decompress it"),
        ("jpeg-2000-lossy.dcm", true, .formatUnsupported, "is compressed with loss, which does not keep the values"),
        ("jpeg-baseline.dcm", true, .formatUnsupported, "is compressed with loss, which does not keep the values"),
        ("binary.seg.dcm", false, .formatUnsupported, "is a DICOM segmentation, not an image"),
        ("slices.seg.dcm", true, .formatUnsupported, "has several frames of segment 1: it is a segmentation of slices"),
        ("compressed.json", false, .formatUnsupported, "is a run-length mask (JSON), not an image; give the image"),
    ].filter { FormatFixtures.isRead($0.name) }

    static func error(_ bytes: [UInt8], asMask: Bool, limits: ImageLimits = .standard) -> InputError? {
        inputError { () throws(InputError) in
            if asMask {
                _ = try ImageReader.labelMap(from: bytes, named: "case 7", limits: limits)
            } else {
                _ = try ImageReader.grayscaleImage(from: bytes, named: "case 7", limits: limits)
            }
        }
    }

    #if GIF
    @Test("a GIF's frame that leaves out a part of the picture, for which its colours have no background, is refused")
    func partialFrame() {
        let header = Array("GIF89a".utf8) + [4, 0, 4, 0, 0x70, 9, 0]
        let frame: [UInt8] = [0x2c, 0, 0, 0, 0, 2, 0, 2, 0, 0x80, 0, 0, 0, 255, 255, 255, 2, 1, 4, 0, 0x3b]
        for asMask in [false, true] {
            let error = Self.error(header + frame, asMask: asMask)
            #expect(
                error?.problem == "is a GIF whose frame leaves out a part of the picture",
                "\(String(describing: error))")
        }
    }
    #endif

    private func isMask(_ name: String) -> Bool { FormatFixtures.expected[name]?.kind == "labels" }

    @Test("A file that cannot be used says why, and how to mend it", arguments: refused.indices)
    func refusals(index: Int) throws {
        let item = Self.refused[index]
        let error = try #require(Self.error(FormatFixtures.bytes(item.name), asMask: item.asMask))
        #expect(error.code == item.code)
        #expect(error.description.hasPrefix("case 7: ") && error.description.contains(item.words), "\(error)")
        #expect(error.remedy != nil)
    }

    @Test("A file cut short anywhere is an error, never half a picture", arguments: FormatFixtures.readable)
    func everyPrefix(name: String) throws {
        let file = try FormatFixtures.bytes(name)
        #expect(Self.error(file, asMask: isMask(name)) == nil)
        for count in 0..<file.count {
            let error = Self.error(Array(file[..<count]), asMask: isMask(name))
            #expect(error != nil, "the first \(count) of \(file.count) bytes")
            if count == 0 { #expect(error?.code == .fileEmpty) }
        }
    }

    @Test("Changed bytes never crash", arguments: FormatFixtures.readable)
    func noise(name: String) throws {
        var generator = SeededGenerator(seed: 900)
        let file = try FormatFixtures.bytes(name)
        let limits = ImageLimits(side: 4096, pixels: 1 << 20)
        var errors = 0
        for round in 0..<300 {
            var changed = file
            for _ in 0..<(round % 3 == 0 ? 1 : Int.random(in: 2...12, using: &generator)) {
                changed[Int.random(in: 0..<changed.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            for asMask in [false, true] where Self.error(changed, asMask: asMask, limits: limits) != nil { errors += 1 }
        }
        #expect(errors > 0)
    }

    @Test("A picture above the limits is refused", arguments: FormatFixtures.readable)
    func limits(name: String) throws {
        let file = try FormatFixtures.bytes(name)
        let expected = try #require(FormatFixtures.expected[name])
        let side = max(expected.width, expected.height)
        let exact = ImageLimits(side: side, pixels: 2 * expected.width * expected.height)
        #expect(Self.error(file, asMask: isMask(name), limits: exact) == nil)
        for limits in [ImageLimits(side: side - 1, pixels: 1 << 20), ImageLimits(side: side, pixels: 30)] {
            #expect(Self.error(file, asMask: isMask(name), limits: limits)?.code == .imageTooLarge)
        }
    }

    @Test("A header that claims what the file cannot hold costs no memory")
    func bombs() throws {
        // 65,000 × 65,000 pixels would be 4 GB, or 34 GB of numbers.
        let open = ImageLimits(side: 1 << 20, pixels: 1 << 40)
        let text = "{'descr': '<f8', 'fortran_order': False, 'shape': (65000, 65000), }\n"
        let array = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.utf8.count), 0] + Array(text.utf8)
        #expect(Self.error(array, asMask: false, limits: open)?.code == .fileDamaged)
        #if JPEG
        var jpeg = try FormatFixtures.bytes("grey.jpg")
        let frame = try #require(jpeg.indices.first { jpeg[$0] == 0xff && jpeg[$0 + 1] == 0xc0 })
        jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0xfd, 0xe8, 0xfd, 0xe8])
        #expect(Self.error(jpeg, asMask: false, limits: open)?.problem == "ends before its picture does")
        #expect(Self.error(jpeg, asMask: false)?.code == .imageTooLarge)
        #endif
        #if GIF
        var gif = try FormatFixtures.bytes("grey.gif")
        gif.replaceSubrange(6..<10, with: [0xe8, 0xfd, 0xe8, 0xfd])
        #expect(Self.error(gif, asMask: false, limits: open)?.problem == "ends before its picture does")
        #expect(Self.error(gif, asMask: false)?.code == .imageTooLarge)
        #endif
        #if NIfTI
        var nifti = try FormatFixtures.bytes("unoriented.nii")
        nifti.replaceSubrange(42..<46, with: [0xff, 0x7f, 0xff, 0x7f])
        #expect(Self.error(nifti, asMask: false, limits: open)?.problem == "ends before its picture does")
        #expect(Self.error(nifti, asMask: false)?.code == .imageTooLarge)
        #endif
        #if DICOM
        var dicom = try FormatFixtures.bytes("plain16.dcm")
        for tag: [UInt8] in [[0x28, 0, 0x10, 0], [0x28, 0, 0x11, 0]] {
            let start = try #require(dicom.indices.first { dicom[$0...].starts(with: tag + Array("US".utf8)) })
            dicom.replaceSubrange(start + 8..<start + 10, with: [0xe8, 0xfd])
        }
        #expect(Self.error(dicom, asMask: false, limits: open)?.problem == "ends before its picture does")
        #expect(Self.error(dicom, asMask: false)?.code == .imageTooLarge)
        #endif
    }

    #if DICOM
    @Test("A DICOM file of sequences in sequences is read, and one of very many refused", arguments: [1900, 100_000])
    func nested(depth: Int) throws {
        let plain = try FormatFixtures.bytes("plain8.dcm")
        // A sequence of unknown length with an item of unknown length, and what ends them.
        let unknown: [UInt8] = [0xff, 0xff, 0xff, 0xff]
        let beginning = [8, 0, 0x40, 0x11] + Array("SQ".utf8) + [0, 0] + unknown + [0xfe, 0xff, 0, 0xe0] + unknown
        let end: [UInt8] = [0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0, 0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]
        // Elements are in the order of their tags: before the patient's name.
        let place = try #require(plain.indices.first { plain[$0...].starts(with: [0x10, 0, 0x10, 0]) })
        let nest = [[UInt8]](repeating: beginning, count: depth) + [[UInt8]](repeating: end, count: depth)
        let error = Self.error(plain[..<place] + nest.flatMap { $0 } + plain[place...], asMask: false)
        #expect(error?.problem == (depth < 2000 ? nil : "is damaged (it has more than 2000 items)"))
    }
    #endif

    @Test(
        "A file of no known format names what it is and what is read",
        arguments: [
            (Array("II*\0 and more".utf8), "is a TIFF file, which is not read (PNG, "),
            (Array("BM and more".utf8), "is a BMP file"),
            (Array("no picture".utf8), "is no picture that is read (PNG, "),
            (Array("{\"fname\": 3}".utf8), "is a run-length mask (JSON)"),
        ])
    func otherFormats(bytes: [UInt8], words: String) {
        let error = Self.error(bytes, asMask: false)
        #expect(error?.code == .formatUnsupported)
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }

    #if !JPEG
    @Test("A format whose trait is off names it and what this build reads")
    func notBuilt() throws {
        let error = try #require(Self.error(FormatFixtures.bytes("grey.jpg"), asMask: false))
        #expect(error.description.contains("is a JPEG file; this build of rca-cli reads PNG, "))
        #expect(error.description.contains("build with --traits JPEG"))
    }
    #endif
}
