public import Imaging
public import Machine
import Phantoms
import Runs
import Tables

/// Phantom radiographs written out as folders: what `rca-cli phantom` does.
public enum PhantomFolders {
    /// The structures of phantom label maps.
    public static let structures = "lungs=1,heart=2"

    /// Writes `images/`, `labels/` (the truth), and for each kind of damage `predictions/<damage>/` with a truth
    /// table `truth/<damage>.csv` (`fname,structure,dice`).
    ///
    /// - Parameters:
    ///   - count: radiographs, 1 or more.
    ///   - seed: the same seed and size give the same bytes on every machine.
    ///   - width: in pixels, 32 to 8192.
    ///   - height: in pixels, 32 to 8192.
    ///   - includesPredictions: false leaves out predictions and truth tables: a reference set.
    ///   - output: the folder, which is made where it is missing.
    ///   - overwrites: replace files that are there already and were not written by this; nil where nobody is asked.
    ///   - threads: radiographs drawn at the same time.
    /// - Throws: ``InputError`` where a file cannot be written or an option is out of range.
    public static func write(
        count: Int, seed: UInt64, width: Int, height: Int, includesPredictions: Bool, to output: String,
        overwrites: Bool? = nil, threads: Int = ProcessorCount.available()
    ) async throws(InputError) {
        guard count >= 1 else { throw InputError(.optionInvalid, "--count", "\(count) is not 1 or more") }
        guard (32...8192).contains(width), (32...8192).contains(height) else {
            throw InputError(.optionInvalid, "--size", "\(width) × \(height) is not within 32 to 8192 a side")
        }
        let damages = includesPredictions ? MaskDamage.ladder.map(\.name) : []
        for folder in ["images", "labels"] + damages.map({ "predictions/\($0)" }) + (damages.isEmpty ? [] : ["truth"]) {
            try OutputFolders.create(joined(output, folder))
        }
        let outputs = guarded(output, overwrites: overwrites)
        let phantoms = PhantomDataSet(count: count, seed: seed, width: width, height: height)
        for index in 0..<count {
            let fname = PhantomDataSet.name(index) + ".png"
            for folder in ["images", "labels"] + damages.map({ "predictions/\($0)" }) {
                try outputs.check(joined(output, "\(folder)/\(fname)"))
            }
        }
        for damage in damages { try outputs.check(joined(output, "truth/\(damage).csv")) }
        let results = await ParallelMap.run(count, threads: threads) { index in
            do throws(InputError) {
                return Result<[Int: [TrueScoreRow]], InputError>.success(
                    try write(phantoms[index], includesPredictions: includesPredictions, to: output, outputs))
            } catch {
                return .failure(error)
            }
        }
        var truth = [[TrueScoreRow]](repeating: [], count: damages.count)
        for result in results {
            for (damage, rows) in try result.get() { truth[damage] += rows }
        }
        for (damage, rows) in zip(damages, truth) {
            try outputs.write(
                ScoreTable.bytes(rows, structures: PhantomStructure.allCases.map(\.name)),
                to: joined(output, "truth/\(damage).csv"))
        }
    }

    /// Removes the phantoms that an earlier call wrote and nobody has changed.
    static func removeEarlier(_ output: String) {
        for path in WrittenFiles(in: output).present().own { OutputFolders.removeFile(path) }
    }

    private static func guarded(_ output: String, overwrites: Bool?) -> OutputGuard {
        OutputGuard("phantom", inputs: [], overwrites: overwrites).inRunFolder(output)
    }

    private static func write(
        _ phantom: PhantomCase, includesPredictions: Bool, to output: String, _ outputs: OutputGuard
    ) throws(InputError) -> [Int: [TrueScoreRow]] {
        let fname = phantom.name + ".png"
        try outputs.write(PNGWriter.encode(phantom.image), to: joined(output, "images/\(fname)"))
        try outputs.write(PNGWriter.encode(phantom.truth), to: joined(output, "labels/\(fname)"))
        guard includesPredictions else { return [:] }
        var rows: [Int: [TrueScoreRow]] = [:]
        for (damage, prediction) in phantom.predictions.enumerated() {
            try outputs.write(
                PNGWriter.encode(prediction.mask), to: joined(output, "predictions/\(prediction.name)/\(fname)"))
            rows[damage] = prediction.dice.map { score in
                TrueScoreRow(fname: fname, structure: score.structure.name, dice: score.dice.map { Float($0) })
            }
        }
        return rows
    }
}
