public import Files

extension PixelSpacing {
    /// Reads `0.175`, or `0.2,0.1`: from row to row, then from column to column, as DICOM's Pixel Spacing (0028,0030).
    ///
    /// - Throws: ``InputError`` (`option invalid`) where it is not one or two lengths from 10⁻⁶ to 10⁶ mm.
    public init(parsing text: String, option: String = "--pixel-spacing") throws(InputError) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        let lengths = parts.compactMap { $0 }.filter { (1e-6...1e6).contains($0) }
        guard lengths.count == parts.count, (1...2).contains(lengths.count),
            let spacing = PixelSpacing(row: lengths[0], column: lengths[lengths.count - 1])
        else {
            throw InputError(
                .optionInvalid, option, "\"\(text)\" is not a spacing in millimetres",
                remedy: "give it as 0.175, or as 0.2,0.1 for rows and columns")
        }
        self = spacing
    }

    /// As it is read.
    public var text: String { row == column ? "\(row)" : "\(row),\(column)" }
}
