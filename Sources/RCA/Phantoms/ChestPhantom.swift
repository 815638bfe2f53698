public import Imaging

/// A chest X-ray that never was: number `index` of the population `seed`, with its exact label map.
///
///     let phantom = ChestPhantom(seed: 1, index: 0)
///     let radiograph = phantom.image(width: 512, height: 512)
///     let truth = phantom.labels(width: 512, height: 512)
///
/// Its anatomy is a ``PhantomAnatomy``, drawn here or altered by the caller, and its radiographs are made by a
/// ``PhantomRenderer``. A phantom demonstrates and tests; it says nothing about real patients.
public struct ChestPhantom: Sendable {
    public let anatomy: PhantomAnatomy
    private let renderer: PhantomRenderer

    /// Any pair of numbers is valid; the same pair is the same phantom on every machine.
    public init(seed: UInt64, index: Int) { self.init(anatomy: PhantomAnatomy(seed: seed, index: index)) }

    public init(anatomy: PhantomAnatomy) {
        self.anatomy = anatomy
        renderer = PhantomRenderer(anatomy: anatomy)
    }

    /// The radiograph, as ``PhantomRenderer/image(width:height:)``.
    public func image(width: Int = 512, height: Int = 512) -> GrayscaleImage {
        renderer.image(width: width, height: height)
    }

    /// The exact label map, as ``PhantomRenderer/labels(width:height:)``.
    public func labels(width: Int = 512, height: Int = 512) -> LabelMap {
        renderer.labels(width: width, height: height)
    }

    /// Both at once, as ``PhantomRenderer/radiograph(width:height:)``.
    public func radiograph(width: Int = 512, height: Int = 512) -> (image: GrayscaleImage, labels: LabelMap) {
        renderer.radiograph(width: width, height: height)
    }
}
