import Tables

extension EvaluationReport {
    /// The true Dice of one structure of a mask.
    public struct TrueScore: Sendable, Equatable {
        /// The folder of masks; empty where there is only one.
        public let masks: String
        public let fname: String
        public let structure: String
        /// 0 to 1; nil where the structure is in neither mask.
        public let dice: Double?

        public init(masks: String, fname: String, structure: String, dice: Double?) {
            self.masks = masks
            self.fname = fname
            self.structure = structure
            self.dice = dice
        }
    }

    /// ``trueScores`` as every `--truth` takes them: `fname,structure,dice`, with a column `masks` before these where
    /// there are several folders of masks. Dice are shortest decimals of 32-bit floats, empty where not defined.
    public var truthTable: [UInt8] {
        let hasFolders = trueScores.contains { !$0.masks.isEmpty }
        var writer = CSVWriter(header: (hasFolders ? ["masks"] : []) + ["fname", "structure", "dice"])
        for score in trueScores {
            if hasFolders { writer.append(score.masks) }
            writer.append(score.fname)
            writer.append(score.structure)
            writer.append(score.dice.map { Float($0) })
            writer.endRow()
        }
        return writer.bytes
    }
}
