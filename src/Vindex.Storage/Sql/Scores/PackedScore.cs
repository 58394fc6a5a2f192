using Vindex.Storage.Scores;

namespace Vindex.Storage.Sql.Scores;

/// <summary>A score with its texts as they are stored.</summary>
internal sealed record PackedScore(StoredScore Score, PackedText Description, PackedText AcceptanceCriteria, PackedBytes Detail, PackedText Inputs)
{
    /// <summary>Compresses a score. Costs processor time, so not within a write.</summary>
    /// <param name="score">The score.</param>
    /// <param name="packsTexts">Whether texts are compressed too: a database whose columns have types keeps them as they are, and compresses them itself.</param>
    public static PackedScore Of(StoredScore score, bool packsTexts)
    {
        return new PackedScore(
            score, Packed(score.Description), Packed(score.AcceptanceCriteria), PackedBytes.Of(score.Detail.Value), Packed(score.Inputs));

        PackedText Packed(string? text) => packsTexts ? PackedText.Of(text) : new PackedText(text);
    }
}
