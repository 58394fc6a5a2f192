using Vindex.Scoring.Reading.Text;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Reading;

/// <summary>The features of a whole ticket that its kind is recognised by.</summary>
internal static class KindFeatures
{
    private static readonly FeatureGroup s_summaryWord = new("S");
    private static readonly FeatureGroup s_summaryPair = new("SP");
    private static readonly FeatureGroup s_summaryFirst = new("SF");
    private static readonly FeatureGroup s_summaryClass = new("SC");
    private static readonly FeatureGroup s_summaryClassPair = new("SCP");
    private static readonly FeatureGroup s_firstClass = new("SFC");
    private static readonly FeatureGroup s_word = new("W");
    private static readonly FeatureGroup s_pair = new("P");
    private static readonly FeatureGroup s_class = new("C");
    private static readonly FeatureGroup s_heading = new("H");
    private static readonly FeatureGroup s_section = new("Q");
    private static readonly FeatureGroup s_opening = new("O");
    private static readonly FeatureGroup s_classTwice = new("C2");
    private static readonly FeatureGroup s_pattern = new("R");
    private static readonly FeatureGroup s_patternTwice = new("R2");
    private static readonly FeatureGroup s_openingPattern = new("RO");
    private static readonly FeatureGroup s_summaryPattern = new("RS");
    private static readonly FeatureGroup s_summaryStem = new("SS");
    private static readonly FeatureGroup s_shape = new("X");
    private static readonly string[] s_sectionNames = Enum.GetNames<SectionKind>();

    /// <summary>Words that begin with the same letters count as forms of one.</summary>
    private const int StemLength = 5;

    /// <summary>Adds the features of a ticket.</summary>
    public static void Add(TicketText text, FeatureBuffer features)
    {
        AddSummary(text, features);
        var segments = text.Segments;
        ulong once = 0, twice = 0, patterns = 0, patternsTwice = 0;
        var sections = 0;
        var (words, logs, questions, boxes, items, steps, contents) = (0, 0, 0, 0, 0, 0, 0);
        for (var i = 1; i < segments.Length; i++)
        {
            ref readonly var segment = ref segments[i];
            if (segment.Zone == Zone.Log) logs++;
            if (segment.Zone is Zone.Code or Zone.Log or Zone.Template or Zone.Untrusted) continue;
            var clean = text.Text(segment.Field).Clean;
            var tokens = text.TokensOf(segment);
            if (segment.Zone == Zone.Heading)
            {
                if (!IsFilled(segments, i)) continue;
                foreach (var token in tokens)
                {
                    if (token.Kind == TextTokenKind.Word) features.Add(s_heading, token.Hash, SegmentFeatures.NameOf(token, clean));
                }

                continue;
            }

            contents++;
            patternsTwice |= patterns & segment.Patterns;
            patterns |= segment.Patterns;
            if (contents == 1) Each(segment.Patterns, text.Classes.Patterns.Names, s_openingPattern, features);
            words += segment.Words;
            sections |= 1 << (int)segment.Section;
            if (segment.Checked is not null) boxes++;
            if (segment.Block == BlockKind.ListItem) items++;
            if (segment.Ordered) steps++;
            var last = -1;
            for (var t = 0; t < tokens.Length; t++)
            {
                ref readonly var token = ref tokens[t];
                if (token.Kind == TextTokenKind.Mark)
                {
                    if (clean[token.Start] == '?') questions++;
                    continue;
                }

                twice |= once & token.Classes;
                once |= token.Classes;
                var name = SegmentFeatures.NameOf(token, clean);
                features.Add(s_word, token.Hash, name);
                if (last >= 0) features.Add(s_pair, tokens[last].Hash, token.Hash, SegmentFeatures.NameOf(tokens[last], clean), name);
                if (contents == 1 && t < 8) features.Add(s_opening, token.Hash, name);
                last = t;
            }
        }

        Each(once, text.Classes.Names, s_class, features);
        Each(twice, text.Classes.Names, s_classTwice, features);
        Each(patterns, text.Classes.Patterns.Names, s_pattern, features);
        Each(patternsTwice, text.Classes.Patterns.Names, s_patternTwice, features);
        for (var i = 0; sections >> i != 0; i++)
        {
            if ((sections >> i & 1) != 0) features.Add(s_section, s_sectionNames[i]);
        }

        Bucket("words-", words);
        Bucket("logs-", logs);
        Bucket("questions-", questions);
        Bucket("boxes-", boxes);
        Bucket("items-", items);
        Bucket("numbered-", steps);
        Bucket("code-", text.CodeLines);
        Bucket("summary-", segments[0].Words);

        void Bucket(string name, int count) =>
            features.Add(s_shape, name + (count switch { 0 => "0", 1 => "1", 2 => "2", <= 5 => "3", <= 10 => "6", <= 20 => "11", <= 50 => "21", <= 120 => "51", _ => "121" }));
    }

    // Whether something the author wrote follows before the next heading.
    private static bool IsFilled(ReadOnlySpan<Segment> segments, int heading)
    {
        for (var i = heading + 1; i < segments.Length && segments[i].Zone != Zone.Heading; i++)
        {
            if (segments[i].Zone != Zone.Template) return true;
        }

        return false;
    }

    private static void AddSummary(TicketText text, FeatureBuffer features)
    {
        var clean = text.Ticket.Summary.Clean;
        var opened = false;
        ulong seen = 0;
        var names = text.Classes.Names;
        foreach (ref readonly var segment in text.Segments)
        {
            if (segment.Field != TicketField.Summary) break;
            Each(segment.Patterns, text.Classes.Patterns.Names, s_summaryPattern, features);
            var tokens = text.TokensOf(segment);
            var last = -1;
            ulong lastClasses = 0;
            for (var t = 0; t < tokens.Length; t++)
            {
                ref readonly var token = ref tokens[t];
                if (token.Kind == TextTokenKind.Mark && clean[token.Start] is not ('?' or ':' or '"')) continue;
                var name = SegmentFeatures.NameOf(token, clean);
                features.Add(s_summaryWord, token.Hash, name);
                if (token.Kind == TextTokenKind.Word && token.End - token.Start > StemLength) features.Add(s_summaryStem, WordHash.Of(name[..StemLength]), name[..StemLength]);
                if (token.IsWordLike && !opened)
                {
                    opened = true;
                    features.Add(s_summaryFirst, token.Hash, name);
                    Each(token.Classes, names, s_firstClass, features);
                }

                // "Component: Add x": what follows the colon begins it.
                if (last >= 0 && t > 0 && tokens[t - 1].Kind == TextTokenKind.Mark && clean[tokens[t - 1].Start] is ':' or ']' or '-' && token.Kind == TextTokenKind.Word)
                {
                    features.Add(s_summaryFirst, token.Hash, name);
                    Each(token.Classes, names, s_firstClass, features);
                }

                if (last >= 0) features.Add(s_summaryPair, tokens[last].Hash, token.Hash, SegmentFeatures.NameOf(tokens[last], clean), name);
                for (var a = lastClasses & ~1UL; a != 0; a &= a - 1)
                {
                    for (var b = token.Classes & ~1UL; b != 0; b &= b - 1)
                    {
                        var (x, y) = (names[System.Numerics.BitOperations.TrailingZeroCount(a)], names[System.Numerics.BitOperations.TrailingZeroCount(b)]);
                        features.Add(s_summaryClassPair, WordHash.Of(x), WordHash.Of(y), x, y);
                    }
                }

                if (token.IsWordLike)
                {
                    seen |= token.Classes;
                    if ((token.Classes & 1) == 0) lastClasses = token.Classes;
                }

                last = t;
            }
        }

        Each(seen, names, s_summaryClass, features);
    }

    private static void Each(ulong bits, string[] names, in FeatureGroup group, FeatureBuffer features)
    {
        for (; bits != 0; bits &= bits - 1) features.Add(group, names[System.Numerics.BitOperations.TrailingZeroCount(bits)]);
    }
}
