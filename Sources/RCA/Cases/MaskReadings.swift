package import Imaging
package import Scoring

/// The ways in which a mask may lie on its image, of which there is nearly always one.
///
/// Where there are several, since only one of both files says how it lies in the patient, the one that fits best is
/// taken if it fits clearly better than every other.
package struct MaskReadings {
    private let name: String
    private let orientations: [MaskOrientation]
    /// One a reading; never empty.
    package let maps: [StructureMap]

    /// How much better than the next the best reading fits, in Dice.
    private static let margin: Float = 0.05
    /// And how much better than the file's own word, where that is how arrays are shown anyway: a poor mask may fit
    /// another way as well by chance.
    private static let marginOverPlain: Float = 0.2
    /// Whether the first reading is such a word.
    private let hasPlainWord: Bool

    /// - Parameter given: the way that the user names; nil where it is open.
    /// - Throws: ``InputError`` where no reading has the image's aspect ratio, or labels are not known.
    package init(
        _ labels: LabelMap, on image: GrayscaleImage, as given: MaskOrientation?, structures: ReportedStructures,
        named name: String
    ) throws(InputError) {
        let readings = MaskOrientation.readings(of: labels, on: image.fileTurn, as: given)
        let fitting = readings.filter { reading in
            (try? AspectRatio.check(reading.map, against: image, named: name)) != nil
        }
        if fitting.isEmpty { try AspectRatio.check(readings[0].map, against: image, named: name) }
        self.name = name
        orientations = fitting.map(\.orientation)
        hasPlainWord =
            given == nil && orientations.first == .patient && MaskOrientation.isPlain(labels, on: image.fileTurn)
        var maps: [StructureMap] = []
        for reading in fitting {
            maps.append(try structures.map(reading.map, named: name))
        }
        self.maps = maps
    }

    /// Which reading fits, and a warning where it had to be tried.
    ///
    /// - Parameter scores: one a reading.
    /// - Throws: ``InputError`` where two readings fit about as well.
    package func choose(_ scores: some RandomAccessCollection<MaskScore>) throws(InputError) -> (
        index: Int, warning: String?
    ) {
        guard maps.count > 1 else { return (0, nil) }
        let ranked = scores.map { $0.dice ?? 0 }.enumerated().sorted {
            ($0.element, $1.offset) > ($1.element, $0.offset)
        }
        if hasPlainWord, let word = ranked.first(where: { $0.offset == 0 }),
            ranked[0].element - word.element < Self.marginOverPlain
        {
            return (0, nil)
        }
        func text(_ item: (offset: Int, element: Float)) -> String {
            "\((Double(item.element) * 1000).rounded() / 1000) \(orientations[item.offset].rawValue)"
        }
        guard ranked[0].element - ranked[1].element >= Self.margin else {
            throw MaskOrientation.refusal(
                orientations, named: name, figures: " (predicted Dice \(ranked.map(text).joined(separator: ", ")))")
        }
        let chosen = orientations[ranked[0].offset].rawValue
        return (
            ranked[0].offset,
            "lies otherwise in its file than its image: taken by \(chosen), which fits best (predicted Dice "
                + ranked.map(text).joined(separator: ", ") + "); --mask-orientation \(chosen) says so"
        )
    }
}
