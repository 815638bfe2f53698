import Foundation

/// A program called `qsub` that takes the place of Grid Engine's where the documents show it. It is no scheduler: it
/// runs the job's tasks at once, one after the other, each with the variables that Grid Engine gives it, and ends as
/// the worst of them did. Of Grid Engine's options it knows those that the documents use, and refuses all others.
struct GridEngineStandIn {
    let place: Workplace

    init(_ place: Workplace) { self.place = place }

    private static let script = """
        #!/bin/sh
        name=STDIN first=undefined last=undefined slots=1
        while [ $# -gt 0 ]; do
            case "$1" in
            -N) name=$2; shift 2 ;;
            -cwd) shift ;;
            -r) [ "$2" = y ] || [ "$2" = n ] || exit 1; shift 2 ;;
            -t) first=${2%-*} last=${2#*-}; shift 2 ;;
            -pe) slots=$3; shift 3 ;;
            -hold_jid) grep -qx "$2" qsub-jobs || { echo "qsub: no job called $2" >&2; exit 1; }; shift 2 ;;
            *) echo "qsub: unknown option $1" >&2; exit 1 ;;
            esac
        done
        job=$(mktemp job.XXXXXX)
        cat >"$job"
        echo "$name" >>qsub-jobs
        number=$(grep -c . qsub-jobs)
        worst=0
        # run TASK LOG
        run() {
            JOB_ID=$number JOB_NAME=$name NSLOTS=$slots SGE_TASK_ID=$1 SGE_TASK_FIRST=$first SGE_TASK_LAST=$last \\
                sh "$job" >"$name.o$2" 2>"$name.e$2"
            status=$?
            if [ "$status" -gt "$worst" ]; then worst=$status; cat "$name.e$2" >&2; fi
        }
        if [ "$first" = undefined ]; then
            echo "Your job $number (\\"$name\\") has been submitted"
            run undefined "$number"
        else
            echo "Your job-array $number.$first-$last:1 (\\"$name\\") has been submitted"
            for task in $(seq "$first" "$last"); do run "$task" "$number.$task"; done
        fi
        exit "$worst"
        """

    func install() throws {
        try place.write(Array((Self.script + "\n").utf8), to: "bin/qsub")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place.file("bin/qsub"))
    }
}
