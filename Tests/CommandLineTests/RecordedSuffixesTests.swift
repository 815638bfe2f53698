import Calibration
import Foundation
import RCA
import TestSupport
import Testing

/// `score --suffix _unet --suffix _tf` has scored `a_unet.png` and `a_tf.png` as masks of one image.
@Suite("The endings of a run's masks")
struct RecordedSuffixesTests {
    private static let endings = ["_unet", "_tf"]

    private func place() async throws -> Workplace {
        let place = try await Workplace(isEmpty: true)
        try place.writeScores("s", endings: Self.endings)
        try place.writeRecord("s", suffixes: Self.endings)
        try place.writeTruth("t.csv", place.truthRows(endings: Self.endings))
        return place
    }

    @Test("count for evaluate, unless others are given")
    func evaluate() async throws {
        let place = try await place()
        let words = ["evaluate", "--scores", "s", "--truth", "t.csv", "--resamples", "0", "--format", "csv"]
        for (more, images) in [([], 30), (["--suffix", "_other"], 60)] {
            let result = try await Program.run(words + more, in: place.path)
            #expect(result.status == 0, "\(result.error)")
            let figures = EvaluationFigures(result.output)
            #expect(try figures.masks("lungs max") == 60 && figures.images("lungs max") == images)
        }
        // Of a table in the folder as well.
        let table = try await place.run(
            "evaluate", "--scores", "s/rca_structures.csv", "--truth", "t.csv", "--resamples", "0", "--format", "csv")
        #expect(try EvaluationFigures(table.output).images("lungs max") == 30, "\(table.error)")
    }

    @Test("count for calibrate, so that masks of one image are never on both sides of a split")
    func calibrate() async throws {
        let place = try await place()
        let result = try await place.run("calibrate", "--scores", "s", "--truth", "t.csv", "--output", "m.json")
        #expect(result.status == 0, "\(result.error)")
        let model = try CalibrationFile.read(at: place.file("m.json"))
        #expect(model.parts.allSatisfy { $0.images == 30 && $0.masks == 60 })
    }

    @Test("count for compare, of all folders together")
    func compare() async throws {
        let place = try await Workplace(isEmpty: true)
        for (folder, ending) in [("a", "_unet"), ("b", "_tf")] {
            try place.writeScores(folder, endings: [ending], shift: folder == "a" ? 0.03 : 0)
            try place.writeRecord(folder, suffixes: [ending])
        }
        let result = try await place.run("compare", "a", "b", "--resamples", "0", "--csv")
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.contains("pair,a,b,\"predicted, first less second\",30,30,"), "\(result.output)")
        let given = try await place.run("compare", "a", "b", "--suffix", "_unet", "--csv")
        #expect(given.status == 64 && given.error.contains("has no mask of an image that a has a mask of"))
    }

    @Test("count for watch, which does not take an image of the baseline for a new one")
    func watch() async throws {
        let place = try await Workplace(isEmpty: true)
        try place.writeScores("base", endings: ["_unet"])
        try place.writeScores("days/1", images: 25..<60, endings: ["_tf"])
        try place.writeRecord("base", suffixes: ["_unet"])
        try place.writeRecord("days/1", suffixes: ["_tf"])
        let result = try await place.run("watch", "--baseline", "base", "--new", "days")
        #expect(result.status == 0 || result.status == 1, "\(result.error)")
        #expect(result.error.contains("5 images are in the baseline too, and are left out."), "\(result.error)")
    }
}
