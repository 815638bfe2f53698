import Auditing
import Cases
import Imaging
import Journal
import RCA
import Scoring
import Tables
import Testing

@Suite("A line of a journal")
struct JournalLineTests {
    private static let entry = JournalEntry(
        key: JournalEntry.Key(folder: 3, fname: "a\tb\nc\\d\r, \"ü\".png", unpaired: ""), time: 1_700_000_000_123,
        files: CaseFiles(
            image: FileDigest(checksum: 0xDEAD_BEEF, size: 12, modified: 1_700_000_000_000_000_001),
            masks: [FileDigest(checksum: 0, size: 0, modified: -1)],
            errorMaps: [
                FileDigest(checksum: 1, size: 2, modified: 3), FileDigest(checksum: 4, size: 5, modified: 6),
            ]),
        outcome: .scored(
            JournalEntry.Scores(
                dice: 0.95273715,
                structures: [
                    StructureScoreRow(
                        fname: "a\tb\nc\\d\r, \"ü\".png", structure: "lungs", dice: 1e-5, reference: nil, mean: nil,
                        median: .leastNonzeroMagnitude, best: 1, consensus: 0.1)
                ],
                reliability: ReliabilityRow(
                    fname: "a\tb\nc\\d\r, \"ü\".png", reliability: 0.5, verdict: "doubtful", reason: "",
                    pose: "as it is"),
                details: [
                    ReferenceScoreRow(
                        fname: "a\tb\nc\\d\r, \"ü\".png", structure: "lungs", reference: "r", dice: nil,
                        pose: "as it is")
                ],
                intervals: [
                    IntervalRow(
                        fname: "a\tb\nc\\d\r, \"ü\".png", structure: "mean", predicted: nil, lower: 0, upper: 1,
                        decision: "review")
                ],
                surfaces: [
                    SurfaceRow(
                        fname: "a\tb\nc\\d\r, \"ü\".png", structure: "lungs", hausdorff95: 12.345679,
                        hausdorff: .infinity,
                        assd: nil, surfaceDice: 0, unit: "mm", spacing: PixelSpacing(row: 0.2, column: 0.1))
                ],
                shapes: [MaskShape(), shape])),
        warnings: ["empty\tmask", "two\nlines"])

    private static let shape: MaskShape = {
        var shape = MaskShape()
        shape.area = 0.1
        shape.componentCount = 3
        shape.largest = [0.75, 0.2, 0.05]
        shape.holes = 0.01
        shape.edge = 1e-7
        shape.figures = [-1.5, nil, 0]
        shape.overlap = MaskShape.Share(share: 0.25, other: 1)
        shape.digest = .max - 5
        return shape
    }()

    @Test("of a mask that was only looked at by itself has no verdict")
    func withoutVerdict() throws {
        var entry = Self.entry
        entry.outcome = .scored(
            JournalEntry.Scores(
                dice: nil, structures: [], reliability: nil, details: [], intervals: [], shapes: [Self.shape]))
        #expect(read(JournalRecord.entry(entry)) == entry)
    }

    @Test("of an image that was screened is read back whole", arguments: [false, true], [false, true])
    func screened(mayBeMirrored: Bool, isFrontal: Bool) {
        var entry = Self.entry
        let reason = "it can hardly be registered to any reference"
        let verdict = Reliability.Verdict.unlikeTheReferences
        var scores = JournalEntry.Scores(
            dice: nil, structures: [],
            reliability: ReliabilityRow(
                fname: entry.key.fname, reliability: 0.25, verdict: verdict.rawValue, reason: reason, pose: "mirrored"),
            details: [], intervals: [], shapes: [])
        var pose = PresentationState.identity
        pose.orientation = .mirrored
        scores.screening = Screening(
            reliability: Reliability(figure: 0.25, verdict: verdict, reason: reason), pose: pose,
            size: PictureSize(width: 30, height: 20), cut: 0.125, edgeReach: isFrontal ? 0.5 : nil, blank: 0,
            clipped: 1e-7, mayBeMirrored: mayBeMirrored, isFrontal: isFrontal, knownAs: ["a\tb"],
            fingerprint: RadiographFingerprint(
                isFramed: true,
                levels: (0..<RadiographFingerprint.side * RadiographFingerprint.side).map {
                    UInt8($0 % 16)
                }))
        entry.outcome = .scored(scores)
        #expect(read(JournalRecord.entry(entry)) == entry)
    }

    private func read(_ bytes: [UInt8]) -> JournalEntry? {
        bytes.withUnsafeBytes { all in
            guard var line = JournalLine.Reader(UnsafeRawBufferPointer(rebasing: all.dropLast())), line.text() == "case"
            else { return nil }
            return JournalEntry(&line)
        }
    }

    @Test("is of another case where names differ in their endings alone")
    func keys() {
        let keys = ["p1.png", "p1.PNG", "p1", "p1.jpg"].map { JournalEntry.Key(folder: 0, fname: $0, unpaired: "") }
        #expect(Set(keys.map(JournalIndex.hash)).count == keys.count)
    }

    @Test("is read back as it was, with any characters in the names")
    func roundTrip() throws {
        let bytes = JournalRecord.entry(Self.entry)
        #expect(bytes.count { $0 == UInt8(ascii: "\n") } == 1 && bytes.last == UInt8(ascii: "\n"))
        #expect(read(bytes) == Self.entry)
        var failed = Self.entry
        failed.outcome = .failed(InputError(.fileDamaged, "a\tb", "is\nwrong", remedy: nil))
        failed.files = CaseFiles()
        #expect(read(JournalRecord.entry(failed)) == failed)
    }

    @Test("of what folders held is read back; that of a program which added up otherwise says nothing")
    func listed() {
        func read(_ bytes: [UInt8]) -> ListedFiles? {
            bytes.withUnsafeBytes { all in
                guard var line = JournalLine.Reader(UnsafeRawBufferPointer(rebasing: all.dropLast())),
                    line.text() == "listed"
                else { return ListedFiles(count: -1) }
                return JournalRecord.listed(&line)
            }
        }
        let files = ListedFiles(count: 12, sum: .max - 5)
        #expect(read(JournalRecord.listed(files)) == files)
        #expect(read(Array("listed\t12\t5914023689282767994\t96d0b7fb\n".utf8)) == nil)
    }

    @Test("with any one byte changed, or cut short anywhere, is no line")
    func damage() {
        let bytes = JournalRecord.entry(Self.entry)
        for place in bytes.indices.dropLast() {
            var changed = bytes
            changed[place] ^= 0x04
            #expect(read(changed) == nil, "byte \(place)")
            #expect(read(Array(bytes[..<place]) + [UInt8(ascii: "\n")]) == nil, "cut at \(place)")
        }
    }
}
