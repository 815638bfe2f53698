import Foundation
import RCA
import Reporting
import TestSupport
import Testing

@Suite("rca-cli score with bad cases")
struct ScoreBadCasesTests {
    /// One run with every kind of bad case beside the three good ones: `fname`, kind, and words of the message.
    static let expected: [(fname: String, kind: String, words: String)] = [
        ("aspect.png", "size mismatch", "masks/aspect.png: the mask is 128 × 64, its image 128 × 128"),
        ("coloured.png", "format unsupported", "masks/coloured.png: is a coloured picture, not a label map"),
        ("cut_image.png", "file damaged", "images/cut_image.png: ends before its picture does"),
        ("cut_mask.png", "file damaged", "masks/cut_mask.png: ends before its picture does"),
        ("dangling.png", "file missing", "images/dangling.png: does not exist"),
        ("empty_image.png", "file empty", "images/empty_image.png: is empty (0 bytes)"),
        ("empty_mask.png", "file empty", "masks/empty_mask.png: is empty (0 bytes)"),
        ("flipped.png", "file damaged", "masks/flipped.png: is damaged"),
        ("no_image.png", "pairing failed", "masks/no_image.png: missing image: no file in images is called no_image"),
        ("no_mask.png", "pairing failed", "images/no_mask.png: missing mask: no file in masks has this name"),
        ("pipe.png", "file unreadable", "images/pipe.png: is not a regular file"),
        ("text.png", "format unsupported", "masks/text.png: is no picture that is read (PNG, "),
        ("tiff.png", "format unsupported", "images/tiff.png: is a TIFF file, which is not read (PNG, "),
        ("twice.png", "pairing failed", "masks/twice.png: several masks fit the image twice.png"),
        ("twice_seg.png", "pairing failed", "masks/twice_seg.png: several masks fit the image twice.png"),
        ("two_images.png", "pairing failed", "several images fit: images/two_images.png, images/two_images_mask.png"),
        ("unknown.png", "label unknown", "has labels that no structure was given for: 7, 200; name them with"),
    ]

    private func badPlace() async throws -> Workplace {
        let place = try await Workplace()
        let image = try place.bytes("images/phantom_0001.png")
        let mask = try place.bytes("masks/phantom_0001.png")
        for (fname, _, _) in Self.expected {
            if !["no_image.png", "twice_seg.png"].contains(fname) { try place.write(image, to: "images/" + fname) }
            if fname != "no_mask.png" { try place.write(mask, to: "masks/" + fname) }
        }
        let half = LabelMap(width: 128, height: 64, indices: Array(repeating: 1, count: 128 * 64))
        try place.write(PNGWriter.encode(half), to: "masks/aspect.png")
        let colours = ColorImage(width: 1, height: 1, channels: [1, 2, 3])
        try place.write(PNGWriter.encode(colours), to: "masks/coloured.png")
        try place.write(Array(image.prefix(image.count / 2)), to: "images/cut_image.png")
        try place.write(Array(mask.prefix(mask.count - 30)), to: "masks/cut_mask.png")
        try place.remove("images/pipe.png")
        try #require(mkfifo(place.file("images/pipe.png"), 0o600) == 0)
        try place.remove("images/dangling.png")
        try place.link("images/dangling.png", to: "nowhere.png")
        try place.write([], to: "images/empty_image.png")
        try place.write([], to: "masks/empty_mask.png")
        var flipped = mask
        flipped[mask.count / 2] ^= 0xff
        try place.write(flipped, to: "masks/flipped.png")
        try place.write([0x49, 0x49, 0x2a, 0] + Array(repeating: 0, count: 99), to: "images/tiff.png")
        try place.write(Array("no picture".utf8), to: "masks/text.png")
        try place.write(image, to: "images/two_images_mask.png")
        try place.relabel("masks/unknown.png", to: "masks/unknown.png") { [0, 7, 200][$0] }
        return place
    }

    @Test("scores the good ones all the same, and lists every bad one on stderr and in the record")
    func everyKind() async throws {
        let place = try await badPlace()
        let result = try await place.score(["output": "bad"], ["--threads", "2"])
        #expect(result.status == 2)
        #expect(result.output == "")
        let record = try place.record("bad")
        #expect(record.failures.map(\.fname) == Self.expected.map(\.fname))
        for (failure, expected) in zip(record.failures, Self.expected) {
            #expect(failure.kind == expected.kind, "\(failure)")
            #expect(failure.message.contains(expected.words), "\(failure)")
            #expect(result.error.contains(failure.message + "\n"))
        }
        #expect(record.failuresByKind == Dictionary(Self.expected.map { ($0.kind, 1) }, uniquingKeysWith: +))
        let count = Self.expected.count
        #expect(
            record.counts == RunRecord.Counts(images: 19, cases: count + 3, scored: 3, failed: count, notRun: 0))
        #expect(record.ending == .complete)
        #expect(result.error.contains("masks: 3 masks scored"))
        #expect(result.error.contains("masks: \(count) failed (5 × pairing failed, "))

        let good = try await Workplace()
        try await #expect(good.score().status == 0)
        #expect(try place.bytes("bad/rca_structures.csv") == good.bytes("out/rca_structures.csv"))
    }

    @Test("says with --quiet what failed, and nothing else")
    func quiet() async throws {
        let place = try await Workplace()
        let well = try await place.score([:], ["--quiet", "--references-per-case", "50"])
        #expect(well.status == 0)
        #expect(well.error == "" && well.output == "")
        try place.write([], to: "masks/phantom_0002.png")
        let bad = try await place.score([:], ["--quiet"])
        #expect(bad.status == 2)
        #expect(
            bad.error == """
                masks: 1 failed (1 × file empty), listed in out/rca_run.json
                  masks/phantom_0002.png: is empty (0 bytes); copy or export it again

                """)
    }

    @Test("shows twenty of very many, and lists them all in the record")
    func many() async throws {
        let place = try await Workplace()
        for index in 0..<50 { try place.write([], to: "images/lonely_\(index).png") }
        for options in [[], ["--quiet"]] {
            let result = try await place.score([:], options)
            #expect(result.status == 2)
            #expect(result.error.split(separator: "\n").count { $0.contains("missing mask") } == 20)
            #expect(try place.record().counts.failed == 50)
        }
    }

    @Test("stops at the first with --fail-fast, and keeps what was done")
    func failFast() async throws {
        let place = try await Workplace()
        try place.write([], to: "images/phantom_0002.png")
        let result = try await place.score([:], ["--fail-fast", "--threads", "1"])
        #expect(result.status == 2)
        #expect(result.error.hasSuffix("stopped at the first failure, as --fail-fast asks\n"))
        #expect(try place.scores().keys.sorted() == ["phantom_0001.png"])
        let record = try place.record()
        #expect(record.ending == .stoppedAtFailure)
        #expect(record.counts == RunRecord.Counts(images: 3, cases: 3, scored: 1, failed: 1, notRun: 1))
    }

    @Test("none of which can be scored writes tables without rows")
    func allBad() async throws {
        let place = try await Workplace()
        for name in PhantomFiles.names { try place.write([], to: "masks/" + name) }
        let result = try await place.score()
        #expect(result.status == 2)
        #expect(result.error.contains("masks: 0 masks scored\n"))
        #expect(try place.text("out/rca_dice_scores.csv") == "fname,dice\n")
        #expect(try place.record().counts.failed == 3)
    }

    @Test("that are pictures given as masks hints at it")
    func swapped() async throws {
        let place = try await Workplace()
        let result = try await place.score(["images": "masks", "masks": "images"])
        #expect(result.status == 2)
        #expect(result.error.contains("more; check that it is a mask and no picture, or name them with --structures"))
        #expect(try place.record().failuresByKind == ["label unknown": 3])
    }

    @Test("of a file that may not be read")
    func permission() async throws {
        let place = try await Workplace()
        try FileManager.default.setAttributes(
            [.posixPermissions: 0], ofItemAtPath: place.file("masks/phantom_0001.png"))
        let result = try await place.score(prefix: Program.bound)
        #expect(result.status == 2)
        #expect(try place.record().failuresByKind == ["file unreadable": 1])
        #expect(result.error.contains("masks/phantom_0001.png: may not be read (permission denied)"))
    }
}
