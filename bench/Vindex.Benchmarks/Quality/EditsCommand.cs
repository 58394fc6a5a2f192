using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;

namespace Vindex.Benchmarks.Quality;

/// <summary>
/// Makes the same edit to every ticket that it fits and prints how often the meant dimension moved the right way, and how far the others drifted on average.
/// </summary>
internal static class EditsCommand
{
    private static readonly Edit[] s_edits =
    [
        new("drop the benefit", -1, [Dimension.Valuable], DropBenefit),
        new("join two more actions to the means", -1, [Dimension.Small], item => InMeans(item, " and delete them and export them as CSV")),
        new("blocked, in the summary", -1, [Dimension.Independent], item => InMeans(item, ", blocked by ABC-12 until team X ships")),
        new("blocked, in the description", -1, [Dimension.Independent], item => InDescription(item, "Blocked by ABC-12 until team X ships.")),
        new("prescribe cache and button", -1, [Dimension.Negotiable], item => InMeans(item, " using a Redis cache and a red React button at the top right")),
        new("vague words for a threshold", -1, [Dimension.Testable], BlurThreshold),
        new("three scenarios with numbers", +1, [Dimension.Testable, Dimension.Estimable], AddScenarios),
        new("delete the description", -1, [Dimension.Estimable], item => string.IsNullOrWhiteSpace(item.Description) ? null : item with { Description = null }),
        new("stuff with words of criteria", 0, [], item => InDescription(item, "Given When Then 5 seconds")),
        new("stuff with empty connectives", 0, [], item => InDescription(item, "so that so that")),
    ];

    private static readonly string[] s_connectives = [" so that ", ", so ", " in order to ", " so I can ", " because "];
    private static readonly string[] s_units = ["seconds", "second", "minutes", "minute", "hours", "hour", "days", "day", "MB", "GB", "characters", "%"];

    public static int Run(string[] args)
    {
        if (args is not [var path, .. var rest]) return 2;
        var judge = JudgeVersions.Load(Profile.Default);
        var items = Item.ReadAll(path);
        Console.WriteLine($"{"edit",-36}{"n",5}  {"right way",-30}{"mean drift elsewhere",-20}");
        foreach (var edit in s_edits) Print(edit, items, judge, rest is ["--show"]);
        return 0;
    }

    private static void Print(Edit edit, List<Item> items, TicketJudge judge, bool show)
    {
        int n = 0;
        var right = new int[Dimensions.Count];
        var level = new int[Dimensions.Count];
        var drift = new double[Dimensions.Count];
        foreach (var item in items)
        {
            if (edit.Apply(item) is not { } edited) continue;
            n++;
            var before = judge.Judge(item.Read()).Scores;
            var after = judge.Judge(edited.Read()).Scores;
            foreach (var dimension in Dimensions.All)
            {
                var change = after[dimension] - before[dimension];
                drift[(int)dimension] += edit.Direction == 0 ? Math.Max(change, 0) : Math.Abs(change);
                if (change * edit.Direction > 0) right[(int)dimension]++;
                else if (change == 0) level[(int)dimension]++;
                if (show && edit.Moves.Contains(dimension) && change * edit.Direction <= 0)
                    Console.WriteLine($"   {edit.Name}: {dimension.Name()} {before[dimension]} -> {after[dimension]}: {edited.Id} {edited.Summary}");
            }
        }

        if (n == 0) return;
        var moved = string.Join(", ", edit.Moves.Select(d => $"{d.Name()} {100.0 * right[(int)d] / n:0.0} % (level {100.0 * level[(int)d] / n:0.0})"));
        var others = string.Join(" ", Dimensions.All.Where(d => !edit.Moves.Contains(d)).Select(d => $"{d.Name()[..3]} {drift[(int)d] / n:0.00}"));
        Console.WriteLine($"{edit.Name,-36}{n,5}  {moved,-30}  {others}");
    }

    private static Item? DropBenefit(Item item)
    {
        var (start, end) = Benefit(item.Summary);
        return start < 0 ? null : item with { Summary = item.Summary[..start] + item.Summary[end..] };
    }

    private static Item? InMeans(Item item, string words)
    {
        if (!IsStory(item)) return null;
        var (start, _) = Benefit(item.Summary);
        if (start < 0) start = SentenceEnd(item.Summary, 0);
        return item with { Summary = item.Summary[..start].TrimEnd(',', ' ') + words + item.Summary[start..] };
    }

    private static Item InDescription(
        Item item, string words) => item with { Description = string.IsNullOrWhiteSpace(item.Description) ? words : item.Description + "\n\n" + words };

    private static Item AddScenarios(Item item) => InDescription(item, """
        Acceptance criteria:

        - Given 3 saved entries, when the person opens the list, then all 3 entries are shown within 2 seconds.
        - Given an entry with more than 50 characters, when the person saves it, then an error message names the limit of 50 characters.
        - Given no entry, when the person opens the list, then an empty list with 0 entries is shown.
        """);

    private static Item? BlurThreshold(Item item)
    {
        if (Blur(item.Description) is { } description) return item with { Description = description };
        return Blur(item.Summary) is { } summary ? item with { Summary = summary } : null;
    }

    // The number, its unit and the word before them ("within 2 seconds") give way to vague words.
    private static string? Blur(string? text)
    {
        if (text is null) return null;
        var words = text.Split(' ');
        for (var i = 1; i + 1 < words.Length; i++)
        {
            if (!int.TryParse(words[i], out _) || !s_units.Contains(words[i + 1].TrimEnd('.', ',', ';', ')'))) continue;
            var tail = words[i + 1].EndsWith('.') ? "." : "";
            return string.Join(' ', [.. words[..(i - 1)], "fast and user-friendly" + tail, .. words[(i + 2)..]]);
        }

        return null;
    }

    private static bool IsStory(Item item) =>
        item.Summary.StartsWith("As ", StringComparison.OrdinalIgnoreCase) && item.Summary.Contains("want", StringComparison.OrdinalIgnoreCase);

    private static (int Start, int End) Benefit(string summary)
    {
        var want = summary.IndexOf("want", StringComparison.OrdinalIgnoreCase);
        if (want < 0) return (-1, -1);
        var start = s_connectives.Select(c => summary.IndexOf(c, want, StringComparison.OrdinalIgnoreCase)).Where(i => i >= 0).DefaultIfEmpty(-1).Min();
        return start < 0 ? (-1, -1) : (start, SentenceEnd(summary, start));
    }

    private static int SentenceEnd(string text, int from)
    {
        var end = text.IndexOf(". ", from, StringComparison.Ordinal);
        if (end < 0) end = text.TrimEnd().TrimEnd('.').Length;
        return Math.Max(end, from);
    }

    private sealed record Edit(string Name, int Direction, Dimension[] Moves, Func<Item, Item?> Apply);
}
