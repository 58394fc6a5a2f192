using static Vindex.Server.Languages.Texts;

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
        if (Rows > 0 && Values == 0) return [T("feedback.no-values", ("path", path))];
        var notes = new List<string>();
        var others = Rows - Values - Absent;
        if (Absent > 0) notes.Add(T("feedback.absent", ("count", Absent), ("all", Rows), ("path", path)));
        if (others > 0)
            notes.Add(T(type == FeedbackQuestion.Boolean ? "feedback.not-boolean" : "feedback.not-number", ("count", others), ("all", Rows), ("path", path)));
        return notes;
    }
}
