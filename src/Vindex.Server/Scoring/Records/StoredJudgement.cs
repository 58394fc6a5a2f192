using System.Text.Json;
using Vindex.Scoring;
using Vindex.Scoring.Tickets;
using Vindex.Server.Scoring.Records.Compact;
using Vindex.Storage;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scoring.Records;

/// <summary>
/// Converts judgements to and from their stored form. A judgement is stored completely and never recomputed: the judge, the profile and the context may have
/// changed since, and an explanation must add up to the stored score. The stored form is compact (<see cref="JudgementWriter"/>); scores that earlier versions
/// stored, and archives, have JSON.
/// </summary>
internal static class StoredJudgement
{
    /// <summary>Converts a judgement to its stored form.</summary>
    public static byte[] Write(Judgement judgement, Ticket ticket) => JudgementWriter.Write(judgement, TicketTexts.Of(ticket));

    /// <summary>The recommendations alone, several times as fast.</summary>
    public static IReadOnlyList<string> Recommendations(StoredScore score) => Guarded(score, static score => IsCompact(score)
        ? JudgementReader.Recommendations(score.Detail.Value)
        : JsonSerializer.Deserialize(score.Detail.Value, ScoreDetailJson.Shared.ScoreRecommendations)!.Recommendations);

    /// <summary>Restores the judgement of a stored score.</summary>
    public static Judgement Read(StoredScore score) => Guarded(score, static score => IsCompact(score)
        ? JudgementReader.Read(score.Detail.Value, score.Item.Dimensions.ToJudged(), TicketTexts.Of(score))
        : ScoreDetail.Read(score));

    /// <summary>The score with its judgement in the compact form, which may be JSON.</summary>
    public static StoredScore Compacted(StoredScore score) =>
        IsCompact(score) ? score : score with { Detail = JudgementWriter.Write(ScoreDetail.Read(score), TicketTexts.Of(score)) };

    private static bool IsCompact(StoredScore score) => score.Detail.Value is [JudgementWriter.Version, ..];

    private static T Guarded<T>(StoredScore score, Func<StoredScore, T> read)
    {
        try
        {
            return read(score);
        }
        catch (Exception error) when (error is InvalidDataException or JsonException)
        {
            throw new StoreDamagedException($"the explanation of score {score.Item.Id} cannot be read. {error.Message}", error);
        }
    }
}
