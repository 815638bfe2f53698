import Foundation
import RCA
import Tables
import TestSupport
import Testing

@Suite("rca-cli reads tables of run-length masks")
struct MaskTableTests {
    private static let tables = [
        "rca_dice_scores.csv", "rca_structures.csv", "rca_reliability.csv", "rca_audit.csv",
    ]

    @Test("and scores them as the same masks in files, keeps the table's own Dice beside, and shows the pictures")
    func sameAsFiles() async throws {
        let place = try await Workplace()
        try await #expect(place.score().status == 0)
        try place.writeTable(try place.tableRows())
        let result = try await place.score(["masks": "t.csv", "output": "table"])
        #expect(result.status == 0, "\(result.error)")
        for table in ["rca_dice_scores.csv", "rca_structures.csv", "rca_reliability.csv"] {
            #expect(try place.bytes("table/\(table)") == place.bytes("out/\(table)"), "\(table)")
        }
        #expect(result.error.contains("expected beside the table's Dice RCA (Mean): correlation "), "\(result.error)")
        let given = try CSVTable(bytes: place.bytes("table/rca_given.csv"), source: "given")
        #expect(given.header == ["fname", "expected", "dice", "given_mean", "given_max"])
        #expect(try given.rows.map { try given.text(inRow: $0, column: 0) } == PhantomFiles.names)
        #expect(try given.rows.map { try given.text(inRow: $0, column: 3) } == ["0.7", "0.8", "0.9"])
        let scores = try place.scores("table")
        for row in given.rows {
            let name = try given.text(inRow: row, column: 0)
            #expect(try given.number(inRow: row, column: 2) == scores[name])
        }
        #expect(!place.exists("out/rca_given.csv"))
        let report = try await place.run("report", "table")
        #expect(report.status == 0 && report.error.hasPrefix("3 masks, 3 pictures, "), "\(report.error)")

        // Nothing has changed: nothing is done again.
        func cases() throws -> Int {
            try place.text("table/journal/shard-0001-of-0001.journal").split(separator: "\n").count {
                $0.hasPrefix("case\t")
            }
        }
        try #expect(cases() == 3)
        try await #expect(place.score(["masks": "t.csv", "output": "table"]).status == 0)
        try #expect(cases() == 3)
    }

    @Test("in shards that merge to the same bytes")
    func shards() async throws {
        let place = try await Workplace()
        try place.writeTable(try place.tableRows())
        try await #expect(place.score(["masks": "t.csv"]).status == 0)
        for shard in 1...2 {
            let part = try await place.score(["masks": "t.csv", "output": "parts"], ["--shard", "\(shard)/2"])
            #expect(part.status == 0, "\(part.error)")
        }
        try await #expect(place.run("merge", "parts").status == 0)
        for table in Self.tables + ["rca_given.csv"] {
            #expect(try place.bytes("parts/\(table)") == place.bytes("out/\(table)"), "\(table)")
        }
    }

    @Test("pairs rows that name images by paths with the images of these paths")
    func paths() async throws {
        let place = try await Workplace()
        var rows: [String] = []
        for (index, name) in PhantomFiles.names.enumerated() {
            let path = "train/patient\(index)/study1/view1_frontal"
            if index != 1 { try place.copy("images/\(name)", to: "data/\(path).png") }
            rows.append(try place.tableRow("masks/\(name)", as: "CheXpert-v1.0/\(path).jpg"))
        }
        try place.writeTable(rows)
        for (root, output) in [("data", "a"), ("data/train/", "b")] {
            let result = try await place.score(["masks": "t.csv", "images": root, "output": output])
            #expect(result.status == 2, "\(result.error)")
            #expect(
                try place.scores(output).keys.sorted() == [
                    "CheXpert-v1.0/train/patient0/study1/view1_frontal.jpg",
                    "CheXpert-v1.0/train/patient2/study1/view1_frontal.jpg",
                ])
            #expect(
                try place.problems(output)["CheXpert-v1.0/train/patient1/study1/view1_frontal.jpg"]?.contains(
                    "missing image: no file in \(root) is called patient1/study1/view1_frontal") == true)
        }
        try await #expect(
            place.score(
                ["masks": "t.csv", "images": "data", "output": "c"], ["--allow-unpaired", "--error-maps", "maps"]
            ).status == 0)
        #expect(
            try place.names("maps").filter { $0.hasSuffix(".png") }.sorted() == [
                "CheXpert-v1.0_train_patient0_study1_view1_frontal.png",
                "CheXpert-v1.0_train_patient2_study1_view1_frontal.png",
            ])
    }

    @Test("and lets a bad row be one failure with one clear line")
    func badRows() async throws {
        let place = try await Workplace()
        let names = (0..<10).map { "case\($0)" }
        for name in names { try place.copy("images/\(PhantomFiles.names[0])", to: "many/\(name).png") }
        func row(_ name: String, _ fields: [Int: String] = [:]) throws -> String {
            let parts = try place.tableRow("masks/\(PhantomFiles.names[0])", as: name).dropLast()
                .split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return parts.enumerated().map { fields[$0] ?? $1 }.joined(separator: ",") + "\n"
        }
        try place.writeTable([
            try row("case0"), try row("case1", [4: "16380 10"]), try row("case2", [6: "5 3 9"]),
            try row("case3", [5: "5 10 9 2"]), try row("case4", [7: "64"]), try row("case5"), try row("case5.png"),
            try row("case6", [3: "a \"quote"]), try row("case7", [3: "\"1,2\n3\""]), try row(""),
            try row("case5"), try row("case9", [1: "1.7"]), "case8,0.9,0.95,,12 3",
        ])
        let result = try await place.score(["masks": "t.csv", "images": "many"])
        #expect(result.status == 2, "\(result.error)")
        #expect(try place.scores().keys.sorted() == ["case0", "case7"])
        let problems = try place.problems()
        for (name, problem) in [
            (
                "case1",
                "t.csv: line 3, Left Lung: run 1 of the run-length mask (start 16380, length 10) leaves the image"
            ),
            ("case2", "t.csv: line 4, Heart: the run-length mask has 3 numbers: the last start has no length"),
            ("case3", "t.csv: line 5, Right Lung: run 2 of the run-length mask (start 9) begins before the end"),
            ("case4", "128 × 64"), ("case5", "several masks fit the image case5.png"),
            ("case6", "t.csv: line 9, column 4: a quote inside a field"),
            ("case8", "t.csv: line 15 has 5 fields where the header has 9"), ("t.csv: line 12", "names no image"),
            ("case9", "t.csv: line 14, column \"Dice RCA (Mean)\": 1.7 is not a Dice"),
        ] {
            #expect(problems[name]?.contains(problem) == true, "\(name): \(problems[name] ?? "none")")
        }
        #expect(problems.count == 10, "\(problems)")
    }

    @Test("of which a name given twice is no name for either row")
    func duplicates() async throws {
        let place = try await Workplace()
        let rows = try place.tableRows()
        try place.writeTable(rows + [rows[1]])
        try await #expect(place.score(["masks": "t.csv"]).status == 2)
        #expect(
            try place.problems() == [
                PhantomFiles.names[1]:
                    "t.csv: line 5: phantom_0002.png is in line 3 already; keep one of them"
            ])
    }

    @Test(
        "and refuses those that it cannot read with one line that says why",
        arguments: [
            ("image_id;Height;Width\na;1;1\n", "its columns are separated by semicolons"),
            ("image_id\tHeight\tWidth\na\t1\t1\n", "its columns are separated by tabs"),
            (
                "name,Heart,Height,Width\n",
                "no column is called image_id, dicom_id, ImageID, Image Index, Path; found: name"
            ),
            ("image_id,Heart,Width\na,,1\n", "no column is called \"Height\"; found: image_id, Heart, Width"),
            ("image_id,Heart,Height,Width\na,,1,1\n", "this data set has no 'lungs'"),
            ("image_id,Left Lung,Right Lung,Heart,Height,Width\n", "has no rows below its header"),
        ])
    func refusals(text: String, problem: String) async throws {
        let place = try await Workplace()
        try place.write(Array(text.utf8), to: "t.csv")
        let result = try await place.score(["masks": "t.csv"])
        #expect(result.status == 64)
        #expect(result.error.contains(problem) && result.error.split(separator: "\n").count == 1, "\(result.error)")
    }

    @Test("but no compressed ones, and takes no option of tables without a table")
    func options() async throws {
        let place = try await Workplace()
        try place.write([0x1f, 0x8b, 8, 0], to: "t.csv.gz")
        let compressed = try await place.score(["masks": "t.csv.gz"])
        #expect(compressed.status == 64 && compressed.error.contains("unpack it once: gunzip -k t.csv.gz"))
        let option = try await place.score([:], ["--landmarks"])
        #expect(option.status == 64 && option.error.contains("--landmarks: is for tables of masks"), "\(option.error)")
    }

    @Test("draws the landmarks where it is asked for, and finds images by a column of another name")
    func landmarks() async throws {
        let place = try await Workplace()
        // 44 points of the right lung, 50 of the left, 26 of the heart: a rectangle each.
        func rectangle(_ count: Int, _ x: ClosedRange<Int>, _ y: ClosedRange<Int>) -> [Int] {
            let corners = [(x.lowerBound, y.lowerBound), (x.upperBound, y.lowerBound), (x.upperBound, y.upperBound)]
            let last = (x.lowerBound, y.upperBound)
            return (0..<count).flatMap { index -> [Int] in
                let corner = index < 3 ? corners[index] : last
                return [corner.0, corner.1]
            }
        }
        let points =
            rectangle(44, 20...50, 20...100) + rectangle(50, 70...110, 20...100) + rectangle(26, 50...90, 60...95)
        let text = points.map(String.init).joined(separator: ",")
        let name = PhantomFiles.names[0]
        try place.writeTable(
            ["\(name),0.9,0.9,\"\(text)\",,,,128,128\n"],
            header: "My image,Dice RCA (Mean),Dice RCA (Max),Landmarks,Left Lung,Right Lung,Heart,Height,Width\n")
        let result = try await place.run(
            "audit", "--masks", "t.csv", "--structures", "lungs=1,heart=2", "--output", "out", "--landmarks",
            "--id-column", "My image")
        #expect(result.status == 0, "\(result.error)")
        let table = try CSVTable(bytes: place.bytes("out/rca_audit.csv"), source: "audit")
        let area = try table.column(named: "area")
        let areas = try table.rows.map { try #require(try table.number(inRow: $0, column: area)) * 128 * 128 }
        let expected: [Float] = [5600, 1400]
        #expect(areas.map { Float($0) } == expected)
        let overlap = try table.column(named: "overlap")
        #expect(try #require(try table.number(inRow: 0, column: overlap)) > 0.1)
    }
}
