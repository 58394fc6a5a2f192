curl "{{address}}/api/v1/evaluate/github" \
  --header "X-Vindex-Secret: $VINDEX_SECRET" \
  --header "X-GitHub-Event: issues" \
  --json '{
    "action": "opened",
    "repository": {"full_name": "acme/shop"},
    "issue": {"number": 42, "title": "As a rider I want to see my last trips", "body": "- the last 20\n- newest first"}
  }'
