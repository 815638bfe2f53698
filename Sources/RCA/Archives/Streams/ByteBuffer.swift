extension [UInt8] {
    /// Makes it this long; keeps its memory for the next file.
    mutating func resize(to count: Int) {
        if self.count > count { removeLast(self.count - count) }
        if self.count < count {
            reserveCapacity(count)
            append(contentsOf: repeatElement(0, count: count - self.count))
        }
    }

    /// - Precondition: there is room for `bytes`.
    mutating func replace(at position: Int, with bytes: UnsafeRawBufferPointer) {
        withUnsafeMutableBytes {
            UnsafeMutableRawBufferPointer(rebasing: $0[position..<position + bytes.count]).copyMemory(from: bytes)
        }
    }
}
