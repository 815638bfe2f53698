import Imaging
import Tables

extension SurfaceRow {
    /// Structure, the four figures, their unit, and the spacing of the mask's pixels.
    package func write(to line: inout JournalLine.Writer) {
        line.append(structure)
        for number in [hausdorff95, hausdorff, assd, surfaceDice] { line.append(number) }
        line.append(unit)
        line.append(spacing.map { "\($0.row),\($0.column)" } ?? "")
    }

    /// Nil where the fields are no such row.
    package init?(_ line: inout JournalLine.Reader, fname: String) {
        guard let structure = line.text(), let hausdorff95 = line.number(), let hausdorff = line.number(),
            let assd = line.number(), let surfaceDice = line.number(), let unit = line.text(),
            let lengths = line.text()
        else { return nil }
        self.init(
            fname: fname, structure: structure, hausdorff95: hausdorff95, hausdorff: hausdorff, assd: assd,
            surfaceDice: surfaceDice, unit: unit,
            spacing: lengths.isEmpty ? nil : try? PixelSpacing(parsing: lengths))
    }
}
