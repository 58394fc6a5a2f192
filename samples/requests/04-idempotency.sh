#!/usr/bin/env bash
# The same Idempotency-Key and body return the same response and store one score; the same key with another body is rejected (422).
. "$(dirname "$0")/common.sh"

key="sample-$(date +%s)-$$"
call POST /v1/score --header "Idempotency-Key: $key" --json @"$here/score.json"
call POST /v1/score --header "Idempotency-Key: $key" --json @"$here/score.json"
call POST /v1/score --header "Idempotency-Key: $key" --json '{"ticket_data": {"summary": "Another ticket"}}'
