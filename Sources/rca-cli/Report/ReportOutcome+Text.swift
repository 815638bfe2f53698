import RCA
import Studies
import Tables

extension ReportOutcome {
    /// What a person has to know, in lines for stderr; with `onlyNotes`, nothing where all went well.
    func lines(onlyNotes: Bool = false) -> [String] {
        var lines = notes.map { "rca-cli: \($0)" }
        if missing > 0 {
            let verb = missing == 1 ? "has" : "have"
            lines.append("rca-cli: \(missing) of the lowest scores \(verb) no picture; the page says why")
        }
        if onlyNotes { return lines }
        let size = DecimalText.threeDigits(Double(bytes) / 1e6)
        let (masks, pictures) = (masks == 1 ? "mask" : "masks", pictures == 1 ? "picture" : "pictures")
        lines.append("\(DecimalText.count(self.masks)) \(masks), \(self.pictures) \(pictures), \(size) MB: \(path)")
        return lines
    }
}
