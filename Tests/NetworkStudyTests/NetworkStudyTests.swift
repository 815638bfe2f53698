import Foundation
import Imaging
import Scoring
import StudySupport
import TestSupport
import Testing

/// What training on references needs and gives, measured on references left out: `make networks`. What it prints are the
/// tables of docs/learning.md.
@Suite("Networks and what they need", .needsSharedData, .measured(byMake: "networks"), .serialized)
struct NetworkStudyTests {
    /// Networks are kept beside the build, by all that they depend on.
    private static let folder = URL(filePath: Program.path).deletingLastPathComponent().appending(path: "networks").path

    private static func run() async throws -> StudyRun {
        StudyRun(set: try ReferenceBundle.open(await StudyData.builtReference()), folder: Self.folder)
    }

    @Test("the study's networks learn by what those of the program learn by, unless it says otherwise")
    func samples() async throws {
        let run = try await Self.run()
        let taught = StudyTraining().taught(run.set)
        #expect(taught.count == run.set.references.count - StudyTraining.leftOut(run.set).count)
        let (own, usual) = (
            StudySamples(set: run.set, indices: taught, seed: 5), NetworkSamples(run.set, indices: taught, seed: 5)
        )
        for place in [0, 1, 2, 3, 999] {
            let (first, second) = (own.sample(place), usual.sample(place))
            #expect(first.input == second.input && first.classes == second.classes, "sample \(place)")
        }
    }

    @Test("the more references, the better; even ten draw changed radiographs better by a network than by a vote")
    func referenceCounts() async throws {
        let study = try await ReferenceCountStudy(Self.run())
        print("\nNumber of references\n\n" + study.text)
        let (fewest, most) = (try #require(study.networks.first), try #require(study.networks.last))
        for view in 0..<3 { #expect(most[view].mean > fewest[view].mean + 0.004) }
        for (network, vote) in zip(study.networks, study.votes) {
            for view in 1...2 { #expect(network[view].mean > vote[view].mean) }
        }
    }

    @Test("what is learned by perturbations holds on perturbed radiographs")
    func perturbations() async throws {
        let study = try await PerturbationStudy(Self.run())
        print("\nParts of the perturbations\n\n" + study.text)
        let (all, none) = (study["all"], study["none"])
        for view in 1...2 { #expect(all[view].mean > none[view].mean + 0.02) }
    }

    @Test("a larger network takes longer, and hardly draws better")
    func sizes() async throws {
        let study = try await SizeStudy(Self.run())
        print("\nSize\n\n" + study.text)
        if let folder = ProcessInfo.processInfo.environment["RCA_PICTURES"] {
            try Data(SizeCurve(study).svg.utf8).write(to: URL(filePath: folder + "/network-size.svg"))
        }
        let usual = try #require(study.points.first { $0.training == StudyTraining() })
        for point in study.points { #expect(SizeStudy.mean(point) < SizeStudy.mean(usual) + 0.01) }
    }

    /// The bundle with networks that `RCA_LEARNED` names, or the references with a network of the study.
    private static func learned(_ run: StudyRun) async throws -> ReferenceSet {
        guard let given = StudyData.learnedBundle else { return try await run.learned() }
        return try ReferenceBundle.open(given)
    }

    @Test("networks favour masks of related networks by little, and bring scores closer to the truth")
    func origins() async throws {
        let run = try await Self.run()
        let table = OriginTable(scored: try await OriginStudy(run, learned: Self.learned(run)).scored)
        print("\nExpected less true Dice by origin\n\n" + table.text([.vote, .half]))
        print(
            "\nOther weights of the networks\n\n"
                + table.text([.half, .quarter, .quarterAboveHigh, .quarterAboveLow, .networkAlone]))
        for structure in 0..<2 {
            #expect(table.error(.half, structure: structure) < table.error(.vote, structure: structure))
            for bin in OriginTable.bins.suffix(2) {
                let vote = try #require(table.bias(.vote, .relatedNetwork, structure: structure, bin: bin))
                let half = try #require(table.bias(.half, .relatedNetwork, structure: structure, bin: bin))
                #expect(half < vote + 0.04 && half < 0.04, "structure \(structure), true Dice from \(bin[0])")
            }
        }
    }

    @Test("the weight that the program gives a mask is about the best, with networks and without")
    func maskWeights() async throws {
        let run = try await Self.run()
        let study = try await MaskWeightStudy(run, learned: Self.learned(run))
        print("\nHow far a mask is evidence of the truth\n\n" + study.text)
        for opinion in MaskWeightStudy.Opinion.allCases {
            let used = try #require(MaskWeightStudy.weights.firstIndex(of: opinion.weight))
            let excess = study.excess(opinion, MaskWeightStudy.Origin.allCases)
            let least = try #require(excess.min())
            #expect(excess[used] < least * 1.02, "\(opinion)")
            for origin in MaskWeightStudy.Origin.allCases {
                let ends = study.excess(opinion, [origin])
                #expect(ends[used] < ends[0], "\(opinion), \(origin)")
            }
        }
    }
}
