using Vindex.Storage.Scores;

namespace Vindex.Storage.Sql.Scores;

/// <summary>A score with its texts as they are stored.</summary>
internal sealed record PackedScore(StoredScore Score, PackedText Description, PackedText AcceptanceCriteria, PackedBytes Detail, PackedText Inputs)
{
    public static PackedScore Of(StoredScore score) => new(
        score,
        PackedText.Of(score.Description),
        PackedText.Of(score.AcceptanceCriteria),
        PackedBytes.Of(score.Detail.Value),
        PackedText.Of(score.Inputs));
}
