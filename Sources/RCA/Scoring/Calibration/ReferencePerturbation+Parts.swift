extension ReferencePerturbation {
    /// Kinds of change, to measure what each is worth. ``all`` is what sets learn by.
    package struct Parts: OptionSet, Sendable, Hashable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Turned, scaled, stretched, shifted and bent. The labels go along.
        package static let geometry = Parts(rawValue: 1)
        /// Exposure, slow changes of brightness, contrast cut off, noise and blur.
        package static let greyValues = Parts(rawValue: 2)
        /// Opacities over the lungs.
        package static let clouds = Parts(rawValue: 4)
        /// Tubes and wires.
        package static let lines = Parts(rawValue: 8)
        /// Black and white rectangles.
        package static let boxes = Parts(rawValue: 16)
        /// A black margin at one side.
        package static let margins = Parts(rawValue: 32)

        package static let all: Parts = [.geometry, .greyValues, .clouds, .lines, .boxes, .margins]
    }
}
