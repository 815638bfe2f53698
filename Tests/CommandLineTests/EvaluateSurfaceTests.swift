import Evaluation
import Foundation
import RCA
import Tables
import TestSupport
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

    @Test("holds predicted outlines against the true ones, in text, JSON and CSV")
    func compares() async throws {
        let place = try await place()
        let json = try await evaluate(place, "--surface", "--format", "json")
        #expect(json.status == 0, "\(json.error)")
        let surfaces = try #require(try report(json).surfaces)
        #expect(surfaces.map(\.structure) == ["lungs", "heart"] && surfaces.allSatisfy { $0.unit == "px" })
        let figures = try figures(place, label: 2, "heart", tolerance: 1.28)
        let real = figures.map(\.real.assd)
        let predicted = try figures.map { Double(try #require($0.predicted.assd)) }
        let assd = try #require(surfaces[1].measures["assd"])
        #expect(assd.masks == 3 && assd.pairs == 3 && assd.infinite == 0 && assd.undefined == 0)
        func isClose(_ value: Double?, _ other: Double) -> Bool { value.map { abs($0 - other) < 1e-9 } ?? false }
        let differences: [Double] = zip(real, predicted).map { $1 - $0 }
        let mean: Double = real.reduce(0, +) / 3
        let bias: Double = differences.reduce(0, +) / 3
        let error: Double = differences.map(abs).reduce(0, +) / 3
        #expect(isClose(assd.realMean, mean))
        #expect(try #require(assd.realMedian) == real.sorted()[1])
        #expect(isClose(assd.meanAbsoluteError, error))
        #expect(isClose(assd.bias, bias))
        #expect(assd.pearson == Correlation.pearson(predicted, real))
        let dice = try #require(surfaces[1].measures["surface_dice"])
        let realDice: [Double] = figures.map(\.real.surfaceDice)
        #expect(isClose(dice.realMean, realDice.reduce(0, +) / 3))
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
            mixed.error.contains("the predicted distances are in px, the true ones would be in mm"), "\(mixed.error)")
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

    /// Masks of a quarter of the images' side: the same rectangle, and a pixel is four of the image's.
    @Test("takes --pixel-spacing for that of the images' pixels, as score does, whatever the masks' sizes")
    func otherSizes() async throws {
        let place = try await place([])
        for folder in ["masks", "drawn"] {
            for name in PhantomFiles.names {
                let map = try place.labels(folder + "/" + name)
                let (width, height) = (map.width / 4, map.height / 4)
                let small = (0..<width * height).map { map.indices[$0 / width * 4 * map.width + $0 % width * 4] }
                try place.write(
                    PNGWriter.encode(LabelMap(width: width, height: height, indices: small)),
                    to: "small-\(folder)/\(name)")
            }
        }
        let spacing = ["--surface", "--pixel-spacing", "0.3"]
        let scored = try await place.score(["masks": "small-masks", "output": "small"], spacing)
        try #require(scored.status == 0, "\(scored.error)")
        let rows = try SurfaceRow.rows(of: CSVTable(bytes: place.bytes("small/rca_surface.csv"), source: "small"))
        #expect(rows.allSatisfy { $0.unit == "mm" && $0.spacing == PixelSpacing(row: 1.2, column: 1.2) })
        let parameters = try place.record("small").parameters
        #expect(parameters.first { $0.name == "pixel-spacing-of" }?.value == .text("images"))
        // The real distances on the small masks, with pixels of 1.2 mm.
        let inside = (0..<256).map { $0 == 2 }
        let real = try PhantomFiles.names.map { name in
            let (mask, truth) = (try place.labels("small-masks/" + name), try place.labels("small-drawn/" + name))
            let pair = MaskPair(mask.indices, in: inside, truth.indices, in: inside, width: mask.width)
            return try #require(SurfaceMeasures.between(pair, rowSize: 1.2, columnSize: 1.2, tolerance: 3)).assd
        }
        let mean = real.reduce(0, +) / 3
        func evaluated(_ scores: String, _ more: String...) async throws -> Report {
            let result = try await Program.run(
                [
                    "evaluate", "--scores", scores, "--masks", "small-masks", "--truth-masks", "small-drawn",
                    "--structures", PhantomFiles.structures, "--resamples", "0", "--surface", "--format", "json",
                ] + more, in: place.path)
            #expect(result.status == 0, "\(result.error)")
            return try report(result)
        }
        func check(_ report: Report, isAssumed: Bool = false) throws {
            let heart = try #require(report.surfaces?.last)
            let found = try #require(heart.measures["assd"]?.realMean)
            #expect(heart.unit == "mm" && abs(found - (isAssumed ? mean / 4 : mean)) < 1e-9, "\(found), \(mean)")
            #expect(report.notes.contains { $0.contains("are taken to be as large as their masks") } == isAssumed)
        }
        // From the table that score wrote, from the images that the record names, and from those that are given.
        try check(try await evaluated("small"))
        try check(try await evaluated("small", "--pixel-spacing", "0.3"))
        try await #expect(place.score(["masks": "small-masks", "output": "plain"]).status == 0)
        try check(try await evaluated("plain", "--pixel-spacing", "0.3"))
        try place.copy("images", to: "moved")
        try place.remove("images")
        try check(try await evaluated("plain", "--pixel-spacing", "0.3", "--images", "moved"))
        try check(try await evaluated("plain", "--pixel-spacing", "0.3"), isAssumed: true)
    }

    @Test("says the true ones alone where none were predicted, and counts structures that are in one mask only")
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
