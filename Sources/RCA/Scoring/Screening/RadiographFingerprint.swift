import Imaging
import Registration

/// A small picture of a radiograph by which it is known again after scaling, compression, turning, inversion and the
/// adding or cropping of margins.
///
/// Grey values are equalised, what is coarse is taken away, and so is what all references have in common: what is left
/// is this radiograph's own. Sixteen levels: 0 where no picture shows, 1 to 15 about 8.
package struct RadiographFingerprint: Sendable, Equatable, Hashable {
    package static let side = 32
    static let middle = 8
    /// Levels a standard deviation.
    static let levelsPerDeviation: Float = 2.8

    /// Whether it is of a chest X-ray, laid upright, or of a picture as it lies.
    package let isFramed: Bool
    /// side² levels, row-major, two to a byte.
    private let packed: [UInt8]

    /// - Parameter levels: side² of them, row-major, 0 to 15.
    package init(isFramed: Bool, levels: [UInt8]) {
        self.isFramed = isFramed
        packed = stride(from: 0, to: levels.count, by: 2).map { levels[$0] << 4 | levels[$0 + 1] }
    }

    /// Levels less the middle; 0 where no picture shows.
    var values: [Float] { levels.map { $0 == 0 ? 0 : Float(Int($0) - Self.middle) } }
    var shown: [Float] { levels.map { $0 == 0 ? 0 : 1 } }

    /// The values, and 1 where the picture shows, else 0.
    /// - Parameters:
    ///   - values: of side² numbers.
    ///   - shown: of as many.
    func unpack(into values: UnsafeMutablePointer<Float>, _ shown: UnsafeMutablePointer<Float>) {
        for (place, byte) in packed.enumerated() {
            let (left, right) = (Int(byte >> 4), Int(byte & 15))
            values[2 * place] = left == 0 ? 0 : Float(left - Self.middle)
            values[2 * place + 1] = right == 0 ? 0 : Float(right - Self.middle)
            shown[2 * place] = left == 0 ? 0 : 1
            shown[2 * place + 1] = right == 0 ? 0 : 1
        }
    }

    private var levels: [UInt8] {
        var levels: [UInt8] = []
        levels.reserveCapacity(2 * packed.count)
        for byte in packed {
            levels.append(byte >> 4)
            levels.append(byte & 15)
        }
        return levels
    }

    /// Whether it says anything: a blank picture's has no variation.
    var isEmpty: Bool { values.allSatisfy { $0 == 0 } }

    /// A letter for the frame, then a hexadecimal digit a level.
    package var text: String {
        var bytes = [UInt8(ascii: isFramed ? "f" : "i")]
        for byte in packed {
            for digit in [byte >> 4, byte & 15] {
                bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Nil where the text is none.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 1 + Self.side * Self.side, [UInt8(ascii: "f"), UInt8(ascii: "i")].contains(bytes[0])
        else { return nil }
        var levels: [UInt8] = []
        levels.reserveCapacity(bytes.count - 1)
        for byte in bytes.dropFirst() {
            guard let level = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
            levels.append(UInt8(level))
        }
        self.init(isFramed: bytes[0] == UInt8(ascii: "f"), levels: levels)
    }
}

/// Makes fingerprints: knows what the references have in common.
struct FingerprintMaker {
    private static let side = RadiographFingerprint.side
    /// Waves of more than a few times this many cells are left out: patients differ little in them.
    private static let blur: Float = 2

    /// What references look like on average, side² values.
    private let common: [Float]

    init(_ set: ReferenceSet) {
        let size = set.parameters.preparation.size
        var common = [Float](repeating: 0, count: Self.side * Self.side)
        for reference in set.references {
            let picture = Image(width: size, height: size, pixels: reference.equalized.values)
            let detail = Self.detail(of: picture.resampled(width: Self.side, height: Self.side), shown: nil)
            for index in common.indices { common[index] += detail[index] / Float(set.references.count) }
        }
        self.common = common
    }

    /// Of a radiograph without its margins. What registering says of its framing is not asked: the same radiograph in
    /// another file can be registered a little differently.
    ///
    /// - Parameter pose: of a chest X-ray, whose orientation and polarity are undone; nil for anything else.
    func fingerprint(of radiograph: Radiograph, in pose: PresentationState?) -> RadiographFingerprint {
        var frame = PresentationState()
        frame.rectangle = radiograph.content
        if let pose { frame.orientation = pose.orientation }
        var detail = detail(
            of: radiograph, through: frame.frameToImage(width: radiograph.width, height: radiograph.height))
        guard let pose else { return levels(detail, isFramed: false) }
        if pose.isInverted { for index in detail.values.indices { detail.values[index].negate() } }
        let product = zip(detail.values, common).reduce(Float(0)) { $0 + $1.0 * $1.1 }
        let square = zip(detail.shown, common).reduce(Float(0)) { $0 + $1.0 * $1.1 * $1.1 }
        if square > 0 {
            for index in common.indices where detail.shown[index] > 0 {
                detail.values[index] -= product / square * common[index]
            }
        }
        return levels(detail, isFramed: true)
    }

    private typealias Detail = (values: [Float], shown: [Float])

    private func detail(of radiograph: Radiograph, through map: AffineMap) -> Detail {
        let sampled = radiograph.resampled(through: map, size: Self.side)
        let shown = sampled.coverage.pixels.map { Float($0 >= 0.5 ? 1 : 0) }
        let coverage = Image(width: Self.side, height: Self.side, pixels: shown)
        let equalized = HistogramEqualization.equalized(sampled.image, coverage: coverage)
        return (Self.detail(of: equalized, shown: shown), shown)
    }

    /// A picture less its blurred self, over what shows; 0 elsewhere.
    private static func detail(of picture: Image, shown: [Float]?) -> [Float] {
        let shown = shown ?? Array(repeating: 1, count: side * side)
        let weighted = blurred(zip(picture.pixels, shown).map { $0 * $1 })
        let weights = blurred(shown)
        return shown.indices.map { index in
            shown[index] > 0 ? picture.pixels[index] - weighted[index] / weights[index] : 0
        }
    }

    private static let kernel: [Float] = (-2 * Int(blur)...2 * Int(blur)).map {
        // The Gaussian by squares of squares, whose bits are the same on every machine.
        var value = 1 / (1 + Float($0 * $0) / (2 * blur * blur) / 16)
        for _ in 0..<4 { value *= value }
        return value
    }

    private static func blurred(_ values: [Float]) -> [Float] {
        func along(_ values: [Float], step: Int, line: Int) -> [Float] {
            var result = values
            let reach = kernel.count / 2
            for first in 0..<side {
                for place in 0..<side {
                    var sum: Float = 0
                    for offset in max(-reach, -place)...min(reach, side - 1 - place) {
                        sum += kernel[offset + reach] * values[first * line + (place + offset) * step]
                    }
                    result[first * line + place * step] = sum
                }
            }
            return result
        }
        return along(along(values, step: 1, line: side), step: side, line: 1)
    }

    private func levels(_ detail: Detail, isFramed: Bool) -> RadiographFingerprint {
        let count = detail.shown.reduce(0, +)
        let deviation = count > 0 ? (detail.values.reduce(0) { $0 + $1 * $1 } / count).squareRoot() : 0
        let scale = deviation > 1e-4 ? RadiographFingerprint.levelsPerDeviation / deviation : 0
        return RadiographFingerprint(
            isFramed: isFramed,
            levels: zip(detail.values, detail.shown).map { value, shown in
                guard shown > 0 else { return 0 }
                return UInt8(min(max((value * scale).rounded() + Float(RadiographFingerprint.middle), 1), 15))
            })
    }
}
