public import Evaluation

/// What `calibrate` learnt of a set of masks whose quality is known, for `score --calibration`.
///
/// Holds the sorted errors themselves, so that intervals can be asked for at any confidence. Says what data made it.
public struct CalibrationModel: Codable, Sendable, Equatable {
    /// How intervals are made.
    public enum Recipe: String, Codable, Sendable, CaseIterable {
        /// ``CrossConformal``
        case adaptive
        /// ``PercentileBand``
        case published
    }

    /// What one structure's intervals are made with: `adaptive` or `published`, as the recipe has it.
    public struct Part: Codable, Sendable, Equatable {
        /// The structure's name, or `mean`.
        public var structure: String
        public var masks: Int
        public var images: Int
        /// Masks without a true Dice, or without the estimates that the recipe needs.
        public var leftOut: Int
        public var adaptive: CrossConformal?
        public var published: PercentileBand?

        public init(
            structure: String, masks: Int, images: Int, leftOut: Int, adaptive: CrossConformal? = nil,
            published: PercentileBand? = nil
        ) {
            self.structure = structure
            self.masks = masks
            self.images = images
            self.leftOut = leftOut
            self.adaptive = adaptive
            self.published = published
        }
    }

    /// What the row of a mask's mean over its structures is called; no structure may be.
    public static let mean = "mean"
    public static let formatName = "rca calibration"
    /// 2 since the expected Dice is among the estimates.
    public static let formatVersion = 2

    public private(set) var format = CalibrationModel.formatName
    public private(set) var formatVersion = CalibrationModel.formatVersion
    /// The release that made it.
    public var programVersion: String
    public var recipe: Recipe
    public var origin: CalibrationOrigin
    public var settings: CalibrationSettings
    /// In the order of the calibration data.
    public var structures: [String]
    /// One a structure, and the mean's.
    public var parts: [Part]

    public init(
        programVersion: String, recipe: Recipe, origin: CalibrationOrigin, settings: CalibrationSettings,
        structures: [String], parts: [Part]
    ) {
        self.programVersion = programVersion
        self.recipe = recipe
        self.origin = origin
        self.settings = settings
        self.structures = structures
        self.parts = parts
    }

    public func part(_ structure: String) -> Part? { parts.first { $0.structure == structure } }

    /// Whether it could have been made by ``init(programVersion:recipe:origin:settings:structures:parts:)`` from data.
    public var isSound: Bool {
        !structures.isEmpty && Set(structures + [Self.mean]).count == structures.count + 1
            && parts.map(\.structure) == structures + [Self.mean]
            && parts.allSatisfy { part in
                switch recipe {
                case .adaptive: part.adaptive?.isSound ?? false
                case .published: part.published?.isSound ?? false
                }
            }
    }
}
