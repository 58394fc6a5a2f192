#!/usr/bin/env bash
# All matching scores as a stream: CSV for spreadsheets, JSON lines for programs. Shows the first lines of each.
. "$(dirname "$0")/common.sh"

call GET "/portal/scores/export?format=csv&band=at_risk" --output - | sed -n '1,5p'
call GET "/portal/scores/export?format=ndjson&max=3" --output - | cut -c 1-200 | sed -n '1,5p'
