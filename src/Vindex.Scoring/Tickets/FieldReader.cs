using Vindex.Scoring.Tickets.Markup;
using Vindex.Scoring.Tickets.Sections;

namespace Vindex.Scoring.Tickets;

/// <summary>Reads one field's text. Keeps its buffers, so an instance serves one thread at a time.</summary>
internal sealed class FieldReader
{
    private readonly BlockReader _blocks = new();
    private readonly SectionFinder _sections = new();
    private readonly SentenceSplitter _sentences = new();

    /// <summary>Reads text in any markup.</summary>
    /// <param name="source">The text.</param>
    /// <param name="field">Which field it is.</param>
    /// <param name="shown">The text that offsets and quotes are taken from, of the same length; null for <paramref name="source"/> itself.</param>
    public FieldText Read(string source, TicketField field, string? shown = null)
    {
        if (source.Length == 0) return FieldText.Empty;
        _blocks.Read(source, field != TicketField.Summary);
        var clean = _blocks.Clean;
        var blocks = _sections.Find(clean.Text, _blocks.Blocks, field);
        var sentences = _sentences.Split(clean.Text, blocks);
        return new FieldText(shown ?? source, clean.Text.ToString(), blocks, sentences, clean.Runs);
    }
}
