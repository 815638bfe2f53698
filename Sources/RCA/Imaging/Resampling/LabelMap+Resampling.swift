extension LabelMap {
    /// The map at another size: each pixel has the label that covers most of its area, by exact areas; of labels that
    /// cover as much as each other the largest index, so a structure before the background.
    ///
    /// Both maps span the same rectangle. Along an axis that grows, shares are interpolated linearly.
    /// - Precondition: both sides are positive.
    public func resampledByMajority(width: Int, height: Int) -> LabelMap {
        if width == self.width && height == self.height { return self }
        var occurs = [Bool](repeating: false, count: 256)
        for index in indices { occurs[Int(index)] = true }
        var result = [UInt8](repeating: 0, count: width * height)
        var largest = [Float](repeating: -1, count: width * height)
        for index in occurs.indices where occurs[index] {
            let shares = GrayscaleImage(
                width: self.width, height: self.height,
                samples: .eightBit(indices.map { Int($0) == index ? 255 : 0 })
            ).resampled(width: width, height: height)
            // Shares that are equal differ by how their sums were rounded.
            for (pixel, share) in shares.pixels.enumerated() where share >= largest[pixel] - 1e-5 {
                result[pixel] = UInt8(index)
                largest[pixel] = max(largest[pixel], share)
            }
        }
        return LabelMap(width: width, height: height, indices: result, wideValues: wideValues)
    }
}
