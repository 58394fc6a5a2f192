using Vindex.Scoring.Reading;

namespace Vindex.Scoring.Judging.Advice;

/// <summary>One line of <c>Judging/Data/advice.txt</c>.</summary>
/// <param name="Group">What it is about.</param>
/// <param name="Kinds">The kinds that it fits, a bit each.</param>
/// <param name="Verb">Word classes of the summary's verb, one of which is needed; 0 for any.</param>
/// <param name="Topic">Word classes of the subject, one of which is needed; 0 for any.</param>
/// <param name="Vague">Classes of vague words, one of which is needed; 0 for any.</param>
/// <param name="With">Facts that are needed.</param>
/// <param name="Without">Facts that must be missing.</param>
/// <param name="IsHint">Whether it only says what points could be earned by, and is no recommendation.</param>
/// <param name="Text">The sentence with its placeholders.</param>
internal sealed record AdviceLine(
    AdviceGroup Group, int Kinds, ulong Verb, ulong Topic, ulong Vague, Facts With, Facts Without, bool IsHint, string Text);

/// <summary>The sentences of the advice: within a group the first line that fits is taken.</summary>
internal static class AdviceTexts
{
    private static readonly AdviceLine[][] s_lines = Load();

    /// <summary>The lines of a group in their order.</summary>
    public static ReadOnlySpan<AdviceLine> Of(AdviceGroup group) => s_lines[(int)group];

    /// <summary>Reads a line: <c>group | kinds | conditions | text</c>.</summary>
    internal static AdviceLine Parse(string line)
    {
        var parts = line.Split('|', 4, StringSplitOptions.TrimEntries);
        if (parts.Length < 4 || !Enum.TryParse<AdviceGroup>(parts[0], ignoreCase: true, out var group))
            throw new InvalidDataException($"Expected 'group | kinds | conditions | text', found '{line}'.");
        var kinds = 0;
        foreach (var kind in parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)) kinds |= KindsOf(kind);
        var (verb, topic, vague) = (0UL, 0UL, 0UL);
        var (with, without, isHint) = (Facts.None, Facts.None, false);
        foreach (var condition in parts[2].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (condition == "hint") isHint = true;
            else if (condition == "v:none") verb |= AdviceWords.NoVerb;
            else if (condition.StartsWith("v:", StringComparison.Ordinal)) verb |= AdviceWords.Of(condition);
            else if (condition.StartsWith("t:", StringComparison.Ordinal)) topic |= AdviceWords.Of(condition);
            else if (VagueWord.Exists(condition)) vague |= VagueWord.Bit(condition);
            else if (condition[0] == '!') without |= Enum.Parse<Facts>(condition[1..], ignoreCase: true);
            else with |= Enum.Parse<Facts>(condition, ignoreCase: true);
        }

        return new(group, kinds, verb, topic, vague, with, without, isHint, parts[3]);
    }

    private static int KindsOf(string name) => name switch
    {
        "*" => -1,
        "wish" => Bit(TicketKind.Story) | Bit(TicketKind.Feature),
        "bug" => Bit(TicketKind.Bug),
        "task" => Bit(TicketKind.Task),
        "spike" => Bit(TicketKind.Spike),
        "epic" => Bit(TicketKind.Epic),
        "none" => Bit(TicketKind.NotATicket),
        _ => throw new InvalidDataException($"Unknown kind '{name}' in advice.txt."),
    };

    /// <summary>The bit of a kind.</summary>
    internal static int Bit(TicketKind kind) => 1 << (int)kind;

    private static AdviceLine[][] Load()
    {
        var lines = DataFile.Lines("Judging/advice.txt").Select(Parse).ToLookup(line => line.Group);
        return [.. Enum.GetValues<AdviceGroup>().Select(group => lines[group].ToArray())];
    }
}
