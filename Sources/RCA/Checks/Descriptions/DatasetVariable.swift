import Imaging
import Reporting

/// A quantity that the tables of a data set hold.
struct DatasetVariable: Sendable, Equatable {
    /// The column's name.
    let name: String
    /// What it means, where this program knows.
    let meaning: String?
    /// True for numbers from 0 to 1.
    let isShare: Bool

    /// Columns that say which row it is, not what was measured.
    private static let keys: Set<String> = ["fname", "structure", "reference", "mark", "reason", "pose"]

    private static let meanings: [String: String] = [
        "dice": "predicted Dice coefficient",
        "mean": "predicted Dice coefficient: the mean over the references",
        "median": "predicted Dice coefficient: the median over the references",
        "best": "predicted Dice coefficient: the mean over the better half of the references",
        "consensus": "Dice coefficient with what the references, brought to the image, agree on",
        "expected": "Dice coefficient to be expected with the truth",
        "expected_error": "mean absolute error to be expected of the expected Dice coefficient",
        "reliability": "how well the image fits the references, and so how far its scores can be believed",
        "predicted": "expected true Dice coefficient",
        "lower": "lower end of the range of the true Dice coefficient",
        "upper": "upper end of the range of the true Dice coefficient",
    ]

    private static let words: [String: String] = [
        "verdict": "whether the scores can be believed: reliable, doubtful, or an image unlike the references",
        "decision": "accept, review or reject, by the range of the true Dice coefficient",
    ]

    /// The variables of the tables that `score` writes, each once, in the order in which they are first met.
    ///
    /// - Throws: ``InputError`` where a table cannot be read.
    static func all(of files: [DatasetFile], in folder: String) throws(InputError) -> [DatasetVariable] {
        let tables = [
            "rca_dice_scores.csv", "rca_structures.csv", "rca_reliability.csv", "rca_intervals.csv", "rca_details.csv",
        ]
        var variables: [DatasetVariable] = []
        for table in tables {
            for file in files where file.name == table {
                for column in try CSVTable(path: joined(folder, file.path)).header
                where !keys.contains(column) && !variables.contains(where: { $0.name == column }) {
                    variables.append(
                        DatasetVariable(
                            name: column, meaning: meanings[column] ?? words[column], isShare: meanings[column] != nil))
                }
            }
        }
        return variables
    }
}
