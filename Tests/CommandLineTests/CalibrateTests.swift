import Calibration
import Foundation
import Machine
import RCA
import Reporting
import Tables
import TestSupport
import Testing

@Suite("rca-cli calibrate")
struct CalibrateTests {
    @Test("makes the same model of the same masks, and says what it was made of")
    func model() async throws {
        let made = try await CalibratedPlace()
        let again = try await made.calibrate(["output": "again.json"])
        #expect(again.status == 0)
        #expect(try made.place.bytes("model.json") == made.place.bytes("again.json"))
        let alone = try await made.calibrate(["output": "alone.json", "threads": "1"])
        #expect(alone.output == again.output)
        #expect(try made.place.bytes("model.json") == made.place.bytes("alone.json"))
        let model = try CalibrationFile.read(at: made.place.file("model.json"))
        #expect(model.structures == ["lungs", "heart"])
        #expect(model.parts.map(\.structure) == ["lungs", "heart", "mean"])
        #expect(model.parts.allSatisfy { $0.images == 3 && $0.masks > 40 })
        #expect(model.settings.referencesPerCase == 6)
        #expect(model.programVersion == RCAVersion.current && model.origin.kind == .tables)
        #expect(model.origin.files.contains { $0.path == "truth/boundary_1.csv" && $0.sha256.count == 64 })
        #expect(again.error.contains("3 images are few") && again.output.hasPrefix("structure"))
        // Six references are too few to know the width of its range.
        #expect(model.parts.allSatisfy { $0.adaptive?.uses.expected == true && $0.adaptive?.uses.width == false })
        #expect(!again.error.contains("without the expected Dice"))
    }

    @Test(
        "does without the expected Dice where a mask has none, says so, and fits tables of earlier versions as they were"
    )
    func withoutExpected() async throws {
        let made = try await CalibratedPlace()
        let place = made.place
        let folders = try place.names("scores").filter { $0 != "journal" }
        for (number, folder) in folders.enumerated() {
            try place.copy("scores/\(folder)", to: "old/\(folder)")
            try place.copy("scores/\(folder)", to: "mixed/\(folder)")
            guard number == 0 else { continue }
            // One mask of all lacks it, the first one's lungs.
            var lines = try place.text("mixed/\(folder)/rca_structures.csv").split(separator: "\n").map(String.init)
            lines[1] =
                lines[1].split(separator: ",", omittingEmptySubsequences: false).dropLast(3).joined(separator: ",")
                + ",,,"
            try place.write(
                Array((lines.joined(separator: "\n") + "\n").utf8), to: "mixed/\(folder)/rca_structures.csv")
        }
        for folder in folders { try place.dropExpected("old/\(folder)") }
        for (scores, masks) in [("old", "lungs, heart, mean: fitted"), ("mixed", "lungs, mean: fitted")] {
            let result = try await made.calibrate(["scores": scores, "output": scores + ".json"])
            #expect(
                result.status == 0 && result.error.contains(masks + " without the expected Dice"), "\(result.error)")
        }
        #expect(try await made.calibrate(["scores": "mixed"]).error.contains("which 1 of "))
        let old = try CalibrationFile.read(at: place.file("old.json"))
        for part in old.parts {
            let adaptive = try #require(part.adaptive)
            #expect(!adaptive.uses.expected && adaptive.folds.allSatisfy { $0.fit.weights.count == 5 })
            #expect(adaptive.folds.allSatisfy { $0.fit.scale.coefficients.count == 3 })
        }
        let mixed = try CalibrationFile.read(at: place.file("mixed.json"))
        #expect(mixed.part("heart")?.adaptive?.uses.expected == true)
        #expect(mixed.part("lungs")?.adaptive?.uses.expected == false)
        try await #expect(place.score([:], ["--calibration", "old.json"]).status == 0)
        #expect(try made.intervals().allSatisfy { $0.upper != nil })
    }

    @Test("takes the mean of masks that were scored for all structures alone")
    func meanOfAll() async throws {
        let made = try await CalibratedPlace()
        let place = made.place
        let folders = try place.names("scores").filter { $0 != "journal" }
        for folder in folders { try place.copy("scores/\(folder)", to: "lungs/\(folder)") }
        let path = "lungs/\(folders[0])/rca_structures.csv"
        let lungs = try place.text(path).split(separator: "\n").filter { !$0.contains(",heart,") }
        try place.write(Array((lungs.joined(separator: "\n") + "\n").utf8), to: path)
        let all = try CalibrationFile.read(at: place.file("model.json"))
        try await #expect(made.calibrate(["scores": "lungs", "output": "lungs.json"]).status == 0)
        let some = try CalibrationFile.read(at: place.file("lungs.json"))
        #expect(some.parts.map(\.masks) == [all.parts[0].masks, all.parts[1].masks - 3, all.parts[2].masks - 3])
    }

    @Test("prints JSON and CSV with the same figures")
    func formats() async throws {
        let made = try await CalibratedPlace()
        let json = try await made.calibrate([:], ["--format", "json"])
        let report = try JSONDecoder().decode(CalibrationReport.self, from: Data(json.output.utf8))
        #expect(json.error == "" && report.structures.count == 3 && report.alpha == 0.1)
        let csv = try await made.calibrate(
            [:], ["--format", "csv", "--test-scores", "scores", "--test-truth", "truth"])
        let table = try CSVTable(bytes: Array(csv.output.utf8), source: "stdout")
        #expect(table.header == ["structure", "data", "masks", "images", "coverage", "meanWidth"])
        #expect(table.rows.count == 6)
        let coverage = try table.number(inRow: 0, column: 4)
        #expect(coverage == report.structures[0].heldOut.coverage.map { Float($0) })
    }

    @Test("says what accepting masks costs, and that three images promise nothing")
    func risk() async throws {
        let made = try await CalibratedPlace()
        let result = try await made.calibrate([:], ["--dice", "0.9", "--risk", "0.1"])
        #expect(result.status == 1, "\(result.error)")
        #expect(result.output.contains("accepting masks by their predicted Dice, mean over the structures\n"))
        #expect(result.output.contains("too few to promise that at most 10 % of the accepted masks are bad"))
        let json = try await made.calibrate([:], ["--dice", "0.9", "--format", "json"])
        #expect(json.status == 0)
        let document = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect((document?["risks"] as? [Any])?.count == 3)
    }

    @Test("prints what accepting masks costs as CSV, too, in columns of their own")
    func riskTable() async throws {
        let made = try await CalibratedPlace()
        let result = try await made.calibrate([:], ["--dice", "0.9", "--risk", "0.1", "--format", "csv"])
        #expect(result.status == 1, "\(result.error)")
        let table = try CSVTable(bytes: Array(result.output.utf8), source: "stdout")
        #expect(
            table.header == [
                "structure", "data", "masks", "images", "coverage", "meanWidth", "figure", "threshold", "value",
                "lower", "upper",
            ])
        let json = try await made.calibrate([:], ["--dice", "0.9", "--risk", "0.1", "--format", "json"])
        struct Document: Decodable {
            struct Risk: Decodable {
                struct Point: Decodable { let coverage: Double }
                let structure: String
                let curve: [Point]
            }
            let risks: [Risk]
        }
        let document = try JSONDecoder().decode(Document.self, from: Data(json.output.utf8))
        for risk in document.risks {
            let rows = try table.rows.filter {
                try table.text(inRow: $0, column: 0) == risk.structure
                    && table.text(inRow: $0, column: 1) == "accepted" && table.text(inRow: $0, column: 6) == "coverage"
            }
            let written = try rows.map { try table.text(inRow: $0, column: 8) }
            #expect(written == risk.curve.map { "\($0.coverage)" } && !rows.isEmpty)
        }
        let promised = result.output.split(separator: "\n").filter { $0.contains("promisedThreshold") }
        #expect(promised.count == 3)
    }

    @Test("counts a true Dice that is exactly the one asked for as good, as evaluate does")
    func exactDice() async throws {
        let place = try await Workplace(isEmpty: true)
        var scores = "fname,structure,dice,reference,mean,median,best,consensus\n"
        var truth = "fname,structure,dice\n"
        for number in 0..<40 {
            let dice = 0.5 + Double(number) / 100
            scores += "image_\(number).png,lungs,\(dice),r,\(dice),\(dice),\(dice),\(dice)\n"
            truth += "image_\(number).png,lungs,\(number % 4 == 0 ? "0.65" : "0.7")\n"
        }
        try place.write(Array(scores.utf8), to: "s/rca_structures.csv")
        try place.write(Array(truth.utf8), to: "t.csv")
        func bad(_ words: String...) async throws -> [Int] {
            let words = words + ["--scores", "s/rca_structures.csv", "--truth", "t.csv", "--dice", "0.7"]
            let result = try await Program.run(words + ["--format", "json"], in: place.path)
            #expect(result.status == 0, "\(result.error)")
            let document = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
            let risk = try #require((document?["risks"] as? [[String: Any]])?.first)
            return try #require(risk["curve"] as? [[String: Any]]).compactMap { $0["bad"] as? Int }
        }
        let calibrated = try await bad("calibrate", "--output", "m.json", "--quiet")
        #expect(calibrated.max() == 10)
        #expect(try await bad("evaluate") == calibrated)
    }

    @Test("takes the Dice on single references instead, and needs it for the published recipe")
    func details() async throws {
        let made = try await CalibratedPlace()
        #expect(try await made.calibrate(["scores": nil, "details": "scores"]).status == 0)
        #expect(try await made.calibrate(["details": "scores"], ["--recipe", "published"]).status == 0)
        let refused = try await made.calibrate([:], ["--recipe", "published"])
        #expect(refused.status == 64 && refused.error.contains("needs the Dice on every single reference"))
    }

    @Test("refuses tables that are missing, unmatched, double or too few, in a line that names them")
    func badTables() async throws {
        let made = try await CalibratedPlace()
        let place = made.place
        try place.makeFolder("hollow")
        let row = "a.png,lungs,0.9,r,0.8,0.8,0.85,0.9\n"
        let header = "fname,structure,dice,reference,mean,median,best,consensus\n"
        try place.write(Array((header + row + row).utf8), to: "double.csv")
        try place.write(Array((header + row).utf8), to: "one.csv")
        try place.write(Array("fname,structure,dice\na.png,lungs,0.9\n".utf8), to: "truth-one.csv")
        try place.write(Array("fname,structure,dice\na.png,lungs,0.9\na.png,lungs,0.8\n".utf8), to: "truth-two.csv")
        try place.write(Array("fname,structure,dice\nb.png,lungs,1.5\n".utf8), to: "truth-high.csv")
        try place.write(Array("fname,structure,dice\nb.png,lungs,0.5\n".utf8), to: "truth-other.csv")
        for name in ["a", "b"] { try place.copy("truth-other.csv", to: "truths/\(name).csv") }
        for (scores, truth, message) in [
            ("none.csv", "truth-one.csv", "none.csv: does not exist"),
            ("hollow", "truth-one.csv", "hollow: neither it nor a folder in it holds rca_structures.csv"),
            (
                "double.csv", "truth-one.csv",
                "double.csv: line 3, column \"fname\": this mask and structure occur twice"
            ),
            ("one.csv", "truth-two.csv", "truth-two.csv: line 3, column \"dice\""),
            ("one.csv", "truth-high.csv", "truth-high.csv: line 2, column \"dice\": 1.5 is not a Dice"),
            ("one.csv", "truth-other.csv", "truth-other.csv: no row has the fname and structure of a score"),
            ("one.csv", "truth-one.csv", "too few to calibrate"),
            ("truth-one.csv", "truth-one.csv", "truth-one.csv: no column is called \"mean\""),
            ("one.csv", "hollow", "hollow: holds no table called one.csv"),
            ("one.csv", "truths", "truths: holds no table called one.csv"),
        ] {
            let result = try await made.calibrate(["scores": scores, "truth": truth, "output": "bad.json"])
            #expect(result.status == 64 && result.output == "")
            #expect(result.error.hasPrefix("rca-cli: ") && result.error.contains(message), "\(result.error)")
            #expect(result.error.split(separator: "\n").count == 1)
            #expect(!place.exists("bad.json"))
        }
    }

    @Test("refuses options that do not go together")
    func usage() async throws {
        let place = try await Workplace(isEmpty: true)
        for (words, message) in [
            ([], "give either --scores"), (["--scores", "a"], "go together"), (["--truth", "a"], "go together"),
            (["--scores", "a", "--truth", "b", "--reference", "c"], "give either --scores"),
            (["--scores", "a", "--truth", "b", "--references-per-case", "2"], "go with --reference"),
            (["--scores", "a", "--truth", "b", "--threads", "0"], "--threads is 1 or more"),
            (["--scores", "a", "--truth", "b", "--test-scores", "c"], "--test-truth go together"),
            (["--reference", "c", "--alpha", "1"], "--alpha is between 0 and 1"),
            (["--reference", "c", "--dice", "0.7", "--risk-confidence", "0.8"], "--risk-confidence needs --risk"),
        ] {
            let result = try await Program.run(["calibrate", "--output", "m.json"] + words, in: place.path)
            #expect(result.status == 64 && result.error.contains(message), "\(result.error)")
        }
    }

    @Test("learns from a reference set alone, the same whatever the number of threads")
    func referencesAlone() async throws {
        let place = try await Workplace()
        var models: [[UInt8]] = []
        for threads in ["1", "3"] {
            let result = try await place.run(
                "calibrate", "--reference", place.bundle, "--output", "model.json", "--overwrite", "--threads", threads)
            #expect(result.status == 0)
            #expect(
                result.error.contains("6/6") && result.error.contains("damaged copies of the references' own masks"))
            models.append(try place.bytes("model.json"))
        }
        #expect(models[0] == models[1])
        let model = try CalibrationFile.read(at: place.file("model.json"))
        #expect(model.origin.kind == .leaveOneOut && (model.origin.damages?.count ?? 0) == 19)
        #expect(model.parts.allSatisfy { $0.images == 6 && $0.masks == 6 * 19 })
        #expect(model.parts.allSatisfy { $0.adaptive?.uses.expected == true })
        // One reference fewer than score will have: the radiograph itself was left out.
        #expect(model.settings.referencesPerCase == 5)
        try await #expect(place.score([:], ["--calibration", "model.json"]).status == 0)
    }

    @Test("learns from more references how wide the expected Dice's range is, too, and the ranges use it")
    func width() async throws {
        let place = try await Workplace()
        try await place.drawReferences()
        let words = ["calibrate", "--reference", "many", "--structures", PhantomFiles.structures]
        let result = try await Program.run(words + ["--output", "model.json", "--quiet"], in: place.path)
        #expect(result.status == 0, "\(result.error)")
        let model = try CalibrationFile.read(at: place.file("model.json"))
        #expect(model.parts.allSatisfy { $0.adaptive?.uses.expected == true && $0.adaptive?.uses.width == true })
        #expect(
            model.parts.allSatisfy { $0.adaptive?.folds.allSatisfy { $0.fit.scale.coefficients.count == 4 } == true })
        try await #expect(place.score(["reference": "many"], ["--calibration", "model.json"]).status == 0)
        #expect(try CalibratedPlace.intervals(in: place).allSatisfy { $0.upper != nil })
        // Six references give no range, so that such a model can say nothing.
        let few = try await place.score(
            ["output": "few"], ["--calibration", "model.json", "--references-per-case", "6"])
        #expect(few.status == 64 && few.error.contains("was calibrated on 9 references a mask; this run has 6"))
    }
}
