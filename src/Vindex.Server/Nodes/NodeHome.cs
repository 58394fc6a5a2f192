using Vindex.Server.Configuration;
using Vindex.Server.Security;

namespace Vindex.Server.Nodes;

/// <summary>
/// Where a node runs: the machine's name, and a name of the data folder that is kept in a file of it. Only one process can hold a folder, so a node that starts
/// here follows one that has ended, and what that one had leased is free at once.
/// </summary>
internal static class NodeHome
{
    private const string FileName = "node";
    private const int MaxLength = 64;

    /// <summary>The name; creates the file if there is none.</summary>
    public static string Of(DataFolderPath folder, Randomness randomness, string host)
    {
        var file = Path.Combine(folder.Value, FileName);
        if (!File.Exists(file) || File.ReadAllText(file).Trim() is not { Length: > 0 and <= MaxLength } name)
        {
            name = Convert.ToHexStringLower(randomness.Bytes(16));
            File.WriteAllText(file, name + "\n");
        }

        return $"{name}@{host}";
    }
}
