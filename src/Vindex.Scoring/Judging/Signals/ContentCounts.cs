using System.Runtime.CompilerServices;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Reading.Text;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Judging.Signals;

/// <summary>Counts over what the author wrote: template text, logs and code are left out or counted apart.</summary>
internal struct ContentCounts
{
    private const int SectionKinds = 10;
    private const int MostDistinct = 2048;
    private const int MostPictures = 10;
    private SectionWords _sections;

    public double Words;
    public double Sentences;
    public double Templates;
    public double EmptySections;
    public double Headings;
    public double NewWords;
    public double Opening;
    public double Longest;
    public double Names;
    public double Numbered;
    public double Versions;
    public double Questions;
    public double Identifiers;
    public double Logs;
    public double Links;
    public double Keys;
    public double Numbers;
    public double Quotes;
    public double Items;
    public double Boxes;
    public double Done;
    public double Mentions;
    public double Pictures;
    public double TitleWords;
    public double TitleNames;
    public double TitleKeys;
    public double TitleJoins;

    /// <summary>List items and lines that begin with an order: "Add a filter".</summary>
    public double Orders;

    /// <summary>Sentences that say what must, should or needs to be.</summary>
    public double Demands;

    /// <summary>Words in sections of a kind.</summary>
    public readonly double In(SectionKind kind) => Math.Min(_sections[(int)kind], 200);

    /// <summary>Counts a ticket.</summary>
    public static ContentCounts Of(TicketText text, ReadOnlySpan<double> spans)
    {
        var counts = default(ContentCounts);
        var distinct = t_distinct ??= new HashSet<ulong>(256);
        distinct.Clear();
        var segments = text.Segments;
        for (var i = 0; i < segments.Length; i++)
        {
            ref readonly var segment = ref segments[i];
            if (segment.Field == TicketField.Summary) counts.AddTitle(text, segment, distinct);
            else counts.Add(text, i, 1 - spans[(i * ReadingModel.SpanTypes) + (int)SpanType.Boilerplate], distinct);
        }

        counts.Pictures = CountPictures(text.Ticket.Description.Source, MostPictures);
        return counts;
    }

    [ThreadStatic]
    private static HashSet<ulong>? t_distinct;

    private void AddTitle(TicketText text, in Segment segment, HashSet<ulong> distinct)
    {
        var first = true;
        foreach (var token in text.TokensOf(segment))
        {
            if (token.Kind == TextTokenKind.Mark)
            {
                if (!first && text.Ticket.Summary.Clean[token.Start] is ',' or '&' or '+' or '/') TitleJoins++;
                continue;
            }

            if (token.Hash == s_and) TitleJoins++;
            if ((token.Classes & 1) == 0) TitleWords++;
            if (token.Kind == TextTokenKind.Key) TitleKeys++;
            if (!first && token.Kind == TextTokenKind.Word && char.IsUpper(text.Ticket.Summary.Clean[token.Start])) TitleNames++;
            if (distinct.Count < MostDistinct) distinct.Add(token.Hash);
            first = false;
        }
    }

    private void Add(TicketText text, int index, double share, HashSet<ulong> distinct)
    {
        var segments = text.Segments;
        ref readonly var segment = ref segments[index];
        switch (segment.Zone)
        {
            case Zone.Log: Logs++; return;
            case Zone.Code: return;
            case Zone.Template: Templates++; return;
            case Zone.Heading:
                if (IsEmptySection(segments, index)) EmptySections++;
                else Headings++;
                return;
        }

        if (Opening == 0) Opening = segment.Words;
        Longest = Math.Max(Longest, segment.Words);
        Sentences += share;
        Words += share * segment.Words;
        _sections[(int)segment.Section] += share * segment.Words;
        if (segment.Zone == Zone.Done) Done++;
        if (segment.Checked is not null) Boxes += share;
        if (segment.Block == BlockKind.ListItem) Items += share;
        if (segment.Ordered) Numbered += share;
        if ((segment.Patterns & s_demands) != 0) Demands += share;
        if (segment.OpensBlock && segment.Section != SectionKind.Steps && StartsWithOrder(text, segment)) Orders += share;
        AddTokens(text, segment, share, distinct);
    }

    private void AddTokens(TicketText text, in Segment segment, double share, HashSet<ulong> distinct)
    {
        var clean = text.Text(segment.Field).Clean;
        var first = true;
        foreach (ref readonly var token in text.TokensOf(segment))
        {
            switch (token.Kind)
            {
                case TextTokenKind.Code: Identifiers += share; break;
                case TextTokenKind.Link: Links += share; break;
                case TextTokenKind.Key: Keys += share; break;
                case TextTokenKind.Number when token.Hash == s_version: Versions += share; break;
                case TextTokenKind.Number: Numbers += share; break;
                case TextTokenKind.Mention: Mentions += share; break;
                case TextTokenKind.Mark when clean[token.Start] == '?': Questions += share; break;
                case TextTokenKind.Mark when clean[token.Start] is '"' or '“': Quotes += share; break;
                case TextTokenKind.Word when (token.Classes & 1) == 0:
                    if (distinct.Count < MostDistinct && distinct.Add(token.Hash)) NewWords += share;
                    if (!first && char.IsUpper(clean[token.Start])) Names += share;
                    break;
            }

            if (token.Kind != TextTokenKind.Mark) first = false;
        }
    }

    private static readonly ulong s_version = WordHash.Of("_ver_");
    private static readonly ulong s_and = WordHash.Of("and");

    private static readonly ulong s_demands = ReadingModel.Classes.Patterns.Bit("must") | ReadingModel.Classes.Patterns.Bit("expected");
    private static readonly ulong s_order = ReadingModel.Classes.Bit("order");

    private static bool StartsWithOrder(TicketText text, in Segment segment)
    {
        foreach (ref readonly var token in text.TokensOf(segment))
        {
            if (token.Kind != TextTokenKind.Mark) return (token.Classes & s_order) != 0;
        }

        return false;
    }

    // A heading with nothing but template text before the next heading.
    private static bool IsEmptySection(ReadOnlySpan<Segment> segments, int heading)
    {
        for (var i = heading + 1; i < segments.Length; i++)
        {
            if (segments[i].Zone == Zone.Heading || segments[i].Field != segments[heading].Field) return true;
            if (segments[i].Zone != Zone.Template) return false;
        }

        return true;
    }

    // "![alt](picture.png)", "!picture.png!"
    private static int CountPictures(ReadOnlySpan<char> source, int most)
    {
        var pictures = 0;
        while (pictures < most && source.IndexOf('!') is >= 0 and var mark)
        {
            source = source[(mark + 1)..];
            if (source.StartsWith("[") || source[..Math.Min(80, source.Length)].IndexOfAny(s_pictureNames) > 0) pictures++;
        }

        return pictures;
    }

    /// <summary>Whether a text shows a picture.</summary>
    public static bool HasPictures(string source) => CountPictures(source, 1) > 0;

    private static readonly System.Buffers.SearchValues<string> s_pictureNames = System.Buffers.SearchValues.Create(
        [".png", ".jpg", ".jpeg", ".gif"], StringComparison.OrdinalIgnoreCase);

    [InlineArray(SectionKinds)]
    private struct SectionWords
    {
        private double _first;
    }
}
