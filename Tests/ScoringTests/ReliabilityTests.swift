import Scoring
import Testing

@Suite("Reliability")
struct ReliabilityTests {
    @Test("quality is the mean of both correlations over the five best references")
    func quality() {
        let similarities = [0.1, 0.9, 0.5, 0.7, 0.3, 0.8, 0.6].map {
            RegistrationEvidence.Similarity(inBand: $0 + 0.1, overall: $0 - 0.1)
        }
        #expect(abs(RegistrationEvidence(similarities, agreement: 0).quality - 0.7) < 1e-6)
        #expect(abs(RegistrationEvidence(Array(similarities.prefix(2)), agreement: 0).quality - 0.5) < 1e-6)
        #expect(RegistrationEvidence([], agreement: 0).quality == 0)
    }

    @Test("distances are counted from the median in steps to the low tenth")
    func spread() {
        let spread = ReferenceStatistics.Spread((0..<21).map { 0.5 + Float($0) / 100 })
        #expect(abs(spread.median - 0.6) < 1e-6 && abs(spread.lowTenth - 0.52) < 1e-6)
        #expect(abs(spread.distanceBelow(0.6)) < 1e-5)
        #expect(abs(spread.distanceBelow(0.52) - 1) < 1e-5)
        #expect(abs(spread.distanceBelow(0.68) + 1) < 1e-5)
        #expect(abs(spread.value(atDistance: 2) - 0.44) < 1e-5)
        // References that are all alike do not make the smallest difference remarkable.
        let alike = ReferenceStatistics.Spread([Float](repeating: 0.9, count: 10))
        #expect(abs(alike.distanceBelow(0.89) - 1) < 1e-4)
    }

    @Test("the verdict follows the worse of quality and agreement")
    func verdicts() throws {
        let statistics = try #require(ReferenceStatistics(Self.references))
        func verdict(quality: Float, agreement: Float) -> Reliability {
            let similarity = RegistrationEvidence.Similarity(inBand: quality, overall: quality)
            return Reliability(RegistrationEvidence([similarity], agreement: agreement), statistics: statistics)
        }
        let good = verdict(quality: 0.85, agreement: 0.95)
        #expect(good.verdict == .reliable && good.figure > 0.9 && good.reason.isEmpty)
        let poor = verdict(quality: 0.85 - 0.25, agreement: 0.95)
        #expect(poor.verdict == .doubtful && poor.figure < 0.5 && poor.reason == "it fits the references poorly")
        let disputed = verdict(quality: 0.85, agreement: 0.5)
        #expect(disputed.verdict == .doubtful && disputed.reason == "the references disagree about it")
        let both = verdict(quality: 0.85 - 0.25, agreement: 0.5)
        #expect(
            both.verdict == .unlikeTheReferences
                && both.reason == "it fits the references poorly, and they disagree about it")
        let covered = Reliability(
            RegistrationEvidence(
                [RegistrationEvidence.Similarity(inBand: 0.85, overall: 0.85)], agreement: 0.95, blankShare: 0.2),
            statistics: statistics)
        #expect(covered.verdict == .doubtful && covered.reason == "a part of the chest shows nothing")
        let similarity = RegistrationEvidence.Similarity(inBand: 0.85, overall: 0.85)
        let mirrored = Reliability(
            RegistrationEvidence([similarity], agreement: 0.95), statistics: statistics, blemish: .mayBeMirrored)
        #expect(mirrored.verdict == .doubtful && mirrored.figure < 0.5 && mirrored.reason == "it may be mirrored")
        let foreign = verdict(quality: 0.2, agreement: 0.95)
        #expect(foreign.verdict != .reliable && foreign.verdict != .doubtful && foreign.figure < poor.figure)
        var last: Float = 1
        for step in 0...40 {
            let reliability = verdict(quality: 0.9 - Float(step) * 0.03, agreement: 0.95)
            #expect((0...1).contains(reliability.figure) && reliability.figure <= last)
            #expect((reliability.verdict == .reliable) == (reliability.figure >= 0.5))
            last = reliability.figure
        }
    }

    @Test("what fits in a small part of an image alone is no chest X-ray; what fits well there still is")
    func unframed() throws {
        let statistics = try #require(ReferenceStatistics(Self.references))
        let outlook = Reliability.Outlook(expectedError: 0.02, chanceOfLargeError: 0.01)
        for outlook in [nil, outlook] {
            func verdict(quality: Float, unframed: Float) -> Reliability {
                let similarity = RegistrationEvidence.Similarity(inBand: quality, overall: quality)
                return Reliability(
                    RegistrationEvidence([similarity], agreement: 0.95, unframedShare: unframed),
                    statistics: statistics, outlook: outlook)
            }
            // 7 steps below the median.
            let poor = statistics.quality.value(atDistance: 7)
            #expect(verdict(quality: poor, unframed: 0).verdict != .notAChestXRay)
            let part = verdict(quality: poor, unframed: 0.6)
            #expect(part.verdict == .notAChestXRay && part.figure < 0.5)
            #expect(verdict(quality: 0.85, unframed: 0.6).verdict == .reliable)
        }
    }

    @Test("without evidence, or with too few references for a yardstick, a case is doubtful")
    func unknown() throws {
        let statistics = try #require(ReferenceStatistics(Self.references))
        let none = Reliability(nil, statistics: statistics)
        #expect(none.verdict == .doubtful && none.figure == 0 && !none.reason.isEmpty)
        #expect(ReferenceStatistics(Array(Self.references.prefix(7))) == nil)
        let few = Reliability(Self.references[0], statistics: nil)
        #expect(few.verdict == .doubtful && few.reason == "fewer than 8 references are too few to know")
    }

    @Test("a reference scored against the others is like the others")
    func leaveOneOut() throws {
        let evidence = try (0..<PhantomSet.referenceCount).map {
            try #require(PhantomSet.set.leaveOneOutEvidence($0))
        }
        for one in evidence { #expect((0.5...1).contains(one.quality) && (0.5...1).contains(one.agreement)) }
        let statistics = try #require(ReferenceStatistics(evidence))
        #expect(Reliability(evidence[0], statistics: statistics).verdict == .reliable)
        let set = PhantomSet.set.with(statistics)
        let selection = ReferenceSelection(measure: .registeredCorrelation, count: 8)
        let phantom = CaseScorer(set: set, selection: selection).score(PhantomSet.cases[0].image, masks: [])
        #expect(phantom.reliability.verdict == .reliable)
    }

    /// Quality 0.8 to 0.9, agreement 0.9 to 1.
    private static let references = (0..<11).map { step in
        let quality = 0.8 + Float(step) / 100
        return RegistrationEvidence(
            [RegistrationEvidence.Similarity(inBand: quality, overall: quality)], agreement: quality + 0.1)
    }
}
