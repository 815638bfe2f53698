import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli reference import, of tables and one's own data")
struct ImportTablesTests {
    private func table(_ rows: [String]) -> [UInt8] { DataSetFiles.chexmaskTable(rows) }

    @Test("unpacks CheXmask's runs, above a predicted Dice, of images that are there")
    func chexmask() async throws {
        let place = try await Workplace(isEmpty: true)
        let files = DataSetFiles(place: place)
        for name in ["images_001/00000001_000.png", "images_002/00000002_000.png", "images_002/00000003_000.png"] {
            try files.writeImage("nih/" + name)
        }
        try place.write(
            table([
                DataSetFiles.chexmaskRow("00000001_000.png"), DataSetFiles.chexmaskRow("00000002_000.png", rca: "0.5"),
                DataSetFiles.chexmaskRow("00000003_000.png"), DataSetFiles.chexmaskRow("00000009_000.png"),
            ]), to: "t.csv")
        let result = try await place.run(
            "reference", "import", "chexmask", "--table", "t.csv", "--images", "nih", "--minimum-rca", "0.9",
            "--output",
            "out")
        #expect(result.status == 0, "\(result.error)")
        #expect(try place.names("out/images") == ["00000001_000.png", "00000003_000.png"])
        let expected = ["left lung", "right lung", "heart"].reduce(into: [UInt8](repeating: 0, count: 64 * 64)) {
            for (pixel, value) in DataSetFiles.part($1).indices.enumerated() where value != 0 {
                $0[pixel] = $1 == "heart" ? 2 : 1
            }
        }
        #expect(try place.labels("out/labels/00000003_000.png").indices == expected)
        let leftOut = try files.leftOut()
        #expect(leftOut["00000002_000"]?.contains("t.csv: line 3: Dice RCA (Mean) is 0.5") == true)
        #expect(leftOut["00000009_000"]?.contains("no image of it in nih") == true)
    }

    @Test("takes no pictures that commands have made for images, and goes round no circle of links")
    func ownOutputs() async throws {
        let place = try await Workplace(isEmpty: true)
        let files = DataSetFiles(place: place)
        try files.writeImage("nih/a.png")
        try place.write(table([DataSetFiles.chexmaskRow("a.png")]), to: "t.csv")
        let words = ["reference", "import", "chexmask", "--table", "t.csv", "--images", "nih", "--output"]
        let first = try await Program.run(words + ["nih/made"], in: place.path)
        #expect(first.status == 0, "\(first.error)")
        try place.link("nih/again", to: ".")
        let second = try await Program.run(words + ["out"], in: place.path)
        #expect(second.status == 0, "\(second.error)")
        #expect(try place.names("out/images") == ["a.png"])
    }

    @Test("leaves out rows with runs beyond the image, of a twice given image, of another shape, and says which line")
    func badChexmask() async throws {
        let place = try await Workplace(isEmpty: true)
        let files = DataSetFiles(place: place)
        for name in ["a", "b", "c", "d"] { try files.writeImage("nih/\(name).png") }
        try place.write(
            table([
                DataSetFiles.chexmaskRow("a.png"), DataSetFiles.chexmaskRow("b.png", leftLung: "4000 200"),
                DataSetFiles.chexmaskRow("a.png"), DataSetFiles.chexmaskRow("c.png", width: 128),
                DataSetFiles.chexmaskRow("d.png", leftLung: "x"),
            ]), to: "t.csv")
        let result = try await place.run(
            "reference", "import", "chexmask", "--table", "t.csv", "--images", "nih", "--output", "out")
        #expect(result.status == 2)
        #expect(try place.names("out/images") == ["a.png"])
        for message in [
            "left out b: t.csv: line 3, Left Lung", "leaves the image of 64 × 64 = 4096 pixels",
            "left out a: t.csv: line 4, column \"image_id\": a.png is in line 2 already",
            "left out c: t.csv: line 5, Left Lung: the mask is 128 × 64, its image 64 × 64",
            "left out d: t.csv: line 6, Left Lung: \"x\"",
        ] { #expect(result.error.contains(message), "\(message) in \(result.error)") }
        let none = try await place.run(
            "reference", "import", "chexmask", "--table", "t.csv", "--images", "nih", "--minimum-rca", "0.99",
            "--output", "none")
        #expect(
            none.status == 64 && none.error.contains("no reference could be made; 5 were left out"), "\(none.error)")
    }

    /// The table of CheXpert, in which every patient's image has the same last name.
    @Test(
        "pairs a row with the image of its whole path and no other, wherever the folder begins",
        arguments: ["data", "data/train", "data/train/p1", "data/train/p1/study1"])
    func paths(root: String) async throws {
        let place = try await Workplace(isEmpty: true)
        let files = DataSetFiles(place: place)
        for patient in ["p1", "p3"] { try files.writeImage("data/train/\(patient)/study1/view1_frontal.png") }
        // More than one piece of the table.
        let others = (10..<300).map { "CheXpert-v1.0/train/p\($0)/study1/view1_frontal.jpg" }
        let names = ["p1", "p2", "p3"].map { "CheXpert-v1.0/train/\($0)/study1/view1_frontal.jpg" }
        try place.write(table((names + others).map { DataSetFiles.chexmaskRow($0) }), to: "t.csv")
        let result = try await place.run(
            "reference", "import", "chexmask", "--table", "t.csv", "--images", root, "--output", "out")
        #expect(result.status == 0, "\(result.error)")
        let expected = root.contains("p1") ? ["p1"] : ["p1", "p3"]
        #expect(
            try place.names("out/images") == expected.map { "CheXpert-v1.0_train_\($0)_study1_view1_frontal.png" })
        let leftOut = try files.leftOut()
        #expect(leftOut.count == 293 - expected.count)
        #expect(
            leftOut["CheXpert-v1.0_train_p2_study1_view1_frontal"] == "t.csv: line 3: no image of it in \(root)")
    }

    @Test("a name that other rows have too says nothing; one of its own does, and its folders need not be there")
    func names() async throws {
        let place = try await Workplace(isEmpty: true)
        let files = DataSetFiles(place: place)
        try files.writeImage("flat/view1_frontal.png")
        try files.writeImage("flat/7.png")
        try files.writeImage("flat/8.png")
        let rows = ["p2/s/view1_frontal.jpg", "p3/s/view1_frontal.jpg", "p4/s/7.jpg", "p5/8.jpg", "p6/8.png"]
        try place.write(table(rows.map { DataSetFiles.chexmaskRow($0) }), to: "t.csv")
        let result = try await place.run(
            "reference", "import", "chexmask", "--table", "t.csv", "--images", "flat", "--output", "out")
        #expect(result.status == 2)
        #expect(try place.names("out/images") == ["p4_s_7.png"])
        #expect(try files.leftOut()["p2_s_view1_frontal"] == "t.csv: line 2: no image of it in flat")
        #expect(
            result.error.contains(
                "left out p5_8: t.csv: line 5: flat/8.png fits line 6 as well; keep one of the rows"), "\(result.error)"
        )
    }

    @Test("label maps with labels that nobody named are left out, and the labels are listed")
    func unnamedLabels() async throws {
        let place = try await Workplace(isEmpty: true)
        let files = DataSetFiles(place: place)
        for name in ["a", "b"] { try files.writeImage("images/\(name).png") }
        let labels = (0..<64 * 64).map { UInt8($0 / 64 < 20 ? 1 : $0 / 64 < 40 ? 3 : 0) }
        try files.write(LabelMap(width: 64, height: 64, indices: labels), to: "masks/a.png")
        try files.write(
            LabelMap(width: 64, height: 64, indices: labels.enumerated().map { $0 % 64 < 9 ? 2 : $1 }),
            to: "masks/b.png")
        func run(_ words: String...) async throws -> ProgramResult {
            try await Program.run(
                ["reference", "import", "folders", "--images", "images", "--masks", "masks"] + words, in: place.path)
        }
        let result = try await run("--structures", "lungs=1,heart=3", "--output", "out")
        #expect(result.status == 2)
        #expect(
            result.error.contains(
                "left out b: masks/b.png: has labels that no structure was given for: 2; name them with --structures "
                    + "(now lungs=1,heart=3), or read them as background: "
                    + "--structures lungs=1,heart=3 --ignore-labels 2"), "\(result.error)")
        #expect(try place.names("out/images") == ["a.png"])
        let ignored = try await run("--structures", "lungs=1,heart=3", "--ignore-labels", "2", "--output", "ignored")
        #expect(ignored.status == 0, "\(ignored.error)")
        let merged = try await run("--structures", "lungs=1+2,heart=3", "--output", "merged")
        #expect(merged.status == 0, "\(merged.error)")
        let counts = try ["ignored", "merged"].map { folder in
            try place.labels(folder + "/labels/b.png").indices.count { $0 == 1 }
        }
        #expect(counts[0] == 20 * 55 && counts[1] == 20 * 64 + 44 * 9)
        #expect(try place.text("merged/README.md").contains("--structures lungs=1,heart=3"))
    }

    @Test("draws CheXmask's landmarks")
    func chexmaskLandmarks() async throws {
        let place = try await Workplace(isEmpty: true)
        let files = DataSetFiles(place: place)
        for name in ["a", "b"] { try files.writeImage("nih/\(name).png") }
        // Each part's corners, the last of them as often as there are landmarks; of centres of pixels.
        func corners(_ part: String, _ count: Int) -> [String] {
            let (columns, rows) = DataSetFiles.parts[part]!
            let (left, right) = (Double(columns.lowerBound) - 0.5, Double(columns.upperBound) - 0.5)
            let (top, bottom) = (Double(rows.lowerBound) - 0.5, Double(rows.upperBound) - 0.5)
            let points = [(left, top), (right, top), (right, bottom), (left, bottom)]
            return (0..<count).map { "[\(points[min($0, 3)].0) \(points[min($0, 3)].1)]" }
        }
        let points = corners("right lung", 44) + corners("left lung", 50) + corners("heart", 26)
        try place.write(
            table([
                DataSetFiles.chexmaskRow("a.png", landmarks: "[" + points.joined(separator: "\n ") + "]"),
                DataSetFiles.chexmaskRow("b.png", landmarks: "[[1 2]]"),
            ]), to: "t.csv")
        let words = ["reference", "import", "chexmask", "--table", "t.csv", "--images", "nih", "--output"]
        let drawn = try await Program.run(words + ["drawn", "--landmarks"], in: place.path)
        #expect(drawn.status == 2)
        #expect(
            drawn.error.contains("left out b: t.csv: line 122, column \"Landmarks\": has 2 numbers instead of 120"))
        try await #expect(Program.run(words + ["out"], in: place.path).status == 0)
        #expect(try place.labels("drawn/labels/a.png") == place.labels("out/labels/a.png"))
    }

    @Test("takes one's own label maps and binary masks alike, and lists what does not pair")
    func folders() async throws {
        let place = try await Workplace(isEmpty: true)
        let files = DataSetFiles(place: place)
        for name in ["a", "b", "lonely"] { try files.writeImage("images/\(name).png", width: 96, height: 64) }
        for name in ["a", "b"] {
            let lungs = DataSetFiles.mask(10..<50, 10..<50, width: 96)
            let heart = DataSetFiles.mask(40..<70, 30..<60, width: 96)
            try files.write(lungs, to: "binary/lungs/\(name)_mask.png")
            try files.write(heart, to: "binary/heart/\(name)_mask.png")
            let labels = zip(lungs.indices, heart.indices).map { UInt8($1 != 0 ? 2 : $0 != 0 ? 1 : 0) }
            try files.write(LabelMap(width: 96, height: 64, indices: labels), to: "maps/\(name).png")
        }
        for (masks, output) in [("binary", "out"), ("maps", "other")] {
            let result = try await place.run(
                "reference", "import", "folders", "--images", "images", "--masks", masks, "--structures",
                "lungs=1,heart=2", "--output", output, "--size", "48")
            #expect(result.status == 2 && result.error.contains("left out lonely: images/lonely.png: missing mask"))
        }
        for name in ["images/a.png", "labels/a.png", "labels/b.png"] {
            #expect(try place.bytes("out/" + name) == place.bytes("other/" + name))
        }
        let map = try place.labels("out/labels/a.png")
        #expect(map.width == 48 && map.height == 32 && map[10, 10] == 1 && map[22, 20] == 2)
    }

    @Test("draws landmarks of a table, of JSON and of text files alike")
    func landmarks() async throws {
        let place = try await Workplace(isEmpty: true)
        let files = DataSetFiles(place: place)
        for name in ["a", "b", "c"] { try files.writeImage("images/\(name).png") }
        let points = [(10.0, 10.0), (50.5, 12.25), (30.0, 60.0)]
        func rows(_ name: String, _ shift: Double = 0) -> String {
            points.map { "\(name).png,lungs,\($0.0 + shift),\($0.1)\n" }.joined()
        }
        try place.write(Array(("fname,structure,x,y\n" + rows("a") + rows("b") + rows("c", 20)).utf8), to: "p.csv")
        func list(_ shift: Double) -> String {
            "[[" + points.map { "[\($0.0 + shift), \($0.1)]" }.joined(separator: ", ") + "]]"
        }
        try place.write(
            Array(
                #"{"a": {"lungs": \#(list(0))}, "b.png": {"lungs": \#(list(0))}, "c": {"lungs": \#(list(20))}}"#.utf8),
            to: "p.json")
        for (name, shift) in [("a", 0.0), ("b", 0), ("c", 20)] {
            let text = "lungs\n" + points.map { "\($0.0 + shift) \($0.1)\n" }.joined()
            try place.write(Array(text.utf8), to: "texts/\(name).lm")
        }
        for (path, output) in [("p.csv", "out"), ("p.json", "json"), ("texts", "text")] {
            let result = try await place.run(
                "reference", "import", "landmarks", "--images", "images", "--landmarks", path, "--structures",
                "lungs=7",
                "--output", output)
            #expect(result.status == 2)
            #expect(
                result.error.contains("point 2 (70.5, 12.25) lies outside the image of 64 × 64"), "\(result.error)")
            #expect(try place.names(output + "/labels") == ["a.png", "b.png"])
            #expect(try place.bytes(output + "/labels/a.png") == place.bytes("out/labels/b.png"))
        }
        let polygon = Polygon(points.map { Polygon.Point(x: $0.0, y: $0.1) })
        let expected = Polygon.filled([polygon], width: 64, height: 64).map { UInt8($0 ? 7 : 0) }
        #expect(try place.labels("out/labels/a.png").indices == expected && expected.contains(7))
        try place.write(Array("{\"a\": {\"lungs\": [[[1, 2, 3]]]}}".utf8), to: "bad.json")
        let bad = try await place.run(
            "reference", "import", "landmarks", "--images", "images", "--landmarks", "bad.json", "--structures",
            "lungs=1", "--output", "bad")
        #expect(
            bad.status == 64 && bad.error.contains("bad.json: a, lungs: a point is not two numbers"), "\(bad.error)")
    }
}
