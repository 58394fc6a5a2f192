using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rubric.Outline;

/// <summary>Finds who wants what and why. A benefit is known by its connective; a title without the template is the request.</summary>
internal sealed class ClauseReader(TokenList tokens, List<Passage> passages, Words words)
{
    private const int PassagesSearched = 24;
    private const int LongestRole = 30;

    /// <summary>The clauses of the first wish of the ticket.</summary>
    public Clauses Read()
    {
        for (var number = 0; number < passages.Count && number < PassagesSearched; number++)
        {
            var passage = passages[number];
            if (passage.Kind is BlockKind.Code or BlockKind.Heading || passage.AddressesJudge || passage.Section == SectionKind.AcceptanceCriteria) continue;
            if (TryReadStory(number, out var clauses)) return clauses;
        }

        return ReadPlain();
    }

    private bool TryReadStory(int number, out Clauses clauses)
    {
        clauses = default;
        var passage = passages[number];
        var end = WindowEnd(number);
        var role = FindRole(passage.First, passage.End);
        var wish = FindWish(role.IsEmpty ? passage.First : role.End, role.IsEmpty ? Math.Min(passage.First + 1, end) : Math.Min(role.End + 40, end));
        if (role.IsEmpty && wish < 0) return false;
        var start = wish >= 0 ? wish + tokens[wish].PhraseLength : role.End;
        while (start < end && (tokens[start].Kind == TokenKind.Mark || words.IsFiller(tokens[start].Word))) start++;
        var connective = FindBenefit(start, end);
        var means = new Span(start, TrimEnd(start, connective < 0 ? end : connective));
        var benefit = default(Span);
        if (connective >= 0) benefit = new(connective + tokens[connective].PhraseLength, TrimEnd(connective, EndOfSentence(connective, end)));
        else if (FindBenefit(passage.First, role.First) is >= 0 and var leading) benefit = new(leading + tokens[leading].PhraseLength, role.First);
        var purpose = FindPurpose(means, out var result);
        clauses = new(role, means, benefit, purpose, result, true);
        return true;
    }

    private Clauses ReadPlain()
    {
        var title = new Span(0, 0);
        if (passages.Count > 0 && passages[0].Field == TicketField.Summary) title = new(passages[0].First, passages[0].End);
        var connective = FindBenefit(title.First, title.End);
        var means = connective > title.First ? new Span(title.First, TrimEnd(title.First, connective)) : title;
        var benefit = connective > title.First
            ? new Span(connective + tokens[connective].PhraseLength, TrimEnd(connective, EndOfSentence(connective, title.End)))
            : default;
        for (var number = 1; benefit.IsEmpty && number < passages.Count && number < PassagesSearched * 2; number++)
        {
            var passage = passages[number];
            if (!passage.IsText || passage.AddressesJudge || passage.Section is SectionKind.AcceptanceCriteria or SectionKind.Steps) continue;
            connective = FindBenefit(passage.First, passage.End);
            if (connective >= 0) benefit = new(connective + tokens[connective].PhraseLength, TrimEnd(connective, EndOfSentence(connective, passage.End)));
        }

        var purpose = FindPurpose(means, out var result);
        return new(default, means, benefit, purpose, result, false);
    }

    // A story over several lines ("As a … / I want … / So that …") goes on with passages that begin with one of its parts.
    private int WindowEnd(int number)
    {
        var end = passages[number].End;
        for (var next = number + 1; next < passages.Count && next < number + 4; next++)
        {
            var passage = passages[next];
            if (passage.Field != passages[number].Field || passage.Kind == BlockKind.Heading || passage.Length == 0) break;
            if (!tokens[passage.First].Has(Tag.Means | Tag.Benefit)) break;
            end = passage.End;
        }

        return end;
    }

    private Span FindRole(int first, int end)
    {
        for (var i = first; i < end - 2; i++)
        {
            if (tokens[i].Word != words.As || !words.IsRoleOpener(tokens[i + 1].Word)) continue;
            if (i > first && tokens[i - 1].Kind != TokenKind.Mark && i - first > 2) continue;
            var start = words.IsArticle(tokens[i + 1].Word) ? i + 2 : i + 1;
            var limit = Math.Min(end, start + LongestRole);
            for (var stop = start; stop < limit; stop++)
            {
                var token = tokens[stop];
                if ((token.Kind == TokenKind.Mark && token.Mark is ',' or ':' or ';' or '-') || words.IsSpeaker(token.Word))
                    return stop > start ? new(start, stop) : default;
                if (token.Has(Tag.Means)) return stop > start ? new(start, stop) : default;
            }

            return default;
        }

        return default;
    }

    private int FindWish(int from, int to)
    {
        for (var i = from; i <= to && i < tokens.Count; i++)
        {
            if (tokens[i].PhraseLength > 1 && (tokens[i].PhraseTags & Tag.Means) != Tag.None) return i;
        }

        return -1;
    }

    private int FindBenefit(int from, int end)
    {
        for (var i = from; i < end; i++)
        {
            if ((tokens[i].PhraseTags & Tag.Benefit) != Tag.None && SaysSomething(i + tokens[i].PhraseLength, end)) return i;
        }

        return -1;
    }

    // A connective alone is no reason: some word of content must follow, soon, so that a run of connectives costs no more than its length.
    private bool SaysSomething(int from, int end)
    {
        for (var i = from; i < end && i < from + LongestRole; i++)
        {
            if (tokens[i].IsContent) return true;
        }

        return false;
    }

    // "…, ensuring that", "… to reduce the …": a purpose, though without a clause of its own.
    private Span FindPurpose(Span means, out bool result)
    {
        result = false;
        for (var i = means.First + 3; i < means.End - 1; i++)
        {
            var next = tokens[i + 1];
            var infinitive = tokens[i].Word == words.To && (next.Tags & Tag.Outcome) != Tag.None && (next.Form & WordForm.Base) != WordForm.None
                && !words.TakesInfinitive(tokens[i - 1].Word);
            var participle = tokens[i].Kind == TokenKind.Mark && tokens[i].Mark == ',' && EndsInResult(i + 1, means.End);
            if (!infinitive && !participle) continue;
            result = participle;
            return new(i + 1, means.End);
        }

        return default;
    }

    // ", giving me …", ", thereby reducing …": a participle after a comma states the outcome, unless it is one of a list ("…, editing, and deleting").
    private bool EndsInResult(int at, int end)
    {
        if (tokens[at].Has(Tag.Adverb) && at + 1 < end) at++;
        if ((tokens[at].Form & WordForm.Gerund) == WordForm.None || tokens[at].Has(Tag.Using | Tag.Preposition)) return false;
        if ((tokens[at].Tags & Tag.Outcome) != Tag.None) return true;
        if (!tokens[at].Has(Tag.Action)) return false;
        return at + 1 < end && tokens[at + 1].Kind == TokenKind.Word && tokens[at + 1].Word != words.And && tokens[at + 1].Word != words.Or;
    }

    // A reason ends with its sentence; "etc." and the like end none.
    private int EndOfSentence(int from, int end)
    {
        for (var i = from + 1; i < end - 1; i++)
        {
            if (tokens[i].Kind != TokenKind.Mark || tokens[i].Mark is not ('.' or '!' or '?')) continue;
            if (tokens[i + 1].Field == tokens[i].Field && tokens[i + 1].Start == tokens[i].End) continue;
            if (tokens[i - 1].Has(Tag.OpenEnd | Tag.Example)) continue;
            return i;
        }

        return end;
    }

    private int TrimEnd(int start, int end)
    {
        while (end > start && tokens[end - 1].Kind == TokenKind.Mark && tokens[end - 1].Mark is ',' or '.' or ';' or '-' or '–') end--;
        return end;
    }
}
