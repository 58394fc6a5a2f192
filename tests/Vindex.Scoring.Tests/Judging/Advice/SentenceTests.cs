using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Scoring.Judging.Advice;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Tests.Development;
using Xunit;

namespace Vindex.Scoring.Tests.Judging.Advice;

/// <summary>What tickets of our own are advised, for each line of <c>advice.txt</c> (<c>sentences.txt</c>).</summary>
public sealed class SentenceTests
{
    private static readonly string s_file = Path.Combine(AppContext.BaseDirectory, "Judging", "Advice", "sentences.txt");

    [Fact]
    public void Each_ticket_gets_its_sentence()
    {
        var lines = File.ReadAllLines(s_file);
        string[] now = [.. lines.Select(line => line[0] == '#' ? line : WithAdvice(line))];
        if (Environment.GetEnvironmentVariable("VINDEX_SNAPSHOTS") == "write")
            File.WriteAllLines(Path.Combine(Repository.Folder!, "tests/Vindex.Scoring.Tests/Judging/Advice/sentences.txt"), now);
        else now.ShouldBe(lines);
    }

    [Fact]
    public void Each_line_of_advice_has_an_example()
    {
        var sentences = File.ReadAllLines(s_file).Select(line => line[(line.LastIndexOf('|') + 1)..].Trim()).Distinct().ToList();
        foreach (var group in Enum.GetValues<AdviceGroup>())
        {
            foreach (var line in AdviceTexts.Of(group))
            {
                var pattern = "^" + Regex.Replace(Regex.Escape(line.Text), @"\\\{\w+}", ".+", RegexOptions.NonBacktracking) + "$";
                sentences.Exists(sentence => Regex.IsMatch(sentence, pattern, RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)).ShouldBeTrue(line.Text);
            }
        }
    }

    private static string WithAdvice(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        var description = parts[3].Replace("\\n", "\n", StringComparison.Ordinal);
        var advice = AdviceExample.Write(
            Enum.Parse<TicketKind>(parts[0]), Enum.Parse<AdviceGroup>(parts[1]), parts[2], description, parts[4].Length == 0 ? null : parts[4]);
        return string.Join(" | ", [.. parts[..5], advice ?? "none"]);
    }
}
