using System.Data.Common;
using Microsoft.Data.Sqlite;
using Vindex.Storage.Sql;
using Vindex.Storage.Sql.Reading;
using Vindex.Storage.Sqlite;
using Vindex.Storage.Tests.Sqlite;

namespace Vindex.Storage.Tests.Sql;

/// <summary>A reader keeps its commands prepared, and each read gets its own values and rows all the same.</summary>
public sealed class KeptCommandsTests : IDisposable
{
    private const int More = 200;
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteConnection _connection;

    public KeptCommandsTests()
    {
        using (var writer = SqliteConnections.Writer(_folder["kept.db"])) writer.Execute("CREATE TABLE numbers (n INTEGER); INSERT INTO numbers VALUES (1), (2), (3);");
        _connection = SqliteConnections.Reader(_folder["kept.db"]);
    }

    private DbConnection Connection => _connection;

    private KeptCommands Kept => ((IKeepsCommands)_connection).Kept;

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_statement_is_prepared_once_and_runs_with_the_values_of_each_read()
    {
        (await AboveAsync(1)).ShouldBe([2, 3]);
        var first = Kept.Take(Connection, Above(2));
        Kept.Keep(first);

        (await AboveAsync(2)).ShouldBe([3]);
        var second = Kept.Take(Connection, Above(0));
        Kept.Keep(second);
        second.Command.ShouldBeSameAs(first.Command);
        (await AboveAsync(0)).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_read_within_a_read_of_the_same_text_has_a_command_of_its_own()
    {
        var outer = Kept.Take(Connection, Above(0));
        await using (var rows = await outer.Command.ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            (await rows.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
            (await AboveAsync(2)).ShouldBe([3]);
            (await rows.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
            rows.GetInt64(0).ShouldBe(2);
        }

        Kept.Keep(outer);
        (await AboveAsync(1)).ShouldBe([2, 3]);
    }

    [Fact]
    public async Task A_read_that_fails_leaves_nothing_behind()
    {
        await Should.ThrowAsync<InvalidOperationException>(
            () => Connection.ListAsync<long>(Above(0), _ => throw new InvalidOperationException("a row that cannot be read")));

        (await AboveAsync(1)).ShouldBe([2, 3]);
    }

    [Fact]
    public async Task Past_the_limit_the_one_not_used_for_longest_is_given_up()
    {
        var kept = new KeptCommands(2);
        var (a, b, c) = (Kept.Take(Connection, Plus(1)), Kept.Take(Connection, Plus(2)), Kept.Take(Connection, Plus(3)));
        foreach (var command in (KeptCommand[])[a, b, c]) kept.Keep(command);
        kept.Take(Connection, Plus(2)).Command.ShouldBeSameAs(b.Command);
        kept.Take(Connection, Plus(1)).Command.ShouldNotBeSameAs(a.Command);

        // More texts than a connection keeps, twice.
        for (var i = 0; i < 2 * More; i++) (await Connection.NumberAsync(Plus(i % More))).ShouldBe(3 + (i % More));
    }

    private static SqlStatement Above(long least) => $"SELECT n FROM numbers WHERE n > {least} ORDER BY n";

    private static SqlStatement Plus(int number)
    {
        SqlStatement sql = $"SELECT MAX(n)";
        return sql.Add($" + {number.ToString(System.Globalization.CultureInfo.InvariantCulture):raw} FROM numbers");
    }

    private async Task<List<long>> AboveAsync(long least) => await Connection.ListAsync(Above(least), row => row.GetInt64(0));
}
