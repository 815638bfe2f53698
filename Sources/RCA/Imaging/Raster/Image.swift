/// A picture in working precision: `height` rows of `width` Float values, row-major, the first row at the top.
public struct Image: Sendable, Equatable {
    public let width: Int
    public let height: Int
    public var pixels: [Float]

    /// - Precondition: `pixels` holds `width * height` values.
    public init(width: Int, height: Int, pixels: [Float]) {
        precondition(width >= 0 && height >= 0 && pixels.count == width * height, "pixels do not fill the image")
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    public init(width: Int, height: Int, filledWith value: Float = 0) {
        self.init(width: width, height: height, pixels: Array(repeating: value, count: width * height))
    }

    public subscript(x: Int, y: Int) -> Float {
        get { pixels[y * width + x] }
        set { pixels[y * width + x] = newValue }
    }
}

/// An immutable run of Float values that stays where it is: in memory of its own, or inside a mapped file that
/// is kept alive with it. Copies share the memory; reading is safe from every thread.
public struct FloatStorage: @unchecked Sendable {
    // Sendable by hand: nothing writes to the memory once the storage exists, and the owner outlives it.
    private let owner: AnyObject
    /// The first value, aligned to 4 bytes. Valid as long as this storage (or a copy) lives.
    package let base: UnsafePointer<Float>
    public let count: Int

    /// A view of memory that `owner` keeps alive and that nobody writes to any more.
    package init(owner: AnyObject, base: UnsafePointer<Float>, count: Int) {
        self.owner = owner
        self.base = base
        self.count = count
    }

    /// A copy of `values`.
    public init(_ values: [Float]) {
        let memory = FloatMemory(values)
        self.init(owner: memory, base: UnsafePointer(memory.base), count: values.count)
    }

    /// The values as an array of their own.
    public var values: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }
}

/// Owns the memory of a ``FloatStorage`` that was made from an array.
private final class FloatMemory {
    let base: UnsafeMutablePointer<Float>

    init(_ values: [Float]) {
        base = .allocate(capacity: max(values.count, 1))
        base.initialize(repeating: 0, count: max(values.count, 1))
        base.update(from: values, count: values.count)
    }

    deinit { base.deallocate() }
}
