using Vindex.Storage.Deletions;

namespace Vindex.Server.Deletions;

/// <summary>What the audit log says about deletions.</summary>
internal static class DeletionAudit
{
    public static string Started(DeletionKind kind) => Subject(kind) + ".deletion_started";

    public static string Ended(DeletionKind kind, DeletionState state) => $"{Subject(kind)}.deletion_{state.ToString().ToLowerInvariant()}";

    /// <summary>The customer or project; the deletion itself if scores were selected.</summary>
    public static string Target(Deletion deletion) => deletion.Kind == DeletionKind.Scores ? deletion.Id : deletion.Target;

    /// <summary>The deletion, and the selection of scores, which can contain words but no text of tickets.</summary>
    public static IEnumerable<(string Name, string? Value)> Details(Deletion deletion)
    {
        yield return ("operation_id", deletion.Id);
        if (deletion.Kind == DeletionKind.Scores) yield return ("selection", deletion.Target);
    }

    /// <summary>The report.</summary>
    public static IEnumerable<(string Name, string? Value)> Report(Deletion deletion, DeletedRows rows) =>
    [
        ("operation_id", deletion.Id), ("scores", rows.Scores.ToString()), ("feedback", rows.Feedback.ToString()), ("jobs", rows.Jobs.ToString()),
        ("deliveries", rows.Deliveries.ToString()),
    ];

    private static string Subject(DeletionKind kind) => kind switch
    {
        DeletionKind.Customer => "customer_data",
        DeletionKind.Project => "project",
        _ => "scores",
    };
}
