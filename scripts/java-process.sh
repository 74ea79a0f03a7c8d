# How the launcher runs Java and what it says of an end that Java itself could not speak of; POSIX sh, to be sourced after common.sh.
# shellcheck shell=sh

# run_java JAVA ARGUMENT...: runs it to its end, and ends with its exit code, or with 1 where it was killed.
# Java is given SIGTERM for SIGINT: a shell's background process is deaf to SIGINT, also to that of a terminal, so that it comes once.
run_java() {
  java=$1
  shift
  interrupted=
  work=${TMPDIR:-/tmp}/steerage-$$
  # a folder of this user alone; one that is there already may be another's
  (umask 077 && mkdir "$work") 2>/dev/null || work=
  if [ "$work" ]; then
    set -- "-XX:ErrorFile=$work/hs_err.log" "-Dsteerage.work=$work/note" "$@"
  fi
  # a background process would have no standard input, and this one may have been started without
  if ! (exec 3<&0) 2>/dev/null; then exec </dev/null; fi
  exec 3<&0
  "$java" "$@" <&3 3<&- &
  java_pid=$!
  trap 'interrupted=yes; kill -TERM "$java_pid" 2>/dev/null' INT
  trap 'kill -TERM "$java_pid" 2>/dev/null' TERM
  trap 'kill -HUP "$java_pid" 2>/dev/null' HUP
  code=0
  # shells have words of their own for a killed process
  { wait "$java_pid" || code=$?; } 2>/dev/null
  # a signal to this shell ends the waiting before Java ends
  while [ "$code" -gt 128 ] && kill -0 "$java_pid" 2>/dev/null; do
    code=0
    { wait "$java_pid" || code=$?; } 2>/dev/null
  done
  trap - INT TERM HUP
  case $code in
    143) [ -z "$interrupted" ] || code=130 ;; # 128 + SIGTERM, which was given for SIGINT
    132 | 134 | 135 | 136 | 137 | 139)
      say_killed $((code - 128))
      code=1
      ;;
  esac
  # details of a crash stay
  [ -z "$work" ] || [ -f "$work/hs_err.log" ] || rm -rf "$work"
  exit "$code"
}

# say_killed SIGNAL: what had been in use when the process was ended by it, what is kept and what helps.
say_killed() {
  file='' kept=''
  if [ "$work" ] && [ -f "$work/note" ]; then
    { read -r file && read -r kept; } <"$work/note" || true
  fi
  case $1 in
    9) cause="the system ended this run, most likely for want of memory" ;;
    *) cause="llama.cpp's native code ended this run (signal $1)" ;;
  esac
  [ -z "$file" ] || cause="$cause with $file in use"
  case $1 in
    9) mend="give it more memory, or a smaller model or batch" ;;
    *) mend="check or fetch that file again" ;;
  esac
  details=
  if [ "$work" ] && [ -f "$work/hs_err.log" ]; then details=" (details: $work/hs_err.log)"; fi
  say "$cause; ${kept:-nothing half-written is left}; $mend$details"
}
