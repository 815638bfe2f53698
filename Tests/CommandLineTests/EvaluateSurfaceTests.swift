import Foundation
import RCA
import Testing

@Suite("rca-cli evaluate --surface")
struct EvaluateSurfaceTests {
    private static let damage = "shifted_3"

    private func place(_ more: [String] = ["--surface"]) async throws -> Workplace {
        let place = try await Workplace()
        try place.copy(place.phantoms + "/cases/predictions/" + Self.damage, to: "masks")
        try place.copy(place.phantoms + "/cases/labels", to: "drawn")
        let result = try await place.score([:], more)
        try #require(result.status == 0, "\(result.error)")
        return place
    }

    private func evaluate(_ place: Workplace, _ words: String...) async throws -> ProgramResult {
        try await Program.run(
            [
                "evaluate", "--scores", "out", "--masks", "masks", "--truth-masks", "drawn", "--structures",
                PhantomFiles.structures, "--resamples", "0",
            ] + words, in: place.path)
    }

    private struct Report: Decodable {
        struct Measure: Decodable {
            let masks: Int
            let infinite: Int
            let undefined: Int
            let pairs: Int
            let realMean: Double?
            let realMedian: Double?
            let predictedMean: Double?
            let pearson: Double?
            let meanAbsoluteError: Double?
            let bias: Double?
        }

        struct Surfaces: Decodable {
            let structure: String
            let unit: String
            let tolerance: Double?
            let measures: [String: Measure]
        }

        let surfaces: [Surfaces]?
        let notes: [String]
    }

    private func report(_ result: ProgramResult) throws -> Report {
        try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
    }

    /// The real outlines of one structure, by the library, and the predicted ones of the table.
    private func figures(
        _ place: Workplace, label: UInt8, _ structure: String, spacing: Double = 1, tolerance: Double
    ) throws -> [(real: SurfaceMeasures, predicted: SurfaceRow)] {
        let path = "out/rca_surface.csv"
        let rows = try SurfaceRow.rows(of: CSVTable(bytes: place.bytes(path), source: path))
        let inside = (0..<256).map { $0 == Int(label) }
        return try PhantomFiles.names.map { name in
            let (mask, truth) = (try place.labels("masks/" + name), try place.labels("drawn/" + name))
            let pair = MaskPair(mask.indices, in: inside, truth.indices, in: inside, width: mask.width)
            let real = try #require(
                SurfaceMeasures.between(pair, rowSize: spacing, columnSize: spacing, tolerance: tolerance))
            return (real, try #require(rows.first { $0.fname == name && $0.structure == structure }))
        }
    }

    @Test("holds predicted outlines against the real ones, in text, JSON and CSV")
    func compares() async throws {
        let place = try await place()
        let json = try await evaluate(place, "--surface", "--format", "json")
        #expect(json.status == 0, "\(json.error)")
        let surfaces = try #require(try report(json).surfaces)
        #expect(surfaces.map(\.structure) == ["lungs", "heart"] && surfaces.allSatisfy { $0.unit == "px" })
        let figures = try figures(place, label: 2, "heart", tolerance: 1.28)
        let real = figures.map(\.real.average)
        let predicted = try figures.map { Double(try #require($0.predicted.average)) }
        let assd = try #require(surfaces[1].measures["assd"])
        #expect(assd.masks == 3 && assd.pairs == 3 && assd.infinite == 0 && assd.undefined == 0)
        #expect(abs(try #require(assd.realMean) - real.reduce(0, +) / 3) < 1e-9)
        #expect(try #require(assd.realMedian) == real.sorted()[1])
        #expect(
            abs(try #require(assd.meanAbsoluteError) - zip(real, predicted).reduce(0) { $0 + abs($1.0 - $1.1) } / 3)
                < 1e-9)
        #expect(
            abs(try #require(assd.bias) - zip(real, predicted).reduce(0) { $0 + $1.1 - $1.0 } / 3) < 1e-9)
        #expect(assd.pearson == Correlation.pearson(predicted, real))
        let dice = try #require(surfaces[1].measures["surface_dice"])
        #expect(
            abs(try #require(dice.realMean) - figures.reduce(0) { $0 + $1.real.surfaceDice } / 3) < 1e-9)
        let text = try await evaluate(place, "--surface")
        #expect(text.output.contains("heart: distances in px, tolerance of the surface Dice 1 % of the longer side"))
        #expect(text.output.contains("\nHD95  ") && text.output.contains("\nsurface Dice  "))
        let csv = try await evaluate(place, "--surface", "--format", "csv")
        #expect(csv.output.contains("\nheart,assd,realMean,,\(try #require(assd.realMean)),,,3,\n"), "\(csv.output)")
        // Nothing of it where it is not asked for.
        let without = try await evaluate(place, "--format", "json")
        #expect(try report(without).surfaces == nil)
    }

    @Test("takes spacing and tolerance from the run that scored, and refuses to mix units")
    func settings() async throws {
        let place = try await place(["--surface", "--pixel-spacing", "0.7", "--surface-tolerance", "2.5"])
        let result = try await evaluate(place, "--surface", "--format", "json")
        let heart = try #require(try report(result).surfaces?.last)
        #expect(heart.unit == "mm" && heart.tolerance == 2.5)
        let figures = try figures(place, label: 2, "heart", spacing: 0.7, tolerance: 2.5)
        let mean = figures.reduce(0) { $0 + $1.real.surfaceDice } / 3
        #expect(abs(try #require(heart.measures["surface_dice"]?.realMean) - mean) < 1e-9)
        let pixels = try await self.place()
        let mixed = try await evaluate(pixels, "--surface", "--pixel-spacing", "0.7")
        #expect(mixed.status == 64)
        #expect(
            mixed.error.contains("the predicted distances are in px, the real ones would be in mm"), "\(mixed.error)")
    }

    @Test(
        "is in millimetres where the masks' files tell the spacing, as with --pixel-spacing",
        .enabled(if: ImageFormats.supports(.dicom), "this build reads no DICOM"))
    func ownSpacing() async throws {
        let place = try await place([])
        func convert(_ source: String, _ folder: String) throws {
            for name in PhantomFiles.names {
                let map = try place.labels(source + "/" + name)
                let labels = map.indices.map { UInt8(map.label(ofIndex: $0)) }
                let bytes = HandmadeFormats.dicom(labels, width: map.width, height: map.height, spacing: "0.5\\0.25")
                try place.write(bytes, to: folder + "/" + name.replacingOccurrences(of: ".png", with: ".dcm"))
            }
        }
        let given = try await evaluate(place, "--surface", "--pixel-spacing", "0.5,0.25", "--format", "json")
        let expected = try #require(try report(given).surfaces)
        #expect(given.status == 0 && expected.allSatisfy { $0.unit == "mm" && $0.tolerance == 3 })
        func same(_ result: ProgramResult) throws {
            let told = try #require(try report(result).surfaces)
            #expect(result.status == 0 && told.allSatisfy { $0.unit == "mm" && $0.tolerance == 3 }, "\(result.error)")
            for (one, other) in zip(told, expected) {
                for measure in ["hd95", "hausdorff", "assd", "surface_dice"] {
                    #expect(one.measures[measure]?.realMean == other.measures[measure]?.realMean, "\(measure)")
                    #expect(one.measures[measure]?.masks == 3)
                }
            }
        }
        func told(_ masks: String, _ drawn: String, scores: String = "out") async throws -> ProgramResult {
            try await Program.run(
                [
                    "evaluate", "--scores", scores, "--masks", masks, "--truth-masks", drawn, "--structures",
                    PhantomFiles.structures, "--resamples", "0", "--surface", "--format", "json",
                ], in: place.path)
        }
        try convert("drawn", "drawn-dicom")
        try convert("masks", "masks-dicom")
        try same(try await told("masks", "drawn-dicom"))
        let scored = try await place.score(["masks": "masks-dicom", "output": "dicom-out"])
        try #require(scored.status == 0, "\(scored.error)")
        try same(try await told("masks-dicom", "drawn", scores: "dicom-out"))
        // One whose spacing nobody knows is left out, and that is said.
        try place.remove("drawn-dicom/" + PhantomFiles.names[0].replacingOccurrences(of: ".png", with: ".dcm"))
        try place.copy("drawn/" + PhantomFiles.names[0], to: "drawn-dicom/" + PhantomFiles.names[0])
        let mixed = try report(try await told("masks", "drawn-dicom"))
        #expect(mixed.surfaces?.last?.unit == "mm" && mixed.surfaces?.last?.measures["hd95"]?.masks == 2)
        #expect(mixed.notes.contains { $0.hasPrefix("1 mask is left out of the outlines' figures") }, "\(mixed.notes)")
        // Distances that were predicted in pixels are compared in pixels.
        try place.remove("dicom-out")
        let outlined = try await place.score(["masks": "masks-dicom", "output": "dicom-out"], ["--surface"])
        try #require(outlined.status == 0, "\(outlined.error)")
        let pixels = try report(try await told("masks-dicom", "drawn", scores: "dicom-out"))
        #expect(pixels.surfaces?.last?.unit == "px" && pixels.surfaces?.last?.measures["hd95"]?.pairs == 3)
    }

    @Test("says the real ones alone where none were predicted, and counts structures that are in one mask only")
    func realAlone() async throws {
        let place = try await place([])
        try place.relabel("drawn/" + PhantomFiles.names[0], to: "drawn/" + PhantomFiles.names[0]) {
            $0 == 2 ? 0 : UInt16($0)
        }
        let result = try await evaluate(place, "--surface", "--format", "json")
        #expect(result.status == 0, "\(result.error)")
        let report = try report(result)
        let heart = try #require(report.surfaces?.last?.measures["hd95"])
        #expect(heart.masks == 2 && heart.infinite == 1 && heart.pairs == 0)
        #expect(heart.realMean != nil && heart.pearson == nil && heart.predictedMean == nil)
        #expect(report.notes.contains { $0.contains("Outlines were not predicted") })
        // A surface Dice is there for it: 0.
        #expect(report.surfaces?.last?.measures["surface_dice"]?.masks == 3)
    }

    @Test("needs masks as truth")
    func usage() async throws {
        let place = try await place()
        let result = try await place.run(
            "evaluate", "--scores", "out", "--truth", place.phantoms + "/cases/truth/\(Self.damage).csv", "--surface")
        #expect(result.status == 64 && result.error.contains("--surface needs --truth-masks"), "\(result.error)")
    }
}
