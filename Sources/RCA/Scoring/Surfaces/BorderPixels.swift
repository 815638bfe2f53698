/// Outlines as MedPy has them: the pixels that an erosion by the cross of four neighbours takes away.
enum BorderPixels {
    /// The distances of the border pixels of each mask to the nearest one of the other, the first mask's first.
    static func distances(_ masks: MaskPair, rowSize: Double, columnSize: Double) -> [Double] {
        let first = border(masks.first, masks.width, masks.height)
        let second = border(masks.second, masks.width, masks.height)
        func distances(from border: [Bool], to other: [Bool]) -> [Double] {
            NearestDistance.between(
                border, other, width: masks.width, height: masks.height, rowSpacing: rowSize,
                columnSpacing: columnSize)
        }
        return distances(from: first, to: second) + distances(from: second, to: first)
    }

    /// What lies beyond the grid is outside of the mask.
    static func border(_ mask: [Bool], _ width: Int, _ height: Int) -> [Bool] {
        var border = mask
        guard width > 2, height > 2 else { return border }
        for y in 1..<(height - 1) {
            for index in (y * width + 1)..<(y * width + width - 1) where mask[index] {
                border[index] =
                    !(mask[index - 1] && mask[index + 1] && mask[index - width] && mask[index + width])
            }
        }
        return border
    }
}
