using Vindex.Scoring.Reading.Text;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Reading.Models;

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
    private static readonly FeatureGroup s_form = new("F");
    private static readonly Feature[] s_sections = s_section.Features("", Enum.GetNames<SectionKind>());
    private static readonly Feature[] s_words = Buckets("words-");
    private static readonly Feature[] s_logs = Buckets("logs-");
    private static readonly Feature[] s_questions = Buckets("questions-");
    private static readonly Feature[] s_boxes = Buckets("boxes-");
    private static readonly Feature[] s_items = Buckets("items-");
    private static readonly Feature[] s_numbered = Buckets("numbered-");
    private static readonly Feature[] s_code = Buckets("code-");
    private static readonly Feature[] s_summaryWords = Buckets("summary-");
    private static readonly string[] s_formNames = [.. Enum.GetNames<TitleForm>().Select(name => name.ToLowerInvariant())];
    private static readonly Feature[] s_forms = s_form.Features("", s_formNames);
    private static readonly Feature[] s_failingForms = s_form.Features("failing-", s_formNames);
    private static readonly Feature[] s_bareForms = s_form.Features("bare-", s_formNames);
    private static readonly Feature[] s_bareFailingForms = s_form.Features("bare-failing-", s_formNames);
    private static readonly ulong s_failures =
        new[] { "fails", "cannot", "wrong", "error", "regression" }.Aggregate(0UL, (bits, name) => bits | ReadingModel.Classes.Patterns.Bit(name));

    /// <summary>A ticket with fewer words in its description is judged by its title.</summary>
    private const int Bare = 12;

    /// <summary>Words that begin with the same letters count as forms of one.</summary>
    private const int StemLength = 5;

    /// <summary>Adds the features of a ticket.</summary>
    public static void Add(TicketText text, FeatureBuffer features)
    {
        AddSummary(text, features);
        var segments = text.Segments;
        var totals = default(Totals);
        for (var i = 1; i < segments.Length; i++)
        {
            ref readonly var segment = ref segments[i];
            if (segment.Zone == Zone.Log) totals.Logs++;
            if (segment.Zone is Zone.Code or Zone.Log or Zone.Template or Zone.Untrusted) continue;
            if (segment.Zone != Zone.Heading) AddContent(text, segment, ref totals, features);
            else if (IsFilled(segments, i)) AddHeading(text, segment, features);
        }

        var (classes, patterns) = (text.Classes.Labels, text.Classes.Patterns.Labels);
        features.AddEach(s_class, totals.Classes, classes);
        features.AddEach(s_classTwice, totals.ClassesTwice, classes);
        features.AddEach(s_pattern, totals.Patterns, patterns);
        features.AddEach(s_patternTwice, totals.PatternsTwice, patterns);
        for (var i = 0; totals.Sections >> i != 0; i++)
        {
            if ((totals.Sections >> i & 1) != 0) features.Add(s_sections[i]);
        }

        features.Add(s_words[Bucket(totals.Words)]);
        features.Add(s_logs[Bucket(totals.Logs)]);
        features.Add(s_questions[Bucket(totals.Questions)]);
        features.Add(s_boxes[Bucket(totals.Boxes)]);
        features.Add(s_items[Bucket(totals.Items)]);
        features.Add(s_numbered[Bucket(totals.Steps)]);
        features.Add(s_code[Bucket(text.CodeLines)]);
        features.Add(s_summaryWords[Bucket(segments[0].Words)]);
        AddForm(text, totals.Words < Bare, features);
    }

    private static void AddForm(TicketText text, bool isBare, FeatureBuffer features)
    {
        var form = (int)TitleForms.Of(text);
        var isFailing = (text.Segments[0].Patterns & s_failures) != 0;
        features.Add(s_forms[form]);
        if (isFailing) features.Add(s_failingForms[form]);
        if (isBare) features.Add((isFailing ? s_bareFailingForms : s_bareForms)[form]);
    }

    private static void AddHeading(TicketText text, in Segment segment, FeatureBuffer features)
    {
        var clean = text.Text(segment.Field).Clean;
        foreach (ref readonly var token in text.TokensOf(segment))
        {
            if (token.Kind == TextTokenKind.Word) features.Add(s_heading, token, clean);
        }
    }

    private static void AddContent(TicketText text, in Segment segment, ref Totals totals, FeatureBuffer features)
    {
        const int opening = 8;
        totals.PatternsTwice |= totals.Patterns & segment.Patterns;
        totals.Patterns |= segment.Patterns;
        var isFirst = totals.Contents++ == 0;
        if (isFirst) features.AddEach(s_openingPattern, segment.Patterns, text.Classes.Patterns.Labels);
        totals.Words += segment.Words;
        totals.Sections |= 1 << (int)segment.Section;
        if (segment.Checked is not null) totals.Boxes++;
        if (segment.Block == BlockKind.ListItem) totals.Items++;
        if (segment.Ordered) totals.Steps++;
        var clean = text.Text(segment.Field).Clean;
        var tokens = text.TokensOf(segment);
        var last = -1;
        for (var t = 0; t < tokens.Length; t++)
        {
            ref readonly var token = ref tokens[t];
            if (token.Kind == TextTokenKind.Mark)
            {
                if (clean[token.Start] == '?') totals.Questions++;
                continue;
            }

            totals.ClassesTwice |= totals.Classes & token.Classes;
            totals.Classes |= token.Classes;
            features.Add(s_word, token, clean);
            if (last >= 0) features.Add(s_pair, tokens[last], token, clean);
            if (isFirst && t < opening) features.Add(s_opening, token, clean);
            last = t;
        }
    }

    // Counts in steps, each named by its least.
    private static Feature[] Buckets(string name) => s_shape.Features(name, "0", "1", "2", "3", "6", "11", "21", "51", "121");

    private static int Bucket(int count) => count switch { <= 2 => count, <= 5 => 3, <= 10 => 4, <= 20 => 5, <= 50 => 6, <= 120 => 7, _ => 8 };

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
        var labels = text.Classes.Labels;
        foreach (ref readonly var segment in text.Segments)
        {
            if (segment.Field != TicketField.Summary) break;
            features.AddEach(s_summaryPattern, segment.Patterns, text.Classes.Patterns.Labels);
            var tokens = text.TokensOf(segment);
            var last = -1;
            ulong lastClasses = 0;
            for (var t = 0; t < tokens.Length; t++)
            {
                ref readonly var token = ref tokens[t];
                if (token.Kind == TextTokenKind.Mark && clean[token.Start] is not ('?' or ':' or '"')) continue;
                features.Add(s_summaryWord, token, clean);
                var isLong = token.Kind == TextTokenKind.Word && token.End - token.Start > StemLength;
                if (isLong) features.AddStem(s_summaryStem, token.NameIn(clean)[..StemLength]);
                if (token.IsWordLike && !opened)
                {
                    opened = true;
                    features.Add(s_summaryFirst, token, clean);
                    features.AddEach(s_firstClass, token.Classes, labels);
                }

                // "Component: Add x": what follows the colon begins it.
                if (last >= 0 && t > 0 && tokens[t - 1].Kind == TextTokenKind.Mark && clean[tokens[t - 1].Start] is ':' or ']' or '-'
                    && token.Kind == TextTokenKind.Word)
                {
                    features.Add(s_summaryFirst, token, clean);
                    features.AddEach(s_firstClass, token.Classes, labels);
                }

                if (last >= 0) features.Add(s_summaryPair, tokens[last], token, clean);
                features.AddPairs(s_summaryClassPair, lastClasses & ~1UL, token.Classes & ~1UL, labels);

                if (token.IsWordLike)
                {
                    seen |= token.Classes;
                    if ((token.Classes & 1) == 0) lastClasses = token.Classes;
                }

                last = t;
            }
        }

        features.AddEach(s_summaryClass, seen, labels);
    }

    /// <summary>Counts over all segments.</summary>
    private struct Totals
    {
        public ulong Classes;
        public ulong ClassesTwice;
        public ulong Patterns;
        public ulong PatternsTwice;
        public int Sections;
        public int Contents;
        public int Words;
        public int Logs;
        public int Questions;
        public int Boxes;
        public int Items;
        public int Steps;
    }
}
