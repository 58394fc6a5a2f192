using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Judging.Signals;

/// <summary>
/// What the scores are made of: named numbers about a ticket. A name is <c>group/detail</c>; the signals of one group are shown as one contribution. Each
/// number is
/// 0 for a ticket that shows nothing of it and grows slower and slower.
/// </summary>
internal static class TicketSignals
{
    private const int Role = (int)SpanType.Role;
    private const int Reason = (int)SpanType.Reason;
    private const int Criteria = (int)SpanType.Criteria;
    private const int Prescribed = (int)SpanType.Prescribed;
    private const int Vague = (int)SpanType.Vague;
    private const int Several = (int)SpanType.Several;
    private const int Boilerplate = (int)SpanType.Boilerplate;

    private static readonly string[] s_names =
    [
        "kind/story", "kind/feature", "kind/bug", "kind/task", "kind/spike", "kind/epic", "kind/not_a_ticket",
        .. SpanNames("role"), .. SpanNames("reason"), .. SpanNames("criteria"), .. SpanNames("dependency"), .. SpanNames("prescribed"), .. SpanNames("vague"),
        .. SpanNames("several"),
        "template/hints", "template/empty", "template/share",
        "detail/words", "detail/words-of-bug", "detail/words-of-task", "detail/words-of-wish", "detail/new-words", "detail/new-words-share", "detail/none",
        "detail/little", "detail/sentences",
        "detail/opening", "detail/longest", "detail/names", "detail/much",
        "title/words", "title/one-or-two", "title/three", "title/long", "title/alone", "title/alone-short", "title/names",
        "steps/words", "steps/of-bug", "steps/numbered", "expected/words", "expected/of-bug", "actual/words", "environment/words", "environment/versions",
        "motivation/words",
        "implementation/words", "questions/marks", "questions/section", "code/identifiers", "code/lines", "trace/lines", "links/links", "links/only",
        "references/keys",
        "references/title", "numbers/numbers", "quoted/texts", "lists/items", "lists/boxes", "lists/done", "headings/filled", "people/mentions",
        "pictures/pictures", "pictures/only",
        "reason/of-bug", "reason/of-task", "reason/of-wish", "criteria/of-bug", "criteria/of-task", "criteria/of-wish", "prescribed/of-bug",
        "prescribed/of-task", "prescribed/of-wish",
        "vague/of-bug", "vague/of-task", "vague/of-wish", "several/of-bug", "several/of-task", "several/of-wish",
        "title/joined", "lists/orders", "lists/open", "lists/demands",
    ];

    private static readonly string[] s_groups = [.. s_names.Select(name => name[..name.IndexOf('/', StringComparison.Ordinal)]).Distinct()];
    private static readonly int[] s_groupOf = [.. s_names.Select(name => Array.IndexOf(s_groups, name[..name.IndexOf('/', StringComparison.Ordinal)]))];

    // Nearly all counts are small whole numbers.
    private static readonly double[] s_logs = [.. Enumerable.Range(1, 601).Select(count => Math.Log(count))];

    /// <summary>The names, in the order in which values are written.</summary>
    public static ReadOnlySpan<string> Names => s_names;

    /// <summary>The groups.</summary>
    public static ReadOnlySpan<string> Groups => s_groups;

    /// <summary>The group of each signal.</summary>
    public static ReadOnlySpan<int> GroupOf => s_groupOf;

    private static string[] SpanNames(string type) => [type + "/sum", type + "/clearest", type + "/words", type + "/share", type + "/title"];

    /// <summary>Whether a segment counts as the author's own words.</summary>
    public static bool IsLive(in Segment segment) => segment.Zone is Zone.Content or Zone.Done;

    /// <summary>Writes the signals of a ticket.</summary>
    /// <param name="text">The ticket.</param>
    /// <param name="spans">How likely each segment is of each span type, row by row.</param>
    /// <param name="kinds">How likely the ticket is of each kind; the sum is 1.</param>
    /// <param name="values">One for each of <see cref="Names"/>.</param>
    public static void Write(TicketText text, ReadOnlySpan<double> spans, ReadOnlySpan<double> kinds, Span<double> values)
    {
        var at = 0;
        for (var kind = 0; kind < ReadingModel.Kinds; kind++) values[at++] = kinds[kind];
        Span<double> sums = stackalloc double[ReadingModel.SpanTypes];
        for (var type = 0; type < Boilerplate; type++) sums[type] = WriteSpans(text, spans, type, values, ref at);
        var (bug, task, wish) = (kinds[(int)TicketKind.Bug], kinds[(int)TicketKind.Task], kinds[(int)TicketKind.Story] + kinds[(int)TicketKind.Feature]);
        var counts = ContentCounts.Of(text, spans);
        WriteContent(text, counts, bug, task, wish, values, ref at);
        foreach (var type in (ReadOnlySpan<int>)[Reason, Criteria, Prescribed, Vague, Several])
        {
            var sum = Log(sums[type]);
            values[at++] = bug * sum;
            values[at++] = task * sum;
            values[at++] = wish * sum;
        }

        Put(
            values, ref at, Math.Min(counts.TitleJoins, 3), Log(Math.Min(counts.Orders, 20)), Log(Math.Clamp(counts.Boxes - counts.Done, 0, 20)),
            Log(Math.Min(counts.Demands, 20)));
    }

    /// <summary>How much of a segment's likelihood of a type counts: none in code and logs, little where it looks like a template or is done.</summary>
    public static double Share(in Segment segment, ReadOnlySpan<double> row, int type)
    {
        if (!IsLive(segment)) return 0;
        var share = row[type] * (1 - row[Boilerplate]);
        return segment.Zone == Zone.Done && type is Several or (int)SpanType.Dependency ? share * 0.2 : share;
    }

    private static double WriteSpans(TicketText text, ReadOnlySpan<double> spans, int type, Span<double> values, ref int at)
    {
        var segments = text.Segments;
        double sum = 0, clearest = 0, inside = 0, words = 0;
        for (var i = 0; i < segments.Length; i++)
        {
            if (!IsLive(segments[i])) continue;
            var share = Share(segments[i], spans.Slice(i * ReadingModel.SpanTypes, ReadingModel.SpanTypes), type);
            sum += share;
            clearest = Math.Max(clearest, share);
            inside += share * segments[i].Words;
            words += segments[i].Words;
        }

        values[at++] = Log(sum);
        values[at++] = clearest;
        values[at++] = Log(inside);
        values[at++] = inside / Math.Max(words, 1);
        values[at++] = Share(segments[0], spans[..ReadingModel.SpanTypes], type);
        return sum;
    }

    private static void WriteContent(TicketText text, in ContentCounts counts, double bug, double task, double wish, Span<double> values, ref int at)
    {
        var words = Log(Math.Min(counts.Words, 600));
        var title = counts.TitleWords;
        Put(values, ref at, Log(counts.Templates), Log(counts.EmptySections), counts.Templates / (counts.Templates + counts.Sentences + 1));
        Put(
            values, ref at, words, bug * words, task * words, wish * words, Log(Math.Min(counts.NewWords, 300)), counts.NewWords / Math.Max(counts.Words, 5),
            Lack(counts.NewWords, 3), Lack(counts.NewWords, 10),
            Log(Math.Min(counts.Sentences, 60)), Log(Math.Min(counts.Opening, 60)), Log(Math.Min(counts.Longest, 60)), Log(Math.Min(counts.Names, 60)),
            counts.Words > 250 ? 1 : 0);
        Put(
            values, ref at, Math.Min(title, 14), title <= 2 ? 1 : 0, title == 3 ? 1 : 0, title >= 7 ? 1 : 0,
            Lack(counts.NewWords, 10) * Math.Min(title, 14), title < 4 ? Lack(counts.NewWords, 10) : 0, Log(counts.TitleNames));
        Put(
            values, ref at, Log(counts.In(SectionKind.Steps)), bug * (counts.In(SectionKind.Steps) > 2 ? 1 : 0), Log(Math.Min(counts.Numbered, 20)),
            Log(counts.In(SectionKind.Expected)),
            bug * (counts.In(SectionKind.Expected) > 2 ? 1 : 0), Log(counts.In(SectionKind.Actual)), Log(counts.In(SectionKind.Environment)),
            Log(Math.Min(counts.Versions, 10)),
            Log(counts.In(SectionKind.Motivation)), Log(counts.In(SectionKind.Implementation)), Log(Math.Min(counts.Questions, 10)),
            Log(counts.In(SectionKind.Questions)));
        Put(
            values, ref at, Log(Math.Min(counts.Identifiers, 40)), Log(Math.Min(text.CodeLines, 60)), Log(Math.Min(counts.Logs, 60)),
            Log(Math.Min(counts.Links, 10)),
            counts.Links > 0 && counts.Words - counts.Links < 12 ? 1 : 0, Log(Math.Min(counts.Keys, 10)), counts.TitleKeys > 0 ? 1 : 0,
            Log(Math.Min(counts.Numbers, 30)),
            Log(Math.Min(counts.Quotes, 20)), Log(Math.Min(counts.Items, 40)), Log(Math.Min(counts.Boxes, 20)), Log(Math.Min(counts.Done, 20)),
            Log(Math.Min(counts.Headings, 12)),
            Log(Math.Min(counts.Mentions, 6)), Log(Math.Min(counts.Pictures, 6)), counts.Pictures > 0 && counts.Words < 20 ? 1 : 0);
    }

    private static void Put(Span<double> values, ref int at, params ReadOnlySpan<double> numbers)
    {
        numbers.CopyTo(values[at..]);
        at += numbers.Length;
    }

    // 1 for nothing, 0 for enough, and no jump between them: one more sentence is worth what it says.
    private static double Lack(double count, double enough) => Math.Max(0, 1 - (count / enough));

    private static double Log(double count)
    {
        var whole = (int)count;
        return whole == count && (uint)whole < (uint)s_logs.Length ? s_logs[whole] : Math.Log(1 + count);
    }
}
