curl "{{address}}/mcp" \
  --header "Authorization: Bearer $VINDEX_KEY" \
  --header "Accept: application/json, text/event-stream" \
  --json '{
    "jsonrpc": "2.0", "id": 1, "method": "tools/call",
    "params": {"name": "score_ticket", "arguments": {"summary": "Improve the export"}}
  }'
