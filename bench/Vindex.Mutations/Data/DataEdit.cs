namespace Vindex.Mutations.Data;

/// <summary>A part of a text that gives way to another.</summary>
/// <param name="Start">Where the part begins, in UTF-16 units.</param>
/// <param name="End">Where it ends.</param>
/// <param name="With">What stands there instead.</param>
internal readonly record struct DataEdit(int Start, int End, string With);

/// <summary>One line of <c>mutations.txt</c>: which data files are changed, and how.</summary>
/// <param name="Resources">Names of embedded files; <c>*</c> stands for any characters.</param>
/// <param name="Kind">How: see <see cref="Edits"/>.</param>
/// <param name="Argument">For JSON: the path of the values.</param>
internal sealed record DataRule(string Resources, string Kind, string Argument)
{
    /// <summary>Reads the file; empty and <c>#</c> lines are left out.</summary>
    public static IReadOnlyList<DataRule> Read(string file) => !File.Exists(file) ? [] :
    [
        .. File.ReadLines(file)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(parts => parts.Length is 2 or 3
                ? new DataRule(parts[0], parts[1], parts.Length == 3 ? parts[2] : "")
                : throw new MutationException(
                    $"{file}: a line holds the names of data files, the kind of change and, for JSON, a path; this one does not: {string.Join(' ', parts)}")),
    ];

    /// <summary>The changes that it makes to a file, each on its own.</summary>
    public IEnumerable<DataEdit> Edits(string text) => Kind switch
    {
        "lines" => LineEdits.EachLine(text),
        "list" => LineEdits.WholeList(text),
        "sections" => LineEdits.EachSection(text),
        "weights" => LineEdits.EachWeight(text),
        "numbers" => JsonEdits.Numbers(text, Argument),
        "items" => JsonEdits.Items(text, Argument),
        "texts" => JsonEdits.Texts(text, Argument),
        _ => throw new MutationException($"Unknown kind of change \"{Kind}\". Known kinds: lines, list, sections, weights, numbers, items, texts."),
    };

    /// <summary>Whether it is about this file.</summary>
    public bool Applies(string resource)
    {
        var parts = Resources.Split('*');
        if (!resource.StartsWith(parts[0], StringComparison.Ordinal)) return false;
        var at = parts[0].Length;
        foreach (var part in parts.Skip(1))
        {
            var found = resource.IndexOf(part, at, StringComparison.Ordinal);
            if (found < 0) return false;
            at = part.Length == 0 ? resource.Length : found + part.Length;
        }
        return at == resource.Length;
    }
}
