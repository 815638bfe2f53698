import Files
import Machine

extension BatchRequest {
    /// What `score.sbatch` holds: the array of jobs that score the shards.
    package var scoreScript: String {
        """
        #!/bin/sh
        # Scores masks in \(shards) \(shards == 1 ? "shard" : "shards"), a job for each. \(origin)
        #
        # A job writes what it has done to the folder journal as it goes. Started again, it goes on where the journal
        # ends; so jobs may be stopped, requeued or submitted again at any time. To submit it by hand, in the output
        # folder: sbatch slurm/score.sbatch
        #
        #SBATCH --job-name=rca-score
        #SBATCH --array=1-\(shards)
        #SBATCH --ntasks=1
        #SBATCH --cpus-per-task=\(cpusPerTask)
        \(limits)#
        # Stopped in time: SIGTERM \(stopBefore) seconds before the time limit. The job then queues itself again.
        #SBATCH --signal=B:TERM@\(stopBefore)
        #SBATCH --requeue
        #
        # One log for each shard; a job that starts again adds to it.
        #SBATCH --output=slurm/logs/shard-%a.log
        #SBATCH --open-mode=append
        \(furtherOptions)
        # Temporary files go to the node's own disk where the cluster gives one.
        TMPDIR="${SLURM_TMPDIR:-${TMPDIR:-/tmp}}"
        export TMPDIR

        # The worker scores shard $SLURM_ARRAY_TASK_ID with $SLURM_CPUS_PER_TASK threads. `exec`: signals reach it.
        exec \(ShellWord.lines([program, "slurm", "worker", "--shards", String(shards), "--"] + score))

        """
    }

    /// What `merge.sbatch` holds: the job that writes the tables when all shards are there.
    package var mergeScript: String {
        """
        #!/bin/sh
        # Writes the tables from the journals of all shards, when every one is complete. \(origin)
        #
        # To submit it by hand, in the output folder: sbatch slurm/merge.sbatch
        #
        #SBATCH --job-name=rca-merge
        #SBATCH --ntasks=1
        #SBATCH --cpus-per-task=1
        \(limits)#SBATCH --requeue
        #SBATCH --output=slurm/logs/merge.log
        #SBATCH --open-mode=append
        \(furtherOptions)
        exec \(ShellWord.lines([program, "merge", output]))

        """
    }

    private var origin: String { "Written by 'rca-cli slurm submit' \(RCAVersion.current)." }

    private var limits: String {
        [("partition", partition), ("time", time), ("mem", memory)]
            .compactMap { name, value in value.map { "#SBATCH --\(name)=\($0)\n" } }.joined()
    }

    private var furtherOptions: String {
        options.isEmpty ? "" : "#\n# As given with --sbatch-option.\n" + options.map { $0.directive + "\n" }.joined()
    }
}
