using Vindex.Benchmarks.Capacity;
using Vindex.Benchmarks.Judging;
using Vindex.Benchmarks.Load;
using Vindex.Benchmarks.Quality;
using Vindex.Benchmarks.Simulation;
using Vindex.Benchmarks.Soak;
using Vindex.Benchmarks.Statistics;
using Vindex.Benchmarks.Storage;

// Each command belongs to one question of docs/benchmarks.md; its class says what it prints.
return args switch
{
    ["hostile", .. var rest] => HostileCommand.Run(rest),
    ["relations"] => RelationsCommand.Run(),
    ["judge-speed", .. var rest] => SpeedCommand.Run(rest),
    ["score", .. var rest] => ScoreCommand.Run(rest),
    ["spread", .. var rest] => SpreadCommand.Run(rest),
    ["lengths", .. var rest] => LengthsCommand.Run(rest),
    ["edits", .. var rest] => EditsCommand.Run(rest),
    ["findings", .. var rest] => FindingsCommand.Run(rest),
    ["rubric-table", .. var rest] => RubricTableCommand.Run(rest),
    ["load-score", .. var rest] => await ScoreLoadCommand.RunAsync(rest),
    ["load-model", .. var rest] => await ModelLoadCommand.RunAsync(rest),
    ["score-size", .. var rest] => await ScoreSizeCommand.RunAsync(rest),
    ["load-read", .. var rest] => await ReadLoadCommand.RunAsync(rest),
    ["import-http", .. var rest] => await ImportLoadCommand.RunAsync(rest),
    ["attack"] => await AttackCommand.RunAsync(readsOnly: false),
    ["attack", "reads"] => await AttackCommand.RunAsync(readsOnly: true),
    ["soak", .. var rest] => await SoakCommand.RunAsync(rest),
    ["scale", .. var rest] => await ScaleCommand.RunAsync(rest),
    ["load-evaluate", .. var rest] => await EvaluateLoadCommand.RunAsync(rest),
    ["load-nodes", .. var rest] => await NodesLoadCommand.RunAsync(rest),
    ["move", .. var rest] => await MoveCommand.RunAsync(rest),
    ["trackers", .. var rest] => await TrackersCommand.RunAsync(rest),
    ["capacity"] => CapacityCommand.Run(),
    ["simulate", .. var rest] => SimulateCommand.Run(rest),
    ["storage", .. var rest] => await StorageCommand.RunAsync(rest),
    ["feedback-store", .. var rest] => await FeedbackStoreCommand.RunAsync(rest),
    ["stats", .. var rest] => await StatisticsCommand.RunAsync(rest),
    ["stats-clickhouse", .. var rest] => await ClickHouseCommand.RunAsync(rest),
    ["alerts", .. var rest] => await AlertsCommand.RunAsync(rest),
    ["stats-http", .. var rest] => await StatsHttpCommand.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Measures behind docs/benchmarks.md. Run with: dotnet run -c Release --project bench/Vindex.Benchmarks -- COMMAND

        Judging
          hostile                               1 MiB tickets made to hurt
          relations                             duplicates, conflicts and dependencies of 1,000 to 50,000 tickets
          judge-speed ITEMS.jsonl [SECONDS]     tickets a second on one core, where the time goes, start-up
          score ITEMS.jsonl OUT.jsonl           scores for the comparison with people's labels
          spread ITEMS.jsonl                    how the scores of each dimension are spread
          lengths ITEMS.jsonl LABELS.csv        agreement with people within thirds by length
          edits ITEMS.jsonl                     edits that must move one dimension and hardly another
          findings ITEMS.jsonl OUT.jsonl        what each rule saw, for tuning
          rubric-table                          the rules as docs/scoring.md lists them
        Serving
          load-score [REQUESTS] [CONNECTIONS]   POST /v1/score against a server of its own
          load-model [SCORES]                   POST /v1/score by a model that takes 200 ms: throughput, fairness, budget
          score-size ITEMS.jsonl [SCORES]       what a score takes on disk, and how fast all are exported
          load-read [REQUESTS] [CONNECTIONS] [KIND]   processor time of requests;
                                                a fourth argument, PROGRAM (the vindex.dll of another build), compares both in turns
          load-evaluate [EVENTS] [CONNECTIONS] [BACKLOG]   the asynchronous way: intake, a lone ticket, a backlog
          load-nodes [SCORES] [EVENTS] [COMPANIES]   three servers over one PostgreSQL beside one over SQLite: scores, intake, delivery;
                                                --statements counts PostgreSQL's, --shared leaves out SQLite, --program measures another build
          move DIR                              a filled folder into PostgreSQL and back; three servers' start over it, statistics over both
          trackers [--tickets N] [--kills N]    a backlog of each tracker: first scores, all scores, memory; the same while the server is killed
          simulate [--seed N] [--nodes N] …    queue, dispatcher and limits of 50 servers and 10,000 installations, in virtual time
          capacity                              what 10 to 10,000 companies need, computed from measured figures
          storage [--scores N] [--folder DIR]   the store alone, with many scores (1,000,000); --postgresql CONNECTION: in a database
          feedback-store [--rows N]             writing feedback into the store alone, and following its changes
          import-http FILE.ndjson [--rows N]    feedback over HTTP: a stream, batches, one by one, with rows of generate_feedback.mjs
          attack [reads]                        requests that are meant to exhaust a server; only those that read many rows
          soak MINUTES [REQUESTS_PER_SECOND]    a mix of everything at half the measured capacity, memory and latencies by the minute
          scale DIR                             a server over the folder that 'storage --folder DIR' has filled
          stats [--rows N] [--folder DIR] [--only TEXT]   statistics in process, the questions of the comparison with ClickHouse
          stats-clickhouse ADDRESS [--rows N] [--repeats N] [--copy PID]   the same by ClickHouse, and by hand-written SQL over typed columns
          alerts [--rows N] [--rules N] [--minutes N]   rules that a server evaluates every minute
          stats-http FILE.ndjson [--repeats N] [--folder DIR] [--mixed SECONDS] [--restarts]   the same over HTTP, with rows of generate_feedback.mjs
        """);
    return 2;
}
