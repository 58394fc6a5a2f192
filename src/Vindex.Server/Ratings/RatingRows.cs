using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vindex.Server.Feedback.Writing;
using Vindex.Server.Scores;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;

namespace Vindex.Server.Ratings;

/// <summary>
/// Ratings as rows of feedback on a score's ref, in the project of scores. A person has one rating for each dimension of a score, so its id is made from these:
/// rating
/// again replaces it.
/// </summary>
internal static class RatingRows
{
    /// <summary>The most remarks that are read; the newest.</summary>
    public const int MaxRemarks = 20_000;

    private const int IdsAtOnce = 700;

    /// <summary>The six dimensions and the overall score.</summary>
    public static IReadOnlyList<string> Dimensions => ChartQuery.AllDimensions;

    /// <summary>The id of a rating.</summary>
    public static string IdOf(string scoreId, string dimension, string actor)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{FeedbackTypes.Rating}\n{scoreId}\n{dimension}\n{actor}")).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80); // a UUID of our own making (RFC 9562, 5.8)
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true).ToString();
    }

    /// <summary>The id of the note that a person adds to their rating of a score's ticket in a review.</summary>
    public static string NoteIdOf(string scoreId, string actor) => IdOf(scoreId, "note", actor);

    /// <summary>A rating to be stored.</summary>
    /// <param name="given">The rated score and who rates it.</param>
    /// <param name="dimension">One of the six, or <c>overall</c>.</param>
    /// <param name="rating">0 to 10.</param>
    public static FeedbackRow Of(GivenRating given, string dimension, int rating) =>
        Row(given, IdOf(given.Score.Id, dimension, given.Actor), FeedbackTypes.Rating, json =>
        {
            json.WriteString("dimension", dimension);
            json.WriteNumber("rating", rating);
        });

    /// <summary>A note to be stored.</summary>
    public static FeedbackRow NoteOf(GivenRating given, string note) =>
        Row(given, NoteIdOf(given.Score.Id, given.Actor), FeedbackTypes.Note, json => json.WriteString("note", note));

    private static FeedbackRow Row(GivenRating given, string id, string type, Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>(160);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("score_id", given.Score.Id);
            writeMembers(json);
            json.WriteString("customer_id", given.Score.CustomerId);
            if (given.ReviewId is { } review) json.WriteString("review_id", review);
            json.WriteEndObject();
        }

        return new FeedbackRow
        {
            Id = id,
            CreatedAt = given.At,
            FeedbackType = type,
            WeaveRef = ScoreFeedback.TicketRef(given.Slug, given.Score.CustomerId, given.Score.TicketKey),
            WbUserId = given.Actor,
            Payload = buffer.WrittenMemory,
        };
    }

    /// <summary>Reads a rating, or agreement with a score. Programs may write both types, in any shape: what does not fit is neither.</summary>
    public static Remark? Read(FeedbackRow row)
    {
        using var document = JsonDocument.Parse(row.Payload, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || Text(root, "score_id") is not { } score || Text(root, "dimension") is not { } dimension) return null;
        if (!Dimensions.Contains(dimension)) return null;
        if (row.FeedbackType == FeedbackTypes.Rating)
        {
            return root.TryGetProperty("rating", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var rating)
                && rating is >= 0 and <= 10
                ? new Remark(score, dimension, row.WbUserId) { Rating = rating }
                : null;
        }

        return root.TryGetProperty("agree", out var agree) && agree.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? new Remark(score, dimension, row.WbUserId) { Agrees = agree.ValueKind == JsonValueKind.True }
            : null;
    }

    /// <summary>The note of a row; null if it is none.</summary>
    public static string? ReadNote(FeedbackRow row)
    {
        using var document = JsonDocument.Parse(row.Payload, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        return document.RootElement.ValueKind == JsonValueKind.Object ? Text(document.RootElement, "note") : null;
    }

    /// <summary>The newest remarks of these types, and whether these are all.</summary>
    public static async Task<(List<Remark> Remarks, bool IsComplete)> RemarksAsync(
        IFeedbackStore store, ProjectKey project, IReadOnlyList<string> types, CancellationToken cancellationToken)
    {
        var remarks = new List<Remark>();
        await foreach (var row in store.ReadAsync(project, new FeedbackSelection { FeedbackTypes = types, Descending = true }, cancellationToken))
        {
            if (remarks.Count == MaxRemarks) return (remarks, false);
            if (Read(row) is { } remark) remarks.Add(remark);
        }

        return (remarks, true);
    }

    /// <summary>The ratings that people gave scores, as far as they are still there. Rows of programs that took their ids do not count.</summary>
    public static async Task<List<Remark>> GivenAsync(
        IFeedbackStore store, ProjectKey project, IEnumerable<(string ScoreId, string Actor)> given, CancellationToken cancellationToken)
    {
        var remarks = new List<Remark>();
        var ids = given.SelectMany(one => Dimensions.Select(dimension => IdOf(one.ScoreId, dimension, one.Actor)));
        foreach (var chunk in ids.Chunk(IdsAtOnce))
        {
            var selection = new FeedbackSelection { Ids = chunk, FeedbackTypes = [FeedbackTypes.Rating] };
            await foreach (var row in store.ReadAsync(project, selection, cancellationToken))
                if (Read(row) is { } remark && IdOf(remark.ScoreId, remark.Dimension, remark.Actor) == row.Id) remarks.Add(remark);
        }

        return remarks;
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>What all rows of a rating share.</summary>
/// <param name="Score">The score whose ticket is rated.</param>
/// <param name="Slug">The company's slug.</param>
/// <param name="Actor">The person.</param>
/// <param name="At">When.</param>
/// <param name="ReviewId">The review in which it was given; null for none.</param>
internal sealed record GivenRating(ScoreItem Score, string Slug, string Actor, DateTimeOffset At, string? ReviewId);

/// <summary>What a person said about one dimension of a score: a rating, or whether they agree with the judge.</summary>
/// <param name="ScoreId">The score.</param>
/// <param name="Dimension">One of the six, or <c>overall</c>.</param>
/// <param name="Actor">The person.</param>
internal sealed record Remark(string ScoreId, string Dimension, string Actor)
{
    /// <summary>0 to 10; null for agreement.</summary>
    public double? Rating { get; init; }

    /// <summary>Whether they agree; null for a rating.</summary>
    public bool? Agrees { get; init; }
}
