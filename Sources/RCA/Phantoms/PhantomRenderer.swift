public import Imaging
import NumericSupport

/// Turns a ``PhantomAnatomy`` into a radiograph and its exact label map.
///
/// The radiograph is the logarithm of what reaches it: attenuation along each ray through trunk, lungs, heart and
/// bones, plus scatter, seen through a display curve that makes bone bright and air dark. A 512 × 512 radiograph
/// takes some tens of milliseconds. The labels are the analytic anatomy evaluated at pixel centres, so they
/// are exact for every size.
///
///     let renderer = PhantomRenderer(anatomy: PhantomAnatomy(seed: 7, index: 0))
///     let radiograph = renderer.image(width: 512, height: 512)
///     let truth = renderer.labels(width: 512, height: 512)
///
/// The same anatomy and size give the same bytes on every machine.
public struct PhantomRenderer: Sendable {
    let geometry: PhantomGeometry

    public init(anatomy: PhantomAnatomy) { geometry = PhantomGeometry(anatomy) }

    /// The exact label map (``PhantomStructure``; background 0) of a radiograph of `width` × `height` pixels. The
    /// body's frame fills the middle square; the longer side shows more of the body.
    /// - Precondition: both sides are positive.
    public func labels(width: Int, height: Int) -> LabelMap {
        precondition(width > 0 && height > 0, "a radiograph needs at least one pixel")
        var indices = [UInt8](repeating: 0, count: width * height)
        for y in 0..<height {
            for x in 0..<width {
                indices[y * width + x] = geometry.label(
                    at: geometry.place(at: geometry.bodyPoint(x: x, y: y, width: width, height: height)))
            }
        }
        return LabelMap(width: width, height: height, indices: indices)
    }

    /// The radiograph as 8-bit luminance, bone bright and air dark.
    /// - Precondition: both sides are positive.
    public func image(width: Int, height: Int) -> GrayscaleImage {
        radiograph(width: width, height: height).image
    }

    /// Radiograph and label map together, for little more than the radiograph alone.
    /// - Precondition: both sides are positive.
    public func radiograph(width: Int, height: Int) -> (image: GrayscaleImage, labels: LabelMap) {
        precondition(width > 0 && height > 0, "a radiograph needs at least one pixel")
        var indices = [UInt8](repeating: 0, count: width * height)
        let attenuation = attenuation(width: width, height: height, labels: &indices)
        let labels = LabelMap(width: width, height: height, indices: indices)
        let exposure = RadiographExposure(geometry: geometry, width: width, height: height)
        let grey = exposure.develop(attenuation, lungs: indices)
        return (GrayscaleImage(width: width, height: height, samples: .eightBit(grey)), labels)
    }

    /// The line integral of attenuation for every pixel; fills the labels on the way.
    private func attenuation(width: Int, height: Int, labels: inout [UInt8]) -> [Float] {
        let anatomy = geometry.anatomy
        var integral = [Float](repeating: 0, count: width * height)
        VesselTree(geometry: geometry).add(to: &integral, geometry: geometry, width: width, height: height)
        var random = SplitMix64(seed: anatomy.detailSeed, index: 0, purpose: 4)
        let texture = SmoothNoise(random: &random)
        for y in 0..<height {
            for x in 0..<width {
                let point = geometry.bodyPoint(x: x, y: y, width: width, height: height)
                let place = geometry.place(at: point)
                let index = y * width + x
                labels[index] = geometry.label(at: place)
                let body = geometry.bodyThickness(at: place)
                let coarse = texture.value(point.x * 19, point.y * 19 + 40)
                let fine = texture.value(point.x * 71 + 20, point.y * 71)
                var lung = geometry.lungDepth(at: place)
                // Vessels only show where there is air round them.
                let vessels = 2.1 * integral[index] * min(1, lung * 0.12)
                let hilum = geometry.hilumThickness(at: place) * (1 + 0.5 * fine + 0.3 * coarse)
                // Small vessels run together into a fine mesh.
                let mesh = 1 - abs(texture.value(point.x * 118 + 7, point.y * 118 + 51))
                lung *= 0.76 + 0.030 * coarse + 0.026 * fine - 0.030 * mesh
                let solid = body * (1 + 0.012 * coarse) - lung - min(body * 0.3, geometry.airwayDepth(at: place))
                let bone = body > 0.5 ? geometry.boneThickness(at: place) : 0
                integral[index] = anatomy.exposure.attenuation * (max(0, solid) + bone + vessels + hilum)
            }
        }
        return integral
    }
}
