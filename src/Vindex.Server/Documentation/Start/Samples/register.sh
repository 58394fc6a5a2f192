curl "{{address}}/api/v1/register/github" \
  --header "Authorization: Bearer $VINDEX_KEY" \
  --json '{
    "external_id": "acme/shop",
    "display_name": "Shop",
    "callback_url": "https://hooks.example.com/vindex"
  }'
