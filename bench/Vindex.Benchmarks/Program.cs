<<<<<<< HEAD
using Vindex.Benchmarks.Judging;
using Vindex.Benchmarks.Load;

return (args.FirstOrDefault(), args.Skip(1).ToArray()) switch
{
    ("judge", var rest) => JudgeCommand.Run(rest),
    ("hostile", var rest) => HostileCommand.Run(rest),
    ("load-score", var rest) => await ScoreLoadCommand.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Measures behind docs/benchmarks.md. Run with: dotnet run -c Release --project bench/Vindex.Benchmarks -- COMMAND

          judge ITEMS.jsonl [SECONDS]           tickets a second on one core
          hostile                               1 MiB tickets made to hurt
          load-score [REQUESTS] [CONNECTIONS]   POST /v1/score against a server of its own
        """);
    return 2;
}
=======
return await Vindex.Benchmarks.Storage.StorageCommand.RunAsync(args);
>>>>>>> storage
