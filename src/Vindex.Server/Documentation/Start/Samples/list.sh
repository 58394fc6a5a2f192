curl "{{address}}/portal/scores?latest=true&sort=worst_first&limit=5" \
  --header "Authorization: Bearer $VINDEX_KEY"
