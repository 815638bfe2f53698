import Foundation
import RCA
import Tables
import TestSupport

/// A folder with phantoms that were scored (`scores/`), their truth (`truth/`), and a model (`model.json`) made of
/// both.
final class CalibratedPlace: Sendable {
    let place: Workplace

    init() async throws {
        place = try await Workplace()
        let cases = place.phantoms + "/cases"
        let damages = try FileManager.default.contentsOfDirectory(atPath: cases + "/predictions").sorted()
        let result = try await place.score(
            ["masks": cases + "/predictions/" + damages[0], "output": "scores"],
            damages.dropFirst().flatMap { ["--masks", cases + "/predictions/" + $0] } + ["--details", "--quiet"])
        guard result.status == 0 else { throw PhantomFiles.Failure(error: result.error) }
        try place.copy(cases + "/truth", to: "truth")
        let made = try await calibrate()
        guard made.status == 0 else { throw PhantomFiles.Failure(error: made.error) }
    }

    /// `calibrate` with the tables of this place; an option given in `changes` replaces its own, nil leaves it out.
    func calibrate(_ changes: [String: String?] = [:], _ more: [String] = []) async throws -> ProgramResult {
        let words: [String: String?] = ["scores": "scores", "truth": "truth", "output": "model.json"]
        let options = words.merging(changes) { $1 }.sorted { $0.key < $1.key }
        return try await Program.run(
            ["calibrate", "--overwrite"]
                + options.flatMap { option in option.value.map { ["--\(option.key)", $0] } ?? [] } + more,
            in: place.path)
    }

    func intervals(_ output: String = "out") throws -> [IntervalFields] {
        try Self.intervals(in: place, output)
    }

    static func intervals(in place: Workplace, _ output: String = "out") throws -> [IntervalFields] {
        let table = try CSVTable(bytes: place.bytes(output + "/rca_intervals.csv"), source: output)
        return try table.rows.map { row in
            IntervalFields(
                fname: try table.text(inRow: row, column: 0), structure: try table.text(inRow: row, column: 1),
                predicted: try table.number(inRow: row, column: 2), lower: try table.number(inRow: row, column: 3),
                upper: try table.number(inRow: row, column: 4), decision: try table.text(inRow: row, column: 5))
        }
    }
}

/// A row of `rca_intervals.csv`, as read.
struct IntervalFields {
    let fname: String
    let structure: String
    let predicted: Float?
    let lower: Float?
    let upper: Float?
    let decision: String
}
