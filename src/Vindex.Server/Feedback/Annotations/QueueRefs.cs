using System.Globalization;
using Vindex.Server.Feedback.ImportExport;
using Vindex.Server.Security.Limits;

namespace Vindex.Server.Feedback.Annotations;

/// <summary>Collects what a queue has people annotate: each ref once, in the order of its first mention.</summary>
internal sealed class QueueRefs
{
    /// <summary>The most items of a queue.</summary>
    public const int Most = 10_000;

    // A queue is a line of an archive.
    private const int MostCharacters = 2_000_000;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _refs = [];
    private int _characters;

    /// <summary>The subjects of rows, in the order of the rows.</summary>
    public static async Task<FeedbackOutcome<IReadOnlyList<string>>> OfAsync(FeedbackExport rows, ReadTurns turns, CancellationToken cancellationToken)
    {
        var refs = new QueueRefs();
        using var turn = turns.ForRows();
        await foreach (var row in rows.RowsAsync(turn, cancellationToken))
        {
            if (refs.Add(row.WeaveRef) is { } refusal) return refusal;
        }

        return refs._refs.Count == 0
            ? new FeedbackRefusal.Invalid("No feedback matches the filter")
            : new FeedbackOutcome<IReadOnlyList<string>>.Done(refs._refs);
    }

    /// <summary>The refs of a request.</summary>
    public static FeedbackOutcome<IReadOnlyList<string>> Of(IReadOnlyList<string> given)
    {
        var refs = new QueueRefs();
        foreach (var one in given)
        {
            if (refs.Add(one) is { } refusal) return refusal;
        }

        return new FeedbackOutcome<IReadOnlyList<string>>.Done(refs._refs);
    }

    private FeedbackRefusal.Invalid? Add(string text)
    {
        if (!_known.Add(text)) return null;
        _characters += text.Length;
        if (_refs.Count == Most || _characters > MostCharacters)
        {
            return new FeedbackRefusal.Invalid(string.Create(
                CultureInfo.InvariantCulture, $"A queue has at most {Most} items with {MostCharacters} characters in all; narrow the filter, or create several queues"));
        }

        _refs.Add(text);
        return null;
    }
}
