using System.Runtime.CompilerServices;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.Answers;

/// <summary>The part of a selection that falls into one bucket, as positions <paramref name="From"/> up to <paramref name="To"/>.</summary>
internal readonly record struct Slice(BlockSelection Selection, int From, int To);

/// <summary>The slices of all buckets in one array, and where those of each bucket start.</summary>
internal sealed class BucketSlices
{
    private readonly Slice[] _slices;
    private readonly int[] _offsets;

    private BucketSlices(Slice[] slices, int[] offsets) => (_slices, _offsets) = (slices, offsets);

    public ReadOnlySpan<Slice> this[int bucket] => _slices.AsSpan(_offsets[bucket].._offsets[bucket + 1]);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static BucketSlices Of(Window window, List<BlockSelection> selections)
    {
        var starts = window.Starts;
        var offsets = new int[starts.Length + 1];
        var found = new List<(int Bucket, Slice Slice)>();
        foreach (var selection in selections)
        {
            var bucket = Math.Max(0, LastNotAfter(starts, selection.Block.MinTime));
            for (var at = selection.First; at < selection.Last; bucket++)
            {
                var end = bucket + 1 < starts.Length ? selection.Position(starts[bucket + 1] * 1000) : selection.Last;
                if (end > at)
                {
                    found.Add((bucket, new Slice(selection, at, end)));
                    offsets[bucket + 1]++;
                }
                at = end;
            }
        }
        for (var bucket = 0; bucket < starts.Length; bucket++)
            offsets[bucket + 1] += offsets[bucket];
        var slices = new Slice[found.Count];
        var next = offsets.ToArray();
        foreach (var (bucket, slice) in found)
            slices[next[bucket]++] = slice;
        return new BucketSlices(slices, offsets);
    }

    // The last bucket that starts at or before an instant in milliseconds; −1 when all start later.
    private static int LastNotAfter(long[] starts, long instant)
    {
        var at = Array.BinarySearch(starts, (long)Math.Floor(instant / 1000.0));
        return at < 0 ? ~at - 1 : at;
    }
}
