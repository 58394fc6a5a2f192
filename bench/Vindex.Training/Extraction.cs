using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;

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

    /// <summary>A row a token of all segments that hold a span.</summary>
    public Examples Tokens { get; private set; } = null!;

    /// <summary>For each of those tokens the share of readers who have it in a span, by type.</summary>
    public double[][] TokenCover { get; private set; } = [];

    /// <summary>The ticket of each of those tokens.</summary>
    public int[] TicketOfToken { get; private set; } = [];

    /// <summary>The segment of each of those tokens.</summary>
    public int[] SegmentOfToken { get; private set; } = [];

    public int SegmentCount => TicketOf.Length;

    /// <summary>Reads the segments, given each ticket's kind.</summary>
    public void ReadSegments(TicketKind[] kinds)
    {
        var (rows, cover, ticketOf, code) = (new List<ulong[]>(), new List<double[]>(), new List<int>(), new List<bool>());
        var (tokenRows, tokenCover, ticketOfToken, segmentOfToken) = (new List<ulong[]>(), new List<double[]>(), new List<int>(), new List<int>());
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
                if (cover[^(_text.Segments.Length - i)].Any(share => share > 0)) AddTokens(t, i, rows.Count - 1);
            }
        }

        void AddTokens(int ticket, int segment, int row)
        {
            var tokens = _text.TokensOf(_text.Segments[segment]);
            var labels = TokenLabels.Of(_text, segment, Tickets[ticket].Ratings);
            var opener = -1;
            for (var k = 0; k < tokens.Length; k++)
            {
                _features.Clear();
                PhraseFeatures.Add(_text, _text.Segments[segment], tokens, k, opener, _features);
                tokenRows.Add(_features.Hashes.ToArray());
                tokenCover.Add([.. labels.Select(type => type[k])]);
                ticketOfToken.Add(ticket);
                segmentOfToken.Add(row);
                if (PhraseFeatures.IsOpener(tokens[k])) opener = k;
            }
        }

        (Cover, TicketOf, IsCode) = ([.. cover], [.. ticketOf], [.. code]);
        (TokenCover, TicketOfToken, SegmentOfToken) = ([.. tokenCover], [.. ticketOfToken], [.. segmentOfToken]);
        Tokens = Examples.Of(tokenRows, [.. ticketOfToken.Select(t => ProjectOf[t])], LeastProjects, 8);
        Segments = Examples.Of(rows, [.. ticketOf.Select(t => ProjectOf[t])], LeastProjects, 6);
    }

    /// <summary>What stands around each segment, given what was read in it by itself.</summary>
    public float[][] Contexts(double[][] spanOdds, double[][] kindOdds)
    {
        var contexts = new float[SegmentCount][];
        var context = new SpanContext();
        var values = new double[SpanContext.Names.Length];
        var first = 0;
        for (var t = 0; t < Tickets.Length; t++)
        {
            _text.Read(Tickets[t].Ticket.Ticket!);
            var segments = _text.Segments;
            var flat = spanOdds[first..(first + segments.Length)].SelectMany(row => row).ToArray();
            context.Begin(segments, flat);
            for (var i = 0; i < segments.Length; i++)
            {
                context.Write(segments, i, flat, kindOdds[t], values);
                contexts[first + i] = Array.ConvertAll(values, value => (float)value);
            }

            first += segments.Length;
        }

        return contexts;
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
