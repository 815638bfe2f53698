import CFuzzer
import Foundation
import FuzzTargets

// rca-fuzz list
// rca-fuzz seeds FIXTURES FOLDER        writes FOLDER/TARGET/NUMBER
// rca-fuzz TARGET [libFuzzer's words]   fuzzes it

nonisolated(unsafe) var target: FuzzTarget?
let place = try FuzzPlace()

let words = CommandLine.arguments
switch words.dropFirst().first {
case "list":
    for target in FuzzTarget.all { print(target.name) }
    exit(0)
case "seeds" where words.count == 4:
    for target in FuzzTarget.all {
        let folder = words[3] + "/" + target.name
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (number, bytes) in try target.seeds(FuzzSeeds(fixtures: words[2])).enumerated() {
            try Data(bytes).write(to: URL(filePath: "\(folder)/\(number)"))
        }
    }
    exit(0)
case let name?:
    target = FuzzTarget.named(name)
    guard target != nil else {
        FileHandle.standardError.write(Data("rca-fuzz: no target is called \(name); 'rca-fuzz list' lists them\n".utf8))
        exit(64)
    }
case nil:
    FileHandle.standardError.write(Data("rca-fuzz: give 'list', 'seeds FIXTURES FOLDER' or a target\n".utf8))
    exit(64)
}

var arguments: [UnsafeMutablePointer<CChar>?] = ([words[0]] + words.dropFirst(2)).map { strdup($0) } + [nil]
var count = Int32(arguments.count - 1)
let status = arguments.withUnsafeMutableBufferPointer { buffer in
    var start = buffer.baseAddress
    return LLVMFuzzerRunDriver(&count, &start) { data, size in
        _ = target?.accepts(Array(UnsafeBufferPointer(start: data, count: size)), place)
        return 0
    }
}
exit(status)
