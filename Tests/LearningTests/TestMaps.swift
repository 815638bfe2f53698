import Learning
import NumericSupport

/// Feature maps that own their memory, as planes: pictures × channels × side × side.
struct TestMaps {
    var values: [Float]
    let pictures: Int
    let channels: Int
    let side: Int

    init(_ values: [Float], pictures: Int, channels: Int, side: Int) {
        precondition(values.count == pictures * channels * side * side)
        self.values = values
        self.pictures = pictures
        self.channels = channels
        self.side = side
    }

    init(zeros pictures: Int, channels: Int, side: Int) {
        self.init(
            Array(repeating: 0, count: pictures * channels * side * side), pictures: pictures, channels: channels,
            side: side)
    }

    init(seed: UInt64, pictures: Int, channels: Int, side: Int) {
        self.init(
            Drawn.values(pictures * channels * side * side, seed: seed), pictures: pictures, channels: channels,
            side: side)
    }

    /// Calls `body` with maps in memory, and takes over what it left there.
    ///
    /// - Parameter beside: so many other channels lie before and behind these in memory.
    mutating func withMaps<Result>(beside: Int = 0, _ body: (FeatureMaps) -> Result) -> Result {
        let all = channels + 2 * beside
        var memory = [Float](repeating: 0, count: FeatureMaps.size(side: side, channels: all) * pictures)
        let plane = channels * side * side
        return memory.withUnsafeMutableBufferPointer { memory in
            let maps = FeatureMaps(memory: memory.baseAddress!, pictures: pictures, side: side, channels: all)
                .channels(beside..<beside + channels)
            values.withUnsafeMutableBufferPointer { values in
                for picture in 0..<pictures { maps.load(values.baseAddress! + picture * plane, picture: picture) }
            }
            let result = body(maps)
            values.withUnsafeMutableBufferPointer { values in
                for picture in 0..<pictures {
                    maps.unload(picture: picture, into: values.baseAddress! + picture * plane)
                }
            }
            return result
        }
    }

    var plain: PlainMaps { PlainMaps(values.map(Double.init), pictures: pictures, channels: channels, side: side) }
}

/// Numbers that make_torch_figures.py draws alike.
enum Drawn {
    /// Uniform on [−1, 1).
    static func values(_ count: Int, seed: UInt64) -> [Float] {
        var random = SplitMix64(seed: seed)
        return (0..<count).map { _ in Float(random.next() >> 40) * 0x1p-23 - 1 }
    }

    static func classes(_ count: Int, below classes: Int, seed: UInt64) -> [UInt8] {
        values(count, seed: seed).map { UInt8(min(Int((Double($0) + 1) / 2 * Double(classes)), classes - 1)) }
    }
}
