import Foundation
import RCA
import Testing

// Each in a process of its own, since a signal is for the whole process.
@Suite("Ctrl-C")
struct InterruptSignalTests {
    @Test("is only noted the first time, and a thread that computes sees it", arguments: [SIGINT, SIGTERM])
    func first(signal: Int32) async {
        await #expect(processExitsWith: .exitCode(7)) { [signal] in
            InterruptSignal.install()
            InterruptSignal.install()
            if InterruptSignal.isReceived { exit(1) }
            sendToThisProcess(signal)
            exit(InterruptSignal.isReceived ? 7 : 2)
        }
    }

    @Test("ends the process at once the second time, whichever signals they are")
    func second() async {
        await #expect(processExitsWith: .exitCode(130)) {
            InterruptSignal.install()
            sendToThisProcess(SIGINT)
            sendToThisProcess(SIGTERM)
            sleep(10)
            exit(1)
        }
    }
}

/// Sends a signal as a terminal does, to the process, and waits until it has been received, for ten seconds at most.
///
/// `raise` would send it to the calling thread alone, which may be one of those that block all signals.
private func sendToThisProcess(_ signal: Int32) {
    kill(getpid(), signal)
    let stopwatch = Stopwatch()
    while !InterruptSignal.isReceived && stopwatch.seconds < 10 {}
}
