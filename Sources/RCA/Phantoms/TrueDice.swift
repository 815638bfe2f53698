public import Imaging

/// The true agreement of a predicted mask with the truth, for one structure.
public struct StructureDice: Sendable, Equatable {
    public let structure: PhantomStructure
    /// In [0, 1]; nil where the structure is absent from both masks.
    public let dice: Double?

    public init(structure: PhantomStructure, dice: Double?) {
        self.structure = structure
        self.dice = dice
    }
}

/// Dice coefficients counted plainly, pixel by pixel: the reference that faster kernels can be held to.
public enum TrueDice {
    /// 2|A∩B| / (|A|+|B|) of the pixels that carry `label` in each map (Dice 1945). 0 if only one of the maps has
    /// the label, nil if neither has.
    /// - Precondition: both maps have the same size.
    public static func coefficient(of label: Int, _ a: LabelMap, _ b: LabelMap) -> Double? {
        precondition(a.width == b.width && a.height == b.height, "label maps of different sizes")
        var both = 0
        var sum = 0
        for index in a.indices.indices {
            let inA = a.label(ofIndex: a.indices[index]) == label
            let inB = b.label(ofIndex: b.indices[index]) == label
            if inA { sum += 1 }
            if inB { sum += 1 }
            if inA && inB { both += 1 }
        }
        return sum == 0 ? nil : 2 * Double(both) / Double(sum)
    }

    /// The Dice coefficient of every phantom structure, in the order of their labels.
    /// - Precondition: both maps have the same size.
    public static func perStructure(predicted: LabelMap, truth: LabelMap) -> [StructureDice] {
        PhantomStructure.allCases.map {
            StructureDice(structure: $0, dice: coefficient(of: Int($0.label), predicted, truth))
        }
    }

    /// The mean over the structures that are defined; nil if none is.
    public static func mean(_ dice: [StructureDice]) -> Double? {
        let defined = dice.compactMap(\.dice)
        return defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count)
    }
}
