# What .ci/run and .ci/check-container share: named, timed steps, and a way to fail that says why.

# step NAME COMMAND...: runs it and prints how long it took.
step() {
  local name=$1 start=$EPOCHREALTIME
  shift
  echo "=== $name"
  current_step=$name
  "$@"
  echo "ok  $name ($(seconds_since "$start") s)"
}

seconds_since() {
  awk -v a="${1/,/.}" -v b="${EPOCHREALTIME/,/.}" 'BEGIN { printf "%.1f", b - a }'
}

fail() {
  echo "FAILED  ${current_step:-}: $*" >&2
  exit 1
}
