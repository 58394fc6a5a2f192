using System.Data.Common;
using Vindex.Storage.Feedback;

namespace Vindex.Storage.Sql.Feedback;

/// <summary>Reads rows of feedback by position; the column lists are next to the code that reads them.</summary>
internal static class FeedbackColumns
{
    /// <summary>The columns of a whole row, of table <c>f</c>.</summary>
    public const string Row =
        "f.created_at, f.id, f.feedback_type, f.trigger_ref, f.weave_ref, f.wb_user_id, f.creator, f.annotation_ref, f.runnable_ref, f.call_ref, f.queue_id, "
        + "f.extras, f.payload";

    /// <summary>The columns of a row as the change that brought it.</summary>
    public const string Change =
        "f.no AS no, f.no AS row_no, f.created_at AS created_at, f.feedback_type AS feedback_type, f.trigger_ref AS trigger_ref, f.payload AS payload";

    /// <summary>Reads <see cref="Row"/>.</summary>
    public static FeedbackRow ReadRow(DbDataReader row) => new()
    {
        CreatedAt = row.Time(0),
        Id = row.GetString(1),
        FeedbackType = row.GetString(2),
        TriggerRef = row.TextOrNull(3),
        WeaveRef = row.GetString(4),
        WbUserId = row.GetString(5),
        Creator = row.TextOrNull(6),
        AnnotationRef = row.TextOrNull(7),
        RunnableRef = row.TextOrNull(8),
        CallRef = row.TextOrNull(9),
        QueueId = row.TextOrNull(10),
        Extras = row.TextOrNull(11),
        Payload = row.Bytes(12),
    };

    /// <summary>Reads <see cref="Change"/>; a removed row has no payload.</summary>
    public static FeedbackChange ReadChange(DbDataReader row) => new(
        ChangeKey.SequenceOf(row.GetInt64(0)), ChangeKey.SequenceOf(row.GetInt64(1)), row.GetInt64(2), row.GetString(3), row.TextOrNull(4), row.BytesOrNull(5));
}
