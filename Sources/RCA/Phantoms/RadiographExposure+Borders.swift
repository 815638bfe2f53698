extension RadiographExposure {
    /// Paints the collimated borders and the side marker over the radiograph.
    func addBorders(to pixels: inout [UInt8]) {
        let side = Float(min(width, height))
        addMarker(to: &pixels, side: side)
        let border = exposure.border
        guard border != .zero else { return }
        let left = Int(border[0] * side)
        let top = Int(border[1] * side)
        let right = width - Int(border[2] * side)
        let bottom = height - Int(border[3] * side)
        let grey = UInt8(exposure.borderGrey)
        for y in 0..<height {
            for x in 0..<width where x < left || x >= right || y < top || y >= bottom {
                pixels[y * width + x] = grey
            }
        }
    }

    /// The letter of lead lies on the radiograph itself, beside the shoulder of the side that it names.
    private func addMarker(to pixels: inout [UInt8], side: Float) {
        guard let marker = exposure.marker else { return }
        let isLeft = marker == .left
        let strokes: [SIMD4<Float>] =
            isLeft
            ? [[0, 0, 0, 1], [0, 1, 0.6, 1]]
            : [
                [0, 0, 0, 1], [0, 0, 0.42, 0], [0.42, 0, 0.6, 0.12], [0.6, 0.12, 0.6, 0.38], [0.6, 0.38, 0.42, 0.5],
                [0.42, 0.5, 0, 0.5], [0.25, 0.5, 0.62, 1],
            ]
        let size = 0.036 * side
        let originX = (isLeft ? 0.94 : 0.04) * side + 0.5 * (Float(width) - side)
        let originY = 0.045 * side + 0.5 * (Float(height) - side)
        let halfStroke = 0.0035 * side
        for y in max(0, Int(originY - size))..<max(0, min(height, Int(originY + 2 * size))) {
            for x in max(0, Int(originX - size))..<max(0, min(width, Int(originX + 2 * size))) {
                var nearest = Float.infinity
                for stroke in strokes {
                    let ax = originX + stroke[0] * size
                    let ay = originY + stroke[1] * size
                    let bx = (stroke[2] - stroke[0]) * size
                    let by = (stroke[3] - stroke[1]) * size
                    let dx = Float(x) - ax
                    let dy = Float(y) - ay
                    let along = min(1, max(0, (dx * bx + dy * by) / (bx * bx + by * by)))
                    let ex = dx - along * bx
                    let ey = dy - along * by
                    nearest = min(nearest, (ex * ex + ey * ey).squareRoot())
                }
                let cover = min(1, max(0, halfStroke + 0.5 - nearest))
                let old = Float(pixels[y * width + x])
                pixels[y * width + x] = UInt8(old + cover * (250 - old))
            }
        }
    }
}
