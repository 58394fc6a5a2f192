using Vindex.Scoring.Reading;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rewriting;

/// <summary>A heading of a rewritten ticket.</summary>
/// <param name="Heading">Its text.</param>
/// <param name="Sections">The sections that stand under it.</param>
/// <param name="Questions">The ids of questions that may have to be asked under it.</param>
internal sealed record LayoutSection(string Heading, IReadOnlyList<SectionKind> Sections, IReadOnlyList<string> Questions);

/// <summary>The headings by kind (<c>Rewriting/layout.txt</c>), and the questions (<c>Rewriting/questions.txt</c>).</summary>
internal static class Layout
{
    private static readonly Dictionary<TicketKind, List<LayoutSection>> s_kinds = ReadKinds();

    private static readonly Dictionary<string, string> s_questions = DataFile.Lines("Rewriting/questions.txt")
        .Select(line => line.Split(" = ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    /// <summary>Vague words and the question to ask about each.</summary>
    public static IReadOnlyDictionary<string, string> VagueWords { get; } = DataFile.Lines("Rewriting/vague.txt").Select(line => Cut(line, '='))
        .SelectMany(entry => List(entry.After).Select(word => KeyValuePair.Create(word, entry.Before))).ToDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The headings of a kind, in order.</summary>
    public static IReadOnlyList<LayoutSection> Of(TicketKind kind) => s_kinds[kind];

    /// <summary>A question, with words of the ticket filled in.</summary>
    public static string Question(string id, string words = "") => s_questions[id].Replace("{0}", words, StringComparison.Ordinal);

    private static Dictionary<TicketKind, List<LayoutSection>> ReadKinds()
    {
        var kinds = new Dictionary<TicketKind, List<LayoutSection>>();
        List<LayoutSection> sections = [];
        foreach (var line in DataFile.Lines("Rewriting/layout.txt"))
        {
            if (line[0] == '[')
            {
                kinds[Enum.Parse<TicketKind>(Letters(line), ignoreCase: true)] = sections = [];
                continue;
            }

            var (heading, rest) = Cut(line, '=');
            var (names, questions) = Cut(rest, '?');
            sections.Add(new LayoutSection(heading, [.. List(names).Select(SectionOf)], [.. List(questions)]));
        }

        return kinds;
    }

    private static SectionKind SectionOf(string name) =>
        name == "acceptance" ? SectionKind.AcceptanceCriteria : Enum.Parse<SectionKind>(Letters(name), ignoreCase: true);

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetter));

    private static (string Before, string After) Cut(string line, char at) =>
        line.IndexOf(at, StringComparison.Ordinal) is >= 0 and var index ? (line[..index].Trim(), line[(index + 1)..].Trim()) : (line.Trim(), "");

    private static string[] List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
