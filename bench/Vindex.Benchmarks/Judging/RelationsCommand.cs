using Vindex.Scoring.Backlogs.Analysis;
using Vindex.Scoring.Tickets;

namespace Vindex.Benchmarks.Judging;

/// <summary>
/// <c>relations</c>: near-duplicates, conflicts and dependencies among 1,000, 10,000 and 50,000 generated tickets of some 900 characters, and among as many
/// that are all nearly the same, which is the hard case for duplicates. Processor time, reading of the markup not included.
/// </summary>
internal static class RelationsCommand
{
    private static readonly string[] s_verbs = ["Add", "Remove", "Improve", "Extend", "Fix", "Show", "Drop", "Keep", "Support"];
    private static readonly string[] s_kinds = [
        "weekly", "monthly", "shared", "hidden", "archived", "public", "private", "nested", "linked", "default", "manual", "partial", "remote", "local"
    ];

    private static readonly string[] s_things =
    [
        "export", "import", "invoice", "calendar", "search", "map", "login", "order", "basket", "report", "chart", "message", "profile", "photo", "payment",
        "refund", "label", "sensor", "alarm", "route", "station", "bike", "trip", "voucher",
        "account", "team", "role", "audit", "backup", "token", "cache", "queue", "editor",
    ];

    public static int Run()
    {
        Console.WriteLine($"{"tickets",10} {"different",12} {"nearly same",12} {"duplicates",11} {"conflicts",10} {"dependencies",13}");
        foreach (var count in (int[])[1_000, 1_000, 10_000, 50_000])
        {
            var different = Generate(count);
            var start = Environment.CpuUsage.TotalTime;
            var found = Analyze(different);
            var time = Environment.CpuUsage.TotalTime - start;
            var same = NearlySame(count);
            start = Environment.CpuUsage.TotalTime;
            Analyze(same);
            var hard = Environment.CpuUsage.TotalTime - start;
            Console.WriteLine(
                $"{count,10:N0} {time.TotalMilliseconds,9:N0} ms {hard.TotalMilliseconds,9:N0} ms {found.Duplicates.Count,11:N0} {found.Conflicts.Count,10:N0} {found.Dependencies.Count,13:N0}");
        }

        return 0;
    }

    private static BacklogFindings Analyze(List<Ticket> tickets)
    {
        var analyzer = new BacklogAnalyzer();
        for (var i = 0; i < tickets.Count; i++) analyzer.Add($"T-{i}", tickets[i]);
        return analyzer.Analyze(CancellationToken.None);
    }

    private static List<Ticket> Generate(int count)
    {
        var random = new Random(7);
        string One(string[] words) => words[random.Next(words.Length)];
        string Sentence() => string.Join(' ', Enumerable.Range(0, 9).Select(_ => random.Next(4) == 0 ? $"{One(s_things)}{random.Next(3_000)}" : One(s_things)));
        var tickets = new List<Ticket>(count);
        for (var i = 0; i < count; i++)
        {
            if (i % 100 == 99)
            {
                tickets.Add(tickets[random.Next(i)]);
                continue;
            }

            var text = $"## Steps\nDescribe what you did.\n\n{string.Join(". ", Enumerable.Range(0, 12).Select(_ => Sentence()))}. It depends on T-{random.Next(count)} and requires the {One(s_kinds)} {One(s_things)}. At most {random.Next(9)} rows are shown in the list.";
            tickets.Add(Read($"{One(s_verbs)} the {One(s_kinds)} {One(s_things)} {One(s_things)} for {One(s_things)} {random.Next(count / 10)}", text));
        }

        return tickets;
    }

    private static List<Ticket> NearlySame(int count)
    {
        var text = string.Join(' ', Enumerable.Range(0, 150).Select(i => $"word{i}"));
        return [.. Enumerable.Range(0, count).Select(i => Read("The same words in every title", $"{text} and{i}"))];
    }

    private static Ticket Read(string title, string text) => TicketReader.Read(new TicketInput(title, text), TicketLimits.CommandLine).Ticket!;
}
