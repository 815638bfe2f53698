import FoundationEssentials
import Glibc

/// How many processors this process may use.
public enum ProcessorCount {
    /// The least of the affinity mask (`taskset`, Slurm, cpusets) and the control groups' quotas (containers,
    /// systemd), at least 1. A quota that is no whole number is rounded up, so that all of it is used.
    public static func available() -> Int {
        let content = contents(of: "/proc/self/cgroup").map(ControlGroup.memberships) ?? []
        let mounts = contents(of: "/proc/self/mountinfo").map(ControlGroup.mounts) ?? []
        let quotas = ControlGroup.folders(memberships: content, mounts: mounts).compactMap(quota)
        return combined(affinity: affinity(), quotas: quotas)
    }

    /// The least of the affinity's processors and the quotas, rounded up, at least 1.
    package static func combined(affinity: Int, quotas: [Double]) -> Int {
        let limit = quotas.min().map { $0.rounded(.up) } ?? .infinity
        return max(1, limit < Double(affinity) ? Int(limit) : affinity)
    }

    /// The processors in the affinity mask of `/proc/self/status` (`Cpus_allowed_list:\t0-3,8`), which may name
    /// some that are not there; nil if it has none.
    package static func affinity(status: String) -> Set<Int>? {
        let line = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }
        return line.flatMap { processors(list: $0.dropFirst("Cpus_allowed_list:".count)) }
    }

    /// The processors in one of the kernel's lists, such as `0-3,8`; nil for anything else.
    package static func processors(list: some StringProtocol) -> Set<Int>? {
        var processors: Set<Int> = []
        for range in list.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            let ends = range.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard let first = ends[0], let last = ends[ends.count - 1], ends.count <= 2, first <= last else {
                return nil
            }
            processors.formUnion(first...last)
        }
        return processors.isEmpty ? nil : processors
    }

    /// As many as `sched_getaffinity` would give: the processors of the affinity mask that are online, or all
    /// online where the kernel does not show the mask.
    private static func affinity() -> Int {
        guard let allowed = contents(of: "/proc/self/status").flatMap(affinity(status:)) else {
            return sysconf(Int32(_SC_NPROCESSORS_ONLN))
        }
        guard let online = contents(of: "/sys/devices/system/cpu/online").flatMap({ processors(list: $0) }) else {
            return min(allowed.count, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        }
        return allowed.intersection(online).count
    }

    private static func quota(ofGroupIn folder: String) -> Double? {
        if let content = contents(of: folder + "/cpu.max") { return ControlGroup.quota(cpuMax: content) }
        guard let quota = contents(of: folder + "/cpu.cfs_quota_us"),
            let period = contents(of: folder + "/cpu.cfs_period_us")
        else { return nil }
        return ControlGroup.quota(microseconds: quota, period: period)
    }

    private static func contents(of path: String) -> String? {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}
