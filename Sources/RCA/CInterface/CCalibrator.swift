public import CRCA
import Calibration
import Cases
import Evaluation
import Files
import Machine
import NumericSupport
import RCA
import Scoring
import Synchronization

/// What `rca_calibrator` is.
final class CCalibrator: CHandle {
    static let fit = CalibrationFit(recipe: .adaptive)
    let data: Mutex<CalibrationData>

    init(structures: [String], references: ReferenceSet?) {
        data = Mutex(
            CalibrationData(
                masks: [], structures: structures, origin: CalibrationOrigin(kind: .memory, files: []),
                settings: references.map {
                    CalibrationSettings(
                        referencesPerCase: min(20, $0.references.count),
                        similarity: SimilarityMeasure.registeredCorrelation.rawValue, referenceDigest: $0.digest)
                } ?? CalibrationSettings()))
    }
}

@_cdecl("rca_swift_calibrator_new")
public func newCalibrator(
    _ structures: UnsafePointer<UnsafePointer<CChar>?>?, _ count: Int32, _ references: OpaquePointer?,
    _ calibrator: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    answer(error) { () throws(CFailure) in
        guard let calibrator else { throw .argument("calibrator", "is NULL") }
        guard let structures, count > 0 else { throw .argument("structures", "are none") }
        var names: [String] = []
        for position in 0..<Int(count) {
            let name = try string(structures[position], named: "structure \(position + 1)")
            guard !names.contains(name) else { throw .argument("structures", "have '\(name)' twice") }
            names.append(name)
        }
        var set: ReferenceSet?
        if references != nil {
            set = try CHandle.of(references, as: CReferences.self, named: "references").scorer.references
        }
        calibrator.pointee = CCalibrator(structures: names, references: set).handedOut()
    }
}

@_cdecl("rca_calibrator_free")
public func freeCalibrator(_ calibrator: OpaquePointer?) { CHandle.release(calibrator) }

@_cdecl("rca_calibrator_add")
public func addToCalibrator(
    _ calibrator: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ image: UnsafePointer<CChar>?,
    _ figures: UnsafePointer<UnsafePointer<rca_structure_score>?>?, _ truth: UnsafePointer<Double>?, _ count: Int32,
    _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    answer(error) { () throws(CFailure) in
        let calibrator = try CHandle.of(calibrator, as: CCalibrator.self, named: "calibrator")
        let name = try string(name, named: "name")
        guard let truth else { throw .argument("truth", "is NULL") }
        var mask: MaskEvidence
        if image != nil {
            mask = MaskEvidence(image: try string(image, named: "image"))
        } else {
            mask = MaskEvidence(image: FileStem(of: name, droppingSuffixes: ImageFolder.defaultSuffixes).text)
        }
        let structures = calibrator.data.withLock { $0.structures }
        let evidence = try evidence(figures, count: count, of: structures.count)
        for (position, structure) in structures.enumerated() {
            var item = evidence[position]
            let real = truth[position]
            guard real.isNaN || real <= 1 else {
                throw .argument("truth", "of \(name) has the value \(real), which is not in 0 to 1")
            }
            item.hasTruth = !(real < 0)
            // As a table would have it.
            item.real = real >= 0 ? Float(real).asWritten : nil
            mask.structures[structure] = item
        }
        calibrator.data.withLock { $0.masks.append(mask) }
    }
}

@_cdecl("rca_calibrator_finish")
public func finishCalibrator(
    _ calibrator: OpaquePointer?, _ calibration: UnsafeMutablePointer<OpaquePointer?>?,
    _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    answer(error) { () throws(CFailure) in
        let calibrator = try CHandle.of(calibrator, as: CCalibrator.self, named: "calibrator")
        guard let calibration else { throw .argument("calibration", "is NULL") }
        let data = calibrator.data.withLock { $0 }
        let model = try reading { () throws(InputError) in
            try CCalibrator.fit.model(of: data, named: "the calibration", programVersion: RCAVersion.current)
        }
        calibration.pointee = CCalibration(model).handedOut()
    }
}

@_cdecl("rca_calibrator_held_out")
public func heldOut(
    _ calibrator: OpaquePointer?, _ structure: Int32, _ alpha: Double, _ coverage: UnsafeMutablePointer<Double>?,
    _ width: UnsafeMutablePointer<Double>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    answer(error) { () throws(CFailure) in
        let calibrator = try CHandle.of(calibrator, as: CCalibrator.self, named: "calibrator")
        guard let coverage else { throw .argument("coverage", "is NULL") }
        guard let width else { throw .argument("width", "is NULL") }
        try checkAlpha(alpha)
        let data = calibrator.data.withLock { $0 }
        let names = data.structures + [CalibrationModel.mean]
        guard names.indices.contains(Int(structure)) else {
            throw .argument("structure", "is \(structure); there are \(names.count) with the mean")
        }
        let quality = CCalibrator.fit.heldOut(names[Int(structure)], data, alpha: alpha)
        coverage.pointee = quality.coverage ?? .nan
        width.pointee = quality.meanWidth ?? .nan
    }
}
