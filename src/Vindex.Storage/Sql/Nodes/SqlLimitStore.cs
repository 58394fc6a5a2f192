using System.Security.Cryptography;
using System.Text;
using Vindex.Storage.Nodes;

namespace Vindex.Storage.Sql.Nodes;

/// <summary>Limits that all nodes count against together.</summary>
internal sealed class SqlLimitStore(ISqlDatabase database) : ILimitStore
{
    private const int ForgetBatch = 500;

    public Task<LimitTake> TakeAsync(
        string limited, long limit, long least, long most, DateTimeOffset now, DateTimeOffset endsAt, CancellationToken cancellationToken)
    {
        // Addresses of people and e-mail addresses are limited, and are not to be found here.
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(limited)));
        return database.WriteForAsync(
            "limit " + hash,
            async write =>
            {
                await write.ExecuteAsync($"DELETE FROM limit_uses WHERE limited = {hash} AND ends_at <= {now}");
                var uses = await write.ListAsync(
                    $"SELECT units, ends_at FROM limit_uses WHERE limited = {hash} ORDER BY ends_at", row => new LimitUse(row.GetInt64(0), row.Time(1)));
                var take = LimitTake.Decide(uses, limit, least, most);
                if (take.Taken > 0)
                    await write.ExecuteAsync($"INSERT INTO limit_uses (limited, units, ends_at) VALUES ({hash}, {take.Taken}, {endsAt})");
                return take;
            },
            cancellationToken);
    }

    public async Task<long> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        long total = 0;
        int deleted;
        do
        {
            deleted = await database.WriteManyAsync(
                $"DELETE FROM limit_uses WHERE no IN (SELECT no FROM limit_uses WHERE ends_at <= {now} LIMIT {ForgetBatch})", cancellationToken);
            total += deleted;
        }
        while (deleted == ForgetBatch);
        return total;
    }
}
