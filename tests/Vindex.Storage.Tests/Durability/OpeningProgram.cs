using Vindex.Storage.Sqlite;
using Vindex.Storage.Tests.Conformance;

namespace Vindex.Storage.Tests.Durability;

/// <summary>This executable as a program that opens a folder, which upgrades it, and says so.</summary>
internal static class OpeningProgram
{
    /// <summary>Names the folder to open; when it is set, no tests run.</summary>
    public const string FolderVariable = "VINDEX_TEST_OPEN";

    public const string Ready = "open";

    public static async Task OpenAsync(string folder)
    {
        Console.WriteLine("opening");
        await using var store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions { DataFolder = folder, ScoreFeedback = Some.ScoreFeedback }, CancellationToken.None);
        Console.WriteLine(Ready);
    }
}
