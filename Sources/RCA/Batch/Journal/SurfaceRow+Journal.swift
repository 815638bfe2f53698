import Reporting

extension SurfaceRow {
    /// Structure, the four figures and their unit.
    func write(to line: inout JournalLine.Writer) {
        line.append(structure)
        for number in [hausdorff95, hausdorff, average, surfaceDice] { line.append(number) }
        line.append(unit)
    }

    /// Nil where the fields are no such row.
    init?(_ line: inout JournalLine.Reader, fname: String) {
        guard let structure = line.text(), let hausdorff95 = line.number(), let hausdorff = line.number(),
            let average = line.number(), let surfaceDice = line.number(), let unit = line.text()
        else { return nil }
        self.init(
            fname: fname, structure: structure, hausdorff95: hausdorff95, hausdorff: hausdorff, average: average,
            surfaceDice: surfaceDice, unit: unit)
    }
}
