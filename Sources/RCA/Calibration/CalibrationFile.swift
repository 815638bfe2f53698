public import Files
import FoundationEssentials

/// Calibration models as files: JSON with sorted keys and a checksum.
public enum CalibrationFile {
    private struct Header: Decodable {
        let format: String
        let formatVersion: Int
    }

    /// What can be read of a model of any format.
    private struct Source: Decodable {
        struct Model: Decodable { let origin: CalibrationOrigin }
        let model: Model
    }

    private struct Sealed: Codable {
        /// SHA-256 of the model's own JSON, compact, in hexadecimal.
        let checksum: String
        let model: CalibrationModel
        let format: String
        let formatVersion: Int
    }

    /// The model's bytes; equal models give equal bytes.
    /// - Throws: ``InputError`` where a number is not finite.
    public static func bytes(_ model: CalibrationModel) throws(InputError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            let sealed = Sealed(
                checksum: try checksum(model), model: model, format: CalibrationModel.formatName,
                formatVersion: CalibrationModel.formatVersion)
            return try Array(encoder.encode(sealed)) + [UInt8(ascii: "\n")]
        } catch {
            throw InputError(.fileDamaged, "calibration", "a number of the model is not finite")
        }
    }

    /// Reads what ``bytes(_:)`` wrote.
    /// - Throws: ``InputError`` where the file is missing, no model, of a newer program, or was changed.
    public static func read(at path: String) throws(InputError) -> CalibrationModel {
        let bytes = try InputFile.read(at: path, maximumBytes: 1 << 28)
        let remedy = "give a file that 'rca-cli calibrate' wrote"
        let decoder = JSONDecoder()
        guard let header = try? decoder.decode(Header.self, from: Data(bytes)),
            header.format == CalibrationModel.formatName
        else {
            throw InputError(.formatUnsupported, path, "is not a calibration model, or a part of one", remedy: remedy)
        }
        guard header.formatVersion == CalibrationModel.formatVersion else {
            throw unreadable(header.formatVersion, path, origin: try? decoder.decode(Source.self, from: Data(bytes)))
        }
        guard let sealed = try? decoder.decode(Sealed.self, from: Data(bytes)), sealed.model.isSound else {
            throw InputError(.fileDamaged, path, "is a damaged calibration model", remedy: "calibrate again")
        }
        guard (try? checksum(sealed.model)) == sealed.checksum else {
            throw InputError(
                .fileDamaged, path, "does not have its own checksum: it was changed or damaged",
                remedy: "calibrate again")
        }
        return sealed.model
    }

    /// The error of a model of another format, with the command that makes it anew.
    private static func unreadable(_ version: Int, _ path: String, origin: Source?) -> InputError {
        let current = CalibrationModel.formatVersion
        guard version < current else {
            return InputError(
                .formatUnsupported, path,
                "is a calibration model of format \(version); this program reads format \(current)",
                remedy: "calibrate again, or use the program that made it")
        }
        var source = "--scores SCORES --truth TRUTH"
        if let origin = origin?.model.origin, origin.kind == .leaveOneOut, let set = origin.files.first {
            source = "--reference \(ShellWord.quoted(set.path))"
        }
        return InputError(
            .formatUnsupported, path, "is a calibration model of format \(version), made before expected Dice",
            remedy: "calibrate again: rca-cli calibrate \(source) --output \(ShellWord.quoted(path)) --overwrite")
    }

    private static func checksum(_ model: CalibrationModel) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return ContentDigest.sha256(Array(try encoder.encode(model)))
    }
}
