using Vindex.Benchmarks.Quality;

// Each command belongs to one question of docs/benchmarks.md; its class says what it prints.
return args switch
{
    ["score", .. var rest] => ScoreCommand.Run(rest),
    ["spread", .. var rest] => SpreadCommand.Run(rest),
    ["lengths", .. var rest] => LengthsCommand.Run(rest),
    ["edits", .. var rest] => EditsCommand.Run(rest),
    ["judge-speed", .. var rest] => SpeedCommand.Run(rest),
    ["findings", .. var rest] => FindingsCommand.Run(rest),
    ["rubric-table", .. var rest] => RubricTableCommand.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: Vindex.Benchmarks COMMAND …
          score ITEMS.jsonl OUT.jsonl              scores for the comparison with people's labels
          spread ITEMS.jsonl                       how the scores of each dimension are spread
          lengths ITEMS.jsonl LABELS.csv           agreement with people within thirds by length
          edits ITEMS.jsonl                        edits that must move one dimension and hardly another
          judge-speed ITEMS.jsonl [SECONDS]        tickets a second on one core, long inputs, start-up
          rubric-table                             the rules as docs/scoring.md lists them
          findings ITEMS.jsonl OUT.jsonl           what each rule saw, for tuning
        """);
    return 2;
}
