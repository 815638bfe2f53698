import Imaging
import Tables
import TestSupport
import Testing

@Suite("Compressed tables")
struct GzipTests {
    /// `gzip.compress(b'fname,dice\na,0.5\nb,1.0\n', mtime=0)` of Python 3.11.
    static let packed: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 75, 203, 75, 204, 77, 213, 73, 201, 76, 78, 229, 74, 212, 49, 208, 51, 229, 74,
        210, 49, 212, 51, 224, 2, 0, 119, 189, 186, 149, 23, 0, 0, 0,
    ]
    static let text = "fname,dice\na,0.5\nb,1.0\n"

    @Test("are read like plain ones, whatever the file's name")
    func read() throws {
        let folder = try TemporaryFolder()
        for name in ["scores.csv.gz", "scores.csv"] {
            let table = try CSVTable(path: folder.write(Self.packed, to: name))
            #expect(table.header == ["fname", "dice"] && table.rows.count == 2)
            #expect(try table.number(inRow: 1, column: 1) == 1)
            #expect(table.layout.isCompressed)
        }
        #expect(try !CSVTable(path: folder.write(Array(Self.text.utf8), to: "plain.csv.gz")).layout.isCompressed)
    }

    @Test("of several members are one text; zeros behind them are padding")
    func members() throws {
        let bytes = Self.packed + Self.packed + [UInt8](repeating: 0, count: 512)
        #expect(try unpack(bytes) == Self.text + Self.text)
    }

    @Test("that are cut off anywhere, changed, or followed by something else are refused in one line")
    func damaged() {
        for count in 2..<Self.packed.count {
            let message = error(Array(Self.packed.prefix(count)))
            #expect(message == "f.gz: the gzip data end early; copy or compress it again", "\(count) bytes")
        }
        for position in 20..<Self.packed.count {
            var bytes = Self.packed
            bytes[position] ^= 0x55
            #expect(error(bytes)?.hasPrefix("f.gz: the gzip data ") == true, "byte \(position)")
        }
        #expect(error(Self.packed + [1]) == "f.gz: something else follows the gzip data; copy or compress it again")
    }

    @Test("are refused above the limit, before memory is taken for what they unpack to")
    func bomb() throws {
        #expect(try unpack(Self.packed, maximumBytes: 23) == Self.text)
        #expect(
            error(Self.packed, maximumBytes: 22)
                == "f.gz: unpacks to more than 22 bytes; check the file: a table of scores is smaller")
    }

    @Test(
        "of other kinds are named",
        arguments: [
            ([0x50, 0x4b, 3, 4, 0], "a zip archive or a spreadsheet"),
            ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0], "an xz archive"), ([0x28, 0xb5, 0x2f, 0xfd, 0], "a zstd archive"),
            ([0x42, 0x5a, 0x68, 0x39, 0x31, 0x41], "a bzip2 archive"),
        ] as [([UInt8], String)])
    func otherKinds(bytes: [UInt8], name: String) throws {
        let path = try TemporaryFolder().write(bytes, to: "scores.csv")
        #expect { _ = try CSVTable(bytes: bytes, source: path) } throws: {
            "\($0)" == "\(path): is \(name), not a table; save or unpack it as CSV"
        }
    }

    private func unpack(_ bytes: [UInt8], maximumBytes: Int = 1 << 20) throws -> String {
        String(decoding: try Gzip.decompress(bytes, source: "f.gz", maximumBytes: maximumBytes), as: UTF8.self)
    }

    private func error(_ bytes: [UInt8], maximumBytes: Int = 1 << 20) -> String? {
        do {
            _ = try unpack(bytes, maximumBytes: maximumBytes)
            return nil
        } catch { return "\(error)" }
    }
}
