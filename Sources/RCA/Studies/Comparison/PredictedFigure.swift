import Imaging
import Presentation
import Reporting

/// What predicted Dice is compared: the same figure of every folder, since the expected and the published one differ by
/// more than most segmenters.
enum PredictedFigure {
    /// Of `rca_reliability.csv`.
    case expected
    /// Of `rca_dice_scores.csv`.
    case published

    /// The expected Dice where every folder with scores has one.
    init(_ folders: [ScoreFolder]) {
        self = folders.contains { Self.isWithoutExpected($0) } ? .published : .expected
    }

    var name: String {
        switch self {
        case .expected: "expected Dice"
        case .published: "score"
        }
    }

    func value(of mask: ScoredMask) -> Float? {
        switch self {
        case .expected: mask.expected?.dice
        case .published: mask.dice
        }
    }

    private static func isWithoutExpected(_ folder: ScoreFolder) -> Bool {
        folder.masks.contains { $0.dice != nil } && !folder.masks.contains { $0.expected?.dice != nil }
    }

    /// What keeps figures of folders from being comparable, in sentences.
    static func notes(_ folders: [ScoreFolder]) -> [String] {
        var notes: [String] = []
        let without = folders.filter(isWithoutExpected)
        if !without.isEmpty, without.count < folders.count {
            notes.append(
                "Predicted Dice is that of rca_dice_scores.csv: there is no expected Dice in "
                    + without.map(\.path).joined(separator: ", ") + ".")
        }
        let known = folders.compactMap { folder in folder.record.map { (folder.path, $0) } }
        return notes + RecordedRun.differences(known)
    }
}
