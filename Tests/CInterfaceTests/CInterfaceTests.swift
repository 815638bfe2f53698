import DataSets
import Foundation
import RCA
import TestSupport
import Testing

/// Phantoms as raw bytes, their reference set, and the program that uses them through C.
private struct Place: Sendable {
    let folder: TemporaryFolder
    let set: ReferenceSet
    let image: GrayscaleImage
    let mask: LabelMap

    static let shared = Task { try await Place() }

    private init() async throws {
        folder = try TemporaryFolder()
        let path = folder.path
        try await PhantomFolders.write(
            count: 9, seed: 11, width: 96, height: 96, includesPredictions: false, to: path + "/reference")
        try await PhantomFolders.write(
            count: 1, seed: 5, width: 96, height: 96, includesPredictions: true, to: path + "/cases")
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: path + "/cases/images").first)
        image = try GrayscaleImage(FilePath("\(path)/cases/images/\(name)"))
        mask = try LabelMap(FilePath("\(path)/cases/predictions/boundary_2/\(name)"))
        let builder = try ReferenceSetBuilder(structures: StructureList(PhantomFolders.structures))
        let names = try FileManager.default.contentsOfDirectory(atPath: path + "/reference/images").sorted()
        for (index, name) in names.enumerated() {
            let reference = try GrayscaleImage(FilePath("\(path)/reference/images/\(name)"))
            let labels = try LabelMap(FilePath("\(path)/reference/labels/\(name)"))
            try builder.add(reference, labels: labels, named: "reference_\(index)")
            _ = try folder.write(try #require(reference.bytes), to: "reference_\(index)")
            _ = try folder.write(labels.indices, to: "labels_\(index)")
        }
        set = try builder.build(savingTo: FilePath(path + "/set.rcaref"))
        _ = try folder.write(try #require(image.bytes), to: "image")
        _ = try folder.write(mask.indices, to: "mask")
        try await CProgram.compile(Self.sources + ["-o", folder.file("exercise")])
    }

    static let sources = [
        CProgram.source("exercise.c"), "-L\(CProgram.products)", "-Wl,-rpath,\(CProgram.products)", "-lrca", "-lm",
        "-lpthread",
    ]

    func exercise(_ work: String) async throws -> [String] {
        let result = try await CProgram.run(folder.file("exercise"), [work, folder.path])
        #expect(result.status == 0, "\(work) ended with \(result.status): \(result.error)\(result.output)")
        return result.output.split(separator: "\n").map(String.init)
    }

    /// What the program prints of a score.
    func lines(_ score: NamedScore) -> [String] {
        func text(_ value: Float?) -> String { String(format: "%a", Double(value ?? .nan)) }
        let reliability = score.reliability
        let range = score.expected?.range
        return [
            "case \(text(reliability.figure)) \(reliability.verdict.rawValue)|\(reliability.reason)|\(score.pose.description)",
            "mask \(text(score.dice)) \(text(score.expected?.dice)) \(text(range?.lowerBound)) "
                + "\(text(range?.upperBound)) \(text(score.consensus))",
        ]
            + score.names.map { name in
                let part = score[name]
                let reference = part.reference.map { set.references[$0].name } ?? "(null)"
                return "\(name) \(text(part.dice)) \(text(part.expected?.dice)) \(text(part.consensus)) \(reference)"
            }
    }
}

extension GrayscaleImage {
    fileprivate var bytes: [UInt8]? {
        guard case .eightBit(let values) = samples else { return nil }
        return values
    }
}

@Suite("librca through C", .needsCompiler, .serialized)
struct CInterfaceTests {
    @Test("scores as the engine does, to the bit")
    func score() async throws {
        let place = try await Place.shared.value
        let lines = try await place.exercise("score")
        #expect(lines[0] == "9 lungs=1,heart=2 \(place.set.digest)")
        #expect(Array(lines[1...]) == place.lines(try place.set.score(place.image, mask: place.mask)))
    }

    @Test("scores the same pixels alike, however they are laid out")
    func layouts() async throws {
        let place = try await Place.shared.value
        let lines = try await place.exercise("layouts")
        let plain = place.lines(try place.set.score(place.image, mask: place.mask))
        #expect(Array(lines[..<12]) == plain + plain + plain)
        #expect(lines.count == 20 && Array(lines[12..<16]) == Array(lines[16...]), "16 bits and floats differ")
    }

    @Test("scores in several threads on one handle")
    func threads() async throws {
        let place = try await Place.shared.value
        let expected = try place.set.score(place.image, mask: place.mask).expected?.dice
        let line = String(format: "%a", Double(try #require(expected)))
        #expect(try await place.exercise("threads") == Array(repeating: line, count: 4))
    }

    @Test("says in a forked process that the references are inherited; one opened there works")
    func forks() async throws {
        let place = try await Place.shared.value
        let lines = try await place.exercise("forks")
        #expect(
            lines.first
                == "score: 3 the references: were made before this process was forked from the one that made them; "
                + "open the references in the process that uses them")
        #expect(Array(lines[1...]) == place.lines(try place.set.score(place.image, mask: place.mask)) + ["child 0"])
    }

    @Test("builds the set of images in memory, tells how far it is, and stops when told to")
    func build() async throws {
        let place = try await Place.shared.value
        try? FileManager.default.removeItem(atPath: place.folder.file("built.rcaref"))
        let lines = try await place.exercise("build")
        #expect(lines[0] == "cancelled: 2 the reference set: was not finished: the work was cancelled")
        #expect(lines[1] == "at 3" && lines[2].hasPrefix("built: 0"))
        #expect(lines[3].hasSuffix("on one thread 1") && lines[4] == place.set.digest)
        #expect(lines[5].hasPrefix("again: 20") && lines[5].contains("exists already"))
        let built = try Data(contentsOf: URL(filePath: place.folder.file("built.rcaref")))
        #expect(built == (try Data(contentsOf: URL(filePath: place.folder.file("set.rcaref")))))
    }

    @Test("segments as the engine does")
    func segment() async throws {
        let place = try await Place.shared.value
        let lines = try await place.exercise("segment")
        let segmentation = try ReferenceScorer(place.set).segment(place.image)
        let sum = segmentation.labelMap().indices.reduce(UInt(0)) { $0 &* 31 &+ UInt($1) }
        let sure = try #require(segmentation.confidence().bytes).reduce(0) { $0 + Int($1) }
        #expect(lines == ["1", "\(sum) \(sure)"])
    }

    @Test("scores and segments many at once, tells how far it is, stops when told to and keeps what is done")
    func many() async throws {
        let place = try await Place.shared.value
        let lines = try await place.exercise("many")
        let plain = place.lines(try place.set.score(place.image, mask: place.mask))
        #expect(lines[0].hasPrefix("all: 0") && lines[1] == "5 of 5 on one thread 1")
        #expect(Array(lines[2..<18]) == plain + plain + ["bad: 1 mask 1: is NULL"] + plain + Array(plain[..<3]))
        let segmentation = try ReferenceScorer(place.set).segment(place.image)
        let sum = segmentation.labelMap().indices.reduce(UInt(0)) { $0 &* 31 &+ UInt($1) }
        #expect(
            Array(lines[19...]) == [
                "cancelled: 2 the work: was cancelled after 2 of 5", "kept 1", "segmented: 0 ", "\(sum) 1", "\(sum) 1",
                "\(sum) 1", "none: 0 ", "nowhere: 1 scores: is NULL",
            ])
    }

    @Test("learns from masks of known quality, writes what it learned, and uses it in a forked process, too")
    func calibrate() async throws {
        let place = try await Place.shared.value
        let lines = try await place.exercise("calibrate")
        let expected = [
            "too few: 21 the calibration: 'lungs' has 4 masks of 2 images", "2 lungs heart (nil)", "held out 1 1",
            "written: 0", "again: 20 \(place.folder.file("model.json")): exists already; choose another name",
            "opened: 0", "ranges 1 1 child 0", "lacking 1 1",
            "one: 1 figures: are of 1 structures; the calibration has 2", "alpha: 1 alpha: is 1.0, not between 0 and 1",
            "high: 1 truth: of a has the value 1.5, which is not in 0 to 1",
            "no model: 14 \(place.folder.file("image")): is not a calibration model",
        ]
        #expect(lines.count == expected.count, "\(lines)")
        for (line, beginning) in zip(lines, expected) { #expect(line.hasPrefix(beginning), "\(line)") }
    }

    @Test("screens as the engine does")
    func screen() async throws {
        let place = try await Place.shared.value
        let lines = try await place.exercise("screen")
        let screening = try ReferenceScorer(place.set).screen(place.image)
        func text(_ value: Float) -> String { String(format: "%a", Double(value)) }
        let (pose, reliability) = (screening.pose, screening.reliability)
        let flags = screening.flags.map(\.rawValue).joined(separator: " ")
        let reasons = screening.flags.map(screening.reason).joined(separator: "; ")
        let usable = screening.isUsable ? "1" : "0"
        let inverted = pose.isInverted ? "1" : "0"
        let judged = "\(text(reliability.figure)) \(usable) \(reliability.verdict.rawValue)"
        let words = [judged, flags, reasons, pose.description, "\(pose.orientation.rawValue) \(inverted)"]
        let figures = [Float(pose.rotation), screening.cut, screening.blank, screening.clipped]
        let expected = [words.joined(separator: "|"), figures.map(text).joined(separator: " "), "1 1"]
        #expect(lines == expected)
        let score = try ReferenceScorer(place.set).score(place.image, masks: [place.mask])[0]
        #expect(screening.reliability == score.reliability && screening.pose == score.pose)
    }

    @Test("answers every misuse by a code and one line")
    func misuse() async throws {
        let place = try await Place.shared.value
        let lines = try await place.exercise("misuse")
        let expected = [
            "no path: 1 path: is NULL",
            "nowhere to: 1 references: is NULL",
            "missing: 10 /no/such.rcaref: does not exist; check the path",
            "no bundle: 14 \(place.folder.file("image")): is not a reference bundle",
            "not told: 10 ",
            "bad structures: 21 structures 'lungs': 'lungs' is not a name and a label",
            "no references: 1 references: is NULL",
            "no image: 1 the image: is NULL",
            "no masks: 1 masks: are none",
            "a mask is NULL: 1 mask 2: is NULL",
            "other structures: 18 the reference set: the references' structures are lungs, heart: there is no spleen",
            "flat mask: 16 mask 1: the mask is 96 × 48, its image 96 × 96",
            "label 7: 17 mask 1: has labels that no structure was given for: 7",
            "no size: 1 the image: has no struct_size; use RCA_INIT",
            "format 9: 1 the image: has the unknown format 9",
            "rows overlap: 1 the image: has rows of 96 bytes, 5 bytes apart",
            "no width: 1 the image: is 0 × 96 pixels",
            "too wide: 15 the image: is 70000 × 96 pixels",
            "not a number: 14 the image: has the value nan in row 2, column 3",
            "not a number in a range: 14 the image: has the value nan in row 2, column 3",
            "empty set: 19 the reference set: holds no reference image",
            "0 (nil) (nil)",
            "0 0 1 1",
            "1 1",
        ]
        #expect(lines.count == expected.count)
        for (line, beginning) in zip(lines, expected) {
            #expect(line.hasPrefix(beginning))
        }
    }

    @Test("is an error, not an exit, on a processor that is too old")
    func oldProcessor() async throws {
        let folder = try TemporaryFolder()
        let sources = CProgram.project.appending(path: "Sources/RCA").path
        try await CProgram.compile([
            CProgram.source("old_processor.c"), "\(sources)/CRCA/entry.c", "\(sources)/CRCA/error.c",
            "-I\(sources)/CProcessor/include", "-o", folder.file("old"),
        ])
        let result = try await CProgram.run(folder.file("old"), [])
        #expect(result.status == 0)
        #expect(
            result.output
                == "4 4 this processor: lacks AVX2 or FMA, which this build needs; rebuild it with RCA_PORTABLE=1\n4 4\n"
        )
    }

    @Test(
        "leaks nothing",
        arguments: ["score", "layouts", "threads", "build", "segment", "many", "calibrate", "screen", "misuse"])
    func leaks(work: String) async throws {
        let place = try await Place.shared.value
        let program = place.folder.file("leaks-\(work)")
        try await CProgram.compile(Place.sources + ["-o", program, "-fsanitize=leak"])
        try? FileManager.default.removeItem(atPath: place.folder.file("built.rcaref"))
        let result = try await CProgram.run(program, [work, place.folder.path])
        #expect(result.status == 0 && result.error.isEmpty, "\(result.error.prefix(4000))")
    }

    @Test("has an example in its document that compiles")
    func example() async throws {
        let document = try String(contentsOf: CProgram.project.appending(path: "docs/c.md"), encoding: .utf8)
        let example = try #require(document.components(separatedBy: "```c\n").dropFirst().first)
        let folder = try TemporaryFolder()
        let source =
            "static unsigned char grey_values[1 << 20], labels[1 << 20];\n"
            + (example.components(separatedBy: "```").first ?? "")
        let path = try folder.write(Array(source.utf8), to: "example.c")
        try await CProgram.compile([path, "-fsyntax-only"])
    }

    @Test("has a header that C99 and C++ take, and shows the functions of the header alone")
    func header() async throws {
        let compiler = try #require(CProgram.compiler)
        let header = CProgram.headers + "/rca.h"
        for language in [["-x", "c", "-std=c99"], ["-x", "c++", "-std=c++11"]] {
            let result = try await CProgram.run(
                compiler, language + ["-pedantic", "-Wall", "-Werror", "-fsyntax-only", header])
            #expect(result.status == 0, "\(result.error)")
        }
        let text = try String(contentsOfFile: header, encoding: .utf8)
        let map = try String(
            contentsOf: CProgram.project.appending(path: "Sources/RCA/CRCA/librca.map"), encoding: .utf8)
        let declared = text.split(separator: "\n").filter { !$0.hasPrefix("//") }.joined(separator: "\n")
            .matches(of: /(rca_[a-z_]+)\(/).map { String($0.1) }
        let shown = map.matches(of: /(rca_[a-z_]+);/).map { String($0.1) }
        #expect(Set(declared) == Set(shown) && shown.count == Set(shown).count)
    }
}
