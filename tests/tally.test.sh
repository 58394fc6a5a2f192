#!/usr/bin/env bash
# Checks tests/tally.sh with reports and outputs of parts that pass, fail, crash and leave nothing.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ./tally.sh
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
wrong=0

# One part: its exit code, and its output.
part() { # ID CODE OUTPUT
  echo "$2" >"$results/$1.code"
  printf '%s\n' "$3" >"$results/$1.log"
}

report() { # ID COUNTS TESTS
  printf '<assemblies><assembly name="x" %s>%s</assembly></assemblies>\n' "$2" "$3" >"$results/$1.xml"
}

# Tallies a part, and compares the counts and what is kept for the end.
expect() { # WHAT COUNTS KEPT COMMAND …
  local what=$1 counts=$2 kept=$3
  shift 3
  passed=0 failed=0 skipped=0
  rm -f "$results/failures"
  "$@" >/dev/null 2>&1
  local found="$passed $failed $skipped" lines
  lines=$(cat "$results/failures" 2>/dev/null)
  [ "$found" = "$counts" ] || { echo "$what: counted $found instead of $counts"; wrong=1; }
  [ "$lines" = "$kept" ] || { printf '%s: kept\n%s\ninstead of\n%s\n' "$what" "$lines" "$kept"; wrong=1; }
}

long=$(seq 1 30)
part one 0 "$long"
report one 'passed="5" failed="0" skipped="2" errors="0"' ''
expect "a project that passes" "5 0 2" "" tally_run one One

part one 1 "$long"
report one 'passed="4" failed="1" skipped="0" errors="0"' '<test id="1" name="One.Fails" result="Fail"><failure><message><![CDATA[1 is not 2]]></message></failure></test></collection><collection name="Tests of Two">'
expect "a test that fails" "4 1 0" $'FAILED One.Fails\n1 is not 2' tally_run one One

part one 134 "$long"
report one 'passed="5" failed="0" skipped="0" errors="0"' ''
expect "a project that crashes after its tests" "5 1 0" "FAILED One ended with code 134"$'\n'"$(seq 11 30)" tally_run one One

part one 2 "$long"
report one 'passed="5" failed="0" skipped="0" errors="1"' ''
expect "an error outside of tests" "5 1 0" "FAILED One: 1 errors outside of tests"$'\n'"$(seq 11 30)" tally_run one One

part one 137 "killed"
rm "$results/one.xml"
expect "a project without a report" "0 1 0" $'FAILED One ended with code 137 and left no report\nkilled' tally_run one One

part node 0 $'ℹ tests 3\nℹ pass 2\nℹ fail 0\nℹ skipped 1'
expect "Node.js that passes" "2 0 1" "" tally_node node folder
part node 1 $'ℹ tests 3\nℹ pass 2\nℹ fail 1\nℹ skipped 0'
expect "Node.js with a test that fails" "2 1 0" $'FAILED folder: 1 tests\nℹ tests 3\nℹ pass 2\nℹ fail 1\nℹ skipped 0' tally_node node folder
part node 2 "error TS2304"
expect "Node.js without tests" "0 1 0" $'FAILED folder ended with code 2\nerror TS2304' tally_node node folder

part python 0 $'Ran 7 tests in 1.0s\n\nOK (skipped=1)'
expect "Python that passes" "6 0 1" "" tally_python python folder
part python 1 $'Ran 7 tests in 1.0s\n\nFAILED (failures=1, errors=2)'
expect "Python with tests that fail" "4 3 0" $'FAILED folder: 3 tests\nRan 7 tests in 1.0s\n\nFAILED (failures=1, errors=2)' tally_python python folder
part python 1 "SyntaxError"
expect "Python without tests" "0 1 0" $'FAILED folder ended with code 1\nSyntaxError' tally_python python folder

part check 0 "fine"
expect "a check that passes" "1 0 0" "" tally_check check "API description"
part check 1 "$long"
expect "a check that fails" "0 1 0" "FAILED API description failed"$'\n'"$(seq 11 30)" tally_check check "API description"

capture run bash -c 'echo out; echo error >&2; sleep 300 & echo $! >"$0"; exit 3' "$results/left" >"$results/shown"
kill "$(cat "$results/left")"
shown=$(cat "$results/shown" "$results/run.log" "$results/run.code" | tr '\n' ' ')
[ "$shown" = "out error out error 3 " ] || { echo "a part that leaves a process behind: $shown"; wrong=1; }

exit "$wrong"
