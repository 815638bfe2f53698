/// How a table of masks is read: CheXmask's (Gaggion et al. 2024), and those that `segment --table` writes.
public struct MaskTableOptions: Sendable, Equatable {
    /// Draw the landmarks rather than unpack the run lengths.
    public var takesLandmarks = false
    /// The column that names the images; nil finds those of CheXmask's tables.
    public var idColumn: String?

    public init(takesLandmarks: Bool = false, idColumn: String? = nil) {
        self.takesLandmarks = takesLandmarks
        self.idColumn = idColumn
    }
}
