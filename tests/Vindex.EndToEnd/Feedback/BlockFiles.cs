namespace Vindex.EndToEnd.Feedback;

/// <summary>The statistics' files in a data folder, and the accidents that can happen to them.</summary>
internal static class BlockFiles
{
    private const string PartPattern = "*.part";

    public static string Folder(string dataFolder) => Path.Combine(dataFolder, "statistics");

    public static bool HalfWritten(string dataFolder) => Directory.Exists(Folder(dataFolder)) && Files(dataFolder, PartPattern).Count > 0;

    public static List<string> Files(string dataFolder, string pattern = "*") =>
        [.. Directory.EnumerateFiles(Folder(dataFolder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>Waits until a file is being written, for some seconds at most; false when none was seen or the writers ended first.</summary>
    public static async Task<bool> WritingAsync(string dataFolder, Task writing)
    {
        Directory.CreateDirectory(Folder(dataFolder));
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(Folder(dataFolder), PartPattern) { IncludeSubdirectories = true };
        watcher.Created += (_, _) => seen.TrySetResult();
        watcher.EnableRaisingEvents = true;
        return await Task.WhenAny(seen.Task, writing, Task.Delay(TimeSpan.FromSeconds(5))) == seen.Task;
    }

    /// <summary>Waits until there are block files and nothing has changed for a moment.</summary>
    public static async Task SettledAsync(string dataFolder)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (string? before = null; ;)
        {
            var now = Directory.Exists(Folder(dataFolder))
                ? string.Join('\n', Files(dataFolder).Select(file => $"{file} {(File.Exists(file) ? File.GetLastWriteTimeUtc(file).Ticks : 0)}"))
                : "";
            if (now == before && now.Contains(".block", StringComparison.Ordinal) && now.Contains("manifest", StringComparison.Ordinal)) return;
            if (TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromMinutes(1))
                throw new TimeoutException($"No block files came, or they do not settle: {now}");
            before = now;
            await Task.Delay(300);
        }
    }

    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }
}
