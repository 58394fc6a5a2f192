using System.Text.RegularExpressions;

namespace Vindex.Server.Evaluator.Uploads;

/// <summary>
/// Proposes columns by what the first rows contain, for fields that no column name suggests. A proposal is marked as such and never used unasked: a wrong
/// column would be scored as if it were right.
/// </summary>
internal sealed partial class ContentGuess
{
    private const int FewestRows = 3;
    private const double Most = 0.8;
    private const int MostTypes = 12;

    private static readonly HashSet<string> s_types = new(StringComparer.OrdinalIgnoreCase)
    {
        "anforderung", "aufgabe", "bug", "chore", "defect", "defekt", "enhancement", "epic", "épica", "error", "épopée", "fehler", "feature", "historia",
        "historia de usuario", "improvement", "incident", "issue", "nutzergeschichte", "problem", "product backlog item", "récit", "récit utilisateur",
        "requirement", "spike", "story", "sub-task", "subtarea", "subtask", "sous-tâche", "task", "tâche", "tarea", "teilaufgabe", "unteraufgabe",
        "user story", "verbesserung",
    };

    private readonly IReadOnlyList<string> _columns;
    private readonly IReadOnlyList<IReadOnlyList<string>> _rows;
    private readonly HashSet<int> _taken;

    private ContentGuess(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows, MappingBody mapping)
    {
        (_columns, _rows) = (columns, rows);
        string?[] named = [mapping.Key, mapping.Summary, mapping.Description, mapping.AcceptanceCriteria, mapping.IssueType];
        _taken = [.. Enumerable.Range(0, columns.Count).Where(i => columns[i].Length == 0 || named.Contains(columns[i], StringComparer.OrdinalIgnoreCase))];
    }

    /// <summary>The proposals for what <paramref name="mapping"/> lacks.</summary>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="rows">The first rows.</param>
    /// <param name="mapping">The mapping by names.</param>
    public static MappingBody Of(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows, MappingBody mapping)
    {
        if (rows.Count < FewestRows) return new MappingBody();
        var guess = new ContentGuess(columns, rows, mapping);
        // The most certain first: what they take is no longer free for the others.
        var key = mapping.Key is null ? guess.Take(guess.IsKey) : null;
        var type = mapping.IssueType is null ? guess.Take(guess.IsType) : null;
        var summary = mapping.Summary is null ? guess.Take(guess.IsTitle) : null;
        var description = mapping.Description is null ? guess.Longest() : null;
        return new MappingBody(key, summary, description, null, type);
    }

    private string? Take(Func<IReadOnlyList<string>, bool> fits)
    {
        for (var i = 0; i < _columns.Count; i++)
        {
            if (_taken.Contains(i) || !fits(Values(i))) continue;
            _taken.Add(i);
            return _columns[i];
        }

        return null;
    }

    private string? Longest()
    {
        var free = Enumerable.Range(0, _columns.Count).Where(i => !_taken.Contains(i))
            .Select(i => (Column: i, Values: Values(i)))
            .Where(one => IsText(one.Values))
            .ToList();
        return free.Count == 0 ? null : _columns[free.MaxBy(one => one.Values.Sum(value => (long)value.Length)).Column];
    }

    private IReadOnlyList<string> Values(int column) =>
        [.. _rows.Select(row => column < row.Count ? row[column].Trim() : "").Where(value => value.Length > 0)];

    private bool IsFilled(IReadOnlyList<string> values) => values.Count >= Most * _rows.Count;

    private static bool AreDistinct(IReadOnlyList<string> values) => values.Distinct(StringComparer.OrdinalIgnoreCase).Count() >= Most * values.Count;

    private bool IsKey(IReadOnlyList<string> values) => IsFilled(values) && AreDistinct(values) && values.All(value => TrackerKey().IsMatch(value));

    private bool IsType(IReadOnlyList<string> values) =>
        IsFilled(values)
        && values.Distinct(StringComparer.OrdinalIgnoreCase).Count() <= MostTypes
        && values.Count(s_types.Contains) >= Most * values.Count;

    private bool IsTitle(IReadOnlyList<string> values)
    {
        const int shortest = 12;
        const int longest = 200;
        return IsFilled(values) && AreDistinct(values) && values.Count(IsOne) >= Most * values.Count;

        static bool IsOne(string value) => value.Length is >= shortest and <= longest && !value.Contains('\n') && value.Count(c => c == ' ') >= 2;
    }

    private bool IsText(IReadOnlyList<string> values)
    {
        const int longText = 120;
        return values.Count >= FewestRows && AreDistinct(values) && values.Average(value => value.Length) >= longText && values.Count * 2 >= _rows.Count;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,9}-[0-9]{1,7}$", RegexOptions.NonBacktracking)]
    private static partial Regex TrackerKey();
}
