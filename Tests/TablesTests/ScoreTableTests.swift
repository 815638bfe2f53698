import Imaging
import Tables
import TestSupport
import Testing

@Suite("Score tables")
struct ScoreTableTests {
    @Test("of masks are sorted by the bytes of fname, and leave an undefined Dice empty")
    func maskScores() {
        let scores = [
            MaskScoreRow(fname: "é.png", dice: 1), MaskScoreRow(fname: "b.png", dice: nil),
            MaskScoreRow(fname: "Z.png", dice: 0), MaskScoreRow(fname: "a,b.png", dice: 0.5),
            MaskScoreRow(fname: "e\u{301}.png", dice: 1e-5),
        ]
        #expect(
            text(ScoreTable.bytes(scores))
                == "fname,dice\nZ.png,0.0\n\"a,b.png\",0.5\nb.png,\ne\u{301}.png,1e-05\né.png,1.0\n")
    }

    @Test("of structures follow fname, then the structures' own order")
    func structureScores() {
        let scores = ["b.png", "a.png"].flatMap { fname in
            ["lungs", "heart"].map {
                StructureScoreRow(
                    fname: fname, structure: $0, dice: 0.75, reference: "r,1.png", mean: 0.5, median: nil, best: 0.625,
                    consensus: 0.875, expected: 0.75, lower: 0.5)
            }
        }
        let rows = ["a.png,heart", "a.png,lungs", "b.png,heart", "b.png,lungs"]
            .map { "\($0),0.75,\"r,1.png\",0.5,,0.625,0.875,0.75,0.5,\n" }.joined()
        #expect(
            text(ScoreTable.bytes(scores, structures: ["heart", "lungs"]))
                == "fname,structure,dice,reference,mean,median,best,consensus,expected,lower,upper\n" + rows)
    }

    @Test("of details keep the order of the references, whatever order the masks came in")
    func details() {
        let references = ["r9", "r1", "r5"]
        let scores = ["b", "a"].flatMap { fname in
            references.map {
                ReferenceScoreRow(fname: fname, structure: "lungs", reference: $0, dice: 1, pose: "as it is")
            }
        }
        #expect(
            text(ScoreTable.bytes(scores, structures: ["lungs"]))
                == "fname,structure,reference,dice,pose\n"
                + ["a,lungs,r9", "a,lungs,r1", "a,lungs,r5", "b,lungs,r9", "b,lungs,r1", "b,lungs,r5"]
                .map { $0 + ",1.0,as it is\n" }.joined())
    }

    @Test("give the same bytes for the same rows in any order")
    func orderIndependent() {
        var random = SeededGenerator(seed: 5)
        let scores = (0..<200).flatMap { index in
            ["lungs", "heart", "unnamed"].map {
                TrueScoreRow(fname: "case \(index).png", structure: $0, dice: Float.random(in: 0...1, using: &random))
            }
        }
        let expected = ScoreTable.bytes(scores, structures: ["lungs", "heart"])
        for _ in 0..<5 {
            #expect(ScoreTable.bytes(scores.shuffled(using: &random), structures: ["lungs", "heart"]) == expected)
        }
    }

    @Test("are read back as they were written")
    func roundTrip() throws {
        let structures = [
            StructureScoreRow(
                fname: "a \"1\"\n.png", structure: "lungs", dice: 0.75, reference: "r.png", mean: 0.5, median: 0.25,
                best: 0.625),
            StructureScoreRow(
                fname: "b.png", structure: "lungs", dice: nil, reference: nil, mean: nil, median: nil, best: nil),
        ]
        #expect(
            try StructureScoreRow.rows(of: table(ScoreTable.bytes(structures, structures: ["lungs"]))) == structures)
        let details = [ReferenceScoreRow(fname: "a", structure: "heart", reference: "r", dice: nil)]
        #expect(try ReferenceScoreRow.rows(of: table(ScoreTable.bytes(details, structures: []))) == details)
        let truth = [TrueScoreRow(fname: "a", structure: "heart", dice: 0.1)]
        #expect(try TrueScoreRow.rows(of: table(ScoreTable.bytes(truth, structures: []))) == truth)
        let masks = [MaskScoreRow(fname: "a", dice: 0.3), MaskScoreRow(fname: "b", dice: nil)]
        #expect(try MaskScoreRow.rows(of: table(ScoreTable.bytes(masks))) == masks)
    }

    @Test("of structures may lack the estimates beside dice, and have columns unknown here")
    func fewerColumns() throws {
        let rows = try StructureScoreRow.rows(of: table(Array("other,dice,structure,fname\nx,0.5,lungs,a\n".utf8)))
        #expect(
            rows == [
                StructureScoreRow(
                    fname: "a", structure: "lungs", dice: 0.5, reference: nil, mean: nil, median: nil, best: nil)
            ])
    }

    @Test("refuse a Dice above 1 or below 0", arguments: ["95.2", "-0.1", "inf"])
    func notADice(text: String) {
        #expect {
            _ = try MaskScoreRow.rows(of: table(Array("fname,dice\na,\(text)\n".utf8)))
        } throws: {
            "\($0)".hasPrefix("scores.csv: line 2, column \"dice\": ")
        }
    }

    private func table(_ bytes: [UInt8]) throws -> CSVTable { try CSVTable(bytes: bytes, source: "scores.csv") }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
