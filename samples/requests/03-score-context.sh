#!/usr/bin/env bash
# Scores a ticket with its context: linked issues, the epic, comments.
. "$(dirname "$0")/common.sh"

call POST /v1/score --json @"$here/score-context.json"
