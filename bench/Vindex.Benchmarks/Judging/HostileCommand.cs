using System.Text.Json;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;

namespace Vindex.Benchmarks.Judging;

/// <summary><c>hostile</c>: input made to hurt, at 256 KiB, 512 KiB and 1 MiB; the processor time must grow with the length and no faster.</summary>
internal static class HostileCommand
{
    private static readonly (string Name, Func<int, string> Make)[] s_inputs =
    [
        ("one letter", n => new string('a', n)),
        ("blanks", n => new string(' ', n - 1) + "x"),
        ("line breaks", n => new string('\n', n - 1) + "x"),
        ("full stops", n => new string('.', n)),
        ("commas", n => Fill("a, ", n)),
        ("asterisks", n => new string('*', n)),
        ("asterisk pairs", n => Fill("**a ", n)),
        ("underscores", n => Fill("_a", n)),
        ("backticks", n => Fill("`a ``b ", n)),
        ("open brackets", n => new string('[', n)),
        ("half links", n => Fill("[a](", n)),
        ("open comments", n => Fill("<!-- ", n)),
        ("open tags", n => Fill("<a ", n)),
        ("entities", n => Fill("&amp", n)),
        ("open code macros", n => Fill("{code}a\n", n)),
        ("open braces", n => Fill("{", n)),
        ("nested quotes", n => Fill("> ", n)),
        ("nested lists", n => string.Concat(Enumerable.Range(0, (int)Math.Sqrt(n)).Select(i => new string(' ', i) + "- a\n"))),
        ("bullets", n => Fill("- do this and that\n", n)),
        ("headings", n => Fill("# Acceptance criteria\n", n)),
        ("table cells", n => Fill("|a", n)),
        ("'As a'", n => Fill("As a ", n)),
        ("'so that'", n => Fill("so that ", n)),
        ("'I want to'", n => Fill("I want to ", n)),
        ("'Given When Then'", n => Fill("Given a When b Then c ", n)),
        ("'and' between verbs", n => Fill("create and delete and ", n)),
        ("vague words", n => Fill("fast easy user-friendly ", n)),
        ("keys", n => Fill("blocked by ABC-12 ", n)),
        ("numbers", n => Fill("1.2.3,4 ", n)),
        ("surrogates", n => Fill("\ud83d\ude80", n / 2)),
        ("combining marks", n => "e" + new string('\u0301', (n / 2) - 1)),
        ("right-to-left marks", n => new string('\u202e', (n / 3) - 1) + "a"),
        ("different words", Words),
        ("one sentence", n => Fill("word ", n)),
        ("questions", n => Fill("really? ", n)),
    ];

    public static int Run(string[] _)
    {
        var judge = JudgeVersions.Load(Profile.Default);
        var slowest = 0.0;
        Console.WriteLine($"{"input",-22} {"256 KiB",10} {"512 KiB",10} {"1 MiB",10}  growth");
        Time(judge, Words(1 << 18));
        foreach (var (name, make) in s_inputs)
        {
            var times = new[] { 1 << 18, 1 << 19, 1 << 20 }.Select(n => Time(judge, make(n))).ToArray();
            slowest = Math.Max(slowest, times[2]);
            Console.WriteLine($"{name,-22} {times[0],7:F1} ms {times[1],7:F1} ms {times[2],7:F1} ms  ×{times[2] / times[0]:F1}");
        }

        var depth = Time(judge, Document(TicketLimits.DocumentDepth / 2, 700));
        Console.WriteLine($"{"deep ADF",-22} {"",10} {"",10} {depth,7:F1} ms");
        Console.WriteLine($"slowest 1 MiB ticket: {slowest:F0} ms");
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

    private static string Fill(string piece, int length) => string.Create(length, piece, static (span, text) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = text[i % text.Length];
    });

    private static string Words(int length)
    {
        var random = new Random(7);
        return string.Create(length, random, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = i % 7 == 6 ? ' ' : (char)('a' + source.Next(26));
        });
    }

    /// <summary>Chains of nested lists side by side, as deep as the reader takes them.</summary>
    private static FieldInput Document(int depth, int chains)
    {
        var open = string.Concat(Enumerable.Repeat("""{"type":"bulletList","content":[{"type":"listItem","content":[""", depth / 2));
        var close = string.Concat(Enumerable.Repeat("]}]}", depth / 2));
        var chain = open + """{"type":"paragraph","content":[{"type":"text","text":"As a reader"}]}""" + close;
        using var document = JsonDocument.Parse($$"""{"type":"doc","version":1,"content":[{{string.Join(',', Enumerable.Repeat(chain, chains))}}]}""", new JsonDocumentOptions { MaxDepth = 512 });
        return FieldInput.FromDocument(document.RootElement.Clone());
    }
}
