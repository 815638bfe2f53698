package import Imaging
package import Scoring

/// How masks are written as rows of a table: CheXmask's columns, without landmarks.
package struct MaskTableFormat: Sendable {
    /// The table's column for each part that CheXmask has; any other structure's column has its own name.
    private static let chexmask: [(part: String, column: String)] = [
        ("left lung", "Left Lung"), ("right lung", "Right Lung"), ("heart", "Heart"),
    ]

    /// The names of the columns.
    package let header: [String]
    /// What is drawn in each column of masks: a structure's place, and which side of it.
    private let masks: [(structure: Int, side: Side)]

    private enum Side { case both, left, right }

    /// - Parameter names: of the structures.
    package init(structures names: [String]) {
        var columns: [String] = []
        var masks: [(structure: Int, side: Side)] = []
        for (part, column) in Self.chexmask {
            if let structure = names.firstIndex(of: part) {
                columns.append(column)
                masks.append((structure, .both))
            } else if part != "heart", let structure = names.firstIndex(of: "lungs") {
                columns.append(column)
                masks.append((structure, part == "left lung" ? .left : .right))
            }
        }
        for (structure, name) in names.enumerated() where !masks.contains(where: { $0.structure == structure }) {
            columns.append(name)
            masks.append((structure, .both))
        }
        self.masks = masks
        header =
            ["image_id", MaskTableColumns.meanDice, MaskTableColumns.maximumDice, "Landmarks"] + columns
            + ["Height", "Width"]
    }

    /// The fields of a row between `Landmarks` and `Height`: the runs of each column's pixels.
    ///
    /// - Parameters:
    ///   - labels: the mask.
    ///   - structures: those of the names that the format was made for, in their order.
    ///   - upright: from the image to the frame of the references, both spanning 0...1: which lung is the left one.
    package func runs(_ labels: LabelMap, _ structures: StructureList, upright: AffineMap) -> [String] {
        masks.map { structure, side in
            let runs = PixelRuns(labels.pixels(of: structures[structure].label))
            let sides = side == .both ? nil : LungSides(runs, upright: upright)
            switch side {
            case .both: return Self.text(runs.runs, width: labels.width)
            case .left: return Self.text(sides?.left ?? [], width: labels.width)
            case .right: return Self.text(sides?.right ?? [], width: labels.width)
            }
        }
    }

    /// Pairs of a first pixel, counted from 1, and a number of pixels; what goes on in the next row is one run.
    private static func text(_ runs: [PixelRuns.Run], width: Int) -> String {
        var pairs: [(start: Int, count: Int)] = []
        for run in runs {
            let start = run.row * width + run.start + 1
            if let last = pairs.last, last.start + last.count == start {
                pairs[pairs.count - 1].count += run.count
            } else {
                pairs.append((start, run.count))
            }
        }
        return pairs.map { "\($0.start) \($0.count)" }.joined(separator: " ")
    }
}

extension LabelMap {
    fileprivate func pixels(of label: Int) -> PixelMask {
        guard wideValues == nil, let label = UInt8(exactly: label) else {
            return PixelMask(width: width, height: height) { self.label(ofIndex: indices[$0]) == label }
        }
        return indices.withUnsafeBufferPointer {
            PixelMask(of: $0, width: width, height: height, label, label)
        }
    }
}
