import RealModule
import Registration
import Vectors

/// Joint label fusion of one case after another, on memory that the caller owns: ``JointLabelFusion`` says what is
/// computed, and its plain implementation is what this is tested against.
///
/// Holds scratch memory: one instance a worker. A case is ``begin(query:)``, ``add(picture:inside:shares:trust:)`` for
/// each atlas, then ``fuse(into:)``. What comes out depends on the case alone.
package final class JointFuser {
    /// Smaller pictures have no whole run of eight pixels in a row.
    package static let smallestSize = 8
    /// Floats of matrices that are made and solved before the next are made: what stays in the processor's cache.
    private static let systemCapacity = 65_536

    private let fusion: JointLabelFusion
    private let size: Int
    private let structureCount: Int
    private let atlasCapacity: Int
    /// |F − Aᵢ| for each atlas, times its scale.
    private let differences: ScratchBuffer
    private let systems: ScratchBuffer
    /// The first pixels of a row's runs of eight; the last lies at the row's end, and may overlap the one before.
    private let columns: [Int]
    private var patches: JointPatches
    /// For each row and each of its runs of eight pixels a bit for each that is disputed.
    private var disputes: [UInt8]
    /// The rows of a column of runs where any pixel is.
    private var rows: [Int] = []
    /// For each atlas its structures' shares.
    private var shares: [UnsafePointer<Float>] = []
    private var query: UnsafePointer<Float>?
    private var atlasCount = 0

    /// - Parameters:
    ///   - size: pixels a side of all pictures, ``smallestSize`` or more.
    ///   - atlasCapacity: the most atlases that a case may have.
    package init(
        _ fusion: JointLabelFusion = JointLabelFusion(), size: Int, structureCount: Int, atlasCapacity: Int
    ) {
        precondition(size >= Self.smallestSize, "a picture smaller than the kernels' runs of pixels")
        self.fusion = fusion
        self.size = size
        self.structureCount = structureCount
        self.atlasCapacity = atlasCapacity
        columns = Array(stride(from: 0, to: size - 8, by: 8)) + [size - 8]
        patches = JointPatches(size: size, radius: fusion.radius, atlasCapacity: (atlasCapacity + 1) / 2 * 2)
        differences = ScratchBuffer(count: atlasCapacity * size * patches.rowStride)
        let largest = JointSystem(atlasCount: atlasCapacity, structureCount: structureCount).count
        systems = ScratchBuffer(count: min(max(largest, Self.systemCapacity), largest * size))
        disputes = Array(repeating: 0, count: size * columns.count)
        rows.reserveCapacity(size)
        shares.reserveCapacity(atlasCapacity * structureCount)
    }

    /// Begins a case and forgets the one before.
    ///
    /// - Parameter query: size² locally normalised grey values, row-major, which are read until the last atlas is
    ///   added.
    package func begin(query: UnsafePointer<Float>) {
        self.query = query
        atlasCount = 0
        shares.removeAll(keepingCapacity: true)
    }

    /// Adds an atlas as it looks in the query's frame.
    ///
    /// - Parameters:
    ///   - picture: size² locally normalised grey values; not read after the call.
    ///   - inside: size² values, 0.5 or more where the atlas reaches; not read after the call.
    ///   - shares: for each structure size² values in [0, 1], which are read until ``fuse(into:)`` returns.
    ///   - trust: what the whole atlas counts, by how well it was registered; 0 or more.
    /// - Precondition: a case has begun, and has fewer atlases than the capacity.
    package func add(
        picture: UnsafePointer<Float>, inside: UnsafePointer<Float>, shares atlasShares: [UnsafePointer<Float>],
        trust: Float
    ) {
        precondition(atlasCount < atlasCapacity, "more atlases than there is memory for")
        precondition(atlasShares.count == structureCount, "an atlas of other structures")
        guard let query else { preconditionFailure("no case has begun") }
        shares.append(contentsOf: atlasShares)
        let (radius, stride) = (fusion.radius, patches.rowStride)
        let scale = fusion.scale(trust: trust)
        let largest = SIMD8(repeating: fusion.largestDifference)
        for row in 0..<size {
            let target = differences.base + (atlasCount * size + row) * stride
            for column in columns {
                let pixel = row * size + column
                let (own, other) = (Lanes.read(query + pixel), Lanes.read(picture + pixel))
                let difference = Lanes.minimum(largest, Lanes.maximum(own - other, other - own))
                let value = Lanes.choose(
                    difference, where: Lanes.read(inside + pixel), isAtLeast: SIMD8(repeating: 0.5), else: largest)
                Lanes.write(value * scale, target + (radius + column))
            }
            for across in 0..<radius {
                target[across] = target[radius]
                target[radius + size + across] = target[radius + size - 1]
            }
        }
        atlasCount += 1
    }

    /// The fused shares of each structure, size² values in [0, 1]: background where no atlas was added. May be asked
    /// for again, with more atlases.
    package func fuse(into result: [UnsafeMutablePointer<Float>]) {
        precondition(result.count == structureCount, "the result has other structures")
        guard atlasCount > 0 else {
            for values in result { values.update(repeating: 0, count: size * size) }
            return
        }
        settle(into: result)
        let system = JointSystem(atlasCount: atlasCount, structureCount: structureCount)
        for position in columns.indices {
            rows.removeAll(keepingCapacity: true)
            for row in 0..<size where disputes[row * columns.count + position] != 0 { rows.append(row) }
            let step = min(systems.count / system.count, size)
            for start in stride(from: 0, to: rows.count, by: step) {
                let blocks = rows[start..<min(start + step, rows.count)]
                patches.fill(
                    systems.base, stride: system.count, differences.base, atlasCount: atlasCount,
                    column: columns[position], blocks: blocks, fusion: fusion)
                var own = systems.base
                for row in blocks {
                    let pixel = row * size + columns[position]
                    system.fillFurtherRows(own, shares, at: pixel)
                    system.solve(own)
                    write(system, own, at: pixel, disputes[row * columns.count + position], into: result)
                    own += system.count
                }
            }
        }
    }

    /// Gives all pixels the share that holds where all atlases say the same, and notes the others.
    private func settle(into result: [UnsafeMutablePointer<Float>]) {
        for row in 0..<size {
            for (position, column) in columns.enumerated() {
                let pixel = row * size + column
                var disputed: UInt8 = 0
                for structure in 0..<structureCount {
                    let (low, high) = bounds(of: structure, at: pixel)
                    Lanes.write((low + high) * 0.5, result[structure] + pixel)
                    disputed |= Lanes.above(high - low, SIMD8(repeating: JointLabelFusion.unanimity))
                }
                disputes[row * columns.count + position] = disputed
            }
        }
    }

    private func bounds(of structure: Int, at pixel: Int) -> (low: SIMD8<Float>, high: SIMD8<Float>) {
        shares.withUnsafeBufferPointer { shares in
            var low = Lanes.read(shares[structure] + pixel)
            var high = low
            for atlas in 1..<max(atlasCount, 1) {
                let value = Lanes.read(shares[atlas * structureCount + structure] + pixel)
                low = Lanes.minimum(low, value)
                high = Lanes.maximum(high, value)
            }
            return (low, high)
        }
    }

    /// The disputed pixels of eight; the mean where their system could not be solved.
    private func write(
        _ system: JointSystem, _ values: UnsafePointer<Float>, at pixel: Int, _ disputed: UInt8,
        into result: [UnsafeMutablePointer<Float>]
    ) {
        for structure in 0..<structureCount {
            let (share, isSolved) = system.share(of: structure, in: values)
            let limited = Lanes.minimum(Lanes.maximum(share, .zero), SIMD8(repeating: 1))
            for lane in 0..<8 where disputed >> lane & 1 != 0 {
                result[structure][pixel + lane] =
                    isSolved >> lane & 1 != 0 ? limited[lane] : mean(of: structure, at: pixel + lane)
            }
        }
    }

    private func mean(of structure: Int, at pixel: Int) -> Float {
        let sum = (0..<atlasCount).reduce(Float(0)) { $0 + shares[$1 * structureCount + structure][pixel] }
        return min(max(sum / Float(atlasCount), 0), 1)
    }
}
