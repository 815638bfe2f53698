/// Images dealt into folds, all masks of an image into the same one.
public enum ImageFolds {
    /// The fold of each mask, from 0: distinct images in the order of their bytes, dealt one after another.
    ///
    /// - Parameters:
    ///   - images: the image of each mask.
    ///   - count: folds, 1 or more; fewer where there are fewer images.
    public static func places(of images: [String], count: Int) -> [Int] {
        let distinct = Set(images.map { Array($0.utf8) }).sorted { $0.lexicographicallyPrecedes($1) }
        let folds = Dictionary(
            uniqueKeysWithValues: distinct.enumerated().map { ($0.element, $0.offset % max(1, count)) })
        return images.map { folds[Array($0.utf8)] ?? 0 }
    }
}
