using Vindex.Scoring.Profiles;
using Vindex.Scoring.Rubric;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Tests.Rubric;

/// <summary>Tickets for tests, written as text: the first line is the summary, the rest the description; lines with "@" add what surrounds it.</summary>
internal static class Example
{
    private static readonly RubricJudge s_judge = new(Profile.Default);

    /// <summary>Judges a ticket with the default profile.</summary>
    public static Judgement Judge(string text) => s_judge.Judge(Read(text));

    /// <summary>Judges a ticket given by its fields.</summary>
    public static Judgement Judge(string summary, string? description, string? criteria = null, params ContextItem[] context) =>
        s_judge.Judge(TicketReader.Read(new TicketInput(summary, description, criteria, Context: context), TicketLimits.CommandLine));

    /// <summary>
    /// Reads a ticket: "@link RELATION KEY" a linked issue, "@attachment NAME", "@cut FIELD" a field that was cut, "@long" a text of five hundred different
    /// words.
    /// </summary>
    public static TicketReading Read(string text)
    {
        var context = new List<ContextItem>();
        var lines = new List<string>();
        var cut = new List<TicketField>();
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("@link ", StringComparison.Ordinal))
                context.Add(new(ContextKind.LinkedIssue, line[(line.LastIndexOf(' ') + 1)..], line[6..line.LastIndexOf(' ')], null, null));
            else if (line.StartsWith("@attachment ", StringComparison.Ordinal)) context.Add(new(ContextKind.Attachment, null, null, line[12..], null));
            else if (line == "@cut description") cut.Add(TicketField.Description);
            else if (line == "@long") lines.Add("Print a receipt\n\n" + string.Join(' ', Enumerable.Range(0, 500).Select(Syllables)));
            else lines.Add(line);
        }

        var whole = string.Join('\n', lines);
        var end = whole.IndexOf('\n', StringComparison.Ordinal);
        var input = new TicketInput(end < 0 ? whole : whole[..end], end < 0 ? null : whole[end..].Trim('\n'), Context: context);
        return TicketReader.Read(input, TicketLimits.CommandLine) with { Cut = cut };
    }

    private static string Syllables(int number) => string.Concat(number.ToString().Select(digit => "bacedifoguhajekilomu".Substring((digit - '0') * 2, 2)));
}
