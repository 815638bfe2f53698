import Registration
import Vectors

/// The linear systems of joint label fusion at eight pixels, a lane a pixel, and their solution.
///
/// With M + αI = LLᵀ the fused share of a structure with the atlases' shares s is sᵀ(M + αI)⁻¹1 / 1ᵀ(M + αI)⁻¹1 =
/// (L⁻¹s)·(L⁻¹1) / |L⁻¹1|². So 1 and each s are further rows below the matrix, and what elimination makes of them is
/// all that is needed: no weights, and nothing is substituted backwards.
///
/// Rows lie in panels of four, so that four chains of sums run at once: a panel has for one column after another eight
/// lanes of each of its rows. The panels of the matrix end with their diagonal; then come those of the further rows.
struct JointSystem {
    /// Pivots are not let below this.
    static let smallestPivot: Float = 1e-12
    /// Nor is 1ᵀ(M + αI)⁻¹1 believed to be more than rounding.
    static let smallestSum: Float = 1e-12

    let atlasCount: Int
    let structureCount: Int

    private var panelCount: Int { (atlasCount + 3) / 4 }
    /// Columns are eliminated in twos.
    private var furtherColumns: Int { (atlasCount + 1) / 2 * 2 }
    private var furtherPanels: Int { (structureCount + 4) / 4 }
    /// Rows that ``JointPatches`` fills.
    private var filledRows: Int { furtherColumns }

    /// Floats of one system.
    var count: Int { Self.panelStart(panelCount) + furtherPanels * furtherColumns * 32 }

    @inline(__always)
    private static func panelStart(_ panel: Int) -> Int { 64 * panel * (panel + 1) }

    /// Where the eight lanes of a matrix element at or below the diagonal begin.
    @inline(__always)
    static func offset(row: Int, column: Int) -> Int { panelStart(row / 4) + 32 * column + 8 * (row % 4) }

    /// Where the row of ones begins (0), or a structure's row of shares (its position plus 1): 32 floats to the next
    /// column.
    @inline(__always)
    private func furtherOffset(_ row: Int) -> Int {
        Self.panelStart(panelCount) + row / 4 * furtherColumns * 32 + 8 * (row % 4)
    }

    /// Fills what the matrix leaves: the rows below it, and rows that are there to make panels full.
    ///
    /// - Parameter shares: one atlas after another, its structures' shares of the whole picture.
    /// - Parameter pixel: the first of the eight.
    func fillFurtherRows(_ system: UnsafeMutablePointer<Float>, _ shares: [UnsafePointer<Float>], at pixel: Int) {
        for row in filledRows..<max(4 * panelCount, filledRows) {
            for column in 0...row { Lanes.write(.zero, system + Self.offset(row: row, column: column)) }
        }
        let end = 32 * furtherColumns
        for row in 0..<4 * furtherPanels {
            let target = system + furtherOffset(row)
            let value = SIMD8<Float>(repeating: row == 0 ? 1 : 0)
            for place in stride(from: 0, to: end, by: 32) { Lanes.write(value, target + place) }
        }
        shares.withUnsafeBufferPointer { shares in
            for structure in 0..<structureCount {
                var target = system + furtherOffset(structure + 1)
                for place in stride(from: structure, to: atlasCount * structureCount, by: structureCount) {
                    Lanes.write(Lanes.read(shares[place] + pixel), target)
                    target += 32
                }
            }
        }
    }

    /// Eliminates. Afterwards ``share(of:in:)`` can be asked for.
    func solve(_ system: UnsafeMutablePointer<Float>) {
        for panel in 0..<panelCount {
            let own = system + Self.panelStart(panel)
            Self.eliminate(own, by: system, columns: 4 * panel)
            Self.factor(own, before: 4 * panel)
        }
        for panel in 0..<furtherPanels {
            Self.eliminate(system + furtherOffset(4 * panel), by: system, columns: furtherColumns)
        }
    }

    /// A structure's fused share, and whether the system could be solved: lanes where it could have their bit set.
    func share(of structure: Int, in system: UnsafePointer<Float>) -> (share: SIMD8<Float>, isSolved: UInt8) {
        let (ones, own) = (system + furtherOffset(0), system + furtherOffset(structure + 1))
        var (sum, product) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
        for column in 0..<atlasCount {
            let one = Lanes.read(ones + 32 * column)
            sum = Lanes.multiplyAdd(one, one, sum)
            product = Lanes.multiplyAdd(one, Lanes.read(own + 32 * column), product)
        }
        return (product / sum, Lanes.above(sum, SIMD8(repeating: Self.smallestSum)))
    }

    /// Rows of a panel times L⁻ᵀ, as far as `columns`, two at a time.
    private static func eliminate(
        _ panel: UnsafeMutablePointer<Float>, by system: UnsafePointer<Float>, columns: Int
    ) {
        for column in stride(from: 0, to: columns, by: 2) {
            // Two rows of L, one beside the other.
            let rows = system + offset(row: column, column: 0)
            var (left0, left1, left2, left3) = (
                SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero
            )
            var (right0, right1, right2, right3) = (left0, left0, left0, left0)
            for inner in stride(from: 0, to: 32 * column, by: 32) {
                let (left, right) = (Lanes.read(rows + inner), Lanes.read(rows + inner + 8))
                let (value0, value1) = (Lanes.read(panel + inner), Lanes.read(panel + inner + 8))
                left0 = Lanes.multiplyAdd(value0, left, left0)
                right0 = Lanes.multiplyAdd(value0, right, right0)
                left1 = Lanes.multiplyAdd(value1, left, left1)
                right1 = Lanes.multiplyAdd(value1, right, right1)
                let (value2, value3) = (Lanes.read(panel + inner + 16), Lanes.read(panel + inner + 24))
                left2 = Lanes.multiplyAdd(value2, left, left2)
                right2 = Lanes.multiplyAdd(value2, right, right2)
                left3 = Lanes.multiplyAdd(value3, left, left3)
                right3 = Lanes.multiplyAdd(value3, right, right3)
            }
            let (pivots, target) = (rows + 32 * column, panel + 32 * column)
            let (pivot, between, next) = (Lanes.read(pivots), Lanes.read(pivots + 8), Lanes.read(pivots + 40))
            left0 = (Lanes.read(target) - left0) * pivot
            left1 = (Lanes.read(target + 8) - left1) * pivot
            left2 = (Lanes.read(target + 16) - left2) * pivot
            left3 = (Lanes.read(target + 24) - left3) * pivot
            right0 = (Lanes.read(target + 32) - Lanes.multiplyAdd(left0, between, right0)) * next
            right1 = (Lanes.read(target + 40) - Lanes.multiplyAdd(left1, between, right1)) * next
            right2 = (Lanes.read(target + 48) - Lanes.multiplyAdd(left2, between, right2)) * next
            right3 = (Lanes.read(target + 56) - Lanes.multiplyAdd(left3, between, right3)) * next
            Lanes.write(left0, target)
            Lanes.write(left1, target + 8)
            Lanes.write(left2, target + 16)
            Lanes.write(left3, target + 24)
            Lanes.write(right0, target + 32)
            Lanes.write(right1, target + 40)
            Lanes.write(right2, target + 48)
            Lanes.write(right3, target + 56)
        }
    }

    /// The last four columns of a panel, on the diagonal. Reciprocals take the diagonal's place.
    private static func factor(_ panel: UnsafeMutablePointer<Float>, before columns: Int) {
        let zero = SIMD8<Float>.zero
        var (s00, s10, s20, s30, s11) = (zero, zero, zero, zero, zero)
        var (s21, s31, s22, s32, s33) = (zero, zero, zero, zero, zero)
        for inner in stride(from: 0, to: 32 * columns, by: 32) {
            let (a, b) = (Lanes.read(panel + inner), Lanes.read(panel + inner + 8))
            let (c, d) = (Lanes.read(panel + inner + 16), Lanes.read(panel + inner + 24))
            s00 = Lanes.multiplyAdd(a, a, s00)
            s10 = Lanes.multiplyAdd(b, a, s10)
            s20 = Lanes.multiplyAdd(c, a, s20)
            s30 = Lanes.multiplyAdd(d, a, s30)
            s11 = Lanes.multiplyAdd(b, b, s11)
            s21 = Lanes.multiplyAdd(c, b, s21)
            s31 = Lanes.multiplyAdd(d, b, s31)
            s22 = Lanes.multiplyAdd(c, c, s22)
            s32 = Lanes.multiplyAdd(d, c, s32)
            s33 = Lanes.multiplyAdd(d, d, s33)
        }
        let target = panel + 32 * columns
        let p0 = reciprocalRoot(Lanes.read(target) - s00)
        let l10 = (Lanes.read(target + 8) - s10) * p0
        let l20 = (Lanes.read(target + 16) - s20) * p0
        let l30 = (Lanes.read(target + 24) - s30) * p0
        let p1 = reciprocalRoot(Lanes.read(target + 40) - Lanes.multiplyAdd(l10, l10, s11))
        let l21 = (Lanes.read(target + 48) - Lanes.multiplyAdd(l20, l10, s21)) * p1
        let l31 = (Lanes.read(target + 56) - Lanes.multiplyAdd(l30, l10, s31)) * p1
        s22 = Lanes.multiplyAdd(l21, l21, Lanes.multiplyAdd(l20, l20, s22))
        let p2 = reciprocalRoot(Lanes.read(target + 80) - s22)
        s32 = Lanes.multiplyAdd(l31, l21, Lanes.multiplyAdd(l30, l20, s32))
        let l32 = (Lanes.read(target + 88) - s32) * p2
        s33 = Lanes.multiplyAdd(l32, l32, Lanes.multiplyAdd(l31, l31, Lanes.multiplyAdd(l30, l30, s33)))
        let p3 = reciprocalRoot(Lanes.read(target + 120) - s33)
        Lanes.write(p0, target)
        Lanes.write(l10, target + 8)
        Lanes.write(l20, target + 16)
        Lanes.write(l30, target + 24)
        Lanes.write(p1, target + 40)
        Lanes.write(l21, target + 48)
        Lanes.write(l31, target + 56)
        Lanes.write(p2, target + 80)
        Lanes.write(l32, target + 88)
        Lanes.write(p3, target + 120)
    }

    /// What is not a number stays so.
    @inline(__always)
    private static func reciprocalRoot(_ value: SIMD8<Float>) -> SIMD8<Float> {
        SIMD8(repeating: 1) / Lanes.squareRoot(Lanes.maximum(SIMD8(repeating: smallestPivot), value))
    }
}
