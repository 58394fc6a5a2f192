namespace Vindex.Models.Judgements;

/// <summary>The ids of what moves a model's score, after the dimension's name: <c>testable.model</c>.</summary>
internal static class ModelRules
{
    /// <summary>What the model answered.</summary>
    public const string Model = ".model";

    /// <summary>A high score without words of the ticket that support it.</summary>
    public const string Unsupported = ".unsupported";

    /// <summary>Text in the ticket addresses the judge.</summary>
    public const string Instructions = ".instructions";

    /// <summary>The offline judge's part of a consensus.</summary>
    public const string Offline = ".offline";
}
