vindex score backlog.csv --min 6.5 --format junit > scores.xml
