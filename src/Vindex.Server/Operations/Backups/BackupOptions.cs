using System.ComponentModel.DataAnnotations;
using Vindex.Server.Configuration;

namespace Vindex.Server.Operations.Backups;

/// <summary>Settings of scheduled backups: the section <c>Backup</c>.</summary>
internal sealed record BackupOptions
{
    /// <summary>Folder of the backups; empty for none.</summary>
    [AbsoluteFolder]
    public string? Folder { get; init; }

    /// <summary>Time from one backup to the next.</summary>
    [DurationRange("1m", "365d")]
    public required Duration Every { get; init; }

    /// <summary>Number of backups to keep.</summary>
    [Range(1, 10_000)]
    public required int Keep { get; init; }
}

/// <summary>An absolute path, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AbsoluteFolderAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is null or "" || (value is string path && Path.IsPathFullyQualified(path));

    public override string FormatErrorMessage(string name) => "must be an absolute path such as /var/backups/vindex";
}
