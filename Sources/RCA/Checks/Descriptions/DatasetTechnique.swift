import Imaging
import Reporting

/// How scores were made, from the record of their run.
struct DatasetTechnique {
    /// One sentence a kind of run; none without a record.
    let sentences: [String]

    /// - Throws: ``InputError`` where a record is damaged.
    init(of files: [DatasetFile], in folder: String) throws(InputError) {
        var sentences: [String] = []
        for file in files where file.name == "rca_run.json" {
            let path = joined(folder, file.path)
            let record = try RunRecord(json: InputFile.read(at: path), source: path)
            let sentence = Self.sentence(record)
            if !sentences.contains(sentence) { sentences.append(sentence) }
        }
        self.sentences = sentences
    }

    private static let told = [
        "structures", "references-per-case", "similarity", "classifier", "estimator", "alpha", "threshold",
    ]

    private static func sentence(_ record: RunRecord) -> String {
        let parameters = told.compactMap { name in
            record.parameters.first { $0.name == name }.map { "\(name) \(text($0.value))" }
        }
        return "Reverse Classification Accuracy (rca \(record.version)); "
            + "\(record.reference.count) reference images, SHA-256 of the set \(record.reference.digest); "
            + parameters.joined(separator: ", ")
    }

    private static func text(_ value: RunParameter.Value) -> String {
        switch value {
        case .flag(let value): value ? "yes" : "no"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .text(let value): value
        case .list(let value): value.joined(separator: " ")
        }
    }
}
