using Vindex.Scoring;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Portal.Ticket;
using Vindex.Server.Ratings;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Ratings;

/// <summary>A ticket to rate. The judge's scores are not on the page: a reader who sees them first rates the scores instead of the ticket.</summary>
/// <param name="Frame">What stands around it.</param>
/// <param name="Notice">What was just done; null for nothing.</param>
/// <param name="Ticket">The page of the ticket.</param>
/// <param name="Action">Where the form goes.</param>
/// <param name="Key">The ticket's key.</param>
/// <param name="Text">The ticket's text.</param>
/// <param name="Ratings">What can be rated.</param>
/// <param name="Form">What was typed.</param>
public sealed record RatingModel(
    PortalFrame Frame, string? Notice, string Ticket, string Action, string Key, IReadOnlyList<MarkedField> Text, IReadOnlyList<RatingField> Ratings,
    FormState Form);

/// <summary>One dimension to rate.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Question">What to ask oneself.</param>
/// <param name="Value">One's own rating; null for none.</param>
/// <param name="Levels">What the ratings mean, the best first.</param>
public sealed record RatingField(string Name, string Label, string Question, int? Value, IReadOnlyList<ScaleLevel> Levels)
{
    internal static RatingField Of(string name, int? value) => Dimensions.TryParse(name, out var dimension)
        ? new RatingField(name, Wording.Of(dimension), T($"ratings.question.{dimension.Name()}"), value, LevelsOf(name))
        : new RatingField(name, T("portal.overall"), T("ratings.question-overall"), value, LevelsOf(name));

    private static IReadOnlyList<ScaleLevel> LevelsOf(string name) =>
        [.. RatingScale.Of(name).Select(level => level with { Meaning = Translated(level.Meaning) })];
}
