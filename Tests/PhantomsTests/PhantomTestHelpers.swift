import Imaging
import Phantoms

/// The samples of an 8-bit radiograph; empty for any other.
func bytes(_ image: GrayscaleImage) -> [UInt8] {
    if case .eightBit(let values) = image.samples { values } else { [] }
}

/// Sizes in pixels of the four-connected components of a label, largest first.
func componentSizes(of label: UInt8, in map: LabelMap) -> [Int] {
    var isOpen = map.indices.map { $0 == label }
    var sizes: [Int] = []
    for start in isOpen.indices where isOpen[start] {
        isOpen[start] = false
        var stack = [start]
        var size = 0
        while let index = stack.popLast() {
            size += 1
            let x = index % map.width
            var neighbours: [Int] = []
            if x > 0 { neighbours.append(index - 1) }
            if x + 1 < map.width { neighbours.append(index + 1) }
            if index >= map.width { neighbours.append(index - map.width) }
            if index + map.width < isOpen.count { neighbours.append(index + map.width) }
            for neighbour in neighbours where isOpen[neighbour] {
                isOpen[neighbour] = false
                stack.append(neighbour)
            }
        }
        sizes.append(size)
    }
    return sizes.sorted(by: >)
}

/// A map from rows of digits: `["0011", "0220"]`.
func labelMap(_ rows: [String]) -> LabelMap {
    LabelMap(
        width: rows[0].utf8.count, height: rows.count, indices: rows.flatMap { $0.utf8.map { $0 - UInt8(ascii: "0") } })
}

func fraction(of label: UInt8, in map: LabelMap) -> Double {
    Double(map.indices.count { $0 == label }) / Double(map.indices.count)
}

/// Mean column and row of a label's pixels, as fractions of the map's sides.
func centroid(of label: UInt8, in map: LabelMap) -> (x: Double, y: Double) {
    var x = 0
    var y = 0
    var count = 0
    for (index, value) in map.indices.enumerated() where value == label {
        x += index % map.width
        y += index / map.width
        count += 1
    }
    return (
        Double(x) / Double(max(1, count)) / Double(map.width), Double(y) / Double(max(1, count)) / Double(map.height)
    )
}

/// 64-bit FNV-1a, to compare many bytes with one number.
func checksum(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}
