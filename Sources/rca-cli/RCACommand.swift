import ArgumentParser
import CProcessorCheck
import Machine
import RCA

/// The command line's root: names the subcommands, reports the build.
@main
struct RCACommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rca-cli",
        abstract: "Estimates how good segmentation masks are when nobody has drawn the truth.",
        discussion: """
            Reverse Classification Accuracy (RCA): the program makes an atlas of each image and its mask. It \
            registers the atlas to reference images whose true masks are known, and carries the mask along. How well \
            the mask fits the true masks there predicts its own Dice: its overlap with the unknown truth, from 0 \
            (none) to 1 (perfect).

            Start with:
              rca-cli score --images IMAGES --masks MASKS --reference REFERENCE \\
                --structures lungs=1,heart=2 --output scores

            Exit codes: 0 all well, 1 a check did not hold (also: a drift, missing shards, something wrong in doctor), 2 \
            some cases failed or have no counterpart, or a result could not be written, 64 wrong usage, 130 stopped by a signal (finished work \
            is saved).
            """,
        version: BuildDescription.text,
        subcommands: [
            ScoreCommand.self, SegmentCommand.self, MergeCommand.self, ReportCommand.self, ShowCommand.self,
            OverlayCommand.self, AuditCommand.self, SlurmCommand.self, VerifyCommand.self, EvaluateCommand.self,
            CompareCommand.self, ScreenCommand.self, WatchCommand.self, MarksCommand.self, CalibrateCommand.self,
            ReferenceCommand.self, RegisterCommand.self, ArchiveCommand.self, PhantomCommand.self, DemoCommand.self,
            DatasetCommand.self, DoctorCommand.self, ManualCommand.self,
        ])

    static func main() async {
        rca_processor_check_is_linked()
        AddressSpace.restartWithoutLibraryThreads()
        MemoryReuse.begin()
        AddressSpace.spare()
        AddressSpace.explainLostMemory()
        LibraryThreads.end()
        do throws(InputError) { try OpenFiles.raiseLimit() } catch { CommandFailure.end(error) }
        await main(NegativeNumbers.joined(Array(CommandLine.arguments.dropFirst())))
    }
}
