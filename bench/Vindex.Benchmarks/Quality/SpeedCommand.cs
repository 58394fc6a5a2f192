using Vindex.Scoring.Judging;
using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Languages;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Tickets;
using Vindex.Scoring.Untrusted;

namespace Vindex.Benchmarks.Quality;

/// <summary>
/// <c>judge-speed</c>: tickets a second on one core with and without reading the markup, both rubrics, memory, where the time goes, and the cost of loading;
/// all in processor time and the best round of several, so that a busy machine changes little. A stage that builds on another is measured together with it,
/// and the difference is shown.
/// </summary>
internal static class SpeedCommand
{
    public static int Run(string[] args)
    {
        if (args.Length is 0 or > 2) return 2;
        var start = Now;
        var judge = JudgeVersions.Load(Profile.Default);
        var loaded = Now - start;
        judge.Judge(TicketReader.Read(new TicketInput("Print a receipt", "The customer needs a proof of what was paid."), TicketLimits.CommandLine));
        Console.WriteLine($"loading {loaded.TotalMilliseconds:0.0} ms, with the first ticket {(Now - start).TotalMilliseconds:0.0} ms (cold)");

        var items = Item.ReadAll(args[0]);
        var seconds = args.Length > 1 ? double.Parse(args[1]) : 3;
        var readings = items.ConvertAll(item => item.Read());
        var old = JudgeVersions.Load(Profile.Default, JudgeVersions.Rubric2);
        Console.WriteLine($"{1 / Cost(items, item => judge.Judge(item.Read()), seconds):0} tickets a second on one core, reading included");
        Console.WriteLine($"{1 / Cost(readings, reading => judge.Judge(reading), seconds):0} judging alone");
        Console.WriteLine($"{1 / Cost(items, item => item.Read(), seconds):0} reading alone");
        Console.WriteLine($"{1 / Cost(readings, reading => old.Judge(reading), seconds):0} judging alone with rubric 2");
        Console.WriteLine(
            $"{Allocated(readings, reading => judge.Judge(reading)) / 1024:0.0} KiB allocated per ticket by judging, "
            + $"{Allocated(items, item => item.Read()) / 1024:0.0} KiB by reading");
        Stages(readings, seconds, Cost(readings, reading => judge.Judge(reading), seconds));
        return 0;
    }

    private static void Stages(List<TicketReading> readings, double seconds, double whole)
    {
        var (text, features, seen, spans) = (new TicketText(ReadingModel.Classes), new FeatureBuffer(), new LinearModel.Seen(), new SpanReader());
        var likelihoods = new SpanLikelihoods();
        var (kinds, signals) = (new double[ReadingModel.Kinds], new double[TicketSignals.Names.Length]);
        var rows = new double[readings.Max(SegmentsOf) * ReadingModel.SpanTypes];
        var instructions = Stage("text that addresses the judge", 0, reading => InstructionFinder.Find(reading.Ticket!.Description.Source));
        var language = Stage("language", 0, reading => LanguageDetector.Detect(reading.Ticket!.Description.Clean));
        var segments = Stage("segments, words, phrases", 0, reading => text.Read(reading.Ticket!));
        var kind = Stage("kind", segments, Kind);
        var spanOdds = Stage("spans by segment", segments, Odds);
        var phrases = Stage("spans by word", segments + spanOdds, reading =>
        {
            Odds(reading);
            spans.Read(text, rows);
        });
        var counts = Stage("signals", segments, reading =>
        {
            text.Read(reading.Ticket!);
            TicketSignals.Write(text, rows, kinds, signals);
        });
        Print("scores, explanation, advice", whole - instructions - language - segments - kind - spanOdds - phrases - counts);

        void Kind(TicketReading reading)
        {
            text.Read(reading.Ticket!);
            features.Clear();
            KindFeatures.Add(text, features);
            ReadingModel.Kind(features.Hashes, seen, kinds);
        }

        void Odds(TicketReading reading)
        {
            text.Read(reading.Ticket!);
            likelihoods.Read(text, TicketKind.Bug, kinds, rows.AsSpan(0, text.Segments.Length * ReadingModel.SpanTypes));
        }

        int SegmentsOf(TicketReading reading)
        {
            text.Read(reading.Ticket!);
            return text.Segments.Length;
        }

        double Stage(string name, double less, Action<TicketReading> action)
        {
            var cost = Cost(readings, action, seconds) - less;
            Print(name, cost);
            return cost;
        }
    }

    private static void Print(string name, double cost) => Console.WriteLine($"  {name,-32} {cost * 1e6,6:0.0} µs");

    // Seconds of processor time a ticket, once the runtime has compiled everything for good: the best round, which other work disturbed least.
    private static double Cost<T>(List<T> items, Action<T> action, double seconds)
    {
        for (var round = 0; round < 4; round++)
        {
            for (var i = 0; i < 4; i++) items.ForEach(action);
            Thread.Sleep(300);
        }

        var start = Now;
        var best = double.PositiveInfinity;
        for (var begin = start; (begin - start).TotalSeconds < seconds; begin = Now)
        {
            items.ForEach(action);
            best = Math.Min(best, (Now - begin).TotalSeconds);
        }

        return best / items.Count;
    }

    private static double Allocated<T>(List<T> items, Action<T> action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        items.ForEach(action);
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / items.Count;
    }

    private static TimeSpan Now => Environment.CpuUsage.TotalTime;
}
