#!/usr/bin/env bash
# The same requests over all companies, for the operator.
. "$(dirname "$0")/common.sh"

admin GET /admin/scores/summary
admin GET "/admin/scores/chart?dimensions=overall"
admin GET "/admin/scores?limit=2"
admin GET "/admin/scores/export?format=csv&limit=2" --output - | sed -n '1,3p'
