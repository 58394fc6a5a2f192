#!/usr/bin/env bash
# Scores a ticket: returns six scores, the overall score and recommendations. Only the summary is required.
. "$(dirname "$0")/common.sh"

call POST /v1/score --json @"$here/score.json"
call POST /v1/score --json '{"ticket_data": {"summary": "Improve performance"}}'
