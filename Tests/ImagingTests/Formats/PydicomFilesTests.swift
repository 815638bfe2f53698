#if DICOM
import CZlib
import Foundation
import Imaging
import TestSupport
import Testing

/// pydicom's own test files, held against what pydicom reads from them (scripts/stored/pydicom_figures.py). The files
/// come from its packages (scripts/prepare-pydicom.sh), the figures are beside the tests.
@Suite(
    "pydicom's own test files",
    .enabled(
        if: PydicomFiles.areThere,
        "needs pydicom's files: scripts/prepare-pydicom.sh, after apt-get install python3-venv"))
struct PydicomFilesTests {
    @Test("are all there, of every kind")
    func complete() {
        #expect(PydicomFiles.rows.count == 172)
        #expect(PydicomFiles.rows.count { $0.width != nil } > 130)
    }

    @Test("are read as pydicom reads them, the lossy ones within a stored level", arguments: PydicomFiles.read)
    func values(row: PydicomFiles.Row) throws {
        let image = try ImageReader.grayscaleImage(from: row.content(), named: row.file)
        #expect(image.width == row.width && image.height == row.height)
        let bytes: [UInt8]
        switch image.samples {
        case .eightBit(let values):
            #expect(row.bits == 8)
            bytes = values
        case .sixteenBit(let values):
            #expect(row.bits == 16)
            bytes = values.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        }
        if row.level == 0 {
            let sum = bytes.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
            #expect(
                row.values == String(repeating: "0", count: 8 - String(sum, radix: 16).count) + String(sum, radix: 16))
            return
        }
        let found = ImagingTests.values(of: image)
        for pair in row.values.split(separator: " ") {
            let numbers = pair.split(separator: "=").compactMap { Int($0) }
            #expect(abs(found[numbers[0]] - numbers[1]) <= row.level, "pixel \(numbers[0])")
        }
    }

    @Test("of several frames, or of more or fewer bits, are refused by name", arguments: PydicomFiles.refused)
    func refusals(row: PydicomFiles.Row) throws {
        let bytes = try row.content()
        let error = inputError { () throws(InputError) in
            try ImageReader.grayscaleImage(from: bytes, named: row.file)
        }
        #expect(
            error?.code == .formatUnsupported && error?.description.hasPrefix(row.file) == true,
            "\(String(describing: error))")
        let words = ["frames; export", "bits a", "is a DICOM segmentation", "is compressed in a way"]
        #expect(words.contains { error?.description.contains($0) == true }, "\(String(describing: error))")
    }

    @Test("that pydicom does not read either end in a picture or in one line", arguments: PydicomFiles.doubtful)
    func doubtful(row: PydicomFiles.Row) throws {
        let bytes = try row.content()
        let error = inputError { () throws(InputError) in
            try ImageReader.grayscaleImage(from: bytes, named: row.file)
        }
        #expect(error == nil || error?.code == .fileDamaged, "\(String(describing: error))")
        if row.file.hasSuffix("MR_truncated.dcm") { #expect(error?.problem == "ends before its picture does") }
    }
}

enum PydicomFiles {
    struct Row: Sendable, CustomTestStringConvertible {
        let file: String
        let width: Int?
        let height: Int?
        let bits: Int
        /// A CRC-32, or pixels with their values, or why there are none.
        let values: String
        /// How far a value may be off.
        let level: Int

        var testDescription: String { file }

        func content() throws -> [UInt8] {
            let parts = file.split(separator: "/", maxSplits: 1)
            return try Array(Data(contentsOf: folder.appending(path: "\(parts[0])/data/\(parts[1])")))
        }
    }

    private static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let folder = package.appending(path: ".build/pydicom/files")

    static let areThere = FileManager.default.fileExists(atPath: folder.deletingLastPathComponent().path + "/packages")

    static let rows: [Row] = {
        let url = package.appending(path: "Tests/ImagingTests/Stored/pydicom.csv")
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").dropFirst().map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return Row(
                file: fields[0], width: Int(fields[1]), height: Int(fields[2]), bits: Int(fields[3]) ?? 0,
                values: fields[4], level: Int(fields[5]) ?? 0)
        }
    }()

    /// Without OpenJPEG, what needs it is refused.
    static let read = rows.filter { $0.width != nil && (ImageFormats.jpeg2000Version != nil || !isJPEG2000($0)) }
    static let refused = rows.filter { $0.values == "refused" }
    static let doubtful = rows.filter { $0.values == "not read" }

    private static func isJPEG2000(_ row: Row) -> Bool {
        guard let bytes = try? row.content() else { return false }
        return String(decoding: bytes.prefix(2000), as: UTF8.self).contains("1.2.840.10008.1.2.4.9")
    }
}
#endif
