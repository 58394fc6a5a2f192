using System.Data.Common;
using Vindex.Storage.Installations;

namespace Vindex.Storage.Sql.Installations;

/// <summary>Reads rows of installations by position.</summary>
internal static class InstallationRow
{
    /// <summary>The columns, of table <c>i</c>.</summary>
    public const string Columns =
        "i.customer_id, i.company_id, i.source, i.external_id, i.callback_url, i.display_name, i.settings, i.created_at, "
        + SecretColumns + ", " + EndpointColumns + ", i.version";

    /// <summary>The secrets.</summary>
    public const string SecretColumns = "i.secret, i.previous_secret, i.previous_valid_until";

    /// <summary>The endpoint's state.</summary>
    public const string EndpointColumns = "i.failing_since, i.disabled_at, i.disabled_reason";

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static Installation Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.TextOrNull(4),
        row.TextOrNull(5),
        row.GetString(6),
        Secrets(row, 8),
        Endpoint(row, 11),
        row.Time(7))
    {
        Version = row.GetInt64(14),
    };

    /// <summary>Reads <see cref="SecretColumns"/> from a position on.</summary>
    public static SealedSecrets Secrets(DbDataReader row, int first) => new(row.Bytes(first), row.BytesOrNull(first + 1), row.TimeOrNull(first + 2));

    /// <summary>Reads <see cref="EndpointColumns"/> from a position on.</summary>
    public static EndpointState Endpoint(DbDataReader row, int first) =>
        new(row.TimeOrNull(first), row.TimeOrNull(first + 1), row.NameOrNull<DisabledReason>(first + 2));
}
