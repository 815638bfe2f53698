public import CRCA
import Calibration
import Evaluation
import Files
import RCA

/// What `rca_calibration` is.
final class CCalibration: CHandle {
    let model: CalibrationModel
    let fitted: FittedModel
    private(set) var names: [UnsafePointer<CChar>?] = []

    init(_ model: CalibrationModel) {
        self.model = model
        fitted = FittedModel(model)
        super.init()
        names = model.structures.map { text($0) }
    }
}

@_cdecl("rca_swift_calibration_open")
public func openCalibration(
    _ path: UnsafePointer<CChar>?, _ calibration: UnsafeMutablePointer<OpaquePointer?>?,
    _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    answer(error) { () throws(CFailure) in
        guard let calibration else { throw .argument("calibration", "is NULL") }
        let path = try string(path, named: "path")
        let model = try reading { () throws(InputError) in try CalibrationFile.read(at: path) }
        calibration.pointee = CCalibration(model).handedOut()
    }
}

@_cdecl("rca_calibration_write")
public func writeCalibration(
    _ calibration: OpaquePointer?, _ path: UnsafePointer<CChar>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    answer(error) { () throws(CFailure) in
        guard let calibration = CHandle.peek(calibration, as: CCalibration.self) else {
            throw .argument("calibration", "is NULL")
        }
        let path = try string(path, named: "path")
        try reading { () throws(InputError) in
            guard !FileIdentity.isTaken(path) else {
                throw InputError(.outputUnwritable, path, "exists already", remedy: "choose another name")
            }
            try AtomicFile.write(CalibrationFile.bytes(calibration.model), to: path)
        }
    }
}

@_cdecl("rca_calibration_free")
public func freeCalibration(_ calibration: OpaquePointer?) { CHandle.release(calibration) }

@_cdecl("rca_calibration_structure_count")
public func countCalibratedStructures(_ calibration: OpaquePointer?) -> Int32 {
    Int32(CHandle.peek(calibration, as: CCalibration.self)?.names.count ?? 0)
}

@_cdecl("rca_calibration_structure_name")
public func nameOfCalibratedStructure(_ calibration: OpaquePointer?, _ position: Int32) -> UnsafePointer<CChar>? {
    CHandle.peek(calibration, as: CCalibration.self)?.names.element(at: position)
}

@_cdecl("rca_calibration_ranges")
public func rangesByCalibration(
    _ calibration: OpaquePointer?, _ figures: UnsafePointer<UnsafePointer<rca_structure_score>?>?, _ count: Int32,
    _ alpha: Double, _ ranges: UnsafeMutablePointer<Double>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    answer(error) { () throws(CFailure) in
        // A calibration never changes: a forked process may use its parent's.
        guard let calibration = CHandle.peek(calibration, as: CCalibration.self) else {
            throw .argument("calibration", "is NULL")
        }
        guard let ranges else { throw .argument("ranges", "is NULL") }
        try checkAlpha(alpha)
        let names = calibration.model.structures
        let evidence = try evidence(figures, count: count, of: names.count)
        for (position, range) in calibration.fitted.intervals(evidence, names, alpha: alpha).enumerated() {
            ranges[3 * position] = range?.predicted ?? .nan
            ranges[3 * position + 1] = range?.lower ?? .nan
            ranges[3 * position + 2] = range?.upper ?? .nan
        }
    }
}

func checkAlpha(_ alpha: Double) throws(CFailure) {
    guard alpha > 0, alpha < 1 else { throw .argument("alpha", "is \(alpha), not between 0 and 1") }
}

/// What the caller knows of each structure of a mask.
///
/// - Throws: where there is another number of structures, or one does not say its size.
func evidence(
    _ figures: UnsafePointer<UnsafePointer<rca_structure_score>?>?, count: Int32, of expected: Int
) throws(CFailure) -> [StructureEvidence] {
    guard let figures else { throw .argument("figures", "is NULL") }
    guard Int(count) == expected else {
        throw .argument("figures", "are of \(count) structures; the calibration has \(expected)")
    }
    var evidence: [StructureEvidence] = []
    for position in 0..<expected {
        let name = "figures \(position + 1)"
        let given = try rca_structure_score(from: figures[position], named: name)
        func known(_ value: Float) throws(CFailure) -> Float? {
            guard !value.isNaN else { return nil }
            guard (0...1).contains(value) else {
                throw .argument(name, "have the value \(value), which is not in 0 to 1")
            }
            return value
        }
        var item = StructureEvidence()
        item.estimates = CaseEstimates(
            maximum: try known(given.dice), mean: try known(given.mean), median: try known(given.median),
            best: try known(given.best), consensus: try known(given.consensus), expected: try known(given.expected),
            lower: try known(given.lower), upper: try known(given.upper))
        evidence.append(item)
    }
    return evidence
}
