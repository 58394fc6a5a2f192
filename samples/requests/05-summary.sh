#!/usr/bin/env bash
# How good the tickets are on average, and how many scores there are.
. "$(dirname "$0")/common.sh"

call GET /portal/scores/summary
