import RCA
import Testing

@Suite("Sorting records with a scratch file")
struct RecordSorterTests {
    /// Seeded: every run sorts the same records.
    private func records(_ count: Int) -> [[UInt8]] {
        var state: UInt64 = 42
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Array("\(state % 1_000_000)".utf8) + [0, UInt8(truncatingIfNeeded: state >> 40)]
        }
    }

    @Test("gives what sorting in memory gives, in whatever memory", arguments: [0, 1, 7, 1000, 20_000])
    func sorts(count: Int) throws {
        let records = records(count)
        for memory in [1 << 10, 1 << 14, 1 << 24] {
            var sorter = RecordSorter(memoryBytes: memory)
            for record in records { try sorter.add(record) }
            var sorted = try sorter.sorted()
            var result: [[UInt8]] = []
            while let record = try sorted.next() { result.append(record) }
            #expect(result == records.sorted { $0.lexicographicallyPrecedes($1) })
        }
    }
}
