using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vindex.Scoring;
using Vindex.Server.Feedback.Writing;
using Vindex.Server.Scores;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;

namespace Vindex.Server.Portal.Ticket;

/// <summary>
/// Agreement with the dimensions of a score, stored as feedback on the score's ref in the project of scores. A person has one answer per dimension, so the id
/// is derived from both, and answering again replaces the row.
/// </summary>
internal sealed class Agreements(IFeedbackStore feedback, TimeProvider time)
{
    /// <summary>All answers about a score, by dimension and person.</summary>
    public async Task<IReadOnlyDictionary<(Dimension Dimension, string Actor), bool>> OfAsync(ScoreItem score, string slug, CancellationToken cancellationToken)
    {
        var said = new Dictionary<(Dimension, string), bool>();
        var selection = new FeedbackSelection { WeaveRefs = [RefOf(score, slug)], FeedbackTypes = [FeedbackTypes.Agreement] };
        await foreach (var row in feedback.ReadAsync(Project(score), selection, cancellationToken))
            if (Read(row.Payload, score.Id) is { } word) said[(word.Dimension, row.WbUserId)] = word.Agree;
        return said;
    }

    /// <summary>Stores an answer. False if the company no longer exists.</summary>
    public async Task<bool> SayAsync(ScoreItem score, string slug, Dimension dimension, bool agree, string actor, CancellationToken cancellationToken)
    {
        var row = new FeedbackRow
        {
            Id = IdOf(score.Id, dimension, actor),
            CreatedAt = time.GetUtcNow(),
            FeedbackType = FeedbackTypes.Agreement,
            WeaveRef = RefOf(score, slug),
            WbUserId = actor,
            Payload = Payload(score, dimension, agree),
        };
        return await feedback.WriteAsync([new FeedbackEntry(Project(score), row)], null, allOrNothing: true, cancellationToken) is [FeedbackWritten.Kept];
    }

    /// <summary>Withdraws an answer.</summary>
    public Task TakeBackAsync(ScoreItem score, Dimension dimension, string actor, CancellationToken cancellationToken) =>
        feedback.PurgeAsync(Project(score), [IdOf(score.Id, dimension, actor)], cancellationToken);

    private static ProjectKey Project(ScoreItem score) => new(score.CompanyId, FeedbackRow.ScoreProject);

    private static string RefOf(ScoreItem score, string slug) => ScoreFeedback.TicketRef(slug, score.CustomerId, score.TicketKey);

    private static string IdOf(string scoreId, Dimension dimension, string actor)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{FeedbackTypes.Agreement}\n{scoreId}\n{dimension.Name()}\n{actor}")).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80); // a custom UUID (RFC 9562, 5.8)
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true).ToString();
    }

    private static ReadOnlyMemory<byte> Payload(ScoreItem score, Dimension dimension, bool agree)
    {
        var buffer = new ArrayBufferWriter<byte>(160);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("score_id", score.Id);
            json.WriteString("dimension", dimension.Name());
            json.WriteBoolean("agree", agree);
            json.WriteString("customer_id", score.CustomerId);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    // Programs can write this type too; rows with another payload are ignored.
    private static (Dimension Dimension, bool Agree)? Read(ReadOnlyMemory<byte> payload, string scoreId)
    {
        using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !IsText(root, "score_id", out var id) || id != scoreId) return null;
        if (!IsText(root, "dimension", out var name) || !Dimensions.TryParse(name, out var dimension)) return null;
        if (!root.TryGetProperty("agree", out var agree) || agree.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return null;
        return (dimension, agree.ValueKind == JsonValueKind.True);
    }

    private static bool IsText(JsonElement root, string name, out string text)
    {
        text = root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        return text.Length > 0;
    }
}
