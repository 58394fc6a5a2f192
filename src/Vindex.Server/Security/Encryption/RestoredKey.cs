namespace Vindex.Server.Security.Encryption;

/// <summary>The master key that a restored store will be served with: a given file, or what a server over the data folder would use.</summary>
/// <param name="DataFolder">The folder that a backup is restored into.</param>
/// <param name="File">A file with the key; null for the variable <c>VINDEX_MASTER_KEY</c>, or else <c>secrets/master.key</c> in the folder.</param>
internal sealed record RestoredKey(string DataFolder, string? File)
{
    private static string? Variable => Environment.GetEnvironmentVariable(MasterKey.Variable);

    /// <summary>Why a server could not read the secrets of a backup with this key; null if it could.</summary>
    /// <param name="ring">The backup's key ring.</param>
    public string? Problem(IReadOnlyList<string> ring)
    {
        using var key = Find();
        if (key is null) return "The backup has secrets, and their master key is missing.";
        if (MasterKeyUnwrapping.OpensAny(key, ring)) return null;
        var source = File ?? (Variable is null ? Path.Combine(DataFolder, "secrets", "master.key") : MasterKey.Variable);
        return $"{source} is not the master key of the secrets in the backup.";
    }

    /// <summary>Puts the given file into the data folder. Returns where a different key that was there is kept; null if there was none.</summary>
    public string? Install() => File is null ? null : MasterKey.Install(DataFolder, System.IO.File.ReadAllText(File).Trim());

    private MasterKey? Find() =>
        File is not null ? MasterKey.Of(System.IO.File.ReadAllText(File).Trim())
            : Variable is { } text ? MasterKey.Of(text)
            : MasterKey.OfFolder(DataFolder);
}
