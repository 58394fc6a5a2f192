using System.Text;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Sql.Scores.Titles;

/// <summary>The words of a question and its range of time, as they are compared with entries of the title index.</summary>
internal sealed class TitleWords
{
    private readonly byte[][] _words;

    public TitleWords(ScoreFilter filter)
    {
        // The longest first: it occurs least often, and the others are only looked for where it occurs.
        _words = [.. filter.Words.Select(word => Encoding.UTF8.GetBytes(FoldedText.Fold(word))).OrderByDescending(word => word.Length)];
        From = filter.From?.ToMs() ?? long.MinValue;
        Before = filter.Before?.ToMs() ?? long.MaxValue;
    }

    /// <summary>The first time of creation.</summary>
    public long From { get; }

    /// <summary>The time of creation before which scores count.</summary>
    public long Before { get; }

    /// <summary>The word that is looked for first.</summary>
    public ReadOnlySpan<byte> Longest => _words[0];

    /// <summary>Whether all words but the first occur in an entry's text.</summary>
    public bool OthersOccurIn(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < _words.Length; i++)
        {
            if (text.IndexOf(_words[i]) < 0) return false;
        }

        return true;
    }

    /// <summary>Whether a time of creation counts.</summary>
    public bool Includes(long createdAt) => createdAt >= From && createdAt < Before;

    /// <summary>Whether an entry is found.</summary>
    public bool Match(TitleEntry entry) =>
        Includes(entry.CreatedAt) && entry.Text.Span.IndexOf(Longest) >= 0 && OthersOccurIn(entry.Text.Span);
}
