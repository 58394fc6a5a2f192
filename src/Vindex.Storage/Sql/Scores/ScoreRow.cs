using System.Data.Common;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Sql.Scores;

/// <summary>Reads rows of scores by position; the column lists are next to the code that reads them.</summary>
internal static class ScoreRow
{
    /// <summary>The columns of a list's row, of table <c>s</c>.</summary>
    public static readonly string ItemColumns =
        "s.id, s.company_id, s.customer_id, s.ticket_id, s.ticket_key, s.title, "
        + string.Concat(StoredDimensions.Names.Select(name => $"s.{name}, "))
        + "s.overall_tenths, s.created_at";

    /// <summary>The columns of a whole score, of tables <c>s</c> and <c>d</c>.</summary>
    public static readonly string Columns =
        ItemColumns
        + ", d.job_id, d.issue_type, d.snapshot_at, d.description, d.acceptance_criteria, d.source, d.profile, d.provider, d.model, "
        + "d.started_at, d.completed_at, d.duration_ms, d.detail, d.content_hash, d.inputs, CASE WHEN s.superseded IS NULL THEN 1 ELSE 0 END";

    /// <summary>Whole scores. A score whose text is gone is found, too: it must not look as if it did not exist.</summary>
    public const string From = "FROM scores s LEFT JOIN score_details d ON d.no = s.no";

    /// <summary>Where <see cref="ItemColumns"/> end.</summary>
    public const int ItemWidth = 14;

    /// <summary>Reads <see cref="ItemColumns"/>.</summary>
    public static ScoreItem ReadItem(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        new StoredDimensions(row.GetInt32(6), row.GetInt32(7), row.GetInt32(8), row.GetInt32(9), row.GetInt32(10), row.GetInt32(11)),
        row.GetInt32(12),
        row.Time(13));

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static StoredScore Read(DbDataReader row) => new(
        ReadItem(row),
        row.TextOrNull(14) ?? throw new StoreDamagedException($"score {row.GetString(0)} has lost its text"),
        row.TextOrNull(15),
        row.Time(16),
        PackedText.Read(row, 17),
        PackedText.Read(row, 18),
        row.GetString(19),
        row.GetString(20),
        row.GetString(21),
        row.GetString(22),
        row.Time(23),
        row.Time(24),
        row.GetDouble(25),
        PackedBytes.Read(row, 26))
    {
        ContentHash = row.TextOrNull(27),
        Inputs = PackedText.Read(row, 28),
        IsLatest = row.GetInt64(29) != 0,
    };
}
