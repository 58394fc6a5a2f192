using System.Globalization;
using System.Numerics;
using Vindex.Scoring.Reading.Text;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Reading.Models;

/// <summary>The features of a segment that the span classifier looks at.</summary>
internal static class SegmentFeatures
{
    private static readonly FeatureGroup s_word = new("w");
    private static readonly FeatureGroup s_pair = new("p");
    private static readonly FeatureGroup s_skip = new("sk");
    private static readonly FeatureGroup s_first = new("f");
    private static readonly FeatureGroup s_firstTwo = new("ff");
    private static readonly FeatureGroup s_last = new("l");
    private static readonly FeatureGroup s_heading = new("h");
    private static readonly FeatureGroup s_class = new("c");
    private static readonly FeatureGroup s_firstClass = new("fc");
    private static readonly FeatureGroup s_classPair = new("cp");
    private static readonly FeatureGroup s_shape = new("x");
    private static readonly FeatureGroup s_before = new("b");
    private static readonly FeatureGroup s_kind = new("k");
    private static readonly FeatureGroup s_shapeOfKind = new("kx");
    private static readonly FeatureGroup s_pattern = new("r");
    private static readonly FeatureGroup s_patternOfKind = new("kr");
    private static readonly FeatureGroup s_patternBefore = new("rb");
    private static readonly FeatureGroup s_patternAfter = new("rn");
    private static readonly FeatureGroup s_patternHeading = new("rh");
    private static readonly FeatureGroup s_wordInSummary = new("sw");

    private static readonly string[] s_kindNames = Enum.GetNames<TicketKind>();
    private static readonly Word[] s_kindWords = Word.Of(s_kindNames);
    private static readonly string[] s_blockNames = Enum.GetNames<BlockKind>();
    private static readonly Feature[] s_kinds = s_kind.Features("", s_kindNames);
    private static readonly ShapeByKind s_blocks = new("block-", s_blockNames);
    private static readonly ShapeByKind s_sections = new("section-", Enum.GetNames<SectionKind>());
    private static readonly ShapeByKind s_fields = new("field-", ["summary", "description", "criteria"]);
    private static readonly ShapeByKind s_lengths = new("words-", ["0", "1", "2", "3", "5", "8", "13", "19", "29"]);
    private static readonly Feature[] s_zones = s_shape.Features("zone-", Enum.GetNames<Zone>());
    private static readonly Feature[] s_blocksNext = s_shape.Features("", [.. s_blockNames.Select(name => name + "-next")]);
    private static readonly Feature[] s_blocksBefore = s_shape.Features("", [.. s_blockNames.Select(name => name + "-before")]);
    private static readonly Feature[] s_twice = s_class.Features("twice-", [.. Enumerable.Range(0, 64).Select(i => i.ToString(CultureInfo.InvariantCulture))]);
    private static readonly Feature[] s_wrappings = [.. Wrappings.SelectMany(mark => s_shape.Features($"wrapped-{mark}", "both", "left"))];
    private static readonly Feature[] s_overlaps = s_shape.Features("overlap-", "none", "0", "low", "some", "high");
    private static readonly ShapeByKind s_places = new("place-", ["first", "second", "last", "front", "middle", "back"]);
    private static readonly Feature[] s_zonesBefore = s_shape.Features("", [.. Enum.GetNames<Zone>().Select(name => "zone-" + name + "-before")]);
    private static readonly Feature[] s_zonesNext = s_shape.Features("", [.. Enum.GetNames<Zone>().Select(name => "zone-" + name + "-next")]);
    private static readonly Feature[] s_nths = s_shape.Features("nth-", "1", "2", "3", "4", "7");
    private static readonly string[] s_sizes = ["1", "2", "4", "9", "20"];
    private static readonly Feature[] s_titles =
        [.. Enum.GetNames<TitleForm>().SelectMany(form => s_shape.Features($"title-{form.ToLowerInvariant()}-", [.. s_sizes.Select(size => "of-" + size)]))];
    private static readonly Feature[] s_titlesOf = s_shape.Features("title-of-", s_sizes);
    private static readonly Feature s_ticked = s_shape.Feature("box-ticked");
    private static readonly Feature s_unticked = s_shape.Feature("box-open");
    private static readonly Feature s_numbered = s_shape.Feature("list-numbered");
    private static readonly Feature s_continues = s_shape.Feature("opens-no");
    private static readonly Feature s_asks = s_shape.Feature("mark-question");
    private static readonly Feature s_quotes = s_shape.Feature("mark-quotes");
    private static readonly Feature[] s_beginnings = s_shape.Features("begins-", "upper", "lower", "digit", "paren", "bracket", "angle", "mark");
    private static readonly Feature[] s_endings = s_shape.Features(
        "ends-", "stop", "question", "exclamation", "colon", "paren", "bracket", "angle", "word", "mark");
    private static readonly Feature s_afterHeading = s_shape.Feature("after-heading");
    private static readonly Feature s_noHeading = s_shape.Feature("no-heading");
    private static readonly Feature s_only = s_shape.Feature("place-only");
    private static readonly Feature s_long = s_shape.Feature("long-ticket");

    // Emphasis and quotation marks around a segment, outside of its clean text.
    private const string Wrappings = "_*`<{~\"";

    /// <summary>Most tokens of the summary or a heading that each segment is compared with, so that reading stays linear.</summary>
    private const int MostCompared = 40;

    /// <summary>Adds the features of a segment.</summary>
    /// <param name="text">The ticket.</param>
    /// <param name="index">The segment.</param>
    /// <param name="kind">The ticket's kind.</param>
    /// <param name="features">Takes them.</param>
    public static void Add(TicketText text, int index, TicketKind kind, FeatureBuffer features)
    {
        var segments = text.Segments;
        ref readonly var segment = ref segments[index];
        var tokens = text.TokensOf(segment);
        var clean = text.Text(segment.Field).Clean;
        AddWords(tokens, clean, segment.Field == TicketField.Summary, features);
        AddClasses(text, tokens, features);
        AddShape(text, index, kind, features);
        AddPlace(text, index, kind, features);
        features.Add(s_kinds[(int)kind]);
        var patterns = text.Classes.Patterns.Labels;
        features.AddEach(s_pattern, segment.Patterns, patterns);
        for (var bits = segment.Patterns; bits != 0; bits &= bits - 1)
            features.Add(s_patternOfKind, patterns[BitOperations.TrailingZeroCount(bits)], s_kindWords[(int)kind]);
        if (index > 0 && segments[index - 1].Field == segment.Field) features.AddEach(s_patternBefore, segments[index - 1].Patterns, patterns);
        if (index + 1 < segments.Length && segments[index + 1].Field == segment.Field) features.AddEach(s_patternAfter, segments[index + 1].Patterns, patterns);
        if (segment.Heading >= 0) features.AddEach(s_patternHeading, segments[segment.Heading].Patterns, patterns);
    }

    private static void AddWords(ReadOnlySpan<TextToken> tokens, string clean, bool summary, FeatureBuffer features)
    {
        var (before, beforeThat) = (-1, -1);
        for (var i = 0; i < tokens.Length; i++)
        {
            ref readonly var token = ref tokens[i];
            if (token.Kind == TextTokenKind.Mark && clean[token.Start] is not ('?' or '!' or ':' or '"')) continue;
            features.Add(s_word, token, clean);
            if (summary) features.Add(s_wordInSummary, token, clean);
            if (before < 0)
            {
                features.Add(s_first, token, clean);
            }
            else
            {
                features.Add(s_pair, tokens[before], token, clean);
                if (beforeThat < 0) features.Add(s_firstTwo, tokens[before], token, clean);
                else features.Add(s_skip, tokens[beforeThat], token, clean);
            }

            (beforeThat, before) = (before, i);
        }

        if (before >= 0) features.Add(s_last, tokens[before], clean);
    }

    private static void AddClasses(TicketText text, ReadOnlySpan<TextToken> tokens, FeatureBuffer features)
    {
        ulong seen = 0, twice = 0, last = 0;
        var words = 0;
        var labels = text.Classes.Labels;
        foreach (ref readonly var token in tokens)
        {
            if (!token.IsWordLike) continue;
            twice |= seen & token.Classes;
            seen |= token.Classes;
            if (words++ == 0) features.AddEach(s_firstClass, token.Classes, labels);
            features.AddPairs(s_classPair, last & ~1UL, token.Classes & ~1UL, labels);
            last = token.Classes;
        }

        features.AddEach(s_class, seen, labels);
        for (; twice != 0; twice &= twice - 1) features.Add(s_twice[BitOperations.TrailingZeroCount(twice)]);
    }

    private static void AddShape(TicketText text, int index, TicketKind kind, FeatureBuffer features)
    {
        ref readonly var segment = ref text.Segments[index];
        var chars = text.TextOf(segment);
        s_blocks.Add((int)segment.Block, kind, features);
        s_sections.Add((int)segment.Section, kind, features);
        features.Add(s_zones[(int)segment.Zone]);
        s_fields.Add((int)segment.Field, kind, features);
        s_lengths.Add(segment.Words switch { <= 2 => segment.Words, <= 4 => 3, <= 7 => 4, <= 12 => 5, <= 18 => 6, <= 28 => 7, _ => 8 }, kind, features);
        if (segment.Checked is { } ticked) features.Add(ticked ? s_ticked : s_unticked);
        if (segment.Ordered) features.Add(s_numbered);
        if (!segment.OpensBlock) features.Add(s_continues);
        if (chars.Contains('?')) features.Add(s_asks);
        if (chars.ContainsAny('"', '“')) features.Add(s_quotes);
        if (chars.Length > 0)
        {
            features.Add(s_beginnings[Beginning(chars[0])]);
            features.Add(s_endings[Ending(chars[^1])]);
        }

        AddWrapping(text, segment, features);
    }

    private static int Beginning(char c) =>
        char.IsUpper(c) ? 0 : char.IsLower(c) ? 1 : char.IsDigit(c) ? 2 : c switch { '(' => 3, '[' => 4, '<' => 5, _ => 6 };

    private static int Ending(char c) => c switch
    {
        '.' => 0,
        '?' => 1,
        '!' => 2,
        ':' => 3,
        ')' => 4,
        ']' => 5,
        '>' => 6,
        _ => char.IsLetterOrDigit(c) ? 7 : 8,
    };

    private static void AddWrapping(TicketText text, in Segment segment, FeatureBuffer features)
    {
        if (segment.End <= segment.Start) return;
        var field = text.Text(segment.Field);
        var (start, end) = field.ToSource(segment.Start, segment.End);
        var (left, right) = (start > 0 ? field.Source[start - 1] : '\n', end < field.Source.Length ? field.Source[end] : '\n');
        var mark = Wrappings.IndexOf(left);
        if (mark >= 0) features.Add(s_wrappings[(2 * mark) + (right == left || right is '}' or '>' ? 0 : 1)]);
    }

    private static void AddPlace(TicketText text, int index, TicketKind kind, FeatureBuffer features)
    {
        var segments = text.Segments;
        ref readonly var segment = ref segments[index];
        if (segment.Heading >= 0)
        {
            ref readonly var heading = ref segments[segment.Heading];
            var clean = text.Text(heading.Field).Clean;
            var headingTokens = text.TokensOf(heading);
            foreach (ref readonly var token in headingTokens[..Math.Min(headingTokens.Length, MostCompared)])
            {
                if (token.Kind == TextTokenKind.Word) features.Add(s_heading, token, clean);
            }

            if (index == segment.Heading + 1) features.Add(s_afterHeading);
            features.Add(s_nths[(index - segment.Heading) switch { <= 3 and var nth => nth - 1, <= 6 => 3, _ => 4 }]);
        }
        else
        {
            features.Add(s_noHeading);
        }

        if (segment.Field == TicketField.Summary)
        {
            var size = text.Contents switch { 0 => 0, <= 2 => 1, <= 7 => 2, <= 18 => 3, _ => 4 };
            features.Add(s_titlesOf[size]);
            features.Add(s_titles[((int)TitleForms.Of(text) * s_sizes.Length) + size]);
            return;
        }

        var (place, contents) = (segment.Place, text.Contents);
        s_places.Add(
            place == 0 ? 0 : place == 1 ? 1 : place >= contents - 1 ? 2 : place * 3 < contents ? 3 : place * 3 < contents * 2 ? 4 : 5,
            kind,
            features);
        if (contents <= 1) features.Add(s_only);
        if (contents >= 30) features.Add(s_long);
        if (index + 1 < segments.Length)
        {
            features.Add(s_blocksNext[(int)segments[index + 1].Block]);
            features.Add(s_zonesNext[(int)segments[index + 1].Zone]);
        }

        ref readonly var previous = ref segments[index - 1];
        features.Add(s_blocksBefore[(int)previous.Block]);
        features.Add(s_zonesBefore[(int)previous.Zone]);
        var previousText = text.Text(previous.Field).Clean;
        var count = 0;
        foreach (ref readonly var token in text.TokensOf(previous))
        {
            if (count++ == 3) break;
            if (token.Kind == TextTokenKind.Word) features.Add(s_before, token, previousText);
        }

        features.Add(s_overlaps[Overlap(text, segment)]);
    }

    // A step of s_overlaps: how many of a segment's words the summary has.
    private static int Overlap(TicketText text, in Segment segment)
    {
        var summary = text.TokensOf(text.Segments[0]);
        if (summary.Length > MostCompared) summary = summary[..MostCompared];
        var (shared, content) = (0, 0);
        foreach (ref readonly var token in text.TokensOf(segment))
        {
            if (token.Kind != TextTokenKind.Word || (token.Classes & 1) != 0) continue;
            content++;
            foreach (ref readonly var other in summary)
            {
                if (other.Hash != token.Hash) continue;
                shared++;
                break;
            }
        }

        return content == 0 ? 0 : shared == 0 ? 1 : shared * 4 < content ? 2 : shared * 2 < content ? 3 : 4;
    }

    /// <summary>Shapes that count by themselves and again for each kind of ticket.</summary>
    private sealed class ShapeByKind(string prefix, string[] names)
    {
        private readonly Feature[] _alone = s_shape.Features(prefix, names);
        private readonly Feature[] _ofKind = [.. s_kindNames.SelectMany(kind => s_shapeOfKind.Features(prefix, [.. names.Select(name => $"{name}-{kind}")]))];

        public void Add(int shape, TicketKind kind, FeatureBuffer features)
        {
            features.Add(_alone[shape]);
            features.Add(_ofKind[((int)kind * _alone.Length) + shape]);
        }
    }
}
