using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Reading.Text;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Judging.Explanations;

/// <summary>A range of a field's clean text; nothing when <see cref="End"/> is 0.</summary>
internal readonly record struct Place(TicketField Field, int Start, int End)
{
    /// <summary>Whether there is such a place.</summary>
    public bool Exists => End > Start;
}

/// <summary>Finds the words of the ticket that show a contribution.</summary>
internal static class Evidence
{
    private const int LongestQuote = 160;

    /// <summary>The words for a group of signals, and how likely they are what the group is about; nothing when it is an absence.</summary>
    public static (Place Place, double Likelihood) Of(string group, TicketText text, ReadOnlySpan<double> spans)
    {
        var type = group switch
        {
            "role" => SpanType.Role,
            "reason" => SpanType.Reason,
            "criteria" => SpanType.Criteria,
            "dependency" => SpanType.Dependency,
            "prescribed" => SpanType.Prescribed,
            "vague" => SpanType.Vague,
            "several" => SpanType.Several,
            _ => (SpanType?)null,
        };
        return type is { } span ? Clearest(text, spans, (int)span) : (Fact(group, text), 1);
    }

    private static Place Fact(string group, TicketText text)
    {
        return group switch
        {
            "title" => SegmentAt(text, 0),
            "template" => First(text, static (in Segment s, TicketText _) => s.Zone == Zone.Template),
            "headings" => First(text, static (in Segment s, TicketText _) => s.Zone == Zone.Heading),
            "lists" => First(text, static (in Segment s, TicketText _) => TicketSignals.IsLive(s) && s.Block == BlockKind.ListItem),
            "trace" => First(text, static (in Segment s, TicketText _) => s.Zone == Zone.Log),
            "steps" => InSection(text, SectionKind.Steps),
            "expected" => InSection(text, SectionKind.Expected),
            "actual" => InSection(text, SectionKind.Actual),
            "environment" => InSection(text, SectionKind.Environment),
            "motivation" => InSection(text, SectionKind.Motivation),
            "implementation" => InSection(text, SectionKind.Implementation),
            "questions" => First(text, static (in Segment s, TicketText t) => TicketSignals.IsLive(s) && IsQuestion(t.TextOf(s))),
            "quoted" => Token(text, static (in TextToken t, string clean) => t.Kind == TextTokenKind.Mark && clean[t.Start] is '"' or '“', whole: true),
            "code" =>
                Token(text, static (in TextToken t, string _) => t.Kind == TextTokenKind.Code) is { Exists: true } place
                    ? place
                    : First(text, static (in Segment s, TicketText _) => s.Zone == Zone.Code),
            "links" => Token(text, static (in TextToken t, string _) => t.Kind == TextTokenKind.Link),
            "references" => Token(text, static (in TextToken t, string _) => t.Kind == TextTokenKind.Key),
            "numbers" => Token(text, static (in TextToken t, string _) => t.Kind == TextTokenKind.Number),
            "people" => Token(text, static (in TextToken t, string _) => t.Kind == TextTokenKind.Mention),
            _ => default,
        };
    }

    /// <summary>The first occurrence of a feature of the word model.</summary>
    public static Place OfWord(WordFeature feature, TicketText text)
    {
        if (!feature.HasWords) return default;
        if (feature.Class is { } name) return OfClass(name, text, feature.IsTitle);
        var (first, second) = (feature.First, feature.Second);
        foreach (ref readonly var segment in text.Segments)
        {
            if ((segment.Field == TicketField.Summary) != feature.IsTitle || segment.Zone is Zone.Heading or Zone.Code) continue;
            var tokens = text.TokensOf(segment);
            for (var i = 0; i < tokens.Length; i++)
            {
                if (tokens[i].Hash != first) continue;
                if (second == 0) return new(segment.Field, tokens[i].Start, tokens[i].End);
                for (var next = i + 1; next < tokens.Length && next < i + 3; next++)
                {
                    if (tokens[next].Hash == second) return new(segment.Field, tokens[i].Start, tokens[next].End);
                }
            }
        }

        return default;
    }

    private static Place OfClass(string name, TicketText text, bool title)
    {
        if (Array.IndexOf(text.Classes.Names, name) < 0) return default;
        var bit = text.Classes.Bit(name);
        foreach (ref readonly var segment in text.Segments)
        {
            if ((segment.Field == TicketField.Summary) != title || segment.Zone is Zone.Heading or Zone.Code) continue;
            foreach (ref readonly var token in text.TokensOf(segment))
            {
                if ((token.Classes & bit) != 0) return new(segment.Field, token.Start, token.End);
            }
        }

        return default;
    }

    private static (Place Place, double Likelihood) Clearest(TicketText text, ReadOnlySpan<double> spans, int type)
    {
        const double least = 0.05;
        var segments = text.Segments;
        var (best, share) = (-1, 0.0);
        for (var i = 0; i < segments.Length; i++)
        {
            if (TicketSignals.Share(segments[i], spans.Slice(i * ReadingModel.SpanTypes, ReadingModel.SpanTypes), type) is var s && s > share)
                (best, share) = (i, s);
        }

        return (share > least ? SegmentAt(text, best) : default, share);
    }

    // "Who pays?", not the query of a URL or a pattern.
    private static bool IsQuestion(ReadOnlySpan<char> words) =>
        words.TrimEnd(" )”\"*_") is [.., char before, '?'] && (char.IsLetterOrDigit(before) || before is ')' or '"' or '”' or '\'' or '`');

    private static Place InSection(TicketText text, SectionKind section)
    {
        foreach (ref readonly var segment in text.Segments)
        {
            if (TicketSignals.IsLive(segment) && segment.Section == section && segment.Field != TicketField.Summary)
                return Cut(text, segment.Field, segment.Start, segment.End);
        }

        return default;
    }

    private static Place First(TicketText text, SegmentTest test)
    {
        for (var i = 0; i < text.Segments.Length; i++)
        {
            if (text.Segments[i].Field != TicketField.Summary && test(text.Segments[i], text)) return SegmentAt(text, i);
        }

        return default;
    }

    private static Place Token(TicketText text, TokenTest test, bool whole = false)
    {
        for (var i = 0; i < text.Segments.Length; i++)
        {
            ref readonly var segment = ref text.Segments[i];
            if (!TicketSignals.IsLive(segment)) continue;
            var clean = text.Text(segment.Field).Clean;
            foreach (ref readonly var token in text.TokensOf(segment))
            {
                if (test(token, clean)) return whole ? SegmentAt(text, i) : Cut(text, segment.Field, token.Start, token.End);
            }
        }

        return default;
    }

    private static Place SegmentAt(TicketText text, int index)
    {
        ref readonly var segment = ref text.Segments[index];
        return Cut(text, segment.Field, segment.Start, segment.End);
    }

    // A quote is cut at a blank, and never within a character.
    private static Place Cut(TicketText text, TicketField field, int start, int end)
    {
        if (end - start <= LongestQuote) return new(field, start, end);
        var clean = text.Text(field).Clean;
        var cut = clean.AsSpan(start, LongestQuote).LastIndexOf(' ');
        end = start + (cut > LongestQuote / 2 ? cut : LongestQuote);
        return new(field, start, char.IsHighSurrogate(clean[end - 1]) ? end - 1 : end);
    }

    private delegate bool SegmentTest(in Segment segment, TicketText text);

    private delegate bool TokenTest(in TextToken token, string clean);
}
