import Foundation
import Machine
import RCA
import Testing

// Each in a process of its own, since a signal is for the whole process.
@Suite("Ctrl-C")
struct InterruptSignalTests {
    @Test("is only noted the first time, and a thread that computes sees it", arguments: [SIGINT, SIGTERM, SIGHUP])
    func first(signal: Int32) async {
        await #expect(processExitsWith: .exitCode(7)) { [signal] in
            takeByDefault()
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
            takeByDefault()
            InterruptSignal.install()
            sendToThisProcess(SIGINT)
            sendToThisProcess(SIGTERM)
            sleep(10)
            exit(1)
        }
    }

    @Test("stays ignored where it was, as nohup and a shell's & have it")
    func ignored() async {
        await #expect(processExitsWith: .exitCode(7)) {
            signal(SIGHUP, SIG_IGN)
            InterruptSignal.install()
            kill(getpid(), SIGHUP)
            usleep(100_000)
            exit(InterruptSignal.isReceived ? 1 : 7)
        }
    }
}

/// Whatever started the tests may have had these signals ignored.
private func takeByDefault() {
    for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
}

/// Sends a signal as a terminal does, to the process, and waits until it has been received, for ten seconds at most.
///
/// `raise` would send it to the calling thread alone, which may be one of those that block all signals.
private func sendToThisProcess(_ signal: Int32) {
    kill(getpid(), signal)
    let stopwatch = Stopwatch()
    while !InterruptSignal.isReceived && stopwatch.seconds < 10 {}
}
