import Foundation
import RCA

/// A man page in mdoc(7).
struct ManualPage {
    private let command: CommandHelp
    private let day: String
    private let version: String

    /// - Parameter day: as ``day(_:)`` gives it.
    init(_ command: CommandHelp, day: String, version: String) {
        self.command = command
        self.day = day
        self.version = version
    }

    /// `January 31, 2026` for `2026-01-31`, as mdoc wants it.
    static func day(_ text: String) throws(InputError) -> String {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        let day = try CalendarDay(text, option: "--date")
        return "\(months[day.month - 1]) \(day.day), \(day.year)"
    }

    var text: String {
        var page = ManualText()
        let name = command.words.joined(separator: "-")
        page.request(".Dd", day)
        page.request(".Dt", name.uppercased(), "1")
        page.request(".Os", "rca \(version)")
        page.request(".Sh", "NAME")
        page.request(".Nm", name)
        page.request(".Nd", (command.abstract ?? "").trimmingCharacters(in: ["."]))
        page.request(".Sh", "SYNOPSIS")
        synopsis(&page)
        if let discussion = command.discussion {
            page.request(".Sh", "DESCRIPTION")
            page.prose(discussion)
        }
        options(&page)
        if !command.shownSubcommands.isEmpty {
            page.request(".Sh", "COMMANDS")
            page.request(".Bl", "-tag", "-width", "Ds")
            for subcommand in command.shownSubcommands {
                page.item(subcommand.commandName, of: ".Cm")
                page.prose(subcommand.abstract ?? "")
            }
            page.request(".El")
        }
        page.request(".Sh", "EXIT STATUS")
        page.prose(
            "0: all well. 1: a check that was asked for did not hold. 2: some cases failed, or a result could not be "
                + "written. 64: wrong usage. 130: stopped by a signal; finished work is saved.")
        seeAlso(&page)
        return page.text
    }

    private func synopsis(_ page: inout ManualText) {
        let words = command.words.joined(separator: " ")
        page.request(".Nm", words)
        for argument in shownArguments {
            let value = "<" + (argument.valueName ?? "value") + ">"
            let name = (argument.names ?? []).first { $0.kind == "long" } ?? argument.names?.first
            var word = argument.kind == "positional" ? value : name?.typed ?? ""
            if argument.kind == "option" { word += " " + value }
            if argument.isRepeating { word += " ..." }
            // Most options have a default; the page lists them below.
            if !argument.isOptional { page.request(".Ar", word) }
        }
        if shownArguments.contains(where: \.isOptional) { page.request(".Op", "Ar", "options") }
        if !command.shownSubcommands.isEmpty { page.request(".Ar", "subcommand") }
    }

    private func options(_ page: inout ManualText) {
        var titles: [String?] = []
        for argument in shownArguments where !titles.contains(argument.sectionTitle) {
            titles.append(argument.sectionTitle)
        }
        for title in titles {
            page.request(".Sh", (title ?? "OPTIONS").uppercased())
            page.request(".Bl", "-tag", "-width", "Ds")
            for argument in shownArguments where argument.sectionTitle == title {
                let value = argument.kind == "flag" ? "" : " <\(argument.valueName ?? "value")>"
                let names = (argument.names ?? []).map(\.typed).joined(separator: ", ")
                page.item(names + (names.isEmpty ? String(value.dropFirst()) : value), of: "")
                page.prose(argument.abstract ?? "")
                if let discussion = argument.discussion { page.prose(discussion) }
                if let values = argument.allValues, !values.isEmpty {
                    page.prose("Values: \(values.joined(separator: ", ")).")
                }
                if let value = argument.defaultValue, argument.kind != "flag" { page.prose("Default: \(value).") }
            }
            page.request(".El")
        }
    }

    private func seeAlso(_ page: inout ManualText) {
        let above = command.words.dropLast().indices.map { command.words[0...$0].joined(separator: "-") }
        let below = command.shownSubcommands.map { $0.words.joined(separator: "-") }
        let names = above + below.sorted()
        guard !names.isEmpty else { return }
        page.request(".Sh", "SEE ALSO")
        for (position, name) in names.enumerated() {
            if position + 1 < names.count {
                page.request(".Xr", name, "1", ",")
            } else {
                page.request(".Xr", name, "1")
            }
        }
    }

    /// ArgumentParser adds `--help` and `--version` to every command; they are said on the program's own page.
    private var shownArguments: [CommandHelp.Argument] {
        (command.arguments ?? []).filter { argument in
            guard argument.shouldDisplay else { return false }
            let names = (argument.names ?? []).map(\.name)
            return command.words.count == 1 || !(names.contains("help") || names.contains("version"))
        }
    }
}
