#!/usr/bin/env bash
# Scores a ticket whose description and criteria are Atlassian documents (ADF), as Jira Cloud gives them.
. "$(dirname "$0")/common.sh"

call POST /v1/score --json @"$here/score-adf.json"
