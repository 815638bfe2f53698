import Foundation
import RCA
import Tables
import TestSupport
import Testing

@Suite("rca-cli compare")
struct CompareTests {
    /// Scores of 40 images of 20 patients, the odd ones lower, in the form of NIH's names.
    private static let images = (0..<40).map { number in
        let patient = String(10_000_000 + number / 2)
        return "\(patient.dropFirst())_00\(number % 2)"
    }

    private func place(_ change: @escaping (Int) -> Double = { _ in 0 }) async throws -> Workplace {
        let place = try await Workplace(isEmpty: true)
        var random = SeededGenerator(seed: 3)
        let own = Self.images.indices.map {
            0.85 + 0.05 * random.double(in: -1...1) - ($0 % 4 < 2 ? 0.1 : 0)
        }
        for (folder, shift) in [("a", { (_: Int) in 0.0 }), ("b", change)] {
            let rows = Self.images.indices.map { "\(Self.images[$0])_labels.png,\(own[$0] + shift($0))" }
            try place.write(
                Array((["fname,dice"] + rows).joined(separator: "\n").appending("\n").utf8),
                to: "\(folder)/rca_dice_scores.csv")
        }
        return place
    }

    /// NIH's table, with its own columns. Every fourth and fifth image is of a woman.
    private static func nih(_ images: [String], age: (Int) -> String = { "0\(20 + $0)Y" }) -> String {
        (["Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position"]
            + images.enumerated().map { place, image in
                let findings = place % 3 == 0 ? "Effusion|Mass" : place % 3 == 1 ? "Mass" : "No Finding"
                return "\(image).png,\(findings),0,\(place),\(age(place)),\(place % 4 < 2 ? "F" : "M"),"
                    + (place % 2 == 0 ? "PA" : "AP")
            }).joined(separator: "\n") + "\n"
    }

    private func rows(_ csv: String) throws -> [String: (
        value: Double, clusters: Int, adjusted: Double?
    )] {
        let table = try CSVTable(bytes: Array(csv.utf8), source: "csv")
        var rows: [String: (value: Double, clusters: Int, adjusted: Double?)] = [:]
        for row in table.rows {
            func text(_ name: String) throws -> String {
                try table.text(inRow: row, column: table.column(named: name))
            }
            rows["\(try text("first")) \(try text("second")) \(try text("figure"))"] = (
                try #require(Double(try text("value"))), try #require(Int(try text("clusters"))),
                Double(try text("p_holm"))
            )
        }
        return rows
    }

    @Test("groups masks by NIH's own table: sex, age in steps, view, and each of several findings")
    func groups() async throws {
        let place = try await place()
        try place.write(Array(Self.nih(Self.images).utf8), to: "nih.csv")
        let words = [
            "compare", "a", "--metadata", "nih.csv", "--by", "sex,age:20,view,finding",
            "--patient-pattern", "^([0-9]+)_",
            "--resamples", "200",
        ]
        let result = try await Program.run(words + ["--csv"], in: place.path)
        #expect(result.status == 0, "\(result.error)")
        let rows = try rows(result.output)
        let women = try #require(rows["sex F predicted less the others"])
        #expect(women.value < -0.07 && women.clusters == 10)
        #expect(try #require(women.adjusted) < 0.001)
        #expect(try #require(rows["view PA predicted less the others"]?.adjusted) > 0.05)
        #expect(
            rows.keys.filter { $0.hasPrefix("age ") && $0.hasSuffix(" predicted") }.sorted() == [
                "age 20 to below 40 predicted", "age 40 to below 60 predicted",
            ])
        // Images with two findings are in two groups.
        #expect(rows["finding Effusion predicted"] != nil && rows["finding Mass predicted"] != nil)
        let text = try await Program.run(words, in: place.path)
        #expect(
            text.output.contains("groups of masks, predicted Dice\n") && text.output.contains("p: corrected by Holm"))
        #expect(text.output.contains("patients"))
    }

    @Test("names small groups, and lists masks that the table does not have")
    func small() async throws {
        let place = try await place()
        try place.write(
            Array(Self.nih(Array(Self.images.prefix(30)), age: { $0 == 0 ? "011M" : "058Y" }).utf8),
            to: "nih.csv")
        let result = try await place.run(
            "compare", "a", "--metadata", "nih.csv", "--by", "age:10", "--resamples", "0")
        #expect(result.status == 2)
        #expect(result.error.contains("10 are left out:\n  "), "\(result.error)")
        // Of two segmenters the images are listed once.
        let both = try await place.run(
            "compare", "a", "b", "--metadata", "nih.csv", "--by", "age:10", "--resamples", "0")
        #expect(both.status == 2 && both.error.contains("10 are left out:\n  "), "\(both.error)")
        #expect(
            result.output.contains("0 to below 10")
                && result.output.contains("small: fewer than 10 images"))
    }

    @Test("tells the better of two segmenters of the same images, and names the mask to take")
    func segmenters() async throws {
        let place = try await place { $0 == 7 ? 0.05 : -0.03 }
        let result = try await place.run(
            "compare", "a", "b", "--output", "best.csv", "--csv", "--resamples", "200")
        #expect(result.status == 0, "\(result.error)")
        let pair = try #require(try rows(result.output)["a b predicted, first less second"])
        #expect(abs(pair.value - (0.03 * 39 - 0.05) / 40) < 1e-6)
        #expect(try #require(pair.adjusted) < 0.001)
        let best = try CSVTable(bytes: place.bytes("best.csv"), source: "best.csv")
        #expect(best.header == ["image", "segmenter", "fname", "predicted", "margin", "reliable", "agreement"])
        let names = try best.rows.map { try best.text(inRow: $0, column: 1) }
        #expect(names.count { $0 == "a" } == 39 && names[7] == "b")
        let again = try await place.run("compare", "a", "b", "--output", "best.csv")
        #expect(again.status == 64 && again.error.contains("is there already"), "\(again.error)")
        let text = try await place.run("compare", "a", "b", "--resamples", "50")
        #expect(text.output.contains("segmenters on the same images\n"))
    }

    @Test("reads fields as people write them: spaces, case, empty lists, numbers that are not known")
    func fields() async throws {
        let place = try await place()
        let sexes = ["F", "f ", " F", "M", "m", "M ", "", "NA"]
        let ages = ["20", "NA", "0x10", "030Y", "n/a", "31", "old", "25"]
        let findings = ["Mass|Effusion ", "|", "mass", "Effusion|", "No Finding", "NA", "Mass", ""]
        let rows = Self.images.enumerated().map { place, image in
            "\(image).png,\(sexes[place % 8]),\(ages[place % 8]),\(findings[place % 8])"
        }
        try place.write(
            Array((["image,sex,age,finding"] + rows).joined(separator: "\n").utf8), to: "m.csv")
        let result = try await place.run(
            "compare", "a", "--metadata", "m.csv", "--by", "sex,age:10,finding", "--resamples", "0", "--csv")
        #expect(result.status == 0, "\(result.error)")
        let table = try CSVTable(bytes: Array(result.output.utf8), source: "csv")
        var counts: [String: String] = [:]
        for row in table.rows where try table.text(inRow: row, column: 3) == "predicted" {
            counts[try "\(table.text(inRow: row, column: 1)) \(table.text(inRow: row, column: 2))"] =
                try table.text(inRow: row, column: 4)
        }
        #expect(
            counts == [
                "sex F": "15", "sex M": "15", "sex unknown": "10",
                "age 20 to below 30": "10", "age 30 to below 40": "10", "age unknown": "20",
                "finding Mass": "15", "finding Effusion": "10", "finding No Finding": "5", "finding unknown": "15",
            ])
        #expect(
            result.error.contains(
                "10 images have no number in the column \"age\" of m.csv (\"0x10\" in line 4): group unknown."),
            "\(result.error)")
    }

    @Test("orders groups by number, then by name, whatever order they come in")
    func order() async throws {
        let place = try await place()
        let values = ["2", "10", "1a", "9", "95x", "NA", "b", "B2"]
        let rows = Self.images.enumerated().map { "\($1).png,\(values[$0 % 8])" }
        try place.write(Array((["image,kind"] + rows).joined(separator: "\n").utf8), to: "m.csv")
        for _ in 0..<4 {
            let result = try await place.run(
                "compare", "a", "--metadata", "m.csv", "--by", "kind", "--resamples", "0", "--csv")
            let table = try CSVTable(bytes: Array(result.output.utf8), source: "csv")
            var found: [String] = []
            for row in table.rows where try table.text(inRow: row, column: 3) == "predicted" {
                found.append(try table.text(inRow: row, column: 2))
            }
            #expect(found == ["2", "9", "10", "1a", "95x", "B2", "b", "unknown"], "\(result.error)")
        }
    }

    @Test("puts numbers on the border of a decimal step into the group above it")
    func decimalSteps() async throws {
        let place = try await place()
        let rows = Self.images.enumerated().map { "\($1).png,\(["0.2", "0.3", "0.6", "-0.3"][$0 % 4])" }
        try place.write(Array((["image,dose"] + rows).joined(separator: "\n").utf8), to: "m.csv")
        let result = try await place.run(
            "compare", "a", "--metadata", "m.csv", "--by", "dose:0.1", "--resamples", "0", "--csv")
        #expect(result.status == 0, "\(result.error)")
        let table = try CSVTable(bytes: Array(result.output.utf8), source: "csv")
        var groups: Set<String> = []
        for row in table.rows where try table.text(inRow: row, column: 1) == "dose" {
            groups.insert(try table.text(inRow: row, column: 2))
        }
        #expect(
            groups == ["-0.3 to below -0.2", "0.2 to below 0.3", "0.3 to below 0.4", "0.6 to below 0.7"], "\(groups)")
    }

    @Test("names the same image whenever a pattern does not fit")
    func deterministic() async throws {
        let place = try await place()
        try place.write(Array("image,sex\n0000000_000.png,F\n".utf8), to: "m.csv")
        for _ in 0..<5 {
            let result = try await place.run(
                "compare", "a", "--metadata", "m.csv", "--by", "sex", "--patient-pattern", "x")
            #expect(result.error.contains("finds no patient in the name 0000000_000;"), "\(result.error)")
        }
    }

    @Test("evaluate and report have the groups of compare")
    func otherCommands() async throws {
        let place = try await place()
        try place.write(Array(Self.nih(Self.images).utf8), to: "nih.csv")
        let truth = Self.images.indices.map { "\(Self.images[$0])_labels.png,mean,\($0 % 4 < 2 ? 0.6 : 0.9)" }
        try place.write(Array((["fname,structure,dice"] + truth).joined(separator: "\n").utf8), to: "truth.csv")
        let by = ["--metadata", "nih.csv", "--by", "sex,age:20", "--patient-pattern", "^([0-9]+)_"]
        let compared = try await Program.run(
            ["compare", "a", "--truth", "truth.csv", "--resamples", "200", "--csv"] + by, in: place.path)
        let expected = try rows(compared.output)
        #expect(abs(try #require(expected["sex F true less the others"]).value + 0.3) < 1e-9)
        #expect(try #require(expected["sex F true less the others"]?.adjusted) < 0.001)
        let result = try await Program.run(
            ["evaluate", "--scores", "a", "--truth", "truth.csv", "--resamples", "200", "--format", "json"] + by,
            in: place.path)
        #expect(result.status == 0, "\(result.error)")
        struct Document: Decodable {
            struct Figure: Decodable {
                let value: Double
                let pHolm: Double?
            }
            struct Group: Decodable {
                let by: String
                let group: String
                let predicted: Figure
                let predictedLessOthers: Figure
                let realLessOthers: Figure
            }
            let groups: [Group]
            let cluster: String
        }
        let document = try JSONDecoder().decode(Document.self, from: Data(result.output.utf8))
        #expect(document.cluster == "patient" && document.groups.count == 4)
        for group in document.groups {
            let name = "\(group.by) \(group.group)"
            // The mean over structures that `compare` reads is written as a Float.
            #expect(abs(group.predicted.value - (expected["\(name) predicted"]?.value ?? .nan)) < 1e-7)
            let (adjusted, other) = (
                group.predictedLessOthers.pHolm, expected["\(name) predicted less the others"]?.adjusted
            )
            #expect(abs((adjusted ?? 0) - (other ?? 0)) <= 1e-3 * (other ?? 0) && (adjusted == nil) == (other == nil))
            #expect(group.realLessOthers.pHolm == expected["\(name) true less the others"]?.adjusted)
        }
        let text = try await Program.run(
            ["evaluate", "--scores", "a", "--truth", "truth.csv", "--resamples", "50"] + by, in: place.path)
        #expect(
            text.output.contains("groups of masks, true Dice\n")
                && text.output.contains("p of groups: corrected by Holm.\n"))
        // A row that is missing is listed.
        try place.write(Array(Self.nih(Array(Self.images.dropLast())).utf8), to: "nih.csv")
        let missing = try await Program.run(
            ["evaluate", "--scores", "a", "--truth", "truth.csv", "--resamples", "0"] + by, in: place.path)
        #expect(missing.status == 2 && missing.error.contains("0000019_001: no row in nih.csv"), "\(missing.error)")
        let page = try await Program.run(["report", "a", "--truth", "truth.csv"] + by, in: place.path)
        #expect(page.status == 0, "\(page.error)")
        let html = try place.text("a/report.html")
        #expect(html.contains("id=\"section-groups\"") && html.contains("<caption>True Dice</caption>"))
        #expect(html.contains("<td>20 to below 40</td>") && html.contains("1 image has no row in nih.csv"))
    }

    @Test(
        "says what is wrong with its tables, in a line",
        arguments: [
            (
                "image,sex\nx.png,F\n", "scanner", [],
                "rca-cli: m.csv: no column is called \"scanner\"; found: image, sex; "
            ),
            (
                "sex,age\nF,3\n", "sex", [], "rca-cli: m.csv: no column names the images; found: sex, age; "
            ),
            (
                "image,age\n0000000_000.png,old\n", "age:20", [],
                "rca-cli: m.csv: line 2, column \"age\": \"old\" is not a number; give numbers, or ages such as 58 or 058Y"
            ),
            (
                "image,sex\nx.png,F\nx.png,M\n", "sex", [],
                "rca-cli: m.csv: line 3, column \"sex\": x has another value in line 2; keep one row an image\n"
            ),
            (
                "image,sex\nx.png,F\n", "age:", [],
                "rca-cli: --by: \"age:\" is not a column, nor a column and a step; "
            ),
            ("image,sex\nx.png,F\n", "sex", [], "rca-cli: m.csv: has no row of any image that was scored; "),
            ("image,age\n0000000_000.png,3\n", "age:0x10", [], "rca-cli: --by: \"age:0x10\" is not a column, "),
            (
                "image,sex\nx.png,F\n", "sex", ["--patient-pattern", "("],
                "rca-cli: --patient-pattern: \"(\" is not a regular expression; "
            ),
            (
                "image,sex\nx.png,F\n", "sex", ["--patient-pattern", "^p"],
                "rca-cli: --patient-pattern: finds no patient in the name "
            ),
        ] as [(String, String, [String], String)])
    func badInput(metadata: String, by: String, more: [String], message: String) async throws {
        let place = try await place()
        try place.write(Array(metadata.utf8), to: "m.csv")
        let result = try await Program.run(
            ["compare", "a", "--metadata", "m.csv", "--by", by] + more, in: place.path)
        #expect(result.status == 64, "\(result.error)")
        #expect(result.error.hasPrefix(message), "\(result.error)")
        #expect(result.error.split(separator: "\n").count == 1)
    }
}
