using Vindex.Cli.Invocation;

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
        if (!Directory.Exists(folder)) return $"The data folder {folder} does not exist. Choose one with --data DIR.";
        return File.Exists(Path.Combine(folder, DatabaseName)) ? null : $"There is no database in {folder}.";
    }
}
