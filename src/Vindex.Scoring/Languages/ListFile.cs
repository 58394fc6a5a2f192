using System.Text;

namespace Vindex.Scoring.Languages;

/// <summary>Embedded data files with one entry a line; lines that begin with <c>#</c> are comments.</summary>
internal static class ListFile
{
    /// <summary>The entries of a file that must be there.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(ListFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidDataException($"The data file {name} is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#') yield return line;
        }
    }
}
