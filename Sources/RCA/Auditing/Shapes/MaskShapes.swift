package import Imaging
import RealModule

/// Measures the structures of a mask.
package enum MaskShapes {
    /// - Parameters:
    ///   - masks: the pixels of each structure, all of one size. They may overlap.
    ///   - canOverlap: whether each structure has a file of its own.
    ///   - hasOutlines: whether the masks are drawn so finely that their outlines say something; else what is of the
    ///     outline is not defined, and the share at the image's edge is 0.
    /// - Returns: one a structure.
    package static func measure(
        _ masks: [PixelRuns], canOverlap: Bool = false, hasOutlines: Bool = true
    ) -> [MaskShape] {
        let moments = masks.map(RunMoments.init)
        let components = masks.map { $0.components(.corners) }
        let holes = zip(masks, components).map { $0.holes(of: $1) }
        return masks.indices.map { place in
            guard let own = moments[place] else { return MaskShape() }
            var shape = MaskShape()
            let pixels = Double(masks[place].count)
            shape.area = Float(pixels / Double(masks[place].width * masks[place].height))
            shape.componentCount = components[place].all.count
            let shares = components[place].all.map(\.count).sorted(by: >).prefix(MaskShape.mostComponents)
                .map { Float(Double($0) / pixels) }
            let large = shares.count { $0 >= MaskShape.leastShare }
            shape.largest = Array(shares.prefix(max(MaskShape.largestCount, large)))
            shape.holes = Float(Double(holes[place].count) / pixels)
            let outline = hasOutlines ? OutlineFigures(masks[place]) : OutlineFigures()
            shape.edge = Float(outline.edgeShare)
            shape.enclosed = Self.share(place, of: masks[place], by: holes)
            if canOverlap { shape.overlap = Self.share(place, of: masks[place], by: masks) }
            shape.digest = masks[place].digest
            shape.figures = Self.figures(own, others: moments.enumerated().filter { $0.offset != place }, outline)
            return shape
        }
    }

    private static func figures(
        _ own: RunMoments, others: [(offset: Int, element: RunMoments?)], _ outline: OutlineFigures
    ) -> [Float?] {
        let rest = RunMoments(sumOf: others.compactMap(\.element))
        return ShapeFigure.allCases.map { figure in
            let value: Double? =
                switch figure {
                case .area: Double.log(own.area)
                case .width: Double.log(own.width)
                case .height: Double.log(own.height)
                case .spreadAcross: Double.log(own.spreadAcross + 1e-3)
                case .spreadDown: Double.log(own.spreadDown + 1e-3)
                case .shareOfMask: rest.map { Double.log(own.area / (own.area + $0.area)) }
                case .centreAcross: own.across
                case .centreDown: own.down
                case .besideOthers: rest.map { (own.across - $0.across) / (own.area + $0.area).squareRoot() }
                case .belowOthers: rest.map { (own.down - $0.down) / (own.area + $0.area).squareRoot() }
                case .leftHalf: own.leftHalf
                case .slant: own.slant
                case .compactness: outline.compactness.map { Double.log($0) }
                case .raggedness: outline.raggedness.map { Double.log($0) }
                case .smoothingLoss: outline.loss
                }
            return value.map { Float($0) }
        }
    }

    /// The other structure whose pixels have the largest share of a structure's own; nil where none has any.
    private static func share(_ place: Int, of own: PixelRuns, by others: [PixelRuns]) -> MaskShape.Share? {
        var largest: MaskShape.Share?
        for (other, pixels) in others.enumerated() where other != place && !pixels.runs.isEmpty {
            let share = Float(Double(own.commonCount(pixels)) / Double(own.count))
            if share > largest?.share ?? 0 { largest = MaskShape.Share(share: share, other: other) }
        }
        return largest
    }

}
