using System.Text.Json;
using System.Text.RegularExpressions;
using Vindex.Models.Answers;
using Vindex.Scoring.Tickets;
using Vindex.Scoring.Untrusted;

namespace Vindex.Models.Rewriting;

/// <summary>
/// Reads proposals, and holds them to the ticket: links and code must stand in it, and no line may address whatever judges or edits tickets.
/// </summary>
internal sealed partial class BetterTicketReader : JsonAnswerReader
{
    private const int MostSections = 16;
    private const int MostLines = 80;
    private const int LongestHeading = 80;
    private const int LongestLine = 2_000;
    private const int LongestCode = 16 * 1024;
    private static readonly string[] s_members = ["sections"];
    private static readonly string[] s_sectionMembers = ["heading", "lines"];
    private static readonly string[] s_lineMembers = ["kind", "text"];

    private static readonly Dictionary<string, ProposedLineKind> s_kinds =
        Enum.GetValues<ProposedLineKind>().ToDictionary(kind => kind.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    private readonly string _source;
    private readonly string _squeezed;

    private BetterTicketReader(Ticket ticket)
    {
        _source = string.Join('\n', ticket.Summary.Source, ticket.Description.Source, ticket.AcceptanceCriteria.Source);
        _squeezed = Squeezed(_source);
    }

    /// <summary>Reads the text of an answer.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="text">The answer.</param>
    public static AnswerReading<BetterTicket> Read(Ticket ticket, string text)
    {
        var reader = new BetterTicketReader(ticket);
        return reader.Read(text, reader.Answer);
    }

    private BetterTicket Answer(JsonElement root)
    {
        if (!IsObject(root, "The answer", s_members)) return new([]);
        var sections = List(Member(root, "sections"), "sections", MostSections, Section);
        if (Errors.Count == 0 && sections.All(section => section.Lines.All(line => line.Kind == ProposedLineKind.Question)))
            Errors.Add("sections must contain the ticket's text.");
        return new(sections);
    }

    private ProposedSection Section(JsonElement value, string path)
    {
        if (!IsObject(value, path, s_sectionMembers)) return new("", []);
        var heading = Text(Member(value, "heading"), $"{path}.heading", LongestHeading).TrimStart('#', ' ').TrimEnd(':', ' ');
        return new(heading, List(Member(value, "lines"), $"{path}.lines", MostLines, Line));
    }

    private ProposedLine Line(JsonElement value, string path)
    {
        if (!IsObject(value, path, s_lineMembers)) return new(default, "");
        var name = Member(value, "kind");
        var kind = default(ProposedLineKind);
        if (name.ValueKind != JsonValueKind.Undefined && !(name.ValueKind == JsonValueKind.String && s_kinds.TryGetValue(name.GetString()!, out kind)))
            Errors.Add($"{path}.kind must be one of {string.Join(", ", s_kinds.Keys)}.");
        var text = kind == ProposedLineKind.Code
            ? Text(Member(value, "text"), $"{path}.text", LongestCode, PlainText.OfLines)
            : Text(Member(value, "text"), $"{path}.text", LongestLine);
        Check(kind, text, path);
        return new(kind, text);
    }

    private void Check(ProposedLineKind kind, string text, string path)
    {
        if (kind == ProposedLineKind.Code && !_squeezed.Contains(Squeezed(text), StringComparison.Ordinal))
            Errors.Add($"{path}.text must be copied from the ticket exactly, since it is code.");
        foreach (var link in Link().EnumerateMatches(text))
        {
            if (!_source.Contains(text.AsSpan(link.Index, link.Length), StringComparison.OrdinalIgnoreCase)) Errors.Add($"{path}.text contains a link that is not in the ticket.");
        }

        if (InstructionFinder.Find(text).Count > 0) Errors.Add($"{path}.text addresses a judge or an editor; leave it out.");
    }

    private static string Squeezed(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    [GeneratedRegex(@"(?:[a-z][a-z0-9+.-]*:)?//[^\s<>""')\]]+[^\s<>""')\].,;:!?]", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
