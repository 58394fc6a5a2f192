#!/usr/bin/env bash
# Scores a ticket whose description and criteria are Atlassian documents (ADF), as returned by Jira Cloud.
. "$(dirname "$0")/common.sh"

call POST /v1/score --json @"$here/score-adf.json"
