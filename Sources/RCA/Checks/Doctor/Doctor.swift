import Files

/// Looks whether the program can work here, and whether it works out right: what `rca-cli doctor` does.
public struct Doctor: Sendable {
    private let folder: String?

    /// - Parameter folder: where results are to be written, which is checked too; nil for none.
    public init(folder: String? = nil) { self.folder = folder }

    /// The findings, in the order in which a person asks: processor, libraries, threads, disk, and the self-test.
    ///
    /// The self-test is left out, and that is said, where the address space is too small: OpenBLAS would ask for memory
    /// for ever.
    public func run() async -> [DoctorFinding] {
        var findings = [ProcessorCheck.finding()]
        findings += BuildLibraries.all.map { DoctorFinding($0.name, .well, $0.version) }
        if !BuildLibraries.notBuilt.isEmpty {
            findings.append(
                DoctorFinding(
                    "not in this build", .note, BuildLibraries.notBuilt.joined(separator: ", "),
                    remedy: "to read them, build with their traits (docs/install.md)"))
        }
        let threads = ProcessorCheck.threads()
        findings.append(threads)
        findings.append(
            DiskCheck.finding("scratch space", ScratchFile.usualFolder, remedy: "set TMPDIR to another folder"))
        if let folder {
            findings.append(DiskCheck.finding("output folder", folder, remedy: "choose another folder"))
        }
        guard threads.verdict != .wrong else {
            findings.append(DoctorFinding("self-test", .note, "left out, since it would not end"))
            return findings
        }
        findings.append(AlgebraCheck.finding())
        findings.append(await SelfTest.finding())
        return findings
    }
}
