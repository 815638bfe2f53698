import Foundation
import Imaging
import TestSupport
import Testing

@Suite("What bad PNG files get")
struct PNGBadInputTests {
    private func imageError(_ bytes: [UInt8], limits: ImageLimits = .standard) -> InputError? {
        inputError { () throws(InputError) in
            try PNGReader.grayscaleImage(from: bytes, named: "case 7.png", limits: limits)
        }
    }

    private func labelError(_ bytes: [UInt8]) -> InputError? {
        inputError { () throws(InputError) in try PNGReader.labelMap(from: bytes, named: "case 7.png") }
    }

    private func pathError(_ path: String) -> InputError? {
        inputError { () throws(InputError) in try PNGReader.readGrayscaleImage(at: path) }
    }

    @Test("A file cut short anywhere is an error, never half a picture", arguments: PNGKind.all, [false, true])
    func everyPrefix(kind: PNGKind, isInterlaced: Bool) {
        let file = kind.encoded(isInterlaced: isInterlaced)
        #expect(imageError(file) == nil)
        for count in 0..<file.count {
            let expected: InputError.Code = count == 0 ? .fileEmpty : .fileDamaged
            #expect(imageError(Array(file[..<count]))?.code == expected, "first \(count) bytes")
            #expect(labelError(Array(file[..<count]))?.code == expected, "first \(count) bytes")
        }
    }

    @Test("A changed byte anywhere is an error", arguments: PNGKind.all)
    func changedBytes(kind: PNGKind) {
        var generator = SeededGenerator(seed: 500)
        let file = kind.encoded(isInterlaced: false)
        for _ in 0..<500 {
            var changed = file
            let index = Int.random(in: 0..<file.count, using: &generator)
            changed[index] ^= UInt8.random(in: 1...255, using: &generator)
            #expect(imageError(changed) != nil, "byte \(index) was \(file[index]), is \(changed[index])")
            #expect(labelError(changed) != nil, "byte \(index) was \(file[index]), is \(changed[index])")
        }
    }

    @Test("Many changed bytes never crash", arguments: [1, 2, 3])
    func noise(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for kind in PNGKind.all {
            for _ in 0..<50 {
                var changed = kind.encoded(isInterlaced: true)
                for _ in 0..<Int.random(in: 2...40, using: &generator) {
                    changed[Int.random(in: 8..<changed.count, using: &generator)] = .random(
                        in: 0...255, using: &generator)
                }
                #expect(imageError(changed) != nil)
            }
        }
    }

    @Test("Rows that are missing behind a valid checksum are an error")
    func missingRows() {
        var file = HandmadePNG(width: 9, height: 6, bitDepth: 8, colourType: 0, samples: Array(repeating: 3, count: 54))
        file.height = 7
        #expect(imageError(file.bytes)?.code == .fileDamaged)
        #expect(imageError(HandmadePNG.signature + file.header + HandmadePNG.chunk("IEND", []))?.code == .fileDamaged)
    }

    @Test("A header above the limits is refused, before and without its pixels")
    func bombs() {
        for (width, height) in [
            (100_000, 10), (10, 100_000), (65_535, 65_535), (1_000_000, 1_000_000), (1 << 30, 1 << 30),
        ] {
            var file = HandmadePNG(
                width: 1, height: 1, bitDepth: 16, colourType: 6, channels: 4, samples: [1, 2, 3, 4])
            (file.width, file.height) = (width, height)
            let error = imageError(file.bytes)
            #expect(error?.code == .imageTooLarge)
            #expect(error?.description.contains("\(width) × \(height)") == true)
        }
    }

    @Test("A file too short for its header takes no memory, whatever the limits")
    func impossiblyShort() {
        var file = HandmadePNG(width: 1, height: 1, bitDepth: 8, colourType: 0, samples: [1])
        // Room for 2^60 bytes cannot be had: asking for it would end the process.
        (file.width, file.height) = (1 << 30, 1 << 30)
        let unlimited = ImageLimits(side: .max, pixels: .max)
        #expect(imageError(file.bytes, limits: unlimited)?.code == .fileDamaged)
    }

    @Test("Limits are settable and exact")
    func limits() {
        let file = HandmadePNG(width: 6, height: 4, bitDepth: 8, colourType: 0, samples: Array(0..<24)).bytes
        #expect(imageError(file, limits: ImageLimits(side: 6, pixels: 24)) == nil)
        #expect(imageError(file, limits: ImageLimits(side: 5, pixels: 24))?.code == .imageTooLarge)
        #expect(imageError(file, limits: ImageLimits(side: 6, pixels: 23))?.code == .imageTooLarge)
        #expect(imageError(file, limits: ImageLimits(side: -1, pixels: -1))?.code == .imageTooLarge)
    }

    @Test(
        "A file of another format is named",
        arguments: [
            ([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0], "JPEG"), ([0x49, 0x49, 0x2a, 0, 0, 0, 0, 0, 0, 0], "TIFF"),
            ([UInt8](repeating: 0, count: 128) + Array("DICM and more".utf8), "DICOM"),
            (Array("fname,dice\n".utf8), "PNG"),
        ] as [([UInt8], String)])
    func otherFormats(bytes: [UInt8], name: String) {
        #expect(imageError(bytes)?.code == .formatUnsupported)
        #expect(imageError(bytes)?.problem.contains(name) == true)
    }

    @Test("Missing, empty and unreadable files are told apart, each named in one line")
    func unreadablePaths() throws {
        let folder = try TemporaryFolder()
        let empty = folder.file("empty, \"ä\".png")
        #expect(FileManager.default.createFile(atPath: empty, contents: nil))
        let cases: [(String, InputError.Code)] = [
            (folder.file("none.png"), .fileMissing), (empty + "/below.png", .fileMissing), ("", .fileMissing),
            ("nul\0.png", .fileMissing), (folder.path, .fileUnreadable), ("/dev/zero", .fileUnreadable),
            (empty, .fileEmpty),
        ]
        for (path, code) in cases {
            let error = pathError(path)
            #expect(error?.code == code, "\(path)")
            #expect(error?.subject == path)
            #expect(error?.remedy != nil)
            #expect(error?.description.contains("\n") == false)
            #expect(inputError { () throws(InputError) in try PNGReader.readLabelMap(at: path) }?.code == code)
            #expect(inputError { () throws(InputError) in try PNGReader.readHeader(at: path) }?.code == code)
        }
    }

    @Test("A file without read permission says so", .enabled(if: Permissions.canBind, "root may read everything"))
    func withoutPermission() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("secret.png")
        try AtomicFile.write([1, 2, 3], to: path)
        #expect(chmod(path, 0) == 0)
        let error = Permissions.bind { pathError(path) }
        #expect(error?.code == .fileUnreadable)
        #expect(error?.problem.contains("permission") == true)
    }

    @Test("A file above the byte limit is refused")
    func longFile() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("long.png")
        try AtomicFile.write([UInt8](repeating: 1, count: 1000), to: path)
        let error = inputError { () throws(InputError) in
            try PNGReader.readGrayscaleImage(at: path, limits: ImageLimits(side: 9, pixels: 9, fileBytes: 999))
        }
        #expect(error?.code == .fileUnreadable)
    }
}
