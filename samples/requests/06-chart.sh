#!/usr/bin/env bash
# Averages over time: the last 30 days; two dimensions over 60 days in another time zone; by week. An unknown dimension is rejected (422).
. "$(dirname "$0")/common.sh"

day() { date -u -d "$1 days ago" +%F 2>/dev/null || date -u -v "-$1d" +%F; } # GNU, else BSD

call GET /portal/scores/chart
call GET "/portal/scores/chart?from=$(day 60)&to=$(day 0)&dimensions=overall,testable&timezone=Europe/Vienna"
call GET "/portal/scores/chart?from=$(day 60)&dimensions=overall&bucket=week"
call GET "/portal/scores/chart?dimensions=cheap"
