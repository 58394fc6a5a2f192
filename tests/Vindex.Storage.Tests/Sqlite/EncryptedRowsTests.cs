using Microsoft.Data.Sqlite;
using Vindex.Storage.Sql.Secrets;
using Vindex.Storage.Sqlite;
using Vindex.Storage.Tests.Conformance;

namespace Vindex.Storage.Tests.Sqlite;

/// <summary>The list of what is encrypted knows every column that holds secrets.</summary>
public sealed class EncryptedRowsTests : IDisposable
{
    // Bytes that are no secrets: texts, documents and bodies.
    private static readonly string[] s_contents = ["answer", "body", "content", "payload", "result"];
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_column_of_bytes_is_a_hash_a_known_content_or_in_the_list()
    {
        await using (await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = _folder.Path, ScoreFeedback = Some.ScoreFeedback }, Stop))
        {
        }

        using var connection = new SqliteConnection($"Data Source={_folder["vindex.db"]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%' AND c.type = 'BLOB'";
        using var rows = command.ExecuteReader();
        var found = new HashSet<string>();
        while (rows.Read())
        {
            var (table, column) = (rows.GetString(0), rows.GetString(1));
            if (table.StartsWith("sqlite_", StringComparison.Ordinal) || column.EndsWith("_hash", StringComparison.Ordinal) || s_contents.Contains(column)) continue;
            EncryptedRows.All.Select(one => one.Rows.Split(' ')[0]).ShouldContain(table, column);
            found.Add(table);
        }

        found.ShouldBe(EncryptedRows.All.Select(one => one.Rows.Split(' ')[0]), ignoreOrder: true);
    }

    [Fact]
    public void A_store_of_an_earlier_version_is_asked_for_the_tables_that_it_has()
    {
        EncryptedRows.Any(1).ShouldBe("1 = 0");
        EncryptedRows.Any(14).ShouldBe("EXISTS (SELECT 1 FROM installations) OR EXISTS (SELECT 1 FROM companies WHERE model_key IS NOT NULL)");
    }
}
