using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Text;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Judging.Advice;

/// <summary>
/// Finds what a ticket is about: labels ("[UX]", "Android:", "feat:") and lead-ins ("As a … I want to") are taken off the summary, an imperative leads to its object,
/// a statement ("X does not Y") to what it is about. The description is asked when the summary names nothing.
/// </summary>
internal sealed class SubjectFinder
{
    private const int MostSentences = 6;
    private const int LongestLine = 400;
    private const int MostTokens = 600;
    private const int LongestClause = 90;
    private const int LongestAction = 80;

    private static readonly ulong s_enabling = AdviceWords.Of("v:allow");
    private static readonly ulong s_improving = AdviceWords.Of("v:improve");
    private static readonly ulong s_event = AdviceWords.Of("t:event");
    private static readonly ulong s_slow = AdviceWords.Of("t:slow");
    private static readonly ulong s_tests = AdviceWords.Of("t:test");

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
        var found = Read(FirstLine(text.Ticket.Summary.Clean));
        if (found.Subject is not null) return found;
        var sentences = 0;
        foreach (ref readonly var segment in text.Segments)
        {
            if (segment.Field == TicketField.Summary || segment.Zone != Zone.Content || segment.Block is BlockKind.TableRow or BlockKind.Quote || segment.Words < 3) continue;
            if (++sentences > MostSentences) break;
            var line = text.TextOf(segment);
            if (line.Length > LongestLine) continue;
            var told = Read(line);
            if (told.Subject is not null) return told with { Verb = found.Verb | told.Verb, Clause = null };
        }

        return found;
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
        var (start, context) = Strip(line);
        if (start >= _chunks.Count) return FromContext(line, context);
        var failing = false;
        if (_chunks[start].Is(AdviceWords.Failing) && start + 1 < _chunks.Count && SkipFailing(line, start) is var after && after > start)
        {
            failing = true;
            start = after;
        }

        start = SkipQuestion(line, start, ref failing);
        start = SkipCondition(line, start);
        if (start >= _chunks.Count) return FromContext(line, context);
        if (IsVerbAt(line, start) || (failing && _chunks[start].Is(AdviceWords.Verb))) return ReadImperative(line, start, context, failing);
        var phrase = NounPhrase.Read(_chunks, line, start);
        if (phrase.End - phrase.First >= 3 && Word(line, phrase.First).Equals("support", StringComparison.OrdinalIgnoreCase) && _chunks[phrase.First + 1].Is(AdviceWords.Preposition)) phrase = phrase with { First = phrase.First + 2 };
        if (phrase.End - phrase.First == 1 && _chunks[phrase.First].Is(AdviceWords.Empty) && WithCondition(line, phrase) is { } longer) return longer;
        if (!phrase.IsGood(_chunks, line)) return FromContext(line, context);
        // "Users should be able to X".
        for (var i = phrase.End; i < Math.Min(_chunks.Count - 2, phrase.End + 4); i++)
        {
            if (Word(line, i) is "able" && Word(line, i + 1) is "to" && _chunks[i + 2].Is(AdviceWords.Verb)) return ReadImperative(line, i + 2, context, false);
        }

        return Make(line, phrase, context, null, ClauseOf(line, phrase), 0);
    }

    private TicketSubject ReadImperative(ReadOnlySpan<char> line, int start, (int First, int End) context, bool failing)
    {
        var verb = start;
        var words = _chunks[verb].Words;
        var i = verb + 1;
        // "Add and configure X", "Create, build and style X".
        while (i < _chunks.Count && (_chunks[i - 1].Close is ',' or '/' || IsJoin(line, i)))
        {
            var next = IsJoin(line, i) ? i + 1 : i;
            if (next >= _chunks.Count || !_chunks[next].Is(AdviceWords.Verb)) break;
            words |= _chunks[next].Words;
            verb = next;
            i = next + 1;
        }

        // "Allow users to X", "Make it possible to X", "Add the ability to X".
        if (Inner(line, i, words) is > 0 and var inner)
        {
            verb = inner;
            words |= _chunks[verb].Words;
            i = inner + 1;
        }

        var particles = i;
        while (i < _chunks.Count && _chunks[i].Is(AdviceWords.Particle | AdviceWords.Adverb) && _chunks[i].Close == '\0') i++;
        var phrase = NounPhrase.Read(_chunks, line, i);
        if (phrase.IsEmpty && i < _chunks.Count && _chunks[i].Is(AdviceWords.Preposition | AdviceWords.Boundary)) phrase = NounPhrase.Read(_chunks, line, i + 1);

        // "Add support for X", "Add option for X".
        if (!phrase.IsEmpty && Word(line, phrase.First).Equals("support", StringComparison.OrdinalIgnoreCase) && phrase.First + 1 < _chunks.Count && Word(line, phrase.First + 1) is "for" or "of")
        {
            var supported = NounPhrase.Read(_chunks, line, phrase.First + 2);
            if (supported.IsGood(_chunks, line)) return Make(line, supported, default, "support", null, words | AdviceWords.Of("v:allow"));
        }

        if (!phrase.IsGood(_chunks, line))
        {
            var own = FromContext(line, context) with { Verb = words };
            return failing && BaseForm(Word(line, verb)) is { } intransitive ? own with { Clause = "you can’t " + intransitive } : own;
        }

        var action = _chunks[verb].Is(s_enabling) ? null : BaseForm(Word(line, verb));
        if (action is not null && i > particles) action += " " + line[_chunks[particles].Start.._chunks[i - 1].End].ToString();
        if (Word(line, verb) is "Make" or "make" or "Keep" or "keep" && phrase.End < _chunks.Count && (Word(line, phrase.End) is "more" or "less" || _chunks[phrase.End].Is(AdviceWords.Predicate))) words = s_improving;
        var found = Make(line, phrase, context, words == s_improving ? null : action, null, words);
        if (_chunks[start].Is(AdviceWords.Of("v:check")) && ClauseOf(line, phrase) is { } promised) found = found with { Action = null, Clause = promised };
        return failing && found.Action is { } cannot ? found with { Clause = "you can’t " + cannot } : found;
    }

    /// <summary>Where the headline proper begins, and the part of the product that a label named.</summary>
    private (int Start, (int First, int End) Context) Strip(ReadOnlySpan<char> line)
    {
        var i = 0;
        var context = (First: 0, End: 0);
        for (var again = true; again && i < _chunks.Count;)
        {
            again = false;
            while (i < _chunks.Count - 1 && _chunks[i].IsSeparator) i++;
            if (_chunks[i].Open is '[' or '(' or '{' or '【' or '<' && EndOfBracket(i) is > 0 and var end && end < _chunks.Count)
            {
                i = end;
                again = true;
            }
            else if (EndOfLabel(line, i) is > 0 and var label)
            {
                var to = label;
                while (to > i && _chunks[to - 1].IsSeparator) to--;
                if (!(to - i == 1 && _chunks[i].Is(AdviceWords.Prefix)) && !IsKey(Word(line, i)) && !char.IsDigit(line[_chunks[i].Start])) context = (i, to);
                i = label;
                again = true;
            }
            else if (i + 2 < _chunks.Count && _chunks[i].Is(AdviceWords.Prefix) && Word(line, i + 1) is "from")
            {
                i += 2;
            }
            else if (i + 1 < _chunks.Count && (IsKey(Word(line, i)) || (_chunks[i].Close == ':' && _chunks[i].Is(AdviceWords.Prefix))))
            {
                i++;
                again = true;
            }
        }

        i = SkipLead(line, i);
        // "Reliably report …"
        if (i + 2 < _chunks.Count && Word(line, i).EndsWith("ly", StringComparison.Ordinal) && _chunks[i + 1].Is(AdviceWords.Verb)) i++;
        return (i, context);
    }

    private int EndOfBracket(int start)
    {
        for (var i = start; i < Math.Min(_chunks.Count, start + 6); i++)
        {
            if (_chunks[i].Close is ']' or ')' or '}' or '】' or '>') return i + 1 < _chunks.Count && _chunks[i + 1].IsSeparator ? i + 2 : i + 1;
        }

        return 0;
    }

    // "Android: …", "Badge > …", "fix(api): …", "Data Visualization - …": one past the label; 0 for none.
    private int EndOfLabel(ReadOnlySpan<char> line, int start)
    {
        for (var i = start; i < Math.Min(_chunks.Count - 1, start + 5); i++)
        {
            if (i > start && _chunks[i].IsSeparator)
            {
                var mark = _chunks[i].Open;
                if (mark is '>' or '→' or '»') return i + 1;
                if (mark is '-' or '–' or '—' or '|' or ':') return _chunks.Count - i > 3 && !IsSentence(start, i) ? i + 1 : 0;
                if (mark is '+' or '&' or '/') continue;
                return 0;
            }

            if (_chunks[i].IsQuoted) return 0;
            if (_chunks[i].Close == ':') return _chunks.Count - i <= 3 || (!IsSentence(start, i + 1) && (i == start || !IsVerbAt(line, start) || IsVerbAt(line, i + 1))) ? i + 1 : 0;
            if (_chunks[i].Close is ';' or '.' or '?' or '!') return 0;
        }

        return 0;
    }

    private bool IsSentence(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (_chunks[i].Is(AdviceWords.Finite | AdviceWords.Boundary | AdviceWords.Fails)) return true;
        }

        return false;
    }

    // "As a user I would like to be able to …", "We need to …", "Please …", "Ability to …".
    private int SkipLead(ReadOnlySpan<char> line, int start)
    {
        if (start >= _chunks.Count || !_chunks[start].Is(AdviceWords.Opener)) return start;
        var i = start;
        if (Word(line, i) is "As" or "as" && i + 1 < _chunks.Count && Word(line, i + 1) is "a" or "an" or "the" or "one" || (Word(line, i) is "As" or "as" && i + 1 < _chunks.Count && char.IsUpper(line[_chunks[i + 1].Start])))
        {
            var wish = -1;
            for (var j = i + 1; j < Math.Min(_chunks.Count, i + 24); j++)
            {
                if (Word(line, j) is "want" or "wants" or "like" or "need" or "needs" or "can" or "able" or "should" or "must" or "wish" or "expect")
                {
                    wish = j;
                    break;
                }
            }

            if (wish < 0) return start;
            i = wish;
        }

        while (i < _chunks.Count && _chunks[i].Is(AdviceWords.Lead) && !_chunks[i].IsSeparator) i++;
        return i < _chunks.Count ? i : start;
    }

    // "Unable to", "Cannot", "Failed to", "Not able to", "Impossible to": where the verb stands; the start when none follows.
    private int SkipFailing(ReadOnlySpan<char> line, int start)
    {
        var i = start + 1;
        if (Word(line, i) is "to") i++;
        return i < _chunks.Count && (_chunks[i].Is(AdviceWords.Verb) || Word(line, i - 1) is "to") ? i : start;
    }

    private int SkipQuestion(ReadOnlySpan<char> line, int start, ref bool failing)
    {
        var i = start;
        if (Word(line, i) is "No" or "no" && i + 2 < _chunks.Count && Word(line, i + 1) is "way" && Word(line, i + 2) is "to")
        {
            failing = true;
            return i + 3;
        }

        if (Word(line, i) is "Don't" or "Don’t" or "don't" or "don’t" && i + 1 < _chunks.Count) return i + 1;
        if (Word(line, i) is "Do" or "do" && i + 2 < _chunks.Count && Word(line, i + 1) is "not") return i + 2;
        if (Word(line, i) is "No" or "no" or "Not" or "not" or "Neither" && i + 1 < _chunks.Count) return i + 1;
        if (!_chunks[i].Is(AdviceWords.Question) || (_chunks[i].Is(AdviceWords.Finite) && _chunks.Count - i < 3)) return start;
        while (i < _chunks.Count && (_chunks[i].Is(AdviceWords.Question) || Word(line, i) is "to" or "we" or "I" or "there" or "you")) i++;
        return i < _chunks.Count ? i : start;
    }

    // "If the cache was on once, disabling has no effect", "In the editor, …": what the comma leads to.
    private int SkipCondition(ReadOnlySpan<char> line, int start)
    {
        if (start >= _chunks.Count || !_chunks[start].Is(AdviceWords.Boundary | AdviceWords.Preposition)) return start;
        for (var i = start; i < _chunks.Count - 1; i++)
        {
            if (_chunks[i].Close == ',') return SkipLead(line, i + 1);
        }

        return start;
    }

    // "Crash when the device is gone": the word alone names nothing.
    private TicketSubject? WithCondition(ReadOnlySpan<char> line, NounPhrase phrase)
    {
        var i = phrase.End;
        if (i + 1 >= _chunks.Count || _chunks[i - 1].Close != '\0' || Word(line, i) is not ("when" or "while" or "if" or "after" or "during" or "on" or "with" or "in" or "for")) return null;
        var end = i + 1;
        while (end < _chunks.Count && !_chunks[end].IsSeparator && _chunks[end].Open == '\0' && _chunks[end].End - _chunks[phrase.First].Start <= LongestAction - 10)
        {
            if (_chunks[end++].Close != '\0') break;
        }

        if (end < _chunks.Count && _chunks[end - 1].Close == '\0' && !_chunks[end].IsSeparator && _chunks[end].Open == '\0') return null;
        var rest = line[_chunks[i].Start.._chunks[end - 1].End];
        var subject = phrase.Text(_chunks, line, _isCommon) + " " + rest.ToString();
        return rest.IndexOfAny("<>{}|=") >= 0 || !rest.ContainsAnyInRange('a', 'z') ? null : new(subject, phrase.IsPlural(_chunks, line), null, null, 0, 0);
    }

    private bool IsVerbAt(ReadOnlySpan<char> line, int i)
    {
        var c = _chunks[i];
        if (c.IsQuoted || c.IsSeparator || c.Close is ',' || i + 2 >= _chunks.Count && !c.Is(AdviceWords.Verb)) return false;
        if (!c.Is(AdviceWords.Verb))
        {
            // "Unbreak the build": an unknown word before an article.
            return c.Words == 0 && c.Close == '\0' && Word(line, i + 1) is "the" or "a" or "an" or "this" or "our" && Word(line, i).IndexOfAnyExceptInRange('a', 'z') <= 0 && !Word(line, i).EndsWith("s", StringComparison.Ordinal)
                && !Word(line, i).EndsWith("ing", StringComparison.Ordinal) && !Word(line, i).EndsWith("ed", StringComparison.Ordinal);
        }

        if (c.Close is ':' or '.' || i + 1 >= _chunks.Count) return false;
        var word = Word(line, i);
        if (word.EndsWith("ed", StringComparison.OrdinalIgnoreCase) && !word.EndsWith("eed", StringComparison.OrdinalIgnoreCase) && word.Length > 5) return false;
        if (word.EndsWith("ing", StringComparison.OrdinalIgnoreCase) && word.Length > 5) return !HasFinite(i) && !_chunks[i + 1].Is(AdviceWords.Compound);
        if (BaseForm(word) is not { } form || !form.Equals(word.ToString(), StringComparison.OrdinalIgnoreCase)) return false;
        var next = _chunks[i + 1];
        // "Upgrade to Foo 2.0", not "Update to work with …".
        if (Word(line, i + 1) is "to") return i + 2 < _chunks.Count && c.Is(AdviceWords.Of("v:upgrade", "v:migrate", "v:move", "v:replace")) && (!_chunks[i + 2].Is(AdviceWords.Verb) || _chunks[i + 2].Is(AdviceWords.Ambiguous));
        if (!c.Is(AdviceWords.Ambiguous)) return true;
        if (next.IsSeparator || (next.Is(AdviceWords.Fails) && !Word(line, i + 1).EndsWith("ing", StringComparison.Ordinal)) || next.Is(AdviceWords.Finite | AdviceWords.Boundary | AdviceWords.Preposition)) return false;
        if (next.Is(AdviceWords.Determiner | AdviceWords.Quantity) || next.IsQuoted) return true;
        return !next.Is(AdviceWords.Compound) && !HasFinite(i);
    }

    private bool HasFinite(int start)
    {
        for (var i = start + 1; i < _chunks.Count; i++)
        {
            if (_chunks[i].IsSeparator || _chunks[i].Is(AdviceWords.Boundary)) return false;
            if (_chunks[i].Is(AdviceWords.Finite) || (_chunks[i].Is(AdviceWords.Fails) && i > start + 1)) return true;
        }

        return false;
    }

    private bool IsJoin(ReadOnlySpan<char> line, int i) => i < _chunks.Count && (Word(line, i) is "and" or "or" or "then" or "&" || (_chunks[i].IsSeparator && _chunks[i].Open is '&' or '/' or '+'));

    private int Inner(ReadOnlySpan<char> line, int i, ulong verb)
    {
        var enabling = (verb & AdviceWords.Of("v:allow", "v:add")) != 0;
        if (!enabling) return 0;
        for (var j = i; j < Math.Min(_chunks.Count - 1, i + 5); j++)
        {
            if (_chunks[j].Close != '\0') return 0;
            var named = j > i && Word(line, j - 1) is "ability" or "option" or "possible" or "possibility" or "way" or "support" or "feature";
            if (Word(line, j) is "to" && (named || _chunks[j + 1].Is(AdviceWords.Verb)) && BaseForm(Word(line, j + 1)) is not null && j + 2 < _chunks.Count && (j == i || (verb & s_enabling) != 0 || named)) return j + 1;
        }

        return 0;
    }

    private TicketSubject FromContext(ReadOnlySpan<char> line, (int First, int End) context)
    {
        var phrase = new NounPhrase(context.First, context.End, context.End);
        return phrase.IsGood(_chunks, line) ? Make(line, phrase, default, null, null, 0) : TicketSubject.None;
    }

    private TicketSubject Make(ReadOnlySpan<char> line, NounPhrase phrase, (int First, int End) context, string? verb, string? clause, ulong verbs)
    {
        var subject = phrase.Text(_chunks, line, _isCommon);
        var words = 0UL;
        for (var i = phrase.First; i < phrase.End; i++) words |= _chunks[i].Words;
        // The head says best what the thing is.
        if (_chunks[phrase.Head(_chunks)].Is(AdviceWords.Topic)) words = _chunks[phrase.Head(_chunks)].Words;
        if (phrase.IsEvent(_chunks, line)) words = s_event;
        if (clause is not null && clause.Contains("slow", StringComparison.Ordinal)) words = s_slow;
        if (IsTestName(Word(line, phrase.Head(_chunks)))) words = s_tests;
        // "Popover > Update docs": the Popover docs.
        if (phrase.End - phrase.First == 1 && _chunks[phrase.First].Is(AdviceWords.Weak) && subject.StartsWith("the ", StringComparison.Ordinal))
        {
            var label = new NounPhrase(context.First, context.End, context.End);
            if (context.End - context.First is 1 or 2 or 3 && label.IsGood(_chunks, line) && !_chunks[context.First].Is(AdviceWords.Of("v:check"))) subject = "the " + line[_chunks[context.First].Start.._chunks[context.End - 1].End].ToString() + " " + subject[4..];
            else if (Extended(line, phrase, verbs) is { } longer) subject = longer;
        }

        var action = verb is null ? null : verb + " " + subject;
        if (action?.Length > LongestAction) action = null;
        return new(subject, phrase.IsPlural(_chunks, line), action, clause, words, verbs);
    }

    // "OrderServiceTest", "LoginIT".
    private static bool IsTestName(ReadOnlySpan<char> word) =>
        word.Length > 5 && (word.EndsWith("Test", StringComparison.Ordinal) || word.EndsWith("Tests", StringComparison.Ordinal) || (word.EndsWith("IT", StringComparison.Ordinal) && char.IsLower(word[^3])) || (word.StartsWith("test_", StringComparison.Ordinal)));

    // A word that says too little alone takes the place that follows: "the description added to Toggle", "the link in the footer".
    private string? Extended(ReadOnlySpan<char> line, NounPhrase phrase, ulong verbs)
    {
        var i = phrase.End;
        if (i + 1 >= _chunks.Count || _chunks[phrase.End - 1].Close != '\0' || Word(line, i) is not ("to" or "from" or "with" or "into" or "about" or "for" or "in" or "on")) return null;
        if (Word(line, i) is "to" or "into" && (verbs & AdviceWords.Of("v:add")) == 0) return null;
        var place = NounPhrase.Read(_chunks, line, i + 1);
        if (i + 2 < _chunks.Count && Word(line, i) is "to" && NounPhrase.IsArticle(line, _chunks[i + 2])) return null;
        if (!place.IsGood(_chunks, line) || _chunks[i + 1].Is(AdviceWords.Verb & ~AdviceWords.Compound) && Word(line, i) is "to") return null;
        var joint = Word(line, i) is "to" or "into" ? "for" : Word(line, i).ToString();
        return phrase.Text(_chunks, line, _isCommon) + " " + joint + " " + place.Text(_chunks, line, _isCommon);
    }

    // Subject and predicate as the summary has them: "the export button does nothing".
    private string? ClauseOf(ReadOnlySpan<char> line, NounPhrase phrase)
    {
        var i = phrase.End;
        if (i >= _chunks.Count || (i > 0 && _chunks[i - 1].Close != '\0' && !_chunks[i - 1].IsQuoted)) return null;
        var c = _chunks[i];
        if (c.IsSeparator) return null;
        var (isFinite, isState) = (c.Is(AdviceWords.Finite) && Word(line, i) is not ("not" or "never" or "always" or "no-longer"), c.Is(AdviceWords.Predicate) || Word(line, i) is "not");
        if (c.Is(AdviceWords.Fails) && !Word(line, i).EndsWith("ing", StringComparison.Ordinal)) isFinite = true;
        else if (c.Is(AdviceWords.Fails)) isState = true;
        if (!isFinite && !isState) return null;
        var end = i;
        while (end < _chunks.Count && !_chunks[end].IsSeparator && _chunks[end].Open is not ('(' or '['))
        {
            if (_chunks[end++].Close is '.' or ';' or ':' or '?' or '!' or ',') break;
        }

        while (end > i + 1 && _chunks[end - 1].Is(AdviceWords.Preposition | AdviceWords.Determiner | AdviceWords.Boundary)) end--;
        var predicate = line[c.Start.._chunks[end - 1].End].ToString();
        var subject = phrase.Text(_chunks, line, _isCommon);
        if (!isFinite) subject += phrase.IsPlural(_chunks, line) ? " are" : " is";
        return subject.Length + predicate.Length >= LongestClause || predicate.AsSpan().IndexOfAny("<>{}|\n") >= 0 ? null : subject + " " + predicate;
    }

    private ReadOnlySpan<char> Word(ReadOnlySpan<char> line, int i) => line[_chunks[i].Start.._chunks[i].End];

    private static bool IsKey(ReadOnlySpan<char> word)
    {
        if (word.Length > 1 && word[0] is '#' or '!' && char.IsAsciiDigit(word[1])) return true;
        var dash = word.IndexOf('-');
        return dash is >= 2 and <= 12 && dash + 1 < word.Length && word[(dash + 1)..].IndexOfAnyExceptInRange('0', '9') < 0 && word[..dash].IndexOfAnyExceptInRange('A', 'Z') < 0;
    }

    /// <summary>The infinitive of a verb of the lists; null when the word is no plain form.</summary>
    private static string? BaseForm(ReadOnlySpan<char> verb)
    {
        Span<char> lower = stackalloc char[Math.Min(verb.Length, 20)];
        if (verb.Length > 20 || verb.Length < 2) return null;
        verb.ToLowerInvariant(lower);
        if (!lower.EndsWith("ing") || lower.Length < 6) return lower[^1] == 's' && lower[^2] != 's' && lower is not ("focus" or "process") || lower.EndsWith("ed") && !lower.EndsWith("eed") && lower is not ("embed") ? null : lower.ToString();
        var stem = lower[..^3].ToString();
        if ((AdviceWords.Classes(WordHash.Of(stem)) & AdviceWords.Verb) != 0) return stem;
        if ((AdviceWords.Classes(WordHash.Of(stem + "e")) & AdviceWords.Verb) != 0) return stem + "e";
        return stem.Length > 2 && stem[^1] == stem[^2] && (AdviceWords.Classes(WordHash.Of(stem[..^1])) & AdviceWords.Verb) != 0 ? stem[..^1] : null;
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
                if (token.End <= clean.Length && char.IsLower(clean[token.Start]) && WordHash.Of(clean.AsSpan(token.Start, token.End - token.Start)) == hash) return true;
            }
        }

        return false;
    }
}
