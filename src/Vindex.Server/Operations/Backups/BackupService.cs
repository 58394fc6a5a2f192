using Vindex.Server.Security;
using Vindex.Storage;
using Vindex.Storage.Audit;
using Vindex.Storage.Backups;

namespace Vindex.Server.Operations.Backups;

/// <summary>Backups of a running server's store, each checked before it counts.</summary>
internal sealed class BackupService(IStore store, Audit audit, TimeProvider time)
{
    private const string Action = "store.backed_up";

    /// <summary>Writes a backup to a new file.</summary>
    public Task<Outcome<BackupBody>> WriteAsync(Caller caller, Input<BackupRequestBody> input, CancellationToken cancellationToken)
    {
        if (!input.Errors.Has("file") && File.Exists(input.Value.File)) input.Errors.Add("file", "already exists; choose another file");
        return RunAsync("file", input.Errors, audit.Entry(caller, Action, null, null), WriteAsync, cancellationToken);

        async Task<AddedBackup> WriteAsync()
        {
            await store.BackupAsync(input.Value.File, cancellationToken);
            return new AddedBackup(input.Value.File, []);
        }
    }

    /// <summary>Adds a backup to a folder and deletes the oldest ones.</summary>
    public Task<Outcome<BackupBody>> AddAsync(Caller caller, Input<FolderBackupRequestBody> input, CancellationToken cancellationToken) =>
        RunAsync(
            "folder",
            input.Errors,
            audit.Entry(caller, Action, null, null),
            () => new BackupFolder(input.Value.Folder).AddAsync(store, input.Value.Keep, time.GetUtcNow(), cancellationToken),
            cancellationToken);

    /// <summary>Adds the next backup of the schedule.</summary>
    /// <exception cref="StoreUnavailableException">It failed.</exception>
    public async Task<AddedBackup> AddAsync(string folder, int keep, CancellationToken cancellationToken)
    {
        var added = await new BackupFolder(folder).AddAsync(store, keep, time.GetUtcNow(), cancellationToken);
        await store.Audit.AddAsync(audit.Entry(Audit.System, Action, null, null), cancellationToken);
        return added;
    }

    private async Task<Outcome<BackupBody>> RunAsync(
        string field, FieldErrors errors, AuditEntry entry, Func<Task<AddedBackup>> run, CancellationToken cancellationToken)
    {
        if (errors.Any) return new Refusal.Invalid(errors);
        try
        {
            var added = await run();
            await store.Audit.AddAsync(entry, cancellationToken);
            return new BackupBody(added.File, new FileInfo(added.File).Length, added.Removed);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or IOException or UnauthorizedAccessException)
        {
            return Refusal.Field("backup_refused", exception.Message, field, exception.Message);
        }
    }
}
