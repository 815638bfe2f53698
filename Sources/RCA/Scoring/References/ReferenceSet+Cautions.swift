extension ReferenceSet {
    /// What makes a set worse than its number of references promises, in sentences: references without any structure,
    /// which vote for background everywhere, and radiographs that are there several times, which count double.
    ///
    /// The time grows with the square of the number of references.
    package var cautions: [String] {
        var sentences: [String] = []
        let blank = references.filter { $0.structureSizes.allSatisfy { $0 == 0 } }.map(\.name)
        if !blank.isEmpty {
            sentences.append(
                "\(Self.names(blank)): \(blank.count == 1 ? "shows" : "show") none of the structures, and so \(blank.count == 1 ? "votes" : "vote") "
                    + "against them: draw the masks, or leave the images out")
        }
        var isRepeated = Array(repeating: false, count: references.count)
        for first in references.indices where !isRepeated[first] {
            let identity = RadiographIdentity(references[first].equalized.values, shown: nil)
            let others = references.indices.dropFirst(first + 1).filter {
                !isRepeated[$0] && identity.isSame(as: references[$0])
            }
            guard !others.isEmpty else { continue }
            for other in others { isRepeated[other] = true }
            sentences.append(
                "\(Self.names(([first] + others).map { references[$0].name })): show the same radiograph: keep one")
        }
        return sentences
    }

    private static func names(_ names: [String]) -> String {
        names.count <= 5
            ? names.joined(separator: ", ") : names.prefix(5).joined(separator: ", ") + " and \(names.count - 5) more"
    }
}
