#!/usr/bin/env bash
# The average score and the number of scores.
. "$(dirname "$0")/common.sh"

call GET /portal/scores/summary
