namespace Vindex.Models.Answers;

/// <summary>An answer, or everything that is wrong with it.</summary>
/// <param name="Answer">The answer; null if there are errors.</param>
/// <param name="Errors">The errors, for the model to repair. They quote nothing.</param>
internal sealed record AnswerReading<T>(T? Answer, IReadOnlyList<string> Errors)
    where T : class;
