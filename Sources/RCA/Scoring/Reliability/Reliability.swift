import RealModule

/// Whether a case's scores can be believed, judged without any truth.
public struct Reliability: Sendable, Equatable {
    public enum Verdict: String, Sendable, CaseIterable, Codable {
        /// The chance that the expected Dice is off by more than ``ErrorModel/largeError`` is at most
        /// 0.15, and nothing else speaks against it.
        case reliable
        case doubtful
        /// Of the kind that the references show, but so unlike them that a score cannot be promised.
        case unlikeTheReferences = "unlike the references"
        /// It cannot be brought onto any reference.
        case notAChestXRay = "not a chest X-ray"
    }

    /// What the references' posterior leaves open (``ErrorModel``).
    public struct Outlook: Sendable, Equatable {
        /// The mean absolute error to be expected of the expected Dice.
        public let expectedError: Float
        /// The chance that it is off by more than ``ErrorModel/largeError``.
        public let chanceOfLargeError: Float

        package init(expectedError: Float, chanceOfLargeError: Float) {
            self.expectedError = expectedError
            self.chanceOfLargeError = chanceOfLargeError
        }
    }

    /// A case with a larger chance of a large error is not reliable.
    package static let largestChance: Float = 0.15
    /// The unit in which the chance exceeds that.
    static let chanceUnit: Float = 0.05
    /// From this chance on, an image that fits poorly too shows nothing that the references agree on.
    static let chanceOfNothing: Float = 0.5
    /// At this distance of the registration quality an image shows nothing that the references show: photographs,
    /// textures and white noise.
    static let nothingAlikeDistance: Float = 12
    /// What an image adds to that distance if all of it lies outside the frame that was compared: in a small part of
    /// any picture something fits. Of 3,168 perturbed JSRT references in four orientations this takes none that was
    /// reliable; 13 would take two.
    static let unframedDistance: Float = 10

    /// In [0, 1]; ½ is the border between doubtful and reliable.
    public let figure: Float
    public let verdict: Verdict
    /// Why, in a few words; empty for a reliable case.
    public let reason: String

    /// At these distances below the references' own medians (in units of ``ReferenceStatistics/Spread``) a case
    /// stops being reliable. Chosen on perturbed JSRT references: together they flag one in fifty of the cases
    /// whose consensus is good, and more than half of those whose consensus misses the truth by over 0.15.
    static let doubtfulQuality: Float = 5.8
    static let doubtfulAgreement: Float = 3.8
    /// More of the chest than this must not be one flat grey. Of the 198 JSRT references, some overexposed, the
    /// worst has 0.09; a box over 15 % of a radiograph leaves 0.14 or more.
    static let largestBlankShare: Float = 0.12
    /// The unit in which the blank share exceeds that, so that nothing blank leaves the figure near 1.
    static let blankShareUnit: Float = 0.02
    /// What is wrong with an image beside how it fits.
    public enum Blemish: Sendable {
        /// It fits mirrored about as well, so that left and right may be exchanged.
        case mayBeMirrored
        /// The frame that it was compared in ends within a structure, though the image goes on.
        case cut
    }

    /// What an image with a blemish exceeds the borders by at the least.
    static let blemishExcess: Float = 1
    /// At this distance of the registration quality an image is not what the references show. Nor is it where quality
    /// and agreement are both beyond their borders: so are 2 of 5148 perturbed JSRT references.
    static let foreignDistance: Float = 9
    /// At this distance of the registration quality it is worth looking for another pose.
    static let suspiciousDistance: Float = 2.5

    /// - Parameters:
    ///   - evidence: of the case, or nil where the classifier has none.
    ///   - statistics: of the reference set, or nil where it is too small.
    ///   - outlook: what the posterior leaves open; nil where the set has no calibration, and quality and agreement of
    ///     the references decide alone.
    ///   - blemish: what else is wrong; nil for nothing.
    public init(
        _ evidence: RegistrationEvidence?, statistics: ReferenceStatistics?, outlook: Outlook? = nil,
        blemish: Blemish? = nil
    ) {
        guard let evidence else {
            self.init(figure: 0, verdict: .doubtful, reason: "the classifier does not say how well it fits")
            return
        }
        guard let statistics else {
            self.init(
                figure: 0, verdict: .doubtful,
                reason: "fewer than \(ReferenceStatistics.fewest) references are too few to know")
            return
        }
        let quality = statistics.quality.distanceBelow(evidence.quality)
        let agreement = statistics.agreement.distanceBelow(evidence.agreement)
        let isNothingAlike =
            quality + Self.unframedDistance * evidence.unframedShare >= Self.nothingAlikeDistance
        let hidden = (evidence.blankShare - Self.largestBlankShare) / Self.blankShareUnit
        let blemished = max(hidden, blemish == nil ? -.infinity : Self.blemishExcess)
        let reason =
            hidden > 0
            ? "a part of the chest shows nothing"
            : blemish == .cut ? "the frame ends within a structure" : "it may be mirrored"
        if let outlook {
            self.init(
                outlook, quality: quality, isNothingAlike: isNothingAlike, blemish: blemished, reason: reason,
                isHidden: hidden > 0)
            return
        }
        let excess = max(
            quality - Self.doubtfulQuality, agreement - Self.doubtfulAgreement, blemished,
            isNothingAlike ? Self.blemishExcess : -.infinity)
        let figure = 1 / (1 + Float.exp(excess))
        if isNothingAlike {
            self.init(figure: figure, verdict: .notAChestXRay, reason: Self.nothingAlike)
        } else if quality >= Self.foreignDistance {
            self.init(
                figure: figure, verdict: .unlikeTheReferences, reason: Self.hardlyRegistered)
        } else if quality > Self.doubtfulQuality, agreement > Self.doubtfulAgreement {
            self.init(
                figure: figure, verdict: .unlikeTheReferences,
                reason: "it fits the references poorly, and they disagree about it")
        } else if excess > 0 {
            self.init(
                figure: figure, verdict: .doubtful,
                reason: hidden > 0 ? reason : Self.reason(quality: quality, agreement: agreement) ?? reason)
        } else {
            self.init(figure: figure, verdict: .reliable, reason: "")
        }
    }

    private static let nothingAlike = "it cannot be registered to any reference"
    private static let hardlyRegistered = "it can hardly be registered to any reference"

    private init(
        _ outlook: Outlook, quality: Float, isNothingAlike: Bool, blemish: Float, reason: String, isHidden: Bool
    ) {
        let open = (outlook.chanceOfLargeError - Self.largestChance) / Self.chanceUnit
        let excess = max(
            open, quality - Self.foreignDistance, blemish, isNothingAlike ? Self.blemishExcess : -.infinity)
        let figure = 1 / (1 + Float.exp(excess))
        let isOpenThroughout =
            outlook.chanceOfLargeError >= Self.chanceOfNothing && quality > Self.doubtfulQuality
        if isNothingAlike || isOpenThroughout {
            self.init(figure: figure, verdict: .notAChestXRay, reason: Self.nothingAlike)
        } else if quality >= Self.foreignDistance {
            self.init(
                figure: figure, verdict: .unlikeTheReferences, reason: Self.hardlyRegistered)
        } else if excess > 0 {
            self.init(
                figure: figure, verdict: .doubtful,
                reason: open > 0 && !isHidden ? "the references leave open where the structures end" : reason)
        } else {
            self.init(figure: figure, verdict: .reliable, reason: "")
        }
    }

    /// The same of an image that is known to show a chest: ``Verdict/unlikeTheReferences`` instead of
    /// ``Verdict/notAChestXRay``.
    package var ofChest: Reliability {
        guard verdict == .notAChestXRay else { return self }
        return Reliability(
            figure: figure, verdict: .unlikeTheReferences,
            reason: Self.hardlyRegistered)
    }

    /// The same of an image in which nothing is seen that the references show.
    package var ofNothing: Reliability {
        guard verdict != .notAChestXRay else { return self }
        return Reliability(
            figure: min(figure, 1 / (1 + Float.exp(Self.blemishExcess))), verdict: .notAChestXRay,
            reason: Self.nothingAlike)
    }

    private static func reason(quality: Float, agreement: Float) -> String? {
        if quality > doubtfulQuality { return "it fits the references poorly" }
        return agreement > doubtfulAgreement ? "the references disagree about it" : nil
    }

    package init(figure: Float, verdict: Verdict, reason: String) {
        self.figure = figure
        self.verdict = verdict
        self.reason = reason
    }
}
