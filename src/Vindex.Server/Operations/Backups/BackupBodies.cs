namespace Vindex.Server.Operations.Backups;

/// <summary>Where to write the backup.</summary>
/// <param name="File">Absolute path on the server's machine; the file must not exist.</param>
internal sealed record BackupRequestBody([AbsolutePath] string File);

/// <summary>A folder to add a backup to.</summary>
/// <param name="Folder">Absolute path on the server's machine; the folder must exist.</param>
/// <param name="Keep">How many backups to keep in it, with the new one.</param>
internal sealed record FolderBackupRequestBody([AbsolutePath] string Folder, [WholeNumber(1, 10_000)] int Keep);

/// <summary>A finished backup.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Removed">Older backups that were deleted from its folder.</param>
internal sealed record BackupBody(string File, long Bytes, IReadOnlyList<string> Removed);

/// <summary>An absolute path on the server's machine.</summary>
internal sealed class AbsolutePathAttribute() : TextAttribute(4096)
{
    public override IEnumerable<string> Check(object value)
    {
        foreach (var error in base.Check(value)) yield return error;
        if (!Path.IsPathFullyQualified((string)value)) yield return "must be an absolute path, because the server has a different working directory";
    }
}
