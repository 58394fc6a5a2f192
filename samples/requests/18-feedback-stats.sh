#!/usr/bin/env bash
# Statistics of feedback over time. Every score is a row of the company's project "scores", so the demo has data.
. "$(dirname "$0")/common.sh"

day() { date -u -d "$1 days ago" +%F 2>/dev/null || date -u -v "-$1d" +%F; } # GNU, else BSD

entity=$(call GET /portal/projects 2>/dev/null | json project_id)
scores="${entity%%/*}/scores"
call POST /feedback/stats --json "{\"project_id\": \"$scores\", \"start\": \"$(day 28)\", \"calendar\": \"week\", \"timezone\": \"Europe/Berlin\",
  \"metrics\": [{\"json_path\": \"testable\", \"aggregations\": [\"avg\"], \"percentiles\": [10, 50]}]}"
call POST /feedback/stats --json "{\"project_id\": \"$scores\", \"start\": \"$(day 28)\", \"granularity\": 2419200, \"group_by\": [\"band\"],
  \"metrics\": [{\"json_path\": \"overall\", \"aggregations\": [\"avg\", \"count\"], \"histogram\": {\"bins\": 5}}]}"
call POST /feedback/stats --json "{\"project_id\": \"$scores\", \"start\": \"$(day 1)\", \"metrics\": [{\"json_path\": \"overall\", \"percentiles\": [101]}]}" # 400
