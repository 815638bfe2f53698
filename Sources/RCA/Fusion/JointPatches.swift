import Registration
import Vectors

/// The matrices M of joint label fusion along one column of blocks, each eight pixels of a row.
///
/// Two atlases' products are summed along a patch's rows first, for each row of the picture that a patch reaches, and
/// then down the patch. Sums are only added to, so that they are as exact as when each patch is summed alone.
struct JointPatches {
    private let size: Int
    private let radius: Int
    /// Floats of eight pixels and the patches' reach on both sides, in whole lanes.
    private let lineWidth: Int
    /// For one atlas after another, and for one row after another, the differences round the blocks.
    private let lines: ScratchBuffer
    /// For each row the sums along it of four pairs.
    private let sums: ScratchBuffer
    /// Rows of the picture, from the first that a patch reaches; those beyond its edge are the edge's.
    private var rows: [Int] = []
    /// For each block where in `rows` its patches begin.
    private var starts: [Int] = []

    /// - Parameter atlasCapacity: an even number.
    init(size: Int, radius: Int, atlasCapacity: Int) {
        self.size = size
        self.radius = radius
        lineWidth = (2 * radius + 15) / 8 * 8
        let rowCapacity = size + 2 * radius
        lines = ScratchBuffer(count: atlasCapacity * rowCapacity * lineWidth)
        sums = ScratchBuffer(count: rowCapacity * 32)
        rows.reserveCapacity(rowCapacity)
        starts.reserveCapacity(size)
    }

    /// Floats from one row of differences to the next: the picture's with `radius` pixels on both sides, and some that
    /// nothing is made of.
    var rowStride: Int { size - 8 + lineWidth }

    /// - Parameters:
    ///   - differences: of `atlasCount` atlases, `size` rows each; the edge pixels repeated beyond both sides.
    ///   - column: the first of the eight.
    ///   - blocks: their rows, in order.
    ///   - systems: one for each block on return, but for what ``JointSystem/fillFurtherRows(_:_:at:)`` fills.
    mutating func fill(
        _ systems: UnsafeMutablePointer<Float>, stride systemStride: Int, _ differences: UnsafePointer<Float>,
        atlasCount: Int, column: Int, blocks: ArraySlice<Int>, fusion: JointLabelFusion
    ) {
        lay(blocks)
        copyLines(differences, atlasCount: atlasCount, column: column)
        let width = rows.count * lineWidth
        let mean = 1 / Float((2 * radius + 1) * (2 * radius + 1))
        for row in stride(from: 0, to: atlasCount, by: 2) {
            for column in stride(from: 0, through: row, by: 2) {
                addAlong(lines.base + row * width, lines.base + column * width, next: width)
                addDown(
                    systems + JointSystem.offset(row: row, column: column), stride: systemStride, mean: mean,
                    isDiagonal: row == column, fusion)
            }
        }
    }

    private mutating func lay(_ blocks: ArraySlice<Int>) {
        rows.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        var next = -radius
        for block in blocks {
            for row in max(block - radius, next)...block + radius { rows.append(min(max(row, 0), size - 1)) }
            next = block + radius + 1
            starts.append(rows.count - (2 * radius + 1))
        }
    }

    /// With an atlas that differs nowhere, where their number is odd.
    private func copyLines(_ differences: UnsafePointer<Float>, atlasCount: Int, column: Int) {
        var target = lines.base
        rows.withUnsafeBufferPointer { rows in
            for atlas in 0..<atlasCount {
                let source = differences + (atlas * size * rowStride + column)
                for row in rows {
                    for lane in stride(from: 0, to: lineWidth, by: 8) {
                        Lanes.write(Lanes.read(source + (row * rowStride + lane)), target + lane)
                    }
                    target += lineWidth
                }
            }
        }
        if atlasCount % 2 == 1 { target.update(repeating: 0, count: rows.count * lineWidth) }
    }

    /// The sums along all rows of two atlases with two others; the second of two begins `next` floats after the first.
    private func addAlong(_ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, next: Int) {
        let end = rows.count * lineWidth
        let reach = 2 * radius
        var target = sums.base
        for line in stride(from: 0, to: end, by: lineWidth) {
            let (a, b) = (first + line, second + line)
            var (aa, ab) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
            var (ba, bb) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
            for across in 0...reach {
                let (a0, a1) = (Lanes.read(a + across), Lanes.read(a + across + next))
                let (b0, b1) = (Lanes.read(b + across), Lanes.read(b + across + next))
                aa = Lanes.multiplyAdd(a0, b0, aa)
                ab = Lanes.multiplyAdd(a0, b1, ab)
                ba = Lanes.multiplyAdd(a1, b0, ba)
                bb = Lanes.multiplyAdd(a1, b1, bb)
            }
            Lanes.write(aa, target)
            Lanes.write(ab, target + 8)
            Lanes.write(ba, target + 16)
            Lanes.write(bb, target + 24)
            target += 32
        }
    }

    /// The patches' sums, made elements of the systems: two columns of two rows.
    private func addDown(
        _ element: UnsafeMutablePointer<Float>, stride systemStride: Int, mean: Float, isDiagonal: Bool,
        _ fusion: JointLabelFusion
    ) {
        let reach = 64 * radius
        let mean = SIMD8(repeating: mean)
        let ridge = SIMD8(repeating: isDiagonal ? fusion.regularization : 0)
        let isSquared = fusion.isSquared
        var target = element
        starts.withUnsafeBufferPointer { starts in
            for start in starts {
                let source = sums.base + 32 * start
                var (aa, ab) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
                var (ba, bb) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
                for down in stride(from: 0, through: reach, by: 32) {
                    aa += Lanes.read(source + down)
                    ab += Lanes.read(source + down + 8)
                    ba += Lanes.read(source + down + 16)
                    bb += Lanes.read(source + down + 24)
                }
                aa *= mean
                ab *= mean
                ba *= mean
                bb *= mean
                if isSquared { (aa, ab, ba, bb) = (aa * aa, ab * ab, ba * ba, bb * bb) }
                Lanes.write(aa + ridge, target)
                Lanes.write(ba, target + 8)
                // Above the diagonal nothing is kept.
                if !isDiagonal { Lanes.write(ab, target + 32) }
                Lanes.write(bb + ridge, target + 40)
                target += systemStride
            }
        }
    }
}
