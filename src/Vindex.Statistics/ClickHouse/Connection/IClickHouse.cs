using System.Text.Json;

namespace Vindex.Statistics.ClickHouse.Connection;

/// <summary>A connection to ClickHouse. Every failure of the server or the network is a <see cref="StatisticsUnavailableException"/>.</summary>
public interface IClickHouse
{
    /// <summary>The rows of a statement, each an array of its columns; none for a statement that returns nothing.</summary>
    /// <param name="statement">The statement, without a format.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    /// <param name="inDatabase">False for a statement that needs no database.</param>
    Task<IReadOnlyList<JsonElement>> RowsAsync(ClickHouseStatement statement, CancellationToken cancellationToken, bool inDatabase = true);

    /// <summary>Inserts rows; all of them, or none.</summary>
    /// <param name="statement">The statement up to the rows.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    Task InsertAsync(string statement, ReadOnlyMemory<byte> rows, int count, CancellationToken cancellationToken);
}

/// <summary>Statements that return nothing.</summary>
public static class ClickHouseStatements
{
    /// <summary>Runs a statement without parameters.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="text">The statement.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    /// <param name="inDatabase">False for a statement that needs no database.</param>
    public static async Task ExecuteAsync(this IClickHouse client, string text, CancellationToken cancellationToken, bool inDatabase = true)
    {
        ArgumentNullException.ThrowIfNull(client);
        await client.RowsAsync(new ClickHouseStatement { Text = text }, cancellationToken, inDatabase);
    }
}
