import Imaging
import Journal
import Scoring
import Tables

/// Which images of a set show the same radiograph, found in the order of the tables.
struct RepeatedImages: Sendable {
    /// Of those that are searched.
    private var names: [String] = []
    private var search = DuplicateSearch()
    private var matches: [DuplicateSearch.Match?] = []
    /// For each image of the tables its place among those that are searched; nil for one that is gone.
    private var places: [Int?] = []

    /// - Parameter isThere: whether there is still such an image. Of several, one that is gone must not be taken for the
    ///   one to keep.
    mutating func add(_ fname: String, _ screening: Screening, file: FileDigest?, isThere: Bool) {
        places.append(isThere ? names.count : nil)
        guard isThere else { return }
        names.append(fname)
        search.add(screening.fingerprint, file: file)
    }

    /// To be called once, when all are added.
    mutating func find(threads: Int) { matches = search.matches(threads: threads) }

    /// What an image repeats, by its position.
    subscript(position: Int) -> (fname: String, match: DuplicateSearch.Match)? {
        places[position].flatMap { place in matches[place].map { (names[$0.first], $0) } }
    }
}

/// The tables of a screening run, written image by image, and its summary.
struct ScreenTable {
    private let file: TableFile<ScreenRow>
    private let upright: TableFile<UprightRow>?
    private let repeated: RepeatedImages
    private let path: String
    private let guardian: OutputGuard
    private var position = 0
    private(set) var summary = ScreenSummary()

    init(_ header: JournalHeader, _ repeated: RepeatedImages, output: String, _ guardian: OutputGuard) {
        file = TableFile(output, "rca_screen.csv", guardian)
        upright = header.hasUpright ? TableFile(output, "rca_upright.csv", guardian) : nil
        path = joined(output, "rca_screen.json")
        self.repeated = repeated
        self.guardian = guardian
    }

    mutating func append(_ fname: String, _ screening: Screening, _ row: ReliabilityRow, written: String?) {
        let repetition = repeated[position]
        position += 1
        var flags = screening.flags
        if let repetition { flags.append(repetition.match.isSameFile ? .duplicate : .nearDuplicate) }
        let reasons = flags.map { flag in
            let reason = screening.reason(flag)
            return flag == .duplicate || flag == .nearDuplicate ? "\(reason) \(repetition?.fname ?? "")" : reason
        }
        summary.add(flags, isUsable: screening.isUsable, verdict: screening.reliability.verdict)
        let frame = screening.pose.rectangle
        file.append(
            ScreenRow(
                fname: fname, usable: screening.isUsable ? "yes" : "no",
                flags: flags.map(\.rawValue).joined(separator: " "), reason: reasons.joined(separator: "; "),
                verdict: row.verdict, reliability: row.reliability, pose: row.pose,
                orientation: screening.pose.orientation.rawValue, inverted: screening.pose.isInverted ? "yes" : "no",
                tilt: Float(screening.pose.rotation),
                margins: (
                    Float(frame.x), Float(frame.y), Float(max(0, 1 - frame.x - frame.width)),
                    Float(max(0, 1 - frame.y - frame.height))
                ), cut: screening.cut, edgeReach: screening.edgeReach, blank: screening.blank,
                clipped: screening.clipped,
                reference: screening.knownAs.joined(separator: " "), duplicateOf: repetition?.fname ?? "",
                similarity: repetition?.match.similarity,
                size: (screening.size.width, screening.size.height)))
        upright?.append(
            UprightRow(
                fname: fname, file: written ?? "",
                done: written == nil ? "left out: \(row.verdict)" : screening.pose.undone))
    }

    /// - Returns: an error for each file that could not be written.
    func commit() -> [InputError] {
        var unwritten = [file.commit(), upright?.commit()].compactMap { $0 }
        do throws(InputError) {
            try guardian.write(summary.json(), to: path)
        } catch {
            unwritten.append(error)
        }
        return unwritten
    }
}

extension PresentationState {
    /// What was undone to lay an image upright, in words.
    fileprivate var undone: String {
        let parts = (orientation == .upright ? [] : [orientation.rawValue]) + (isInverted ? ["inverted"] : [])
        return parts.isEmpty ? "nothing had to be done" : "undone: \(parts.joined(separator: ", "))"
    }
}
