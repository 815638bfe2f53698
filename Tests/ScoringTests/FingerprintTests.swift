import Imaging
import Scoring
import TestSupport
import Testing

/// Levels of fingerprints made up.
enum FingerprintLevels {
    private static let side = RadiographFingerprint.side

    /// A smooth picture of its own.
    static func smooth(seed: UInt64) -> [UInt8] {
        var random = SeededGenerator(seed: seed &+ 100)
        let image = Image.smooth(width: side, height: side, shortest: 5, using: &random)
        return image.pixels.map { UInt8(min(max((8 + 6 * $0).rounded(), 1), 15)) }
    }

    /// One that shows in part of the cells alone, changed by noise, scaled and shifted.
    static func changed(_ levels: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
        let scale = random.float(in: 0.95...1.05)
        let shift = (random.float(in: -1...1), random.float(in: -1...1))
        let hidden = random.integer(in: 0...3)
        let middle = Float(side - 1) / 2
        return (0..<side * side).map { cell in
            func place(_ line: Int, _ shift: Float) -> Int {
                min(max(Int(((Float(line) - middle) * scale + middle + shift).rounded()), 0), side - 1)
            }
            guard cell % side >= hidden else { return 0 }
            let level = levels[place(cell / side, shift.0) * side + place(cell % side, shift.1)]
            return UInt8(min(max(Int(level) + random.integer(in: -1...1), 1), 15))
        }
    }

    static func laid(_ levels: [UInt8], _ orientation: Orientation) -> [UInt8] {
        orientation.undone(levels.map(Float.init), size: side).map { UInt8($0) }
    }
}

@Suite("Fingerprints over one another")
struct FingerprintTests {
    @Test(
        "an aligner correlates two fingerprints as the plain form does, wherever one lies and whatever shows",
        arguments: Orientation.allCases)
    func correlation(orientation: Orientation) throws {
        var random = SeededGenerator(seed: 4)
        let aligner = FingerprintAligner()
        for seed in 0..<6 {
            let levels = FingerprintLevels.smooth(seed: UInt64(seed))
            let pair = (0..<2).map { _ in
                RadiographFingerprint(
                    isFramed: false, levels: FingerprintLevels.changed(levels, using: &random))
            }
            let plain = FingerprintAlignment(pair[0], orientation, over: pair[1], isInverted: false)
            aligner.take(pair[0], orientation)
            aligner.take(over: pair[1])
            for _ in 0..<10 {
                let place = FingerprintPlace(
                    shift: (random.float(in: -4...4), random.float(in: -4...4)),
                    scale: (random.float(in: 0.8...1.2), random.float(in: 0.8...1.2)))
                let expected = try #require(plain.correlation(place))
                #expect(abs(try #require(aligner.correlation(place)) - expected) < 1e-4)
            }
            let far = FingerprintPlace(shift: (25, 0))
            #expect(plain.correlation(far) == nil && aligner.correlation(far) == nil)
        }
    }

    @Test("one radiograph is as alike as the plain form finds, or more; different ones are given up")
    func best() throws {
        var random = SeededGenerator(seed: 8)
        let aligner = FingerprintAligner()
        for seed in 0..<20 {
            let levels = FingerprintLevels.smooth(seed: UInt64(seed))
            let first = RadiographFingerprint(isFramed: true, levels: levels)
            let same = RadiographFingerprint(
                isFramed: true, levels: FingerprintLevels.changed(levels.map { 16 - $0 }, using: &random))
            aligner.take(first, .upright)
            aligner.take(over: same)
            let plain = FingerprintAlignment(first, .upright, over: same, isInverted: true).best()
            #expect(plain >= DuplicateSearch.leastSimilarity)
            #expect(try #require(aligner.best(isInverted: true)) >= plain - 1e-4)
            #expect(aligner.best(isInverted: false) == nil)
            let other = FingerprintLevels.smooth(seed: UInt64(seed + 50))
            aligner.take(over: RadiographFingerprint(isFramed: true, levels: other))
            #expect(aligner.best(isInverted: true) == nil && aligner.best(isInverted: false) == nil)
        }
    }

    @Test("of many, the search finds what comparing all pairs in full finds, for any number of threads")
    func search() {
        var random = SeededGenerator(seed: 12)
        var levels = (0..<5).map { FingerprintLevels.smooth(seed: UInt64($0)) }
        for (number, orientation) in Orientation.allCases.enumerated() {
            let changed = FingerprintLevels.changed(levels[number % 5], using: &random)
            levels.append(FingerprintLevels.laid(changed, orientation))
        }
        let fingerprints = levels.map { RadiographFingerprint(isFramed: false, levels: $0) }
        var expected = [Int?](repeating: nil, count: levels.count)
        for second in fingerprints.indices {
            expected[second] = (0..<second).first { first in
                Orientation.allCases.contains { orientation in
                    [false, true].contains {
                        FingerprintAlignment(
                            fingerprints[first], orientation, over: fingerprints[second], isInverted: $0
                        ).best() >= DuplicateSearch.leastSimilarity
                    }
                }
            }
        }
        #expect(expected.count { $0 != nil } == 8)
        var search = DuplicateSearch()
        for fingerprint in fingerprints { search.add(fingerprint, file: nil) }
        let found = search.matches(threads: 1)
        #expect(found.map { $0?.first } == expected)
        #expect(search.matches(threads: 5) == found)
    }

    @Test("a copy of a file is one, also where another file showed the radiograph before both")
    func copies() {
        var random = SeededGenerator(seed: 3)
        let levels = FingerprintLevels.smooth(seed: 1)
        let changed = RadiographFingerprint(
            isFramed: true, levels: FingerprintLevels.changed(levels, using: &random))
        var search = DuplicateSearch()
        search.add(
            RadiographFingerprint(isFramed: true, levels: levels), file: FileDigest(checksum: 1, size: 9, modified: 0))
        for time: Int64 in 1...2 {
            search.add(changed, file: FileDigest(checksum: 2, size: 8, modified: time))
        }
        let matches = search.matches(threads: 1)
        #expect(matches.map { $0?.first } == [nil, 0, 0])
        #expect(matches.map { $0?.isSameFile } == [nil, false, true])
    }

    @Test("duplicates far from one another are found among more images than are compared at a time")
    func manyImages() {
        var search = DuplicateSearch()
        var random = SeededGenerator(seed: 2)
        let levels = (0..<1_100).map { FingerprintLevels.smooth(seed: UInt64($0)) }
        for picture in levels { search.add(RadiographFingerprint(isFramed: true, levels: picture), file: nil) }
        for number in [3, 511, 512, 1_099] {
            let changed = FingerprintLevels.changed(levels[number], using: &random)
            search.add(RadiographFingerprint(isFramed: true, levels: changed), file: nil)
        }
        let matches = search.matches(threads: 3)
        #expect(matches[..<1_100].allSatisfy { $0 == nil })
        #expect(matches[1_100...].map { $0?.first } == [3, 511, 512, 1_099])
    }
}
