using System.Text.Json.Serialization;
using Vindex.Server.Companies.Deletion;
using Vindex.Server.Web;
using Vindex.Storage.Deletions;
using Vindex.Storage.Scores;

namespace Vindex.Server.Deletions;

/// <summary>A deletion that was started.</summary>
/// <param name="OperationId">Its id, for asking how far it is.</param>
internal sealed record StartedOperationBody(string OperationId)
{
    public static StartedOperationBody Of(Deletion deletion) => new(deletion.Id);
}

/// <summary>A deletion.</summary>
/// <param name="Status">running, done or failed.</param>
/// <param name="Deleted">What was deleted so far.</param>
/// <param name="FinishedAt">When it ended; null while it runs.</param>
internal sealed record OperationBody(string Status, DeletedBody Deleted, DateTimeOffset? FinishedAt)
{
    public static OperationBody Of(DeletionProgress deletion) =>
        new(deletion.State.ToString().ToLowerInvariant(), DeletedBody.Of(deletion.Deleted), deletion.FinishedAt);
}

/// <summary>Numbers of deleted rows.</summary>
/// <param name="Scores">Scores.</param>
/// <param name="Feedback">Rows of feedback; each score has one.</param>
/// <param name="Jobs">Jobs.</param>
/// <param name="Deliveries">Callbacks.</param>
internal sealed record DeletedBody(long Scores, long Feedback, long Jobs, long Deliveries)
{
    public static DeletedBody Of(DeletedRows rows) => new(rows.Scores, rows.Feedback, rows.Jobs, rows.Deliveries);
}

/// <summary>Selected scores, as stored with their deletion.</summary>
/// <param name="CustomerIds">The customers that the caller can access; null for all.</param>
/// <param name="Filter">The filters.</param>
internal sealed record SelectedScores(IReadOnlyList<string>? CustomerIds, ScoreFilter Filter);

/// <summary>Bodies and answers of this feature.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(StartedOperationBody))]
[JsonSerializable(typeof(OperationBody))]
[JsonSerializable(typeof(SelectedScores))]
internal sealed partial class DeletionJson : JsonSerializerContext
{
    public static DeletionJson Shared { get; } = new(WireFormat.Options());
}
