import Cases
import Imaging
import Journal

/// An image that is to be looked at, and where it goes once it lies upright.
struct ScreenCase: ImageItem {
    let imagePath: String
    /// The image's name, from its folder on.
    let fname: String
    /// The PNG file's name; nil where none is asked for.
    let uprightName: String?
    let uprightPath: String?

    var key: JournalEntry.Key { JournalEntry.Key(folder: 0, fname: fname) }
}

typealias ScreenSources = ImageSources<ScreenCase>

extension ImageSources where Item == ScreenCase {
    init(_ names: FolderNames, request: ScreenRequest, places: FileSources) {
        let folder = request.uprightFolder.map { OutputFolders.pictureFolder($0, ofRunIn: request.output) }
        self.init(names, shard: request.shard, places: places) { path, stem, names in
            let cases = names.map { name in
                let upright = folder.map { _ in
                    "\(names.count == 1 && !FolderListing.isPicture(stem) ? stem : wholeName(name)).png"
                }
                return ScreenCase(
                    imagePath: joined(path, name), fname: name, uprightName: upright,
                    uprightPath: upright.flatMap { name in folder.map { joined($0, name) } })
            }
            return Piece(cases: cases)
        }
    }
}

/// An image's whole name from its folder on, as one file name. Images of one stem (`a.png`, `a.jpg`) would be one file
/// without it, and so would `a.jpg` and `a.jpg.png`.
private func wholeName(_ name: String) -> String {
    name.replacing("%", with: "%25").replacing("/", with: "%2F")
}
