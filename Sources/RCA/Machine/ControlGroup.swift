/// The processor quota that Linux control groups put on a process, read from the kernel's own text files.
///
/// Containers and batch systems limit a job by quota more often than by affinity, and a thread beyond the quota
/// only makes the others wait. Everything here is parsing; ``ProcessorCount`` reads the files.
package enum ControlGroup {
    /// Where a process stands in one hierarchy: a line of `/proc/self/cgroup`.
    package struct Membership: Equatable {
        /// The controllers of a version 1 hierarchy; empty for version 2.
        package var controllers: [String]
        package var path: String
    }

    /// A mounted hierarchy: a line of `/proc/self/mountinfo`.
    package struct Mount: Equatable {
        package var isVersion2: Bool
        /// The version 1 controllers among the mount's options.
        package var options: [String]
        /// The group that the mount shows as its top.
        package var root: String
        package var mountPoint: String
    }

    /// The memberships in the content of `/proc/self/cgroup`; lines of another form are skipped.
    package static func memberships(_ content: String) -> [Membership] {
        content.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3, fields[2].hasPrefix("/") else { return nil }
            return Membership(controllers: fields[1].split(separator: ",").map(String.init), path: String(fields[2]))
        }
    }

    /// The control group mounts in the content of `/proc/self/mountinfo`; other file systems are skipped.
    package static func mounts(_ content: String) -> [Mount] {
        content.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard let separator = fields.firstIndex(of: "-"), separator >= 6, fields.count > separator + 3 else {
                return nil
            }
            let type = fields[separator + 1]
            guard type == "cgroup2" || type == "cgroup" else { return nil }
            return Mount(
                isVersion2: type == "cgroup2", options: fields[separator + 3].split(separator: ",").map(String.init),
                root: unescaped(fields[3]), mountPoint: unescaped(fields[4]))
        }
    }

    /// The folders whose quota binds the process: its own group's in every hierarchy that can limit processors,
    /// and those of the groups above, innermost first.
    package static func folders(memberships: [Membership], mounts: [Mount]) -> [String] {
        mounts.flatMap { mount -> [String] in
            let membership = memberships.first {
                mount.isVersion2
                    ? $0.controllers.isEmpty : $0.controllers.contains("cpu") && mount.options.contains("cpu")
            }
            guard let membership else { return [] }
            var names = names(in: membership.path)
            let rootNames = self.names(in: mount.root)
            // In a container the path may be the host's: what the mount hides above its top is cut off.
            if names.starts(with: rootNames) { names.removeFirst(rootNames.count) }
            let top = mount.mountPoint == "/" ? "" : mount.mountPoint
            return (0...names.count).reversed().map { count in
                ([top] + names.prefix(count)).joined(separator: "/")
            }
        }
    }

    /// The quota in the content of a version 2 `cpu.max`, in processors: `150000 100000` is 1.5; nil for `max`.
    package static func quota(cpuMax content: String) -> Double? {
        let fields = content.split(whereSeparator: \.isWhitespace)
        guard fields.count == 2 else { return nil }
        return quota(microseconds: String(fields[0]), period: String(fields[1]))
    }

    /// The quota in the contents of version 1 `cpu.cfs_quota_us` and `cpu.cfs_period_us`, in processors; nil for -1.
    package static func quota(microseconds: String, period: String) -> Double? {
        func number(_ text: String) -> Double? {
            text.split(whereSeparator: \.isWhitespace).first.flatMap { Double($0) }
        }
        guard let quota = number(microseconds), let period = number(period), quota > 0, period > 0 else { return nil }
        return quota / period
    }

    private static func names(in path: String) -> [String] {
        path.split(separator: "/").filter { $0 != ".." }.map(String.init)
    }

    /// Spaces and the like stand in `mountinfo` as a backslash and three octal digits.
    private static func unescaped(_ field: Substring) -> String {
        guard field.contains("\\") else { return String(field) }
        var bytes: [UInt8] = []
        var rest = Array(field.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), rest.count >= 3,
                let value = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
            {
                bytes.append(value)
                rest.removeFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
