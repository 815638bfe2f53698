import Cases
import Imaging

/// How large the images are that masks belong to.
struct ImageSizes: Sendable {
    private let folder: String
    private let names: [FileStem: [String]]
    private let suffixes: [String]

    /// Nil where there is no such folder, or no image in it.
    init?(_ folder: String, suffixes: [String]) {
        guard FolderListing.isFolder(folder), let images = try? ImageFolder(path: folder, suffixes: suffixes) else {
            return nil
        }
        self.folder = folder
        self.suffixes = suffixes
        names = images.namesByStem
    }

    /// In pixels; nil where the mask has not exactly one image, or it cannot be read.
    func size(of mask: FileName) -> (width: Int, height: Int)? {
        guard let found = names[FileStem(of: mask.text, droppingSuffixes: suffixes)], found.count == 1,
            let image = try? ImageReader.readGrayscaleImage(at: joined(folder, found[0]))
        else { return nil }
        return (image.width, image.height)
    }
}
