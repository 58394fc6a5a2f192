using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Outline;

namespace Vindex.Scoring.Rubric.Signals;

/// <summary>Words joined by "and", "or", a slash or a comma.</summary>
/// <param name="Text">The words on both sides.</param>
/// <param name="IsAction">Two things to do, not two things.</param>
/// <param name="Strength">How clearly it belongs to the wish itself, 0–1.</param>
internal readonly record struct Join(Span Text, bool IsAction, double Strength);

/// <summary>
/// Distinguishes joined actions ("create and edit posts") from joined things ("name and address") by the words behind the connective, and by what stands
/// around them, since many English verbs are nouns as well.
/// </summary>
internal static class Joins
{
    private const Tag Verb = Tag.Action | Tag.Build | Tag.Unbounded | Tag.Explore;
    private const int MostFound = 8;
    private const int LongestPart = 6;

    /// <summary>The joins of a range, in order.</summary>
    public static List<Join> Find(TicketView view, Span span)
    {
        var joins = new List<Join>();
        var main = FirstVerb(view, span);
        bool side = false, relative = false, whether = false, how = false, by = false;
        for (var i = span.First + 1; i < span.End - 1 && joins.Count < MostFound; i++)
        {
            ref var token = ref view.Tokens[i];
            relative |= view.Clauses.Purpose.Contains(i);
            whether |= view.Words.IsWhether(token.Word);
            if (whether && token.Word == view.Words.Or && token.Word != 0) continue;
            var comma = token.Kind == TokenKind.Mark && token.Mark == ',';
            if (!comma && !IsConnective(view, i))
            {
                side |= token.Has(Tag.Preposition);
                how |= token.Has(Tag.Using);
                by |= view.Words.IsBy(token.Word);
                relative |= view.Words.OpensSideClause(token.Word);
                continue;
            }

            if (comma && IsConnective(view, i + 1)) continue;
            var next = SkipAdverbs(view, i + 1, span.End);
            if (next >= span.End) break;
            var verb = VerbStrength(view, span, i, next, main);
            if (verb > 0 && (!comma || IsListOfVerbs(view, span, i, next)))
            {
                joins.Add(new(Around(view, span, i, next), true, verb * (relative || by || token.Mark == '/' ? 0.85 : 1)));
            }
            else if (!comma && !how && !ArePropertiesOfOne(view, i - 1, next, span.End))
            {
                joins.Add(new(Around(view, span, i, next), false, (relative ? 0.6 : side ? 0.8 : 1) * (token.Mark == '/' ? 0.4 : 1)));
            }

            i = next - 1;
        }

        return joins;
    }

    // "a fair and open process", "safely and quickly": two properties make no second thing.
    private static bool ArePropertiesOfOne(TicketView view, int left, int right, int end)
    {
        if (view.Tokens[left].Has(Tag.Quality) && view.Tokens[right].Has(Tag.Quality)) return true;
        if (Ending.IsAdverb(view, left) && Ending.IsAdverb(view, right)) return true;
        return right + 1 < end && view.Tokens[right + 1].IsContent && IsProperty(view, left) && IsProperty(view, right);
    }

    private static bool IsProperty(TicketView view, int at) => view.Tokens[at].Has(Tag.Quality) || Ending.IsAdjective(view, at);

    private static bool IsConnective(TicketView view, int at)
    {
        ref var token = ref view.Tokens[at];
        if (token.Word != 0 && (token.Word == view.Words.And || token.Word == view.Words.Or)) return true;
        if (token.Kind != TokenKind.Mark) return false;
        return token.Mark is '&' or '+'
            || (token.Mark == '/' && at > 0 && at + 1 < view.Tokens.Count && view.Tokens[at - 1].Kind == TokenKind.Word
                && view.Tokens[at + 1].Kind == TokenKind.Word
            && view.Tokens[at - 1].Word != view.Words.And);
    }

    private static int SkipAdverbs(TicketView view, int at, int end)
    {
        while (at < end && (view.Tokens[at].Has(Tag.Adverb) || IsConnective(view, at) || view.Tokens[at].Word == view.Words.To)) at++;
        return at;
    }

    // How surely the word behind the connective is a second verb beside the first: 0 if it is not a verb.
    private static double VerbStrength(TicketView view, Span span, int connective, int next, int main)
    {
        ref var token = ref view.Tokens[next];
        var last = view.Tokens[next - 1].Word;
        if (next - 1 > connective && view.Words.IsAuxiliary(last)) return token.Has(Tag.Determiner) || (token.Form & WordForm.Past) != WordForm.None ? 0.8 : 0;
        var followed = next + 1 < span.End ? view.Tokens[next + 1] : default;
        var takesObject = next + 1 < span.End && followed.Has(Tag.Determiner);
        if ((token.Tags & Verb) == Tag.None) return takesObject && token.IsContent && token.Word == 0 && main >= 0 ? 0.8 : 0;
        if ((token.Form & (WordForm.Base | WordForm.Gerund | WordForm.ThirdPerson)) == WordForm.None) return 0;
        if (takesObject && (token.Form & WordForm.Base) != WordForm.None) return 1;
        if (next - 1 > connective && view.Words.IsDemand(last) && (token.Form & WordForm.Base) != WordForm.None) return 0.9;
        if (main < 0 || main >= connective) return 0;
        var sameForm = (token.Form & view.Tokens[main].Form) != WordForm.None;
        var before = connective - 1;
        while (before > span.First && view.Tokens[before].Has(Tag.Adverb)) before--;
        var leftIsVerb = (view.Tokens[before].Tags & Verb) != Tag.None && (view.Tokens[before].Form & token.Form) != WordForm.None;
        if (before == main || (leftIsVerb && StandsAsVerb(view, span, before))) return 1;
        if (leftIsVerb && before > span.First && view.Tokens[before - 1].Has(Tag.Determiner)) return 0;
        if (takesObject && (token.Form & WordForm.ThirdPerson) != WordForm.None) return sameForm ? 1 : 0.8;
        if ((token.Form & WordForm.Base) == WordForm.None) return sameForm && (token.Tags & Tag.ActionOrThing) == Tag.None ? 0.8 : 0;
        if ((token.Tags & Tag.ActionOrThing) == Tag.None) return 0.95;
        var objectFollows = next + 1 < span.End && followed.IsContent && (followed.Tags & Tag.Preposition) == Tag.None;
        return objectFollows && view.Tokens[connective - 1].IsContent && (view.Tokens[connective - 1].Tags & Verb) == Tag.None ? 0.5 : 0;
    }

    /// <summary>Whether a word that can be a verb stands where verbs do: at the front, behind "to", a modal, an adverb or another verb's connective.</summary>
    public static bool StandsAsVerb(TicketView view, Span span, int at)
    {
        if (at == span.First) return true;
        ref var before = ref view.Tokens[at - 1];
        return before.Word == view.Words.To || before.Has(Tag.Adverb | Tag.Modal) || IsConnective(view, at - 1)
            || (before.Kind == TokenKind.Mark && before.Mark == ',');
    }

    // "create, edit and delete": a comma joins verbs only when verbs stand on both sides.
    private static bool IsListOfVerbs(TicketView view, Span span, int comma, int next) =>
        BeginsNextAction(view, span, comma, next)
        || (view.Tokens[comma - 1].Tags & Verb) != Tag.None && StandsAsVerb(view, span, comma - 1) && (view.Tokens[next].Form & WordForm.Base) != WordForm.None;

    // "register, reset my password, upload photos": a plain verb behind a comma begins the next action, if the list goes on or ends in "and".
    private static bool BeginsNextAction(TicketView view, Span span, int comma, int next)
    {
        ref var token = ref view.Tokens[next];
        if (next != comma + 1 || (token.Form & WordForm.Base) == WordForm.None || (token.Tags & Verb) == Tag.None) return false;
        if ((token.Tags & Tag.ActionOrThing) != Tag.None && !(next + 1 < span.End && view.Tokens[next + 1].Has(Tag.Determiner))) return false;
        for (var i = next + 1; i < span.End && i <= next + LongestPart; i++)
        {
            if (view.Tokens[i].Kind == TokenKind.Mark && view.Tokens[i].Mark == ',') return true;
            if (IsConnective(view, i) && view.Tokens[i].Kind == TokenKind.Word) return true;
        }

        return false;
    }

    private static int FirstVerb(TicketView view, Span span)
    {
        for (var i = span.First; i < span.End; i++)
        {
            ref var token = ref view.Tokens[i];
            if ((token.Tags & Verb) == Tag.None) continue;
            var plain = (token.Tags & Tag.ActionOrThing) == Tag.None && (token.Form & WordForm.Base) != WordForm.None;
            if (i == span.First || plain || StandsAsVerb(view, span, i)) return i;
        }

        return -1;
    }

    private static Span Around(TicketView view, Span span, int connective, int next)
    {
        var first = Math.Max(span.First, connective - 3);
        var end = Math.Min(span.End, next + 3);
        while (end > next + 1 && view.Tokens[end - 1].Kind == TokenKind.Mark) end--;
        return new(first, end);
    }
}
