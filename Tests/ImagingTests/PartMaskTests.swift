import Imaging
import Testing

@Suite("Parts of a picture")
struct PartMaskTests {
    @Test("a part has the pixels of its labels or runs, paints these alone, and counts what it shares")
    func parts() throws {
        let map = LabelMap(width: 3, height: 2, indices: [0, 1, 2, 2, 1, 0])
        let both = PartMask(map) { $0 != 0 }
        let runs = PartMask(try RunLengthMask(startsAndLengths: "4 3", width: 3, height: 2, named: "runs"))
        #expect(both.pixels == [false, true, true, true, true, false] && both.count == 4)
        #expect(runs.pixels == [false, false, false, true, true, true] && runs.count == 3)
        #expect(both.sharedCount(with: runs) == 2 && runs.sharedCount(with: both) == 2)
        var labels: [UInt8] = [7, 7, 7, 7, 7, 7]
        PartMask(map) { $0 == 2 }.paint(9, into: &labels)
        #expect(labels == [7, 7, 9, 9, 7, 7])
        var wide: [UInt16] = [7, 7, 7, 7, 7, 7]
        runs.paint(40_000, into: &wide)
        #expect(wide == [7, 7, 7, 40_000, 40_000, 40_000])
    }

    @Test("of a map with wide values, only labels that it has are asked for")
    func wideLabels() throws {
        let map = try LabelMap(width: 2, height: 1, labels: [0, 40_000], named: "wide")
        #expect(PartMask(map) { $0 == 40_000 }.pixels == [false, true])
        #expect(PartMask(map) { $0 == 0 }.pixels == [true, false])
    }
}
