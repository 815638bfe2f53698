/// What a run counts beside scores and failures, for each mask folder.
package struct RunTally: Sendable, Equatable {
    package struct Folder: Sendable, Equatable {
        /// Results of files that are no longer there, which stay in the tables.
        package var kept = 0
        /// Masks without an image and images without a mask that were passed over, as was asked for.
        package var unpaired = 0

        package init(kept: Int = 0, unpaired: Int = 0) {
            self.kept = kept
            self.unpaired = unpaired
        }
    }

    private(set) var folders: [Folder] = []

    package subscript(folder: Int) -> Folder {
        get { folder < folders.count ? folders[folder] : Folder() }
        set {
            while folders.count <= folder { folders.append(Folder()) }
            folders[folder] = newValue
        }
    }

    package var kept: Int { folders.reduce(0) { $0 + $1.kept } }
    package var unpaired: Int { folders.reduce(0) { $0 + $1.unpaired } }

    package init() {}

    /// What is left of a journal's last line.
    package init(_ line: inout JournalLine.Reader) {
        while let kept = line.integer(), let unpaired = line.integer() {
            folders.append(Folder(kept: kept, unpaired: unpaired))
        }
    }

    package static func += (sum: inout RunTally, other: RunTally) {
        for (number, folder) in other.folders.enumerated() {
            sum[number] = Folder(
                kept: sum[number].kept + folder.kept, unpaired: sum[number].unpaired + folder.unpaired)
        }
    }
}
