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
            let isUnique = names.count == 1 && !UprightName.mayBeWhole(stem)
            let cases = names.map { name in
                let upright = folder.map { _ in isUnique ? stem + ".png" : UprightName.whole(name) }
                return ScreenCase(
                    imagePath: joined(path, name), fname: name, uprightName: upright,
                    uprightPath: upright.flatMap { name in folder.map { joined($0, name) } })
            }
            return Piece(cases: cases)
        }
    }
}

/// What upright files are called, so that no two images have one.
private enum UprightName {
    /// The image's whole name from its folder on: images of one stem (`a.png`, `a.jpg`) would be one file without it.
    static func whole(_ name: String) -> String {
        name.replacing("%", with: "%25").replacing("/", with: "%2F") + ".png"
    }

    /// Whether a stem could be the whole name of another image: that of `a.jpg.png` is the name of `a.jpg`.
    static func mayBeWhole(_ stem: String) -> Bool {
        let stem = stem.lowercased()
        return extensions.contains { stem.hasSuffix("." + $0) }
    }

    private static let extensions = [
        "png", "jpg", "jpeg", "jpe", "jfif", "gif", "dcm", "dicom", "ima", "nii", "gz", "npy", "json", "jp2", "j2k",
        "tif",
        "tiff", "bmp", "webp",
    ]
}
