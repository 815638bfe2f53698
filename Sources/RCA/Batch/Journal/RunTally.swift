/// What a run counts beside scores and failures, for each mask folder.
struct RunTally: Sendable, Equatable {
    struct Folder: Sendable, Equatable {
        /// Results of files that are no longer there, which stay in the tables.
        var kept = 0
        /// Masks without an image and images without a mask that were passed over, as was asked for.
        var unpaired = 0
    }

    private(set) var folders: [Folder] = []

    subscript(folder: Int) -> Folder {
        get { folder < folders.count ? folders[folder] : Folder() }
        set {
            while folders.count <= folder { folders.append(Folder()) }
            folders[folder] = newValue
        }
    }

    var kept: Int { folders.reduce(0) { $0 + $1.kept } }
    var unpaired: Int { folders.reduce(0) { $0 + $1.unpaired } }

    init() {}

    /// What is left of a journal's last line.
    init(_ line: inout JournalLine.Reader) {
        while let kept = line.integer(), let unpaired = line.integer() {
            folders.append(Folder(kept: kept, unpaired: unpaired))
        }
    }

    static func += (sum: inout RunTally, other: RunTally) {
        for (number, folder) in other.folders.enumerated() {
            sum[number] = Folder(
                kept: sum[number].kept + folder.kept, unpaired: sum[number].unpaired + folder.unpaired)
        }
    }
}
