import Auditing
import RealModule

/// A mask's own figures as `rca_audit.csv` has them; nil where they are not defined.
extension MaskShape {
    var ownHoles: Float? { isPresent ? holes : nil }
    var ownEdge: Float? { isPresent ? edge : nil }
    var ownRaggedness: Float? { self[.raggedness].map { Float.exp($0) } }
    var ownEnclosed: Float? { isPresent ? enclosed?.share ?? 0 : nil }

    /// By their columns' names.
    var tabulated: [(column: String, value: Float?)] {
        [
            ("area", area), ("components", Float(componentCount)), ("holes", ownHoles), ("edge", ownEdge),
            ("raggedness", ownRaggedness), ("overlap", overlap?.share), ("enclosed", ownEnclosed),
        ]
    }
}
