#!/usr/bin/env bash
# The list of scores: newest first, filtered, and paged by cursor.
. "$(dirname "$0")/common.sh"

call GET "/portal/scores?limit=3"
call GET "/portal/scores?band=at_risk&limit=3"
call GET "/portal/scores?max=5&sort=overall_score&q=map&limit=3"
first=$(call GET "/portal/scores?limit=2")
printf '%s\n' "$first"
cursor=$(json next_cursor <<<"$first")
call GET "/portal/scores?limit=2&cursor=$cursor"
