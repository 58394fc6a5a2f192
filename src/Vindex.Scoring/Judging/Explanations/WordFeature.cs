using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Judging.Explanations;

/// <summary>A feature of the word model as words to look for, such as <c>W:should</c> or <c>P:so that</c>.</summary>
/// <param name="First">The hash of its word, or of the first of two; 0 when a feature has no words to show.</param>
/// <param name="Second">The hash of the second word; 0 for none.</param>
/// <param name="Class">The word class that it stands for; null for words.</param>
/// <param name="IsTitle">Whether it stands in the title.</param>
internal sealed record WordFeature(ulong First, ulong Second, string? Class, bool IsTitle)
{
    // By row of the model, read when a ticket first shows it.
    private static readonly WordFeature?[] s_byRow = new WordFeature?[AdditiveModel.Words.Count];

    /// <summary>Whether there is something to look for.</summary>
    public bool HasWords => First != 0 || Class is not null;

    /// <summary>The feature of a row of the model.</summary>
    public static WordFeature OfRow(int row) => s_byRow[row] ??= Parse(AdditiveModel.Words.NameOf(row));

    /// <summary>Reads a feature's name.</summary>
    public static WordFeature Parse(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var group = name[..colon];
        var words = name.AsSpan(colon + 1);
        var isTitle = group[0] == 'S';
        if (group is "X" or "F" or "Q" or "H" || words.IsEmpty) return new(0, 0, null, isTitle);
        if (group is "C" or "SC" or "SFC") return new(0, 0, words.ToString(), isTitle);
        var blank = words.IndexOf(' ');
        return new(WordHash.Of(blank < 0 ? words : words[..blank]), blank < 0 ? 0 : WordHash.Of(words[(blank + 1)..]), null, isTitle);
    }
}
