/// Label maps at the side that networks see.
enum ReducedLabels {
    /// Labels at a smaller size: of each block that which most pixels have, the smaller of two as frequent ones.
    static func values(_ labels: [UInt8], from side: Int, to size: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: size * size)
        var counts = [Int](repeating: 0, count: 256)
        for row in 0..<size {
            let rows = row * side / size..<max((row + 1) * side / size, row * side / size + 1)
            for column in 0..<size {
                let columns = column * side / size..<max((column + 1) * side / size, column * side / size + 1)
                var best: UInt8 = 0
                for y in rows { for x in columns { counts[Int(labels[y * side + x])] += 1 } }
                for y in rows {
                    for x in columns {
                        let label = labels[y * side + x]
                        let (count, most) = (counts[Int(label)], counts[Int(best)])
                        if count > most || (count == most && label < best) { best = label }
                    }
                }
                for y in rows { for x in columns { counts[Int(labels[y * side + x])] = 0 } }
                result[row * size + column] = best
            }
        }
        return result
    }
}
