import Foundation
import Machine
import RCA
import Testing

@Suite("The processors that may be used")
struct ProcessorCountTests {
    @Test("are at least one and no more than the machine has")
    func available() {
        #expect((1...ProcessInfo.processInfo.processorCount).contains(ProcessorCount.available()))
    }

    @Test(
        "are the least of affinity and quotas, a broken quota rounded up",
        arguments: [
            (8, [], 8), (8, [2], 2), (8, [1.5], 2), (8, [0.1], 1), (2, [16], 2), (8, [6, 3, 4], 3), (0, [], 1),
            (64, [1e300], 64),
        ] as [(Int, [Double], Int)])
    func combined(affinity: Int, quotas: [Double], count: Int) {
        #expect(ProcessorCount.combined(affinity: affinity, quotas: quotas) == count)
    }

    @Test(
        "are read from the kernel's lists",
        arguments: [
            ("0\n", [0]), ("0-3\n", [0, 1, 2, 3]), ("\t0-1,4,6-7", [0, 1, 4, 6, 7]), ("", nil), ("3-1", nil),
            ("a", nil), ("1-2-3", nil), ("-1", nil),
        ] as [(String, Set<Int>?)])
    func lists(list: String, processors: Set<Int>?) {
        #expect(ProcessorCount.processors(list: list) == processors)
    }

    @Test("are found in a process's status")
    func status() {
        let status = "Name:\trca-cli\nCpus_allowed:\tff\nCpus_allowed_list:\t0-6,127\nMems_allowed_list:\t0-9\n"
        #expect(ProcessorCount.affinity(status: status) == [0, 1, 2, 3, 4, 5, 6, 127])
        #expect(ProcessorCount.affinity(status: "Name:\tx\n") == nil)
    }

    @Test(
        "are limited by cpu.max",
        arguments: [
            ("max 100000\n", nil), ("150000 100000\n", 1.5), ("50000 100000", 0.5), ("", nil), ("max", nil),
            ("0 100000", nil), ("1 0", nil),
        ] as [(String, Double?)])
    func version2(content: String, quota: Double?) {
        #expect(ControlGroup.quota(cpuMax: content) == quota)
    }

    @Test(
        "are limited by the cfs quota of version 1",
        arguments: [("-1\n", "100000\n", nil), ("400000\n", "100000\n", 4), ("", "", nil)]
            as [(String, String, Double?)])
    func version1(microseconds: String, period: String, quota: Double?) {
        #expect(ControlGroup.quota(microseconds: microseconds, period: period) == quota)
    }

    @Test("are limited by every group from the process's own up to the top, in version 2")
    func nested() {
        let folders = ControlGroup.folders(
            memberships: ControlGroup.memberships("0::/system.slice/slurmd.service/job_7\n"),
            mounts: ControlGroup.mounts(
                """
                22 26 0:20 / /proc rw,nosuid - proc proc rw
                29 22 0:25 / /sys/fs/cgroup rw,nosuid,nodev shared:9 - cgroup2 cgroup2 rw,nsdelegate

                """))
        #expect(
            folders == [
                "/sys/fs/cgroup/system.slice/slurmd.service/job_7", "/sys/fs/cgroup/system.slice/slurmd.service",
                "/sys/fs/cgroup/system.slice", "/sys/fs/cgroup",
            ])
    }

    @Test("are looked up under the controller's own mount in version 1, below the top that a container sees")
    func containers() {
        let memberships = ControlGroup.memberships(
            "12:memory:/docker/1f\n4:cpu,cpuacct:/docker/1f/inner\n1:name=systemd:/docker/1f\n0::/\n")
        let mounts = ControlGroup.mounts(
            """
            35 30 0:31 /docker/1f /sys/fs/cgroup/memory ro,nosuid master:15 - cgroup cgroup rw,memory
            36 30 0:32 /docker/1f /sys/fs/cgroup/cpu\\040acct ro,nosuid - cgroup cgroup rw,cpu,cpuacct
            """)
        #expect(
            ControlGroup.folders(memberships: memberships, mounts: mounts)
                == ["/sys/fs/cgroup/cpu acct/inner", "/sys/fs/cgroup/cpu acct"])
    }

    @Test("are not limited where no hierarchy is mounted, or the files are of another form")
    func foreign() {
        #expect(ControlGroup.folders(memberships: ControlGroup.memberships("nonsense\n\n::"), mounts: []).isEmpty)
        #expect(ControlGroup.mounts("29 22 0:25 / /sys/fs/cgroup rw\n- - -\n").isEmpty)
    }
}
