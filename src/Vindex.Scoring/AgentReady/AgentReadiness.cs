using System.Text.RegularExpressions;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Rewriting.Parts;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.AgentReady;

/// <summary>What a ticket says about a topic.</summary>
/// <param name="Check">The check.</param>
/// <param name="Field">Where the ticket says it; null if it does not.</param>
/// <param name="Quote">Verbatim words; null if the ticket does not say it.</param>
/// <param name="Start">First UTF-16 unit of the quote in the field's source.</param>
/// <param name="End">One past the last.</param>
public sealed record ReadinessResult(ReadinessCheck Check, TicketField? Field, string? Quote, int? Start, int? End)
{
    /// <summary>Whether the ticket has it.</summary>
    public bool IsMet => Quote is not null;
}

/// <summary>Whether a ticket has what a coding agent needs. A pure function of the ticket and what was read in it.</summary>
public static partial class AgentReadiness
{
    private const int LongestQuote = 160;

    /// <summary>A result for each check, in order.</summary>
    public static IReadOnlyList<ReadinessResult> Of(Ticket ticket, ReadingSummary? reading)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        List<TicketPart> parts = [.. PartReader.Read(ticket).Where(part => part.LeftOut is null && !part.IsHeading)];
        return [.. ReadinessCheck.All.Select(check => Result(check, ticket, reading, parts))];
    }

    /// <summary>The files, components and identifiers that a ticket names, each once, in the order of the text.</summary>
    public static IReadOnlyList<string> FilesOf(Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        const int most = 20;
        var texts = ((string[])[ticket.Summary.Source]).Concat(PartReader.Read(ticket).Where(part => part.LeftOut is null).Select(part => part.Block.Text));
        return [.. texts.SelectMany(text => Place().Matches(text).Select(match => match.Value.Trim('`', '.'))).Distinct(StringComparer.Ordinal).Take(most)];
    }

    private static ReadinessResult Result(ReadinessCheck check, Ticket ticket, ReadingSummary? reading, List<TicketPart> parts) => check.Topic switch
    {
        ReadinessTopic.Files => Match(check, ticket, parts, Place()),
        ReadinessTopic.Behavior => Section(check, ticket, parts, SectionKind.Expected, SectionKind.AcceptanceCriteria)
            ?? Criterion(check, reading)
            ?? Missing(check),
        ReadinessTopic.Verification => Section(check, ticket, parts, SectionKind.Steps) ?? Match(check, ticket, parts, Verification()),
        _ => Section(check, ticket, parts, SectionKind.OutOfScope) ?? Match(check, ticket, parts, Limit()),
    };

    private static ReadinessResult Missing(ReadinessCheck check) => new(check, null, null, null, null);

    private static ReadinessResult? Section(ReadinessCheck check, Ticket ticket, List<TicketPart> parts, params ReadOnlySpan<SectionKind> sections)
    {
        foreach (var section in sections)
        {
            if (parts.Find(part => part.Section == section) is { } part) return At(check, ticket, part.Field, part.Start, part.End);
        }

        return null;
    }

    // What must not change is a limit, though the reading counts it among the criteria.
    private static ReadinessResult? Criterion(ReadinessCheck check, ReadingSummary? reading) =>
        reading?.Spans.FirstOrDefault(span => span.Type == SpanType.Criteria && !Limit().IsMatch(span.Quote)) is { } span
            ? new ReadinessResult(check, span.Field, span.Quote, span.Start, span.End)
            : null;

    private static ReadinessResult Match(ReadinessCheck check, Ticket ticket, List<TicketPart> parts, Regex pattern)
    {
        foreach (var part in parts)
        {
            var source = Source(ticket, part.Field);
            foreach (var match in pattern.EnumerateMatches(source.AsSpan(part.Start, part.End - part.Start)))
                return At(check, ticket, part.Field, part.Start + match.Index, part.Start + match.Index + match.Length);
        }

        return pattern.Match(ticket.Summary.Source) is { Success: true } title
            ? At(check, ticket, TicketField.Summary, title.Index, title.Index + title.Length)
            : Missing(check);
    }

    private static ReadinessResult At(ReadinessCheck check, Ticket ticket, TicketField field, int start, int end)
    {
        var source = Source(ticket, field);
        end = Math.Min(end, start + LongestQuote);
        if (char.IsHighSurrogate(source[end - 1])) end--;
        return new ReadinessResult(check, field, source[start..end], start, end);
    }

    private static string Source(Ticket ticket, TicketField field) => field switch
    {
        TicketField.Summary => ticket.Summary.Source,
        TicketField.Description => ticket.Description.Source,
        _ => ticket.AcceptanceCriteria.Source,
    };

    // Files, paths, code in backticks, and identifiers of several words.
    [GeneratedRegex(@"`[^`\n]{2,80}`|\{\{[^}\n]{2,80}\}\}|\b[\w-]+(?:/[\w.-]+)+\.[a-z]{1,5}\b|\b[\w-]+\.(?:cs|cshtml|razor|ts|tsx|js|jsx|mjs|py|rb|go|rs|java|kt|swift|c|h|cpp|hpp|php|scala|sql|sh|ya?ml|json|toml|xml|html|css|scss|md|proto|tf|gradle|csproj|vue|svelte)\b|\b[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+\b|\b[a-z0-9]+(?:_[a-z0-9]+)+\b|\b[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*\(\)", RegexOptions.NonBacktracking)]
    private static partial Regex Place();

    [GeneratedRegex(@"\b(?:(?:unit|integration|regression|end-to-end|acceptance|automated|manual) tests?|tests? (?:pass|cover|for|that)|test case|verif(?:y|ied) (?:by|that|with)|how to (?:test|verify)|npm (?:test|run)|dotnet test|go test|cargo test|pytest|mvn|gradle|make test|curl|given\b.{1,120}\bwhen\b.{1,120}\bthen)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Verification();

    [GeneratedRegex(@"\b(?:(?:do not|don't|must not|should not|shouldn't|without) (?:chang\w*|touch\w*|modif\w*|break\w*|remov\w*|renam\w*|affect\w*)|(?:only|just) (?:change|touch|edit)|(?:leave|keep|stays?|remains?) .{0,60}(?:unchanged|untouched|as (?:it|they) (?:is|are)|the same|compatible)|backwards?[- ]compatib\w+|(?:out of|not in) scope|no changes? to|unaffected)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Limit();
}
