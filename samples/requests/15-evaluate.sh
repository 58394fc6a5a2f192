#!/usr/bin/env bash
# Sends events, which are acknowledged with 202 and scored a moment later: a Jira issue, a GitHub issue with GitHub's own signature, and errors.
. "$(dirname "$0")/common.sh"

id="sample-$(date +%s)"
made=$(call POST /api/v1/register/jiraforge --json "{\"cloudId\": \"$id\", \"display_name\": \"Sample site\"}")
secret=$(json shared_secret <<<"$made")
jira=$(json customer_id <<<"$made")

issue="{\"cloudId\": \"$id\", \"issue\": {\"key\": \"SHOP-7\", \"fields\": {\"issuetype\": {\"name\": \"Story\"},
  \"summary\": \"As a buyer for a company I want to pay by invoice so that accounting can approve it first\",
  \"customfield_10042\": \"- an invoice is offered from 50 EUR on\\n- it is sent within a minute\"},
  \"names\": {\"customfield_10042\": \"Acceptance Criteria\"}}}"
answer=$(event "$secret" jiraforge --json "$issue")
printf '%s\n' "$answer"
request=$(json requestId <<<"$answer")
sleep 1
call GET "/portal/jobs/$request"
call GET "/portal/scores?customer_id=$jira"

event "another secret" jiraforge --json "$issue"                                # 403
event "$secret" jiraforge --json "${issue/$id/nobodys-site}"                    # 401: register again
event "$secret" jiraforge --json "{\"cloudId\": \"$id\", \"issue\": {}}"        # 422
call DELETE "/portal/installations/$jira"

secret="github-secret-$(date +%s)-0123456789"
made=$(call POST /api/v1/register/github --json "{\"external_id\": \"acme/$id\", \"shared_secret\": \"$secret\"}")
github=$(json customer_id <<<"$made")
for action in opened labeled; do # the second is ignored: labels are no text
  body="{\"action\": \"$action\", \"repository\": {\"full_name\": \"acme/$id\"},
    \"issue\": {\"number\": 42, \"title\": \"As a rider I want to see my last trips\", \"body\": \"- the last 20\\n- newest first\"}}"
  signature=$(printf '%s' "$body" | openssl dgst -sha256 -hmac "$secret" | sed 's/.* //')
  curl --silent --show-error --write-out '\n(%{http_code})\n' --json "$body" --header 'X-GitHub-Event: issues' \
    --header "X-Hub-Signature-256: sha256=$signature" "$VINDEX_URL/api/v1/evaluate/github"
done
call DELETE "/portal/installations/$github"
