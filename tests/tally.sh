# Adds up what the parts of ./test found, and keeps every failure for the end of the output: a log is often kept only from its end.
# Sourced by ./test and by tests/tally.test.sh. A part has an ID; the folder $results holds its output (ID.log), its exit code (ID.code) and, from
# a test project, its report (ID.xml). Adds to $passed, $failed and $skipped.

# Runs a part, shows its output and keeps it. A process that it leaves behind may still hold its output, and is not waited for.
capture() { # ID COMMAND …
  local id=$1 output showing
  shift
  exec {output}> >(tee "$results/$id.log")
  showing=$!
  "$@" >&"$output" 2>&1
  echo $? >"$results/$id.code"
  exec {output}>&-
  for _ in {1..20}; do kill -0 "$showing" 2>/dev/null || break; sleep 0.1; done
}

# Keeps a failure of a part with the end of its output.
keep() { # ID MESSAGE
  { echo "FAILED $2"; [ ! -f "$results/$1.log" ] || tail -n 20 "$results/$1.log"; } >>"$results/failures"
}

# The same for a part that failed although no test of it did.
lose() { # ID MESSAGE
  echo "test: $2" >&2
  keep "$@"
  failed=$((failed + 1))
}

# What a test project found.
tally_run() { # ID NAME
  local report=$results/$1.xml name=$2 code assembly
  code=$(cat "$results/$1.code")
  if [ ! -s "$report" ]; then
    lose "$1" "$name ended with code $code and left no report"
    return
  fi
  assembly=$(grep -o '<assembly [^>]*>' "$report" | head -n 1)
  count() { printf '%s' "$assembly" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" | grep . || echo 0; }
  passed=$((passed + $(count passed)))
  awk 'BEGIN { RS = "<test " } / result="Fail"/ { match($0, /(^| )name="[^"]*"/); name = substr($0, RSTART, RLENGTH); gsub(/^.*name="|"$/, "", name)
    message = $0; sub(/.*<message><!\[CDATA\[/, "", message); sub(/\]\]><\/message>.*/, "", message)
    print "FAILED " name; print substr(message, 1, 2000) }' "$report" >>"$results/failures"
  failed=$((failed + $(count failed) + $(count errors)))
  skipped=$((skipped + $(count skipped)))
  # An error outside of a test, such as in the cleanup of a class, is only in the output.
  [ "$(count errors)" -eq 0 ] || keep "$1" "$name: $(count errors) errors outside of tests"
  [ "$code" -eq 0 ] || [ "$(($(count failed) + $(count errors)))" -gt 0 ] || lose "$1" "$name ended with code $code"
}

# What the test runner of Node.js found. A check that fails before its tests, such as a compiler, has no count.
tally_node() { # ID NAME
  local code
  code=$(cat "$results/$1.code")
  count() { sed -n "s/^ℹ $1 \([0-9]*\)$/\1/p" "$results/$2.log" | tail -n 1 | grep . || echo 0; }
  passed=$((passed + $(count pass "$1")))
  failed=$((failed + $(count fail "$1")))
  skipped=$((skipped + $(count skipped "$1")))
  if [ "$code" -eq 0 ]; then :
  elif [ "$(count fail "$1")" != 0 ]; then keep "$1" "$2: $(count fail "$1") tests"
  else lose "$1" "$2 ended with code $code"
  fi
  echo "$(count tests "$1") tests: $([ "$code" -eq 0 ] && echo fine || echo failed)"
}

# What Python's unittest found.
tally_python() { # ID NAME
  local code ran wrong
  code=$(cat "$results/$1.code")
  count() { sed -n "/^\(OK\|FAILED\) (/s/.*\b$1=\([0-9]*\).*/\1/p" "$results/$2.log" | grep . || echo 0; }
  ran=$(sed -n 's/^Ran \([0-9]*\) test.*/\1/p' "$results/$1.log" | grep . || echo 0)
  wrong=$(($(count failures "$1") + $(count errors "$1")))
  failed=$((failed + wrong))
  skipped=$((skipped + $(count skipped "$1")))
  [ "$ran" -le $((wrong + $(count skipped "$1"))) ] || passed=$((passed + ran - wrong - $(count skipped "$1")))
  if [ "$code" -eq 0 ]; then :
  elif [ "$wrong" -gt 0 ]; then keep "$1" "$2: $wrong tests"
  else lose "$1" "$2 ended with code $code"
  fi
  echo "$ran tests: $([ "$code" -eq 0 ] && echo fine || echo failed)"
}

# A check that passes or fails as a whole.
tally_check() { # ID NAME
  if [ "$(cat "$results/$1.code")" -eq 0 ]; then passed=$((passed + 1)); else lose "$1" "$2 failed"; fi
}
