using System.Data.Common;
using Vindex.Storage.Sql.Installations;
using Vindex.Storage.Webhooks;

namespace Vindex.Storage.Sql.Webhooks;

/// <summary>Reads rows of webhooks by position.</summary>
internal static class WebhookRow
{
    /// <summary>The columns, of table <c>w</c>.</summary>
    public const string Columns =
        "w.id, w.company_id, w.kind, w.url, w.description, w.types, w.customers, w.projects, w.feedback_types, w.headers, w.signing, w.secret, "
        + "w.previous_secret, w.previous_valid_until, w.failing_since, w.disabled_at, w.disabled_reason, w.version, w.created_at";

    /// <summary>The number of <see cref="Columns"/>.</summary>
    public const int Width = 19;

    /// <summary>Reads <see cref="Columns"/> from a position on.</summary>
    public static Webhook Read(DbDataReader row, int first) => new()
    {
        Id = row.GetString(first),
        CompanyId = row.GetString(first + 1),
        Kind = row.Name<WebhookKind>(first + 2),
        Url = row.TextOrNull(first + 3),
        Description = row.TextOrNull(first + 4),
        Selection = Selection(row, first + 5),
        Headers = row.BytesOrNull(first + 9),
        Signing = row.Name<WebhookSigning>(first + 10),
        Secrets = InstallationRow.Secrets(row, first + 11),
        Endpoint = InstallationRow.Endpoint(row, first + 14),
        Version = row.GetInt64(first + 17),
        CreatedAt = row.Time(first + 18),
    };

    /// <summary>Reads a selection from the four columns from a position on.</summary>
    public static WebhookSelection Selection(DbDataReader row, int first) =>
        new(Lines(row, first), Lines(row, first + 1), Lines(row, first + 2), Lines(row, first + 3));

    /// <summary>A list as it is stored: one entry a line; null for null.</summary>
    public static string? Lines(IReadOnlyList<string>? entries) => entries is null ? null : string.Join('\n', entries);

    private static string[]? Lines(DbDataReader row, int column) =>
        row.TextOrNull(column)?.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
