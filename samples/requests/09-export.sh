#!/usr/bin/env bash
# Everything that the filters select, as a stream: CSV for spreadsheets, JSON lines for programs. The first lines of each are shown.
. "$(dirname "$0")/common.sh"

call GET "/portal/scores/export?format=csv&band=at_risk" --output - | sed -n '1,5p'
call GET "/portal/scores/export?format=ndjson&max=3" --output - | cut -c 1-200 | sed -n '1,5p'
