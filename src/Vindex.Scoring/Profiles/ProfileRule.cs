namespace Vindex.Scoring.Profiles;

/// <summary>The tickets that a rule can move.</summary>
public enum RuleReach
{
    /// <summary>None with the rubric in use: a limit that no weight changes, or a rule of an earlier version.</summary>
    None,

    /// <summary>All but textbook stories.</summary>
    OtherTickets,

    /// <summary>Tickets whose title is a sentence such as "As a …, I want …".</summary>
    Stories,

    /// <summary>All tickets.</summary>
    All,
}

/// <summary>A rule that a profile may weigh, for people who do.</summary>
/// <param name="Id">Its id, such as <c>testable.criteria</c>.</param>
/// <param name="Dimension">The dimension that it moves.</param>
/// <param name="Reach">The tickets that it can move.</param>
/// <param name="Finds">What it finds, as a sentence.</param>
/// <param name="IsMerit">Whether what it finds raises the score, as a rule.</param>
/// <param name="Points">Points of its first finding in a textbook story; null for rules whose points were learned and differ from ticket to ticket.</param>
/// <param name="Example">A ticket in which it finds something; null if the rubric's data has none.</param>
public sealed record ProfileRule(string Id, Dimension Dimension, RuleReach Reach, string Finds, bool IsMerit, double? Points, string? Example);

/// <summary>A word list that a profile may add to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Holds">What its words have in common, as a sentence.</param>
public sealed record ProfileWordList(string Name, string Holds);
