import Machine
import RCA
import Synchronization
import Testing

@Suite("Progress")
struct ProgressTests {
    @Test(
        "tells a rate in the unit that reads best",
        arguments: [
            (231.4, "231/s"), (8.26, "8.3/s"), (9.97, "10/s"), (1, "1.0/s"), (0.2, "12/min"), (0.02, "1.2/min"),
            (0.001, "3.6/h"), (0, "0.0/h"), (.infinity, "?/s"), (.nan, "?/s"),
        ] as [(Double, String)])
    func rates(rate: Double, text: String) {
        #expect(ProgressText.rate(rate) == text)
    }

    @Test(
        "tells a time in its two largest units",
        arguments: [
            (0, "0 s"), (8.4, "8 s"), (59.4, "59 s"), (59.6, "1 min 00 s"), (125, "2 min 05 s"), (3599.6, "1 h 00 min"),
            (12000, "3 h 20 min"), (86399, "1 d 00 h"), (187_200, "2 d 04 h"), (.infinity, "?"), (-1, "?"),
        ] as [(Double, String)])
    func durations(seconds: Double, text: String) {
        #expect(ProgressText.duration(seconds) == text)
    }

    @Test("leaves out what is not known yet, and ends with the time taken")
    func lines() {
        #expect(ProgressText.line(progress(0, failures: 0, elapsed: 0)) == "0/100  0 %")
        #expect(ProgressText.line(progress(50, failures: 2, elapsed: 10)) == "50/100  50 %  2 failed  5.0/s  10 s left")
        #expect(ProgressText.line(progress(100, failures: 0, elapsed: 5)) == "100/100  100 %  20/s  in 5 s")
        #expect(
            ProgressText.line(BatchProgress(done: 0, total: 0, failures: 0, elapsed: 0)) == "0/0  100 %  in 0 s")
    }

    @Test("as a bar fits the terminal")
    func bar() {
        let half = progress(55, failures: 0, elapsed: 10)
        #expect(ProgressText.bar(half, width: 80) == "[###########.........] 55/100  55 %  5.5/s  8 s left")
        #expect(ProgressText.bar(half, width: 10) == "[#########")
        #expect(ProgressText.bar(half, width: -1) == "")
    }

    @Test("on a terminal is drawn over at most ten times a second, and at the end")
    func redraws() {
        var display = ProgressDisplay(style: .bar(width: 80))
        var drawn = 0
        for done in 1...1000 {
            let text = display.update(BatchProgress(done: done, total: 1001, failures: 0, elapsed: Double(done) / 500))
            if let text {
                drawn += 1
                #expect(text.hasPrefix("\r") && !text.contains("\n"))
            }
        }
        #expect((18...21).contains(drawn))
        #expect(display.update(BatchProgress(done: 1001, total: 1001, failures: 0, elapsed: 2.001)) != nil)
        #expect(display.finish() == "\n")
        #expect(display.finish() == nil)
    }

    @Test("in a log is a line every tenth of the way, or every ten seconds where that takes longer")
    func log() {
        func shown(secondsPerCase: Double) -> [Int] {
            var display = ProgressDisplay(style: .lines)
            return (1...100).filter { done in
                let text = display.update(progress(done, failures: 0, elapsed: Double(done) * secondsPerCase))
                #expect(text?.hasSuffix("\n") != false)
                return text != nil
            }
        }
        #expect(shown(secondsPerCase: 0.2) == [10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
        #expect(shown(secondsPerCase: 2).prefix(4) == [5, 10, 15, 20])
        #expect(shown(secondsPerCase: 0.001) == [10, 100])
    }

    @Test("of work that is soon done is not shown at all, and of longer work from then on")
    func shortWork() {
        for (style, seconds) in [(ProgressDisplay.Style.bar(width: 80), 2.0), (.lines, 10)] {
            var short = ProgressDisplay(style: style, skipsShortWork: true)
            #expect(short.update(progress(50, failures: 0, elapsed: seconds / 2)) == nil)
            #expect(short.update(progress(100, failures: 0, elapsed: seconds - 0.1)) == nil)
            #expect(short.finish() == nil)
            var long = ProgressDisplay(style: style, skipsShortWork: true)
            #expect(long.update(progress(10, failures: 0, elapsed: seconds / 2)) == nil)
            #expect(long.update(progress(20, failures: 0, elapsed: seconds)) != nil)
            #expect(long.update(progress(100, failures: 0, elapsed: 5 * seconds)) != nil)
        }
    }

    @Test("puts notes on lines of their own, above the bar")
    func notes() {
        var bar = ProgressDisplay(style: .bar(width: 80))
        let text = bar.note("a.png: is empty", progress(1, failures: 1, elapsed: 1))
        #expect(text?.hasPrefix("\r\u{1b}[Ka.png: is empty\n\r[") == true)
        var lines = ProgressDisplay(style: .lines)
        #expect(lines.note("a.png: is empty", progress(1, failures: 1, elapsed: 1)) == "a.png: is empty\n")
        #expect(lines.finish() == nil)
    }

    @Test("counts what several threads report, each case once")
    func threads() async {
        let written = Mutex("")
        let reporter = ProgressReporter(total: 4000, style: .lines) { text in written.withLock { $0 += text } }
        await withTaskGroup { group in
            for _ in 0..<4 {
                group.addTask {
                    for index in 0..<1000 { reporter.caseFinished(failure: index == 500 ? "x.png: is empty" : nil) }
                }
            }
        }
        reporter.finish()
        let lines = written.withLock { $0 }.split(separator: "\n")
        #expect(lines.count { $0 == "x.png: is empty" } == 4)
        #expect(lines.last?.hasPrefix("4000/4000  100 %  4 failed") == true)
    }

    @Test("never has more done than there are, where an archive that is cut short counts as well")
    func unexpected() {
        let written = Mutex("")
        let reporter = ProgressReporter(total: 2, style: .lines) { text in written.withLock { $0 += text } }
        for failure in [nil, nil, "all.tar: ends too early"] { reporter.caseFinished(failure: failure) }
        reporter.finish()
        let text = written.withLock { $0 }
        #expect(text.contains("2/2  100 %") && text.contains("3/3  100 %  1 failed"), "\(text)")
        #expect(!text.contains("3/2"))
    }

    @Test("that is quiet writes nothing")
    func quiet() {
        let written = Mutex("")
        let reporter = ProgressReporter(total: 2, style: .silent) { text in written.withLock { $0 += text } }
        reporter.caseFinished(failure: "a.png: is empty")
        reporter.note("note")
        reporter.caseFinished()
        reporter.finish()
        #expect(written.withLock { $0 } == "")
    }

    private func progress(_ done: Int, failures: Int, elapsed: Double) -> BatchProgress {
        BatchProgress(done: done, total: 100, failures: failures, elapsed: elapsed)
    }
}
