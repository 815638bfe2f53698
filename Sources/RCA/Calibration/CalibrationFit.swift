package import Evaluation
package import Files

/// Makes a model's parts from masks of known quality, and sees how their intervals do.
package struct CalibrationFit {
    /// Fewer masks promise nothing at the usual confidence.
    package static let fewestMasks = 10
    private static let checkFolds = 5

    package let recipe: CalibrationModel.Recipe

    package init(recipe: CalibrationModel.Recipe) { self.recipe = recipe }

    /// The model of all structures and of their mean.
    ///
    /// - Parameters:
    ///   - name: the data's, for the errors.
    ///   - programVersion: the release that makes it.
    /// - Throws: ``InputError`` where there are too few masks, they are of one image, or a structure has the mean's name.
    package func model(
        of data: CalibrationData, named name: String, programVersion: String
    ) throws(InputError) -> CalibrationModel {
        var parts: [CalibrationModel.Part] = []
        for structure in try names(of: data, named: name) { parts.append(try part(structure, data, named: name)) }
        return model(of: data, parts, programVersion: programVersion)
    }

    /// What has a part in the model: the structures, and their mean.
    /// - Throws: ``InputError`` where a structure has the mean's name.
    package func names(of data: CalibrationData, named name: String) throws(InputError) -> [String] {
        guard !data.structures.contains(CalibrationModel.mean) else {
            throw InputError(
                .optionInvalid, name, "a structure is called 'mean', as the mean over the structures is",
                remedy: "rename it")
        }
        return data.structures + [CalibrationModel.mean]
    }

    /// The model of parts that were made one by one, in the order of ``names(of:named:)``.
    package func model(
        of data: CalibrationData, _ parts: [CalibrationModel.Part], programVersion: String
    ) -> CalibrationModel {
        CalibrationModel(
            programVersion: programVersion, recipe: recipe, origin: data.origin, settings: data.settings,
            structures: data.structures, parts: parts)
    }

    /// What can be used of one structure, or of the mean.
    package struct Sample: Sendable {
        package let image: String
        package let evidence: StructureEvidence
        package let real: Double
    }

    /// The masks that have a true Dice and what the recipe needs, and how many have not.
    package func samples(_ data: CalibrationData, of structure: String) -> (usable: [Sample], leftOut: Int) {
        var usable: [Sample] = []
        var leftOut = 0
        for mask in data.masks {
            let evidence = data.evidence(of: structure, in: mask)
            if let evidence, let real = evidence.real, isUsable(evidence) {
                usable.append(Sample(image: mask.image, evidence: evidence, real: real))
            } else {
                leftOut += 1
            }
        }
        return (usable, leftOut)
    }

    /// Of ``samples(_:of:)`` those that the fit is made of, and how many masks are left out of it: some may lack an
    /// estimate that most have.
    package func fitted(_ data: CalibrationData, of structure: String) -> (used: [Sample], leftOut: Int) {
        let (usable, leftOut) = samples(data, of: structure)
        guard recipe == .adaptive else { return (usable, leftOut) }
        let uses = FittedEstimates(usable.compactMap(\.evidence.estimates))
        let used = usable.filter { sample in sample.evidence.estimates.map { uses.has($0) } ?? false }
        return (used, leftOut + usable.count - used.count)
    }

    package func isUsable(_ evidence: StructureEvidence) -> Bool {
        switch recipe {
        case .adaptive: evidence.estimates != nil
        case .published: !evidence.definedReferences.isEmpty
        }
    }

    /// - Throws: ``InputError`` where there are too few masks, or they are of one image.
    package func part(_ structure: String, _ data: CalibrationData, named name: String) throws(InputError)
        -> CalibrationModel.Part
    {
        let (used, leftOut) = fitted(data, of: structure)
        let images = Set(used.map { Array($0.image.utf8) }).count
        if recipe == .published,
            !data.masks.contains(where: { $0.structures.values.contains { !$0.references.isEmpty } })
        {
            throw InputError(
                .optionInvalid, "--recipe published", "it needs the Dice on every single reference",
                remedy: "give --details, from 'rca-cli score --details'")
        }
        guard used.count >= Self.fewestMasks, images > 1, let fitted = Fitted(used, recipe: recipe) else {
            throw InputError(
                .optionInvalid, name,
                "'\(structure)' has \(used.count) masks of \(images) images with score and truth, too few to calibrate",
                remedy:
                    "give \(Self.fewestMasks) masks of several images at least, better hundreds of 25 images or more")
        }
        return CalibrationModel.Part(
            structure: structure, masks: used.count, images: images, leftOut: leftOut, adaptive: fitted.adaptive,
            published: fitted.published)
    }

    /// How the recipe does on images that it has not seen: calibrated on four fifths of them, seen on the rest, in
    /// turn.
    package func heldOut(_ structure: String, _ data: CalibrationData, alpha: Double) -> IntervalQuality {
        let usable = samples(data, of: structure).usable
        let places = ImageFolds.places(of: usable.map(\.image), count: Self.checkFolds)
        var pairs: [(interval: PredictionInterval, real: Double)] = []
        for fold in 0..<Self.checkFolds {
            let others = usable.indices.filter { places[$0] != fold }.map { usable[$0] }
            guard let fitted = Fitted(others, recipe: recipe) else { continue }
            for index in usable.indices where places[index] == fold {
                guard let interval = fitted.interval(usable[index].evidence, alpha: alpha) else { continue }
                pairs.append((interval, usable[index].real))
            }
        }
        return IntervalQuality(pairs)
    }

    /// How a model's part does on other masks.
    package func test(_ part: CalibrationModel.Part, on data: CalibrationData, alpha: Double) -> IntervalQuality {
        let fitted = Fitted(part)
        return IntervalQuality(
            samples(data, of: part.structure).usable.compactMap { sample in
                fitted.interval(sample.evidence, alpha: alpha).map { ($0, sample.real) }
            })
    }
}

/// A recipe fitted to one structure.
package struct Fitted: Sendable {
    package var adaptive: CrossConformal?
    package var published: PercentileBand?

    package init(_ part: CalibrationModel.Part) {
        adaptive = part.adaptive
        published = part.published
    }

    package init?(_ samples: [CalibrationFit.Sample], recipe: CalibrationModel.Recipe) {
        switch recipe {
        case .adaptive:
            let cases = samples.compactMap { sample in
                sample.evidence.estimates.map {
                    CalibrationCase(estimates: $0, real: sample.real, image: sample.image)
                }
            }
            guard let model = CrossConformal(cases) else { return nil }
            adaptive = model
        case .published:
            guard !samples.isEmpty else { return nil }
            published = PercentileBand(samples.map { (references: $0.evidence.definedReferences, real: $0.real) })
        }
    }

    package func interval(_ evidence: StructureEvidence, alpha: Double) -> PredictionInterval? {
        if let published { return published.interval(references: evidence.definedReferences, alpha: alpha) }
        guard let adaptive, let estimates = evidence.estimates else { return nil }
        return adaptive.interval(estimates, alpha: alpha)
    }
}
