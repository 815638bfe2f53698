import Foundation
import Machine
import RCA
import Testing

@Suite("Resource usage")
struct ResourceUsageTests {
    @Test("counts the processor time of work done, and the time that passes")
    func times() {
        let cpuBefore = ResourceUsage.cpuSeconds()
        let stopwatch = Stopwatch()
        var sum = 0.0
        while stopwatch.seconds < 0.1 { sum += sin(sum + 1) }
        #expect(sum != 0)
        #expect(ResourceUsage.cpuSeconds() - cpuBefore > 0.02)
        #expect(stopwatch.seconds >= 0.1)
    }

    @Test("sees a large array in the peak of memory, also after it is gone")
    func memory() {
        let size = 64 << 20
        let before = ResourceUsage.peakMemoryBytes()
        let array = [UInt8](repeating: 1, count: before + size)
        #expect(array[size] == 1)
        #expect(ResourceUsage.peakMemoryBytes() >= before + size)
    }

    @Test("reads the peak from the kernel's status, in bytes")
    func status() {
        #expect(ResourceUsage.peakMemoryBytes(status: "VmPeak:\t 9 kB\nVmHWM:\t    1712 kB\n") == 1712 * 1024)
        #expect(ResourceUsage.peakMemoryBytes(status: "VmPeak:\t 9 kB\n") == nil)
        #expect(ResourceUsage.peakMemoryBytes(status: "VmHWM:\tmuch kB\n") == nil)
    }
}
