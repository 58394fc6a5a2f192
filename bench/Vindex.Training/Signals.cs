using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Text;
using Vindex.Scoring.Tickets;

namespace Vindex.Training;

internal static class Signals
{
    private static bool NextIsEmpty(ReadOnlySpan<Segment> segments, int i)
    {
        for (var j = i + 1; j < segments.Length; j++)
        {
            if (segments[j].Zone == Zone.Heading) return j > i;
            if (segments[j].Zone != Zone.Template) return false;
        }
        return true;
    }

    public static double[] Of(TicketText text, ReadOnlySpan<double[]> probability, double[] kindOdds)
    {
        var v = new List<double>();
        var segments = text.Segments;
        var total = kindOdds.Sum();
        foreach (var k in kindOdds) v.Add(3 * k / total);
        // spans
        for (var type = 0; type < 8; type++)
        {
            double sum = 0, max = 0, wordsIn = 0, words = 0, none = 1, sumBody = 0;
            for (var i = 0; i < segments.Length; i++)
            {
                if (segments[i].Zone is Zone.Code or Zone.Log || (type != 7 && segments[i].Zone is Zone.Template or Zone.Heading)) continue;
                var live = type == 7 ? 1 : 1 - probability[i][7];
                if (segments[i].Zone == Zone.Done && type is 6 or 5) live *= 0.2;
                var p = probability[i][type] * live;
                sum += p; max = Math.Max(max, p); wordsIn += p * segments[i].Words; words += segments[i].Words; none *= 1 - p;
                if (i > 0) sumBody += p;
            }
            v.Add(Math.Log(1 + sum)); v.Add(max); v.Add(Math.Log(1 + wordsIn)); v.Add(wordsIn / Math.Max(1, words)); v.Add(probability[0][type]);
        }
        // counts over live content
        double w = 0, codes = 0, links = 0, keys = 0, nums = 0, questions = 0, mentions = 0, items = 0, boxes = 0, done = 0, headings = 0, steps = 0, logs = 0, quoted = 0, sentences = 0, empty = 0, templates = 0;
        var classes = new double[64];
        var sections = new double[10];
        for (var i = 1; i < segments.Length; i++)
        {
            ref readonly var s = ref segments[i];
            if (s.Zone == Zone.Log) { logs++; continue; }
            if (s.Zone == Zone.Code) continue;
            if (s.Zone == Zone.Heading) { headings++; if (i + 1 == segments.Length || NextIsEmpty(segments, i)) empty++; continue; }
            if (s.Zone == Zone.Template) { templates++; continue; }
            var p = 1 - probability[i][7];
            sentences += p;
            w += p * s.Words;
            if (s.Zone == Zone.Done) done++;
            if (s.Checked is not null) boxes += p;
            if (s.Block == BlockKind.ListItem) items += p;
            if (s.Ordered) steps += p;
            sections[(int)s.Section] += p * s.Words;
            var clean = text.Text(s.Field).Clean;
            foreach (var t in text.TokensOf(s))
            {
                if (t.Kind == TextTokenKind.Code) codes += p;
                if (t.Kind == TextTokenKind.Link) links += p;
                if (t.Kind == TextTokenKind.Key) keys += p;
                if (t.Kind == TextTokenKind.Number) nums += p;
                if (t.Kind == TextTokenKind.Mention) mentions += p;
                if (t.Kind == TextTokenKind.Mark && clean[t.Start] == '?') questions += p;
                if (t.Kind == TextTokenKind.Mark && clean[t.Start] is '"' or '“') quoted += p;
                for (var b = t.Classes; b != 0; b &= b - 1) classes[System.Numerics.BitOperations.TrailingZeroCount(b)] += p;
            }
        }
        foreach (var c in (ReadOnlySpan<double>)[w, codes, links, keys, nums, questions, mentions, items, boxes, done, headings, steps, logs, quoted, text.CodeLines, sentences, segments[0].Words, empty, templates, headings - empty]) v.Add(Math.Log(1 + c));
        v.Add(w < 1 ? 1 : 0); v.Add(w < 12 ? 1 : 0); v.Add(w < 30 ? 1 : 0); v.Add(w > 250 ? 1 : 0);
        foreach (var s in sections) v.Add(Math.Log(1 + s));
        foreach (var s in sections) v.Add(s > 3 ? 1 : 0);
        for (var c = 1; c < text.Classes.Names.Length; c++) v.Add(Math.Log(1 + classes[c]));
        for (var c = 1; c < text.Classes.Names.Length; c++) v.Add(classes[c] / Math.Max(10, w));
        // specificity
        var known = new HashSet<ulong>(); var inSummary = new HashSet<ulong>();
        foreach (var t in text.TokensOf(segments[0])) inSummary.Add(t.Hash);
        double fresh = 0, distinct = 0, capitals = 0, longWords = 0, maxSentence = 0, paren = 0, images = 0, classless = 0, firstLen = 0, contentSeg = 0, ifs = 0;
        for (var i = 1; i < segments.Length; i++)
        {
            ref readonly var s = ref segments[i];
            if (s.Zone is Zone.Log or Zone.Code or Zone.Heading or Zone.Template || probability[i][7] > .5) continue;
            contentSeg++;
            if (firstLen == 0) firstLen = s.Words;
            maxSentence = Math.Max(maxSentence, s.Words);
            var clean = text.Text(s.Field).Clean;
            var nth = 0;
            foreach (var t in text.TokensOf(s))
            {
                if (t.Kind == TextTokenKind.Mark) { if (clean[t.Start] == '(') paren++; continue; }
                nth++;
                if (t.Kind == TextTokenKind.Word && (t.Classes & 1) == 0)
                {
                    if (known.Add(t.Hash)) { distinct++; if (!inSummary.Contains(t.Hash)) fresh++; if (t.Classes == 0) classless++; }
                    if (nth > 1 && char.IsUpper(clean[t.Start])) capitals++;
                    if (t.End - t.Start > 8) longWords++;
                }
            }
        }
        var source = text.Ticket.Description.Source;
        for (var at = source.IndexOf('!'); at >= 0 && at + 1 < source.Length; at = source.IndexOf('!', at + 1)) if (source[at + 1] == '[' || source.AsSpan(at, Math.Min(80, source.Length - at)).IndexOf(".png") > 0) images++;
        foreach (var c in (ReadOnlySpan<double>)[fresh, distinct, capitals, longWords, maxSentence, paren, images, classless, firstLen, contentSeg, ifs]) v.Add(Math.Log(1 + c));
        v.Add(fresh < 3 ? 1 : 0); v.Add(fresh < 8 ? 1 : 0); v.Add(fresh < 20 ? 1 : 0); v.Add(fresh / Math.Max(5, w)); v.Add(capitals / Math.Max(10, w)); v.Add(images > 0 && w < 20 ? 1 : 0);
        // summary shape
        var st = text.TokensOf(segments[0]); double content = 0, sClassless = 0, sCaps = 0; var sn = 0;
        foreach (var t in st) { if (t.Kind == TextTokenKind.Mark) continue; sn++; if ((t.Classes & 1) == 0) content++; if (t.Kind == TextTokenKind.Word && t.Classes == 0) sClassless++; if (sn > 1 && char.IsUpper(text.Ticket.Summary.Clean[t.Start])) sCaps++; }
        v.Add(content); v.Add(content <= 2 ? 1 : 0); v.Add(content <= 3 ? 1 : 0); v.Add(content >= 7 ? 1 : 0); v.Add(sClassless); v.Add(sCaps / Math.Max(1, sn)); v.Add(w < 12 ? content : 0); v.Add(w < 12 && content < 4 ? 1 : 0);
        // interactions of kind and main evidence
        double bug = kindOdds[2] / total, task = kindOdds[3] / total, wish = (kindOdds[0] + kindOdds[1]) / total;
        double Sum(int type, ReadOnlySpan<double[]> pr) { double x = 0; for (var i = 0; i < pr.Length; i++) x += pr[i][type] * (type == 7 ? 1 : 1 - pr[i][7]); return Math.Log(1 + x); }
        foreach (var type in (ReadOnlySpan<int>)[1, 2, 4, 5, 6]) { var x = Sum(type, probability); v.Add(bug * x); v.Add(task * x); v.Add(wish * x); }
        var lw = Math.Log(1 + w); v.Add(bug * lw); v.Add(task * lw); v.Add(wish * lw); v.Add(bug * Math.Log(1 + steps)); v.Add(bug * (sections[(int)SectionKind.Expected] > 2 ? 1 : 0)); v.Add(bug * (sections[(int)SectionKind.Steps] > 2 ? 1 : 0));
        var summary = new double[64];
        foreach (var t in text.TokensOf(segments[0])) for (var b = t.Classes; b != 0; b &= b - 1) summary[System.Numerics.BitOperations.TrailingZeroCount(b)] = 1;
        for (var c = 1; c < text.Classes.Names.Length; c++) v.Add(summary[c]);
        return [.. v];
    }
}
