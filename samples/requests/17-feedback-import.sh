#!/usr/bin/env bash
# Imports a stream of feedback with one JSON object per line, one of which is rejected; exports the project; lists the paths in its payloads.
. "$(dirname "$0")/common.sh"

entity=$(call GET /portal/projects 2>/dev/null | json project_id)
project="${entity%%/*}/imported"
lines() {
  for i in 1 2 3 4 5 6 7 8 9; do
    printf '{"id": "sample-%s", "created_at": "2026-01-0%sT12:00:00Z", "weave_ref": "story-%s", "feedback_type": "survey", "payload": {"stars": %s}}\n' "$i" "$i" "$i" "$((i % 5 + 1))"
  done | sed '4s/"payload"/"pay"/'
}

call POST "/feedback/import?project_id=$project" --data-binary @<(lines)
call POST /feedback/export --json "{\"project_id\": \"$project\", \"start\": \"2026-01-06T00:00:00Z\"}"
call POST /feedback/payload_schema --json "{\"project_id\": \"$project\", \"start\": \"2026-01-01T00:00:00Z\"}"
