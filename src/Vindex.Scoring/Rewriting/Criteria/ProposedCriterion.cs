using System.Text.Json.Serialization;

namespace Vindex.Scoring.Rewriting.Criteria;

/// <summary>How a criterion is written.</summary>
[JsonConverter(typeof(WireNames<CriterionForm>))]
public enum CriterionForm
{
    /// <summary>One statement.</summary>
    Bullet,

    /// <summary>A scenario of Given, When and Then.</summary>
    GivenWhenThen,
}

/// <summary>What a part of a criterion is.</summary>
[JsonConverter(typeof(WireNames<CriterionRole>))]
public enum CriterionRole
{
    /// <summary>A whole statement.</summary>
    Statement,

    /// <summary>The state before.</summary>
    Given,

    /// <summary>What happens.</summary>
    When,

    /// <summary>What can be observed after it.</summary>
    Then,
}

/// <summary>A proposed acceptance criterion.</summary>
/// <param name="Form">How it is written.</param>
/// <param name="Stated">Whether the ticket already has it among its criteria.</param>
/// <param name="Parts">Its parts, in order.</param>
public sealed record ProposedCriterion(CriterionForm Form, bool Stated, IReadOnlyList<CriterionPart> Parts)
{
    /// <summary>The criterion as text; a scenario has a line for each part.</summary>
    public string Text => string.Join('\n', Parts.Select((part, index) => part.Line(isFurther: index > 0 && Parts[index - 1].Role == part.Role)));
}

/// <summary>A part of a criterion: words of the ticket, or a question where it has none.</summary>
/// <param name="Role">What it is.</param>
/// <param name="Quote">Words of the ticket, verbatim; null for a question.</param>
/// <param name="Field">Where they stand; null for a question.</param>
/// <param name="Start">First UTF-16 unit in the field's source; null for a question.</param>
/// <param name="End">One past the last; null for a question.</param>
/// <param name="Question">A question to the author; null if there are words.</param>
public sealed record CriterionPart(CriterionRole Role, string? Quote, TicketField? Field, int? Start, int? End, string? Question = null)
{
    /// <summary>The part as a line of text.</summary>
    /// <param name="isFurther">Whether the part before it has the same role.</param>
    internal string Line(bool isFurther)
    {
        var words = Quote is null
            ? RewriteBlock.Marked(Question!)
            : string.Join(' ', Quote.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return Role == CriterionRole.Statement ? words : $"{(isFurther ? "And" : Role)} {words.TrimEnd('.')}";
    }

    /// <summary>A question.</summary>
    internal static CriterionPart Ask(CriterionRole role, string question) => new(role, null, null, null, null, question);
}
