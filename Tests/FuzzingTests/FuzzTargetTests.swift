import Foundation
import FuzzTargets
import Testing

/// `make fuzz` gives the same parsers millions of inputs; here they only see that they can be fuzzed at all.
@Suite("Parsers that are fuzzed")
struct FuzzTargetTests {
    private static let seeds = FuzzSeeds(
        fixtures: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "ImagingTests/Fixtures").path)

    @Test("have seeds, some of which they take", arguments: FuzzTarget.all.map(\.name))
    func seeds(name: String) throws {
        let target = try #require(FuzzTarget.named(name))
        let place = try FuzzPlace()
        let seeds = try target.seeds(Self.seeds)
        let taken = seeds.count { target.accepts($0, place) }
        #expect(taken > 0, "\(name) takes none of \(seeds.count) seeds")
    }

    @Test("refuse seeds that are cut off or changed, in order", arguments: FuzzTarget.all.map(\.name))
    func damaged(name: String) throws {
        let target = try #require(FuzzTarget.named(name))
        let place = try FuzzPlace()
        var random = SeededGenerator(state: 7)
        for seed in try target.seeds(Self.seeds) {
            for _ in 0..<12 {
                var bytes = Array(seed.prefix(Int.random(in: 0...seed.count, using: &random)))
                for _ in 0..<3 where !bytes.isEmpty {
                    bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
                        in: .min ... .max, using: &random)
                }
                // What comes back does not matter; that it comes back does.
                _ = target.accepts(bytes, place)
            }
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same inputs in every run.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
