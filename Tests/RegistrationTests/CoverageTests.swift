import Imaging
import Registration
import TestSupport
import Testing

@Suite("Preparation of images that fill only a part of the frame")
struct CoverageTests {
    @Test("what is not covered has no say in what is", arguments: 0..<4)
    func uncovered(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let coverage = Self.coverage(seed: seed)
        var frame = Image.smooth(width: 64, height: 64, using: &generator)
        let first = PreparedImage(frame, coverage: coverage)
        for index in frame.pixels.indices where coverage.pixels[index] < 0.5 {
            frame.pixels[index] = generator.float(in: -100...100)
        }
        #expect(PreparedImage(frame, coverage: coverage) == first)
        for index in frame.pixels.indices where coverage.pixels[index] < 0.5 {
            #expect(first.equalized.pixels[index] == 0.5 && first.fine.pixels[index] == 0)
        }
        // Ranks are among the covered pixels alone.
        let covered = frame.pixels.indices.filter { coverage.pixels[$0] >= 0.5 }
        let mean = covered.reduce(0) { $0 + Double(first.equalized.pixels[$1]) } / Double(covered.count)
        #expect(abs(mean - 0.5) < 1e-4)
    }

    @Test("a coverage of everything changes nothing, and one of nothing gives nothing")
    func allAndNothing() {
        var generator = SeededGenerator(seed: 9)
        let frame = Image.smooth(width: 64, height: 64, using: &generator)
        let plain = PreparedImage(frame)
        let all = PreparedImage(frame, coverage: Image(width: 64, height: 64, filledWith: 1))
        #expect(all.equalized == plain.equalized)
        #expect(largestDifference(all.fine.pixels, plain.fine.pixels) < 1e-3)
        let nothing = PreparedImage(frame, coverage: Image(width: 64, height: 64))
        #expect(nothing.equalized.pixels.allSatisfy { $0 == 0.5 })
        #expect(nothing.fine.pixels.allSatisfy { $0 == 0 } && nothing.coarse.pixels.allSatisfy { $0 == 0 })
    }

    @Test("mirroring before preparing is mirroring after")
    func mirrored() {
        var generator = SeededGenerator(seed: 10)
        let frame = Image.smooth(width: 64, height: 64, using: &generator)
        var mirrored = frame
        for y in 0..<64 {
            for x in 0..<64 { mirrored[x, y] = frame[63 - x, y] }
        }
        let (before, after) = (PreparedImage(mirrored), PreparedImage(frame).mirrored)
        #expect(before.equalized == after.equalized)
        #expect(largestDifference(before.fine.pixels, after.fine.pixels) < 1e-3)
        #expect(largestDifference(before.coarse.pixels, after.coarse.pixels) < 1e-3)
        #expect(after.mirrored == PreparedImage(frame))
    }

    /// A tilted half-plane or a box, with soft edges.
    private static func coverage(seed: Int) -> Image {
        var coverage = Image(width: 64, height: 64, filledWith: 1)
        for y in 0..<64 {
            for x in 0..<64 {
                let distance = seed % 2 == 0 ? Float(x) + 0.3 * Float(y) - 15 : Float(min(x - 6, 50 - x, y, 60 - y))
                coverage[x, y] = min(max(distance + 0.5, 0), 1)
            }
        }
        return coverage
    }
}
