namespace Vindex.Storage.Sql.Scores.Titles;

/// <summary>What was looked for.</summary>
/// <param name="CompanyId">In which company; null for all.</param>
/// <param name="Words">The folded words, separated by U+0000.</param>
/// <param name="From">The first time of creation.</param>
/// <param name="Before">The time of creation before which scores count.</param>
internal sealed record TitleQuestion(string? CompanyId, string Words, DateTimeOffset? From, DateTimeOffset? Before);

/// <summary>What was found.</summary>
/// <param name="Last">The highest number of a score at the time.</param>
/// <param name="Removals">The count of removals at the time.</param>
/// <param name="Rows">How many scores were searched.</param>
/// <param name="Hits">Those found.</param>
internal sealed record TitleAnswer(long Last, long Removals, long Rows, TitleHits Hits);

/// <summary>
/// The last answers, so that the total of a list and its further pages do not search again. Whether one still holds is for the caller to tell. Holds 8 MB of
/// numbers at most.
/// </summary>
internal sealed class TitleCache
{
    private const int MostAnswers = 64;
    private const int MostNumbers = 1_000_000;

    private readonly Lock _lock = new();

    // The latest used last.
    private readonly List<(TitleQuestion Question, TitleAnswer Answer)> _answers = [];

    /// <summary>The answer to a question; null if there is none.</summary>
    public TitleAnswer? Find(TitleQuestion question)
    {
        lock (_lock) return _answers.Find(one => one.Question == question).Answer;
    }

    /// <summary>Keeps an answer in place of an earlier one.</summary>
    public void Keep(TitleQuestion question, TitleAnswer answer)
    {
        lock (_lock)
        {
            _answers.RemoveAll(one => one.Question == question);
            _answers.Add((question, answer));
            while (_answers.Count > MostAnswers || _answers.Sum(one => (long)one.Answer.Hits.Count) > MostNumbers) _answers.RemoveAt(0);
        }
    }

    /// <summary>Forgets all answers.</summary>
    public void Clear()
    {
        lock (_lock) _answers.Clear();
    }
}
