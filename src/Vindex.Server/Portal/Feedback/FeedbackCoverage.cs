namespace Vindex.Server.Portal.Feedback;

/// <summary>How many rows of a range have a value that counts.</summary>
/// <param name="Rows">All rows.</param>
/// <param name="Values">Rows with a value of the type.</param>
/// <param name="Absent">Rows without any value, or with null.</param>
internal sealed record FeedbackCoverage(long Rows, long Values, long Absent)
{
    /// <summary>Says what is left out.</summary>
    /// <param name="path">The path.</param>
    /// <param name="type">The type of its values.</param>
    public IReadOnlyList<string> Notes(string path, string type)
    {
        var kind = type == FeedbackQuestion.Boolean ? "true or false" : "a number";
        if (Rows > 0 && Values == 0) return [$"No row in this range has a value of this type at {path}. The paths listed here have values."];
        var notes = new List<string>();
        var others = Rows - Values - Absent;
        if (Absent > 0) notes.Add($"{Wording.Count(Absent, "row")} of {Wording.Number(Rows)} {(Absent == 1 ? "has" : "have")} no value at {path}.");
        if (others > 0)
            notes.Add($"{Wording.Count(others, "row")} of {Wording.Number(Rows)} {(others == 1 ? "has" : "have")} a value at {path} that is not {kind}, and {(others == 1 ? "is" : "are")} left out.");
        return notes;
    }
}
