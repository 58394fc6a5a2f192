using System.Text.Json;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tests.Judging;
using Vindex.Scoring.Tickets;

namespace Vindex.Benchmarks.Judging;

/// <summary><c>hostile</c>: input made to hurt, at 256 KiB, 512 KiB and 1 MiB; the processor time must grow with the length and no faster.</summary>
internal static class HostileCommand
{
    public static int Run(string[] _)
    {
        var judge = JudgeVersions.Load(Profile.Default);
        var (slowest, slowestName) = (0.0, "");
        Console.WriteLine($"{"input",-30} {"256 KiB",10} {"512 KiB",10} {"1 MiB",10}  growth");
        Time(judge, HostileTexts.Make("different words", 1 << 18));
        foreach (var name in HostileTexts.Names)
        {
            var times = new[] { 1 << 18, 1 << 19, 1 << 20 }.Select(bytes => Time(judge, HostileTexts.Make(name, bytes))).ToArray();
            if (times[2] > slowest) (slowest, slowestName) = (times[2], name);
            Console.WriteLine($"{name,-30} {times[0],7:F1} ms {times[1],7:F1} ms {times[2],7:F1} ms  ×{times[2] / times[0]:F1}");
        }

        var depth = Time(judge, Document(TicketLimits.DocumentDepth / 2, 700));
        Console.WriteLine($"{"deep ADF",-30} {"",10} {"",10} {depth,7:F1} ms");
        Console.WriteLine($"slowest 1 MiB ticket: {slowest:F0} ms ({slowestName})");
        return slowest < 1000 ? 0 : 1;
    }

    private static double Time(TicketJudge judge, FieldInput description)
    {
        var best = double.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            var start = Environment.CpuUsage.TotalTime;
            _ = judge.Judge(TicketReader.Read(new TicketInput("Export the loans of a month", description), TicketLimits.CommandLine));
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - start).TotalMilliseconds);
        }

        return best;
    }

    /// <summary>Chains of nested lists side by side, as deep as the reader takes them.</summary>
    private static FieldInput Document(int depth, int chains)
    {
        var open = string.Concat(Enumerable.Repeat("""{"type":"bulletList","content":[{"type":"listItem","content":[""", depth / 2));
        var close = string.Concat(Enumerable.Repeat("]}]}", depth / 2));
        var chain = open + """{"type":"paragraph","content":[{"type":"text","text":"As a reader"}]}""" + close;
        using var document = JsonDocument.Parse(
            $$"""{"type":"doc","version":1,"content":[{{string.Join(',', Enumerable.Repeat(chain, chains))}}]}""", new JsonDocumentOptions { MaxDepth = 512 });
        return FieldInput.FromDocument(document.RootElement.Clone());
    }
}
