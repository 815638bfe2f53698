/// The pixels of one part of a picture, such as one lung: a byte each, which is quick to draw.
package struct PartMask: Sendable {
    package let width: Int
    package let height: Int
    /// Row by row.
    package let pixels: [Bool]
    /// How many pixels belong to the part.
    package let count: Int

    package init(width: Int, height: Int, pixels: [Bool]) {
        precondition(pixels.count == width * height, "the pixels are of another size")
        self.width = width
        self.height = height
        self.pixels = pixels
        count = pixels.count { $0 }
    }

    /// The pixels of a label map whose label is one of the part's.
    package init(_ labels: LabelMap, isInside: (Int) -> Bool) {
        let table = (0...255).map { index in
            (labels.wideValues.map { index < $0.count } ?? true) && isInside(labels.label(ofIndex: UInt8(index)))
        }
        self.init(width: labels.width, height: labels.height, pixels: labels.indices.map { table[Int($0)] })
    }

    package init(_ runs: RunLengthMask) {
        var pixels = [UInt8](repeating: 0, count: runs.width * runs.height)
        runs.paint(1 as UInt8, into: &pixels)
        self.init(width: runs.width, height: runs.height, pixels: pixels.map { $0 != 0 })
    }

    /// How many pixels belong to this part and to another of the same size.
    package func sharedCount(with other: PartMask) -> Int {
        precondition(other.width == width && other.height == height, "the parts are of different sizes")
        var count = 0
        for (a, b) in zip(pixels, other.pixels) where a && b { count += 1 }
        return count
    }

    /// Gives the part's pixels a label.
    ///
    /// - Precondition: `labels` holds `width * height` values, row by row.
    package func paint(_ label: UInt16, into labels: inout [UInt16]) {
        precondition(labels.count == pixels.count, "the labels are of another size")
        for (pixel, isInside) in pixels.enumerated() where isInside { labels[pixel] = label }
    }

    /// As ``paint(_:into:)-(UInt16,_)``, of labels that fit a byte.
    package func paint(_ label: UInt8, into labels: inout [UInt8]) {
        precondition(labels.count == pixels.count, "the labels are of another size")
        for (pixel, isInside) in pixels.enumerated() where isInside { labels[pixel] = label }
    }
}
