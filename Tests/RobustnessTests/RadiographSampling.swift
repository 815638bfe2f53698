import Imaging

/// Pictures and labels seen through a map of frame coordinates from the new picture to the old one.
enum RadiographSampling {
    /// Linear between pixel centres; `surround` where the map leaves the image.
    static func image(_ image: Image, through map: AffineMap, surround: Float) -> Image {
        guard map != .identity else { return image }
        var result = Image(width: image.width, height: image.height, filledWith: surround)
        visit(map, width: image.width, height: image.height) { index, x, y in
            let column = min(max(x - 0.5, 0), Double(image.width - 1))
            let row = min(max(y - 0.5, 0), Double(image.height - 1))
            let (left, top) = (min(Int(column), image.width - 2), min(Int(row), image.height - 2))
            let (across, down) = (Float(column - Double(left)), Float(row - Double(top)))
            let upper = image[left, top] * (1 - across) + image[left + 1, top] * across
            let lower = image[left, top + 1] * (1 - across) + image[left + 1, top + 1] * across
            result.pixels[index] = upper * (1 - down) + lower * down
        }
        return result
    }

    /// The nearest pixel; 0 where the map leaves the labels.
    static func labels(_ labels: LabelMap, through map: AffineMap) -> LabelMap {
        guard map != .identity else { return labels }
        var result = LabelMap(
            width: labels.width, height: labels.height,
            indices: [UInt8](repeating: 0, count: labels.width * labels.height))
        visit(map, width: labels.width, height: labels.height) { index, x, y in
            result.indices[index] = labels.indices[Int(y) * labels.width + Int(x)]
        }
        return result
    }

    /// Every pixel whose centre sees a place inside, with that place in pixels.
    private static func visit(
        _ map: AffineMap, width: Int, height: Int, _ body: (_ index: Int, _ x: Double, _ y: Double) -> Void
    ) {
        for row in 0..<height {
            for column in 0..<width {
                let place = map.apply(
                    x: (Double(column) + 0.5) / Double(width), y: (Double(row) + 0.5) / Double(height))
                let (x, y) = (place.x * Double(width), place.y * Double(height))
                guard x >= 0, y >= 0, x < Double(width), y < Double(height) else { continue }
                body(row * width + column, x, y)
            }
        }
    }
}
