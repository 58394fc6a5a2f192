curl "{{address}}/feedback/create" \
  --header "Authorization: Bearer $VINDEX_KEY" \
  --json '{
    "project_id": "{{company}}/assistant",
    "weave_ref": "answer-1138",
    "feedback_type": "survey",
    "payload": {"stars": 4, "helpful": true}
  }'
