#!/usr/bin/env bash
# Sets up a company over HTTP: a second customer, a key, its rotation, a profile; scores a ticket with them; then deletes everything.
. "$(dirname "$0")/common.sh"

slug="sample-$(date +%s)"
made=$(admin POST /admin/companies --json "{\"name\": \"Sample Ltd\", \"slug\": \"$slug\"}")
printf '%s\n' "$made"
company=$(json company_id <<<"$made")

admin GET "/admin/companies?limit=2"
admin PATCH "/admin/companies/$company" --json '{"quality_gate": 6.5, "timezone": "Europe/Warsaw"}'
admin POST "/admin/companies/$company/customers" --json '{"name": "Jira of the shop"}'
admin GET "/admin/companies/$company/customers"

made=$(admin POST "/admin/companies/$company/keys" --json '{"name": "build server", "scopes": ["scores:write", "scores:read"]}')
printf '%s\n' "$made"
key_id=$(json key_id <<<"$made")
VINDEX_KEY=$(json api_key <<<"$made")

admin PUT "/admin/companies/$company/profiles/support" --json '{"rule_weights": {}, "vocabulary": {}}'
call POST /v1/score --json '{"system_type": "support", "ticket_data": {"summary": "As a clerk I want to see a parcel on a map so that I can tell the caller where it is"}}'
call GET /portal/scores/summary
admin GET "/admin/companies/$company/score"

made=$(admin POST "/admin/companies/$company/keys/$key_id/rotate" --json '{"overlap_hours": 0}')
printf '%s\n' "$made"
call GET /portal/scores/summary # 401: the old secret is no longer accepted
VINDEX_KEY=$(json api_key <<<"$made")
call GET /portal/scores/summary

admin GET "/admin/audit?limit=3"
admin GET "/admin/companies/$company/keys"
admin DELETE "/admin/companies/$company/keys/$key_id"
admin DELETE "/admin/companies/$company"
