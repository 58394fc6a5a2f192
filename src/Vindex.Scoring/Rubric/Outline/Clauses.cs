namespace Vindex.Scoring.Rubric.Outline;

/// <summary>Who wants what, and why: the parts of the wish, wherever they stand in the ticket.</summary>
/// <param name="Role">Who, without "as a"; empty if there is no such role.</param>
/// <param name="Means">The request, without "I want to"; the title where there is no such sentence.</param>
/// <param name="Benefit">Why, without the connective; empty when there is no such clause.</param>
/// <param name="Purpose">A purpose without a connective of its own ("…, ensuring that", "… to reduce"); part of <paramref name="Means"/>.</param>
/// <param name="IsResult">Whether the purpose is said as a result ("…, ensuring that").</param>
/// <param name="IsStory">Whether it is said in the first person or with a role.</param>
internal readonly record struct Clauses(Span Role, Span Means, Span Benefit, Span Purpose, bool IsResult, bool IsStory);
