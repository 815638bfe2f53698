import Files
package import Imaging
package import Scoring
import Tables

/// A row of a table of masks, as it was read from the file: the masks of one image.
package struct MaskTableRow: Sendable {
    private let columns: MaskTableColumns
    private let line: Int
    private let name: String

    /// - Parameters:
    ///   - line: of the file, where the row begins.
    ///   - name: of the image that the row is about.
    init(_ columns: MaskTableColumns, line: Int, name: String) {
        self.columns = columns
        self.line = line
        self.name = name
    }

    /// The Dice that the table predicts for the masks; nil for what it does not say.
    package struct GivenDice: Sendable, Equatable {
        package var mean: Float?
        package var maximum: Float?

        package init(mean: Float?, maximum: Float?) {
            self.mean = mean
            self.maximum = maximum
        }
    }

    /// What the row says of its masks, unpacked.
    package struct Content {
        package var size: PictureSize
        /// Nil where the table has no such columns.
        package var given: GivenDice?
        /// The parts of the structures: each as runs, or as pixels where the table has its outline.
        fileprivate var shapes: [(structure: Int, runs: RunLengthMask?, part: PartMask?)]
    }

    /// - Throws: ``InputError`` with the line and column at fault.
    package func content(_ bytes: [UInt8], structures: StructureList) throws(InputError) -> Content {
        let table = try columns.rows(bytes, line: line)
        guard table.rows.count == 1, try table.text(inRow: 0, column: columns.id) == name else {
            throw InputError(
                .fileDamaged, columns.source, "line \(line) is no longer the row of \(name)",
                remedy: "leave the table as it is while it is read")
        }
        let size = try columns.size(table, 0)
        try ImageLimits.standard.check(width: size.width, height: size.height, named: "\(columns.source): line \(line)")
        var content = Content(size: size, given: try given(table), shapes: [])
        for (part, structure) in try columns.parts(of: structures) {
            let name = columns.name(of: part, table, 0)
            switch try columns.shape(of: part, table, 0) {
            case .runs(let text):
                let runs = try RunLengthMask(
                    startsAndLengths: text, width: size.width, height: size.height, named: name)
                content.shapes.append((structure, runs, nil))
            case .polygon(let polygon):
                try polygon.check(width: size.width, height: size.height, named: name)
                let pixels = Polygon.filled([polygon], width: size.width, height: size.height)
                content.shapes.append(
                    (structure, nil, PartMask(width: size.width, height: size.height, pixels: pixels)))
            }
        }
        return content
    }

    private func given(_ table: CSVTable) throws(InputError) -> GivenDice? {
        guard columns.meanDice != nil || columns.maximumDice != nil else { return nil }
        return GivenDice(
            mean: try table.dice(inRow: 0, column: columns.meanDice),
            maximum: try table.dice(inRow: 0, column: columns.maximumDice))
    }
}

extension MaskTableRow.Content {
    /// The structures as labels. Where they overlap, a pixel belongs to the one that comes last in the list.
    package func labels(_ structures: StructureList, named name: String) throws(InputError) -> LabelMap {
        guard structures.allSatisfy({ $0.label <= 255 }) else {
            var labels = [UInt16](repeating: 0, count: size.width * size.height)
            for shape in shapes {
                let label = UInt16(structures[shape.structure].label)
                shape.runs?.paint(label, into: &labels)
                shape.part?.paint(label, into: &labels)
            }
            return try LabelMap(width: size.width, height: size.height, labels: labels, named: name)
        }
        var labels = [UInt8](repeating: 0, count: size.width * size.height)
        for shape in shapes { paint(shape, UInt8(structures[shape.structure].label), &labels) }
        return LabelMap(width: size.width, height: size.height, indices: labels)
    }

    /// The pixels of each structure, which may overlap.
    package func layers(_ structures: StructureList) -> [PixelMask] {
        structures.indices.map { structure in
            var values = [UInt8](repeating: 0, count: size.width * size.height)
            for shape in shapes where shape.structure == structure { paint(shape, 1, &values) }
            return values.withUnsafeBufferPointer {
                PixelMask(of: $0, width: size.width, height: size.height, 1, 1)
            }
        }
    }

    private func paint(
        _ shape: (structure: Int, runs: RunLengthMask?, part: PartMask?), _ label: UInt8, _ labels: inout [UInt8]
    ) {
        shape.runs?.paint(label, into: &labels)
        shape.part?.paint(label, into: &labels)
    }
}
