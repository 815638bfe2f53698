import Evaluation
import Foundation
import RCA
import StudySupport
import Tables
import TestSupport
import Testing

/// Every reverse classifier on every set of real masks, in one table: `make classifiers`.
@Suite("Reverse classifiers side by side", .needsSharedData, .measured(byMake: "classifiers"), .serialized)
struct ClassifierTableTests {
    /// Masks whose truth is known.
    private struct Masks {
        let name: String
        let data: StudyData
    }

    @Test("each labels the references as well, and ranks masks as well, as docs/classifiers.md says")
    func table() async throws {
        let folder = try TemporaryFolder()
        let reference = try await StudyData.builtReference()
        let chosen = try Self.chosen()
        var table = ClassifierTable()
        for masks in [
            Masks(name: "JSRT", data: try .jsrt()), Masks(name: "many hospitals", data: try .outside()),
            Masks(name: "adults of other hospitals", data: try .wingspan()),
        ] {
            for classifier in chosen {
                // The one stage in three keeps poor masks and good ones.
                let isSlow = [.pairNetwork, .pairNetworkNew].contains(classifier)
                let stages = masks.data.predictions.enumerated().filter { !isSlow || $0.offset % 3 == 0 }.map(\.element)
                let row = try await Self.row(
                    classifier, masks.name, masks.data, stages: stages,
                    reference: ClassifierKind.taught.contains(classifier)
                        ? try await StudyData.learnedReference(in: folder)
                        : try await Self.registering(classifier, reference, in: folder), in: folder)
                table.rows.append(row)
                print(row.text)
            }
        }
        table.rows.append(try Self.peer(try .jsrt()))
        print(table.text)
        let jsrt = table.rows.filter { $0.masks == "JSRT" }
        #expect(jsrt.count == chosen.count + 1)
        for row in jsrt {
            let bar = row.classifier == ClassifierKind.freeForm.rawValue ? 0.965 : 0.8
            #expect(try #require(row.pearson) >= bar, "\(row.text)")
        }
        // Nobody carries the true masks better than the classifier that is the default, but what the references taught to.
        guard chosen.contains(.freeForm) else { return }
        let quality = try #require(jsrt.first { $0.classifier == ClassifierKind.freeForm.rawValue }?.quality)
        let found = jsrt.filter {
            RegistrationKind(rawValue: $0.classifier)?.variant == nil
                && !ClassifierKind.taught.map(\.rawValue).contains($0.classifier)
        }
        #expect(found.allSatisfy { $0.quality ?? 0 <= quality })
    }

    /// All classifiers, or those that `RCA_CLASSIFIERS` names, with commas between them: all take hours.
    private static func chosen() throws -> [ClassifierKind] {
        guard let given = ProcessInfo.processInfo.environment["RCA_CLASSIFIERS"] else { return ClassifierKind.allCases }
        return try given.split(separator: ",").map { try #require(ClassifierKind(rawValue: String($0)), "no \($0)") }
    }

    /// For a learned registration the bundle that has it: that of the folder which `RCA_REGISTRATIONS` names
    /// (`.build/registrations`, where `make registrations` was made), or one that is made here, in a quarter of an hour.
    private static func registering(
        _ classifier: ClassifierKind, _ reference: String, in folder: TemporaryFolder
    ) async throws -> String {
        guard classifier.registration.variant != nil else { return reference }
        let name = classifier.rawValue + ".rcaref"
        if let given = ProcessInfo.processInfo.environment["RCA_REGISTRATIONS"] { return given + "/" + name }
        let bundle = folder.file(name)
        if !FileManager.default.fileExists(atPath: bundle) {
            try await Program.run(
                [
                    "reference", "learn", reference, "--registration", classifier.rawValue, "--output", bundle,
                    "--quiet",
                ], log: folder.file("learn.log"))
        }
        return bundle
    }

    private static func row(
        _ classifier: ClassifierKind, _ name: String, _ data: StudyData, stages: [String], reference: String,
        in folder: TemporaryFolder
    ) async throws -> ClassifierTable.Row {
        let options = ["--classifier", classifier.rawValue]
        let real = try RealScores(data)
        let study = try await ScoreStudy(
            data, maskFolders: stages, reference: reference, details: false, options: options, in: folder)
        let truth = try await ScoreStudy(
            data, maskFolders: [data.truth], reference: reference, options: options, in: folder)
        let names = data.trueStructures.map(\.name)
        // The published column where all of it has a truth.
        let maximum =
            names.count == data.structures.count
            ? study.scores(real: real) : study.scores(meanOver: names, real: real) { $0.dice }
        let expected = study.scores(meanOver: names, real: real) { $0.expected }
        let cost = try #require(study.records.first).cost
        return ClassifierTable.Row(
            masks: name, classifier: classifier.rawValue, count: study.masks.count,
            quality: meanOfDefined(
                truth.masks.flatMap(\.details).filter { names.contains($0.structure) }.map { $0.dice.map(Double.init) }),
            maximum: maximum, expected: expected,
            seconds: cost.cpuSeconds / Double(study.masks.count) * Double(stages.count),
            megabytes: Double(study.records.map(\.cost.peakMemoryBytes).max() ?? 0) / 1e6,
            masksPerCase: stages.count)
    }

    /// What multiatlas-rca's recipe gives on the masks of JSRT.
    private static func peer(_ data: StudyData) throws -> ClassifierTable.Row {
        let path = "peer/multiatlas_rca_jsrt.csv"
        let table = try CSVTable(bytes: SharedData.bytes(path), source: path)
        let stage = try table.column(named: "stage")
        var dice: [MaskName: [String: [Double]]] = [:]
        for (index, row) in zip(table.rows, try ReferenceScoreRow.rows(of: table)) {
            let name = MaskName(stage: try table.text(inRow: index, column: stage), fname: row.fname)
            if let value = row.dice { dice[name, default: [:]][row.reference, default: []].append(Double(value)) }
        }
        let real = try RealScores(data)
        let means = dice.mapValues { $0.values.compactMap { meanOfDefined($0.map { $0 }) } }
        let masks = means.filter { $0.key.stage != "truth" }.sorted {
            ($0.key.stage, $0.key.fname) < ($1.key.stage, $1.key.fname)
        }
        let seconds = try CSVTable(
            bytes: SharedData.bytes("peer/multiatlas_rca_seconds.csv"), source: "multiatlas_rca_seconds.csv")
        let column = try seconds.column(named: "cpu_seconds")
        let costs = try seconds.rows.compactMap { try seconds.number(inRow: $0, column: column).map(Double.init) }
        return ClassifierTable.Row(
            masks: "JSRT", classifier: "multiatlas-rca, K = 5", count: masks.count,
            quality: meanOfDefined(means.filter { $0.key.stage == "truth" }.values.flatMap { $0 }),
            maximum: PairedScores(
                masks.map { (predicted: $0.value.max(), real: real.mean($0.key), image: $0.key.fname) }),
            expected: nil, seconds: (meanOfDefined(costs) ?? .nan) * 5, megabytes: nil, masksPerCase: 12)
    }
}

extension ClassifierKind {
    /// Those that ask networks which know the references.
    fileprivate static let taught: [ClassifierKind] = [.pairNetwork, .freeFormNetworks]
}
