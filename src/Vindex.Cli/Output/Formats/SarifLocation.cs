namespace Vindex.Cli.Output.Formats;

/// <summary>The input file as SARIF names it.</summary>
/// <param name="Uri">An RFC 3986 reference: relative to the folder that the command runs in where it can be, else absolute.</param>
/// <param name="IsRelative">Whether it is relative.</param>
internal sealed record SarifLocation(string Uri, bool IsRelative)
{
    /// <summary>The location of a path as it was typed; null for standard input, which has none.</summary>
    public static SarifLocation? Of(string file, string folder)
    {
        if (file == "-") return null;
        var path = Path.GetFullPath(file, folder);
        var relative = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
        if (Path.IsPathRooted(relative) || relative == ".." || relative.StartsWith("../", StringComparison.Ordinal))
            return new(new Uri(path).AbsoluteUri, false);
        return new(string.Join('/', relative.Split('/').Select(System.Uri.EscapeDataString)), true);
    }
}
