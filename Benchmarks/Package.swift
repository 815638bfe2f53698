// swift-tools-version: 6.2
import Foundation
import PackageDescription

// A package of its own, so that whoever depends on the library does not fetch a benchmark harness.
#if arch(x86_64)
let isPortable = ProcessInfo.processInfo.environment["RCA_PORTABLE"] == "1"
#else
let isPortable = true
#endif

let package = Package(
    name: "rca-benchmarks",
    dependencies: [
        .package(name: "rca", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/google/swift-benchmark", from: "0.1.2"),
    ],
    targets: [
        .target(name: "PlainPNG", cSettings: [.unsafeFlags(["-O2"])], linkerSettings: [.linkedLibrary("png")]),
        .executableTarget(
            name: "rca-bench",
            dependencies: [
                "PlainPNG",
                .product(name: "RCA", package: "rca"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Benchmark", package: "swift-benchmark"),
            ],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
            ] + (isPortable ? [] : [.unsafeFlags(["-Xcc", "-march=x86-64-v3"])])),
    ],
    swiftLanguageModes: [.v6]
)
