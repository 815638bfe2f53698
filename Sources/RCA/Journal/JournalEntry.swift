package import Auditing
package import Cases
package import Files
import Imaging
package import Scoring
package import Tables

/// What a journal says of one mask: which files it was, and its scores or why it has none.
package struct JournalEntry: Sendable, Equatable {
    /// By what an entry is found: a later one of the same key takes the place of an earlier.
    package struct Key: Hashable, Sendable {
        /// The position of the mask folder among the run's.
        package var folder: Int
        package var fname: String
        /// Empty for a mask with an image; else the file that has no partner.
        package var unpaired: String

        package init(folder: Int, fname: String, unpaired: String = "") {
            self.folder = folder
            self.fname = fname
            self.unpaired = unpaired
        }
    }

    package enum Outcome: Sendable, Equatable {
        case scored(Scores)
        case failed(InputError)
    }

    /// The rows of the tables, for all of which the key has the name.
    package struct Scores: Sendable, Equatable {
        /// Nil for a mask that was made and not scored.
        package var dice: Float?
        package var structures: [StructureScoreRow]
        /// Nil for a mask that was only looked at by itself.
        package var reliability: ReliabilityRow?
        package var details: [ReferenceScoreRow]
        package var intervals: [IntervalRow]
        package var surfaces: [SurfaceRow]
        /// What was measured of the mask by itself, one a structure; empty where nothing was.
        package var shapes: [MaskShape]
        /// What was found of an image without masks; nil where there are.
        package var screening: Screening?
        /// The file that such an image was written to, upright; nil where it was not.
        package var upright: String?
        /// What the table that the mask is from says of it; nil where there is none.
        package var given: MaskTableRow.GivenDice?
        /// The mask itself, where it is to be written into a table; nil where it is a file.
        package var drawn: DrawnMask?

        package init(
            dice: Float?, structures: [StructureScoreRow], reliability: ReliabilityRow?, details: [ReferenceScoreRow],
            intervals: [IntervalRow], surfaces: [SurfaceRow] = [], shapes: [MaskShape] = [],
            given: MaskTableRow.GivenDice? = nil, drawn: DrawnMask? = nil, screening: Screening? = nil,
            upright: String? = nil
        ) {
            self.given = given
            self.drawn = drawn
            self.dice = dice
            self.structures = structures
            self.reliability = reliability
            self.details = details
            self.intervals = intervals
            self.surfaces = surfaces
            self.shapes = shapes
            self.screening = screening
            self.upright = upright
        }
    }

    /// A mask that was drawn, as a row of a table has it.
    package struct DrawnMask: Sendable, Equatable {
        /// What the drawing's own scores predict; nil where it was not scored.
        package var mean: Float?
        package var maximum: Float?
        /// A text for each column of masks.
        package var runs: [String]
        package var width: Int
        package var height: Int

        package init(mean: Float?, maximum: Float?, runs: [String], width: Int, height: Int) {
            self.mean = mean
            self.maximum = maximum
            self.runs = runs
            self.width = width
            self.height = height
        }
    }

    package var key: Key
    /// Milliseconds since 1970.
    package var time: Int
    package var files: CaseFiles
    package var outcome: Outcome
    package var warnings: [String]

    package init(key: Key, time: Int, files: CaseFiles, outcome: Outcome, warnings: [String] = []) {
        self.key = key
        self.time = time
        self.files = files
        self.outcome = outcome
        self.warnings = warnings
    }

    /// Whether the entry stands while its files stay as they are. What could not be read is tried again.
    package var isSettled: Bool { files.image != nil && files.masks != nil }
}

/// What a case's files are known by: nil for one that could not be read, or was not.
package struct CaseFiles: Sendable, Equatable {
    package var image: FileDigest?
    /// In the case's order; empty where the image's fault left no reason to read them.
    package var masks: [FileDigest]?
    /// Of the error maps that were written for the mask, as they were written.
    package var errorMaps: [FileDigest]

    package init(image: FileDigest? = nil, masks: [FileDigest]? = nil, errorMaps: [FileDigest] = []) {
        self.image = image
        self.masks = masks
        self.errorMaps = errorMaps
    }
}
