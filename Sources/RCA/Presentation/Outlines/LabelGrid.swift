/// The structures at the points of a grid that spans a whole picture, or a whole frame.
public struct LabelGrid: Sendable, Equatable {
    public let width: Int
    public let height: Int
    /// Row-major: 0 background, else the structure's place in the list plus 1.
    public let labels: [UInt8]

    /// - Precondition: both sides are positive, and `labels` fills the grid.
    public init(width: Int, height: Int, labels: [UInt8]) {
        precondition(width > 0 && height > 0 && labels.count == width * height, "labels do not fill the grid")
        self.width = width
        self.height = height
        self.labels = labels
    }

    /// The structure nearest to a point in shares of the grid's sides; background beyond them.
    func label(x: Double, y: Double) -> UInt8 {
        guard x >= 0, y >= 0, x < 1, y < 1 else { return 0 }
        return labels[Int(y * Double(height)) * width + Int(x * Double(width))]
    }
}
