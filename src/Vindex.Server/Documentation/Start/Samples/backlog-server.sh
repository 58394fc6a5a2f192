VINDEX_API_KEY="$VINDEX_KEY" vindex score backlog.csv --url "{{address}}"
