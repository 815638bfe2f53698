import Cases
import Imaging
import Journal

extension PendingWork {
    /// The masks of each folder that are left to do. Those that cannot be done go into the journal at once, but for
    /// files without a partner that are passed over.
    ///
    /// - Parameter maps: where the error maps are that a case needs to be done; nil where there are none.
    mutating func left(
        _ pairings: [MaskPairing], allowsUnpaired: Bool, places: FileSources, maps: ErrorMapFolders? = nil
    ) throws(InputError) -> [[MaskPairing.Pair]] {
        var left: [[MaskPairing.Pair]] = []
        for (folder, pairing) in pairings.enumerated() {
            for failure in pairing.failures {
                if failure.lacksPartner {
                    if try keeps(JournalEntry.Key(folder: folder, fname: failure.fname)) { continue }
                    if allowsUnpaired {
                        passOver(folder: folder)
                        continue
                    }
                }
                try fail(
                    JournalEntry.Key(folder: folder, fname: failure.fname, unpaired: failure.error.subject),
                    failure.error)
            }
            var pairs: [MaskPairing.Pair] = []
            for item in pairing.pairs {
                let key = JournalEntry.Key(folder: folder, fname: item.fname)
                var changed = 0
                let isLeft = try isLeft(key) { entry in
                    entry.files.areThose(of: item, in: places)
                        && (maps?.stand(for: entry, changed: &changed) ?? true)
                }
                changedCount += changed
                if isLeft { pairs.append(item) }
            }
            left.append(pairs)
        }
        return left
    }

    /// - Throws: ``InputError`` where files were passed over for want of a partner, and nothing was left.
    func checkFound(_ shard: Shard, masks: String, images: String?) throws(InputError) {
        guard let images, shard == .whole, caseCount == 0, tally.kept == 0, tally.unpaired > 0 else { return }
        throw InputError(
            .pairingFailed, masks, "no mask has an image of its name in \(images)",
            remedy: "check both folders, or name the endings to ignore by --suffix")
    }
}

extension CaseFiles {
    /// Whether these are the files of a case, as they are. A case without an image has its mask's digest in its place.
    fileprivate func areThose(of item: MaskPairing.Pair, in places: FileSources) -> Bool {
        guard let image, let masks else { return false }
        return image.holds(at: item.imagePath.isEmpty ? item.masks[0].path : item.imagePath, in: places)
            && (masks.isEmpty || masks.count == item.masks.count)
            && zip(masks, item.masks).allSatisfy { $0.holds(at: $1.path, in: places) }
    }
}
