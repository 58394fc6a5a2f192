using System.Diagnostics;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Text;

namespace Vindex.Training;

/// <summary>Cross-validates the reading: kinds, segments, phrases, and the spans as the readers' agreement is measured.</summary>
internal static class ReadingExperiment
{
    private static readonly string[] s_types = Enum.GetNames<SpanType>();

    public static double Option(string name, double otherwise) => double.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : otherwise;

    public static void Run(string[] args)
    {
        var watch = Stopwatch.StartNew();
        var tickets = PanelData.Load(args[0]);
        using var stream = typeof(TicketText).Assembly.GetManifestResourceStream("Reading/classes.txt")!;
        var text = new TicketText(WordClasses.Parse(new StreamReader(stream).ReadToEnd()));
        var names = new Dictionary<ulong, string>();
        var features = new FeatureBuffer { Names = names };
        var projects = tickets.Select(t => t.Project).Distinct().Index().ToDictionary(p => p.Item, p => p.Index);
        var projectOf = tickets.Select(t => projects[t.Project]).ToArray();
        var folds = tickets.Select(t => t.Fold).ToArray();
        var predicted = Kinds(tickets, text, features, projectOf, folds, args, names);
        Console.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s");
        if (args.Contains("kind")) return;
        Spans(tickets, text, features, projectOf, folds, predicted, args, names, watch);
    }

    private static TicketKind[] Kinds(RatedTicket[] tickets, TicketText text, FeatureBuffer features, int[] projectOf, int[] folds, string[] args, Dictionary<ulong, string> names)
    {
        var kinds = Enum.GetValues<TicketKind>();
        var rows = new List<ulong[]>();
        foreach (var ticket in tickets)
        {
            text.Read(ticket.Ticket.Ticket!);
            features.Clear();
            KindFeatures.Add(text, features);
            rows.Add(features.Hashes.ToArray());
        }

        var dropped = (Environment.GetEnvironmentVariable("DROP") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        var kept = rows.Select(row => row.Where(hash => !dropped.Contains(Group(names[hash]))).ToArray()).ToList();
        var examples = Examples.Of(kept, projectOf, 5, (int)Option("KT", 6));
        var penalties = Penalties(names, examples.Features, Option("KP", 15));
        var penalty = Option("KP", 15);
        var odds = new double[tickets.Length][];
        var targets = tickets.Select(t => kinds.Select(k => t.Ratings.Average(r => r.Kind == k ? 1.0 : 0)).ToArray()).ToArray();
        double[][]? shown = null;
        Parallel.For(0, PanelData.Folds, new ParallelOptions { MaxDegreeOfParallelism = 2 }, fold =>
        {
            var w = Softmax.Fit(examples.Rows, targets, i => folds[i] != fold, examples.Features.Length, penalties);
            for (var i = 0; i < tickets.Length; i++) if (folds[i] == fold) odds[i] = Softmax.Odds(w, examples.Rows[i]);
            if (fold == 0) shown = w;
        });
        var predicted = odds.Select(o => kinds[Array.IndexOf(o, o.Max())]).ToArray();
        Console.WriteLine($"kind {tickets.Index().Average(t => t.Item.Ratings.Any(r => r.Kind == predicted[t.Index]) ? 1.0 : 0):F3} ({examples.Features.Length} features, penalty {penalty})");
        foreach (var pair in tickets.Index().Where(t => t.Item.Ratings.All(r => r.Kind != predicted[t.Index])).GroupBy(t => (t.Item.Ratings[0].Kind, predicted[t.Index])).OrderByDescending(g => g.Count()).Take(10))
            Console.WriteLine($"   {pair.Key} {pair.Count()}");
        if (args.Contains("weights"))
            for (var k = 0; k < kinds.Length; k++)
                Console.WriteLine($"{kinds[k]}: " + string.Join(", ", Enumerable.Range(0, examples.Features.Length).OrderByDescending(j => Math.Abs(shown![k][j])).Take(60).Select(j => $"{names[examples.Features[j]]} {shown![k][j]:F2}")));
        if (args.Contains("errors"))
            foreach (var (i, t) in tickets.Index().Where(t => t.Item.Ratings.All(r => r.Kind != predicted[t.Index])))
                Console.WriteLine($"{t.Ratings[0].Kind}->{predicted[i]} {odds[i].Max():F2} | {t.Ticket.Ticket!.Summary.Clean} | {new string(t.Ticket.Ticket.Description.Clean.Take(200).ToArray()).Replace('\n', '/')}");
        return predicted;
    }

    private static string Group(string name) => name[..name.IndexOf(':')];

    // PEN="W=3,P=4": factors by group.
    private static double[] Penalties(Dictionary<ulong, string> names, ulong[] features, double penalty)
    {
        var factors = (Environment.GetEnvironmentVariable("PEN") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=')).ToDictionary(part => part[0], part => double.Parse(part[1]));
        return [.. features.Select(f => penalty * factors.GetValueOrDefault(Group(names[f]), 1))];
    }

    private static void Spans(RatedTicket[] tickets, TicketText text, FeatureBuffer features, int[] projectOf, int[] folds, TicketKind[] predicted, string[] args, Dictionary<ulong, string> names, Stopwatch watch)
    {
        var (rows, ticketOf, cover, segs, starts) = (new List<ulong[]>(), new List<int>(), new List<double[]>(), new List<Segment>(), new int[tickets.Length + 1]);
        var tokenRows = new List<ulong[][]>();
        var tokenCover = new List<double[][]>();
        for (var t = 0; t < tickets.Length; t++)
        {
            text.Read(tickets[t].Ticket.Ticket!);
            starts[t] = segs.Count;
            cover.AddRange(SpanLabels.Of(text, tickets[t].Ratings));
            for (var i = 0; i < text.Segments.Length; i++)
            {
                features.Clear();
                SegmentFeatures.Add(text, i, predicted[t], features);
                rows.Add(features.Hashes.ToArray());
                ticketOf.Add(t);
                segs.Add(text.Segments[i]);
                var tokens = text.TokensOf(text.Segments[i]);
                var phrase = new ulong[tokens.Length][];
                var opener = -1;
                for (var k = 0; k < tokens.Length; k++)
                {
                    features.Clear();
                    PhraseFeatures.Add(text, text.Segments[i], tokens, k, opener, features);
                    phrase[k] = features.Hashes.ToArray();
                    if (PhraseFeatures.IsOpener(tokens[k])) opener = k;
                }

                tokenRows.Add(phrase);
                tokenCover.Add(TokenLabels.Of(text, i, tickets[t].Ratings));
            }
        }

        starts[^1] = segs.Count;
        var probability = Segments(rows, ticketOf, projectOf, folds, cover, segs, names, args);
        Console.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s segments");
        SegmentF1(cover, probability);
        if (args.Contains("segments")) return;

        // Tokens of the segments that hold a span.
        var (flat, flatProject, flatTicket) = (new List<ulong[]>(), new List<int>(), new List<int>());
        var tokenStart = new int[segs.Count + 1];
        for (var i = 0; i < segs.Count; i++)
        {
            tokenStart[i] = flat.Count;
            foreach (var row in tokenRows[i])
            {
                flat.Add(row);
                flatProject.Add(projectOf[ticketOf[i]]);
                flatTicket.Add(ticketOf[i]);
            }
        }

        tokenStart[^1] = flat.Count;
        var examples = Examples.Of(flat, flatProject, 5, 8);
        Console.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s {flat.Count} tokens, {examples.Features.Length} features");
        var score = new double[8][];
        for (var type = 0; type < 8; type++) score[type] = new double[flat.Count];
        var penalty = Option("TP", 5);
        Parallel.For(0, PanelData.Folds * 8, new ParallelOptions { MaxDegreeOfParallelism = 2 }, job =>
        {
            var (fold, type) = (job / 8, job % 8);
            var targets = new double[flat.Count];
            var use = new bool[flat.Count];
            for (var i = 0; i < segs.Count; i++)
            {
                if (cover[i][type] <= 0) continue;
                for (var k = tokenStart[i]; k < tokenStart[i + 1]; k++)
                {
                    targets[k] = tokenCover[i][type][k - tokenStart[i]];
                    use[k] = folds[ticketOf[i]] != fold;
                }
            }

            var w = LogisticRegression.Fit(examples.Rows, targets, k => use[k], examples.Features.Length, penalty, 40);
            for (var k = 0; k < flat.Count; k++) if (folds[flatTicket[k]] == fold) score[type][k] = LogisticRegression.Value(w, examples.Rows[k]);
        });
        Console.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s phrases");
        Tune(tickets, text, starts, tokenStart, probability, score, args);
        Console.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s");
    }

    private static double[][] Segments(List<ulong[]> rows, List<int> ticketOf, int[] projectOf, int[] folds, List<double[]> cover, List<Segment> segs, Dictionary<ulong, string> names, string[] args)
    {
        var examples = Examples.Of(rows, [.. ticketOf.Select(t => projectOf[t])], 5, 6);
        double[] penalties = [20, 20, 20, 10, 20, 20, 20, 3];
        var factor = Option("SPF", 1);
        var probability = new double[segs.Count][];
        for (var i = 0; i < segs.Count; i++) probability[i] = new double[8];
        Console.WriteLine($"{segs.Count} segments, {examples.Features.Length} features");
        Parallel.For(0, PanelData.Folds * 8, new ParallelOptions { MaxDegreeOfParallelism = 2 }, job =>
        {
            var (fold, type) = (job / 8, job % 8);
            var targets = cover.Select(c => c[type] > (type is 1 or 2 or 7 ? 0.3 : 0) ? Math.Max(0.5, Math.Min(1, 2 * c[type])) : 0.0).ToArray();
            var w = LogisticRegression.Fit(examples.Rows, targets, i => folds[ticketOf[i]] != fold && segs[i].Zone != Zone.Code, examples.Features.Length, penalties[type] * factor);
            for (var i = 0; i < segs.Count; i++) if (folds[ticketOf[i]] == fold && segs[i].Zone != Zone.Code) probability[i][type] = LogisticRegression.Sigmoid(LogisticRegression.Value(w, examples.Rows[i]));
            if (fold == 0 && args.Contains("weights"))
            {
                var line = $"{s_types[type]}: " + string.Join(", ", Enumerable.Range(0, examples.Features.Length).OrderByDescending(j => Math.Abs(w[j])).Take(50).Select(j => $"{names[examples.Features[j]]} {w[j]:F2}"));
                lock (names) Console.WriteLine(line);
            }
        });
        return probability;
    }

    private static void SegmentF1(List<double[]> cover, double[][] probability)
    {
        for (var type = 0; type < 8; type++)
        {
            var best = Enumerable.Range(3, 60).Select(k => k / 80.0).Select(cut =>
            {
                int hit = 0, said = 0, wanted = 0;
                for (var i = 0; i < cover.Count; i++)
                {
                    var (is1, is2) = (cover[i][type] > (type is 1 or 2 or 7 ? 0.3 : 0), probability[i][type] >= cut);
                    if (is1) wanted++;
                    if (is2) said++;
                    if (is1 && is2) hit++;
                }

                return (F: 2.0 * hit / Math.Max(1, said + wanted), cut);
            }).Max();
            Console.WriteLine($"   {s_types[type],-12} segment F1 {best.F:F3} at {best.cut:F2}");
        }
    }

    private static void Tune(RatedTicket[] tickets, TicketText text, int[] starts, int[] tokenStart, double[][] probability, double[][] score, string[] args)
    {
        var words = tickets.Select(t => t.Ratings.Select(r => r.Spans.Select(s => s.Select(SpanLabels.Words).ToArray()).ToArray()).ToArray()).ToArray();
        var extractor = new SpanExtractor();
        var results = new List<ReadingSpan>[tickets.Length];
        var (bestF, bestCut, bestLean, bestText) = (new double[8], new double[8], new double[8], new string[8]);
        foreach (var lean in args.Contains("once") ? [0.0] : new[] { -1.0, -0.5, 0, 0.5, 1, 1.5, 2, 3 })
        {
            foreach (var cut in args.Contains("once") ? [0.0] : new[] { 0.07, 0.1, 0.14, 0.18, 0.22, 0.26, 0.3, 0.35, 0.4, 0.5 })
            {
                if (!args.Contains("once"))
                {
                    Array.Fill(SpanExtractor.Cuts, cut);
                    Array.Fill(SpanExtractor.Lean, lean);
                }

                for (var t = 0; t < tickets.Length; t++)
                {
                    text.Read(tickets[t].Ticket.Ticket!);
                    var first = starts[t];
                    results[t] = extractor.Extract(text, [.. Enumerable.Range(starts[t], starts[t + 1] - starts[t]).SelectMany(i => probability[i])],
                        (segment, type) => score[(int)type].AsSpan(tokenStart[first + segment], tokenStart[first + segment + 1] - tokenStart[first + segment]));
                }

                for (var type = 0; type < 8; type++)
                {
                    var (p, r, said, wanted) = Agreement(results, words, type);
                    var f = 2 * p * r / Math.Max(1e-9, p + r);
                    if (f > bestF[type]) (bestF[type], bestCut[type], bestLean[type], bestText[type]) = (f, cut, lean, $"precision {p:F2} ({said}) recall {r:F2} ({wanted})");
                }
            }
        }

        for (var type = 0; type < 8; type++) Console.WriteLine($"   {s_types[type],-12} F1 {bestF[type]:F3} at cut {bestCut[type]:F2} lean {bestLean[type]:F1} {bestText[type]}");
        foreach (var show in args.Where(a => a.StartsWith("show=", StringComparison.Ordinal)))
        {
            Console.WriteLine(show);
            var type = (int)Enum.Parse<SpanType>(show[5..], true);
            Array.Fill(SpanExtractor.Cuts, bestCut[type]);
            Array.Fill(SpanExtractor.Lean, bestLean[type]);
            for (var t = 0; t < tickets.Length; t += 4)
            {
                text.Read(tickets[t].Ticket.Ticket!);
                var first = starts[t];
                var mine = extractor.Extract(text, [.. Enumerable.Range(starts[t], starts[t + 1] - starts[t]).SelectMany(i => probability[i])],
                    (segment, k) => score[(int)k].AsSpan(tokenStart[first + segment], tokenStart[first + segment + 1] - tokenStart[first + segment])).Where(s => (int)s.Type == type).Select(s => s.Quote).ToArray();
                var theirs = tickets[t].Ratings.SelectMany(r => r.Spans[type]).ToArray();
                foreach (var m in mine.Where(m => !theirs.Any(q => Matches(SpanLabels.Words(m), SpanLabels.Words(q))))) Console.WriteLine($"{t} {tickets[t].Ratings[0].Kind} WRONG  {m.Replace('\n', '/')}");
                foreach (var q in tickets[t].Ratings[0].Spans[type].Where(q => !mine.Any(m => Matches(SpanLabels.Words(m), SpanLabels.Words(q))))) Console.WriteLine($"{t} {tickets[t].Ratings[0].Kind} MISSED {q.Replace('\n', '/')}");
            }
        }
    }

    /// <summary>Precision against all readers and recall of the first, where a match shares half of the words.</summary>
    private static (double Precision, double Recall, int Said, int Wanted) Agreement(List<ReadingSpan>[] results, string[][][][][] words, int type)
    {
        int hit = 0, said = 0, found = 0, wanted = 0;
        for (var t = 0; t < results.Length; t++)
        {
            var mine = results[t].Where(s => (int)s.Type == type).Select(s => SpanLabels.Words(s.Quote)).ToArray();
            said += mine.Length;
            wanted += words[t][0][type].Length;
            hit += mine.Count(m => words[t].Any(reader => reader[type].Any(q => Matches(m, q))));
            found += words[t][0][type].Count(q => mine.Any(m => Matches(m, q)));
        }

        return (said == 0 ? 0 : hit / (double)said, wanted == 0 ? 0 : found / (double)wanted, said, wanted);
    }

    private static bool Matches(string[] a, string[] b)
    {
        var counts = new Dictionary<string, int>();
        foreach (var word in a) counts[word] = counts.GetValueOrDefault(word) + 1;
        var shared = 0;
        foreach (var word in b)
        {
            if (counts.GetValueOrDefault(word) is > 0 and var n)
            {
                counts[word] = n - 1;
                shared++;
            }
        }

        return shared > 0 && shared * 2 >= Math.Max(a.Length, b.Length);
    }
}
