import CProcessor
import FoundationEssentials
import Imaging
import Machine

/// What the processor can do, and how much of it this process may use.
package enum ProcessorCheck {
    #if RCA_PORTABLE
    static let isPortable = true
    #else
    static let isPortable = false
    #endif

    static func finding() -> DoctorFinding {
        finding(model: model(), features: unsafe String(cString: rca_processor_features()), isPortable: isPortable)
    }

    /// - Parameters:
    ///   - model: the processor's name, where the system tells it.
    ///   - features: as `rca_processor_features` names them.
    ///   - isPortable: whether the build takes the plain kernels.
    package static func finding(model: String?, features: String, isPortable: Bool) -> DoctorFinding {
        let processor = (model ?? "unknown model") + (features.isEmpty ? "" : " (\(features))")
        let canBeFast = ["AVX2", "FMA", "BMI2"].allSatisfy { features.split(separator: " ").contains(Substring($0)) }
        switch (isPortable, canBeFast) {
        case (false, true): return DoctorFinding("processor", .well, processor)
        // Such a build has ended before it came here: CProcessor looks before the first line of Swift.
        case (false, false):
            return DoctorFinding(
                "processor", .wrong, "\(processor) lacks AVX2, FMA or BMI2", remedy: "build with RCA_PORTABLE=1")
        case (true, true):
            return DoctorFinding(
                "processor", .note, "\(processor), but this is the portable build",
                remedy: "build without RCA_PORTABLE=1: it is several times faster here")
        case (true, false): return DoctorFinding("processor", .well, "\(processor), portable build")
        }
    }

    static func threads() -> DoctorFinding {
        let count = ProcessorCount.available()
        do throws(InputError) {
            try AddressSpace.check(workers: count)
            return DoctorFinding("threads", .well, "\(count)")
        } catch {
            return DoctorFinding("threads", .wrong, "\(count), but \(error.problem)", remedy: error.remedy)
        }
    }

    private static func model() -> String? {
        guard let data = try? Data(contentsOf: URL(filePath: "/proc/cpuinfo")) else { return nil }
        let line = String(decoding: data, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":", maxSplits: 1).last.map { $0.split(separator: " ").joined(separator: " ") }
    }
}
