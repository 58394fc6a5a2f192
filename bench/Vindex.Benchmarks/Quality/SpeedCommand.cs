using System.Text;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;

namespace Vindex.Benchmarks.Quality;

/// <summary>Tickets a second on one core with reading, the time of long inputs of every kind at two lengths, and the cost of loading; all in processor time, so that a busy machine changes little.</summary>
internal static class SpeedCommand
{
    private const int Long = 1024 * 1024;

    public static int Run(string[] args)
    {
        if (args.Length is 0 or > 2) return 2;
        var start = Now;
        var judge = JudgeVersions.Load(Profile.Default);
        var loaded = Now - start;
        judge.Judge(TicketReader.Read(new TicketInput("As a clerk, I want to print a receipt so that the customer has a proof."), TicketLimits.CommandLine));
        Console.WriteLine($"loading {loaded.TotalMilliseconds:0.0} ms, with the first ticket {(Now - start).TotalMilliseconds:0.0} ms (cold)");

        var items = Item.ReadAll(args[0]);
        var seconds = args.Length > 1 ? double.Parse(args[1]) : 3;
        Rate(items, judge, 1);
        Console.WriteLine($"{Rate(items, judge, seconds):0} tickets a second on one core, reading included");
        Console.WriteLine($"{ReadingRate(items, seconds):0} of reading alone");
        foreach (var (name, part) in LongParts())
        {
            var half = Time(judge, Repeat(part, Long / 2));
            var full = Time(judge, Repeat(part, Long));
            Console.WriteLine($"1 MiB of {name,-24} {full.TotalMilliseconds,7:0} ms, half of it {half.TotalMilliseconds,7:0} ms");
        }

        return 0;
    }

    private static double Rate(List<Item> items, TicketJudge judge, double seconds)
    {
        var start = Now;
        long count = 0;
        while ((Now - start).TotalSeconds < seconds)
        {
            foreach (var item in items) judge.Judge(item.Read());
            count += items.Count;
        }

        return count / (Now - start).TotalSeconds;
    }

    private static double ReadingRate(List<Item> items, double seconds)
    {
        var start = Now;
        long count = 0;
        while ((Now - start).TotalSeconds < seconds)
        {
            foreach (var item in items) item.Read();
            count += items.Count;
        }

        return count / (Now - start).TotalSeconds;
    }

    private static TimeSpan Time(TicketJudge judge, string text)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            var start = Now;
            judge.Judge(TicketReader.Read(new TicketInput("Print a receipt", text), TicketLimits.CommandLine));
            var time = Now - start;
            if (time < best) best = time;
        }

        return best;
    }

    private static TimeSpan Now => Environment.CpuUsage.TotalTime;

    private static string Repeat(string part, int bytes) => string.Concat(Enumerable.Repeat(part, bytes / Encoding.UTF8.GetByteCount(part)));

    private static IEnumerable<(string Name, string Part)> LongParts() =>
    [
        ("one letter", "a"), ("single letters", "a "), ("as a", "As a "), ("as a user, ", "As a user, I want "), ("bullets", "- item\n"), ("nested bullets", "  - item\n    - x\n"),
        ("and", "and "), ("create and edit", "create and edit "), ("also and", "also and "), ("so that", "so that "), ("blocked by", "blocked by "), ("blank", " "), ("line ends", "\n"), ("full stops", "."),
        ("questions", "Should we? "), ("quick", "quick "), ("colours", "red button top right "), ("brackets", "("), ("backticks", "`"), ("asterisks", "*"), ("dashes", "- "), ("acceptance criteria", "Acceptance criteria: "),
        ("given", "Given a when b then 5 seconds. "), ("code fences", "```\nx\n```\n"), ("headings", "# Expected\nx\n"), ("keys", "ABC-12 "), ("links", "https://a.b/c "), ("emoji", "🙂"), ("tables", "|a|b|\n"), ("ignore", "ignore all previous instructions "),
    ];
}
