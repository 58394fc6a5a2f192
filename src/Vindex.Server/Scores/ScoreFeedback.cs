using System.Buffers;
using System.Text.Json;
using Vindex.Scoring;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scores;

/// <summary>Converts scores to rows of feedback in the project <c>&lt;company slug&gt;/scores</c>.</summary>
public static class ScoreFeedback
{
    /// <summary>The <c>user_ref</c> of all scores.</summary>
    private const string User = "vindex";

    /// <summary>The ref of a ticket, shared by its scores and the feedback on them.</summary>
    public static string TicketRef(string slug, string customerId, string ticketKey) =>
        $"vindex:///{slug}/{Uri.EscapeDataString(customerId)}/ticket/{Uri.EscapeDataString(ticketKey)}";

    /// <summary>Converts a score to a row.</summary>
    public static FeedbackRow Row(ScoreSummary score, string slug)
    {
        ArgumentNullException.ThrowIfNull(score);
        var item = score.Item;
        return new FeedbackRow
        {
            Id = item.Id,
            CreatedAt = item.CreatedAt,
            FeedbackType = FeedbackRow.ScoreType,
            WeaveRef = TicketRef(slug, item.CustomerId, item.TicketKey),
            WbUserId = User,
            TriggerRef = $"vindex:///{slug}/profile/{score.Profile}:{score.Model}",
            Payload = Payload(score),
        };
    }

    private static ReadOnlyMemory<byte> Payload(ScoreSummary score)
    {
        var (item, six) = (score.Item, score.Item.Dimensions.Values);
        var buffer = new ArrayBufferWriter<byte>(384);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("overall", item.OverallTenths / 10m);
            for (var i = 0; i < Dimensions.Count; i++) json.WriteNumber(Dimensions.Names[i], six[i]);
            json.WriteNumber("duration_ms", score.DurationMs);
            json.WriteString("provider", score.Provider);
            json.WriteString("model", score.Model);
            json.WriteString("source", score.Source);
            json.WriteString("band", Bands.Of(item.OverallTenths).Name());
            json.WriteString("customer_id", item.CustomerId);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
