using Vindex.Cli.Invocation;
using Vindex.Server;
using Vindex.Server.Configuration;

namespace Vindex.Cli.Operations;

/// <summary>Reports why a command failed.</summary>
internal static class Say
{
    /// <summary>Writes the reason to standard error and gives the exit code that goes with it.</summary>
    public static int Refused(string reason)
    {
        Console.Error.WriteLine($"vindex: {reason}");
        return ExitCode.BadInput;
    }
}

/// <summary>Reasons that commands find before they open a store, which would make one.</summary>
internal static class StoreRefusal
{
    private const string DatabaseName = "vindex.db";

    /// <summary>Why a folder cannot be used; null if it has a database.</summary>
    public static string? NoDatabase(string folder)
    {
        return IsPostgreSql(folder) ? null : NoFolder(folder);
    }

    /// <summary>Why a folder has no SQLite database; null if it has.</summary>
    public static string? NoFolder(string folder)
    {
        if (!Directory.Exists(folder)) return $"The data folder {folder} does not exist. Choose one with --data DIR.";
        return File.Exists(Path.Combine(folder, DatabaseName)) ? null : $"There is no database in {folder}.";
    }

    /// <summary>Why a command that works on the file of the database cannot be used; null if the data is in that file.</summary>
    public static string? NoFile(string folder, string instead) =>
        IsPostgreSql(folder) ? $"The data of {folder} is in PostgreSQL (Store:Kind). {instead}; docs/postgresql.md says how." : null;

    // Wrong settings are reported when the store is opened.
    private static bool IsPostgreSql(string folder)
    {
        try
        {
            return StoreOpening.IsPostgreSql(folder);
        }
        catch (BadSettingsException)
        {
            return false;
        }
    }
}
