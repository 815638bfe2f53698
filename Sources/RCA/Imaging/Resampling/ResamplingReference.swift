/// Resampling by its definition, in Double and without any pointer: what the fast kernels are tested against.
package enum ResamplingReference {
    /// ``GrayscaleImage/resampled(width:height:)``, one output pixel after another.
    ///
    /// - Parameter byAreas: as ``GrayscaleImage/areaMeans(width:height:)``.
    package static func resample(
        _ image: GrayscaleImage, width: Int, height: Int, byAreas: Bool = false
    ) -> Image {
        func weights(_ index: Int, _ input: Int, _ output: Int) -> [(index: Int, weight: Double)] {
            output <= input || byAreas
                ? areaWeights(of: index, input: input, output: output)
                : linearWeights(of: index, input: input, output: output)
        }
        var result = Image(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                var sum = 0.0
                for (row, rowWeight) in weights(y, image.height, height) {
                    for (column, columnWeight) in weights(x, image.width, width) {
                        sum += rowWeight * columnWeight * value(of: image, column, row)
                    }
                }
                result[x, y] = Float(sum)
            }
        }
        return result
    }

    /// ``GrayscaleImage/resampled(through:width:height:)``, one output pixel after another.
    package static func resample(
        _ image: GrayscaleImage, through map: AffineMap, width: Int, height: Int
    ) -> SampledImage {
        let columns = AffineMap.sampleCount(map.xx, map.yx)
        let rows = AffineMap.sampleCount(map.xy, map.yy)
        var result = SampledImage(
            image: Image(width: width, height: height), coverage: Image(width: width, height: height))
        for y in 0..<height {
            for x in 0..<width {
                var sum = 0.0
                var inside = 0
                for row in 0..<rows {
                    for column in 0..<columns {
                        let point = map.apply(
                            x: Double(x) + (Double(column) + 0.5) / Double(columns),
                            y: Double(y) + (Double(row) + 0.5) / Double(rows))
                        guard (0...Double(image.width)).contains(point.x), (0...Double(image.height)).contains(point.y)
                        else { continue }
                        sum += interpolate(image, point.x, point.y)
                        inside += 1
                    }
                }
                result.image[x, y] = inside == 0 ? 0 : Float(sum / Double(inside))
                result.coverage[x, y] = Float(inside) / Float(rows * columns)
            }
        }
        return result
    }

    private static func value(of image: GrayscaleImage, _ x: Int, _ y: Int) -> Double {
        switch image.samples {
        case .eightBit(let values): Double(values[y * image.width + x]) / 255
        case .sixteenBit(let values): Double(values[y * image.width + x]) / 65535
        }
    }

    private static func linearWeights(of index: Int, input: Int, output: Int) -> [(index: Int, weight: Double)] {
        let scale = Double(input) / Double(output)
        let position = min(max((Double(index) + 0.5) * scale - 0.5, 0), Double(input - 1))
        let lower = Int(position)
        return [(lower, 1 - position + Double(lower)), (min(lower + 1, input - 1), position - Double(lower))]
    }

    private static func areaWeights(of index: Int, input: Int, output: Int) -> [(index: Int, weight: Double)] {
        let scale = Double(input) / Double(output)
        return (0..<input).compactMap { sample in
            let lower = max(Double(index) * scale, Double(sample))
            let upper = min(Double(index + 1) * scale, Double(sample + 1))
            return upper > lower ? (sample, (upper - lower) / scale) : nil
        }
    }

    private static func interpolate(_ image: GrayscaleImage, _ x: Double, _ y: Double) -> Double {
        let column = min(max(x - 0.5, 0), Double(image.width - 1))
        let row = min(max(y - 0.5, 0), Double(image.height - 1))
        let (left, top) = (Int(column), Int(row))
        let (right, bottom) = (min(left + 1, image.width - 1), min(top + 1, image.height - 1))
        let (across, down) = (column - Double(left), row - Double(top))
        let upper = value(of: image, left, top) * (1 - across) + value(of: image, right, top) * across
        let lower = value(of: image, left, bottom) * (1 - across) + value(of: image, right, bottom) * across
        return upper * (1 - down) + lower * down
    }
}
