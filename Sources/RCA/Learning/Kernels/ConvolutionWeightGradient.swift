import Vectors

extension Convolution {
    /// Adds the gradient of the weights: `gradient[tap][i][o] += Σ input[pixel + tap][i] · outputGradient[pixel][o]`,
    /// over the pixels of all pictures.
    ///
    /// - Parameter gradient: window² × input channels × output channels, as the weights lie.
    package static func addWeightGradient(
        _ input: FeatureMaps, _ outputGradient: FeatureMaps, window: Int,
        to gradient: UnsafeMutablePointer<Float>
    ) {
        precondition(input.side == outputGradient.side && input.pictures == outputGradient.pictures)
        precondition(outputGradient.channels % 8 == 0 && (window == 1 || window == 3))
        let (inputs, outputs) = (input.channels, outputGradient.channels)
        // So many rows that both maps stay in the first cache while all taps are gone through.
        let strip = max(1, 64 / input.side)
        for picture in 0..<input.pictures {
            for top in Swift.stride(from: 0, to: input.side, by: strip) {
                let rows = min(strip, input.side - top)
                let tiles = WeightGradientTiles(
                    rows: rows, columns: input.side, inputStride: input.stride, inputRow: input.rowStride,
                    outputStride: outputGradient.stride, outputRow: outputGradient.rowStride, outputs: outputs)
                let errors = outputGradient.row(top, of: picture)
                for tap in 0..<window * window {
                    let offset = window == 3 ? (tap / 3 - 1) * input.rowStride + (tap % 3 - 1) * input.stride : 0
                    tiles.add(
                        input.row(top, of: picture) + offset, errors, inputs: inputs,
                        to: gradient + tap * inputs * outputs)
                }
            }
        }
    }
}

/// The inner loops: some input channels × some output channels, whose sums over a strip of rows stay in registers.
private struct WeightGradientTiles {
    let rows: Int
    let columns: Int
    let inputStride: Int
    let inputRow: Int
    let outputStride: Int
    let outputRow: Int
    let outputs: Int

    @inline(__always)
    func add(
        _ input: UnsafePointer<Float>, _ errors: UnsafePointer<Float>, inputs: Int,
        to gradient: UnsafeMutablePointer<Float>
    ) {
        var output = 0
        while output < outputs {
            let isWide = outputs - output >= 16
            var channel = 0
            while channel < inputs {
                let target = gradient + channel * outputs + output
                let left = inputs - channel
                if isWide, left >= 4 {
                    fourBySixteen(input + channel, errors + output, target)
                    channel += 4
                } else if !isWide, left >= 8 {
                    eightByEight(input + channel, errors + output, target)
                    channel += 8
                } else {
                    oneByEight(input + channel, errors + output, target)
                    if isWide { oneByEight(input + channel, errors + output + 8, target + 8) }
                    channel += 1
                }
            }
            output += isWide ? 16 : 8
        }
    }

    @inline(__always)
    private func fourBySixteen(
        _ input: UnsafePointer<Float>, _ errors: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>
    ) {
        var (a0, a1, a2, a3) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
        var (b0, b1, b2, b3) = (a0, a0, a0, a0)
        for row in 0..<rows {
            var value = input + row &* inputRow
            var error = errors + row &* outputRow
            for _ in 0..<columns {
                let (eA, eB) = (Lanes.read(error), Lanes.read(error + 8))
                a0 = Lanes.multiplyAdd(value[0], eA, a0)
                b0 = Lanes.multiplyAdd(value[0], eB, b0)
                a1 = Lanes.multiplyAdd(value[1], eA, a1)
                b1 = Lanes.multiplyAdd(value[1], eB, b1)
                a2 = Lanes.multiplyAdd(value[2], eA, a2)
                b2 = Lanes.multiplyAdd(value[2], eB, b2)
                a3 = Lanes.multiplyAdd(value[3], eA, a3)
                b3 = Lanes.multiplyAdd(value[3], eB, b3)
                value += inputStride
                error += outputStride
            }
        }
        add(a0, target)
        add(b0, target + 8)
        add(a1, target + outputs)
        add(b1, target + (outputs &+ 8))
        add(a2, target + 2 &* outputs)
        add(b2, target + (2 &* outputs &+ 8))
        add(a3, target + 3 &* outputs)
        add(b3, target + (3 &* outputs &+ 8))
    }

    @inline(__always)
    private func eightByEight(
        _ input: UnsafePointer<Float>, _ errors: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>
    ) {
        var (a0, a1, a2, a3) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
        var (a4, a5, a6, a7) = (a0, a0, a0, a0)
        for row in 0..<rows {
            var value = input + row &* inputRow
            var error = errors + row &* outputRow
            for _ in 0..<columns {
                let e = Lanes.read(error)
                a0 = Lanes.multiplyAdd(value[0], e, a0)
                a1 = Lanes.multiplyAdd(value[1], e, a1)
                a2 = Lanes.multiplyAdd(value[2], e, a2)
                a3 = Lanes.multiplyAdd(value[3], e, a3)
                a4 = Lanes.multiplyAdd(value[4], e, a4)
                a5 = Lanes.multiplyAdd(value[5], e, a5)
                a6 = Lanes.multiplyAdd(value[6], e, a6)
                a7 = Lanes.multiplyAdd(value[7], e, a7)
                value += inputStride
                error += outputStride
            }
        }
        add(a0, target)
        add(a1, target + outputs)
        add(a2, target + 2 &* outputs)
        add(a3, target + 3 &* outputs)
        add(a4, target + 4 &* outputs)
        add(a5, target + 5 &* outputs)
        add(a6, target + 6 &* outputs)
        add(a7, target + 7 &* outputs)
    }

    /// For the channels that fill no wider tile.
    @inline(__always)
    private func oneByEight(
        _ input: UnsafePointer<Float>, _ errors: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>
    ) {
        var sum = SIMD8<Float>.zero
        for row in 0..<rows {
            let value = input + row &* inputRow
            let error = errors + row &* outputRow
            for column in 0..<columns {
                sum = Lanes.multiplyAdd(
                    value[column &* inputStride], Lanes.read(error + column &* outputStride), sum)
            }
        }
        add(sum, target)
    }

    @inline(__always)
    private func add(_ sum: SIMD8<Float>, _ target: UnsafeMutablePointer<Float>) {
        Lanes.write(Lanes.read(target) + sum, target)
    }
}
