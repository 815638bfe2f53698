import Foundation
import RCA
import Tables
import TestSupport
import Testing

@Suite("rca-cli compare, and what it compares")
struct CompareFiguresTests {
    private func reliability(_ verdict: String, shift: Double) -> [UInt8] {
        let rows = (0..<30).map { "image_\($0).png,0.8,\(verdict),\(0.5 + Double($0) / 100 + shift)" }
        return Array(((["fname,reliability,verdict,expected"] + rows).joined(separator: "\n") + "\n").utf8)
    }

    private func difference(_ output: String) throws -> Double {
        let row = try #require(output.split(separator: "\n").first { $0.contains("predicted, first less") })
        // The figure's name has a comma too.
        return try #require(Double(row.split(separator: ",", omittingEmptySubsequences: false)[7]))
    }

    @Test("is one figure for all folders: the expected Dice, or that of rca_dice_scores.csv where one has no other")
    func oneFigure() async throws {
        let place = try await Workplace(isEmpty: true)
        try place.writeScores("a", shift: 0.01)
        try place.writeScores("b")
        try place.write(reliability("reliable", shift: 0.2), to: "a/rca_reliability.csv")
        try place.write(reliability("doubtful", shift: 0), to: "b/rca_reliability.csv")
        let words = ["compare", "a", "b", "--resamples", "0", "--csv", "--output", "best.csv", "--overwrite"]
        let expected = try await Program.run(words, in: place.path)
        #expect(expected.status == 0 && !expected.error.contains("Predicted Dice is"), "\(expected.error)")
        #expect(abs(try difference(expected.output) - 0.2) < 1e-6)
        try place.remove("b/rca_reliability.csv")
        let published = try await Program.run(words, in: place.path)
        #expect(published.status == 0, "\(published.error)")
        #expect(
            published.error.contains(
                "Predicted Dice is that of rca_dice_scores.csv: there is no expected Dice in b.\n"),
            "\(published.error)")
        #expect(abs(try difference(published.output) - 0.01) < 1e-6)
    }

    @Test("says nothing of reliability where there is no verdict")
    func verdicts() async throws {
        let place = try await Workplace(isEmpty: true)
        try place.writeScores("a", shift: 0.05)
        try place.writeScores("b")
        let words = ["compare", "a", "b", "--resamples", "0", "--output", "best.csv", "--overwrite"]
        for (verdict, wanted) in [("", ""), ("reliable", "yes"), ("doubtful", "no")] {
            if !verdict.isEmpty {
                for (folder, shift) in [("a", 0.1), ("b", 0.0)] {
                    try place.write(reliability(verdict, shift: shift), to: folder + "/rca_reliability.csv")
                }
            }
            let result = try await Program.run(words, in: place.path)
            #expect(result.status == 0, "\(result.error)")
            let best = try CSVTable(bytes: place.bytes("best.csv"), source: "best.csv")
            let column = try best.column(named: "reliable")
            #expect(try best.rows.allSatisfy { try best.text(inRow: $0, column: column) == wanted })
        }
    }

    @Test("says so where folders were scored with other references, or another number of them")
    func settings() async throws {
        let place = try await Workplace(isEmpty: true)
        for folder in ["a", "b"] {
            try place.writeScores(folder)
            try place.writeRecord(folder)
        }
        let words = ["compare", "a", "b", "--resamples", "0", "--csv"]
        let same = try await Program.run(words, in: place.path)
        #expect(same.status == 0 && !same.error.contains("different"), "\(same.error)")
        try place.writeRecord("b", digest: "abcd", referencesPerCase: 5, structures: "lungs=1")
        let other = try await Program.run(words, in: place.path)
        for note in [
            "different references (by their digests): 00ff in a, abcd in b.\n",
            "different structures: heart and lungs in a, lungs in b.\n",
            "different --references-per-case: 20 in a, 5 in b.\n",
        ] {
            #expect(other.error.contains("The scores were made with " + note), "\(other.error)")
        }
    }

    /// Lungs and hearts of four masks; of the last one the truth has the lungs alone.
    private func partial() async throws -> Workplace {
        let place = try await Workplace(isEmpty: true)
        var scores = ["fname,structure,dice,reference,mean,median,best,consensus"]
        var truth = ["fname,structure,dice"]
        for number in 0..<4 {
            for structure in ["lungs", "heart"] {
                scores.append("\(number).png,\(structure),0.8,r,0.8,0.8,0.8,0.8")
                if number < 3 || structure == "lungs" { truth.append("\(number).png,\(structure),0.\(7 + number % 2)") }
            }
        }
        // Not defined is not the same as not there.
        truth = truth.map { $0.hasPrefix("2.png,heart") ? "2.png,heart," : $0 }
        for folder in ["a", "b"] {
            try place.write(
                Array((scores.joined(separator: "\n") + "\n").utf8), to: folder + "/rca_structures.csv")
            try place.write(
                Array("fname,dice\n0.png,0.8\n1.png,0.8\n2.png,0.8\n3.png,0.8\n".utf8),
                to: folder + "/rca_dice_scores.csv")
        }
        try place.write(Array((truth.joined(separator: "\n") + "\n").utf8), to: "t.csv")
        return place
    }

    @Test("takes no true mean over some of a mask's structures, and neither does report, as evaluate does not")
    func partOfTheStructures() async throws {
        let place = try await partial()
        let compared = try await place.run(
            "compare", "a", "b", "--truth", "t.csv", "--truth", "t.csv", "--resamples", "0", "--csv")
        #expect(compared.status == 0, "\(compared.error)")
        #expect(compared.output.contains("pair,a,b,\"true, first less second\",3,3,"), "\(compared.output)")
        #expect(compared.error.contains("a: 1 masks have no truth; true figures are of the others."))
        let report = try await place.run("report", "a", "--truth", "t.csv", "--worst", "0")
        #expect(report.status == 0, "\(report.error)")
        #expect(
            report.error.contains("1 of 4 whole masks are left out: t.csv lacks some of their structures."),
            "\(report.error)")
        let evaluated = try await place.run("evaluate", "--scores", "a", "--truth", "t.csv", "--format", "csv")
        #expect(evaluated.status == 2 && evaluated.error.contains("3.png, heart: no truth"), "\(evaluated.error)")
    }
}
