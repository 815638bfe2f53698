import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli evaluate --marks")
struct EvaluateMarksTests {
    private func place() async throws -> Workplace {
        let place = try await Workplace(isEmpty: true)
        try place.write(
            Array("fname,dice\na.png,0.5\nb.png,0.65\nc.png,0.85\nd.png,0.75\ne.png,0.95\n".utf8),
            to: "s/rca_dice_scores.csv")
        try place.write(Array("fname,mark\na.png,wrong\nb.png,fine\nc.png,wrong\ne.png,fine\n".utf8), to: "m.csv")
        return place
    }

    @Test("counts what is marked wrong below each threshold, without any truth")
    func shares() async throws {
        let place = try await place()
        let result = try await place.run("evaluate", "--scores", "s", "--marks", "m.csv", "--format", "csv")
        #expect(result.status == 0, "\(result.error)")
        let figures = EvaluationFigures(result.output)
        #expect(try figures.value("mean max", "markedWrongBelow", "0.7") == 0.5)
        #expect(try figures.value("mean max", "markedFineBelow", "0.7") == 0.5)
        #expect(try figures.value("mean max", "markedWrongBelow", "0.9") == 1)
        // How many images these are is not known.
        #expect(try figures.value("mean max", "markedWrongBelow", "0.7", column: 7) == 4)
        #expect(try figures.value("mean max", "markedWrongBelow", "0.7", column: 8) == nil)
        // Of the four pairs of a wrong and a fine mask, three have the wrong one lower.
        #expect(try figures.value("mean max", "markedAreaUnderCurve") == 0.75)
        let text = try await place.run("evaluate", "--scores", "s", "--marks", "m.csv")
        #expect(text.status == 0 && text.output.contains(/marked wrong, found below 0.7 +1 \(50 %\)/), "\(text.output)")
        let json = try await place.run("evaluate", "--scores", "s", "--marks", "m.csv", "--format", "json")
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        let marks = try #require((object?["marks"] as? [[String: Any]])?.first)
        #expect(marks["wrong"] as? Int == 2 && marks["fine"] as? Int == 2 && marks["estimator"] as? String == "max")
    }

    @Test("stands beside the figures of a truth")
    func besideTruth() async throws {
        let place = try await place()
        try place.write(Array("fname,dice\na.png,0.4\nb.png,0.7\nc.png,0.6\nd.png,0.8\ne.png,0.9\n".utf8), to: "t.csv")
        let result = try await place.run("evaluate", "--scores", "s", "--truth", "t.csv", "--marks", "m.csv")
        #expect(result.status == 0 && result.output.contains("Pearson"), "\(result.error)")
        #expect(result.output.contains("marked wrong"))
    }

    @Test("takes what most of several readers say, or each one's marks, and says which masks are left open")
    func readers() async throws {
        let place = try await place()
        try place.write(Array("fname,mark\na.png,1\nb.png,4\nc.png,5\ne.png,3\n".utf8), to: "n.csv")
        try place.write(Array("fname,mark\na.png,fine\nb.png,wrong\n".utf8), to: "o.csv")
        let words = ["evaluate", "--scores", "s", "--marks", "m.csv", "--marks", "n.csv", "--marks", "o.csv"]
        let most = try await Program.run(words, in: place.path)
        #expect(most.status == 0 && most.output.contains("marks of most readers against predicted Dice"))
        #expect(most.output.contains("As many readers pass as fail 1 marked masks"), "\(most.output)")
        #expect(most.output.contains(/marked wrong +1\n/) && most.output.contains(/marked fine +2\n/))
        let each = try await Program.run(
            words + ["--readers", "each", "--rater", "anna", "--rater", "ben", "--rater", "cleo", "--format", "csv"],
            in: place.path)
        let figures = EvaluationFigures(each.output)
        #expect(try figures.value("mean max (ben)", "markedWrongBelow", "0.7") == 1)
        #expect(try figures.value("mean max (cleo)", "markedAreaUnderCurve") == 0)
    }

    @Test("lists a marked mask without a score, and ends with 2")
    func unknown() async throws {
        let place = try await place()
        try place.write(Array("fname,mark\nz.png,wrong\n".utf8), to: "m.csv")
        let result = try await place.run("evaluate", "--scores", "s", "--marks", "m.csv")
        #expect(result.status == 2 && result.error.contains("z.png: is marked, and has no prediction"))
        #expect(result.output.contains("not defined"))
    }

    @Test(
        "names the line of what is no mark, and what does not go together",
        arguments: [
            (
                "fname,mark\na.png,bad\n", [],
                "rca-cli: m.csv: line 2, column \"mark\": \"bad\" is no mark; write fine, wrong, or 1 to 5\n"
            ),
            (
                "fname,mark\na.png,fine\na.png,wrong\n", [],
                "rca-cli: m.csv: line 3, column \"fname\": m marked a.png as wrong, and as fine in line 2"
            ),
            ("fname\na.png\n", [], "rca-cli: m.csv: no column is called \"mark\""),
            ("fname,mark\n", ["--max-mae", "0.1"], "Error: --min-correlation and --max-mae need --truth"),
        ])
    func wrong(table: String, more: [String], message: String) async throws {
        let place = try await place()
        try place.write(Array(table.utf8), to: "m.csv")
        let result = try await Program.run(["evaluate", "--scores", "s", "--marks", "m.csv"] + more, in: place.path)
        #expect(result.status == 64)
        #expect(result.error.hasPrefix(message), "\(result.error)")
    }
}
