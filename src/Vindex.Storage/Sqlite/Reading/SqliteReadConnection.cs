using Microsoft.Data.Sqlite;
using Vindex.Storage.Sql.Reading;

namespace Vindex.Storage.Sqlite.Reading;

/// <summary>A connection for reads, which keeps their commands prepared.</summary>
internal sealed class SqliteReadConnection(string connectionString) : SqliteConnection(connectionString), IKeepsCommands
{
    // The lists of the portal alone have about twenty forms.
    private const int Commands = 48;

    public KeptCommands Kept { get; } = new(Commands);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Kept.Dispose();
        base.Dispose(disposing);
    }
}
