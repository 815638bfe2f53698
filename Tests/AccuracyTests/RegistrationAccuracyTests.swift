import Evaluation
import Foundation
import Imaging
import Scoring
import StudySupport
import TestSupport
import Testing

/// Registrations learned on the JSRT references, on radiographs that they have not seen: the true mask carried to the
/// K = 20 references most like the image, and what these vote.
///
/// Bundles are kept below `.build/registrations`, since each takes a quarter of an hour to train; remove them to train
/// anew.
@Suite("Learned registration", .needsSharedData, .measured(byMake: "registrations"), .serialized)
struct RegistrationAccuracyTests {
    /// An image's figures by one registration, means over the structures that have a truth.
    private struct Figures {
        let carried: Double
        let vote: Double
        let seconds: Double
    }

    private static let folder = FileManager.default.currentDirectoryPath + "/.build/registrations"

    /// The references with a network of each variant, and without.
    private static func sets() async throws -> [(name: String, set: ReferenceSet)] {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let plain = folder + "/plain.rcaref"
        if !FileManager.default.fileExists(atPath: plain) {
            let built = try await StudyData.builtReference()
            try FileManager.default.copyItem(atPath: built, toPath: plain)
        }
        var sets = [("free form", try ReferenceBundle.open(plain))]
        for variant in RegistrationVariant.allCases {
            let bundle = folder + "/\(variant.rawValue).rcaref"
            if !FileManager.default.fileExists(atPath: bundle) {
                try await Program.run(
                    ["reference", "learn", plain, "--registration", variant.rawValue, "--output", bundle],
                    log: folder + "/\(variant.rawValue).log")
            }
            let learned = try ReferenceBundle.open(bundle).registeringByNetwork()
            sets.append((variant.name, try #require(learned)))
        }
        return sets
    }

    private static func figures(_ data: StudyData, by set: ReferenceSet) throws -> [Figures] {
        let scorer = CaseScorer(
            set: set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 20))
        let positions = set.structures.indices.filter { position in
            data.trueStructures.structures.contains { $0.name == set.structures[position].name }
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: data.truth).filter { $0.hasSuffix(".png") }
        return try names.sorted().map { name in
            let image = try ImageReader.readGrayscaleImage(at: data.images + "/" + name)
            let truth = try StructureMap(
                PNGReader.readLabelMap(at: data.truth + "/" + name), structures: data.structures, named: name)
            let start = ContinuousClock.now
            let score = scorer.score(image, masks: [truth]).masks[0]
            let time = ContinuousClock.now - start
            func mean(_ values: [Float?]) -> Double {
                let known = values.compactMap { $0 }
                return known.isEmpty ? 0 : Double(known.reduce(0, +)) / Double(known.count)
            }
            return Figures(
                carried: mean(score.details.flatMap { detail in positions.map { detail[$0] } }),
                vote: mean(positions.map { score.structures[$0].consensus }), seconds: time / .seconds(1))
        }
    }

    @Test("AC-RegNet reaches its bars on JSRT, and is better than RegNet without anatomy on every data set")
    func bars() async throws {
        let sets = try await Self.sets()
        var table = AccuracyTable("Registration learned on 198 JSRT references, onto K = 20")
        for (name, data, bars) in [
            ("JSRT", try StudyData.jsrt(), (carried: 0.92, vote: 0.93)),
            ("many hospitals", try StudyData.outside(), (carried: 0, vote: 0)),
            ("adults of other hospitals", try StudyData.wingspan(), (carried: 0, vote: 0)),
        ] {
            var found: [String: [Figures]] = [:]
            for (method, set) in sets {
                let figures = try Self.figures(data, by: set)
                found[method] = figures
                func mean(_ value: (Figures) -> Double) -> Double {
                    figures.map(value).reduce(0, +) / Double(figures.count)
                }
                let isJudged = method == RegistrationVariant.anatomical.name
                table.append(
                    AccuracyTable.Row(
                        figure: "\(name), \(method): mask carried", bar: .atLeast(isJudged ? bars.carried : 0),
                        measured: mean(\.carried)))
                table.append(
                    AccuracyTable.Row(
                        figure: "\(name), \(method): vote", bar: .atLeast(isJudged ? bars.vote : 0),
                        measured: mean(\.vote),
                        others: String(format: "%.0f ms a case", 1000 * mean(\.seconds))))
            }
            let (with, without) = (
                try #require(found[RegistrationVariant.anatomical.name]),
                try #require(found[RegistrationVariant.plain.name])
            )
            for (part, value) in [("mask carried", \Figures.carried), ("vote", \Figures.vote)] {
                let gains = zip(with, without).map { $0[keyPath: value] - $1[keyPath: value] }
                func mean(_ cases: [Int]) -> Double { cases.reduce(0) { $0 + gains[$1] } / Double(cases.count) }
                table.append(
                    AccuracyTable.Row(
                        figure: "\(name), AC-RegNet less RegNet: \(part)", bar: .atLeast(0),
                        measured: mean(Array(gains.indices)),
                        interval: ClusterBootstrap().interval(clusters: gains.indices.map(String.init)) { mean($0) }))
            }
        }
        print(table.text)
        for row in table.rows { #expect(row.passes, "\(row)") }
    }
}
