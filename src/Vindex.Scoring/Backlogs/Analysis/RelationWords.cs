using Vindex.Scoring.Languages;

namespace Vindex.Scoring.Backlogs.Analysis;

/// <summary>The phrases of <c>words.txt</c> by the hash of their first word.</summary>
internal sealed class RelationWords
{
    private readonly Dictionary<string, Dictionary<ulong, List<ulong[]>>> _sections = new(StringComparer.Ordinal);

    private RelationWords()
    {
        Dictionary<ulong, List<ulong[]>>? section = null;
        var terms = new List<Term>();
        foreach (var line in ListFile.Lines("Backlogs/words.txt"))
        {
            if (line[0] == '[')
            {
                _sections.Add(line[1..^1], section = []);
                continue;
            }

            Term.Read(line, terms);
            var phrase = terms.ConvertAll(term => term.Hash).ToArray();
            if (!section!.TryGetValue(phrase[0], out var phrases)) section.Add(phrase[0], phrases = []);
            phrases.Add(phrase);
            phrases.Sort((one, two) => two.Length.CompareTo(one.Length));
        }
    }

    public static RelationWords Instance { get; } = new();

    /// <summary>The number of words of the longest phrase of a section that stands at a place; 0 for none.</summary>
    public int LengthAt(string section, List<Term> terms, int at)
    {
        if (!_sections[section].TryGetValue(terms[at].Hash, out var phrases)) return 0;
        foreach (var phrase in phrases)
        {
            if (Stands(phrase, terms, at)) return phrase.Length;
        }

        return 0;
    }

    public bool IsStop(in Term term) => _sections["stop"].ContainsKey(term.Hash);

    private static bool Stands(ulong[] phrase, List<Term> terms, int at)
    {
        if (at + phrase.Length > terms.Count) return false;
        for (var i = 1; i < phrase.Length; i++)
        {
            if (terms[at + i].Hash != phrase[i]) return false;
        }

        return true;
    }
}
