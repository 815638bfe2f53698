/// A point of an outline, in shares of a picture's width and height, from its upper left corner.
public struct OutlinePoint: Sendable, Equatable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}
