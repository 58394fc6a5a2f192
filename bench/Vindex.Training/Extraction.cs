using Vindex.Scoring.Judging;
using Vindex.Scoring.Reading;

namespace Vindex.Training;

/// <summary>The features of all tickets and segments, as the judge extracts them.</summary>
internal sealed class Extraction
{
    public const int LeastProjects = 5;
    private readonly FeatureBuffer _features;
    private readonly TicketText _text = new(ReadingModel.Classes);

    public Extraction(RatedTicket[] tickets)
    {
        Tickets = tickets;
        _features = new FeatureBuffer { Names = Names };
        var numbers = tickets.Select(t => t.Project).Distinct().Index().ToDictionary(p => p.Item, p => p.Index);
        ProjectOf = [.. tickets.Select(t => numbers[t.Project])];
        var rows = new List<ulong[]>();
        foreach (var ticket in tickets)
        {
            _text.Read(ticket.Ticket.Ticket!);
            _features.Clear();
            KindFeatures.Add(_text, _features);
            rows.Add(_features.Hashes.ToArray());
        }

        Kinds = Examples.Of(rows, ProjectOf, LeastProjects, 6);
    }

    public RatedTicket[] Tickets { get; }

    public int[] ProjectOf { get; }

    /// <summary>Names of features by hash.</summary>
    public Dictionary<ulong, string> Names { get; } = [];

    /// <summary>A row a ticket.</summary>
    public Examples Kinds { get; }

    /// <summary>A row a segment.</summary>
    public Examples Segments { get; private set; } = null!;

    /// <summary>How much of each segment the readers' spans of each type cover.</summary>
    public double[][] Cover { get; private set; } = [];

    /// <summary>The ticket of each segment.</summary>
    public int[] TicketOf { get; private set; } = [];

    /// <summary>Whether a segment is code, which has no spans.</summary>
    public bool[] IsCode { get; private set; } = [];

    public int SegmentCount => TicketOf.Length;

    /// <summary>Reads the segments, given each ticket's kind.</summary>
    public void ReadSegments(TicketKind[] kinds)
    {
        var (rows, cover, ticketOf, code) = (new List<ulong[]>(), new List<double[]>(), new List<int>(), new List<bool>());
        for (var t = 0; t < Tickets.Length; t++)
        {
            _text.Read(Tickets[t].Ticket.Ticket!);
            cover.AddRange(SpanLabels.Of(_text, Tickets[t].Ratings));
            for (var i = 0; i < _text.Segments.Length; i++)
            {
                _features.Clear();
                SegmentFeatures.Add(_text, i, kinds[t], _features);
                rows.Add(_features.Hashes.ToArray());
                ticketOf.Add(t);
                code.Add(_text.Segments[i].Zone == Zone.Code);
            }
        }

        (Cover, TicketOf, IsCode) = ([.. cover], [.. ticketOf], [.. code]);
        Segments = Examples.Of(rows, [.. ticketOf.Select(t => ProjectOf[t])], LeastProjects, 6);
    }

    /// <summary>The signals of each ticket, given what was read in it.</summary>
    public double[][] Signals(double[][] spanOdds, double[][] kindOdds)
    {
        var signals = new double[Tickets.Length][];
        var segment = 0;
        for (var t = 0; t < Tickets.Length; t++)
        {
            _text.Read(Tickets[t].Ticket.Ticket!);
            var flat = spanOdds[segment..(segment + _text.Segments.Length)].SelectMany(row => row).ToArray();
            segment += _text.Segments.Length;
            signals[t] = new double[TicketSignals.Names.Length];
            TicketSignals.Write(_text, flat, kindOdds[t], signals[t]);
        }

        return signals;
    }
}
