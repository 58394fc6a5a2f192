using Vindex.Benchmarks.Judging;
using Vindex.Benchmarks.Load;
using Vindex.Benchmarks.Storage;

// Each command belongs to one question of docs/benchmarks.md; its class says what it prints.
return args switch
{
    ["judge", .. var rest] => JudgeCommand.Run(rest),
    ["hostile", .. var rest] => HostileCommand.Run(rest),
    ["load-score", .. var rest] => await ScoreLoadCommand.RunAsync(rest),
    ["scale", .. var rest] => await ScaleCommand.RunAsync(rest),
    ["store", .. var rest] => await StorageCommand.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Measures behind docs/benchmarks.md. Run with: dotnet run -c Release --project bench/Vindex.Benchmarks -- COMMAND

          judge ITEMS.jsonl [SECONDS]           tickets a second on one core
          hostile                               1 MiB tickets made to hurt
          load-score [REQUESTS] [CONNECTIONS]   POST /v1/score against a server of its own
          store [--scores N] [--folder DIR]     the store alone, with many scores (1,000,000)
          scale DIR                             a server over the folder that 'store --folder DIR' has filled
        """);
    return 2;
}
