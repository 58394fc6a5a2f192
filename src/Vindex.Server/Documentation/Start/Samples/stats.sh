curl "{{address}}/feedback/stats" \
  --header "Authorization: Bearer $VINDEX_KEY" \
  --json '{
    "project_id": "{{company}}/assistant",
    "start": "2026-01-01T00:00:00Z",
    "calendar": "week",
    "metrics": [{"json_path": "stars", "aggregations": ["avg"], "percentiles": [50, 95]}]
  }'
