/// One invented patient and exposure: every number that a phantom radiograph follows from.
///
/// Lengths are in the body frame: one unit is the side of a typical square radiograph (35 cm to 43 cm). `u` runs
/// from the midline to the right of the image (the patient's left), `v` from the top of the radiograph (0) to its
/// bottom (1). Nothing is taken from any patient: the ranges are those of textbook anatomy.
public struct PhantomAnatomy: Sendable, Equatable {
    /// One lung's field, described as seen from the midline: "lateral" is away from it.
    public struct Lung: Sendable, Equatable {
        /// Where the apex stands: distance from the midline and height on the radiograph.
        public var apexLateral: Float
        public var apexHeight: Float
        /// Height of the costophrenic angle, the lowest point of the field.
        public var tipHeight: Float
        /// Greatest distance of the outer border from the midline.
        public var halfWidth: Float
        /// Exponent of the superellipse that the outer border follows: 2 is a narrow shoulder, 3 a broad one.
        public var roundness: Float
        /// Distance from the midline of the inner border above the heart.
        public var innerBorder: Float
        /// The dome of the diaphragm: its highest point, and how far it falls towards the midline.
        public var domeHeight: Float
        public var domeLateral: Float
        public var domeMedialDrop: Float
    }

    /// The heart's shadow: a star-shaped outline, radius × (1 + harmonics of the angle round its centre).
    public struct Heart: Sendable, Equatable {
        public var centreU: Float
        public var centreV: Float
        public var radius: Float
        /// Cosine and sine amplitudes of the first to fourth harmonic.
        public var cosine: SIMD4<Float>
        public var sine: SIMD4<Float>
        /// Tangent of half the angle by which the outline is turned; positive is clockwise on the radiograph.
        public var tilt: Float
    }

    /// The great vessels and airways between the lungs.
    public struct Mediastinum: Sendable, Equatable {
        public var aorticKnobHeight: Float
        public var aorticKnobSize: Float
        public var pulmonaryBulge: Float
        public var tracheaU: Float
        public var hilumHeight: Float
    }

    /// Ribs, clavicles, shoulder blades and spine.
    public struct Skeleton: Sendable, Equatable {
        public var ribSpacing: Float
        public var firstRibHeight: Float
        public var ribDrop: Float
        public var ribWidth: Float
        /// Thickness of bone relative to the average.
        public var boneDensity: Float
        public var clavicleHeight: Float
        public var clavicleRise: Float
        public var spineWidth: Float
        /// Sideways amplitude of the spine's curve.
        public var scoliosis: Float
        /// How far the shoulder blades lie over the lung fields: 0 not at all, 0.06 clearly.
        public var scapulaOverlap: Float
    }

    /// The soft parts round the chest.
    public struct Build: Sendable, Equatable {
        /// Distance of the flank from the midline.
        public var flank: Float
        /// Front-to-back thickness of the trunk in centimetres.
        public var thickness: Float
        public var neckWidth: Float
        public var shoulderHeight: Float
        /// Downward slope of the upper arms away from the body.
        public var armSlope: Float
        /// Thickness of the breast shadows in centimetres, 0 for none, and the height of their lower edge.
        public var breast: Float
        public var breastHeight: Float
        /// Size of the air bubble in the stomach; 0 for none.
        public var stomachBubble: Float
    }

    /// How the patient stood before the radiograph.
    public struct Pose: Sendable, Equatable {
        /// Tangent of half the rotation in the plane of the radiograph; positive turns the body clockwise.
        public var halfAngleTangent: Float
        public var scale: Float
        public var shiftU: Float
        public var shiftV: Float
        /// Sideways displacement of front parts against back parts, by a turn about the body's long axis.
        public var turn: Float
    }

    /// The exposure, the radiograph and its edges.
    public struct Exposure: Sendable, Equatable {
        /// Attenuation of soft tissue per centimetre at the tube voltage used.
        public var attenuation: Float
        /// Scattered radiation relative to the primary beam.
        public var scatter: Float
        /// Shape of the display curve: small compresses the dense parts, large is nearly straight.
        public var contrast: Float
        /// Deviation of radiograph grain and quantum noise in grey values of 255.
        public var noise: Float
        /// Widths of the collimated borders in body units: left, top, right, bottom; 0 for none.
        public var border: SIMD4<Float>
        /// Grey value of what the collimator hid.
        public var borderGrey: Float
        /// Side marker: nil for none, otherwise which letter.
        public var marker: Marker?
    }

    /// The lead letter that names a side of the patient.
    public enum Marker: Sendable, Equatable { case left, right }

    public var rightLung: Lung
    public var leftLung: Lung
    public var heart: Heart
    public var mediastinum: Mediastinum
    public var skeleton: Skeleton
    public var build: Build
    public var pose: Pose
    public var exposure: Exposure
    /// Seed of everything irregular: vessels, the waviness of borders, texture, grain.
    public var detailSeed: UInt64
}
