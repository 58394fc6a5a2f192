namespace Vindex.Cli.Score;

/// <summary>Who judged.</summary>
/// <param name="Provider">Whose judge it is, for example <c>vindex</c>.</param>
/// <param name="Model">Which one, for example <c>rubric-3</c>.</param>
internal sealed record JudgeName(string Provider, string Model);
