namespace Vindex.Storage.Scores;

/// <summary>What scores can be grouped by.</summary>
public enum ScoreGrouping
{
    /// <summary>The customer, by id.</summary>
    Customer,

    /// <summary>The tracker's project: what the key begins with, such as <c>KOL</c> of <c>KOL-12</c> or <c>acme/shop</c> of <c>acme/shop#12</c>.</summary>
    Project,

    /// <summary>Where the ticket came from: <c>api</c>, <c>jiraforge</c>, ….</summary>
    Source,

    /// <summary>The tracker's type.</summary>
    IssueType,

    /// <summary>The <c>system_type</c>.</summary>
    Profile,

    /// <summary>The judge's provider.</summary>
    Provider,

    /// <summary>The judge's model name, with its version.</summary>
    Model,
}

/// <summary>The scores with one value.</summary>
/// <param name="By">Of what.</param>
/// <param name="Value">The value; empty for scores without one.</param>
public readonly record struct ScoreGroup(ScoreGrouping By, string Value);
