using System.Globalization;
using System.Text;
using Vindex.Scoring.Tickets.Documents;

namespace Vindex.Scoring.Tickets;

/// <summary>Turns what arrives into a <see cref="Ticket"/>: finds the markup, reads it, cuts sections, blocks and sentences.</summary>
public static class TicketReader
{
    private const string SummaryName = "summary";
    private const string DescriptionName = "description";
    private const string CriteriaName = "acceptance_criteria";

    [ThreadStatic]
    private static FieldReader? t_reader;

    /// <summary>Reads a ticket within limits. Never throws for any text; refusals come back as a reason.</summary>
    public static TicketReading Read(TicketInput input, TicketLimits limits)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(limits);
        var reader = t_reader ??= new FieldReader();
        var cut = new List<TicketField>();

        var summaryText = Prepare(input.Summary ?? "", limits);
        if (Characters.AreBlank(summaryText)) return Refused(SummaryName, "summary is required and must contain at least one visible character.");
        if (summaryText.Length > limits.SummaryCharacters)
        {
            if (limits.OverLimit == OverLimit.Refuse)
            {
                return Refused(
                    SummaryName, $"summary is {Number(summaryText.Length)} characters long; at most {Number(limits.SummaryCharacters)} are allowed.");
            }
            summaryText = Utf16.CutToUnits(summaryText, limits.SummaryCharacters);
            cut.Add(TicketField.Summary);
        }
        var summary = reader.Read(summaryText, TicketField.Summary);
        if (summary.Blocks.Count == 0)
            return Refused(SummaryName, "summary is required and must contain at least one visible character; this one is only markup.");

        if (ReadField(reader, input.Description, TicketField.Description, DescriptionName, limits, cut, out var description) is { } first) return first;
        if (ReadField(reader, input.AcceptanceCriteria, TicketField.AcceptanceCriteria, CriteriaName, limits, cut, out var criteria) is { } second)
            return second;
        return new TicketReading(new Ticket(input.Key, input.IssueType, summary, description, criteria, input.Context ?? []), null, null, cut);
    }

    /// <summary>Reads a field again as if ranges of its source were not there; offsets and quotes stay those of the source.</summary>
    internal static FieldText Without(FieldText text, TicketField field, IEnumerable<(int Start, int End)> ranges)
    {
        var rest = text.Source.ToCharArray();
        foreach (var (start, end) in ranges) rest.AsSpan(start, end - start).Fill('\n');
        return (t_reader ??= new FieldReader()).Read(new string(rest), field, text.Source);
    }

    private static TicketReading? ReadField(
        FieldReader reader, FieldInput input, TicketField field, string name, TicketLimits limits, List<TicketField> cut, out FieldText read)
    {
        read = FieldText.Empty;
        var text = input.Text ?? "";
        var wasCut = false;
        if (input.Document is { } document)
        {
            var outcome = DocumentReader.Read(document, name, limits);
            if (outcome.Reason is { } reason) return Refused(name, reason);
            text = outcome.Text;
            wasCut = outcome.Cut;
        }
        text = Prepare(text, limits);
        if (text.Length * 3L > limits.FieldBytes && Encoding.UTF8.GetByteCount(text) is var bytes && bytes > limits.FieldBytes)
        {
            if (limits.OverLimit == OverLimit.Refuse)
            {
                return Refused(name, $"{name} is {Number(bytes)} bytes of UTF-8 long; at most {Number(limits.FieldBytes)} are allowed.");
            }
            text = Utf16.CutToBytes(text, limits.FieldBytes);
            wasCut = true;
        }
        if (wasCut) cut.Add(field);
        read = reader.Read(text, field);
        return null;
    }

    /// <summary>Lone surrogates become U+FFFD; U+0000 goes where the rest is cut rather than refused.</summary>
    private static string Prepare(string text, TicketLimits limits)
    {
        text = Utf16.Repair(text);
        return limits.OverLimit == OverLimit.Cut && text.Contains('\0') ? text.Replace("\0", "", StringComparison.Ordinal) : text;
    }

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static TicketReading Refused(string field, string reason) => new(null, field, reason, []);
}
