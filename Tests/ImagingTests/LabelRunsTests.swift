import Imaging
import TestSupport
import Testing

@Suite("A label map as runs")
struct LabelRunsTests {
    /// Runs of any length, at any place.
    private func map(width: Int, height: Int, using generator: inout SeededGenerator) -> LabelMap {
        let pool = (0..<4).map { _ in UInt8(generator.integer(in: 0...255)) }
        let longest = [1, 3, 40, 400][generator.integer(in: 0...3)]
        var bytes: [UInt8] = []
        while bytes.count < width * height {
            let byte = pool[generator.integer(in: 0...3)]
            bytes += Array(repeating: byte, count: generator.integer(in: 1...longest))
        }
        return LabelMap(width: width, height: height, indices: Array(bytes.prefix(width * height)))
    }

    @Test(
        "has the bytes that occur, and each structure's pixels as they are one by one",
        arguments: [1, 2, 31, 32, 33, 34, 64, 65, 66, 200])
    func pixels(width: Int) {
        var generator = SeededGenerator(seed: UInt64(width))
        for height in [1, 2, 9, 40] {
            let map = map(width: width, height: height, using: &generator)
            let runs = LabelRuns(map)
            #expect(runs.bytes == Set(map.indices).sorted())
            // Two bytes are one structure, one is another, the rest is background.
            var table = [Int32](repeating: 0, count: 256)
            for (place, byte) in runs.bytes.prefix(3).enumerated() { table[Int(byte)] = [2, 1, 2][place] }
            let found = runs.pixels(table, structureCount: 3)
            for structure in 0..<3 {
                let plain = PixelRuns(
                    PixelMask(width: width, height: height) { table[Int(map.indices[$0])] == Int32(structure + 1) })
                #expect(found[structure].runs == plain.runs, "\(width) × \(height), structure \(structure)")
                #expect(found[structure].digest == plain.digest)
            }
        }
    }

    @Test("one odd pixel in a large map is seen, wherever it lies")
    func single() {
        for place in [0, 1, 31, 32, 33, 500, 992, 999, 1000, 1002] {
            var bytes = [UInt8](repeating: 3, count: 1003)
            bytes[place] = 200
            #expect(LabelRuns(LabelMap(width: 1003, height: 1, indices: bytes)).bytes == [3, 200])
            #expect(LabelRuns(LabelMap(width: 1, height: 1003, indices: bytes)).bytes == [3, 200])
        }
    }
}
