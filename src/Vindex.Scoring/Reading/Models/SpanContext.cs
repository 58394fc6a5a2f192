using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Reading.Models;

/// <summary>
/// What stands around a segment, as numbers: how likely the segment itself, its neighbors, its list and the rest of the ticket are of each span type. A second
/// model (<c>Reading/context.txt</c>) corrects each segment's likelihoods by them: an item of a list of criteria is one too, the clearest reason of a ticket is
/// more likely one than the fifth. One instance serves one ticket at a time and keeps its buffers.
/// </summary>
internal sealed class SpanContext
{
    private const int Types = ReadingModel.SpanTypes;

    /// <summary>Log-odds beyond this say no more.</summary>
    private const double Most = 5;

    private static readonly string[] s_perType = ["own", "own-of-bug", "own-of-task", "own-of-wish", "before", "after", "group", "clearest", "rest", "first"];
    private static readonly string[] s_single =
        [.. Enum.GetNames<TicketKind>().Select(kind => "kind-" + kind), "segments", "place", "item", "group-size", "alone", "continues"];

    private readonly double[] _sums = new double[Types];
    private readonly double[] _best = new double[Types];
    private readonly double[] _second = new double[Types];
    private readonly int[] _clearest = new int[Types];
    private int[] _groups = [];
    private int[] _sizes = [];
    private double[] _groupSums = [];
    private int _contents;

    /// <summary>The names of the numbers, in the order in which they are written.</summary>
    public static string[] Names { get; } =
        [.. s_perType.SelectMany(name => ReadingNames.Spans.Select(type => $"context:{name}-{type}")), .. s_single.Select(name => "context:" + name)];

    /// <summary>A likelihood after a correction of its log-odds.</summary>
    public static double Corrected(double share, double correction)
    {
        var odds = share * Math.Exp(correction);
        return odds / (1 - share + odds);
    }

    /// <summary>Begins with a ticket.</summary>
    /// <param name="segments">Its segments.</param>
    /// <param name="rows">How likely each is of each type by itself, row by row.</param>
    public void Begin(ReadOnlySpan<Segment> segments, ReadOnlySpan<double> rows)
    {
        if (_groups.Length < segments.Length)
            (_groups, _sizes, _groupSums) = (new int[segments.Length * 2], new int[segments.Length * 2], new double[segments.Length * 2 * Types]);
        Array.Clear(_sums);
        Array.Clear(_best);
        Array.Clear(_second);
        _contents = segments.Length == 0 ? 0 : segments[^1].Place + 1;
        var group = -1;
        for (var i = 0; i < segments.Length; i++)
        {
            if (i == 0 || !AreTogether(segments[i - 1], segments[i]))
            {
                group++;
                _sizes[group] = 0;
                _groupSums.AsSpan(group * Types, Types).Clear();
            }

            _groups[i] = group;
            _sizes[group]++;
            AddToGroup(rows.Slice(i * Types, Types), _groupSums.AsSpan(group * Types, Types));
            if (segments[i].Zone != Zone.Log) Add(rows.Slice(i * Types, Types), i);
        }
    }

    /// <summary>Writes the numbers of a segment.</summary>
    /// <param name="segments">The ticket's segments.</param>
    /// <param name="index">The segment.</param>
    /// <param name="rows">How likely each is of each type by itself, row by row.</param>
    /// <param name="kinds">How likely the ticket is of each kind.</param>
    /// <param name="values">One for each of <see cref="Names"/>.</param>
    public void Write(ReadOnlySpan<Segment> segments, int index, ReadOnlySpan<double> rows, ReadOnlySpan<double> kinds, Span<double> values)
    {
        ref readonly var segment = ref segments[index];
        var own = rows.Slice(index * Types, Types);
        var (bug, task) = (kinds[(int)TicketKind.Bug], kinds[(int)TicketKind.Task]);
        var wish = kinds[(int)TicketKind.Story] + kinds[(int)TicketKind.Feature];
        var group = _groups[index];
        var others = _sizes[group] - 1;
        for (var type = 0; type < Types; type++)
        {
            var odds = LogOdds(own[type]);
            values[type] = odds;
            values[Types + type] = bug * odds;
            values[(2 * Types) + type] = task * odds;
            values[(3 * Types) + type] = wish * odds;
            values[(6 * Types) + type] = others == 0 ? 0 : (_groupSums[(group * Types) + type] - own[type]) / others;
            values[(7 * Types) + type] = _clearest[type] == index ? _second[type] : _best[type];
            values[(8 * Types) + type] = Math.Log(1 + Math.Max(0, _sums[type] - own[type]));
            values[(9 * Types) + type] = _clearest[type] == index ? 1 : 0;
        }

        Neighbor(segments, index, index - 1, rows, values.Slice(4 * Types, Types));
        Neighbor(segments, index, index + 1, rows, values.Slice(5 * Types, Types));
        var at = s_perType.Length * Types;
        kinds.CopyTo(values[at..]);
        at += kinds.Length;
        values[at++] = Math.Log(1 + _contents);
        values[at++] = (double)segment.Place / _contents;
        values[at++] = segment.Block == BlockKind.ListItem ? 1 : 0;
        values[at++] = Math.Log(1 + others);
        values[at++] = others == 0 ? 1 : 0;
        values[at] = segment.OpensBlock ? 0 : 1;
    }

    // Sentences of the same text, or items of the same list.
    private static bool AreTogether(in Segment left, in Segment right) =>
        left.Field == right.Field && left.Block == right.Block && left.Heading == right.Heading && left.Zone == right.Zone;

    private static double LogOdds(double share) => Math.Clamp(Math.Log(Math.Max(share, 1e-9) / Math.Max(1 - share, 1e-9)), -Most, Most);

    private static void Neighbor(ReadOnlySpan<Segment> segments, int index, int neighbor, ReadOnlySpan<double> rows, Span<double> values)
    {
        if ((uint)neighbor < (uint)segments.Length && segments[neighbor].Field == segments[index].Field) rows.Slice(neighbor * Types, Types).CopyTo(values);
        else values.Clear();
    }

    private static void AddToGroup(ReadOnlySpan<double> row, Span<double> group)
    {
        for (var type = 0; type < Types; type++) group[type] += row[type];
    }

    private void Add(ReadOnlySpan<double> row, int index)
    {
        for (var type = 0; type < Types; type++)
        {
            _sums[type] += row[type];
            if (row[type] > _best[type]) (_second[type], _best[type], _clearest[type]) = (_best[type], row[type], index);
            else if (row[type] > _second[type]) _second[type] = row[type];
        }
    }
}
