import Benchmark
import Foundation
import RCA
import Registration
import Tables

/// The engine's parts, one at a time, on phantoms: no file is read while the clock runs.
enum EngineMeasurement {
    private static let masksPerCase = 13
    private static let referencesPerCase = 20

    private static func references(in folder: String, structures: StructureList) throws -> ReferenceSet {
        let builder = try ReferenceSetBuilder(structures: structures)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/images").sorted() {
            try builder.add(
                PNGReader.readGrayscaleImage(at: FilePath("\(folder)/images/\(name)")),
                labels: PNGReader.readLabelMap(at: FilePath("\(folder)/labels/\(name)")), named: name)
        }
        return try builder.build()
    }

    static func run(program: String, work: String, into report: inout BarReport) async throws {
        let folder = work + "/engine"
        let phantoms = BenchPhantoms(program: program)
        try phantoms.draw(count: 40, seed: 11, size: 256, isReference: true, to: folder + "/reference")
        try phantoms.draw(count: 1, seed: 12, size: 1024, isReference: false, to: folder + "/query")
        let structures = try Structure.parseList(BenchPhantoms.structures)
        let set = try references(in: folder + "/reference", structures: structures)
        let name = "phantom_0001.png"
        let image = try PNGReader.readGrayscaleImage(at: FilePath(folder + "/query/images/" + name))
        let damages = try FileManager.default.contentsOfDirectory(atPath: folder + "/query/predictions").sorted()
        let masks = try damages.prefix(masksPerCase).map { damage in
            try PNGReader.readLabelMap(at: FilePath(folder + "/query/predictions/\(damage)/" + name))
        }
        let medians = try measure(set: set, structures: structures, image: image, masks: masks)
        func median(_ name: String) throws -> Double {
            guard let value = medians[name] else { throw BenchFailure(description: "no figure for \(name)") }
            return value
        }

        let registration = try median("registration")
        report.add("one registration, affine + deformable", registration / 1e6, atMost: 0.5, Figure.milliseconds)
        report.add(
            "  times faster than greedy (0.6 s)", 0.6e9 / registration, atLeast: 1_000, Figure.times)
        report.add(
            "  times faster than SimpleElastix (33.7 s)", 33.7e9 / registration, atLeast: 50_000, Figure.times)
        report.add("  its affine part alone", Figure.nanoseconds(try median("affine")))
        let further =
            (try median("case, 13 masks") - median("case, 1 mask"))
            / Double((masks.count - 1) * min(referencesPerCase, set.references.count))
        report.add("warp + Dice of one more mask on one reference", Figure.nanoseconds(further))
        report.add("preparation of a 1024² image", Figure.nanoseconds(try median("preparation")))
        report.add(
            "a score table of 112,120 rows, read", try median("score table") / 1e6, atMost: 100, Figure.milliseconds)
        report.add("preparation of a reference", Figure.nanoseconds(try median("reference")))
        report.add(
            "a whole case, K=20, 1 mask, without decoding", try median("case, 1 mask") / 1e6, atMost: 8,
            Figure.milliseconds)
        report.add(
            "  of a radiograph turned by 180°, whose pose is searched for", try median("escalated case") / 1e6,
            atMost: 35,
            Figure.milliseconds)
        report.add("a whole case, K=20, 13 masks, without decoding", Figure.nanoseconds(try median("case, 13 masks")))
    }

    /// The median nanoseconds of each part.
    private static func measure(
        set: ReferenceSet, structures: StructureList, image: GrayscaleImage, masks: [LabelMap]
    ) throws -> [String: Double] {
        let parameters = set.parameters
        let query = QueryImage(Radiograph(image), parameters: parameters.preparation)
        let registration = ImageRegistration(
            parameters: parameters.registration, size: parameters.preparation.size)
        let references = set.references
        let maps = try masks.map { try StructureMap($0, structures: structures, named: "mask") }
        let scorer = CaseScorer(
            set: set, selection: ReferenceSelection(measure: .registeredCorrelation, count: referencesPerCase))
        var next = 0
        func reference() -> Reference {
            next = (next + 1) % references.count
            return references[next]
        }
        let suite = BenchmarkSuite(name: "engine") { suite in
            suite.benchmark("affine") { keep(registration.affine(fixed: reference().fixed, moving: query.moving)) }
            suite.benchmark("registration") {
                keep(registration.register(fixed: reference().fixed, moving: query.moving))
            }
            suite.benchmark("preparation") { keep(QueryImage(Radiograph(image), parameters: parameters.preparation)) }
            suite.benchmark("reference") {
                keep(
                    try PreparedReference(
                        name: "one", labelsName: "one", image: image, labels: masks[0], structures: structures,
                        parameters: parameters))
            }
            let table = ScoreTable.bytes(
                (0..<112_120).map { MaskScoreRow(fname: "\($0 / 10)_\($0 % 10).png", dice: Float($0) / 112_120) })
            suite.benchmark("score table") { keep(try CSVTable(bytes: table, source: "rca_dice_scores.csv")) }
            let turned = image.turnedHalfway
            suite.benchmark("escalated case") {
                keep(scorer.score(turned, masks: [try StructureMap(masks[0], structures: structures, named: "mask")]))
            }
            for (name, count) in [("case, 1 mask", 1), ("case, 13 masks", maps.count)] {
                suite.benchmark(name) {
                    let read = try masks.prefix(count).map {
                        try StructureMap($0, structures: structures, named: "mask")
                    }
                    keep(scorer.score(image, masks: read))
                }
            }
        }
        var runner = BenchmarkRunner(
            suites: [suite],
            settings: [
                Format(.none), Quiet(true), WarmupIterations(50), MinTime(seconds: 2), MaxIterations(20_000),
            ])
        try runner.run()
        return Dictionary(
            uniqueKeysWithValues: runner.results.map { ($0.benchmarkName, Statistics.median($0.measurements)) })
    }

    /// Uses a result, so that the work that made it cannot be left out.
    @inline(never)
    private static func keep<Value>(_ value: Value) { withExtendedLifetime(value) {} }
}

extension GrayscaleImage {
    fileprivate var turnedHalfway: GrayscaleImage {
        let turned: Samples =
            switch samples {
            case .eightBit(let values): .eightBit(values.reversed())
            case .sixteenBit(let values): .sixteenBit(values.reversed())
            }
        return GrayscaleImage(width: width, height: height, samples: turned)
    }
}
