public import Imaging
package import Registration

/// A label map read as structures: which structure each of its index bytes stands for, checked once.
public struct StructureMap: Sendable {
    public let labels: LabelMap
    public let structureCount: Int
    /// For each of the 256 index bytes: 0 for background, else the structure's position in the list plus 1.
    package let table: [Int32]
    /// The pixels of each structure; no two overlap.
    package let pixels: [PixelRuns]
    /// The structures at two bits a pixel, where there are few enough.
    package let packed: PackedLabels?
    /// Whether each structure occurs in the map at all.
    public let isPresent: [Bool]

    /// True where the map is background only.
    public var isEmpty: Bool { !isPresent.contains(true) }

    /// - Parameters:
    ///   - labels: the map.
    ///   - structures: what its labels mean; label 0 is background.
    ///   - name: the file's name, for the error.
    /// - Throws: ``InputError`` (`label unknown`) listing the labels that no structure has.
    public init(_ labels: LabelMap, structures: StructureList, named name: String) throws(InputError) {
        try self.init(
            labels, structures, positions: Array(structures.indices), structureCount: structures.count, named: name)
    }

    /// As ``init(_:structures:named:)``, where no label is read as background.
    /// - Throws: ``InputError`` (`label unknown`) listing the labels that no structure has.
    public init(_ labels: LabelMap, structures: [Structure], named name: String) throws(InputError) {
        try self.init(labels, structures: StructureList(structures), named: name)
    }

    /// - Parameters:
    ///   - structures: what the map's labels mean.
    ///   - positions: for each of them, its place among all `structureCount`, which has its value less 1.
    init(
        _ map: LabelMap, _ structures: StructureList, positions: [Int], structureCount: Int, named name: String
    ) throws(InputError) {
        let runs = LabelRuns(map)
        let occurring = runs.bytes
        var table = [Int32](repeating: 0, count: 256)
        for byte in occurring {
            let label = map.label(ofIndex: byte)
            guard let place = structures.firstIndex(where: { $0.labels.contains(label) }) else { continue }
            table[Int(byte)] = Int32(positions[place] + 1)
        }
        if let error = structures.error(ofLabels: occurring.map(map.label(ofIndex:)), named: name) { throw error }
        labels = map
        self.structureCount = structureCount
        self.table = table
        pixels = runs.pixels(table, structureCount: structureCount)
        isPresent = pixels.map { !$0.runs.isEmpty }
        packed =
            structureCount <= PackedLabels.largestCount
            ? PackedLabels(pixels, width: map.width, height: map.height) : nil
    }

    /// The structure (0 background) at the nearest pixel of each point of a square grid over the whole map.
    ///
    /// - Returns: size² values, row-major.
    public func sampled(gridSize size: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: size * size)
        for (position, pixels) in pixels.enumerated() {
            pixels.forEachSampledRun(columns: size, rows: size) { row, columns in
                for column in columns { result[row * size + column] = UInt8(position + 1) }
            }
        }
        return result
    }
}

extension StructureMap {
    /// The structure at the nearest pixel of each point of a square grid over a frame; background outside.
    func sampled(gridSize size: Int, frameToImage: AffineMap) -> [UInt8] {
        if frameToImage == .identity { return sampled(gridSize: size) }
        var result = [UInt8](repeating: 0, count: size * size)
        for index in 0..<size * size {
            let position = frameToImage.apply(
                x: (Double(index % size) + 0.5) / Double(size), y: (Double(index / size) + 0.5) / Double(size))
            let (x, y) = (position.x * Double(labels.width), position.y * Double(labels.height))
            guard x >= 0, y >= 0, x < Double(labels.width), y < Double(labels.height) else { continue }
            result[index] = UInt8(table[Int(labels.indices[Int(y) * labels.width + Int(x)])])
        }
        return result
    }

    /// Each structure's share of each pixel of a square level over the whole map, by exact area.
    ///
    /// - Returns: size² values a structure, one structure after another, each in [0, 1].
    func shares(size: Int) -> [Float] {
        (1...structureCount).flatMap { structure -> [Float] in
            let mask = labels.indices.map { table[Int($0)] == Int32(structure) ? UInt8(255) : 0 }
            return GrayscaleImage(width: labels.width, height: labels.height, samples: .eightBit(mask))
                .areaMeans(width: size, height: size).pixels
        }
    }
}

/// A mask may be larger or smaller than its image, but must cover the same rectangle.
public enum AspectRatio {
    /// - Throws: ``InputError`` (`size mismatch`) where the two aspect ratios differ by more than the rounding of
    ///   sides to whole pixels, or 1 %, explains.
    public static func check(
        _ labels: LabelMap, against image: GrayscaleImage, named name: String
    ) throws(InputError) {
        try check(labels.size, against: image.size, named: name)
    }

    /// As ``check(_:against:named:)``, of the sizes alone.
    package static func check(
        _ mask: PictureSize, against image: PictureSize, named name: String
    ) throws(InputError) {
        guard fits(mask, image) else {
            throw InputError(
                .sizeMismatch, name,
                "the mask is \(mask.width) × \(mask.height), its image \(image.width) × \(image.height)",
                remedy: "give the mask the image's aspect ratio")
        }
    }

    /// Whether two aspect ratios differ by no more than the rounding of sides to whole pixels, or 1 %, explains.
    package static func fits(_ first: PictureSize, _ second: PictureSize) -> Bool {
        let (one, other) = (Double(first.width * second.height), Double(second.width * first.height))
        return abs(one - other) <= 0.01 * max(one, other) || isRounded(first, from: second)
            || isRounded(second, from: first)
    }

    /// Whether a picture's sides are those of another one, scaled, give or take what one side loses to whole pixels.
    private static func isRounded(_ size: PictureSize, from other: PictureSize) -> Bool {
        let across = Double(size.height) * Double(other.width) / Double(other.height)
        let down = Double(size.width) * Double(other.height) / Double(other.width)
        return abs(across - Double(size.width)) < 1 || abs(down - Double(size.height)) < 1
    }
}
