import Foundation
public import Testing

/// The data that developers and CI have beside the project, and that the project never holds.
///
/// The folder is `RCA_SHARED` where that is set, otherwise `../shared` beside the package.
public enum SharedData {
    /// The folder, or nil where this machine does not have it.
    public static let folder: String? = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder =
            ProcessInfo.processInfo.environment["RCA_SHARED"]
            ?? package.deletingLastPathComponent().appending(path: "shared").path
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) && isFolder.boolValue
            ? folder : nil
    }()

    /// The path of a file or folder of the data, such as `published/rca_dice_scores.csv`.
    /// - Precondition: the data are there; give the test the trait `.needsSharedData`.
    public static func path(_ relativePath: String) -> String {
        guard let folder else { preconditionFailure("a test that reads shared data has the trait .needsSharedData") }
        return folder + "/" + relativePath
    }

    /// The bytes of a file of the data.
    /// - Precondition: the data are there; give the test the trait `.needsSharedData`.
    public static func bytes(_ relativePath: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(filePath: path(relativePath))))
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips the test, saying why, where the shared data are not to be found.
    public static var needsSharedData: Self {
        .enabled(
            if: SharedData.folder != nil,
            "needs the shared data: put them in ../shared beside the package, or name their folder in RCA_SHARED")
    }
}
