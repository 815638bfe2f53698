package import Imaging
package import Learning

/// What a forest knows of each pixel of a prepared image, at the fine level: grey ranks and locally normalised grey
/// values in boxes of several sizes, at the pixel and some way off, and the place in the frame of the mean reference.
///
/// Grey ranks do not depend on exposure, and boxes are four additions each (``BoxMeans``): about 1 ms an image.
package struct PixelFeatures: Sendable, Equatable {
    /// How far off boxes are looked at, beside those at the pixel.
    package enum Offsets: Sendable, Equatable {
        /// None.
        case none
        /// 4 and 8 pixels of 64.
        case near
        /// 4, 8, 16 and 24 pixels of 64.
        case far
    }

    package var offsets = Offsets.near
    /// Whether the place in the frame of the mean reference is known.
    package var knowsPlace = true

    package init(offsets: Offsets = .near, knowsPlace: Bool = true) {
        self.offsets = offsets
        self.knowsPlace = knowsPlace
    }

    private struct Box {
        let radius: Int
        let right: Int
        let down: Int
    }

    /// At the pixel itself, radii in pixels of a level of 64 a side.
    private static let greyRadii = [1, 4]
    private static let edgeRadii = [0, 1, 2, 4]
    private static let rings: [(distance: Int, radius: Int)] = [(4, 1), (8, 2), (16, 4), (24, 6)]
    private static let directions = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)]
    package static let placeCount = 4
    /// Of the box at the pixel that those further off are compared with.
    private static let ownRadius = 1

    private var ringCount: Int {
        switch offsets {
        case .none: 0
        case .near: 2
        case .far: Self.rings.count
        }
    }

    /// Rings are looked at for the difference to the pixel's own grey ranks, which other radiographs share sooner than
    /// the ranks themselves.
    package var count: Int {
        (knowsPlace ? Self.placeCount : 0) + Self.greyRadii.count + Self.edgeRadii.count
            + Self.directions.count * ringCount
    }

    /// - Parameters:
    ///   - equalized: grey ranks in [0, 1], size² values.
    ///   - edges: locally normalised, within ± 3, likewise.
    ///   - map: from the image's frame to that of the mean reference.
    package func table(equalized: [Float], edges: [Float], size: Int, map: AffineMap) -> FeatureTable {
        let width = count
        let values = [UInt8](unsafeUninitializedCapacity: width * size * size) { values, written in
            values.initialize(repeating: 0)
            written = width * size * size
            var feature = 0
            func next(_ body: (_ write: (_ pixel: Int, _ byte: Float) -> Void) -> Void) {
                let place = feature
                body { pixel, byte in values[pixel * width + place] = UInt8(min(max(byte, 0), 255)) }
                feature += 1
            }
            if knowsPlace { places(size, map, next) }
            let scale = max(size / 64, 1)
            let (grey, edge) = (BoxMeans(equalized, side: size), BoxMeans(edges, side: size))
            for radius in Self.greyRadii {
                next { write in
                    grey.write(radius: radius * scale, right: 0, down: 0) { write($0, $1 * 255.99) }
                }
            }
            for radius in Self.edgeRadii {
                next { write in
                    edge.write(radius: radius * scale, right: 0, down: 0) { write($0, ($1 + 3) / 6 * 255.99) }
                }
            }
            var own = equalized
            grey.write(radius: Self.ownRadius * scale, right: 0, down: 0) { own[$0] = $1 }
            for ring in Self.rings.prefix(ringCount) {
                for (right, down) in Self.directions {
                    let box = Box(
                        radius: ring.radius * scale, right: right * ring.distance * scale,
                        down: down * ring.distance * scale)
                    next { write in
                        grey.write(radius: box.radius, right: box.right, down: box.down) {
                            write($0, ($1 - own[$0] + 1) / 2 * 255.99)
                        }
                    }
                }
            }
        }
        return FeatureTable(featureCount: width, values: values)
    }

    /// Across, down and along both diagonals: a frame's own span is the middle half of each.
    private func places(
        _ size: Int, _ map: AffineMap, _ next: ((_ write: (Int, Float) -> Void) -> Void) -> Void
    ) {
        let parts: [(Double, Double) -> Double] = [
            { x, _ in x }, { _, y in y }, { x, y in (x + y) / 2 }, { x, y in (x - y + 1) / 2 },
        ]
        for part in parts {
            next { write in
                for index in 0..<size * size {
                    let place = map.apply(
                        x: (Double(index % size) + 0.5) / Double(size), y: (Double(index / size) + 0.5) / Double(size))
                    write(index, Float((part(place.x, place.y) + 0.5) / 2 * 255.99))
                }
            }
        }
    }
}
