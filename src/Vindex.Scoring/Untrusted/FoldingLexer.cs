using Vindex.Scoring.Languages;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Untrusted;

/// <summary>
/// Cuts a text into words with case, accents and disguises folded away. A word keeps two readings: as it is spelled, and what its letters look like, since
/// Russian
/// words must stay Russian while a Cyrillic "а" in an English word must not hide it. Chinese and Japanese characters are words of their own.
/// </summary>
internal ref struct FoldingLexer
{
    private const int LongestWord = 64;
    private const int LeastSpacedLetters = 4;

    private readonly ReadOnlySpan<char> _text;
    private readonly HashLookup _vocabulary;
    private readonly HashLookup _speakers;
    private int _at;
    private WordTraits _before = WordTraits.Sentence | WordTraits.Line;
    private ulong _spelled;
    private ulong _looks;
    private int _letters;
    private bool _foreign;
    private bool _disguised;

    /// <param name="text">The text.</param>
    /// <param name="vocabulary">Word hash → number.</param>
    /// <param name="speakers">Word hash → number of its speaker's mark.</param>
    public FoldingLexer(ReadOnlySpan<char> text, HashLookup vocabulary, HashLookup speakers)
    {
        _text = text;
        _vocabulary = vocabulary;
        _speakers = speakers;
    }

    /// <summary>The hash of the last word as it is spelled.</summary>
    public readonly ulong Spelled => _spelled;

    /// <summary>Reads the next word; false at the end of the text.</summary>
    public bool Next(out FoldedWord word)
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == ' ')
            {
                _at++;
                continue;
            }

            if (IsWordPart(_at, out _))
            {
                word = ReadWord();
                return true;
            }

            if (Characters.IsWide(c) && char.IsLetter(c))
            {
                _spelled = LanguageTables.HashOf([c]);
                word = new(_at, _at + 1, (int)_vocabulary.Find(_spelled), 0, Take(WordTraits.None));
                _at++;
                return true;
            }

            Skip(c);
        }

        word = default;
        return false;
    }

    private void Skip(char c)
    {
        switch (c)
        {
            case '\n':
                _before |= WordTraits.Line;
                if (BeginsBlock(_at + 1)) _before |= WordTraits.Sentence;
                break;
            case ':' or '：':
                _before |= WordTraits.Line;
                break;
            case '.' or '!' or '?' or ';':
                if (_at + 1 == _text.Length || !char.IsLetterOrDigit(_text[_at + 1])) _before |= WordTraits.Sentence | WordTraits.Line;
                break;
            case '。' or '！' or '？' or '；' or '\u2028' or '\u2029':
                _before |= WordTraits.Sentence | WordTraits.Line;
                break;
            case '<' when _text[_at..].StartsWith("<!--"):
            case '-' when _text[_at..].StartsWith("-->"):
                _before |= WordTraits.Sentence | WordTraits.Line;
                break;
        }

        _at++;
    }

    /// <summary>A blank line, a list item, a heading or a quotation.</summary>
    private readonly bool BeginsBlock(int at)
    {
        while (at < _text.Length && _text[at] is ' ' or '\t' or '\r') at++;
        return at < _text.Length && (_text[at] is '\n' or '-' or '*' or '#' or '•' or '|' or '>' or '+' || char.IsAsciiDigit(_text[at]));
    }

    private WordTraits Take(WordTraits more)
    {
        var traits = _before | more;
        _before = WordTraits.None;
        return traits;
    }

    private FoldedWord ReadWord()
    {
        var start = _at;
        (_spelled, _looks, _letters, _foreign, _disguised) = (LanguageTables.HashStart, LanguageTables.HashStart, 0, false, false);
        var digits = true;
        ReadAscii(ref digits);
        if (_letters == 1 && _at < _text.Length && IsSpacedOut()) ReadSpacedOut();
        while (_at < _text.Length)
        {
            if (IsWordPart(_at, out var length))
            {
                var before = _letters;
                Append(_at, length, ref digits);
                _at += length;
                if (before == 0 && _at < _text.Length && IsSpacedOut()) ReadSpacedOut();
                continue;
            }

            if (!SkipMarkWithin()) break;
        }

        if (digits) return ReadFraction(start);
        var traits = Take(_disguised ? WordTraits.Disguised : WordTraits.None);
        var spelled = _letters > LongestWord ? 0 : (int)_vocabulary.Find(_spelled);
        var looks = _foreign || _letters > LongestWord || _looks == _spelled ? 0 : (int)_vocabulary.Find(_looks);
        if (spelled != 0 && Speaker(start, traits) is > 0 and var mark) return new(start, _at, spelled, mark, traits | WordTraits.Speaker);
        return new(start, _at, spelled, looks, traits);
    }

    // What Append does, for the letters and digits that nearly all words consist of.
    private void ReadAscii(ref bool digits)
    {
        var (at, spelled, looks, onlyDigits) = (_at, _spelled, _looks, digits);
        for (; at < _text.Length && char.IsAsciiLetterOrDigit(_text[at]); at++)
        {
            var folded = Letters.Fold(_text[at]);
            onlyDigits &= folded <= '9';
            spelled = (spelled ^ folded) * LanguageTables.HashPrime;
            looks = (looks ^ Letters.Latin(folded)) * LanguageTables.HashPrime;
        }

        _letters += at - _at;
        (_at, _spelled, _looks, digits) = (at, spelled, looks, onlyDigits);
    }

    /// <summary>Invisible characters and combining marks within a word are stepped over.</summary>
    private bool SkipMarkWithin()
    {
        var end = _at;
        while (end < _text.Length && (Characters.IsInvisible(_text[end]) || _text[end] is >= '\u0300' and <= '\u036F' or >= '\uFE00' and <= '\uFE0F')) end++;
        if (end == _at || end == _text.Length || !IsWordPart(end, out _)) return false;
        for (; _at < end; _at++) _disguised |= Characters.IsInvisible(_text[_at]);
        return true;
    }

    private readonly bool IsWordPart(int at, out int length)
    {
        var c = _text[at];
        length = 1;
        if (c < 0x80) return char.IsAsciiLetterOrDigit(c);
        if (char.IsHighSurrogate(c))
        {
            length = 2;
            return at + 1 < _text.Length && Letters.Ornamental(c, _text[at + 1]) != '\0';
        }

        return Letters.Plain(c) is var plain && plain != c ? char.IsAsciiLetterOrDigit(plain) : char.IsLetterOrDigit(c) && !Characters.IsWide(c);
    }

    private void Append(int at, int length, ref bool digits)
    {
        var c = _text[at];
        var plain = length == 2 ? Letters.Ornamental(c, _text[at + 1]) : c < 0x80 ? c : Letters.Plain(c);
        _disguised |= plain != c && char.IsAsciiLetter(plain);
        digits &= char.IsAsciiDigit(plain);
        var folded = Letters.Fold(plain);
        var latin = Letters.Latin(folded);
        _foreign |= latin >= 0x80;
        _spelled = (_spelled ^ folded) * LanguageTables.HashPrime;
        _looks = (_looks ^ latin) * LanguageTables.HashPrime;
        _letters++;
    }

    /// <summary>"i g n o r e": single letters with the same single sign between them.</summary>
    private readonly bool IsSpacedOut()
    {
        var sign = _text[_at];
        if (sign is '\n' or '\r' || IsWordPart(_at, out _)) return false;
        var at = _at;
        for (var letters = 1; letters < LeastSpacedLetters; letters++, at += 2)
        {
            if (at + 1 >= _text.Length || _text[at] != sign || !char.IsLetter(_text[at + 1])) return false;
            if (at + 2 < _text.Length && IsWordPart(at + 2, out _)) return false;
        }

        return true;
    }

    private void ReadSpacedOut()
    {
        var sign = _text[_at];
        var digits = false;
        _disguised = true;
        while (_at + 1 < _text.Length && _text[_at] == sign && IsWordPart(_at + 1, out var length) && length == 1)
        {
            if (_at + 2 < _text.Length && IsWordPart(_at + 2, out _)) return;
            Append(_at + 1, 1, ref digits);
            _at += 2;
        }
    }

    /// <summary>Figures: "10", "10.0", "10/10", "100%" are one word each.</summary>
    private FoldedWord ReadFraction(int start)
    {
        if (_at + 1 < _text.Length && _text[_at] is '.' or ',' && char.IsAsciiDigit(_text[_at + 1])) ReadDigits('.', _at + 1);
        var slash = _at;
        while (slash < _text.Length && slash <= _at + 1 && _text[slash] == ' ') slash++;
        if (slash < _text.Length && Letters.Plain(_text[slash]) == '/')
        {
            var denominator = slash + 1;
            while (denominator < _text.Length && denominator <= slash + 1 && _text[denominator] == ' ') denominator++;
            if (denominator < _text.Length && char.IsAsciiDigit(Letters.Plain(_text[denominator]))) ReadDigits('/', denominator);
        }
        else if (_at < _text.Length && Letters.Plain(_text[_at]) == '%')
        {
            _spelled = (_spelled ^ '%') * LanguageTables.HashPrime;
            _at++;
        }

        return new(start, _at, (int)_vocabulary.Find(_spelled), 0, Take(WordTraits.Number));
    }

    private void ReadDigits(char sign, int from)
    {
        _spelled = (_spelled ^ sign) * LanguageTables.HashPrime;
        for (_at = from; _at < _text.Length
            && char.IsAsciiDigit(Letters.Plain(_text[_at])); _at++)
        {
            _spelled = (_spelled ^ Letters.Plain(_text[_at])) * LanguageTables.HashPrime;
        }
    }

    /// <summary>
    /// The number of the speaker's mark that a word stands in: <c>&lt;system&gt;</c>, <c>[INST]</c>, <c>### Assistant</c>, or <c>System:</c> at the beginning
    /// of a line.
    /// </summary>
    private readonly int Speaker(int start, WordTraits traits)
    {
        var before = start == 0 ? '\n' : _text[start - 1];
        if (before == ' ' && start > 1 && _text[start - 2] == '#') before = '#';
        var after = _at == _text.Length ? '\n' : _text[_at];
        var bracketed = before is '<' or '[' or '|' or '/' && after is '>' or ']' or '|' or '_' or '-';
        if (bracketed || (before == '#' && after is ':' or '\n' or '\r' or '#')) return (int)_speakers.Find((_spelled ^ '>') * LanguageTables.HashPrime);
        return (traits & WordTraits.Line) != WordTraits.None && after is ':' or '：' ? (int)_speakers.Find((_spelled ^ ':') * LanguageTables.HashPrime) : 0;
    }
}
