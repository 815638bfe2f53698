import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli show and overlay")
struct ShowOverlayTests {
    private func scored(_ more: [String] = []) async throws -> Workplace {
        let place = try await Workplace()
        let result = try await place.score([:], ["--quiet"] + more)
        guard result.status == 0 else { throw PhantomFiles.Failure(error: result.error) }
        return place
    }

    @Test("print the same scores from the table of details and scored again, best reference first")
    func show() async throws {
        let detailed = try await scored(["--details"])
        let plain = try await scored()
        let name = PhantomFiles.names[1]
        let fromTable = try await detailed.run("show", "out", name)
        let again = try await plain.run("show", "out", name)
        #expect(fromTable.status == 0 && fromTable.error == "", "\(fromTable.error)")
        #expect(again.status == 0 && again.output == fromTable.output, "\(again.error)")
        let lines = fromTable.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let header = try #require(lines.firstIndex { $0.first == "reference" })
        #expect(lines[header] == ["reference", "mean", "lungs", "heart"])
        let means = lines[(header + 2)...].compactMap { Double($0[1]) }
        #expect(means.count == 6 && means == means.sorted(by: >))
        let dice = try #require(try detailed.scores()[name])
        #expect(abs(means[0] - Double(dice)) < 0.0006, "the maximum of the means is the mask's score")
        #expect(lines[0] == [name, "expected", "range", "Dice", "consensus"])
        let whole = try #require(lines.first { $0.first == "mask" })
        // Six references are too few for a range.
        #expect(try whole.count == 3 && abs(#require(Double(whole[2])) - Double(dice)) < 0.0006)
        let expected = try #require(try detailed.expected()[name])
        #expect(try abs(#require(Double(whole[1])) - Double(expected)) < 0.0006)
    }

    @Test("find the masks, images and references of the run from any other folder, also where that has some of its own")
    func elsewhere() async throws {
        let place = try await scored()
        let name = PhantomFiles.names[1]
        let here = try await place.run("show", "out", name)
        let other = try await Workplace()
        try other.copy(other.phantoms + "/cases/predictions/shifted_3", to: "masks")
        let there = try await other.run("show", place.file("out"), name)
        #expect(there.status == 0 && there.output == here.output, "\(there.error)")
        let overlay = try await other.run("overlay", place.file("out"), "--output", "o.svg")
        #expect(overlay.status == 0, "\(overlay.error)")
        // A project that has moved as a whole is read where it is.
        try FileManager.default.moveItem(atPath: place.path, toPath: other.file("moved"))
        defer { try? FileManager.default.moveItem(atPath: other.file("moved"), toPath: place.path) }
        let moved = try await Program.run(["show", "out", name], in: other.file("moved"))
        #expect(moved.status == 0 && moved.output == here.output, "\(moved.error)")
    }

    @Test("have the range of the expected Dice beside it")
    func range() async throws {
        let place = try await Workplace()
        try await place.drawReferences()
        #expect(try await place.score(["reference": "many"], ["--details", "--quiet"]).status == 0)
        let result = try await place.run("show", "out", PhantomFiles.names[1])
        let rows = result.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        for name in ["mask", "lungs", "heart"] {
            let row = try #require(rows.first { $0.first == name })
            let ends = row[2].split(separator: "–").compactMap { Double($0) }
            #expect(try ends.count == 2 && ends[0] <= #require(Double(row[1])) && #require(Double(row[1])) <= ends[1])
        }
        #expect(try await place.run("overlay", "out", "--output", "o.svg").status == 0)
        #expect(try place.text("o.svg").contains(#/>expected 0\.\d{3} \(0\.\d{3}–[01]\.\d{3}\) /#))
    }

    @Test("draw masks whose names hold control characters, which no drawing may")
    func controlCharacters() async throws {
        let place = try await Workplace()
        let name = "a\u{1}\u{1b}b\nc.png"
        for folder in ["images", "masks"] {
            try place.copy("\(folder)/\(PhantomFiles.names[0])", to: "\(folder)/\(name)")
        }
        #expect(try await place.score([:], ["--quiet"]).status == 0)
        let result = try await place.run("overlay", "out", name, "--output", "o.svg")
        #expect(result.status == 0, "\(result.error)")
        let drawing = try place.text("o.svg")
        #expect(drawing.contains("a??b?c.png"))
        #expect(drawing.unicodeScalars.allSatisfy { $0.value >= 32 || $0 == "\n" })
    }

    @Test("print tables of earlier versions, which have no expected Dice, as ever")
    func earlier() async throws {
        let place = try await scored(["--details"])
        try place.dropExpected("out")
        let result = try await place.run("show", "out", PhantomFiles.names[1])
        let lines = result.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(result.status == 0 && lines[0] == [PhantomFiles.names[1], "Dice", "consensus"], "\(result.output)")
        let drawing = try await place.run("overlay", "out", "--output", "o.svg")
        #expect(try drawing.status == 0 && place.text("o.svg").contains(">Dice 0."), "\(drawing.error)")
    }

    @Test("refuse a table with a Dice that is none, in a line")
    func impossible() async throws {
        let place = try await scored(["--details"])
        let table = try place.text("out/rca_details.csv").split(separator: "\n").map(String.init)
        let row = table[1].split(separator: ",", omittingEmptySubsequences: false).enumerated()
            .map { $0 == 3 ? "1e30" : String($1) }
        try place.write(
            Array(([table[0], row.joined(separator: ",")] + table.dropFirst(2)).joined(separator: "\n").utf8),
            to: "out/rca_details.csv")
        let result = try await place.run("show", "out", String(row[0]))
        #expect(
            result.status == 64 && result.error.hasPrefix("rca-cli: out/rca_details.csv: line 2"), "\(result.error)")
    }

    @Test("say which mask has no score")
    func unknown() async throws {
        let place = try await scored()
        for words in [["show", "out", "none.png"], ["overlay", "out", "none.png", "--output", "o.png"]] {
            let result = try await Program.run(words, in: place.path)
            #expect(result.status == 64 && result.error.contains("out: has no score of a mask called none.png; "))
        }
        let result = try await place.run("overlay", "out", "--output", "o.gif")
        #expect(result.status == 64 && result.error.contains("o.gif: ends neither in .png nor in .svg"))
    }

    @Test("draw a sheet as pixels: outlines in their two colours over grey radiographs")
    func pixels() async throws {
        let place = try await scored()
        let result = try await place.run(
            "overlay", "out", "--output", "o.png", "--columns", "2", "--side", "128", "--worst", "3")
        #expect(result.status == 0 && result.error == "3 masks: o.png\n", "\(result.error)")
        let sheet = try place.image("o.png")
        #expect(sheet.width == 2 * 144 + 16 && sheet.height == 2 * 144 + 16)
        let one = try await place.run("overlay", "out", PhantomFiles.names[0], "--output", "one.png", "--whole-image")
        #expect(one.status == 0)
        #expect(try place.image("one.png").width == 320 + 32)
    }

    @Test("draw a sheet as text and lines, with names and scores, escaped")
    func drawing() async throws {
        let place = try await Workplace(isEmpty: true)
        let name = "<b>&.png"
        try place.copy(place.phantoms + "/cases/images/phantom_0001.png", to: "images/\(name)")
        try place.copy(place.phantoms + "/cases/predictions/missing_heart/phantom_0001.png", to: "masks/\(name)")
        #expect(try await place.score([:], ["--quiet"]).status == 0)
        let result = try await place.run("overlay", "out", "--output", "o.svg")
        #expect(result.status == 0, "\(result.error)")
        let svg = try place.text("o.svg")
        #expect(svg.hasPrefix("<svg xmlns=") && svg.contains("&lt;b&gt;&amp;.png") && !svg.contains("<b>"))
        #expect(
            svg.contains("class=\"drawn\"") && svg.contains("class=\"expected\"")
                && svg.contains(">expected 0."))
        #expect(svg.contains("heart: not in the mask"))
        let parser = XMLChecker()
        #expect(parser.isWellFormed(svg), "the drawing is XML")
    }

    @Test("draw what can be drawn, list the rest, and end with 2")
    func partly() async throws {
        let place = try await scored()
        try place.remove("images/phantom_0002.png")
        let result = try await place.run("overlay", "out", "--output", "o.svg")
        #expect(result.status == 2 && result.error.contains("masks/phantom_0002.png: missing image"))
        #expect(result.error.hasSuffix("2 masks: o.svg\n"))
    }
}

/// Whether every element that is opened is closed, in order.
private struct XMLChecker {
    func isWellFormed(_ text: String) -> Bool {
        var open: [Substring] = []
        for match in text.matches(of: /<(\/?)([A-Za-z]+)(?:\s[^<>]*?)?(\/?)>/) {
            if !match.3.isEmpty { continue }
            if match.1.isEmpty {
                open.append(match.2)
            } else {
                guard open.popLast() == match.2 else { return false }
            }
        }
        return open.isEmpty
    }
}
