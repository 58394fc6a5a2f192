using System.Text;
using Vindex.Storage.Feedback;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>What follows a project's changes, as statistics do.</summary>
internal sealed class FeedbackCopy
{
    /// <summary>Number of the last change applied.</summary>
    public long Sequence { get; private set; }

    /// <summary>How many rows ever came.</summary>
    public long Inserted { get; private set; }

    /// <summary>The live rows by their number.</summary>
    public SortedDictionary<long, string> Live { get; } = [];

    public async Task CatchUpAsync(IFeedbackStore store, ProjectKey project, CancellationToken cancellationToken)
    {
        await foreach (var chunk in store.ChangesAfterAsync(project, Sequence, cancellationToken))
        {
            Apply(chunk);
        }
    }

    public void Apply(IReadOnlyList<FeedbackChange> chunk)
    {
        foreach (var change in chunk)
        {
            change.Sequence.ShouldBeGreaterThan(Sequence);
            Sequence = change.Sequence;
            if (change.IsRemoval)
            {
                Live.Remove(change.RowSequence);
            }
            else
            {
                Inserted++;
                Live.Add(change.Sequence, Describe(change));
            }
        }
    }

    /// <summary>The live rows as the store gives them directly.</summary>
    public static async Task<SortedDictionary<long, string>> LiveRowsAsync(IFeedbackStore store, ProjectKey project, CancellationToken cancellationToken)
    {
        var live = new SortedDictionary<long, string>();
        await foreach (var change in store.LiveRowsAsync(project, [(long.MinValue, long.MaxValue)], cancellationToken).SelectMany(chunk => chunk))
        {
            live.Add(change.Sequence, Describe(change));
        }

        return live;
    }

    private static string Describe(FeedbackChange change) =>
        $"{change.CreatedAtMs} {change.FeedbackType} {change.TriggerRef ?? "-"} {Encoding.UTF8.GetString(change.Payload.Span)}";
}
