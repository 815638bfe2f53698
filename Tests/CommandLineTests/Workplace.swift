import Foundation
import RCA
import Reporting
import Tables
import TestSupport

/// A folder of its own for one test, with `images/` and `masks/` of three phantoms, removed with the test.
final class Workplace: Sendable {
    let path: String
    /// The folder of the phantoms that all tests share; not to be changed.
    let phantoms: String

    /// - Parameter isEmpty: without images and masks.
    init(isEmpty: Bool = false) async throws {
        phantoms = try await PhantomFiles.folder()
        path = NSTemporaryDirectory() + "rca-cli-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard !isEmpty else { return }
        try copy(phantoms + "/cases/images", to: "images")
        try copy(phantoms + "/cases/predictions/boundary_2", to: "masks")
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    var reference: String { phantoms + "/reference" }
    var bundle: String { phantoms + "/reference.rcaref" }

    // MARK: Running

    func run(_ words: String..., prefix: [String] = []) async throws -> ProgramResult {
        try await Program.run(words, in: path, prefix: prefix)
    }

    /// The words of `score` with the folders of this place; an option given in `changes` replaces its own.
    func scoreWords(_ changes: [String: String] = [:], _ more: [String] = []) -> [String] {
        let words = [
            "images": "images", "masks": "masks", "reference": bundle, "structures": PhantomFiles.structures,
            "output": "out",
        ].merging(changes) { $1 }
        return ["score"] + words.sorted { $0.key < $1.key }.flatMap { ["--\($0.key)", $0.value] } + more
    }

    func score(
        _ changes: [String: String] = [:], _ more: [String] = [], prefix: [String] = []
    ) async throws -> ProgramResult {
        try await Program.run(scoreWords(changes, more), in: path, prefix: prefix)
    }

    /// Draws references into the folder `many`: enough to know how far an expected Dice may be off.
    func drawReferences() async throws {
        let result = try await run(
            "phantom", "--output", "many", "--count", "10", "--seed", "21", "--size", "128", "--reference-only")
        guard result.status == 0 else { throw PhantomFiles.Failure(error: result.error) }
    }

    // MARK: Files

    /// Copies a file or folder, and replaces what is there.
    func copy(_ source: String, to name: String) throws {
        let source = source.hasPrefix("/") ? source : file(source)
        try makeFolder((name as NSString).deletingLastPathComponent)
        try? remove(name)
        try FileManager.default.copyItem(atPath: source, toPath: file(name))
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: file(name)) }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: file(name), withIntermediateDirectories: true)
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: file(name), withDestinationPath: target)
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try makeFolder((name as NSString).deletingLastPathComponent)
        try Data(bytes).write(to: URL(filePath: file(name)))
    }

    /// Makes a bundle of the references that ``drawReferences()`` drew.
    func buildReferences(_ bundle: String) async throws {
        let result = try await run(
            "reference", "build", "--images", "many/images", "--labels", "many/labels", "--structures",
            PhantomFiles.structures, "--output", bundle, "--overwrite")
        guard result.status == 0 else { throw PhantomFiles.Failure(error: result.error) }
    }

    /// Makes the tables in a folder those of a version that knew of no expected Dice: without their last columns.
    func dropExpected(_ folder: String) throws {
        for (name, columns) in [("rca_structures.csv", 3), ("rca_reliability.csv", 4)] {
            let lines = try text("\(folder)/\(name)").split(separator: "\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false).dropLast(columns).joined(separator: ",")
            }
            try write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "\(folder)/\(name)")
        }
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

    func bytes(_ name: String) throws -> [UInt8] { try Array(Data(contentsOf: URL(filePath: file(name)))) }

    func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    /// The names in a folder, hidden ones too, but for the record of what was written into it.
    func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: file(folder)).filter { $0 != ".rca_written" }.sorted()
    }

    // MARK: Results

    func record(_ output: String = "out") throws -> RunRecord {
        try RunRecord(json: bytes(output + "/rca_run.json"), source: output)
    }

    /// Each mask's expected Dice.
    func expected(_ output: String = "out") throws -> [String: Float] {
        let table = try CSVTable(bytes: bytes(output + "/rca_reliability.csv"), source: output)
        let column = try table.column(named: "expected")
        return Dictionary(
            uniqueKeysWithValues: try table.rows.compactMap { row in
                try table.number(inRow: row, column: column).map { (try table.text(inRow: row, column: 0), $0) }
            })
    }

    /// The published table, as written: a row's fields by the mask's name.
    func scores(_ output: String = "out") throws -> [String: Float] {
        let rows = try MaskScoreRow.rows(of: CSVTable(bytes: bytes(output + "/rca_dice_scores.csv"), source: output))
        return Dictionary(uniqueKeysWithValues: rows.compactMap { row in row.dice.map { (row.fname, $0) } })
    }

    /// A mask's row for a structure, from `rca_structures.csv`.
    func structure(_ structure: String, of fname: String, output: String = "out") throws -> StructureScoreRow? {
        try StructureScoreRow.rows(of: CSVTable(bytes: bytes(output + "/rca_structures.csv"), source: output))
            .first { $0.fname == fname && $0.structure == structure }
    }

    // MARK: Pictures

    func image(_ name: String) throws -> GrayscaleImage { try PNGReader.readGrayscaleImage(at: file(name)) }

    func labels(_ name: String) throws -> LabelMap { try PNGReader.readLabelMap(at: file(name)) }

    /// Writes the label map of one file to another, each label replaced.
    func relabel(_ source: String, to name: String, _ label: (Int) -> UInt16) throws {
        let map = try labels(source)
        try write(
            PNGWriter.encode(
                LabelMap(
                    width: map.width, height: map.height, labels: map.indices.map { label(map.label(ofIndex: $0)) },
                    named: name)), to: name)
    }
}
