import Foundation
import StudySupport
import Tables

/// What scoring the perturbed radiographs came to.
struct PerturbationResult: Sendable {
    /// Beyond this a score misleads.
    static let largeError = 0.1

    struct Mask: Sendable {
        let name: MaskName
        /// The mean over structures of the expected Dice, and of the true one.
        let predicted: Double
        let real: Double
        let verdict: String
        let reliability: Double
        let pose: String

        var error: Double { abs(predicted - real) }
        var isLarge: Bool { error > PerturbationResult.largeError }
        var isFlagged: Bool { verdict != "reliable" }
    }

    let name: String
    let bar: Double
    let masks: [Mask]
    /// Masks without an estimate or a truth.
    let undefined: Int

    init(_ perturbation: Perturbation, _ study: ScoreStudy, real: RealScores) {
        name = perturbation.name
        bar = perturbation.bar
        masks = study.masks.compactMap { mask in
            guard let predicted = meanOfDefined(mask.structures.map { $0.expected.map(Double.init) }),
                let truth = real.mean(mask.name), let reliability = mask.reliability
            else { return nil }
            return Mask(
                name: mask.name, predicted: predicted, real: truth, verdict: reliability.verdict,
                reliability: Double(reliability.reliability), pose: reliability.pose)
        }
        undefined = study.masks.count - masks.count
    }

    var meanAbsoluteError: Double { meanOfDefined(masks.map(\.error)) ?? .nan }

    var passes: Bool { meanAbsoluteError <= bar }

    var shareOfLarge: Double { meanOfDefined(masks.map { $0.isLarge ? 1 : 0 }) ?? .nan }

    func share(ofVerdict verdict: String) -> Double {
        meanOfDefined(masks.map { $0.verdict == verdict ? 1 : 0 }) ?? .nan
    }

    /// The pose found most often, ties by name, and its share.
    var commonPose: (pose: String, share: Double) {
        let counts = Dictionary(grouping: masks, by: \.pose).mapValues(\.count)
        let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
        return (most?.key ?? "", Double(most?.value ?? 0) / Double(max(masks.count, 1)))
    }

    /// The masks that nothing warned of.
    static func unflagged(_ results: [PerturbationResult]) -> String {
        var table = TextTable(columns: [
            ("perturbation", .left), ("mask", .left), ("predicted", .right), ("real", .right),
            ("reliability", .right),
        ])
        for result in results {
            for mask in result.masks where mask.isLarge && !mask.isFlagged {
                table.append(
                    [result.name, "\(mask.name.stage)/\(mask.name.fname)"]
                        + [mask.predicted, mask.real, mask.reliability].map { String(format: "%.3f", $0) })
            }
        }
        return table.text
    }

    /// The table for a terminal.
    static func table(_ results: [PerturbationResult]) -> String {
        var table = TextTable(columns: [
            ("perturbation", .left), ("bar", .right), ("MAE", .right), ("", .left), ("error > 0.1", .right),
            ("of these flagged", .right),
            ("reliable", .right), ("doubtful", .right), ("not like", .right), ("most frequent pose", .left),
        ])
        func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
        for result in results {
            let pose = result.commonPose
            let large = result.masks.filter(\.isLarge)
            table.append([
                result.name, String(format: "%.3f", result.bar), String(format: "%.4f", result.meanAbsoluteError),
                result.passes ? "pass" : "MISS", percent(result.shareOfLarge),
                large.isEmpty ? "" : "\(large.count(where: \.isFlagged)) of \(large.count)",
                percent(result.share(ofVerdict: "reliable")), percent(result.share(ofVerdict: "doubtful")),
                percent(
                    result.share(ofVerdict: "unlike the references") + result.share(ofVerdict: "not a chest X-ray")),
                "\(pose.pose) (\(percent(pose.share)))",
            ])
        }
        return table.text
    }
}
