curl "{{address}}/portal/scores?latest=true&sort=overall_score&limit=5" \
  --header "Authorization: Bearer $VINDEX_KEY"
