public import Evaluation

/// Whether scores, reliability or features of masks have drifted: what `rca-cli watch` prints.
///
/// It depends on nothing but the baseline and the images that were watched, in their order.
public struct DriftReport: Sendable, Equatable {
    /// One feature of all images, or of those of a group.
    public struct Test: Sendable, Equatable {
        /// A column's name, with the structure before it where it is about one.
        public let feature: String
        /// What images are grouped by, and the group's value of it; both empty for all images.
        public let variable: String
        public let group: String
        public let drift: DriftTest
        /// The places among all watched images of those that the test has.
        public let places: [Int]
        /// With regard to all tests.
        public internal(set) var verdict = DriftFamily.Verdict(adjusted: 1, level: nil)

        public init(feature: String, variable: String, group: String, drift: DriftTest, places: [Int]) {
            self.feature = feature
            self.variable = variable
            self.group = group
            self.drift = drift
            self.places = places
        }

        public var hasDrifted: Bool { verdict.level != nil }

        /// The place among all watched images at which that was known; nil where it has not drifted.
        public var alarm: Int? { verdict.level.flatMap(drift.place(reaching:)).map { places[$0] } }

        /// The feature, with the group where there is one.
        public var title: String { group.isEmpty ? feature : "\(feature), \(variable) \(group)" }
    }

    /// A group that has too few images in the baseline to be tested.
    public struct SmallGroup: Sendable, Equatable {
        public let variable: String
        public let value: String
        /// In the baseline.
        public let count: Int

        public init(variable: String, value: String, count: Int) {
            self.variable = variable
            self.value = value
            self.count = count
        }
    }

    public let tests: [Test]
    public let smallGroups: [SmallGroup]
    /// The chance that there is ever a false alarm.
    public let alpha: Double
    public let baselineCount: Int
    /// The watched images, in their order.
    public let images: [String]
    /// What counts as one: `image`, or `patient`.
    public let unit: String

    public init(
        tests: [Test], smallGroups: [SmallGroup], alpha: Double, baselineCount: Int, images: [String], unit: String
    ) {
        self.tests = zip(tests, DriftFamily.verdicts(tests.map(\.drift), alpha: alpha)).map {
            var test = $0
            test.verdict = $1
            return test
        }
        self.smallGroups = smallGroups
        self.alpha = alpha
        self.baselineCount = baselineCount
        self.images = images
        self.unit = unit
    }

    public var hasDrifted: Bool { tests.contains(where: \.hasDrifted) }
}
