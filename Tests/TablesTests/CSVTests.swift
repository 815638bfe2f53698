import Imaging
import Tables
import TestSupport
import Testing

@Suite("CSV read piece by piece")
struct CSVStreamTests {
    private static let text =
        "\u{feff}a,b\r\n1,\"two\nlines, \"\"quoted\"\"\"\r\n\n3,four\n5,\(String(repeating: "x", count: 300))\n6,end"

    private func rows(_ table: CSVTable) throws -> [[String]] {
        try table.rows.map { row in
            try [0, 1].map { try table.text(inRow: row, column: $0) } + ["\(table.line(ofRow: row))"]
        }
    }

    private func pieces(_ path: String, _ size: Int) throws -> [CSVTable] {
        let stream = try CSVStream(path, pieceSize: size)
        var pieces: [CSVTable] = []
        while let piece = try stream.next() { pieces.append(piece) }
        return pieces
    }

    @Test("gives the rows and lines of the whole, whatever the size of the pieces", arguments: [1, 2, 7, 64, 1 << 20])
    func pieces(size: Int) throws {
        let folder = try TemporaryFolder()
        let bytes = Array(Self.text.utf8)
        let whole = try rows(CSVTable(bytes: bytes, source: "whole"))
        #expect(whole.count == 4 && whole.last == ["6", "end", "7"])
        let found = try pieces(folder.write(bytes, to: "plain.csv"), size)
        #expect(try found.flatMap(rows) == whole)
        #expect(found.allSatisfy { $0.header == ["a", "b"] })
        if size < 3 { #expect(found.count >= 4) }
        let members = GzipTests.packed + GzipTests.packed + [0, 0, 0]
        let packed = try pieces(folder.write(members, to: "packed.csv"), size)
        #expect(try packed.flatMap(rows).map { $0[0] } == ["a", "b", "fname", "a", "b"])
    }

    @Test("says in which line of the file something is wrong, and where the file ends early")
    func damaged() throws {
        let folder = try TemporaryFolder()
        let wrong = try folder.write(Array("a,b\n1,2\n3,4\n5\n".utf8), to: "w.csv")
        let error = #expect(throws: InputError.self) { try pieces(wrong, 3) }
        #expect(error?.problem == "line 4 has 1 field where the header has 2")
        let packed = GzipTests.packed
        for bytes in [Array(packed.dropLast(9)), packed + [1, 2, 3], Array(packed[..<22]) + [9, 9] + packed[24...]] {
            let path = try folder.write(bytes, to: "p.csv")
            for size in [5, 1 << 16] {
                let error = #expect(throws: InputError.self) { try pieces(path, size) }
                #expect(error?.code == .fileDamaged)
            }
        }
        let blank = try folder.write(Array("\u{feff}\n\r\n\na,b\n\n1,2\n".utf8), to: "b.csv")
        for size in [2, 3, 4, 100] { #expect(try pieces(blank, size).flatMap(rows) == [["1", "2", "6"]]) }
        let empty = try folder.write(Array("\n\n".utf8), to: "e.csv")
        #expect(throws: InputError.self) { try pieces(empty, 2) }
        let header = try folder.write(Array("a,b".utf8), to: "h.csv")
        #expect(try pieces(header, 2).map(\.rows.count) == [0])
        let semicolons = try folder.write(Array("a;b\n1;2\n".utf8), to: "s.csv")
        #expect(#expect(throws: InputError.self) { try pieces(semicolons, 2) }?.code == .formatUnsupported)
    }
}

@Suite("CSV")
struct CSVTests {
    @Test("is written without quotes where none are needed, and ends lines in LF")
    func plain() {
        var writer = CSVWriter(header: ["fname", "dice"])
        writer.append("a b.png")
        writer.append(0.95273715)
        writer.endRow()
        writer.append("é.png")
        writer.append(nil)
        writer.endRow()
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "fname,dice\na b.png,0.95273715\né.png,\n")
    }

    @Test(
        "quotes a field only for commas, quotes and line ends",
        arguments: [
            ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""), ("a\rb", "\"a\rb\""), (" a ", " a "),
            ("a;b", "a;b"), ("a\tb", "a\tb"), ("\"", "\"\"\"\""), ("", ""),
        ])
    func quoting(field: String, written: String) {
        var writer = CSVWriter(header: ["a", "b"])
        writer.append(field)
        writer.append("x")
        writer.endRow()
        #expect(writer.bytes == Array("a,b\n\(written),x\n".utf8))
    }

    @Test("reads back any fields as they were written", arguments: 1...4)
    func roundTrip(columns: Int) throws {
        var random = SeededGenerator(seed: UInt64(columns))
        let alphabet = ["a", "b", " ", ",", "\"", "\n", "\r", "\r\n", "é", "e\u{301}", "日", "\u{feff}", "\0", "'", ";"]
        let header = (0..<columns).map { "column \($0)" }
        var written: [[String]] = []
        var writer = CSVWriter(header: header)
        for _ in 0..<2000 {
            let row = header.map { _ in
                (0..<Int.random(in: 0...5, using: &random)).map { _ in alphabet.randomElement(using: &random)! }
                    .joined()
            }
            for field in row { writer.append(field) }
            writer.endRow()
            written.append(row)
        }
        let table = try CSVTable(bytes: writer.bytes, source: "random.csv")
        #expect(table.header == header)
        #expect(table.rows.count == written.count)
        for row in table.rows {
            for column in 0..<columns {
                #expect(Array(table.bytes(inRow: row, column: column)) == Array(written[row][column].utf8))
            }
        }
    }

    @Test(
        "is the same table with LF, CRLF, a byte order mark, blank lines or no last line end",
        arguments: [
            "f,d\na,1\nb,2\n", "f,d\r\na,1\r\nb,2\r\n", "\u{feff}f,d\na,1\nb,2\n", "f,d\na,1\nb,2",
            "\nf,d\n\na,1\r\n\r\nb,2\n\n", "\"f\",\"d\"\n\"a\",\"1\"\n\"b\",\"2\"",
        ])
    func variants(text: String) throws {
        let table = try table(text)
        #expect(table.header == ["f", "d"])
        #expect(table.rows == 0..<2)
        #expect(try table.rows.map { row in try table.text(inRow: row, column: 0) } == ["a", "b"])
        #expect(try table.rows.map { row in try table.number(inRow: row, column: 1) } == [1, 2])
    }

    @Test("keeps line ends, commas and quotes inside quotes")
    func embedded() throws {
        let table = try table("f,d\n\"a\r\n\"\"b\"\",c\n\",1\n")
        #expect(try table.text(inRow: 0, column: 0) == "a\r\n\"b\",c\n")
        #expect(try table.number(inRow: 0, column: 1) == 1)
    }

    @Test("tells an empty or undefined number from a wrong one")
    func numbers() throws {
        let table = try table("f,d\na,\nb,nan\nc,NaN\nd,0.5\n\"e\n\",half\n")
        #expect(try (0..<4).map { try table.number(inRow: $0, column: 1) } == [nil, nil, nil, 0.5])
        #expect(
            error { _ = try table.number(inRow: 4, column: 1) }
                == "scores.csv: line 6, column \"d\": \"half\" is not a number")
    }

    @Test(
        "errors name the file, the line and the column",
        arguments: [
            ("f,d\na\n", "scores.csv: line 2 has 1 field where the header has 2"),
            ("f,d\n\"x\ny\",1\na,b,c\n", "scores.csv: line 4 has 3 fields where the header has 2"),
            ("f,d\na,x\"y\n", "scores.csv: line 2, column 2: a quote inside a field that does not start with one"),
            ("f,d\n\"a\" ,1\n", "scores.csv: line 2, column 1: text after the closing quote"),
            ("f,d\n1,\"a\n\n", "scores.csv: line 2, column 2: a quote is opened and never closed"),
            ("f,d\ra,1\r", "scores.csv: line 1, column 2: a carriage return outside quotes"),
            ("", "scores.csv: has no header line"),
            ("\n\n", "scores.csv: has no header line"),
        ])
    func damaged(text: String, message: String) {
        #expect(error { _ = try table(text) }?.hasPrefix(message) == true)
    }

    @Test("in UTF-16 and names that are not UTF-8 are refused")
    func encodings() throws {
        let message = error { _ = try CSVTable(bytes: [0xff, 0xfe, 0x66, 0], source: "scores.csv") }
        #expect(message == "scores.csv: is UTF-16 text; save it as CSV in UTF-8")
        let table = try CSVTable(bytes: Array("f\n".utf8) + [0x61, 0xff], source: "scores.csv")
        #expect(
            error { _ = try table.text(inRow: 0, column: 0) }
                == "scores.csv: line 2, column \"f\": is not valid UTF-8; save the file as UTF-8")
    }

    @Test("columns are found by name; a missing or doubled one is an error that says what is there")
    func columns() throws {
        let table = try table("fname,dice,dice\na,1,2\n")
        #expect(try table.column(named: "fname") == 0)
        #expect(try table.column(ifPresent: "mean") == nil)
        #expect(
            error { _ = try table.column(named: "structure") }
                == "scores.csv: no column is called \"structure\"; found: fname, dice, dice; "
                + "name the columns in the first line, separated by commas")
        #expect(
            error { _ = try table.column(named: "dice") } == "scores.csv: two columns are called \"dice\"; rename one")
    }

    @Test("never crashes on damaged input, whatever bytes are changed")
    func fuzz() {
        var random = SeededGenerator(seed: 99)
        let original = Array("fname,dice\n\"a,\"\"b\"\"\",0.5\r\nc,1.0\n\"d\n\",\n".utf8)
        let bytes: [UInt8] = Array(",\"\r\n\u{feff}".utf8)
        var read = 0
        for _ in 0..<20_000 {
            var damaged = original
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let position = Int.random(in: 0..<damaged.count, using: &random)
                damaged[position] = bytes.randomElement(using: &random)!
            }
            damaged.removeLast(Int.random(in: 0...5, using: &random))
            guard let table = try? CSVTable(bytes: damaged, source: "f") else { continue }
            read += 1
            for row in table.rows {
                for column in table.header.indices { _ = table.bytes(inRow: row, column: column) }
            }
        }
        #expect((1..<20_000).contains(read), "some damage is harmless, some is not")
    }

    private func table(_ text: String) throws(InputError) -> CSVTable {
        try CSVTable(bytes: Array(text.utf8), source: "scores.csv")
    }

    private func error(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return "\(error)"
        }
    }
}
