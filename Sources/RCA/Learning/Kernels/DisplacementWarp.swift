import Vectors

/// Maps seen through a field of displacements: what a pixel p of the output shows is what the input has at p + d(p),
/// between pixel centres bilinearly, and beyond the outermost centres what they have.
///
/// Displacements are in pixels: the first channel of the field along rows (x), the second along columns (y). Channels
/// of the maps are a multiple of eight.
package enum DisplacementWarp {
    package static func forward(_ input: FeatureMaps, field: FeatureMaps, into output: FeatureMaps) {
        check(input, field, output)
        for picture in 0..<input.pictures {
            for row in 0..<input.side {
                let (displacements, target) = (field.row(row, of: picture), output.row(row, of: picture))
                for column in 0..<input.side {
                    let place = Place(displacements + column &* field.stride, column, row, input, picture)
                    for channel in stride(from: 0, to: input.channels, by: 8) {
                        let upper = place.upper(channel, share: place.across)
                        let lower = place.lower(channel, share: place.across)
                        Lanes.write(
                            Lanes.multiplyAdd(place.down, lower - upper, upper),
                            target + (column &* output.stride &+ channel))
                    }
                }
            }
        }
    }

    /// The gradient of the displacements, from that of the output; in the field's gradient, channels from the third on
    /// become zero. A displacement beyond the outermost centres has none.
    ///
    /// - Parameter input: what `forward` got. It gets no gradient.
    package static func backward(
        _ input: FeatureMaps, field: FeatureMaps, outputGradient: FeatureMaps, into fieldGradient: FeatureMaps
    ) {
        check(input, field, outputGradient)
        precondition(fieldGradient.side == field.side && fieldGradient.pictures == field.pictures)
        for picture in 0..<input.pictures {
            for row in 0..<input.side {
                let (displacements, errors) = (field.row(row, of: picture), outputGradient.row(row, of: picture))
                let target = fieldGradient.row(row, of: picture)
                for column in 0..<input.side {
                    let place = Place(displacements + column &* field.stride, column, row, input, picture)
                    var (x, y) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
                    for channel in stride(from: 0, to: input.channels, by: 8) {
                        let error = Lanes.read(errors + (column &* outputGradient.stride &+ channel))
                        let above = place.slope(channel, isLower: false)
                        let below = place.slope(channel, isLower: true)
                        x = Lanes.multiplyAdd(error, Lanes.multiplyAdd(place.down, below - above, above), x)
                        let upper = place.upper(channel, share: place.across)
                        y = Lanes.multiplyAdd(error, place.lower(channel, share: place.across) - upper, y)
                    }
                    let slopes = target + column &* fieldGradient.stride
                    for channel in 2..<max(fieldGradient.channels, 2) { slopes[channel] = 0 }
                    slopes[0] = place.movesAcross ? sum(x) : 0
                    slopes[1] = place.movesDown ? sum(y) : 0
                }
            }
        }
    }

    @inline(__always)
    private static func sum(_ value: SIMD8<Float>) -> Float {
        let four = value.lowHalf + value.highHalf
        let two = four.lowHalf + four.highHalf
        return two[0] + two[1]
    }

    private static func check(_ input: FeatureMaps, _ field: FeatureMaps, _ output: FeatureMaps) {
        precondition(input.side == field.side && input.side == output.side && input.side > 1, "maps of other sides")
        precondition(input.pictures == field.pictures && input.pictures == output.pictures, "maps of other batches")
        precondition(input.channels == output.channels && input.channels % 8 == 0, "channels go by eights")
        precondition(field.channels >= 2, "a displacement has two parts")
    }

    /// The four pixels round a place of the input.
    private struct Place {
        /// The first channel of the upper left pixel.
        private let corner: UnsafePointer<Float>
        private let columnStride: Int
        private let rowStride: Int
        /// How far the place lies from the left pixels to the right ones, and from the upper to the lower: 0 ... 1.
        let across: Float
        let down: Float
        /// Whether the place lies between the outermost centres, so that another displacement would change it.
        let movesAcross: Bool
        let movesDown: Bool

        @inline(__always)
        init(_ displacement: UnsafePointer<Float>, _ column: Int, _ row: Int, _ maps: FeatureMaps, _ picture: Int) {
            let last = Float(maps.side - 1)
            let (x, y) = (Float(column) + displacement[0], Float(row) + displacement[1])
            // In this order of arguments what is not a number becomes 0.
            let (inX, inY) = (min(last, max(0, x)), min(last, max(0, y)))
            movesAcross = inX == x
            movesDown = inY == y
            let left = min(Int(inX), maps.side - 2)
            let top = min(Int(inY), maps.side - 2)
            across = inX - Float(left)
            down = inY - Float(top)
            corner = UnsafePointer(maps.row(top, of: picture) + left &* maps.stride)
            columnStride = maps.stride
            rowStride = maps.rowStride
        }

        @inline(__always)
        func upper(_ channel: Int, share: Float) -> SIMD8<Float> {
            Lanes.multiplyAdd(share, slope(channel, isLower: false), Lanes.read(corner + channel))
        }

        @inline(__always)
        func lower(_ channel: Int, share: Float) -> SIMD8<Float> {
            Lanes.multiplyAdd(share, slope(channel, isLower: true), Lanes.read(corner + (rowStride &+ channel)))
        }

        /// From the left pixel to the right one.
        @inline(__always)
        func slope(_ channel: Int, isLower: Bool) -> SIMD8<Float> {
            let left = corner + (isLower ? rowStride &+ channel : channel)
            return Lanes.read(left + columnStride) - Lanes.read(left)
        }
    }
}
