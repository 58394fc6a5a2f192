using System.Diagnostics;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Text;
using Vindex.Training;

if (args.Contains("reading"))
{
    ReadingExperiment.Run(args);
    return;
}

var watch = Stopwatch.StartNew();
var tickets = PanelData.Load(args[0]);
using var stream = typeof(TicketText).Assembly.GetManifestResourceStream("Reading/classes.txt")!;
var classes = WordClasses.Parse(new StreamReader(stream).ReadToEnd());
var names = new Dictionary<ulong, string>();
var features = new FeatureBuffer { Names = names };
var text = new TicketText(classes);
var projects = tickets.Select(t => t.Project).Distinct().Index().ToDictionary(p => p.Item, p => p.Index);
var projectOf = tickets.Select(t => projects[t.Project]).ToArray();
var folds = tickets.Select(t => t.Fold).ToArray();
var kinds = Enum.GetValues<TicketKind>();

// --- kind
var kindRows = new List<ulong[]>();
foreach (var ticket in tickets)
{
    text.Read(ticket.Ticket.Ticket!);
    features.Clear();
    KindFeatures.Add(text, features);
    kindRows.Add(features.Hashes.ToArray());
}

var kindExamples = Examples.Of(kindRows, projectOf, 5, 6);
Console.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s: {tickets.Length} tickets, {kindExamples.Features.Length} kind features");
var penalty = double.Parse(args.ElementAtOrDefault(1) ?? "20");
var kindOdds = new double[tickets.Length][];
for (var i = 0; i < tickets.Length; i++) kindOdds[i] = new double[kinds.Length];
Parallel.For(0, PanelData.Folds * kinds.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, job =>
{
    var (fold, kind) = (job / kinds.Length, job % kinds.Length);
    var targets = tickets.Select(t => t.Ratings.Average(r => r.Kind == kinds[kind] ? 1.0 : 0)).ToArray();
    var weights = LogisticRegression.Fit(kindExamples.Rows, targets, i => folds[i] != fold, kindExamples.Features.Length, penalty);
    for (var i = 0; i < tickets.Length; i++)
    {
        if (folds[i] == fold) kindOdds[i][kind] = LogisticRegression.Sigmoid(LogisticRegression.Value(weights, kindExamples.Rows[i]));
    }
});
var predicted = kindOdds.Select(odds => kinds[Array.IndexOf(odds, odds.Max())]).ToArray();
Console.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s: kind {tickets.Index().Average(t => t.Item.Ratings.Any(r => r.Kind == predicted[t.Index]) ? 1.0 : 0):F3}");
foreach (var pair in tickets.Index().Where(t => t.Item.Ratings.All(r => r.Kind != predicted[t.Index])).GroupBy(t => (t.Item.Ratings[0].Kind, predicted[t.Index])).OrderByDescending(g => g.Count()).Take(8))
    Console.WriteLine($"   {pair.Key} {pair.Count()}");
if (args.Contains("kinderrors"))
foreach (var (i, t) in tickets.Index().Where(t => t.Item.Ratings.All(r => r.Kind != predicted[t.Index])).Where(t => t.Index % 3 == 0))
    Console.WriteLine($"{t.Ratings[0].Kind}->{predicted[i]} | {t.Ticket.Ticket!.Summary.Clean} | {new string(t.Ticket.Ticket.Description.Clean.Take(130).ToArray()).Replace('\n', '/')}");

// --- segments
var segmentRows = new List<ulong[]>();
var (ticketOf, cover, segs) = (new List<int>(), new List<double[]>(), new List<Segment>());
var starts = new int[tickets.Length + 1];
var segmentTexts = new List<string>();
for (var t = 0; t < tickets.Length; t++)
{
    text.Read(tickets[t].Ticket.Ticket!);
    starts[t] = segs.Count;
    cover.AddRange(SpanLabels.Of(text, tickets[t].Ratings));
    for (var i = 0; i < text.Segments.Length; i++)
    {
        features.Clear();
        SegmentFeatures.Add(text, i, predicted[t], features);
        segmentRows.Add(features.Hashes.ToArray());
        ticketOf.Add(t);
        segs.Add(text.Segments[i]);
        segmentTexts.Add(text.TextOf(text.Segments[i]).ToString());
    }
}
starts[^1] = segs.Count;
var segmentExamples = Examples.Of(segmentRows, [.. ticketOf.Select(t => projectOf[t])], 5, 6);
Console.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s: {segs.Count} segments, {segmentExamples.Features.Length} features");
var spanPenalty = double.Parse(Environment.GetEnvironmentVariable("SP") ?? "5");
var probability = new double[segs.Count][];
for (var i = 0; i < segs.Count; i++) probability[i] = new double[8];
Parallel.For(0, PanelData.Folds * 8, new ParallelOptions { MaxDegreeOfParallelism = 2 }, job =>
{
    var (fold, type) = (job / 8, job % 8);
    var targets = cover.Select(c => c[type] > (type is 1 or 2 or 7 ? 0.3 : 0) ? Math.Max(0.5, Math.Min(1, 2 * c[type])) : 0.0).ToArray();
    var weights = LogisticRegression.Fit(segmentExamples.Rows, targets, i => folds[ticketOf[i]] != fold && segs[i].Zone != Zone.Code, segmentExamples.Features.Length, spanPenalty);
    for (var i = 0; i < segs.Count; i++)
    {
        if (folds[ticketOf[i]] == fold && segs[i].Zone != Zone.Code) probability[i][type] = LogisticRegression.Sigmoid(LogisticRegression.Value(weights, segmentExamples.Rows[i]));
    }
});
Console.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s");
for (var type = 0; type < 8; type++)
{
    var best = Enumerable.Range(3, 60).Select(k => k / 80.0).Select(cut =>
    {
        int hit = 0, said = 0, wanted = 0;
        for (var i = 0; i < segs.Count; i++)
        {
            var (is1, is2) = (cover[i][type] > (type is 1 or 2 or 7 ? 0.3 : 0), probability[i][type] >= cut);
            if (is1) wanted++;
            if (is2) said++;
            if (is1 && is2) hit++;
        }
        return (F: 2.0 * hit / Math.Max(1, said + wanted), cut);
    }).Max();
    Console.WriteLine($"   {(SpanType)type} segment F1 {best.F:F3} at {best.cut:F2}");
}

// --- tickets
var rows = new double[tickets.Length][];
for (var t = 0; t < tickets.Length; t++)
{
    text.Read(tickets[t].Ticket.Ticket!);
    rows[t] = Signals.Of(text, probability.AsSpan(starts[t], starts[t + 1] - starts[t]), kindOdds[t]);
}
// standardise
for (var j = 0; j < rows[0].Length; j++)
{
    var m = rows.Average(r => r[j]);
    var sd = Math.Sqrt(rows.Average(r => (r[j] - m) * (r[j] - m)));
    foreach (var r in rows) r[j] = sd > 1e-9 ? (r[j] - m) / sd : 0;
}
Console.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s: {rows[0].Length} signals");
List<Column> Dense(double penalty, int from = 0, int to = int.MaxValue) => [.. Enumerable.Range(from, Math.Min(to, rows[0].Length) - from).Select(j => new Column([.. rows.Select(r => r[j])], null, penalty))];
var postings = new List<int>[kindExamples.Features.Length];
for (var j = 0; j < postings.Length; j++) postings[j] = [];
for (var i = 0; i < tickets.Length; i++) foreach (var f in kindExamples.Rows[i]) postings[f].Add(i);
List<Column> Words(double penalty) => [.. postings.Select(rowsOf => new Column(null, [.. rowsOf], penalty))];
foreach (var lambda in new[] { 1000.0, 3000 }) Eval.Run($"dense {lambda}", tickets, Dense(lambda), folds);
foreach (var mu in new[] { 150.0, 400 }) Eval.Run($"dense 1000 words {mu}", tickets, [.. Dense(1000), .. Words(mu)], folds);
File.WriteAllLines("/tmp/x/rows.csv", tickets.Index().Select(t => $"{t.Item.Id},{folds[t.Index]}," + string.Join(",", rows[t.Index].Select(v => v.ToString("G6")))));
File.WriteAllLines("/tmp/x/prob.csv", segs.Index().Select(s => $"{ticketOf[s.Index]}," + string.Join(",", probability[s.Index].Select(v => v.ToString("G5"))) + "," + string.Join(",", cover[s.Index].Select(v => v.ToString("G3"))) + "," + segs[s.Index].Zone + "," + segs[s.Index].Section + "," + segs[s.Index].Block + "," + segmentTexts[s.Index].Replace('\n', ' ')));
Console.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s");
