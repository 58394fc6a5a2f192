#!/usr/bin/env bash
# Feedback on anything: stores a reaction, a note and several rows at once; queries, replaces and purges them.
. "$(dirname "$0")/common.sh"

# The part of a project id before the slash is the company's slug; the part after it is any name, and projects do not have to be created.
entity=$(call GET /portal/projects 2>/dev/null | json project_id)
project="${entity%%/*}/samples"
about="weave:///$project/call/0198c1a2-7b3e-7000-8000-000000000001"
feedback() { # TYPE PAYLOAD [more members]: one feedback
  printf '{"project_id": "%s", "weave_ref": "%s", "feedback_type": "%s", "payload": %s%s}' "$project" "$about" "$1" "$2" "${3-}"
}

call POST /feedback/create --json "$(feedback wandb.reaction.1 '{"emoji": "👍🏽"}')"
made=$(call POST /feedback/create --json "$(feedback wandb.note.1 '{"note": "The second criterion cannot be tested"}')")
printf '%s\n' "$made"
note=$(json id <<<"$made")
judge=", \"runnable_ref\": \"weave:///$project/object/judge:v1\", \"trigger_ref\": \"weave:///$project/object/monitor:v1\""
call POST /feedback/batch/create --json "{\"batch\": [$(feedback wandb.runnable.judge '{"output": {"score": 0.4}}' "$judge"), $(feedback wandb.runnable.judge '{"output": {"score": 0.9}}' "$judge")]}"

call POST /feedback/query --json "{\"project_id\": \"$project\", \"sort_by\": [{\"field\": \"created_at\", \"direction\": \"desc\"}], \"limit\": 4}"
call POST /feedback/query --json "{\"project_id\": \"$project\", \"fields\": [\"id\", \"payload.output.score\"],
  \"query\": {\"\$expr\": {\"\$gt\": [{\"\$getField\": \"payload.output.score\"}, {\"\$literal\": 0.5}]}}}"
call POST /feedback/replace --json "$(feedback wandb.note.1 '{"note": "It can, by hand"}' ", \"feedback_id\": \"$note\"")"
call POST /feedback/create --json "$(feedback wandb.reaction.1 '{"emoji": "no"}')" # 400: not an emoji
call POST /feedback/create --json '{"payload": []}' # 422: what is missing and what does not fit

# Purges everything by id, in one expression.
ids=$(call POST /feedback/query --json "{\"project_id\": \"$project\", \"fields\": [\"id\"]}" 2>/dev/null | grep -o '"id":"[^"]*"' | cut -d '"' -f 4)
same=$(for id in $ids; do printf '{"$eq": [{"$getField": "id"}, {"$literal": "%s"}]},' "$id"; done)
call POST /feedback/purge --json "{\"project_id\": \"$project\", \"query\": {\"\$expr\": {\"\$or\": [${same%,}]}}}"
