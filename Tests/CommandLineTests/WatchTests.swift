import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli watch")
struct WatchTests {
    /// Scores of images with a lung and a heart, of patients with two images each.
    private static func write(
        _ folder: String, _ numbers: Range<Int>, in place: Workplace, expected: Double = 0, area: Double = 0
    ) throws {
        var reliability = ["fname,reliability,verdict,expected,expected_error"]
        var structures = ["fname,structure,dice,expected"]
        var audit = ["fname,structure,flags,reason,area,components,raggedness"]
        var dice = ["fname,dice"]
        for number in numbers {
            var random = SeededGenerator(seed: UInt64(number))
            let name = "\(1000 + number / 2)_\(number % 2)_labels.png"
            let score = 0.85 + 0.05 * random.double(in: -1...1) + expected
            dice.append("\(name),\(score + 0.02)")
            reliability.append(
                "\(name),\(random.double(in: 0.6...0.9)),reliable,\(score),\(random.double(in: 0.02...0.04))")
            for part in ["lung", "heart"] {
                structures.append("\(name),\(part),0.9,\(score + 0.01 * random.double(in: -1...1))")
                let size = 0.2 + 0.03 * random.double(in: -1...1) + (part == "lung" ? area : 0)
                audit.append("\(name),\(part),,,\(size),1,\(random.double(in: 1...1.2))")
            }
        }
        for (table, rows) in [
            ("rca_dice_scores", dice), ("rca_structures", structures), ("rca_reliability", reliability),
            ("rca_audit", audit),
        ] {
            try place.write(Array((rows.joined(separator: "\n") + "\n").utf8), to: "\(folder)/\(table).csv")
        }
    }

    private func place() async throws -> Workplace {
        let place = try await Workplace(isEmpty: true)
        try Self.write("base", 0..<200, in: place)
        try Self.write("new/day1", 200..<240, in: place)
        try Self.write("new/day2", 240..<300, in: place)
        return place
    }

    @Test("says that nothing drifted, and at which image it was known that something did")
    func drift() async throws {
        let place = try await place()
        let steady = try await place.run("watch", "--baseline", "base", "--new", "new")
        #expect(steady.status == 0, "\(steady.error)\(steady.output)")
        #expect(steady.output.contains("Nothing has drifted in 100 new images, against 200 of the baseline."))
        try Self.write("new/day3", 300..<360, in: place, area: 0.04)
        let drifted = try await place.run("watch", "--baseline", "base", "--new", "new", "--format", "json")
        #expect(drifted.status == 1, "\(drifted.error)")
        let report = try #require(JSONSerialization.jsonObject(with: Data(drifted.output.utf8)) as? [String: Any])
        #expect(report["drifted"] as? Bool == true && report["images"] as? Int == 160)
        let tests = try #require(report["tests"] as? [[String: Any]])
        #expect(
            tests.compactMap { $0["feature"] as? String } == [
                "expected", "expected_error", "reliability", "heart area", "heart expected",
                "heart raggedness", "lung area", "lung expected", "lung raggedness",
            ])
        let found = tests.filter { $0["drifted"] as? Bool == true }
        #expect(found.compactMap { $0["feature"] as? String } == ["lung area"])
        let alarm = try #require(found.first?["alarm"] as? [String: Any])
        let number = try #require(alarm["number"] as? Int)
        #expect(101...150 ~= number && (alarm["image"] as? String)?.isEmpty == false)
        let text = try await place.run("watch", "--baseline", "base", "--new", "new")
        #expect(text.output.contains("lung area has drifted: the alarm came at the image "), "\(text.output)")
        let csv = try await place.run(
            "watch", "--baseline", "base", "--new", "new", "--features", "lung components,dice", "--format", "csv")
        #expect(csv.status == 0 && csv.output.split(separator: "\n").count == 3, "\(csv.error)")
    }

    @Test("averages over all masks of an image, in whichever folders they lie, and says what it leaves out")
    func severalMasks() async throws {
        let place = try await place()
        // A second segmenter's masks of the same images, with lungs that are too large.
        try place.copy("base", to: "both/a")
        try place.copy("base", to: "both/b")
        try Self.write("later/a", 200..<300, in: place)
        try Self.write("later/b", 200..<300, in: place, area: 0.08)
        let words = ["watch", "--features", "lung area", "--format", "csv"]
        let first = try await Program.run(
            words + ["--baseline", "both", "--new", "later/a", "--state", "w.json"], in: place.path)
        #expect(first.status == 0, "\(first.error)")
        let all = try await Program.run(words + ["--baseline", "both", "--new", "later"], in: place.path)
        #expect(all.status == 1, "\(all.output)\(all.error)")
        let again = try await Program.run(
            words + ["--baseline", "both", "--new", "later/b", "--state", "w.json"], in: place.path)
        #expect(again.output == first.output)
        #expect(again.error.contains("100 images were watched before, and are left out."), "\(again.error)")
        let patients = try await Program.run(
            words + ["--baseline", "both", "--new", "later/a", "--patient-pattern", "^([0-9]+)_"], in: place.path)
        #expect(
            patients.error.contains("100 baseline images are of patients that had one before, and are left out."),
            "\(patients.error)")
    }

    @Test("says so where scores were made with other references or structures")
    func settings() async throws {
        let place = try await place()
        try place.writeRecord("base")
        try place.writeRecord("new/day1", digest: "abcd")
        try place.writeRecord("new/day2", digest: "abcd", structures: "lungs=1")
        let result = try await place.run("watch", "--baseline", "base", "--new", "new")
        for note in [
            "different references (by their digests): 00ff in base, abcd in new/day1.\n",
            "different structures: heart and lungs in base, lungs in new/day2.\n",
        ] {
            #expect(result.error.contains("The scores were made with " + note), "\(result.error)")
        }
    }

    @Test("call after call with a state file gives the bytes of one call with everything: figures, state and page")
    func state() async throws {
        let place = try await place()
        try Self.write("new/day3", 300..<360, in: place, expected: -0.06)
        func words(_ state: String, _ new: [String]) -> [String] {
            ["watch", "--baseline", "base", "--state", "\(state)/state.json", "--page", "\(state)/page.html"]
                + new.flatMap { ["--new", $0] }
        }
        for folder in ["one", "many"] { try place.makeFolder(folder) }
        let one = try await Program.run(words("one", ["new"]), in: place.path)
        var many: ProgramResult?
        // The second day's scores alone, then everything.
        for new in [["new/day1"], ["new/day2"], ["new"], ["new"]] {
            many = try await Program.run(words("many", new), in: place.path)
        }
        #expect(one.status == 1 && many?.status == 1, "\(one.error)")
        #expect(one.output == many?.output)
        for file in ["state.json", "page.html"] {
            #expect(try place.bytes("one/\(file)") == place.bytes("many/\(file)"))
        }
        let page = try place.text("one/page.html")
        #expect(page.contains("Content-Security-Policy") && page.contains("lung expected") && !page.contains("<script"))
    }

    @Test("refuses a state of another baseline, and a page or a state that somebody has changed")
    func refused() async throws {
        let place = try await place()
        let words = ["watch", "--baseline", "base", "--new", "new", "--state", "w.json", "--page", "w.html"]
        #expect(try await Program.run(words, in: place.path).status == 0)
        for (more, message) in [
            (
                ["--alpha", "0.05"],
                "rca-cli: w.json: was begun with --alpha 0.01, and what it promises holds for that alone; "
            ),
            (["--features", "expected"], "rca-cli: w.json: was begun with other features, "),
            (["--baseline", "new/day1"], "rca-cli: w.json: was begun with another baseline, "),
        ] {
            let result = try await Program.run(words + more, in: place.path)
            #expect(result.status == 64 && result.error.hasPrefix(message), "\(result.error)")
            #expect(result.error.split(separator: "\n").count == 1)
        }
        let notes = Array("my notes".utf8)
        for file in ["w.html", "w.json"] {
            let before = try place.bytes(file)
            try place.write(notes, to: file)
            let result = try await Program.run(words, in: place.path)
            #expect(result.status == 64 && result.error.contains("somebody has changed it"), "\(result.error)")
            #expect(try place.bytes(file) == notes)
            try place.write(before, to: file)
        }
        #expect(try await Program.run(words, in: place.path).status == 0)
    }

    @Test("watches groups by a table of metadata, and lists images that it does not have")
    func groups() async throws {
        let place = try await place()
        // Women's masks alone become worse.
        for (folder, numbers) in [("new/day3", 300..<420)] {
            try Self.write(folder, numbers, in: place)
            let rows = try place.text("\(folder)/rca_reliability.csv").split(separator: "\n").map { row -> String in
                var fields = row.split(separator: ",").map(String.init)
                guard let number = Int(fields[0].prefix(4)), number % 2 == 0 else { return String(row) }
                fields[3] = "0.6"
                return fields.joined(separator: ",")
            }
            try place.write(Array((rows.joined(separator: "\n") + "\n").utf8), to: "\(folder)/rca_reliability.csv")
        }
        let metadata = (0..<420).map { number in
            "\(1000 + number / 2)_\(number % 2).png,\((number / 2) % 2 == 0 ? "F" : "M"),\(1000 - number)"
        }
        try place.write(Array((["image,sex,day"] + metadata).joined(separator: "\n").utf8), to: "m.csv")
        let words = [
            "watch", "--baseline", "base", "--new", "new", "--features", "expected", "--metadata", "m.csv", "--by",
            "sex",
            "--format", "csv",
        ]
        let result = try await Program.run(words, in: place.path)
        #expect(result.status == 1, "\(result.error)")
        let rows = result.output.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        func row(_ group: String) throws -> [Substring] { try #require(rows.first { $0[2] == group }) }
        #expect(try row("F")[10] == "yes" && row("M")[10] == "no" && row("")[10] == "yes")
        // The other way round, what is wrong comes first.
        let ordered = try await Program.run(words + ["--order", "day"], in: place.path)
        let early = try #require(ordered.output.split(separator: "\n").first { $0.hasPrefix("expected,sex,F") })
        let late = try #require(result.output.split(separator: "\n").first { $0.hasPrefix("expected,sex,F") })
        func alarm(_ row: Substring) -> Int {
            Int(row.split(separator: ",", omittingEmptySubsequences: false)[11]) ?? .max
        }
        #expect(alarm(early) < 60 && alarm(late) > 100, "\(early)\n\(late)")
        try place.write(
            Array(
                (["image,sex"] + metadata.prefix(419).map { $0.split(separator: ",").dropLast().joined(separator: ",") })
                    .joined(separator: "\n").utf8), to: "m.csv")
        let short = try await place.run(
            "watch", "--baseline", "base", "--new", "new/day1", "--metadata", "m.csv", "--by", "sex")
        #expect(short.status == 0, "\(short.error)")
        let missing = try await place.run(
            "watch", "--baseline", "base", "--new", "new/day3", "--metadata", "m.csv", "--by", "sex",
            "--features", "reliability")
        #expect(
            missing.status == 2 && missing.error.contains("1209_1 (new images): no row in m.csv"), "\(missing.error)")
    }

    @Test("orders numbers as numbers where some are not known, which come last")
    func unknownOrder() async throws {
        let place = try await place()
        // New images in the opposite order of their names; one has no number.
        let rows = (200..<300).map { "\(1000 + $0 / 2)_\($0 % 2).png,\($0 == 250 ? "" : "\(300 - $0)")" }
        try place.write(Array((["image,day"] + rows).joined(separator: "\n").utf8), to: "m.csv")
        let result = try await place.run(
            "watch", "--baseline", "base", "--new", "new", "--metadata", "m.csv", "--order", "day", "--state", "s.json")
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.contains("1 new image has no value in day, to be ordered last."), "\(result.error)")
        let state = try #require(JSONSerialization.jsonObject(with: Data(place.bytes("s.json"))) as? [String: Any])
        let images = try #require(state["images"] as? [[String: Any]]).compactMap { $0["image"] as? String }
        #expect(images == (200..<300).reversed().filter { $0 != 250 }.map { "\(1000 + $0 / 2)_\($0 % 2)" } + ["1125_0"])
    }

    @Test("does not say that nothing drifted where nothing could be watched")
    func nothingToWatch() async throws {
        let place = try await place()
        let rows = (0..<30).map { "image\($0).png,0.\(60 + $0)" }
        try place.write(Array((["fname,dice"] + rows).joined(separator: "\n").utf8), to: "dice.csv")
        try place.write(Array("fname,reliability\n9000_0_labels.png,0.9\n".utf8), to: "blank.csv")
        let result = try await place.run("watch", "--baseline", "dice.csv", "--new", "blank.csv", "--state", "s.json")
        #expect(result.status == 2 && place.exists("s.json"), "\(result.output)\(result.error)")
        #expect(result.error.contains("blank.csv: no new image has any of what is watched (dice); "), "\(result.error)")
    }

    @Test("counts an image with several masks once, and a patient with several images once")
    func units() async throws {
        let place = try await place()
        let patients = try await place.run(
            "watch", "--baseline", "base", "--new", "new", "--patient-pattern", "^([0-9]+)_", "--format", "json")
        #expect(patients.status == 0, "\(patients.error)")
        #expect(patients.output.contains("\"images\" : 50") && patients.output.contains("\"baseline\" : 100"))
        #expect(patients.error.contains("50 images are of patients that had one before"))
        // Two masks of each image: of the mean.
        let rows = (0..<30).flatMap { ["image\($0)_labels.png,0.\(50 + $0)", "image\($0)_mask.png,0.\(60 + $0)"] }
        try place.write(Array((["fname,dice"] + rows).joined(separator: "\n").utf8), to: "twice.csv")
        let twice = try await place.run("watch", "--baseline", "twice.csv", "--new", "new", "--format", "csv")
        #expect(twice.output.contains("\ndice,,,30,100,0.695,"), "\(twice.output)\(twice.error)")
    }

    @Test(
        "says what is wrong, in a line",
        arguments: [
            (["--baseline", "few.csv", "--new", "new"], "rca-cli: few.csv: has 2 images, and a baseline needs 20; "),
            (["--baseline", "base", "--new", "base"], "rca-cli: base: has no image that is not in the baseline; "),
            (["--baseline", "base", "--new", "none"], "rca-cli: none: does not exist; "),
            (
                ["--baseline", "base", "--new", "new", "--features", "lung volume"],
                "rca-cli: --features: the baseline has no \"lung volume\" of 20 images; give some of: dice, expected, "
            ),
            (
                ["--baseline", "base", "--new", "empty"],
                "rca-cli: empty: holds no table of scores, nor folders with any; "
            ),
            (["--baseline", "base", "--new", "odd.csv"], "rca-cli: odd.csv: has none of the columns dice, expected, "),
            (
                ["--baseline", "base", "--new", "new", "--state", "a", "--page", "a"],
                "rca-cli: a: is the --state as well as the --page; "
            ),
            (["--baseline", "base", "--new", "new", "--state", "bad.json"], "rca-cli: bad.json: is there already; "),
            (
                ["--baseline", "base", "--new", "new", "--state", "bad.json", "--overwrite"],
                "rca-cli: bad.json: is not a state that 'rca-cli watch' wrote; "
            ),
            (["--baseline", "base", "--new", "new", "--by", "sex"], "Error: --metadata goes with --by or --order"),
        ])
    func badInput(words: [String], message: String) async throws {
        let place = try await place()
        try place.write(Array("fname,dice\na.png,0.5\nb.png,0.6\n".utf8), to: "few.csv")
        try place.write(Array("fname,size\na.png,0.5\n".utf8), to: "odd.csv")
        try place.write(Array("{}".utf8), to: "bad.json")
        try place.makeFolder("empty")
        let result = try await Program.run(["watch"] + words, in: place.path)
        #expect(result.status == 64 && result.error.hasPrefix(message), "\(result.error)")
    }
}
