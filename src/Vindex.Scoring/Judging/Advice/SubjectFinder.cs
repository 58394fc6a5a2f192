using System.Buffers;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Judging.Advice;

/// <summary>
/// Finds what a ticket is about: labels ("[UX]", "Android:", "feat:") and lead-ins ("As a … I want to") are taken off the summary, an imperative leads to its
/// object,
/// a statement ("X does not Y") to what it is about. A phrase that is cut off or of which the noun is unclear is no subject.
/// </summary>
internal sealed class SubjectFinder
{
    private const int LongestLine = 400;
    private const int MostTokens = 600;
    private const int LongestClause = 90;
    private const int LongestAction = 80;

    private static readonly SearchValues<char> s_markup = SearchValues.Create("<>{}|=\n");
    private static readonly ulong s_checking = AdviceWords.Of("v:check");
    private static readonly ulong s_adding = AdviceWords.Of("v:add");
    private static readonly ulong s_enabling = AdviceWords.Of("v:allow");
    private static readonly ulong s_improving = AdviceWords.Of("v:improve");
    private static readonly ulong s_event = AdviceWords.Of("t:event");
    private static readonly ulong s_slow = AdviceWords.Of("t:slow");
    private static readonly ulong s_tests = AdviceWords.Of("t:test");

    // What is done to the thing itself. What is detected, exported or shown is not what the ticket is about.
    private static readonly ulong s_changing = AdviceWords.Of(
        "v:add", "v:remove", "v:replace", "v:move", "v:migrate", "v:update", "v:improve", "v:refactor", "v:fix", "v:document", "v:test", "v:setup", "v:study");

    private readonly List<Chunk> _chunks = [];
    private readonly Func<ulong, bool> _isCommon;
    private TicketText _text = null!;
    private ulong _tech;

    /// <summary>A finder for one thread.</summary>
    public SubjectFinder() => _isCommon = IsCommon;

    /// <summary>Reads a ticket's subject. Never throws; <see cref="TicketSubject.None"/> when it names none.</summary>
    public TicketSubject Find(TicketText text)
    {
        _text = text;
        if (_tech == 0) _tech = text.Classes.Bit("tech");
        return Read(FirstLine(text.Ticket.Summary.Clean));
    }

    private static ReadOnlySpan<char> FirstLine(string text)
    {
        var line = text.AsSpan(0, Math.Min(text.Length, LongestLine));
        var end = line.IndexOf('\n');
        return end < 0 ? line : line[..end];
    }

    private TicketSubject Read(ReadOnlySpan<char> line)
    {
        Headline.Cut(line, _chunks);
        var (start, context) = HeadlineOpening.Strip(_chunks, line);
        if (start >= _chunks.Count) return FromContext(line, context);
        var failing = false;
        if (_chunks[start].Is(AdviceWords.Failing) && start + 1 < _chunks.Count && HeadlineOpening.SkipFailing(_chunks, line, start) is var after
            && after > start)
        {
            failing = true;
            start = after;
        }

        start = HeadlineOpening.SkipQuestion(_chunks, line, start, ref failing);
        start = HeadlineOpening.SkipCondition(_chunks, line, start);
        if (start >= _chunks.Count) return FromContext(line, context);
        if (ImperativeVerb.IsAt(_chunks, line, start) || (failing && _chunks[start].Is(AdviceWords.Verb))) return ReadImperative(line, start, context, failing);
        if (Headline.Word(_chunks, line, start) is "Given" or "given") return FromContext(line, context);
        var phrase = NounPhrase.Read(_chunks, line, start);
        if (phrase.End - phrase.First >= 3 && Headline.Word(_chunks, line, phrase.First).Equals("support", StringComparison.OrdinalIgnoreCase)
            && _chunks[phrase.First + 1].Is(AdviceWords.Preposition))
        {
            phrase = phrase with { First = phrase.First + 2 };
        }
        if (phrase.End - phrase.First == 1 && _chunks[phrase.First].Is(AdviceWords.Empty) && WithCondition(line, phrase) is { } longer) return longer;
        if (!phrase.IsGood(_chunks, line)) return FromContext(line, context);
        // "Users should be able to X".
        for (var i = phrase.End; i < Math.Min(_chunks.Count - 2, phrase.End + 4); i++)
        {
            if (Headline.Word(_chunks, line, i) is "able" && Headline.Word(_chunks, line, i + 1) is "to" && _chunks[i + 2].Is(AdviceWords.Verb))
                return ReadImperative(line, i + 2, context, false);
        }

        return Make(line, phrase, context, null, ClauseOf(line, phrase), 0);
    }

    private TicketSubject ReadImperative(ReadOnlySpan<char> line, int start, (int First, int End) context, bool failing)
    {
        var verb = start;
        var words = _chunks[verb].Words;
        var i = verb + 1;
        // "Add and configure X", "Create, build and style X".
        while (i < _chunks.Count && (_chunks[i - 1].Close is ',' or '/' || ImperativeVerb.IsJoin(_chunks, line, i)))
        {
            var next = ImperativeVerb.IsJoin(_chunks, line, i) ? i + 1 : i;
            if (next >= _chunks.Count || !_chunks[next].Is(AdviceWords.Verb)) break;
            words |= _chunks[next].Words;
            verb = next;
            i = next + 1;
        }

        // "Allow users to X", "Make it possible to X", "Add the ability to X".
        var isInner = false;
        if (Inner(line, i, words) is > 0 and var inner)
        {
            isInner = true;
            verb = inner;
            words |= _chunks[verb].Words;
            i = inner + 1;
        }

        var particles = i;
        while (i < _chunks.Count && _chunks[i].Is(AdviceWords.Particle | AdviceWords.Adverb) && _chunks[i].Close == '\0') i++;
        var phrase = NounPhrase.Read(_chunks, line, i);
        if (phrase.IsEmpty && i < _chunks.Count && (_chunks[i].Is(AdviceWords.Preposition) || Headline.Word(_chunks, line, i) is "to" or "from"))
            phrase = NounPhrase.Read(_chunks, line, i + 1);

        // "Add support for X", "Add option for X".
        if (!phrase.IsEmpty && Headline.Word(_chunks, line, phrase.First).Equals("support", StringComparison.OrdinalIgnoreCase)
            && phrase.First + 1 < _chunks.Count && Headline.Word(_chunks, line, phrase.First + 1) is "for" or "of")
        {
            var supported = NounPhrase.Read(_chunks, line, phrase.First + 2);
            if (supported.IsGood(_chunks, line)) return Make(line, supported, default, "support", null, words | s_enabling);
        }

        // The object of what people do is not what the ticket is about.
        if (isInner) return TicketSubject.None with { Verb = words };
        if (!phrase.IsGood(_chunks, line))
        {
            var own = FromContext(line, context) with { Verb = words };
            return failing && ImperativeVerb.BaseForm(Headline.Word(_chunks, line, verb)) is { } intransitive
                ? own with { Clause = "you can’t " + intransitive }
                : own;
        }

        var action = _chunks[verb].Is(s_enabling) ? null : ImperativeVerb.BaseForm(Headline.Word(_chunks, line, verb));
        if (action is not null && i > particles) action += " " + line[_chunks[particles].Start.._chunks[i - 1].End].ToString();
        if (Headline.Word(_chunks, line, verb) is "Make" or "make" or "Keep" or "keep" && phrase.End < _chunks.Count
            && (Headline.Word(_chunks, line, phrase.End) is "more" or "less" || _chunks[phrase.End].Is(AdviceWords.Predicate)))
        {
            words = s_improving;
        }
        var found = Make(line, phrase, context, words == s_improving ? null : action, null, words);
        if (_chunks[start].Is(s_checking) && ClauseOf(line, phrase) is { } promised) found = found with { Action = null, Clause = promised };
        return failing && found.Action is { } cannot ? found with { Clause = "you can’t " + cannot } : found;
    }

    // "Crash when the device is gone": the word alone names nothing.
    private TicketSubject? WithCondition(ReadOnlySpan<char> line, NounPhrase phrase)
    {
        var i = phrase.End;
        if (i + 1 >= _chunks.Count || _chunks[i - 1].Close != '\0'
            || Headline.Word(_chunks, line, i) is not ("when" or "while" or "if" or "after" or "during" or "on" or "with" or "in" or "for"))
        {
            return null;
        }
        var end = i + 1;
        while (end < _chunks.Count && !_chunks[end].IsSeparator && _chunks[end].Open == '\0'
            && _chunks[end].End - _chunks[phrase.First].Start <= LongestAction - 10)
        {
            if (_chunks[end++].Close != '\0') break;
        }

        if (end < _chunks.Count && _chunks[end - 1].Close == '\0' && !_chunks[end].IsSeparator && _chunks[end].Open == '\0') return null;
        var rest = line[_chunks[i].Start.._chunks[end - 1].End];
        var subject = phrase.Text(_chunks, line, _isCommon) + " " + rest.ToString();
        return rest.ContainsAny(s_markup) || !rest.ContainsAnyInRange('a', 'z') ? null : new(subject, phrase.IsPlural(_chunks, line), null, null, 0, 0);
    }

    private int Inner(ReadOnlySpan<char> line, int i, ulong verb)
    {
        var enabling = (verb & (s_enabling | s_adding)) != 0;
        if (!enabling) return 0;
        for (var j = i; j < Math.Min(_chunks.Count - 1, i + 5); j++)
        {
            if (_chunks[j].Close != '\0') return 0;
            var named = j > i && Headline.Word(_chunks, line, j - 1) is "ability" or "option" or "possible" or "possibility" or "way" or "support" or "feature";
            if (Headline.Word(_chunks, line, j) is "to"
                && (named || _chunks[j + 1].Is(AdviceWords.Verb))
                && ImperativeVerb.BaseForm(Headline.Word(_chunks, line, j + 1)) is not null
                && j + 2 < _chunks.Count
                && (j == i || (verb & s_enabling) != 0 || named))
            {
                return j + 1;
            }
        }

        return 0;
    }

    private TicketSubject FromContext(ReadOnlySpan<char> line, (int First, int End) context)
    {
        var phrase = new NounPhrase(context.First, context.End, context.End);
        // "Commit - on demand links": a label of one word says too little.
        return context.End - context.First > 1 && phrase.IsGood(_chunks, line) ? Make(line, phrase, default, null, null, 0) : TicketSubject.None;
    }

    private TicketSubject Make(ReadOnlySpan<char> line, NounPhrase phrase, (int First, int End) context, string? verb, string? clause, ulong verbs)
    {
        var subject = phrase.Text(_chunks, line, _isCommon);
        // Only the head says what the thing is: an "e-mail utility" sends nothing.
        var words = _chunks[phrase.Head(_chunks)].Words;
        if (phrase.IsEvent(_chunks, line)) words = s_event;
        if (clause is not null && clause.Contains("slow", StringComparison.Ordinal)) words = s_slow;
        if (IsTestName(Headline.Word(_chunks, line, phrase.Head(_chunks)))) words = s_tests;
        // "Popover > Update docs": the Popover docs.
        if (phrase.End - phrase.First == 1 && _chunks[phrase.First].Is(AdviceWords.Weak) && subject.StartsWith("the ", StringComparison.Ordinal))
        {
            var label = new NounPhrase(context.First, context.End, context.End);
            if (context.End - context.First is 1 or 2 or 3 && label.IsGood(_chunks, line) && !_chunks[context.First].Is(s_checking))
                subject = "the " + line[_chunks[context.First].Start.._chunks[context.End - 1].End].ToString() + " " + subject[4..];
            else if (Extended(line, phrase, verbs) is { } longer) subject = longer;
            else if (!phrase.IsPlural(_chunks, line)) return TicketSubject.None with { Clause = clause, Verb = verbs };
        }

        var action = verb is null ? null : verb + " " + subject;
        if (action?.Length > LongestAction) action = null;
        return new(subject, phrase.IsPlural(_chunks, line), action, clause, words, verbs, IsSure(line, phrase, subject, verbs));
    }

    // A phrase that ends the line or stands before a preposition. Names, versions and paths ("Page > Audit") are often parts of something else.
    private bool IsSure(ReadOnlySpan<char> line, NounPhrase phrase, string subject, ulong verbs)
    {
        if (!char.IsLower(subject[0]) || subject.AsSpan().ContainsAnyInRange('0', '9')) return false;
        for (var i = 0; i < phrase.First; i++)
        {
            if (_chunks[i].IsSeparator) return false;
        }

        // "Make the dialog prettier" says what the dialog becomes after it, with nothing between.
        var isMade = phrase.First > 0 && Headline.Word(_chunks, line, 0) is "Make" or "make" or "Keep" or "keep";
        var isChanged = (verbs & s_changing) != 0 && !isMade;
        if (phrase.End == _chunks.Count) return isChanged || (verbs == 0 && phrase.End - phrase.First > 1 && IsOpening(phrase));
        return isChanged && phrase.End - phrase.First > 1 && _chunks[phrase.End - 1].Close == '\0'
            && _chunks[phrase.End].Is(AdviceWords.Preposition | AdviceWords.Boundary);
    }

    // Nothing before it but a label.
    private bool IsOpening(NounPhrase phrase) => phrase.First == 0 || _chunks[phrase.First - 1].Close is ']' or ':';

    // "OrderServiceTest", "LoginIT".
    private static bool IsTestName(ReadOnlySpan<char> word) =>
        word.Length > 5
            && (word.EndsWith("Test", StringComparison.Ordinal) || word.EndsWith("Tests", StringComparison.Ordinal)
                || (word.EndsWith("IT", StringComparison.Ordinal) && char.IsLower(word[^3])) || (word.StartsWith("test_", StringComparison.Ordinal)));

    // A word that says too little alone takes the place that follows: "the description added to Toggle", "the link in the footer".
    private string? Extended(ReadOnlySpan<char> line, NounPhrase phrase, ulong verbs)
    {
        var i = phrase.End;
        if (i + 1 >= _chunks.Count || _chunks[phrase.End - 1].Close != '\0'
            || Headline.Word(_chunks, line, i) is not ("to" or "from" or "with" or "into" or "about" or "for" or "in" or "on"))
        {
            return null;
        }
        if (Headline.Word(_chunks, line, i) is "to" or "into" && (verbs & s_adding) == 0) return null;
        var place = NounPhrase.Read(_chunks, line, i + 1);
        if (i + 2 < _chunks.Count && Headline.Word(_chunks, line, i) is "to" && NounPhrase.IsArticle(line, _chunks[i + 2])) return null;
        if (!place.IsGood(_chunks, line) || _chunks[i + 1].Is(AdviceWords.Verb & ~AdviceWords.Compound) && Headline.Word(_chunks, line, i) is "to") return null;
        var joint = Headline.Word(_chunks, line, i) is "to" or "into" ? "for" : Headline.Word(_chunks, line, i).ToString();
        return phrase.Text(_chunks, line, _isCommon) + " " + joint + " " + place.Text(_chunks, line, _isCommon);
    }

    // Subject and predicate as the summary has them: "the export button does nothing".
    private string? ClauseOf(ReadOnlySpan<char> line, NounPhrase phrase)
    {
        var i = phrase.End;
        if (i >= _chunks.Count || (i > 0 && _chunks[i - 1].Close != '\0' && !_chunks[i - 1].IsQuoted)) return null;
        var c = _chunks[i];
        if (c.IsSeparator || c.Open is '(' or '[') return null;
        var (isFinite, isState) = (c.Is(AdviceWords.Finite)
            && Headline.Word(_chunks, line, i) is not ("not" or "never" or "always" or "no-longer"), c.Is(AdviceWords.Predicate)
                || Headline.Word(_chunks, line, i) is "not");
        // "I would like the board to show …": the board should show …
        var isWish = Headline.Word(_chunks, line, i) is "to" && i + 2 < _chunks.Count && _chunks[i + 1].Is(AdviceWords.Verb);
        if (c.Is(AdviceWords.Fails) && !Headline.Word(_chunks, line, i).EndsWith("ing", StringComparison.Ordinal)) isFinite = true;
        else if (c.Is(AdviceWords.Fails)) isState = true;
        if (!isFinite && !isState && !isWish) return null;
        var end = i;
        while (end < _chunks.Count && !_chunks[end].IsSeparator && _chunks[end].Open is not ('(' or '['))
        {
            if (_chunks[end++].Close is '.' or ';' or ':' or '?' or '!' or ',') break;
        }

        while (end > i + 1 && _chunks[end - 1].Is(AdviceWords.Preposition | AdviceWords.Determiner | AdviceWords.Boundary)) end--;
        if (end == i || (isWish && end < i + 2)) return null;
        var predicate = isWish ? "should " + line[_chunks[i + 1].Start.._chunks[end - 1].End].ToString() : line[c.Start.._chunks[end - 1].End].ToString();
        var subject = phrase.Text(_chunks, line, _isCommon);
        if (!isFinite && !isWish) subject += phrase.IsPlural(_chunks, line) ? " are" : " is";
        return subject.Length + predicate.Length >= LongestClause || predicate.AsSpan().ContainsAny(s_markup) ? null : subject + " " + predicate;
    }

    // A word that opens the line with a capital is ordinary when the ticket also has it in lower case, or a word list knows it.
    private bool IsCommon(ulong hash)
    {
        if (_text.Classes.Of(hash) is not 0 and var classes && (classes & _tech) == 0) return true;
        var tokens = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_text.Tokens);
        foreach (ref readonly var token in tokens[..Math.Min(tokens.Length, MostTokens)])
        {
            if (token.Hash != hash || token.Kind != TextTokenKind.Word) continue;
            foreach (var field in (ReadOnlySpan<TicketField>)[TicketField.Description, TicketField.Summary])
            {
                var clean = _text.Text(field).Clean;
                if (token.End <= clean.Length && char.IsLower(clean[token.Start]) && WordHash.Of(clean.AsSpan(token.Start, token.End - token.Start)) == hash)
                    return true;
            }
        }

        return false;
    }
}
