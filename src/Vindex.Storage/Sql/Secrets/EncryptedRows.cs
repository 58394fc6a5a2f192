namespace Vindex.Storage.Sql.Secrets;

/// <summary>The rows with secrets that the keys of the key ring encrypt.</summary>
internal static class EncryptedRows
{
    /// <summary>Where they are, with the migration of SQLite that added them.</summary>
    public static readonly IReadOnlyList<(int Since, string Rows)> All =
    [
        (2, "installations"),
        (14, "companies WHERE model_key IS NOT NULL"),
        (22, "webhooks"),
        (23, "alert_channels"),
        (24, "trackers"),
        (27, "second_factors"),
    ];

    /// <summary>A condition: whether a store of this version has any.</summary>
    public static string Any(int version) =>
        string.Join(" OR ", All.Where(one => one.Since <= version).Select(one => $"EXISTS (SELECT 1 FROM {one.Rows})").DefaultIfEmpty("1 = 0"));
}
