using Vindex.Scoring.Reading.Text;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Reading;

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
    private static readonly FeatureGroup s_patternBefore = new("rb");
    private static readonly FeatureGroup s_patternAfter = new("rn");
    private static readonly FeatureGroup s_patternHeading = new("rh");
    private static readonly FeatureGroup s_wordInSummary = new("sw");

    private static readonly string[] s_blockNames = Enum.GetNames<BlockKind>();
    private static readonly string[] s_sectionNames = Enum.GetNames<SectionKind>();
    private static readonly string[] s_zoneNames = Enum.GetNames<Zone>();
    private static readonly string[] s_kindNames = Enum.GetNames<TicketKind>();

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
        AddPlace(text, index, features);
        features.Add(s_kind, s_kindNames[(int)kind]);
        var names = text.Classes.Patterns.Names;
        Each(segment.Patterns, names, s_pattern, features);
        if (index > 0 && segments[index - 1].Field == segment.Field) Each(segments[index - 1].Patterns, names, s_patternBefore, features);
        if (index + 1 < segments.Length && segments[index + 1].Field == segment.Field) Each(segments[index + 1].Patterns, names, s_patternAfter, features);
        if (segment.Heading >= 0) Each(segments[segment.Heading].Patterns, names, s_patternHeading, features);
    }

    private static void AddWords(ReadOnlySpan<TextToken> tokens, string clean, bool summary, FeatureBuffer features)
    {
        var (before, beforeThat) = (-1, -1);
        for (var i = 0; i < tokens.Length; i++)
        {
            ref readonly var token = ref tokens[i];
            if (token.Kind == TextTokenKind.Mark && clean[token.Start] is not ('?' or '!' or ':' or '"')) continue;
            var text = NameOf(token, clean);
            features.Add(s_word, token.Hash, text);
            if (summary) features.Add(s_wordInSummary, token.Hash, text);
            if (before < 0) features.Add(s_first, token.Hash, text);
            else
            {
                var last = NameOf(tokens[before], clean);
                features.Add(s_pair, tokens[before].Hash, token.Hash, last, text);
                if (beforeThat < 0) features.Add(s_firstTwo, tokens[before].Hash, token.Hash, last, text);
                else features.Add(s_skip, tokens[beforeThat].Hash, token.Hash, NameOf(tokens[beforeThat], clean), text);
            }

            (beforeThat, before) = (before, i);
        }

        if (before >= 0) features.Add(s_last, tokens[before].Hash, NameOf(tokens[before], clean));
    }

    /// <summary>The word, or what stands for a token that is no word.</summary>
    public static ReadOnlySpan<char> NameOf(in TextToken token, string clean) => token.Kind switch
    {
        TextTokenKind.Word or TextTokenKind.Mark => clean.AsSpan(token.Start, token.End - token.Start),
        TextTokenKind.Number => token.Hash == s_numberHash ? "_num_" : "_ver_",
        TextTokenKind.Code => "_code_",
        TextTokenKind.Link => "_url_",
        TextTokenKind.Key => "_key_",
        _ => "_at_",
    };

    private static readonly ulong s_numberHash = WordHash.Of("_num_");

    private static void AddClasses(TicketText text, ReadOnlySpan<TextToken> tokens, FeatureBuffer features)
    {
        ulong seen = 0, twice = 0, last = 0;
        var words = 0;
        var names = text.Classes.Names;
        foreach (var token in tokens)
        {
            if (!token.IsWordLike) continue;
            twice |= seen & token.Classes;
            seen |= token.Classes;
            if (words++ == 0) Each(token.Classes, names, s_firstClass, features);
            for (var a = last & ~1UL; a != 0; a &= a - 1)
            {
                for (var b = token.Classes & ~1UL; b != 0; b &= b - 1)
                {
                    var (x, y) = (names[System.Numerics.BitOperations.TrailingZeroCount(a)], names[System.Numerics.BitOperations.TrailingZeroCount(b)]);
                    features.Add(s_classPair, WordHash.Of(x), WordHash.Of(y), x, y);
                }
            }

            last = token.Classes;
        }

        Each(seen, names, s_class, features);
        for (; twice != 0; twice &= twice - 1) features.Add(s_class, s_twiceNames[System.Numerics.BitOperations.TrailingZeroCount(twice)]);
    }

    private static readonly string[] s_twiceNames = [.. Enumerable.Range(0, 64).Select(i => $"twice-{i}")];

    private static void Each(ulong bits, string[] names, in FeatureGroup group, FeatureBuffer features)
    {
        for (; bits != 0; bits &= bits - 1) features.Add(group, names[System.Numerics.BitOperations.TrailingZeroCount(bits)]);
    }

    private static void AddShape(TicketText text, int index, TicketKind kind, FeatureBuffer features)
    {
        ref readonly var segment = ref text.Segments[index];
        var chars = text.TextOf(segment);
        Shape("block-", s_blockNames[(int)segment.Block]);
        Shape("section-", s_sectionNames[(int)segment.Section]);
        Shape("zone-", s_zoneNames[(int)segment.Zone]);
        Shape("field-", segment.Field == TicketField.Summary ? "summary" : segment.Field == TicketField.Description ? "description" : "criteria");
        Shape("words-", segment.Words switch { 0 => "0", 1 => "1", 2 => "2", <= 4 => "3", <= 7 => "5", <= 12 => "8", <= 18 => "13", <= 28 => "19", _ => "29" });
        if (segment.Checked is { } ticked) Shape("box-", ticked ? "ticked" : "open");
        if (segment.Ordered) Shape("list-", "numbered");
        if (!segment.OpensBlock) Shape("opens-", "no");
        if (chars.Contains('?')) Shape("mark-", "question");
        if (chars.Contains('"') || chars.Contains('“')) Shape("mark-", "quotes");
        if (chars.Length > 0)
        {
            Shape("begins-", char.IsUpper(chars[0]) ? "upper" : char.IsLower(chars[0]) ? "lower" : char.IsDigit(chars[0]) ? "digit" : chars[0] == '(' ? "paren" : chars[0] == '[' ? "bracket" : chars[0] == '<' ? "angle" : "mark");
            Shape("ends-", chars[^1] switch { '.' => "stop", '?' => "question", '!' => "exclamation", ':' => "colon", ')' => "paren", ']' => "bracket", '>' => "angle", _ => char.IsLetterOrDigit(chars[^1]) ? "word" : "mark" });
        }

        var field = text.Text(segment.Field);
        if (segment.End > segment.Start)
        {
            var (start, end) = field.ToSource(segment.Start, segment.End);
            var (left, right) = (start > 0 ? field.Source[start - 1] : '\n', end < field.Source.Length ? field.Source[end] : '\n');
            if (left is '_' or '*' or '`' or '<' or '{' or '~' or '"') Shape("wrapped-", left + "" + (right == left || right is '}' or '>' ? "both" : "left"));
        }

        void Shape(string prefix, string value)
        {
            features.Add(s_shape, prefix + value);
            if (prefix is "section-" or "block-" or "words-" or "field-") features.Add(s_shapeOfKind, prefix + value + "-" + s_kindNames[(int)kind]);
        }
    }

    private static void AddPlace(TicketText text, int index, FeatureBuffer features)
    {
        var segments = text.Segments;
        ref readonly var segment = ref segments[index];
        if (segment.Heading >= 0)
        {
            var heading = segments[segment.Heading];
            var clean = text.Text(heading.Field).Clean;
            var headingTokens = text.TokensOf(heading);
            foreach (var token in headingTokens[..Math.Min(headingTokens.Length, MostCompared)])
            {
                if (token.Kind == TextTokenKind.Word) features.Add(s_heading, token.Hash, NameOf(token, clean));
            }

            if (index == segment.Heading + 1) features.Add(s_shape, "after-heading");
        }
        else features.Add(s_shape, "no-heading");

        if (segment.Field == TicketField.Summary) return;
        var place = index - 1;
        features.Add(s_shape, place == 0 ? "place-first" : place == 1 ? "place-second" : index == segments.Length - 1 ? "place-last" : place * 3 < segments.Length ? "place-front" : place * 3 < segments.Length * 2 ? "place-middle" : "place-back");
        if (segments.Length <= 2) features.Add(s_shape, "place-only");
        if (segments.Length > 30) features.Add(s_shape, "long-ticket");
        if (index + 1 < segments.Length) features.Add(s_shape, s_blockNames[(int)segments[index + 1].Block] + "-next");
        ref readonly var previous = ref segments[index - 1];
        features.Add(s_shape, s_blockNames[(int)previous.Block] + "-before");
        var previousText = text.Text(previous.Field).Clean;
        var count = 0;
        foreach (var token in text.TokensOf(previous))
        {
            if (count++ == 3) break;
            if (token.Kind == TextTokenKind.Word) features.Add(s_before, token.Hash, NameOf(token, previousText));
        }

        features.Add(s_shape, Overlap(text, segment));
    }

    private static string Overlap(TicketText text, in Segment segment)
    {
        var summary = text.TokensOf(text.Segments[0]);
        if (summary.Length > MostCompared) summary = summary[..MostCompared];
        var (shared, content) = (0, 0);
        foreach (var token in text.TokensOf(segment))
        {
            if (token.Kind != TextTokenKind.Word || (token.Classes & 1) != 0) continue;
            content++;
            foreach (var other in summary)
            {
                if (other.Hash != token.Hash) continue;
                shared++;
                break;
            }
        }

        return content == 0 ? "overlap-none" : shared == 0 ? "overlap-0" : shared * 4 < content ? "overlap-low" : shared * 2 < content ? "overlap-some" : "overlap-high";
    }
}
