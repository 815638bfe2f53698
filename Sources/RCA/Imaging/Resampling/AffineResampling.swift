extension GrayscaleImage {
    /// The image seen through `map`, which takes points of the output to points of this image.
    ///
    /// Each output pixel is the mean of n × m samples on a regular grid inside it, n and m its extent in input
    /// pixels along its two sides, rounded up: the mean over the parallelogram that it covers, whatever the
    /// rotation. Samples are interpolated linearly between pixel centres and held constant in the outermost
    /// half pixel; those outside the image's rectangle are masked out (``SampledImage/coverage``).
    ///
    /// A map with an entry that is not finite or above 1e12, or one that misses the image, gives coverage 0
    /// throughout. Beyond a
    /// scale of 32 input pixels a side samples are further than a pixel apart.
    ///
    /// - Precondition: both sides are positive.
    public func resampled(through map: AffineMap, width: Int, height: Int) -> SampledImage {
        switch samples {
        case .eightBit(let values):
            sample(values, self.width, self.height, scale: 255, map, width, height)
        case .sixteenBit(let values):
            sample(values, self.width, self.height, scale: 65535, map, width, height)
        }
    }
}

/// Row by row, and in a row one grid position after another, so that what is inside is one run of pixels.
private func sample<Sample: ResamplingSample>(
    _ samples: [Sample], _ inputWidth: Int, _ inputHeight: Int, scale: Float, _ map: AffineMap, _ width: Int,
    _ height: Int
) -> SampledImage {
    precondition(width > 0 && height > 0, "an image has at least one pixel")
    var result = SampledImage(
        image: Image(width: width, height: height), coverage: Image(width: width, height: height))
    guard map.isUsable else { return result }
    let columns = AffineMap.sampleCount(map.xx, map.yx)
    let rows = AffineMap.sampleCount(map.xy, map.yy)
    samples.withUnsafeBufferPointer { input in
        result.image.pixels.withUnsafeMutableBufferPointer { sums in
            result.coverage.pixels.withUnsafeMutableBufferPointer { counts in
                let sampler = AffineSampler(input: input, inputWidth: inputWidth, inputHeight: inputHeight, map: map)
                for y in 0..<height {
                    let pixels = (y * width)..<((y + 1) * width)
                    let rowSums = UnsafeMutableBufferPointer(rebasing: sums[pixels])
                    let rowCounts = UnsafeMutableBufferPointer(rebasing: counts[pixels])
                    for row in 0..<rows {
                        for column in 0..<columns {
                            sampler.add(
                                offsetX: (Double(column) + 0.5) / Double(columns),
                                y: Double(y) + (Double(row) + 0.5) / Double(rows), rowSums, rowCounts)
                        }
                    }
                    for x in 0..<width {
                        rowSums[x] = rowCounts[x] == 0 ? 0 : min(rowSums[x] / (scale * rowCounts[x]), 1)
                        rowCounts[x] /= Float(rows * columns)
                    }
                }
            }
        }
    }
    return result
}
