#!/usr/bin/env bash
# Registers an installation, whose secret is shown only once; registers again, rotates the secret, changes settings, shows errors, and deletes it.
. "$(dirname "$0")/common.sh"

id="acme/sample-$(date +%s)"
made=$(call POST /api/v1/register/github --json "{\"external_id\": \"$id\", \"display_name\": \"Sample repository\"}")
printf '%s\n' "$made"
customer=$(json customer_id <<<"$made")

call POST /api/v1/register/github --json "{\"external_id\": \"$id\"}" # 200, without the secret
call POST /api/v1/register/github --json "{\"external_id\": \"$id\", \"rotate\": true}"
call POST /api/v1/register/github --json "{\"external_id\": \"$id\", \"callback_url\": \"https://169.254.169.254/latest/meta-data\"}" # 422
call POST /api/v1/register/nowhere --json "{\"external_id\": \"$id\"}" # 404

call PATCH "/portal/installations/$customer" --json '{"settings": {"issue_types": ["Story", "Bug"], "quality_gate": 6.5}}'
call GET /portal/installations
call DELETE "/portal/installations/$customer"
