// swift-tools-version: 6.2
import Foundation
import PackageDescription

// The fast build is for x86-64-v3 (AVX2 and FMA). RCA_PORTABLE=1, or any other architecture, takes the
// plain Swift kernels that every fast kernel is tested against.
#if arch(x86_64)
let isPortable = ProcessInfo.processInfo.environment["RCA_PORTABLE"] == "1"
#else
let isPortable = true
#endif

// -no-emit-module-separately-wmo: a module's interface comes of the job that compiles it, not of one more that reads
// and type-checks all of it again.
let swiftSettings: [SwiftSetting] =
    [.enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault")]
    + (isPortable
        ? [.define("RCA_PORTABLE")]
        : [.unsafeFlags(["-Xcc", "-march=x86-64-v3", "-no-emit-module-separately-wmo"])])
let cSettings: [CSetting] =
    isPortable ? [.define("RCA_PORTABLE")] : [.unsafeFlags(["-march=x86-64-v3"])]

// The commit that `make install` and `make deb` build; other builds name none, so that a commit compiles nothing anew.
let revision = ProcessInfo.processInfo.environment["RCA_REVISION"] ?? ""
let processorSettings: [CSetting] =
    (isPortable ? [.define("RCA_PORTABLE")] : [])
    + (revision.isEmpty ? [] : [.define("RCA_REVISION", to: "\"\(revision)\"")])

/// RCA_FUZZ=1 (`make fuzz`): the parsers under libFuzzer, which needs flags that no other build has.
let fuzzing: [Target] =
    ProcessInfo.processInfo.environment["RCA_FUZZ"] == "1"
    ? [
        .target(name: "CFuzzer", path: "Tests/Fuzzing/CFuzzer"),
        .executableTarget(
            name: "rca-fuzz", dependencies: ["CFuzzer", "FuzzTargets"], path: "Tests/Fuzzing/Driver",
            swiftSettings: swiftSettings),
    ] : []

/// A C or C++ module over a library that the package can do without: empty where its trait is off, since SwiftPM
/// compiles every target of a package.
func optionalLibrary(
    _ name: String, trait: String, headers: [CSetting] = [], libraries: [String]
) -> Target {
    let define = "RCA_" + trait.uppercased()
    let condition = BuildSettingCondition.when(traits: [trait])
    return .target(
        name: name, path: "Sources/RCA/\(name)", cSettings: cSettings + headers + [.define(define, condition)],
        cxxSettings: [.define(define, condition)], linkerSettings: libraries.map { .linkedLibrary($0, condition) })
}

/// For what arranges the work of others: without the optimiser, a clean build takes a fifth less processor time.
let withoutOptimiser: [SwiftSetting] = [.unsafeFlags(["-Onone"])]

/// - Parameters:
///   - isMemorySafe: the compiler warns of every unsafe pointer, also of those that C functions take.
///   - isOptimised: false for a layer without loops over pixels, bytes or samples: these belong in the layers below.
func layer(
    _ name: String, isMemorySafe: Bool = false, isOptimised: Bool = true, _ dependencies: [Target.Dependency]
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/RCA/\(name)",
        swiftSettings: swiftSettings + (isMemorySafe ? [.strictMemorySafety()] : [])
            + (isOptimised ? [] : withoutOptimiser))
}

/// Tests have no debug information: a failed expectation names its line without it, and it takes a fifth of their build.
///
/// - Parameter isOptimised: false for tests that compute little themselves: compiling them by the optimiser takes minutes.
func tests(
    _ name: String, exclude: [String] = [], isOptimised: Bool = true, _ dependencies: [Target.Dependency]
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], path: "Tests/\(name)", exclude: exclude,
        swiftSettings: swiftSettings + [.unsafeFlags(["-gnone"] + (isOptimised ? [] : ["-Onone"]))])
}

let realModule: Target.Dependency = .product(name: "RealModule", package: "swift-numerics")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")

let package = Package(
    name: "rca",
    products: [
        .library(name: "RCA", targets: ["RCA"]),
        .executable(name: "rca-cli", targets: ["rca-cli"]),
        // librca.so, for every language that calls C: Sources/RCA/CRCA/include/rca.h.
        .library(name: "rca", type: .dynamic, targets: ["CInterface"]),
    ],
    // Image formats beyond PNG and archives, each with its library, and a faster way to unpack PNG. Without one:
    // `--traits` and the others, or `--disable-default-traits` for none.
    traits: [
        .trait(name: "Deflate", description: "Unpacks PNG faster, by libdeflate (libdeflate-dev)."),
        .trait(name: "JPEG", description: "Reads JPEG files, by libjpeg-turbo (libjpeg62-turbo-dev)."),
        .trait(name: "GIF", description: "Reads GIF files, by giflib (libgif-dev)."),
        .trait(name: "DICOM", description: "Reads DICOM images and segmentations, by DCMTK (libdcmtk-dev)."),
        .trait(
            name: "JPEG2000",
            description: "Reads DICOM that is compressed by JPEG 2000, by OpenJPEG (libopenjp2-7-dev)."),
        .trait(name: "NIfTI", description: "Reads NIfTI files, by niftilib (libnifti-dev)."),
        .trait(name: "Archive", description: "Reads tar and zip archives, by libarchive (libarchive-dev)."),
        .default(enabledTraits: ["Deflate", "JPEG", "GIF", "DICOM", "JPEG2000", "NIfTI", "Archive"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/apple/swift-system", from: "1.6.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibPNG", path: "Sources/RCA/CLibPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
        .systemLibrary(
            name: "CZlib", path: "Sources/RCA/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "COpenBLAS", path: "Sources/RCA/COpenBLAS", pkgConfig: "openblas",
            providers: [.apt(["libopenblas-dev"])]),
        // For one digest: swift-crypto would compile all of BoringSSL, which is nearly half of a clean build.
        .systemLibrary(
            name: "COpenSSL", path: "Sources/RCA/COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        // Compiled for the oldest x86-64, so that it can say what is missing before a newer instruction runs.
        .target(name: "CProcessor", path: "Sources/RCA/CProcessor", cSettings: processorSettings),
        // For programs alone: it ends the process.
        .target(
            name: "CProcessorCheck", dependencies: ["CProcessor"], path: "Sources/RCA/CProcessorCheck",
            cSettings: processorSettings),
        .target(
            name: "CPNG", dependencies: ["CLibPNG"], path: "Sources/RCA/CPNG",
            cSettings: cSettings + [.define("RCA_DEFLATE", .when(traits: ["Deflate"]))],
            linkerSettings: [.linkedLibrary("deflate", .when(traits: ["Deflate"]))]),
        .target(name: "CVector", path: "Sources/RCA/CVector", cSettings: cSettings),
        optionalLibrary("CArchive", trait: "Archive", libraries: ["archive"]),
        optionalLibrary("CJPEG", trait: "JPEG", libraries: ["jpeg"]),
        optionalLibrary("CGIF", trait: "GIF", libraries: ["gif"]),
        optionalLibrary(
            "CDICOM", trait: "DICOM",
            libraries: ["dcmjpls", "dcmjpeg", "dcmimgle", "dcmdata", "oflog", "ofstd", "z"]),
        optionalLibrary("COpenJPEG", trait: "JPEG2000", libraries: ["openjp2"]),
        optionalLibrary(
            "CNIfTI", trait: "NIfTI", headers: [.headerSearchPath("forward")], libraries: ["nifti2", "z"]),
        layer("NumericSupport", isMemorySafe: true, []),
        layer("Files", ["NumericSupport", "COpenSSL", "CVector"]),
        layer("Machine", ["Files", "LinearAlgebra", "CProcessor"]),
        layer(
            "Imaging",
            [
                "NumericSupport", "Files", "CPNG", "CVector", "CJPEG", "CGIF", "CDICOM", "COpenJPEG", "CNIfTI", system,
            ]),
        layer("Archives", isOptimised: false, ["CArchive", "CZlib", "Imaging"]),
        layer("LinearAlgebra", ["COpenBLAS"]),
        layer("Vectors", ["CVector"]),
        layer("Learning", ["NumericSupport", "Machine", "LinearAlgebra", "Vectors", realModule]),
        layer("Registration", ["Imaging", "LinearAlgebra", "CVector", "Vectors", realModule]),
        layer("Phantoms", isMemorySafe: true, ["NumericSupport", "Imaging"]),
        layer("Fusion", ["Registration", "Vectors", realModule]),
        layer(
            "Scoring",
            [
                "NumericSupport", "Machine", "Imaging", "LinearAlgebra", "Registration", "Fusion", "Learning",
                "Vectors",
                "CVector",
                realModule,
            ]),
        layer("Segmentation", isMemorySafe: true, ["Scoring", "Fusion", "Imaging"]),
        layer("Evaluation", isMemorySafe: true, ["NumericSupport", realModule]),
        layer("Auditing", isMemorySafe: true, ["Imaging", "Evaluation", realModule]),
        layer("Calibration", isMemorySafe: true, ["NumericSupport", "Files", "Evaluation"]),
        layer("Tables", ["Files", "CZlib", "Imaging", "Evaluation"]),
        layer(
            "Reporting", isMemorySafe: true, isOptimised: false,
            ["Files", "Imaging", "Evaluation", "Calibration", "Tables", realModule]),
        .target(name: "CPage", path: "Sources/RCA/CPage", exclude: ["Parts"]),
        layer(
            "Presentation", isMemorySafe: true,
            ["Files", "Tables", "Reporting", "Imaging", "Evaluation", "CPage", mustache, realModule]),
        layer("Cases", ["NumericSupport", "Files", "Archives", "Imaging", "Scoring", "Tables"]),
        layer(
            "Journal",
            ["NumericSupport", "Files", "Machine", "Imaging", "Scoring", "Auditing", "Tables", "Reporting", "Cases"]),
        layer(
            "Runs", isOptimised: false,
            [
                "NumericSupport", "Files", "Machine", "Imaging", "Archives", "Scoring", "Segmentation", "Evaluation",
                "Calibration", "Auditing", "Tables", "Reporting", "Presentation", "Cases", "Journal", logging, system,
            ]),
        layer(
            "DataSets", isMemorySafe: true, isOptimised: false,
            [
                "NumericSupport", "Machine", "Imaging", "Learning", "Scoring", "Phantoms", "Tables", "Presentation",
                "Cases", "Journal", "Runs", logging,
            ]),
        layer(
            "Studies", isMemorySafe: true, isOptimised: false,
            [
                "NumericSupport", "Files", "Machine", "Imaging", "Scoring", "Phantoms", "Evaluation", "Calibration",
                "Tables", "Reporting", "Presentation", "Cases", "Journal", "Runs", logging,
            ]),
        layer(
            "Cluster", isMemorySafe: true, isOptimised: false,
            ["Machine", "Imaging", "Tables", "Cases", "Journal", "Runs", subprocess]),
        layer(
            "Checks", isMemorySafe: true, isOptimised: false,
            [
                "Files", "Machine", "CProcessor", "LinearAlgebra", "Archives", "Imaging", "Registration", "Scoring",
                "Phantoms", "Tables", "Reporting", "Runs", "DataSets",
            ]),
        layer(
            "RCA", isMemorySafe: true,
            ["Auditing", "Cases", "Files", "Imaging", "Machine", "Runs", "Scoring", "Segmentation", system]),
        // Compiled for the oldest x86-64, as CProcessor is.
        .target(name: "CRCA", dependencies: ["CProcessor"], path: "Sources/RCA/CRCA", exclude: ["librca.map"]),
        .target(
            name: "CInterface",
            dependencies: [
                "CRCA", "RCA", "Calibration", "Cases", "Evaluation", "Files", "Imaging", "Machine", "NumericSupport",
                "Scoring", "Segmentation",
            ],
            path: "Sources/RCA/CInterface", swiftSettings: swiftSettings,
            linkerSettings: [
                .unsafeFlags(["-Xlinker", "--version-script=\(Context.packageDirectory)/Sources/RCA/CRCA/librca.map"]),
                .unsafeFlags(["-Xlinker", "-soname=librca.so"]),
            ]),
        .executableTarget(
            name: "rca-cli",
            dependencies: [
                "RCA", "Archives", "Calibration", "Checks", "Cluster", "DataSets", "Evaluation", "Machine",
                "Presentation", "Tables", "Reporting", "Studies", "CProcessorCheck", argumentParser, logging,
            ], path: "Sources/rca-cli", swiftSettings: swiftSettings + withoutOptimiser),
        .target(
            name: "TestSupport", dependencies: ["Imaging", subprocess], path: "Tests/TestSupport",
            swiftSettings: swiftSettings),
        tests("ImagingTests", exclude: ["Fixtures", "Stored"], ["Imaging", "CPNG", "CZlib"]),
        tests("ArchivesTests", isOptimised: false, ["Archives", "Imaging", "CArchive", "CZlib"]),
        tests("PhantomsTests", ["NumericSupport", "Phantoms"]),
        tests("TablesTests", isOptimised: false, ["Files", "Tables"]),
        tests("ReportingTests", isOptimised: false, ["Tables", "Reporting"]),
        tests("PresentationTests", isOptimised: false, ["Presentation", "Reporting", "Imaging", "Evaluation"]),
        tests("FilesTests", isOptimised: false, ["Files", "Imaging", "RCA"]),
        tests("MachineTests", isOptimised: false, ["Machine", "RCA"]),
        tests("CasesTests", ["RCA"]),
        tests(
            "JournalTests", isOptimised: false,
            ["Auditing", "Cases", "Journal", "Imaging", "Tables", "RCA", "Scoring"]),
        tests("RunsTests", isOptimised: false, ["DataSets", "RCA"]),
        tests("StudiesTests", isOptimised: false, ["RCA", "DataSets", "Tables", "Reporting", "Studies"]),
        tests("RCATests", isOptimised: false, ["DataSets", "RCA"]),
        // These run C programs against librca.so, which stands beside the tests.
        tests(
            "CInterfaceTests", exclude: ["Programs"], isOptimised: false, ["DataSets", "Machine", "RCA", subprocess]),
        tests("ClusterTests", isOptimised: false, ["RCA", "Cluster", "Machine", subprocess]),
        tests("LinearAlgebraTests", ["LinearAlgebra"]),
        tests(
            "LearningTests", exclude: ["make_torch_figures.py", "make_registration_figures.py", "torch_figures.py"],
            ["NumericSupport", "Learning", realModule]),
        tests("RegistrationTests", ["Registration", "Phantoms"]),
        tests("ScoringTests", ["NumericSupport", "Files", "Scoring", "Learning", "Phantoms"]),
        tests("FusionTests", ["Fusion"]),
        tests("SegmentationTests", ["Segmentation", "Fusion", "Scoring", "Phantoms"]),
        tests("EvaluationTests", ["Evaluation", "Tables"]),
        tests("AuditingTests", ["Auditing", "Imaging", "Phantoms"]),
        // These run the binary that stands beside the tests. Building the tests builds it too; as a dependency, it would
        // keep the largest tests waiting until it is linked.
        tests(
            "CommandLineTests", exclude: ["Golden"], isOptimised: false,
            [
                "RCA", "Archives", "Calibration", "Checks", "Cluster", "Evaluation", "Journal", "Machine", "Tables",
                "Reporting", "Phantoms", subprocess,
            ]),
        .target(
            name: "StudySupport",
            dependencies: ["TestSupport", "DataSets", "Evaluation", "Tables", "Reporting", "Scoring", "Imaging"],
            path: "Tests/StudySupport", swiftSettings: swiftSettings),
        .target(
            name: "FuzzTargets",
            dependencies: [
                "RCA", "Calibration", "DataSets", "Evaluation", "Journal", "Imaging", "Tables", "Reporting", "Scoring",
                "Archives", "CZlib",
            ],
            path: "Tests/Fuzzing/Targets", swiftSettings: swiftSettings),
        tests("FuzzingTests", isOptimised: false, ["FuzzTargets"]),
        tests(
            "AccuracyTests", isOptimised: false,
            ["rca-cli", "StudySupport", "Evaluation", "Tables", "Reporting", "Scoring", "Imaging", "Files"]),
        tests(
            "ClassifierStudyTests",
            ["rca-cli", "RCA", "StudySupport", "Evaluation", "Imaging", "Learning", "Tables", "Reporting", "Scoring"]),
        tests(
            "NetworkStudyTests",
            [
                "rca-cli", "RCA", "StudySupport", "Files", "Imaging", "Learning", "Machine", "NumericSupport",
                "Phantoms", "Registration", "Scoring", realModule,
            ]),
        tests(
            "RobustnessTests", ["rca-cli", "StudySupport", "Evaluation", "Tables", "Reporting", "Scoring", "Imaging"]),
    ] + fuzzing,
    swiftLanguageModes: [.v6]
)
