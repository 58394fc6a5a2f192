using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Judging.Rules;

/// <summary>Distinguishes tickets that can be judged from filler, unfilled templates and criteria without content.</summary>
internal static class Substance
{
    private static readonly HashTable s_filler = Words(
        "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua enim minim veniam quis nostrud exercitation ullamco laboris nisi"
        + " aliquip ex ea commodo consequat asdf qwerty foo bar baz test testing xxx blah placeholder dummy sample null tbd todo title description ticket issue story task bug new untitled summary");

    // What criteria are made of, whatever they are about.
    private static readonly HashTable s_criteriaWords = Words(
        "given when then and or but scenario feature criteria criterion acceptance verify verified ensure ensures should shall must will works work working worked done complete completed correct"
        + " correctly properly expected expectation expectations result results pass passes passed fail fails met meets meet test tests tested testable success successful successfully second seconds"
        + " minute minutes user users system everything all requirement requirements implemented implementation ok good fine accepted accept story ticket condition conditions action actions happens"
        + " outcome behaviour behavior valid it is the a an as i to so that of in on for be are has have can able want need 100 5 10 within less than more figure defined");

    /// <summary>Nothing but filler, placeholders, emoji or an unfilled template under a title that says nothing.</summary>
    public static bool IsMissing(TicketText text)
    {
        var (title, body, filler) = (0, 0, 0);
        var templates = 0;
        foreach (ref readonly var segment in text.Segments)
        {
            if (segment.Zone == Zone.Template) templates++;
            if (segment.Zone is Zone.Log or Zone.Code && segment.Field != TicketField.Summary) body += 2;
            if (segment.Zone is not (Zone.Content or Zone.Done)) continue;
            foreach (ref readonly var token in text.TokensOf(segment))
            {
                if (token.Kind == TextTokenKind.Mark) continue;
                if ((token.Classes & 1) != 0) continue;
                if (s_filler.Contains(token.Hash))
                {
                    filler++;
                    continue;
                }

                if (segment.Field == TicketField.Summary) title++;
                else body++;
            }
        }

        if (title + body == 0) return true;
        if (filler >= 6 && filler > body + title) return true;
        return title <= 1 && body == 0 && (templates > 0 || filler > 0);
    }

    /// <summary>Criteria that consist of the words of criteria, or only say the title again.</summary>
    public static bool IsStuffed(TicketText text) => IsOnlyCriteriaWords(text) || IsCircular(text);

    [ThreadStatic]
    private static HashSet<ulong>? t_stems;

    // Every word of the body is a word of the title in some form, or a word of criteria.
    private static bool IsCircular(TicketText text)
    {
        const int least = 6, most = 60;
        var stems = t_stems ??= [];
        stems.Clear();
        var words = 0;
        foreach (ref readonly var segment in text.Segments)
        {
            if (segment.Zone is not (Zone.Content or Zone.Done)) continue;
            var clean = text.Text(segment.Field).Clean;
            foreach (ref readonly var token in text.TokensOf(segment))
            {
                if (token.Kind == TextTokenKind.Mark) continue;
                var stem = WordHash.Of(clean.AsSpan(token.Start, Math.Min(token.End - token.Start, 5)));
                if (segment.Field == TicketField.Summary)
                {
                    stems.Add(stem);
                    continue;
                }

                if (++words > most) return false;
                if ((token.Classes & 1) == 0 && !s_criteriaWords.Contains(token.Hash) && !stems.Contains(stem)) return false;
            }
        }

        return words >= least;
    }

    private static bool IsOnlyCriteriaWords(TicketText text)
    {
        const int least = 8;
        const int most = 6;
        var (stuffing, content) = (0, 0);
        Span<ulong> distinct = stackalloc ulong[most];
        foreach (ref readonly var segment in text.Segments)
        {
            if (segment.Zone is not (Zone.Content or Zone.Done) || segment.Field == TicketField.Summary) continue;
            foreach (ref readonly var token in text.TokensOf(segment))
            {
                if (token.Kind is TextTokenKind.Mark) continue;
                if (token.Kind == TextTokenKind.Number || s_criteriaWords.Contains(token.Hash))
                {
                    stuffing++;
                }
                else if ((token.Classes & 1) == 0 && !distinct[..content].Contains(token.Hash))
                {
                    distinct[content++] = token.Hash;
                    if (content == most) return false;
                }
            }
        }

        return stuffing >= least && content * 5 < stuffing;
    }

    private static HashTable Words(string words) => HashTable.Of([.. words.Split(' ').Distinct().Select(word => WordHash.Of(word))]);
}
