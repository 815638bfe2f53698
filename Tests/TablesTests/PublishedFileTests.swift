import Tables
import TestSupport
import Testing

@Suite("The published score file", .needsSharedData)
struct PublishedFileTests {
    @Test("comes back byte for byte after reading, shuffling and writing all its 112,120 rows")
    func byteIdentical() throws {
        let published = try SharedData.bytes("published/rca_dice_scores.csv")
        var scores = try MaskScoreRow.rows(of: CSVTable(bytes: published, source: "rca_dice_scores.csv"))
        #expect(scores.count == 112_120)
        var random = SeededGenerator(seed: 1)
        scores.shuffle(using: &random)
        let written = ScoreTable.bytes(scores)
        // Not compared by the macro, which would print both.
        let isSame = written == published
        #expect(isSame)
    }

    @Test("of other tools are read too: truth and details with 17 digits, and columns of their own")
    func otherTables() throws {
        let truth = try TrueScoreRow.rows(of: table("published/conformal_jsrt_atlas/test_truth.csv"))
        #expect(truth.count == 600)
        #expect(truth.first == TrueScoreRow(fname: "test_0000.png", structure: "lungs", dice: 0.5589833427358295))
        let details = try ReferenceScoreRow.rows(of: table("published/conformal_jsrt_atlas/test_details.csv"))
        #expect(details.count == 600 * 8)
        let peer = try ReferenceScoreRow.rows(of: table("peer/multiatlas_rca_jsrt.csv"))
        #expect(peer.first?.reference == "JPCNN031.png")
    }

    private func table(_ path: String) throws -> CSVTable {
        try CSVTable(bytes: SharedData.bytes(path), source: path)
    }
}
