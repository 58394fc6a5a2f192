#!/usr/bin/env bash
# Error responses: problem details (RFC 9457) with a stable code.
. "$(dirname "$0")/common.sh"

call POST /v1/score --json '{"ticket_data": {}}'
call POST /v1/score --json '{"ticket_data": {"summary": "x"}, "customer_id": "somebody_elses"}'
call POST /v1/score --json '{not json'
call GET /portal/scores/00000000000000000000000000000000
request vx_000000000000_wrong GET /portal/scores/summary
