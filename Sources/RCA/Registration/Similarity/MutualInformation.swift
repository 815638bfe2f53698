import RealModule

/// Mutual information of two pictures' grey values from their joint histogram (Viola and Wells, IJCV 1997;
/// Mattes et al. 2001), in nats. Picks references the way the published scores did.
///
/// For retrieval only: a hard histogram is constant between bin edges, so it has no useful gradient and no
/// registration runs on it.
public enum MutualInformation {
    /// Grey levels a picture is cut into.
    public static let binCount = 32

    /// The grey level of each value of a picture in [0, 1]; values outside count as the nearer end, NaN as 0.
    public static func bins(_ pixels: [Float]) -> [UInt8] {
        pixels.map { UInt8(min(max(0, $0) * Float(binCount), Float(binCount - 1))) }
    }

    /// ∑ p(a, b) log(p(a, b) / (p(a) p(b))): 0 for independent pictures, at most log(binCount).
    ///
    /// - Precondition: both have the same count, and every value is below ``binCount``.
    public static func value(_ first: [UInt8], _ second: [UInt8]) -> Float {
        precondition(first.count == second.count, "the pictures differ in size")
        guard !first.isEmpty else { return 0 }
        var joint = [Int32](repeating: 0, count: binCount * binCount)
        for index in first.indices { joint[Int(first[index]) * binCount + Int(second[index])] += 1 }
        var rows = [Int32](repeating: 0, count: binCount)
        var columns = rows
        for row in 0..<binCount {
            for column in 0..<binCount {
                rows[row] += joint[row * binCount + column]
                columns[column] += joint[row * binCount + column]
            }
        }
        let total = Float(first.count)
        var sum: Float = 0
        for row in 0..<binCount {
            for column in 0..<binCount where joint[row * binCount + column] > 0 {
                let both = Float(joint[row * binCount + column])
                sum += both * Float.log(both * total / (Float(rows[row]) * Float(columns[column])))
            }
        }
        return sum / total
    }
}
