using System.Text.Json;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Tests.Tickets;

/// <summary>Reads one text and says what came of it in a form that is easy to compare.</summary>
internal static class Reading
{
    public static FieldText Description(FieldInput text) => Ticket(new TicketInput("A title", text)).Description;

    public static FieldText Summary(string text) => Ticket(new TicketInput(text)).Summary;

    public static FieldText Criteria(FieldInput text) => Ticket(new TicketInput("A title", default, text)).AcceptanceCriteria;

    public static Ticket Ticket(TicketInput input) =>
        TicketReader.Read(input, TicketLimits.CommandLine).Ticket
            ?? throw new InvalidOperationException(TicketReader.Read(input, TicketLimits.CommandLine).Reason);

    public static FieldInput Document(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 4096 });
        return FieldInput.FromDocument(document.RootElement.Clone());
    }

    /// <summary>A line for each block: kind, level, checkbox, section, text.</summary>
    public static string[] Lines(this FieldText field)
    {
        var lines = new string[field.Blocks.Count];
        for (var i = 0; i < lines.Length; i++)
        {
            var block = field.Blocks[i];
            var mark = block.Checked switch { true => "[x]", false => "[ ]", null => "" };
            lines[i] = $"{block.Kind}{(block.Level > 0 ? block.Level : "")}{(block.Ordered ? "#" : "")}{mark} <{block.Section}> {field.Clean[block.Start..block.End]}";
        }
        return lines;
    }

    /// <summary>The texts of the blocks.</summary>
    public static string[] Texts(this FieldText field) => [.. field.Blocks.Select(block => field.Clean[block.Start..block.End])];

    /// <summary>The texts of the sentences.</summary>
    public static string[] SentenceTexts(this FieldText field) => [.. field.Sentences.Select(sentence => field.Clean[sentence.Start..sentence.End])];

    /// <summary>The sections of the blocks.</summary>
    public static SectionKind[] Sections(this FieldText field) => [.. field.Blocks.Select(block => block.Section)];
}
