extension GrayscaleImage {
    /// The image at another size, in 0...1 (0 black, 1 the largest value of the depth).
    ///
    /// Along an axis that shrinks, each output pixel is the mean over the area that it covers, input pixels
    /// on its edge counting by the fraction inside (a box filter with exact fractional edges); both images
    /// span the same rectangle. An axis that grows is interpolated linearly. 1024² of 8 bits to 256² takes
    /// about 0.1 ms.
    ///
    /// - Precondition: both sides are positive.
    public func resampled(width: Int, height: Int) -> Image {
        resampled(AxisWeights(input: self.width, output: width), AxisWeights(input: self.height, output: height))
    }

    /// The same by areas alone, also along an axis that grows: for what is drawn pixel by pixel, as masks are, and not
    /// sampled from something smooth.
    ///
    /// - Precondition: both sides are positive.
    package func areaMeans(width: Int, height: Int) -> Image {
        resampled(AxisWeights(areas: self.width, output: width), AxisWeights(areas: self.height, output: height))
    }

    private func resampled(_ columns: AxisWeights, _ rows: AxisWeights) -> Image {
        switch samples {
        case .eightBit(let values): resample(values, width, columns, rows, scale: 255, clampedTo: 1)
        case .sixteenBit(let values): resample(values, width, columns, rows, scale: 65535, clampedTo: 1)
        }
    }
}

extension Image {
    /// As ``GrayscaleImage/resampled(width:height:)``, without changing the range of the values.
    ///
    /// - Precondition: both sides are positive, here and of this image.
    public func resampled(width: Int, height: Int) -> Image {
        resample(
            pixels, self.width, AxisWeights(input: self.width, output: width),
            AxisWeights(input: self.height, output: height), scale: 1, clampedTo: .infinity)
    }
}

/// A sample that the resampling kernels turn into Float.
package protocol ResamplingSample: BitwiseCopyable, Sendable {
    var asFloat: Float { get }
}

extension UInt8: ResamplingSample {
    @inline(__always) package var asFloat: Float { Float(self) }
}

extension UInt16: ResamplingSample {
    @inline(__always) package var asFloat: Float { Float(self) }
}

extension Float: ResamplingSample {
    @inline(__always) package var asFloat: Float { self }
}

/// Rows first, into one output row as wide as the input, then columns: each input sample is touched once.
private func resample<Sample: ResamplingSample>(
    _ samples: [Sample], _ inputWidth: Int, _ columns: AxisWeights, _ rows: AxisWeights, scale: Float,
    clampedTo limit: Float
) -> Image {
    let (width, height) = (columns.starts.count, rows.starts.count)
    let divisor = scale * columns.divisor * rows.divisor
    let pixels = [Float](unsafeUninitializedCapacity: width * height) { output, count in
        samples.withUnsafeBufferPointer { input in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: inputWidth) { sums in
                for y in 0..<height {
                    ResamplingKernels.sumRows(input, inputWidth, rows, y, sums)
                    let row = UnsafeMutableBufferPointer(rebasing: output[(y * width)..<((y + 1) * width)])
                    ResamplingKernels.sumColumns(UnsafeBufferPointer(sums), columns, divisor, limit, row)
                }
            }
        }
        count = width * height
    }
    return Image(width: width, height: height, pixels: pixels)
}
