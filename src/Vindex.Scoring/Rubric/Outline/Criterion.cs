namespace Vindex.Scoring.Rubric.Outline;

/// <summary>An acceptance criterion.</summary>
/// <param name="Text">Its tokens.</param>
/// <param name="Quality">0 (empty words) to 1 (observable, with figures, about the ticket's subject).</param>
/// <param name="IsStated">Whether the ticket calls it a criterion or an expected result; otherwise it is only written like one.</param>
/// <param name="HasFigure">Whether it holds a number that can be measured against.</param>
/// <param name="HasEdge">Whether it says what happens when something goes wrong or ends.</param>
/// <param name="IsScenario">Whether it has the form given, when, then.</param>
internal readonly record struct Criterion(Span Text, double Quality, bool IsStated, bool HasFigure, bool HasEdge, bool IsScenario);
