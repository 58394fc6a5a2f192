using Vindex.Scoring;

namespace Vindex.Server.Portal.Versions;

/// <summary>Two versions of a ticket side by side.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Key">Key of the ticket.</param>
/// <param name="Earlier">The earlier version.</param>
/// <param name="Later">The later version.</param>
/// <param name="Dimensions">The six dimensions.</param>
/// <param name="Fields">The differences of the texts.</param>
/// <param name="JudgeNote">Note that different judges made the scores; null if the same judge did.</param>
public sealed record ComparisonModel(
    PortalFrame Frame,
    string Key,
    ComparedVersion Earlier,
    ComparedVersion Later,
    IReadOnlyList<DimensionChange> Dimensions,
    IReadOnlyList<FieldDifference> Fields,
    string? JudgeNote)
{
    /// <summary>Whether no text changed.</summary>
    public bool IsSameText => Fields.All(one => one.IsSame);
}

/// <summary>A version that is compared.</summary>
/// <param name="Href">Its page.</param>
/// <param name="Name">Its name, for example <c>Version 2</c>.</param>
/// <param name="Title">The ticket's title in it.</param>
/// <param name="OverallTenths">Its overall score.</param>
/// <param name="At">When it was scored.</param>
public sealed record ComparedVersion(string Href, string Name, string Title, int OverallTenths, Moment At)
{
    /// <summary>Its band.</summary>
    public Band Band => Bands.Of(OverallTenths);
}

/// <summary>A dimension in both versions.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="Before">Its score in the earlier version.</param>
/// <param name="After">Its score in the later version.</param>
public sealed record DimensionChange(Dimension Dimension, int Before, int After);

/// <summary>The difference of a field.</summary>
/// <param name="Name">Name of the field.</param>
/// <param name="Parts">Its parts in order.</param>
/// <param name="IsSame">Whether the field did not change.</param>
public sealed record FieldDifference(string Name, IReadOnlyList<DifferencePart> Parts, bool IsSame);

/// <summary>A part of a difference.</summary>
/// <param name="Piece">The piece.</param>
/// <param name="FoldedLines">Number of lines, if they did not change and are folded away; otherwise 0.</param>
public sealed record DifferencePart(DifferencePiece Piece, int FoldedLines = 0);
