using System.Runtime.CompilerServices;

namespace Vindex.Statistics.Answers.Ranks;

/// <summary>
/// Sorted values with counts from several sources. The value at a rank over all of them is found without merging: the value range is narrowed by
/// pivots, whose rank is counted in each source.
/// </summary>
internal sealed class RankSources
{
    private Source[] _sources = new Source[8];
    private int _count;

    public void Clear() => _count = 0;

    /// <summary>Drops references to columns.</summary>
    public void ReleaseColumns()
    {
        _count = 0;
        Array.Clear(_sources);
    }

    /// <summary>Adds all values of a column.</summary>
    /// <param name="values">Ascending, distinct.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="cumulative">Number of rows with at most each value; null when each occurs once.</param>
    /// <param name="total">Number of rows.</param>
    public void AddWhole(double[] values, int length, ushort[]? cumulative, int total) =>
        Add(new Source { Values = values, Length = length, Total = total, Cumulative = cumulative });

    /// <summary>Adds the counted codes of a column.</summary>
    public void AddCounted(double[] values, int length, IRankedCodes counts, int total) =>
        Add(new Source { Values = values, Length = length, Total = total, Counts = counts });

    /// <summary>Adds sorted values, duplicates included.</summary>
    public void AddSorted(double[] values, int length) => Add(new Source { Values = values, Length = length, Total = length });

    /// <summary>Number of values below <paramref name="value"/>.</summary>
    public long CountBelow(double value)
    {
        long below = 0;
        for (var s = 0; s < _count; s++)
        {
            ref var source = ref _sources[s];
            below += source.CountBelow(source.LowerBound(0, source.Length, value));
        }
        return below;
    }

    /// <summary>The value at a rank, counted from 0, and the value at the next rank (the same value when there is none).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (double Value, double Next) Select(long rank)
    {
        for (var s = 0; s < _count; s++)
            _sources[s].Reset();
        for (var halve = false; ; halve = !halve)
        {
            var pivot = Pivot(rank, halve);
            long below = 0, upTo = 0;
            for (var s = 0; s < _count; s++)
            {
                ref var source = ref _sources[s];
                source.Split(pivot);
                below += source.Below;
                upTo += source.UpTo;
            }
            if (rank >= below && rank < upTo)
                return (pivot, rank + 1 < upTo ? pivot : Following(pivot));
            for (var s = 0; s < _count; s++)
                _sources[s].Narrow(keepLower: rank < below);
        }
    }

    // The source with the most candidates left supplies the pivot, at its share of the rank, which is usually close. Every second time it supplies its
    // median instead, so that the candidates are halved whatever the distribution.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Pivot(long rank, bool halve)
    {
        long left = 0, before = 0;
        var largest = 0;
        for (var s = 0; s < _count; s++)
        {
            ref var source = ref _sources[s];
            left += source.Left;
            before += source.CountLow;
            if (source.Left > _sources[largest].Left)
                largest = s;
        }
        ref var chosen = ref _sources[largest];
        var share = halve ? chosen.Left / 2 : (int)((rank - before + 0.5) / left * chosen.Left);
        return chosen.Values[chosen.AtRank(chosen.CountLow + Math.Clamp(share, 0, chosen.Left - 1))];
    }

    private double Following(double value)
    {
        var next = double.PositiveInfinity;
        var any = false;
        for (var s = 0; s < _count; s++)
        {
            ref var source = ref _sources[s];
            if (source.UpTo >= source.Total)
                continue;
            next = Math.Min(next, source.Values[source.AtRank(source.UpTo)]);
            any = true;
        }
        return any ? next : value;
    }

    private void Add(Source source)
    {
        if (_count == _sources.Length)
            Array.Resize(ref _sources, _count * 2);
        _sources[_count++] = source;
    }

    private struct Source
    {
        public double[] Values;
        public int Length;
        public int Total;
        public ushort[]? Cumulative;
        public IRankedCodes? Counts;
        public int CountLow;
        public int Below;
        public int UpTo;
        private int _low;
        private int _high;
        private int _countHigh;
        private int _lower;
        private int _upper;

        public readonly int Left => _countHigh - CountLow;

        public void Reset() => (_low, _high, CountLow, _countHigh) = (0, Length, 0, Total);

        /// <summary>Number of rows whose code is below <paramref name="at"/>.</summary>
        public readonly int CountBelow(int at)
        {
            if (Counts is not null)
                return Counts.Below(at);
            return Cumulative is null ? at : at == 0 ? 0 : Cumulative[at - 1];
        }

        /// <summary>The code at a rank within this source.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly int AtRank(int rank)
        {
            if (Counts is not null)
                return Counts.AtRank(rank);
            if (Cumulative is null)
                return rank;
            int low = 0, high = Length;
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (Cumulative[middle] <= rank)
                    low = middle + 1;
                else
                    high = middle;
            }
            return low;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly int LowerBound(int low, int high, double value)
        {
            var values = Values;
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (values[middle] < value)
                    low = middle + 1;
                else
                    high = middle;
            }
            return low;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Split(double pivot)
        {
            _lower = LowerBound(_low, _high, pivot);
            _upper = _lower;
            while (_upper < _high && Values[_upper] == pivot)
                _upper++;
            Below = CountBelow(_lower);
            UpTo = _upper == _lower ? Below : CountBelow(_upper);
        }

        public void Narrow(bool keepLower)
        {
            if (keepLower)
                (_high, _countHigh) = (_lower, Below);
            else
                (_low, CountLow) = (_upper, UpTo);
        }
    }
}
