namespace Vindex.EndToEnd.Feedback;

/// <summary>One thing that can happen to the statistics' folder while the server is down.</summary>
/// <param name="Name">In words.</param>
/// <param name="Cause">Does it: to the folder, with the folder of older copies, and a source of choices.</param>
internal sealed record BlockAccident(string Name, Action<string, string, Random> Cause);

/// <summary>What can happen to block files.</summary>
internal static class BlockAccidents
{
    public static IReadOnlyList<BlockAccident> All { get; } =
    [
        new("bits flipped in every file", (folder, _, random) => EachOf(folder, random, 1.0, Flip)),
        new("older copies of some files", (folder, older, random) => EachOf(folder, random, 0.5, (file, _) => Restore(folder, older, file))),
        new("every block cut short", (folder, _, random) => EachOf(folder, random, 1.0, Cut, "*.block")),
        new("the folder deleted", (folder, _, _) => Directory.Delete(folder, recursive: true)),
        new("a bit flipped in one block", (folder, _, random) => Flip(AnyOf(folder, "*.block", random), random)),
        new("older copies of all files, over the newer ones", (folder, older, _) => BlockFiles.Copy(older, folder)),
        new("the folder as it was before", (folder, older, _) =>
        {
            Directory.Delete(folder, recursive: true);
            BlockFiles.Copy(older, folder);
        }),
        new("the manifest cut short", (folder, _, random) => Cut(AnyOf(folder, "manifest", random), random)),
        new("the manifest deleted", (folder, _, random) => File.Delete(AnyOf(folder, "manifest", random))),
        new("a bit flipped in the manifest", (folder, _, random) => Flip(AnyOf(folder, "manifest", random), random)),
        new("the older manifest among newer blocks", (folder, older, random) => Restore(folder, older, AnyOf(folder, "manifest", random))),
        new("some blocks deleted", (folder, _, random) => EachOf(folder, random, 0.5, (file, _) => File.Delete(file), "*.block")),
        new("two blocks that changed places", Exchange),
        new("one block cut short", (folder, _, random) => Cut(AnyOf(folder, "*.block", random), random)),
        new("files grown and empty ones beside them", (folder, _, random) => EachOf(folder, random, 1.0, (file, _) =>
        {
            if (file.EndsWith(".block", StringComparison.Ordinal)) File.AppendAllText(file, "more");
            File.WriteAllText(file + ".part", "");
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(file)!, "99999.block"), "");
        })),
        new(
            "blocks filled with zeros",
            (folder, _, random) => EachOf(folder, random, 0.5, (file, _) => File.WriteAllBytes(file, new byte[new FileInfo(file).Length]), "*.block")),
    ];

    private static void EachOf(string folder, Random random, double share, Action<string, Random> cause, string pattern = "*")
    {
        foreach (var file in Files(folder, pattern))
        {
            if (random.NextDouble() < share) cause(file, random);
        }
    }

    private static string AnyOf(string folder, string pattern, Random random)
    {
        var files = Files(folder, pattern);
        return files[random.Next(files.Count)];
    }

    private static List<string> Files(string folder, string pattern) =>
        [.. Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static void Flip(string file, Random random)
    {
        var bytes = File.ReadAllBytes(file);
        for (var flips = random.Next(1, 9); flips > 0; flips--) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        File.WriteAllBytes(file, bytes);
    }

    private static void Cut(string file, Random random)
    {
        using var stream = File.OpenWrite(file);
        stream.SetLength(random.NextInt64(stream.Length));
    }

    private static void Restore(string folder, string older, string file)
    {
        var copy = Path.Combine(older, Path.GetRelativePath(folder, file));
        if (File.Exists(copy)) File.Copy(copy, file, overwrite: true);
    }

    private static void Exchange(string folder, string older, Random random)
    {
        var (one, other) = (AnyOf(folder, "*.block", random), AnyOf(folder, "*.block", random));
        var bytes = File.ReadAllBytes(one);
        File.Copy(other, one, overwrite: true);
        File.WriteAllBytes(other, bytes);
    }
}
