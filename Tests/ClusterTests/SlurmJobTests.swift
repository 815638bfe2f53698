import Cluster
import RCA
import Testing

@Suite("What Slurm says of jobs")
struct SlurmJobTests {
    @Test("in squeue, one task a line or in ranges")
    func squeue() {
        let text = """
            12|3|RUNNING|None|node7
            12|4|PENDING|Resources|
            12|5-6,9%2|PENDING|JobArrayTaskLimit|
            12|[10-11]|PENDING|Priority|
            13|N/A|PENDING|Dependency|
            14|N/A|COMPLETED|None|n[1-2]
            slurm_load_jobs: something else
            a|b|c|d|e

            """
        let waiting = [5, 6, 9].map { SlurmJob(job: 12, task: $0, state: "PENDING", reason: "JobArrayTaskLimit") }
        #expect(
            SlurmJob.parse(squeue: text) == [
                SlurmJob(job: 12, task: 3, state: "RUNNING", node: "node7"),
                SlurmJob(job: 12, task: 4, state: "PENDING", reason: "Resources"),
            ] + waiting + [
                SlurmJob(job: 12, task: 10, state: "PENDING", reason: "Priority"),
                SlurmJob(job: 12, task: 11, state: "PENDING", reason: "Priority"),
                SlurmJob(job: 13, state: "PENDING", reason: "Dependency"),
                SlurmJob(job: 14, state: "COMPLETED", node: "n[1-2]"),
            ])
    }

    /// As Slurm 22.05 prints it, of a script in a folder with a line break in its name.
    @Test("in scontrol, whatever the paths in it")
    func scontrol() {
        let text = """
            JobId=5 ArrayJobId=4 ArrayTaskId=2 JobName=x UserId=root(0) JobState=COMPLETING Reason=TimeLimit \
            Requeue=1 Restarts=1 NodeList=vm BatchHost=vm Command=/o u'"$x
            y/slurm/q.sh WorkDir=/o JobState=WRONG StdErr=/dev/null Power=
            JobId=4 ArrayJobId=4 ArrayTaskId=7-8%3 JobName=x JobState=PENDING Reason=BeginTime NodeList= Comment=JobState=A
            JobId=9 JobName=merge JobState=PENDING Reason=Dependency NodeList=(null)
            No jobs in the system
            """
        #expect(
            SlurmJob.parse(scontrol: text) == [
                SlurmJob(job: 4, task: 2, state: "COMPLETING", reason: "TimeLimit", node: "vm"),
                SlurmJob(job: 4, task: 7, state: "PENDING", reason: "BeginTime"),
                SlurmJob(job: 4, task: 8, state: "PENDING", reason: "BeginTime"),
                SlurmJob(job: 9, state: "PENDING", reason: "Dependency"),
            ])
    }

    @Test("tells which still run or wait")
    func active() {
        for state in ["RUNNING", "PENDING", "COMPLETING", "SUSPENDED", "CONFIGURING", "REQUEUED"] {
            #expect(SlurmJob(job: 1, state: state).isActive)
        }
        for state in ["COMPLETED", "CANCELLED", "FAILED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED"] {
            #expect(!SlurmJob(job: 1, state: state).isActive)
        }
        let stuck = SlurmJob(job: 1, state: "PENDING", reason: "DependencyNeverSatisfied")
        #expect(!stuck.isActive && stuck.isStuck)
        #expect(SlurmJob(job: 7, task: 3, state: "").name == "7_3" && SlurmJob(job: 7, state: "").name == "7")
    }

    @Test(
        "in ranges of tasks",
        arguments: [
            ("3", [3]), ("1-4", [1, 2, 3, 4]), ("1-3,7,9-10", [1, 2, 3, 7, 9, 10]), ("1-9:4%2", [1, 5, 9]),
            ("[0-1]", [0, 1]), ("7,1-2,2", [1, 2, 7]), ("N/A", nil), ("", nil), ("1-", nil), ("3-1", nil),
            ("1-5:0", nil),
            ("1-2-3", nil), ("1-99999999999", nil), (",", nil), ("-1", nil),
        ] as [(String, [Int]?)])
    func ranges(text: String, tasks: [Int]?) { #expect(TaskRanges.parse(text) == tasks) }

    @Test(
        "and such ranges are written back in short",
        arguments: [
            ([], ""), ([3], "3"), ([1, 2, 3, 9], "1-3,9"), ([9, 7, 8, 1, 3], "1,3,7-9"), ([2, 2], "2"),
        ] as [([Int], String)])
    func rangeText(tasks: [Int], text: String) {
        #expect(TaskRanges.text(tasks) == text)
        if !tasks.isEmpty { #expect(TaskRanges.parse(text) == Set(tasks).sorted()) }
    }

    @Test("when it fails, on one line")
    func messages() {
        #expect(
            SlurmMessage.line("sbatch: error: invalid partition: zz\nsbatch: error: Failed.\n", of: "sbatch")
                == "invalid partition: zz; Failed.")
        #expect(SlurmMessage.line("slurm_load_jobs error: X\n", of: "squeue") == "slurm_load_jobs error: X")
        #expect(SlurmMessage.line("", of: "squeue") == "failed and did not say why")
    }
}
