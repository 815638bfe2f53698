import Foundation
import RCA
import Tables
import TestSupport
import Testing

@Suite("rca-cli segment --table")
struct SegmentTableTests {
    /// The lungs of a row, painted: 1 the left one, 2 the right one.
    private func lungs(_ table: CSVTable, row: Int) throws -> (labels: [UInt16], width: Int) {
        let width = try #require(try table.number(inRow: row, column: table.column(named: "Width")).map { Int($0) })
        let height = try #require(try table.number(inRow: row, column: table.column(named: "Height")).map { Int($0) })
        var labels = [UInt16](repeating: 0, count: width * height)
        for (label, name) in [(UInt16(1), "Left Lung"), (2, "Right Lung")] {
            try RunLengthMask(
                startsAndLengths: table.text(inRow: row, column: table.column(named: name)), width: width,
                height: height, named: name
            ).paint(label, into: &labels)
        }
        return (labels, width)
    }

    @Test("writes the masks of the label maps with CheXmask's columns, each lung on its side, and score reads them")
    func roundTrip() async throws {
        let place = try await Workplace()
        try await #expect(place.segment(["output": "maps"]).status == 0)
        let result = try await place.segment(["output": "table"], ["--table"])
        #expect(result.status == 0, "\(result.error)")
        #expect(try place.labelMaps("table").isEmpty)
        let table = try CSVTable(bytes: place.bytes("table/rca_masks.csv"), source: "table")
        #expect(table.header.joined(separator: ",") + "\n" == Workplace.tableHeader)
        #expect(try table.rows.map { try table.text(inRow: $0, column: 0) } == PhantomFiles.names)
        for (row, name) in PhantomFiles.names.enumerated() {
            let map = try place.labels("maps/" + name.replacingOccurrences(of: ".png", with: "_labels.png"))
            let (lungs, width) = try lungs(table, row: row)
            #expect(lungs.map { $0 > 0 } == map.indices.map { $0 == 1 })
            let columns = [UInt16(1), 2].map { label in
                let own = lungs.indices.filter { lungs[$0] == label }
                return own.reduce(0) { $0 + $1 % width } / max(own.count, 1)
            }
            #expect(columns[0] > width / 2 && columns[1] < width / 2, "\(columns)")
        }
        try await #expect(place.score(["masks": "maps", "output": "a"], ["--suffix", "_labels"]).status == 0)
        let scored = try await place.score(["masks": "table/rca_masks.csv", "output": "b"])
        #expect(scored.status == 0, "\(scored.error)")
        #expect(try place.scores("a").values.sorted() == place.scores("b").values.sorted())
    }

    @Test("in shards, with scores, gives the same bytes, and goes on where it was stopped")
    func shards() async throws {
        let place = try await Workplace()
        try await #expect(place.segment([:], ["--table", "--score"]).status == 0)
        let table = try CSVTable(bytes: place.bytes("out/rca_masks.csv"), source: "table")
        let maximum = try table.column(named: "Dice RCA (Max)")
        let scores = try place.scores()
        for row in table.rows {
            #expect(
                try table.number(inRow: row, column: maximum) == scores[table.text(inRow: row, column: 0)])
        }
        for shard in 1...2 {
            let part = try await place.segment(["output": "parts"], ["--table", "--score", "--shard", "\(shard)/2"])
            #expect(part.status == 0, "\(part.error)")
        }
        try await #expect(place.run("merge", "parts").status == 0)
        #expect(try place.bytes("parts/rca_masks.csv") == place.bytes("out/rca_masks.csv"))
        // What a person has changed stays.
        try place.write(Array("mine\n".utf8), to: "out/rca_masks.csv")
        let again = try await place.segment([:], ["--table", "--score"])
        #expect(again.status == 64)
        #expect(try place.text("out/rca_masks.csv") == "mine\n")
    }
}
