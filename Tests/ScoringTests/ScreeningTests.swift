import Files
import Imaging
import Scoring
import TestSupport
import Testing

@Suite("Screening of images")
struct ScreeningTests {
    @Test("a turn undone puts every pixel where the orientation says", arguments: Orientation.allCases)
    func undoing(orientation: Orientation) {
        var random = SeededGenerator(seed: 3)
        let side = 8
        let picture = random.floats(side * side, in: 0...1)
        let turn = orientation.undoing(width: side, height: side)
        #expect(turn.applied(to: picture) == orientation.undone(picture, size: side))
        let oblong = orientation.undoing(width: 6, height: 4)
        #expect((oblong.newWidth, oblong.newHeight) == (orientation.isOnItsSide ? (4, 6) : (6, 4)))
    }

    @Test("a fingerprint is read back from its text, and from nothing else")
    func text() throws {
        let fingerprint = RadiographFingerprint(isFramed: true, levels: FingerprintLevels.smooth(seed: 1))
        #expect(RadiographFingerprint(fingerprint.text) == fingerprint)
        #expect(RadiographFingerprint(String(fingerprint.text.dropLast())) == nil)
        #expect(RadiographFingerprint("x" + fingerprint.text.dropFirst()) == nil)
    }

    @Test("duplicates are found mirrored, inverted, moved and with noise; others are not")
    func duplicates() throws {
        var random = SeededGenerator(seed: 9)
        var search = DuplicateSearch()
        let pictures = (0..<40).map { FingerprintLevels.smooth(seed: UInt64($0)) }
        for levels in pictures { search.add(RadiographFingerprint(isFramed: true, levels: levels), file: nil) }
        let side = RadiographFingerprint.side
        let mirrored = (0..<side * side).map { pictures[3][$0 / side * side + side - 1 - $0 % side] }
        let inverted = pictures[5].map { 16 - $0 }
        let noisy = pictures[7].map { UInt8(min(max(Int($0) + random.integer(in: -1...1), 1), 15)) }
        let moved = (0..<side * side).map { pictures[9][$0 / side * side + min($0 % side + 1, side - 1)] }
        for levels in [mirrored, inverted, noisy, moved] {
            search.add(RadiographFingerprint(isFramed: true, levels: levels), file: nil)
        }
        let blank = RadiographFingerprint(isFramed: false, levels: Array(repeating: 8, count: side * side))
        search.add(blank, file: FileDigest(checksum: 1, size: 10, modified: 0))
        search.add(blank, file: FileDigest(checksum: 2, size: 10, modified: 0))
        search.add(blank, file: FileDigest(checksum: 2, size: 10, modified: 7))
        let matches = search.matches(threads: 2)
        #expect(matches[..<40].allSatisfy { $0 == nil })
        #expect(matches[40..<44].map { $0?.first } == [3, 5, 7, 9])
        #expect(matches[40..<44].allSatisfy { ($0?.similarity ?? 0) >= DuplicateSearch.leastSimilarity })
        #expect(matches[44...].map { $0?.first } == [nil, nil, 45])
        #expect(matches[46]?.isSameFile == true && matches[40]?.isSameFile == false)
    }

    @Test(
        "of an image that hardly fits calls it no frontal one, unless networks see a chest from the front",
        arguments: Reliability.Verdict.allCases, [false, true])
    func frontal(verdict: Reliability.Verdict, isFrontal: Bool) {
        let screening = Screening(
            reliability: Reliability(figure: 0.1, verdict: verdict, reason: "a reason"), pose: .identity,
            size: PictureSize(width: 8, height: 8), cut: 0, blank: 0, clipped: 0, mayBeMirrored: false,
            isFrontal: isFrontal, knownAs: [],
            fingerprint: RadiographFingerprint(isFramed: true, levels: FingerprintLevels.smooth(seed: 1)))
        let flags: [ScreeningFlag] =
            switch verdict {
            case .notAChestXRay: [.notAChestXRay]
            case .unlikeTheReferences where !isFrontal: [.notFrontal]
            default: []
            }
        #expect(screening.flags == flags)
        #expect(screening.isUsable == flags.isEmpty)
    }
}
