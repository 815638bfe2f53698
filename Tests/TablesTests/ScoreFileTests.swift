import Imaging
import Tables
import TestSupport
import Testing

@Suite("A score file")
struct ScoreFileTests {
    @Test("of the published format is sound, without a note")
    func sound() throws {
        let file = try read(
            "fname,dice\n00000001_000_labels.png,0.95273715\n00000002_000_labels.png,1.0\n", NamePattern.published)
        #expect(file.isSound && file.findings == [] && file.rowCount == 2)
        #expect(file.scores == [0.95273715, 1])
        #expect(file.worst(1).map(\.fname) == ["00000001_000_labels.png"])
    }

    @Test(
        "with one thing wrong says what, in which line and column",
        arguments: [
            ("a,0.5\n,0.5\n", .nameEmpty, "line 3, column \"fname\": the name is empty"),
            ("a,\n", .valueEmpty, "line 2, column \"dice\": the score is empty"),
            ("a,half\n", .valueNotNumber, "line 2, column \"dice\": \"half\" is not a number"),
            ("a,0.5 \n", .valueNotNumber, "line 2, column \"dice\": \"0.5 \" is not a number"),
            ("a,0x1p-1\n", .valueNotNumber, "line 2, column \"dice\": \"0x1p-1\" is not a number"),
            ("a,nan\n", .valueNotFinite, "line 2, column \"dice\": \"nan\" is no finite number"),
            ("a,NA\n", .valueNotFinite, "line 2, column \"dice\": \"NA\" is no finite number"),
            ("a,inf\n", .valueNotFinite, "line 2, column \"dice\": \"inf\" is no finite number"),
            ("a,-Infinity\n", .valueNotFinite, "line 2, column \"dice\": \"-Infinity\" is no finite number"),
            (
                "a,1.0000001\n", .valueOutOfRange,
                "line 2, column \"dice\": 1.0000001 is not a Dice; give fractions from 0 to 1"
            ),
            ("a,-0.1\n", .valueOutOfRange, "line 2, column \"dice\": -0.1 is not a Dice; give fractions from 0 to 1"),
            (
                "a,0.5\na,0.6\n", .duplicateDiffers,
                "line 3, column \"fname\": \"a\" is in line 2 too, with another score"
            ),
            ("", .noRows, "has a header and no rows"),
            ("a,0.5\nb\n", .noTable, "line 3 has 1 field where the header has 2; quote fields that contain commas"),
            ("a,0.5,1\n", .noTable, "line 2 has 3 fields where the header has 2; quote fields that contain commas"),
        ] as [(String, ScoreFileFinding.Kind, String)])
    func problems(rows: String, kind: ScoreFileFinding.Kind, line: String) throws {
        let file = try read("fname,dice\n" + rows)
        #expect(!file.isSound)
        #expect(file.problems.map(\.kind) == [kind])
        #expect(file.problems.first?.count == 1)
        #expect(file.problems.first?.lines(file: "s.csv") == ["s.csv: \(line)"])
    }

    @Test(
        "that differs from the published format is read, with a note",
        arguments: [
            ("\u{feff}fname,dice\na,0.5\n", .byteOrderMark, "line 1: a byte order mark stands before the header"),
            ("fname,dice\r\na,0.5\r\n", .carriageReturns, "line ends that are CRLF, not LF: 2"),
            ("fname,dice\na,0.5\n\n\n", .blankLines, "blank lines: 2"),
            ("fname,dice\na,0.5", .lastLineUnended, "the last line has no line end"),
            ("fname,dice\n\"a\",\"0.5\"\n", .quotedFields, "fields in quotes: 2"),
            ("x,fname,dice,y\n1,a,0.5,\n", .extraColumns, "line 1: other columns, not looked at: x, y"),
            ("dice,fname\n0.5,a\n", .columnOrder, "line 1: the column \"dice\" stands before \"fname\""),
            (
                "fname,dice\na,0.5\na,0.5\n", .duplicateEqual,
                "line 3, column \"fname\": \"a\" is in line 2 too, with the same score"
            ),
            (
                "fname,dice\nb,0.5\na,0.5\n", .rowsNotSorted,
                "line 3, column \"fname\": \"a\" stands behind \"b\": rows are not sorted by the bytes of fname"
            ),
            (
                "fname,dice\na,0.50\n", .valueNotShortest,
                "line 2, column \"dice\": 0.50 is not the shortest decimal of a 32-bit float, 0.5"
            ),
            (
                "fname,dice\na,0.9527371501922607\n", .valueNotShortest,
                "line 2, column \"dice\": 0.9527371501922607 is not the shortest decimal of a 32-bit float, 0.95273715"
            ),
        ] as [(String, ScoreFileFinding.Kind, String)])
    func notes(text: String, kind: ScoreFileFinding.Kind, line: String) throws {
        let file = try read(text)
        #expect(file.isSound)
        #expect(file.notes.map(\.kind) == [kind])
        #expect(file.notes.first?.lines(file: "s.csv") == ["s.csv: \(line)"])
        #expect(file.entries.count == (kind == .rowsNotSorted ? 2 : 1) && file.scores.count == file.entries.count)
    }

    @Test("that is no table of scores says so in one line")
    func noTable() throws {
        for (text, message) in [
            ("", "is empty (0 bytes); copy or export it again"),
            ("\n\n", "has no header line; name the columns in the first line"),
            (
                "name,dice\na,1.0\n",
                "no column is called \"fname\"; found: name, dice; name the columns in the first line, separated by commas"
            ),
            (
                "fname,score\na,1.0\n",
                "no column is called \"dice\"; found: fname, score; name the columns in the first line, separated by commas"
            ),
            ("fname,dice,dice\na,1.0,1.0\n", "two columns are called \"dice\"; rename one"),
            (
                "fname;dice\na;1.0\n",
                "its columns are separated by semicolons; save it with commas between the columns, and points in numbers (0.95, not 0,95)"
            ),
        ] {
            let file = try read(text)
            #expect(file.problems.map(\.kind) == [.noTable])
            #expect(file.problems.first?.lines(file: "s.csv") == ["s.csv: \(message)"])
            #expect(file.rowCount == 0 && file.distribution == nil && file.worst(5).isEmpty)
        }
        let text = try read(bytes: Array("fname,dice\n".utf8) + [0x61, 0xff] + Array(",0.5\n".utf8))
        #expect(text.problems.map(\.kind) == [.nameNotText])
    }

    @Test("that is missing or a folder is an error, not a finding")
    func missing() throws {
        let folder = try TemporaryFolder()
        #expect { _ = try ScoreFile(path: folder.path, pattern: nil) } throws: { "\($0)".contains(": is a folder; ") }
        #expect { _ = try ScoreFile(path: folder.file("no.csv"), pattern: nil) } throws: {
            "\($0)".contains(": does not exist; ")
        }
    }

    @Test("has each name once: a double with the same score counts once, with another not at all")
    func doubles() throws {
        let file = try read("fname,dice\nb,0.2\na,0.1\nb,0.2\nc,0.3\na,0.4\nb,0.2\na,0.1\nd,x\nd,0.5\n")
        #expect(file.entries.map(file.name) == ["a", "b", "c", "d"])
        #expect(file.entries.map(\.score) == [nil, 0.2, 0.3, nil])
        let differing = try #require(file.findings.first { $0.kind == .duplicateDiffers })
        #expect(differing.places.map(\.line) == [6, 10])
        #expect(file.findings.first { $0.kind == .duplicateEqual }?.places.map(\.line) == [4, 7, 8])
    }

    @Test("with many faults of a kind lists the first and counts the rest")
    func many() throws {
        let rows = (1...1000).map { "n\(1000 + $0),\($0 % 2 == 0 ? "0.5" : "x")\n" }.joined()
        let file = try read("fname,dice\n" + rows, "N*")
        let problem = try #require(file.problems.first)
        #expect(
            problem.kind == .valueNotNumber && problem.count == 500 && problem.places.map(\.line) == [2, 4, 6, 8, 10])
        #expect(problem.lines(file: "s.csv").last == "s.csv: 495 more like that")
        #expect(problem.lines(file: "s.csv", listed: 1).count == 2)
        #expect(file.notes.map(\.count) == [1000])
        #expect(file.scores.count == 500)
    }

    @Test("that is damaged anywhere is unsound, or has a score for every name")
    func fuzz() throws {
        var random = SeededGenerator(seed: 4)
        let alphabet = Array("0159.eE-+nax ,\"\n\r_é".utf8)
        var sound = 0
        for _ in 0..<500 {
            var bytes = Array("fname,dice\na,0.5\nb,0.25\nc,1.0\n".utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let position = Int.random(in: 11..<bytes.count, using: &random)
                bytes[position] = alphabet.randomElement(using: &random)!
            }
            let file = try read(bytes: bytes)
            if file.isSound {
                sound += 1
                #expect(file.scores.count == file.entries.count && !file.entries.isEmpty)
            }
            #expect(file.scores.allSatisfy { (0...1).contains($0) })
        }
        #expect((1..<500).contains(sound), "some damage is harmless, some is not")
    }

    private func read(_ text: String, _ pattern: String? = nil) throws -> ScoreFile {
        try read(bytes: Array(text.utf8), pattern)
    }

    private func read(bytes: [UInt8], _ pattern: String? = nil) throws -> ScoreFile {
        let folder = try TemporaryFolder()
        return try ScoreFile(
            path: folder.write(bytes, to: "s.csv"),
            pattern: pattern.map { text throws(InputError) in try NamePattern(text) })
    }
}

@Suite("The published score file, verified", .needsSharedData)
struct PublishedSoundnessTests {
    @Test("is sound without a note, and has the figures that are known of it")
    func sound() throws {
        let file = try ScoreFile(
            path: SharedData.path("published/rca_dice_scores.csv"), pattern: NamePattern(NamePattern.published))
        #expect(file.findings == [])
        let figures = try #require(file.distribution)
        #expect(figures.count == 112_120)
        #expect(DecimalText.fiveDigits(figures.mean) == "0.93509")
        #expect(figures.quantiles.map { DecimalText.fiveDigits($0.value) }[4] == "0.94371")
        #expect(figures.quantiles.map { DecimalText.fiveDigits($0.value) }[0] == "0.51497")
        #expect(figures.below.map(\.count) == [41, 390, 12_352])
        #expect(file.worst(1).map(\.fname) == ["00023195_000_labels.png"])
    }
}
