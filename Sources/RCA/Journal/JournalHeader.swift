package import Auditing
package import Cases
import FoundationEssentials
import Glibc
package import Imaging
package import Reporting
import Scoring

/// What a journal's entries were made with: they count only for a run that does the same.
package struct JournalHeader: Codable, Sendable, Equatable {
    package static let currentFormat = 2

    package var format = Self.currentFormat
    package var version: String
    package var shard: Int
    package var shards: Int
    package var reference: RunRecord.Reference
    package var structures: [String]
    /// The mask folders as they were given, and the sub-folder of the output that each one's tables go to, empty
    /// for the output itself.
    package var masks: [String]
    package var outputs: [String]
    package var hasDetails: Bool
    package var hasIntervals: Bool
    package var hasSurfaces: Bool
    /// What is usual in the references' masks, one a structure; empty where masks are not held against any.
    package var referenceLimits: [ShapeLimits?]
    /// What `rca_run.json` will list.
    package var parameters: [RunParameter]
    /// Of ``parameters`` and the rest, what scores depend on: name and value.
    package var settings: [String: String]
    package var command: [String]
    /// Those of ``masks`` that are tables which say themselves what Dice their masks have; nil for none.
    package var givenDice: [String]?
    /// Where the masks (of `segment`: the images) were; nothing depends on it.
    package var origin: [String]?
    /// The folder that the command was given in, which relative paths begin at.
    package var directory: String?

    /// The digest of everything that scores depend on; equal where entries can stand side by side.
    package var identity: String {
        let lines =
            settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            + ["reference=\(reference.digest)", "structures=\(structures.joined(separator: ","))"]
            + outputs.map { "output=\($0)" }
        return ContentDigest.sha256(Array(lines.joined(separator: "\n").utf8))
    }

    /// What differs from another run's, for a person; nil where nothing does that matters.
    package func difference(from earlier: JournalHeader) -> String? {
        guard identity != earlier.identity else { return nil }
        var changes = Set(settings.keys).union(earlier.settings.keys).sorted()
            .filter { settings[$0] != earlier.settings[$0] }
            .map { "\($0) was \(earlier.settings[$0] ?? "not there"), is \(settings[$0] ?? "not there")" }
        if reference.digest != earlier.reference.digest { changes.append("the reference set is another one") }
        if structures != earlier.structures {
            changes.append(
                "structures were \(earlier.structures.joined(separator: ",")), are \(structures.joined(separator: ","))"
            )
        }
        if outputs != earlier.outputs { changes.append("the mask folders are others") }
        return changes.joined(separator: "; ")
    }

    package func json() throws(InputError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        } catch {
            throw InputError(.optionInvalid, "journal", "a parameter is not a finite number")
        }
    }

    private static func absolute(_ path: String) -> String {
        realPath(of: path) ?? AbsolutePaths.path(path, in: FileManager.default.currentDirectoryPath)
    }

    /// Nil where the text is no header of this format.
    package init?(json text: String) {
        guard let header = try? JSONDecoder().decode(JournalHeader.self, from: Data(text.utf8)),
            header.format == Self.currentFormat
        else { return nil }
        self = header
    }

    package init(
        version: String, shard: Shard, reference: RunRecord.Reference, structures: [String], masks: [String],
        outputs: [String], hasDetails: Bool, hasIntervals: Bool, hasSurfaces: Bool,
        referenceLimits: [ShapeLimits?] = [], parameters: [RunParameter], settings: [String: String], command: [String],
        origin: [String]
    ) {
        self.version = version
        self.shard = shard.index
        shards = shard.count
        self.reference = reference
        self.structures = structures
        self.masks = masks
        self.outputs = outputs
        self.hasDetails = hasDetails
        self.hasIntervals = hasIntervals
        self.hasSurfaces = hasSurfaces
        self.referenceLimits = referenceLimits
        self.parameters = parameters
        self.settings = settings
        self.command = command
        self.origin = origin.map(Self.absolute)
        directory = Self.absolute(".")
    }
}
