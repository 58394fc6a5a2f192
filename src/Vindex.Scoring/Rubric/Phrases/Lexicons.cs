using Vindex.Scoring.Profiles;
using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Outline;

namespace Vindex.Scoring.Rubric.Phrases;

/// <summary>The word lists and patterns of the data files, and what a profile adds to them.</summary>
internal sealed class Lexicons
{
    private const string Folder = "Rubric/lexicon/";
    private readonly List<Phrase> _phrases = [];

    private Lexicons()
    {
    }

    /// <summary>Every single word.</summary>
    public Vocabulary Vocabulary { get; } = new();

    /// <summary>Everything longer than a word.</summary>
    public PhraseTable Phrases { get; private set; } = null!;

    /// <summary>The words that grammar hangs on.</summary>
    public Words Words { get; private set; } = null!;

    /// <summary>Reads the embedded files and a profile's words.</summary>
    public static Lexicons Load(Profile profile)
    {
        var lexicons = new Lexicons();
        foreach (var name in TagNames.All)
        {
            var text = RubricData.TryRead(Folder + name + ".txt");
            if (text is not null) lexicons.AddList(text, TagNames.Parse(name));
        }

        foreach (var (name, words) in profile.Vocabulary)
        {
            foreach (var word in words) lexicons.AddEntry(word.ToLowerInvariant(), TagNames.Parse(name));
        }

        lexicons.AddPatterns(RubricData.Read("Rubric/patterns.txt"));
        lexicons.Words = new Words(lexicons.Vocabulary);
        lexicons.Phrases = new PhraseTable(lexicons._phrases, lexicons.Vocabulary);
        return lexicons;
    }

    /// <summary>Whether a word or phrase of a profile can be matched: it has one to ten parts.</summary>
    public static bool CanHold(string entry)
    {
        using var tokens = new TokenList();
        Lexer.Read(entry, 0, entry.Length, TicketField.Summary, new Vocabulary(), tokens);
        return tokens.Count is > 0 and <= Phrase.LongestPhrase;
    }

    private void AddList(ReadOnlySpan<char> text, Tag tag)
    {
        foreach (var raw in text.EnumerateLines())
        {
            var line = raw.Trim();
            if (line.IsEmpty || line[0] == '#') continue;
            if (line.Contains(',') && line.Length > 1)
            {
                foreach (var range in line.Split(',')) AddEntry(line[range].Trim(), tag);
                continue;
            }

            AddEntry(line, tag);
        }
    }

    // "create +v" a verb in its forms, "plan +vv" one that doubles its last letter, "button +n" a noun and its plural, anything else as it stands.
    private void AddEntry(ReadOnlySpan<char> entry, Tag tag)
    {
        if (entry.IsEmpty) return;
        var plus = entry.LastIndexOf(" +");
        var kind = plus > 0 ? entry[(plus + 2)..] : default;
        var words = (plus > 0 ? entry[..plus] : entry).Trim();
        if (kind is "v" or "vv") Inflection.AddVerb(Vocabulary, words.ToString(), tag, kind.Length == 2);
        else if (kind is "n") Inflection.AddNoun(Vocabulary, words.ToString(), tag);
        else AddWords(words, tag);
    }

    // Words are cut as a ticket's are, so that "node.js" in a list meets "Node.js" in a text.
    private void AddWords(ReadOnlySpan<char> words, Tag tag)
    {
        using var tokens = new TokenList();
        Lexer.Read(words, 0, words.Length, TicketField.Summary, Vocabulary, tokens);
        if (tokens.Count == 1 && tokens[0].Kind == TokenKind.Word)
        {
            Vocabulary.Add(words.ToString(), tag, WordForm.Base);
            return;
        }

        var parts = new PhrasePart[tokens.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            ref var token = ref tokens[i];
            var word = token.Kind == TokenKind.Word ? Vocabulary.Add(words[token.Start..token.End].ToString(), Tag.None, WordForm.None) : 0;
            parts[i] = new(word == 0 ? [] : [word], Tag.None, token.Kind == TokenKind.Number, token.Kind == TokenKind.Key, false, 0) { Mark = token.Mark };
        }

        _phrases.Add(Checked(new Phrase(tag, parts)));
    }

    // name: conditions, one a token: word, one|two, <list>, # (number), @ (key); a trailing ? makes it optional; .. before it allows up to three tokens between
    private void AddPatterns(ReadOnlySpan<char> text)
    {
        foreach (var raw in text.EnumerateLines())
        {
            var line = raw.Trim();
            if (line.IsEmpty || line[0] == '#') continue;
            var colon = line.IndexOf(':');
            var tag = TagNames.Parse(line[..Math.Max(colon, 0)]);
            if (tag == Tag.None) throw new InvalidDataException($"patterns.txt: no tag for the line '{line}'");
            var parts = new List<PhrasePart>();
            var conditions = line[(colon + 1)..];
            foreach (var range in conditions.Split(' '))
            {
                if (!conditions[range].IsEmpty) parts.Add(ReadCondition(conditions[range]));
            }

            _phrases.Add(Checked(new Phrase(tag, [.. parts])));
        }
    }

    private PhrasePart ReadCondition(ReadOnlySpan<char> condition)
    {
        var gap = condition.StartsWith("..") ? 3 : 0;
        if (gap > 0) condition = condition[2..];
        var optional = condition.Length > 1 && condition[^1] == '?';
        if (optional) condition = condition[..^1];
        var words = new List<int>();
        var tags = Tag.None;
        bool number = false, key = false;
        foreach (var range in condition.Split('|'))
        {
            var choice = condition[range];
            if (choice is "#")
            {
                number = true;
            }
            else if (choice is "@")
            {
                key = true;
            }
            else if (choice[0] != '<')
            {
                words.Add(Vocabulary.Add(choice.ToString(), Tag.None, WordForm.None));
            }
            else
            {
                var tag = TagNames.Parse(choice[1..^1]);
                if (tag == Tag.None) throw new InvalidDataException($"patterns.txt: no list is called '{choice}'");
                tags |= tag;
            }
        }

        return new([.. words], tags, number, key, optional, gap);
    }

    private static Phrase Checked(Phrase phrase) => phrase.Parts.Length is > 0 and <= Phrase.LongestPhrase && !phrase.Parts[0].Optional
        ? phrase
        : throw new InvalidDataException("A phrase has one to ten parts and does not begin with an optional one.");
}
