#!/usr/bin/env bash
# One score with text, findings and history; deletes it, after which it returns 404.
. "$(dirname "$0")/common.sh"

id=$(call POST /v1/score --json '{"ticket_id": "SAMPLE-1", "ticket_data": {"summary": "As a rider I want to see the weather, so that I can decide whether to ride"}}' | json score_id)
call GET "/portal/scores/$id"
call DELETE "/portal/scores/$id"
call GET "/portal/scores/$id"
