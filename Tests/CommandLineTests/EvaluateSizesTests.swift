import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli evaluate, of masks that are larger or smaller than the true ones")
struct EvaluateSizesTests {
    private static let note =
        "3 masks have another size than the true one: each pixel of the smaller of both counts as a block of pixels of the larger."

    /// Masks and true masks, and both again with each pixel as a block of 2 × 2 in `large`.
    private func place(_ more: [String]) async throws -> Workplace {
        let place = try await Workplace()
        try place.copy(place.phantoms + "/cases/predictions/shifted_3", to: "masks")
        try place.copy(place.phantoms + "/cases/labels", to: "drawn")
        for name in PhantomFiles.names {
            for folder in ["drawn/", "masks/"] {
                try place.write(
                    PNGWriter.encode(Self.blocks(of: 2, for: place.labels(folder + name))), to: "large/" + folder + name
                )
            }
        }
        let result = try await place.score([:], more)
        try #require(result.status == 0, "\(result.error)")
        return place
    }

    private static func blocks(of side: Int, for map: LabelMap) -> LabelMap {
        LabelMap(
            width: map.width * side, height: map.height * side,
            indices: (0..<map.height * side).flatMap { y in
                (0..<map.width * side).map { map.indices[y / side * map.width + $0 / side] }
            })
    }

    private func evaluated(
        _ place: Workplace, _ masks: String, _ truth: String, _ more: String...
    ) async throws -> ProgramResult {
        let result = try await Program.run(
            [
                "evaluate", "--scores", "out", "--masks", masks, "--truth-masks", truth, "--structures",
                PhantomFiles.structures, "--resamples", "0", "--format", "csv",
            ] + more, in: place.path)
        #expect(result.status == 0, "\(result.error)")
        return result
    }

    @Test(
        "has the figures of masks of one size, and a note",
        arguments: [("masks", "large/drawn"), ("large/masks", "drawn")])
    func dice(masks: String, truth: String) async throws {
        let place = try await place([])
        let (same, other) = (
            try await evaluated(place, "masks", "drawn"), try await evaluated(place, masks, truth)
        )
        #expect(same.output == other.output)
        #expect(other.error == Self.note + "\n" + same.error)
    }

    @Test(
        "measures outlines on the larger one's pixels, in pixels of the mask that was scored or in millimetres",
        arguments: [nil, 0.3])
    func outlines(spacing: Double?) async throws {
        let place = try await place(["--surface"] + (spacing.map { ["--pixel-spacing", "\($0)"] } ?? []))
        let result = try await evaluated(place, "masks", "large/drawn", "--surface")
        let inside = (0..<256).map { $0 == 2 }
        let size = (spacing ?? 1) / 2
        let real = try PhantomFiles.names.map { name in
            let (mask, truth) = (try place.labels("large/masks/" + name), try place.labels("large/drawn/" + name))
            let pair = MaskPair(mask.indices, in: inside, truth.indices, in: inside, width: mask.width)
            return try #require(
                SurfaceMeasures.between(
                    pair, rowSize: size, columnSize: size, tolerance: spacing == nil ? 1.28 : 3))
        }
        let figures = EvaluationFigures(result.output)
        for (name, values) in [("assd", real.map(\.assd)), ("surface_dice", real.map(\.surfaceDice))] {
            let found = try #require(try figures.value("heart \(name)", "realMean"))
            #expect(abs(found - values.reduce(0, +) / 3) < 1e-9, "\(name)")
        }
    }
}
