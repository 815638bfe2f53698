import Foundation
import Imaging
import Scoring
import TestSupport
import Testing

@Suite("Reference bundles")
struct ReferenceBundleTests {
    private static func writtenBundle(in folder: TemporaryFolder) throws -> String {
        let path = folder.file("phantoms.rcaref")
        try ReferenceBundle.write(
            PhantomSet.prepared, structures: PhantomSet.structures, parameters: PhantomSet.parameters, to: path)
        return path
    }

    /// Three references are enough to be damaged.
    static let small: [UInt8] = {
        do {
            let folder = try TemporaryFolder()
            let path = folder.file("small.rcaref")
            try ReferenceBundle.write(
                Array(PhantomSet.prepared.prefix(3)), structures: PhantomSet.structures,
                parameters: PhantomSet.parameters, to: path)
            return try Array(Data(contentsOf: URL(filePath: path)))
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    private static let headerLength = small[20..<24].reversed().reduce(0) { $0 << 8 | Int($1) }
    static let headerEnd = 56 + headerLength
    static let firstBlock = (headerEnd + 4095) / 4096 * 4096

    @Test("a bundle that is written to while it is open is noticed, one that is replaced is read on")
    func changed() throws {
        let folder = try TemporaryFolder()
        let path = try Self.writtenBundle(in: folder)
        let opened = try ReferenceBundle.open(path)
        let copy = folder.file("copy.rcaref")
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        try opened.checkUnchanged(named: path)
        #expect(rename(copy, path) == 0)
        try opened.checkUnchanged(named: path)
        try PhantomSet.set.checkUnchanged(named: path)

        let again = try ReferenceBundle.open(path)
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data([0]))
        try file.close()
        #expect { try again.checkUnchanged(named: path) } throws: { error in
            (error as? InputError)?.problem == "was written to while it was being read"
        }
        let part = try again.leavingOut(0)
        #expect(throws: InputError.self) { try part.checkUnchanged(named: path) }
    }

    @Test("a bundle holds the set it was written from, to the last bit")
    func roundTrip() throws {
        let folder = try TemporaryFolder()
        let path = try Self.writtenBundle(in: folder)
        #expect(ReferenceBundle.isBundle(path))
        let opened = try ReferenceBundle.open(path)
        let made = PhantomSet.set
        #expect(opened.digest == made.digest && opened.digest.utf8.count == 64)
        #expect(opened.structures == made.structures && opened.parameters == made.parameters)
        #expect(opened.references.map(\.name) == made.references.map(\.name))
        for (first, second) in zip(opened.references, made.references) {
            #expect(bits(first.fixed.storage) == bits(second.fixed.storage))
            #expect(bits(first.equalized) == bits(second.equalized))
            #expect(first.labels == second.labels && first.structureSizes == second.structureSizes)
        }
    }

    @Test("scores are the same bits from a bundle and from memory, even once the file is gone")
    func sameScores() throws {
        let folder = try TemporaryFolder()
        let path = try Self.writtenBundle(in: folder)
        let opened = try ReferenceBundle.open(path)
        try FileManager.default.removeItem(atPath: path)
        for measure in SimilarityMeasure.allCases {
            let selection = ReferenceSelection(measure: measure, count: 3)
            let fromBundle = CaseScorer(set: opened, selection: selection)
            let fromMemory = CaseScorer(set: PhantomSet.set, selection: selection)
            for phantom in PhantomSet.cases.prefix(2) {
                let masks = try phantom.predictions.prefix(6).map { try PhantomSet.map($0.mask) }
                let query = PhantomSet.query(phantom.image)
                #expect(fromBundle.score(query, masks: masks) == fromMemory.score(query, masks: masks))
            }
        }
    }

    @Test("the order in which references were prepared does not show in the bytes")
    func order() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("turned.rcaref")
        try ReferenceBundle.write(
            PhantomSet.prepared.prefix(3).reversed(), structures: PhantomSet.structures,
            parameters: PhantomSet.parameters, to: path)
        let bytes = try Array(Data(contentsOf: URL(filePath: path)))
        #expect(bytes == Self.small)
    }

    @Test("a bundle cut short, or with something behind it, is refused")
    func truncated() throws {
        let folder = try TemporaryFolder()
        let whole = Self.small
        let lengths = [
            1, 15, 16, 17, 20, 23, 24, 55, 56, 57, Self.headerEnd - 1, Self.headerEnd, Self.firstBlock - 1,
            Self.firstBlock, Self.firstBlock + 1, whole.count / 2, whole.count - 64, whole.count - 1,
        ]
        for length in lengths {
            try expectRefused(Array(whole.prefix(length)), folder, length < 16 ? .formatUnsupported : .fileDamaged)
        }
        try expectRefused(whole + [0], folder, .fileDamaged)
        try expectRefused(whole + whole, folder, .fileDamaged)
    }

    @Test("one wrong byte anywhere is refused")
    func flipped() throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 1)
        var places = Array(0..<56)
        for range in [56..<Self.headerEnd, Self.headerEnd..<Self.firstBlock, Self.firstBlock..<Self.small.count] {
            places += [range.lowerBound, range.upperBound - 1]
            places += (0..<6).map { _ in Int.random(in: range, using: &generator) }
        }
        for place in places {
            var bytes = Self.small
            bytes[place] ^= UInt8(1 << generator.integer(in: 0...7))
            // The next formats are known, and have networks, which this one has not.
            let isNext = place == 16 && ReferenceBundle.formatVersions.contains(UInt32(bytes[16]))
            try expectRefused(bytes, folder, place < 20 && !isNext ? .formatUnsupported : .fileDamaged)
        }
    }

    @Test("a damaged reference is named")
    func damagedReference() throws {
        let folder = try TemporaryFolder()
        var bytes = Self.small
        let blockLength = (bytes.count - Self.firstBlock) / 3
        bytes[Self.firstBlock + blockLength + 100] ^= 1
        let error = try expectRefused(bytes, folder, .fileDamaged)
        #expect(
            error.problem == "the reference bundle is damaged: reference 'phantom_1.png' does not match its checksum")
        #expect(error.remedy == "copy it again, or make it again with 'rca-cli reference build'")
    }

    @Test("a bundle of another format version says which, and how to mend it")
    func otherVersion() throws {
        let folder = try TemporaryFolder()
        let current = ReferenceBundle.formatVersion
        for version in [0, UInt8(ReferenceBundle.latestFormatVersion) + 1, 200] {
            var bytes = Self.small
            bytes[16] = version
            let error = try expectRefused(bytes, folder, .formatUnsupported)
            #expect(
                error.problem
                    == "is a bundle of format \(version); this program reads formats \(current) to \(current + 2)")
            #expect(error.remedy == "build it again with 'rca-cli reference build'")
            #expect(ReferenceBundle.isBundle(folder.file("damaged.rcaref")))
        }
    }

    @Test("files that are no bundle are refused as such")
    func noBundle() throws {
        let folder = try TemporaryFolder()
        try expectRefused([], folder, .fileEmpty)
        try expectRefused(Array("fname,dice\na.png,0.5\nand more of this".utf8), folder, .formatUnsupported)
        try expectRefused([UInt8](repeating: 0, count: 10_000), folder, .formatUnsupported)
        #expect(!ReferenceBundle.isBundle(folder.file("damaged.rcaref")))
        for (path, code) in [
            (folder.file("missing.rcaref"), InputError.Code.fileMissing), (folder.path, .fileUnreadable),
            ("/dev/null", .fileUnreadable), (folder.file("a\0b"), .fileMissing),
        ] {
            let error = #expect(throws: InputError.self) { try ReferenceBundle.open(path) }
            #expect(error?.code == code && error?.subject == path)
            #expect(!ReferenceBundle.isBundle(path))
        }
    }

    @Test("a pipe is refused without waiting for someone to write to it", .timeLimit(.minutes(1)))
    func pipe() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        let error = #expect(throws: InputError.self) { try ReferenceBundle.open(path) }
        #expect(error?.code == .fileUnreadable)
    }

    @Test("a bundle that cannot be written leaves nothing behind")
    func unwritable() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("no/such/folder.rcaref")
        let error = #expect(throws: InputError.self) {
            try ReferenceBundle.write(
                PhantomSet.prepared, structures: PhantomSet.structures, parameters: PhantomSet.parameters, to: path)
        }
        #expect(error?.code == .outputUnwritable && error?.subject == path)
        #expect(try folder.names() == [])
    }

    /// Opens these bytes as a bundle and expects an error that names the file.
    @discardableResult
    func expectRefused(
        _ bytes: [UInt8], _ folder: TemporaryFolder, _ code: InputError.Code,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> InputError {
        let path = try folder.write(bytes, to: "damaged.rcaref")
        let error = #expect(throws: InputError.self, sourceLocation: sourceLocation) { try ReferenceBundle.open(path) }
        let refused = try #require(error, sourceLocation: sourceLocation)
        #expect(refused.code == code, "\(refused)", sourceLocation: sourceLocation)
        #expect(refused.description.hasPrefix(path + ": "), sourceLocation: sourceLocation)
        #expect(refused.remedy != nil, sourceLocation: sourceLocation)
        return refused
    }

    private func bits(_ storage: FloatStorage) -> [UInt32] { storage.values.map(\.bitPattern) }
}
