extension SeededGenerator {
    /// `count` values spread evenly over a range.
    public mutating func floats(_ count: Int, in range: ClosedRange<Float>) -> [Float] {
        (0..<count).map { _ in Float.random(in: range, using: &self) }
    }

    /// `count` bytes spread evenly over a range.
    public mutating func bytes(_ count: Int, in range: ClosedRange<UInt8> = 0...255) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: range, using: &self) }
    }

    public mutating func float(in range: ClosedRange<Float>) -> Float { .random(in: range, using: &self) }

    public mutating func double(in range: ClosedRange<Double>) -> Double { .random(in: range, using: &self) }

    public mutating func integer(in range: ClosedRange<Int>) -> Int { .random(in: range, using: &self) }
}
