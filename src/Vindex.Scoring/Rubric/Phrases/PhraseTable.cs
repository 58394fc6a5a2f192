using Vindex.Scoring.Rubric.Lexing;

namespace Vindex.Scoring.Rubric.Phrases;

/// <summary>All phrases, found by the word that they begin with, so that a token costs only the phrases that it can begin.</summary>
internal sealed class PhraseTable
{
    private static readonly Phrase[] s_none = [];
    private readonly Phrase[][] _byFirstWord;
    private readonly Phrase[] _byNumber;
    private readonly Phrase[] _byKey;

    /// <summary>Orders phrases by their first word; the vocabulary must be complete.</summary>
    public PhraseTable(List<Phrase> phrases, Vocabulary vocabulary)
    {
        var lists = new List<Phrase>?[vocabulary.Count];
        List<Phrase> byNumber = [], byKey = [];
        foreach (var phrase in phrases)
        {
            var part = phrase.Parts[0];
            if (part.Number) byNumber.Add(phrase);
            if (part.Key) byKey.Add(phrase);
            foreach (var word in part.Words) (lists[word] ??= []).Add(phrase);
            if (part.Tags == Tag.None) continue;
            for (var word = 1; word < lists.Length; word++)
            {
                if ((vocabulary.TagsOf(word) & part.Tags) != Tag.None && !part.Words.AsSpan().Contains(word)) (lists[word] ??= []).Add(phrase);
            }
        }

        _byFirstWord = new Phrase[lists.Length][];
        for (var word = 0; word < lists.Length; word++) _byFirstWord[word] = lists[word]?.ToArray() ?? s_none;
        _byNumber = byNumber.ToArray();
        _byKey = byKey.ToArray();
    }

    /// <summary>Marks the tokens where phrases begin. A phrase stays within the range.</summary>
    public void Mark(TokenList tokens, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            ref var token = ref tokens[i];
            var candidates = token.Kind switch
            {
                TokenKind.Number => _byNumber,
                TokenKind.Key => _byKey,
                _ => _byFirstWord[token.Word],
            };
            foreach (var phrase in candidates)
            {
                var length = phrase.Match(tokens, i, end);
                if (length == 0) continue;
                token.PhraseTags |= phrase.Tag;
                if (length > token.PhraseLength) token.PhraseLength = (byte)length;
            }
        }
    }
}
