import DataSets
import Foundation
import RCA
import Reporting
import Studies
import Tables
import TestSupport
import Testing

@Suite("A sample of published scores, recomputed")
struct RecomputationTests {
    @Test("gives the scores that score gave, wherever the file's row has its files; the rest is counted")
    func same() async throws {
        let place = try await RecomputationPlace.shared.value()
        let more = "zz_1.png,0.85\nzz_2.png,0.86\nno.png,0.1\n"
        let result = try #require(await place.verify(appending: more, size: 1000))
        let whole = try #require(result.recomputation)
        #expect(whole.withoutFiles == 3 && whole.failures.isEmpty)
        #expect(whole.extrapolation.strata.reduce(0) { $0 + $1.recomputed } == place.rows.count)
        #expect(whole.extrapolation.represented == place.rows.count + 3)
        #expect(result.comparison?.agreement.meanAbsoluteError == 0)
        #expect(whole.extrapolation.shareWithinTolerance.value == 1)
        #expect(whole.extrapolation.meanAbsoluteError.interval?.upper == 0)
    }

    @Test("depends on the seed, and not on the number of threads")
    func deterministic() async throws {
        let place = try await RecomputationPlace.shared.value()
        let one = try #require(await place.verify(size: 8, seed: 4, threads: 1))
        let three = try #require(await place.verify(size: 8, seed: 4, threads: 3))
        #expect(one.document == three.document && one.text == three.text)
        let other = try #require(await place.verify(size: 8, seed: 5, threads: 1))
        #expect(other.document != one.document)
    }

    @Test("finds the error that the file has: whole by ranges, not as the sample has it")
    func wrong() async throws {
        let place = try await RecomputationPlace.shared.value()
        let rows = place.rows.map { MaskScoreRow(fname: $0.fname, dice: $0.dice.map { max($0 - 0.125, 0) }) }
        let result = try #require(await place.verify(rows: rows, size: 1000))
        let error = try #require(result.recomputation?.extrapolation.meanAbsoluteError.value)
        let expected =
            zip(place.rows, rows).reduce(0.0) { $0 + Double(($1.0.dice ?? 0) - ($1.1.dice ?? 0)) } / Double(rows.count)
        #expect(abs(error - expected) < 1e-6)
        #expect(try #require(result.recomputation?.extrapolation.bias.value) > 0)
    }

    @Test("counts a drawn mask that cannot be read, and estimates from the others")
    func failing() async throws {
        let place = try await RecomputationPlace(damaging: 1)
        let result = try #require(await place.verify(size: 1000))
        let sample = try #require(result.recomputation)
        #expect(sample.failures.map(\.fname) == [place.rows[0].fname])
        #expect(sample.failures[0].message.contains("masks/\(place.rows[0].fname): "))
        #expect(result.comparison?.agreement.count == place.rows.count - 1)
        #expect(sample.extrapolation.strata.reduce(0) { $0 + $1.drawn - $1.recomputed } == 1)
    }

    @Test("matches names by their stem where the very name is not there, unless two rows have that stem")
    func stems() async throws {
        let place = try await RecomputationPlace.shared.value()
        func renamed(_ suffix: String) -> [MaskScoreRow] {
            place.rows.map {
                MaskScoreRow(fname: $0.fname.replacingOccurrences(of: ".png", with: suffix), dice: $0.dice)
            }
        }
        let labels = try #require(await place.verify(rows: renamed("_labels.png"), size: 1000))
        #expect(labels.recomputation?.withoutFiles == 0 && labels.comparison?.agreement.meanAbsoluteError == 0)
        let twice = try #require(
            await place.verify(rows: renamed("_labels.png") + renamed("_seg.png").prefix(1), size: 1000))
        #expect(twice.recomputation?.withoutFiles == 2)
    }

    @Test("of a file that has nothing to do with the folders is an error")
    func strangers() async throws {
        let place = try await RecomputationPlace.shared.value()
        await #expect {
            _ = try await place.verify(rows: [MaskScoreRow(fname: "x.png", dice: 0.5)], size: 5)
        } throws: {
            "\($0)".contains("masks: none of its masks is a row of ")
        }
    }
}

/// Phantoms with masks of all qualities, and their scores.
private final class RecomputationPlace: Sendable {
    static let shared = RecomputationPlace.Made()
    let folder: TemporaryFolder
    let rows: [MaskScoreRow]

    /// Made once for all tests that do not change it.
    actor Made {
        private var place: Task<RecomputationPlace, any Error>?
        func value() async throws -> RecomputationPlace {
            if let place { return try await place.value }
            let task = Task { try await RecomputationPlace() }
            place = task
            return try await task.value
        }
    }

    init(damaging count: Int = 0) async throws {
        folder = try TemporaryFolder()
        let path = folder.path
        try await PhantomFolders.write(
            count: 5, seed: 11, width: 96, height: 96, includesPredictions: false, to: path + "/reference")
        try await PhantomFolders.write(
            count: 4, seed: 5, width: 96, height: 96, includesPredictions: true, to: path + "/cases")
        try folder.create("images/", "masks/")
        for kind in ["boundary_1", "boundary_4", "missing_heart", "shifted_2"] {
            for name in try FileManager.default.contentsOfDirectory(atPath: path + "/cases/images") {
                let copy = name.replacingOccurrences(of: ".png", with: "-\(kind).png")
                try FileManager.default.copyItem(
                    atPath: "\(path)/cases/images/\(name)", toPath: "\(path)/images/\(copy)")
                try FileManager.default.copyItem(
                    atPath: "\(path)/cases/predictions/\(kind)/\(name)", toPath: "\(path)/masks/\(copy)")
            }
        }
        _ = try await ScoringRun(Self.request(path, output: path + "/scores")).run()
        rows = try MaskScoreRow.rows(of: CSVTable(path: path + "/scores/rca_dice_scores.csv"))
        for row in rows.prefix(count) { try Data([1, 2, 3]).write(to: URL(filePath: "\(path)/masks/\(row.fname)")) }
    }

    static func request(_ path: String, output: String) throws -> ScoringRequest {
        var request = ScoringRequest(
            images: path + "/images", masks: [path + "/masks"], reference: path + "/reference",
            structures: try Structure.parseList(PhantomFolders.structures), output: output)
        request.isQuiet = true
        request.referencesPerCase = 5
        return request
    }

    func verify(
        rows: [MaskScoreRow]? = nil, appending text: String = "", size: Int, seed: UInt64 = 1, threads: Int = 2
    ) async throws -> Verification? {
        // A name for each content: tests run side by side, and reports of equal requests have equal paths in them.
        let content = ScoreTable.bytes(rows ?? self.rows) + Array(text.utf8)
        let file = folder.path + "/published-\(content.hashValue).csv"
        try Data(content).write(to: URL(filePath: file), options: .atomic)
        var request = RecomputationRequest(scoring: try Self.request(folder.path, output: ""))
        request.scoring.threads = threads
        request.size = size
        request.seed = seed
        return try await RecomputationRun(request).run(ScoreFile(path: file, pattern: nil))
    }
}
