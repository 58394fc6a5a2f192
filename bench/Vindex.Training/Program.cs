using System.Diagnostics;
using System.Globalization;
using Vindex.Scoring;
using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Vindex.Training;

if (args.Length == 0 || !File.Exists(Path.Combine(args[0], "ratings.jsonl")))
{
    Console.Error.WriteLine(
        """
        usage: Vindex.Training RATED [--write SOURCE] [--scores FILE] [--given kind,vague,…] [--share 0.5 [--seed N]]
        RATED holds items.jsonl and ratings.jsonl. Without it there is nothing to learn from: skipped.
        --given: cross-validates with the readers' own kind or spans in place of those that are recognized
        --share: cross-validation learns from this share of the projects only, drawn by the seed
        """);
    return args.Length == 0 ? 2 : 0;
}

var watch = Stopwatch.StartNew();
var write = Option("--write");
var given = new GivenReading(Option("--given"));
var tickets = PanelData.Load(
    args[0],
    double.Parse(Option("--share") ?? "1", CultureInfo.InvariantCulture),
    int.Parse(Option("--seed") ?? "0", CultureInfo.InvariantCulture));
var extraction = new Extraction(tickets);
Say($"{tickets.Length} tickets, {extraction.Kinds.Features.Length} features of tickets");

var kinds = new KindTraining(extraction);
var kindOdds = given.Kinds(kinds.CrossValidate(), tickets);
var predicted = kindOdds.Select(odds => (TicketKind)Array.IndexOf(odds, odds.Max())).ToArray();
Say($"kind {tickets.Index().Average(t => t.Item.Ratings.Any(r => r.Kind == predicted[t.Index]) ? 1.0 : 0):F3} agree with at least one reader");

extraction.ReadSegments(predicted);
var spans = new SpanTraining(extraction);
var spanOdds = spans.CrossValidate();
Say($"{extraction.SegmentCount} segments, {extraction.Segments.Features.Length} features of segments");
spans.Print(spanOdds);
var contexts = new ContextTraining(extraction, spanOdds, kindOdds);
spanOdds = given.Spans(contexts.CrossValidate(), extraction);
Say($"corrected by {SpanContext.Names.Length} numbers about what stands around each segment");
spans.Print(spanOdds);
ClaimReport.Print(extraction, spanOdds, predicted);

var scores = new ScoreTraining(tickets, extraction.Signals(spanOdds, kindOdds), extraction.Kinds, extraction.Names);
var crossValidated = scores.CrossValidate();
Report.Print(tickets, crossValidated);
if (Option("--scores") is { } file)
    Report.Write(file, tickets, crossValidated, predicted, new PhraseTraining(extraction).CrossValidate(spanOdds));
Say("cross-validated by project");

if (write is not null)
{
    kinds.Write(Path.Combine(write, "Reading/Data/kinds.txt"));
    new PhraseTraining(extraction).Write(Path.Combine(write, "Reading/Data/phrases.txt"));
    spans.Write(Path.Combine(write, "Reading/Data/spans.txt"));
    contexts.Write(Path.Combine(write, "Reading/Data/context.txt"));
    var names = TicketSignals.Names.ToArray();
    var fits = new double[Dimensions.Count][];
    Parallel.For(0, Dimensions.Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, d => fits[d] = scores.Fit(d, _ => true));
    const string about =
        "Points for each dimension: independent negotiable valuable estimable small testable.\nWritten by bench/Vindex.Training from rated tickets; do not edit by hand.";
    var typical = fits.Select(scores.Typical).ToArray();
    var rows = names.Index().Select(n => ("signal:" + n.Item, fits.Select(f => f[n.Index]).ToArray()))
        .Concat(TicketSignals.Groups.ToArray().Index().Select(g => ("typical:" + g.Item, typical.Select(t => t[g.Index]).ToArray())));
    ModelFile.Write(Path.Combine(write, "Judging/Data/signals.txt"), about, rows, [.. fits.Select(f => f[^1])], 0.0005);
    ModelFile.Write(
        Path.Combine(write, "Judging/Data/words.txt"),
        about,
        extraction.Kinds.Features.Index().Select(f => (extraction.Names[f.Item], fits.Select(fit => fit[names.Length + f.Index]).ToArray())),
        new double[Dimensions.Count],
        0.02);
    Say("written");
}

return 0;

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at ? args[at + 1] : null;

void Say(string text) => Console.WriteLine($"{watch.Elapsed.TotalSeconds,6:F1} s  {text}");
