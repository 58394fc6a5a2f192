namespace Vindex.Storage.PostgreSql;

/// <summary>
/// Brings the schema up to date and takes the process's lock. Versions that are one migration apart may run side by side, so that servers can be replaced one
/// after the other: one additive migration is applied while older servers run, if all of them know the one before. Anything else needs the database alone.
/// </summary>
internal static class PostgreSqlUpgrade
{
    /// <summary>Upgrades and locks; several processes may do this at once, and then wait for each other.</summary>
    /// <exception cref="NewerSchemaException">The database is too far ahead of this program.</exception>
    /// <exception cref="StoreUnavailableException">Another process has the database alone, or has to be stopped for the upgrade.</exception>
    public static async Task<HolderLock> RunAsync(
        PostgreSqlConnections connections, IReadOnlyList<(string Name, string Sql)> migrations, PostgreSqlStoreOptions options,
        CancellationToken cancellationToken)
    {
        await using var migrating = await SessionLock.TakeAsync(connections, AdvisoryLocks.Migrations, cancellationToken);
        var step = await PostgreSqlMigrations.StepAsync(connections, migrations, cancellationToken);
        var known = migrations.Count;
        if (step == SchemaStep.Alone && !options.Alone)
        {
            await using (await AloneAsync(connections, options, known, cancellationToken))
            {
                await PostgreSqlMigrations.ApplyAsync(connections, migrations, cancellationToken);
            }

            return await HolderLock.TakeAsync(connections, alone: false, known, options.Patience, cancellationToken);
        }

        var holder = await HolderLock.TakeAsync(connections, options.Alone, known, options.Patience, cancellationToken);
        try
        {
            if (step == SchemaStep.BesideOlder && await PostgreSqlMigrations.BehindAsync(connections, cancellationToken) > 0)
            {
                throw new StoreUnavailableException(
                    $"The PostgreSQL database {connections.Name} is in use by servers that are two versions of the schema behind this one. Replace or stop them "
                    + "all first, and then start this one.");
            }

            if (step != SchemaStep.None) await PostgreSqlMigrations.ApplyAsync(connections, migrations, cancellationToken);
            return holder;
        }
        catch
        {
            await holder.DisposeAsync();
            throw;
        }
    }

    private static async Task<HolderLock> AloneAsync(
        PostgreSqlConnections connections, PostgreSqlStoreOptions options, int known, CancellationToken cancellationToken)
    {
        try
        {
            return await HolderLock.TakeAsync(connections, alone: true, known, options.Patience, cancellationToken);
        }
        catch (StoreUnavailableException e)
        {
            throw new StoreUnavailableException(
                $"The PostgreSQL database {connections.Name} is in use by servers of a version that cannot run beside this one. Stop them all, and then start "
                + "this one; or upgrade them to the version in between first.",
                e);
        }
    }
}
