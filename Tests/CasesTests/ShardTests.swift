import RCA
import Testing

@Suite("The shard of a case")
struct ShardTests {
    private func hash(_ name: String) -> UInt64 {
        FileStem.hash(of: Array(name.utf8), droppingSuffixes: [Array("_labels".utf8)])
    }

    /// Values computed by another program from the published definitions of FNV-1a and SplitMix64.
    @Test("never changes: journals depend on it")
    func stable() {
        #expect(hash("00000001_000.png") == 11_182_070_636_267_133_862)
        #expect(hash("00000001_000_labels.png") == hash("00000001_000.png"))
        #expect(hash("a.png") == 198_367_012_849_983_736)
    }

    @Test("has about as many cases as every other, for names that count up", arguments: [2, 7, 16, 64, 256])
    func balanced(count: Int) {
        let shards = (1...count).map { Shard(index: $0, count: count) }
        var sizes = Array(repeating: 0, count: count)
        for patient in 1...112_120 {
            let hash = hash("\(String(patient + 100_000_000).dropFirst())_000.png")
            for (place, shard) in shards.enumerated() where shard.contains(hash) { sizes[place] += 1 }
        }
        #expect(sizes.reduce(0, +) == 112_120)
        let mean = 112_120 / Double(count)
        // Five standard deviations of a fair draw.
        #expect(sizes.allSatisfy { abs(Double($0) - mean) < 5 * mean.squareRoot() }, "\(sizes)")
    }
}
