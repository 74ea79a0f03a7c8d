# Functions that the scripts of this folder share; POSIX sh, to be sourced.
# shellcheck shell=sh

# All messages go to stderr, because stdout belongs to results.
say() {
  echo "steerage: $*" >&2
}

# Ends with 2, the exit code for what the user can mend.
refuse() {
  say "$@"
  exit 2
}

# The package that holds a tool, in the words of this machine's package manager.
package_command() {
  sudo=
  [ "$(id -u)" = 0 ] || sudo="sudo "
  if command -v apt-get >/dev/null 2>&1; then
    install="apt-get install" cxx=g++ jdk=openjdk-17-jdk
  elif command -v dnf >/dev/null 2>&1; then
    install="dnf install" cxx=gcc-c++ jdk=java-17-openjdk-devel
  elif command -v zypper >/dev/null 2>&1; then
    install="zypper install" cxx=gcc-c++ jdk=java-17-openjdk-devel
  elif command -v pacman >/dev/null 2>&1; then
    install="pacman -S" cxx=gcc jdk=jdk17-openjdk
  else
    echo "the package manager of this machine"
    return
  fi
  case $1 in
    c++) package=$cxx ;;
    jdk) package=$jdk ;;
    mvn) package=maven ;;
    nm) package=binutils ;;
    clang++) package=clang ;;
    *) package=$1 ;;
  esac
  echo "$sudo$install $package"
}

# need TOOL [NAME]: refuses where TOOL cannot be run; NAME is how people call it.
need() {
  command -v "$1" >/dev/null 2>&1 && return
  refuse "${2:-$1} is missing; install it with: $(package_command "$1")"
}

# The cache of sources and built libraries, shared by all checkouts of this user.
cache_folder() {
  echo "${XDG_CACHE_HOME:-$HOME/.cache}/steerage"
}

# lock FILE WHAT: waits until no other process holds FILE; held until unlock or the end of this process.
# What it starts and leaves running (a compiler cache's server) must not inherit descriptor 9: start it with 9>&-.
lock() {
  mkdir -p "$(dirname "$1")" || exit 1
  lock_file=$1
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$lock_file"
    flock -n 9 && return
    say "waiting for another process that is $2"
    flock 9
    return
  fi
  # Without flock a folder is the lock; it names its owner, so that one left behind by a killed process is seen.
  until mkdir "$lock_file.d" 2>/dev/null; do
    owner=$(cat "$lock_file.d/pid" 2>/dev/null || echo none)
    if [ "$owner" != none ] && ! kill -0 "$owner" 2>/dev/null; then
      rm -rf "$lock_file.d"
      continue
    fi
    [ "${lock_said:-}" ] || say "waiting for another process that is $2 (if there is none, remove $lock_file.d)"
    lock_said=yes
    sleep 1
  done
  echo $$ >"$lock_file.d/pid"
}

unlock() {
  if command -v flock >/dev/null 2>&1; then
    exec 9>&-
  else
    rm -rf "$lock_file.d"
  fi
}

# look PID: raises peak and ticks to what a process has had until now. It starts no process, so that it takes no time from what is measured.
look() {
  while read -r key value _; do
    [ "$key" != VmHWM: ] || [ "$value" -le "$peak" ] || peak=$value
  done <"/proc/$1/status"
  read -r stat <"/proc/$1/stat"
  # shellcheck disable=SC2086 # words of one line
  set -- ${stat##*) }
  [ $((${12} + ${13})) -le "$ticks" ] || ticks=$((${12} + ${13}))
}

# watch LOG LAUNCHER OPTION…: runs steerage with its output in LOG; sets peak (most resident memory of its JVM, kB: VmHWM), ticks (of the
# processor) and seconds. Linux only. Ends with 1 where the command fails, with the log's last lines.
watch() {
  log=$1
  shift
  begin=$(date +%s.%N)
  "$@" >"$log" 2>&1 &
  process=$! # the launcher, whose largest child is java
  peak=0 ticks=0
  while kill -0 "$process" 2>/dev/null; do
    children=
    { read -r children <"/proc/$process/task/$process/children"; } 2>/dev/null || true
    for child in $children; do
      { look "$child"; } 2>/dev/null || true
    done
    sleep 0.2
  done
  if ! wait "$process"; then
    tail -n 5 "$log" >&2
    say "steerage $2 failed; its words are above"
    exit 1
  fi
  # shellcheck disable=SC2034 # for the caller
  seconds=$(awk -v begin="$begin" -v end="$(date +%s.%N)" 'BEGIN { print end - begin }')
}

# Refuses systems on which watch cannot count memory.
need_counted_memory() {
  [ -r /proc/self/status ] || refuse "this system does not say how much memory a process has; use Linux"
}

# run_source FILE ARGUMENT…: runs a Java source of this repository (in the folder root) with the program's classes, which are built already.
run_source() {
  java=java
  [ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
  # shellcheck disable=SC2154 # the caller's
  "$java" -cp "$root/target/steerage.jar" "$@"
}

# scratch KEEP: sets folder, to KEEP, or where that is empty to a new one that goes when the script ends.
scratch() {
  if [ -n "$1" ]; then
    folder=$1
    mkdir -p "$folder"
  else
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    trap 'exit 130' INT TERM
  fi
}
