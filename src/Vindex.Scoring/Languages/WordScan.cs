using System.Numerics;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Languages;

/// <summary>
/// Walks through a text once and gathers evidence: how much there is of each script, and how strongly words and letters speak for each language.
/// What looks like code says nothing about a language: fenced blocks, identifiers, paths, addresses, camelCase, short acronyms.
/// </summary>
internal ref struct WordScan
{
    private const int MostLetters = 4_000;
    private const int MostUnits = 16_384;
    private const int LongestWord = 40;
    private const double LetterWeight = 0.5;
    private const double TrigramWeight = 0.2;

    private readonly LanguageTables _tables = LanguageTables.Instance;
    private readonly Span<double> _evidence;
    private readonly Span<int> _amounts;
    private readonly Span<char> _word;
    private readonly bool _trigrams;
    private int _letters;
    private int _length;
    private int _capitals;
    private bool _camelCase;
    private ulong _hash;
    private ulong _lettersSpeakFor;
    private Script _script;

    /// <param name="evidence">Receives the evidence for each language.</param>
    /// <param name="amounts">Receives the number of words of each script, or of characters where a script has no blanks.</param>
    /// <param name="word">Scratch space for one word.</param>
    /// <param name="trigrams">Look at the trigrams of words instead of at whole words and letters.</param>
    public WordScan(Span<double> evidence, Span<int> amounts, Span<char> word, bool trigrams)
    {
        _evidence = evidence;
        _amounts = amounts;
        _word = word;
        _trigrams = trigrams;
    }

    /// <summary>Size of the scratch space.</summary>
    public static int WordSpace => LongestWord + 2;

    public void Read(ReadOnlySpan<char> text)
    {
        if (text.Length > MostUnits) text = text[..MostUnits];
        var code = false;
        for (var i = 0; i < text.Length && _letters < MostLetters;)
        {
            if (IsSpace(text[i]))
            {
                i++;
                continue;
            }

            var start = i;
            while (i < text.Length && !IsSpace(text[i])) i++;
            var chunk = text[start..i];
            if (TogglesCode(chunk)) code = !code;
            else if (!code) ReadChunk(chunk);
        }
    }

    private static bool IsSpace(char c) => c <= ' ' || (c >= '\u00A0' && Characters.IsBlank(c));

    private static bool TogglesCode(ReadOnlySpan<char> chunk) =>
        chunk[0] switch
        {
            '`' => chunk.StartsWith("```") && chunk[3..].IndexOf('`') < 0,
            '{' => chunk.StartsWith("{code") || chunk.StartsWith("{noformat"),
            _ => false,
        };

    private void ReadChunk(ReadOnlySpan<char> chunk)
    {
        var prose = IsProse(ref chunk);
        Begin();
        for (var i = 0; i < chunk.Length; i++)
        {
            var c = chunk[i];
            if (char.IsAsciiLetter(c))
            {
                i = AppendAscii(chunk, i) - 1;
                continue;
            }

            var script = Scripts.Of(c);
            if (script == Script.None || Scripts.IsUnspaced(script))
            {
                if (c is '\'' or '’') Elide();
                End(prose);
                if (script == Script.None) continue;
                _amounts[(int)script]++;
                _letters++;
            }
            else
            {
                _script = script;
                Append(c, c < 0x80 ? (char)(c | 0x20) : char.ToLowerInvariant(c));
                if (c >= 0x80) _lettersSpeakFor |= _tables.Letters(char.ToLowerInvariant(c));
            }
        }

        End(prose);
    }

    /// <summary>
    /// Trims punctuation; what is left within must be letters, apostrophes and hyphens, or else it is code. Scripts without blanks may hold anything.
    /// </summary>
    private static bool IsProse(ref ReadOnlySpan<char> chunk)
    {
        while (!chunk.IsEmpty && IsTrimmed(chunk[0])) chunk = chunk[1..];
        while (!chunk.IsEmpty && IsTrimmed(chunk[^1])) chunk = chunk[..^1];
        foreach (var c in chunk)
        {
            if (c < 0x80 ? !char.IsAsciiLetter(c) && c is not ('\'' or '-') : Characters.IsWide(c)) return c >= 0x80;
        }

        return true;
    }

    private static bool IsTrimmed(char c) =>
        c < 0x80
            ? !char.IsAsciiLetterOrDigit(c) && c is not ('/' or '\\' or '@' or '$' or '=' or '&' or '<' or '%' or '\'')
            : char.IsPunctuation(c) && c != '’';

    private void Begin()
    {
        (_length, _capitals, _camelCase, _hash, _lettersSpeakFor) = (0, 0, false, LanguageTables.HashStart, 0);
    }

    private void Append(char written, char lower)
    {
        if (written != lower)
        {
            _capitals++;
            _camelCase |= _length > _capitals - 1;
        }

        if (_length < LongestWord) _word[_length + 1] = lower;
        _length++;
        _hash = (_hash ^ lower) * LanguageTables.HashPrime;
    }

    // What Append does, for a run of ASCII letters; returns where it ends.
    private int AppendAscii(ReadOnlySpan<char> chunk, int at)
    {
        var (length, capitals, hash) = (_length, _capitals, _hash);
        for (; at < chunk.Length && char.IsAsciiLetter(chunk[at]); at++)
        {
            var lower = (char)(chunk[at] | 0x20);
            if (chunk[at] != lower)
            {
                capitals++;
                _camelCase |= length > capitals - 1;
            }

            if (length < LongestWord) _word[length + 1] = lower;
            length++;
            hash = (hash ^ lower) * LanguageTables.HashPrime;
        }

        (_length, _capitals, _hash, _script) = (length, capitals, hash, Script.Latin);
        return at;
    }

    /// <summary>An elided word is listed with its apostrophe (<c>l'</c>); elsewhere the apostrophe is no part of the word.</summary>
    private void Elide()
    {
        if (_length > 0 && _tables.Words((_hash ^ '\'') * LanguageTables.HashPrime) != 0) Append('\'', '\'');
    }

    private void End(bool prose)
    {
        if (_length > 0)
        {
            _letters += _length;
            if (prose) Count();
        }

        Begin();
    }

    private void Count()
    {
        var acronym = _capitals == _length && _length is 2 or 3;
        var mixed = _camelCase && _capitals < _length;
        if (acronym || mixed || _length > LongestWord) return;
        if (_trigrams)
        {
            CountTrigrams();
            return;
        }

        var languages = _tables.Words(_hash);
        if (_length > 1 || languages != 0) _amounts[(int)_script]++;
        // Capitals begin names as well as sentences.
        var weight = _capitals > 0 ? 0.5 : 1.0;
        Speak(languages, weight);
        Speak(_lettersSpeakFor, weight * LetterWeight);
    }

    private void CountTrigrams()
    {
        if (_length < 3) return;
        _word[0] = '_';
        _word[_length + 1] = '_';
        for (var i = 0; i + 2 < _length + 2; i++) Speak(_tables.Trigrams(LanguageTables.TrigramOf(_word[i], _word[i + 1], _word[i + 2])), TrigramWeight);
    }

    /// <summary>What many languages share says little for each.</summary>
    private readonly void Speak(ulong languages, double weight)
    {
        if (languages == 0) return;
        var each = weight / BitOperations.PopCount(languages);
        for (; languages != 0; languages &= languages - 1) _evidence[BitOperations.TrailingZeroCount(languages)] += each;
    }
}
