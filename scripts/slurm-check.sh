#!/bin/sh
# Runs steerage slurm on a real Slurm: starts one of a single node, this machine, as root in a folder of its own; computes a small spec as
# an array of four tasks, of which one is requeued while it runs and one is cancelled and submitted again; merges; and compares the run byte for
# byte with one that is computed here. Installs Debian's slurm-wlm and munge where they are missing. Stops and removes what it started.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
# shellcheck source=scripts/common.sh
. "$here/common.sh"

[ "$(id -u)" = 0 ] || refuse "Slurm's daemons are started as root here; run it as root"
if ! command -v slurmctld >/dev/null 2>&1 || ! command -v munged >/dev/null 2>&1; then
  command -v apt-get >/dev/null 2>&1 || refuse "slurmctld or munged is missing and there is no apt-get; install Slurm and munge"
  say "installing slurm-wlm and munge …"
  apt-get update -qq >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends slurm-wlm munge >/dev/null
fi

slurm=$(mktemp -d /tmp/steerage-slurm.XXXXXX)
# jobs have to do with blanks in paths
work="$slurm/a sweep"
mkdir -p "$work" "$slurm/state" "$slurm/spool"
SLURM_CONF=$slurm/slurm.conf
export SLURM_CONF

stop() {
  for name in slurmd slurmctld munged; do
    if [ -f "$slurm/$name.pid" ]; then
      kill "$(cat "$slurm/$name.pid")" 2>/dev/null || true
    fi
  done
  sleep 2
  if [ "${KEEP:-}" ]; then
    say "kept: $slurm"
  else
    rm -rf "$slurm"
  fi
}
trap stop EXIT
trap 'exit 1' INT TERM HUP

fail() {
  say "$@"
  tail -n 20 "$slurm"/*.log "$work"/*-slurm/logs/*.log >&2 2>/dev/null || true
  exit 1
}

# begin: munged, slurmctld and slurmd of this one node.
begin() {
  chmod 755 "$slurm"
  dd if=/dev/urandom of="$slurm/munge.key" bs=128 count=1 2>/dev/null
  chmod 400 "$slurm/munge.key"
  munged --force --key-file="$slurm/munge.key" --socket="$slurm/munge.socket" --pid-file="$slurm/munged.pid" \
    --log-file="$slurm/munged.log" --seed-file="$slurm/munged.seed"
  host=$(hostname -s)
  cat >"$SLURM_CONF" <<END
ClusterName=check
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=26817
SlurmdPort=26818
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$slurm/munge.socket
StateSaveLocation=$slurm/state
SlurmdSpoolDir=$slurm/spool
SlurmctldPidFile=$slurm/slurmctld.pid
SlurmdPidFile=$slurm/slurmd.pid
SlurmctldLogFile=$slurm/slurmctld.log
SlurmdLogFile=$slurm/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
KillWait=30
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=check Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
  slurmctld
  slurmd
  tries=0
  until sinfo -h -o %t 2>/dev/null | grep -qE 'idle|mix'; do
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || fail "the node is not ready after a minute"
    sleep 1
  done
}

steerage() {
  "$here/steerage" "$@"
}

asked() {
  cat >"$work/sweep.yaml" <<END
models: [$root/models/steerage-demo-f16.gguf]
behaviors: [$root/models/demo/behaviors/myopia.jsonl, $root/models/demo/behaviors/corrigible.jsonl]
threads: 1
interventions:
- {vector: $root/models/demo/vectors/myopia.gguf, layers: 2, coefficients: -4..4:0.5}
END
}

status() {
  steerage slurm --spec "$work/sweep.yaml" --shards 4 --output "$work/run" --status
}

# cells SHARD: token files that it has.
cells() {
  find "$work/run-slurm/shard-$1-of-4/tokens" -name '*.csv' 2>/dev/null | wc -l
}

# wait_for_cells SHARD: until it has some and goes on.
wait_for_cells() {
  tries=0
  until [ "$(cells "$1")" -gt 1 ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || fail "shard $1 has no cells after 5 minutes"
    sleep 1
  done
}

wait_for_jobs() {
  tries=0
  while squeue -h -t pending,running,completing,configuring -o '%i %r' | grep -v DependencyNeverSatisfied | grep -q .; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || fail "jobs are not done after 10 minutes: $(squeue)"
    # a task that is queued again waits two minutes, lest a broken node have it at once
    for job in $(squeue -h -t pending -o '%i %r' | awk '$2 == "BeginTime" {print $1}'); do
      scontrol update "JobId=$job" StartTime=now
    done
    sleep 1
  done
}

steerage --version >/dev/null # builds it where it is not built
begin
asked
say "slurm $(sinfo --version | sed 's/slurm //'): array of 4 tasks"
steerage slurm --spec "$work/sweep.yaml" --shards 4 --output "$work/run" --time 30 --submit
array=$(squeue -h -n steerage -o %F | head -n 1)

wait_for_cells 1
scontrol requeue "${array}_1"
say "task 1 is requeued with $(cells 1) token files"
wait_for_cells 2
scancel "${array}_2"
say "task 2 is cancelled with $(cells 2) token files"
wait_for_jobs
status
squeue -h -o 'job %i %j: %T, %r'
scancel -n steerage-merge
say "submitted again:"
steerage slurm --spec "$work/sweep.yaml" --shards 4 --output "$work/run" --time 30 --submit
wait_for_jobs
status
[ -f "$work/run/scores.csv" ] || fail "no run has been merged"

say "the same run by itself"
steerage evaluate --spec "$work/sweep.yaml" --output "$work/whole" >/dev/null 2>&1
(cd "$work/whole" && find tokens pairs scores.csv metrics.csv -type f | sort) >"$slurm/files"
count=0
while read -r file; do
  cmp "$work/whole/$file" "$work/run/$file" || fail "$file differs"
  count=$((count + 1))
done <"$slurm/files"
say "$count files are the same byte for byte; task 1 began $(grep -c 'plan:' "$work/run-slurm/logs/1.log") times, task 2 $(grep -c 'plan:' "$work/run-slurm/logs/2.log") times"
