using System.Globalization;
using System.Text.RegularExpressions;
using Vindex.Storage.Files;

namespace Vindex.Storage.Backups;

/// <summary>A backup that was added to a folder.</summary>
/// <param name="File">Its path.</param>
/// <param name="Removed">The older backups that were deleted for it.</param>
public sealed record AddedBackup(string File, IReadOnlyList<string> Removed);

/// <summary>
/// A folder with the newest backups of one store, named by their time: <c>vindex-20260301T120000.000Z.db</c>. Only files with such a name are ever deleted,
/// and only after a new backup was written, checked and renamed. A lock file keeps two processes from adding at once, so that what a killed process left half
/// written can be deleted.
/// </summary>
/// <param name="path">The folder, which must exist: a missing one may be a disk that is not mounted.</param>
public sealed partial class BackupFolder(string path)
{
    private const string LockName = "vindex-backups.lock";
    private const string TimeFormat = "yyyyMMdd'T'HHmmss.fff'Z'";
    private readonly string _path = Path.GetFullPath(path);

    /// <summary>The time in the name of the newest backup; null if there is none.</summary>
    public DateTimeOffset? NewestAt => Directory.Exists(_path) && Files() is [var newest, ..] ? TimeOf(newest) : null;

    /// <summary>Adds a backup of a store and deletes the oldest ones beyond <paramref name="keep"/>.</summary>
    /// <param name="store">The store.</param>
    /// <param name="keep">How many backups to keep, with the new one; 1 or more.</param>
    /// <param name="now">The time for its name.</param>
    /// <param name="cancellationToken">Cancels the backup; the folder is then as it was.</param>
    /// <exception cref="StoreUnavailableException">The folder is missing or in use, or the backup cannot be written or is damaged.</exception>
    public async Task<AddedBackup> AddAsync(IStore store, int keep, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        if (!Directory.Exists(_path)) throw new StoreUnavailableException($"The backup folder {_path} does not exist.");
        using var held = Hold();
        foreach (var partial in Directory.EnumerateFiles(_path).Where(file => PartialName().IsMatch(Path.GetFileName(file)))) File.Delete(partial);
        var added = Path.Combine(_path, $"vindex-{NextTime(now).ToString(TimeFormat, CultureInfo.InvariantCulture)}.db");
        await store.BackupAsync(added, cancellationToken);
        var removed = Files().Skip(keep).ToList();
        foreach (var file in removed) Delete(added, file);
        return new AddedBackup(added, removed);
    }

    /// <summary>Now, or just after the newest backup if the clock was set back: the order of the names is the order of writing.</summary>
    private DateTimeOffset NextTime(DateTimeOffset now) => NewestAt is { } newest && newest >= now ? newest.AddMilliseconds(1) : now.ToUniversalTime();

    /// <summary>The backups, newest first.</summary>
    private List<string> Files() =>
        [.. Directory.EnumerateFiles(_path).Where(file => Name().IsMatch(Path.GetFileName(file))).OrderDescending(StringComparer.Ordinal)];

    private FileStream Hold()
    {
        var file = Path.Combine(_path, LockName);
        try
        {
            PrivateFiles.CreateFile(file);
            return new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StoreUnavailableException($"The backup folder {_path} cannot be written to: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new StoreUnavailableException($"The backup folder {_path} is in use by another backup, or cannot be written to: {e.Message}", e);
        }
    }

    private static void Delete(string added, string old)
    {
        try
        {
            File.Delete(old);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"{added} was written, but the older backup {old} cannot be deleted: {e.Message}", e);
        }
    }

    private static DateTimeOffset? TimeOf(string file) =>
        DateTimeOffset.TryParseExact(
            Path.GetFileNameWithoutExtension(file)["vindex-".Length..], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    [GeneratedRegex(@"^vindex-[0-9]{8}T[0-9]{6}\.[0-9]{3}Z\.db\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex(@"^vindex-[0-9]{8}T[0-9]{6}\.[0-9]{3}Z\.db\.partial\z", RegexOptions.NonBacktracking)]
    private static partial Regex PartialName();
}
