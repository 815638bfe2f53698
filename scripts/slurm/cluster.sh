#!/usr/bin/env bash
# A Slurm of one node for tests: real daemons, without systemd and cgroups, reachable from this machine only.
#
#   cluster.sh start FOLDER            starts it; FOLDER is made, and holds all of it
#   cluster.sh run FOLDER COMMAND...   runs a command that talks to it (sbatch, squeue, rca-cli slurm ...)
#   cluster.sh stop FOLDER             cancels its jobs and stops it
#   cluster.sh with COMMAND...         all three, in a temporary folder
#
# It needs what `apt-get install slurm-wlm munge` brings (scripts/prepare-tests.sh). Started by root, munged runs as
# its own user; started by anybody else, everything runs as that user. After RCA_SLURM_SECONDS (600) the daemons end by
# themselves, should nobody stop them.
set -euo pipefail

PATH="$PATH:/usr/sbin:/sbin"
lifetime="${RCA_SLURM_SECONDS:-600}"

say() { printf 'slurm: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

check_programs() {
    local program
    for program in munged slurmctld slurmd sbatch squeue scontrol scancel setpriv; do
        command -v "$program" >/dev/null || fail "$program is missing; as root: apt-get install slurm-wlm munge"
    done
}

is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
    local port
    for _ in {1..50}; do
        port=$((20000 + RANDOM % 12000))
        if is_free "$port"; then
            echo "$port"
            return
        fi
    done
    fail "no free port on 127.0.0.1"
}

# until_true SECONDS COMMAND...: tries ten times a second.
until_true() {
    local tries=$((10 * $1))
    shift
    while ! "$@" >/dev/null 2>&1; do
        ((tries-- > 0)) || return 1
        sleep 0.1
    done
}

# A daemon in the foreground, as a process of ours whose id is noted, with an end of its own.
launch() {
    local name=$1
    shift
    setsid timeout --kill-after=5 "$lifetime" "$@" </dev/null >>"$folder/log/$name.out" 2>&1 &
    echo $! >"$folder/$name.pid"
}

is_running() { [ -f "$folder/$1.pid" ] && kill -0 "$(cat "$folder/$1.pid")" 2>/dev/null; }
is_stopped() { ! is_running "$1"; }

configure() {
    local user host
    user=$(id -un)
    host=$(hostname -s)
    cat >"$folder/slurm.conf" <<TEXT
ClusterName=rca-test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
CredType=cred/munge
# How long a requeued job waits, too: 120 seconds where nothing is said. Less than a busy machine takes to begin a job
# makes that fail with JobLaunchFailure, and so does a start that is given up too early.
AuthInfo=socket=$folder/munge/socket,cred_expire=20
BatchStartTimeout=90
MessageTimeout=90
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.own.pid
SlurmdPidFile=$folder/slurmd.own.pid
SlurmctldLogFile=$folder/log/slurmctld.log
SlurmdLogFile=$folder/log/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc=$folder/log/jobs.txt
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
DependencyParameters=kill_invalid_depend
SlurmdParameters=config_overrides
MailProg=/bin/true
MpiDefault=none
ReturnToService=2
MinJobAge=3600
KillWait=5
InactiveLimit=0
SlurmctldTimeout=30
SlurmdTimeout=30
NodeName=$host NodeAddr=127.0.0.1 CPUs=${RCA_SLURM_CPUS:-4} RealMemory=1000 State=UNKNOWN
PartitionName=test Nodes=$host Default=YES MaxTime=60 DefaultTime=10 State=UP
TEXT
}

start_munge() {
    local as=()
    mkdir -p "$folder/munge"
    (umask 077 && head -c 1024 /dev/urandom >"$folder/munge/key")
    if [ "$(id -u)" -eq 0 ]; then
        id munge >/dev/null 2>&1 || fail "there is no user munge; as root: apt-get install munge"
        chown -R munge "$folder/munge"
        as=(setpriv --reuid=munge --regid="$(id -g munge)" --clear-groups)
    fi
    chmod 711 "$folder/munge"
    launch munged "${as[@]}" munged --foreground --key-file="$folder/munge/key" --socket="$folder/munge/socket" \
        --pid-file="$folder/munge/pid" --log-file="$folder/munge/log" --seed-file="$folder/munge/seed" --num-threads=2
    until_true 10 munge --no-input --socket="$folder/munge/socket" || explain "munged did not start" munged
}

node_is_idle() { sinfo --noheader --format=%t | grep -q '^idle'; }

# Fails with the last lines of a daemon's log.
explain() {
    tail -n 5 "$folder/log/$2.out" "$folder/log/$2.log" >&2 2>/dev/null || true
    stop
    fail "$1 (logs: $folder/log)"
}

start() {
    check_programs
    [ ! -e "$folder/slurm.conf" ] || fail "$folder holds a Slurm already; stop it first"
    mkdir -p "$folder/state" "$folder/spool" "$folder/log"
    configure
    start_munge
    launch slurmctld slurmctld -D -f "$SLURM_CONF"
    until_true 20 scontrol ping || explain "slurmctld did not start" slurmctld
    launch slurmd slurmd -D -f "$SLURM_CONF"
    until_true 20 node_is_idle || explain "slurmd did not start" slurmd
}

# What the daemons and jobs of this folder have left: they carry its configuration in their environment.
leftovers() {
    local process
    for process in /proc/[0-9]*; do
        grep -qzxF "SLURM_CONF=$SLURM_CONF" "$process/environ" 2>/dev/null || continue
        if [ "$(cat "$process/comm" 2>/dev/null)" = slurmstepd ] ||
            grep -qz '^SLURM_JOB_ID=' "$process/environ" 2>/dev/null; then
            echo "${process#/proc/}"
        fi
    done
}

queue_is_empty() { [ -z "$(squeue --noheader --states=running,completing,pending)" ]; }

stop() {
    local daemon
    if is_running slurmctld; then
        timeout 10 scancel --user="$(id -un)" 2>/dev/null || true
        timeout 10 scancel --user="$(id -un)" --signal=KILL --full 2>/dev/null || true
        until_true 10 queue_is_empty || say "jobs that do not end are killed"
    fi
    for daemon in slurmd slurmctld munged; do
        is_running "$daemon" || continue
        # Each leads a process group of its own, with nothing else in it.
        kill -- "-$(cat "$folder/$daemon.pid")" 2>/dev/null || true
        until_true 10 is_stopped "$daemon" || kill -KILL -- "-$(cat "$folder/$daemon.pid")" 2>/dev/null || true
    done
    local process
    for process in $(leftovers); do kill -KILL "$process" 2>/dev/null || true; done
    # The logs stay for who asks what went wrong; the key and the configuration do not.
    rm -rf "$folder/munge" "$folder/slurm.conf" "$folder"/*.pid
}

with() {
    local status=0
    folder=$(mktemp -d "${TMPDIR:-/tmp}/rca-slurm.XXXXXX")
    chmod 755 "$folder"
    export SLURM_CONF="$folder/slurm.conf"
    trap 'stop; rm -rf "$folder"' EXIT
    trap 'exit 143' TERM
    trap 'exit 130' INT
    start
    "$@" || status=$?
    exit "$status"
}

usage() { sed -n '2,/^set /s/^# \{0,1\}//p' "$0" >&2; exit 64; }

[ $# -ge 2 ] || usage
action=$1
shift
if [ "$action" = with ]; then with "$@"; fi
mkdir -p "$1"
folder=$(cd "$1" && pwd -P)
shift
export SLURM_CONF="$folder/slurm.conf"
case "$action" in
start) start ;;
stop) stop ;;
run) [ -f "$SLURM_CONF" ] || fail "$folder holds no running Slurm"; exec "$@" ;;
*) usage ;;
esac
