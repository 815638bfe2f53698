import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli evaluate --dice, what accepting masks costs")
struct EvaluateRiskTests {
    /// So many masks, one an image, predicted from 0.5 to 0.99; the true Dice is 0.05 lower.
    private func place(_ count: Int) async throws -> Workplace {
        let place = try await Workplace(isEmpty: true)
        let rows = (0..<count).map { number in
            let predicted = 0.5 + 0.49 * Double(number) / Double(max(count - 1, 1))
            return "image_\(number).png,\(predicted),\(predicted - 0.05)"
        }
        try place.write(
            Array((["fname,predicted,real"] + rows).joined(separator: "\n").appending("\n").utf8), to: "t.csv")
        return place
    }

    private static let words = [
        "evaluate", "--table", "t.csv", "--columns", "lungs:real:expected=predicted", "--resamples", "100",
    ]

    @Test("prints the curve, and the lowest threshold that keeps the share")
    func curve() async throws {
        let place = try await place(400)
        let result = try await Program.run(Self.words + ["--dice", "0.8", "--risk", "0.1"], in: place.path)
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.contains("accepting masks by their predicted Dice, lungs\n"))
        #expect(result.output.contains("true Dice below 0.8"))
        #expect(result.output.contains("\nAccept from 0.8"), "\(result.output)")
        let json = try await Program.run(
            Self.words + ["--dice", "0.8", "--risk", "0.1", "--format", "json"], in: place.path)
        let document = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        let risk = try #require((document?["risks"] as? [[String: Any]])?.first)
        #expect(risk["promise"] as? String == "threshold" && risk["estimator"] as? String == "expected")
        // Bad are those below 0.85: from 0.835 on a tenth is, and less than that is promised.
        let threshold = try #require(risk["threshold"] as? Double)
        #expect((0.835...0.85).contains(threshold), "\(threshold)")
        let curve = try #require(risk["curve"] as? [[String: Any]])
        #expect(curve.contains { $0["threshold"] as? Double == threshold })
        let csv = try await Program.run(
            Self.words + ["--dice", "0.8", "--risk", "0.1", "--format", "csv"], in: place.path)
        let figures = EvaluationFigures(csv.output)
        #expect(try figures.value("lungs expected", "risk", "0.9") == 0)
        #expect(try figures.value("lungs expected", "promisedThreshold") == threshold)
    }

    @Test("says that there are too few images to promise anything, and ends with 1")
    func few() async throws {
        let place = try await place(30)
        let result = try await Program.run(Self.words + ["--dice", "0.3", "--risk", "0.1"], in: place.path)
        #expect(result.status == 1)
        #expect(
            result.output.contains("30 images: too few to promise that at most 10 % of the accepted masks are bad.\n"),
            "\(result.output)")
        let curve = try await Program.run(Self.words + ["--dice", "0.3"], in: place.path)
        #expect(curve.status == 0 && !curve.output.contains("too few"))
    }

    @Test("says that no threshold keeps the share, and ends with 1")
    func hopeless() async throws {
        let place = try await place(200)
        let result = try await Program.run(Self.words + ["--dice", "0.99", "--risk", "0.1"], in: place.path)
        #expect(result.status == 1)
        #expect(result.output.contains("No threshold keeps the share of bad masks below 10 % surely enough"))
    }

    @Test(
        "is refused where it makes no sense",
        arguments: [
            (["--risk", "0.1"], "Error: --risk needs --dice\n"), (["--dice", "1.5"], "Error: --dice is 0 to 1\n"),
            (["--dice", "0.8", "--risk", "0"], "Error: --risk is between 0 and 1\n"),
            (["--dice", "0.8", "--estimator", "best"], "rca-cli: --estimator: there is no estimate 'best' of lungs"),
        ])
    func usage(more: [String], message: String) async throws {
        let place = try await place(20)
        let result = try await Program.run(Self.words + more, in: place.path)
        #expect(result.status == 64)
        #expect(result.error.hasPrefix(message), "\(result.error)")
    }

    @Test("is drawn by report")
    func drawn() async throws {
        let place = try await Workplace()
        try await #expect(place.score([:], ["--quiet"]).status == 0)
        let truth =
            ["fname,structure,dice"]
            + PhantomFiles.names.flatMap { ["\($0),lungs,0.95", "\($0),heart,0.9"] }
        try place.write(Array(truth.joined(separator: "\n").appending("\n").utf8), to: "truth.csv")
        let report = try await place.run("report", "out", "--truth", "truth.csv", "--worst", "0", "--dice", "0.93")
        #expect(report.status == 0, "\(report.error)")
        let html = try place.text("out/report.html")
        #expect(html.contains("What accepting masks costs") && html.contains("a true Dice below 0.93"))
        #expect(html.contains("share of masks kept"))
        let refused = try await place.run("report", "out", "--dice", "0.9")
        #expect(refused.status == 64 && refused.error.hasPrefix("Error: --dice needs --truth"), "\(refused.error)")
    }
}
