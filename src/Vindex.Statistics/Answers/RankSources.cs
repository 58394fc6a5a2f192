using System.Runtime.CompilerServices;

namespace Vindex.Statistics.Answers;

/// <summary>
/// Sorted values with counts, from several places, in which the value of a rank over all of them is found without bringing them together: the
/// domain is narrowed by pivots whose rank is counted in each place.
/// </summary>
internal sealed class RankSources
{
    private Source[] _sources = new Source[8];
    private int _count;

    public void Clear() => _count = 0;

    /// <summary>Lets go of the columns.</summary>
    public void Forget()
    {
        _count = 0;
        Array.Clear(_sources);
    }

    /// <summary>All values of a column.</summary>
    /// <param name="values">Ascending, distinct.</param>
    /// <param name="length">How many of them.</param>
    /// <param name="cumulative">Rows with at most each value; null when each comes once.</param>
    /// <param name="total">All rows.</param>
    public void AddWhole(double[] values, int length, ushort[]? cumulative, int total) =>
        Add(new Source { Values = values, Length = length, Total = total, Cumulative = cumulative });

    /// <summary>Counted codes of a column.</summary>
    public void AddCounted(double[] values, int length, CodeCounts counts, int total) =>
        Add(new Source { Values = values, Length = length, Total = total, Counts = counts });

    /// <summary>Values that were sorted as they are, equal ones side by side.</summary>
    public void AddSorted(double[] values, int length) => Add(new Source { Values = values, Length = length, Total = length });

    /// <summary>How many values lie below <paramref name="value"/>.</summary>
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

    /// <summary>The value of a rank, counted from 0, and the one of the next rank (itself when there is none).</summary>
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

    // The place with the most candidates left gives the pivot, at the rank that is its share of the one looked for: mostly that is near. Every
    // second time it gives its middle instead, so that the candidates go down by halves however the values lie.
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
        public CodeCounts? Counts;
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

        /// <summary>Rows whose code is below <paramref name="at"/>.</summary>
        public readonly int CountBelow(int at)
        {
            if (Counts is not null)
                return Counts.Below(at);
            return Cumulative is null ? at : at == 0 ? 0 : Cumulative[at - 1];
        }

        /// <summary>The code of a rank within this place.</summary>
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
