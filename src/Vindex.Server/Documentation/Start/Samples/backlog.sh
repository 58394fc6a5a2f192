vindex score backlog.csv
