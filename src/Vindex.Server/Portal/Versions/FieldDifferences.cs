using Vindex.Storage.Scores;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Versions;

/// <summary>The differences between the texts of two versions, with long unchanged stretches folded.</summary>
internal static class FieldDifferences
{
    /// <summary>Number of unchanged lines shown beside a change.</summary>
    private const int Around = 3;

    /// <summary>Stretches up to this number of lines are not worth folding.</summary>
    private const int MostUnfolded = 4;

    /// <summary>The fields that at least one version has.</summary>
    public static IReadOnlyList<FieldDifference> Of(StoredScore earlier, StoredScore later)
    {
        List<FieldDifference> fields = [Field(T("ticket.summary"), earlier.Item.Title, later.Item.Title)];
        if ((earlier.Description ?? later.Description) is { Length: > 0 }) fields.Add(Field(T("ticket.description"), earlier.Description, later.Description));
        if ((earlier.AcceptanceCriteria ?? later.AcceptanceCriteria) is { Length: > 0 })
            fields.Add(Field(T("ticket.criteria"), earlier.AcceptanceCriteria, later.AcceptanceCriteria));
        return fields;
    }

    private static FieldDifference Field(string name, string? before, string? after)
    {
        var pieces = TextDifference.Of(before ?? "", after ?? "");
        return new FieldDifference(
            name,
            [.. pieces.SelectMany((piece, i) => Folded(piece, isFirst: i == 0, isLast: i == pieces.Count - 1))],
            pieces.All(piece => piece.Change == TextChange.None));
    }

    private static List<DifferencePart> Folded(DifferencePiece piece, bool isFirst, bool isLast)
    {
        var lines = piece.Change == TextChange.None ? TextTokens.Lines(piece.Text) : [];
        var (head, tail) = (isFirst ? 0 : Around, isLast ? 0 : Around);
        var folded = lines.Count - head - tail;
        if (folded <= MostUnfolded) return [new DifferencePart(piece)];
        List<DifferencePart> parts = [new(new DifferencePiece(TextChange.None, string.Concat(lines.Skip(head).Take(folded))), folded)];
        if (head > 0) parts.Insert(0, Shown(lines.Take(head)));
        if (tail > 0) parts.Add(Shown(lines.Skip(head + folded)));
        return parts;
    }

    private static DifferencePart Shown(IEnumerable<string> lines) => new(new DifferencePiece(TextChange.None, string.Concat(lines)));
}
