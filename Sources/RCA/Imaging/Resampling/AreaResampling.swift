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
        switch samples {
        case .eightBit(let values):
            resample(values, self.width, self.height, scale: 255, width, height, clampedTo: 1)
        case .sixteenBit(let values):
            resample(values, self.width, self.height, scale: 65535, width, height, clampedTo: 1)
        }
    }
}

extension Image {
    /// As ``GrayscaleImage/resampled(width:height:)``, without changing the range of the values.
    ///
    /// - Precondition: both sides are positive, here and of this image.
    public func resampled(width: Int, height: Int) -> Image {
        resample(pixels, self.width, self.height, scale: 1, width, height, clampedTo: .infinity)
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
    _ samples: [Sample], _ inputWidth: Int, _ inputHeight: Int, scale: Float, _ width: Int, _ height: Int,
    clampedTo limit: Float
) -> Image {
    let columns = AxisWeights(input: inputWidth, output: width)
    let rows = AxisWeights(input: inputHeight, output: height)
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
