namespace Vindex.Scoring.Languages;

/// <summary>
/// Detects the language of a ticket. Scripts are distinguished by Unicode ranges; languages that share a script by common words, letters of their own and,
/// where these leave doubt, by typical trigrams. Tickets are full of names, code and log lines, and most are English: another Latin-script language needs
/// evidence of its own that clearly outweighs English, or the answer is <c>en</c> or <c>und</c>.
/// </summary>
public static class LanguageDetector
{
    // One clear word counts 1, half of that with a capital.
    private const double LeastForEnglish = 0.5;
    private const double LeastForOthers = 1.5;

    /// <summary>How far another language must outweigh English.</summary>
    private const double LeadOverEnglish = 1.5;

    /// <summary>Evidence per word below which a language is only quoted.</summary>
    private const double LeastPerWord = 0.06;

    /// <summary>Evidence per word in running text.</summary>
    private const double UsualPerWord = 0.15;

    /// <summary>Detects the language of a text, markup or not. Reads at most the first 4,000 letters; never throws.</summary>
    public static DetectedLanguage Detect(ReadOnlySpan<char> text)
    {
        var tables = LanguageTables.Instance;
        Span<double> evidence = stackalloc double[tables.Codes.Length];
        Span<int> amounts = stackalloc int[Scripts.Count];
        Span<char> word = stackalloc char[WordScan.WordSpace];
        evidence.Clear();
        amounts.Clear();
        new WordScan(evidence, amounts, word, trigrams: false).Read(text);
        if (IsUnclear(evidence)) AddTrigrams(text, evidence, word);

        var latin = BestOf(Script.Latin, evidence);
        var (script, amount, total) = LargestScript(amounts, latin < 0 ? 0 : evidence[latin]);
        if (script == Script.None) return DetectedLanguage.Undetermined;
        var share = amount / total;
        return script switch
        {
            Script.Latin => DecideLatin(latin, evidence, amounts[(int)Script.Latin], share),
            Script.Han or Script.Kana => new(amounts[(int)Script.Kana] * 12 > amounts[(int)Script.Han] ? "ja" : "zh", share * Saturate(amount)),
            Script.Cyrillic => Decide(script, "ru", evidence, amount, share),
            Script.Arabic => Decide(script, "ar", evidence, amount, share),
            _ => new(Scripts.OnlyLanguage(script)!, share * Saturate(amount)),
        };
    }

    private static double Saturate(double amount) => amount / (amount + 2);

    private static bool IsUnclear(ReadOnlySpan<double> evidence)
    {
        var best = BestOf(Script.Latin, evidence);
        if (best < 0) return false;
        return evidence[best] < 4 || SecondTo(best, evidence) > 0.6 * evidence[best];
    }

    /// <summary>Trigrams confirm what words and letters say; on their own they would find a language in every product name.</summary>
    private static void AddTrigrams(ReadOnlySpan<char> text, Span<double> evidence, Span<char> word)
    {
        Span<double> trigrams = stackalloc double[evidence.Length];
        Span<int> amounts = stackalloc int[Scripts.Count];
        trigrams.Clear();
        new WordScan(trigrams, amounts, word, trigrams: true).Read(text);
        for (var i = 0; i < evidence.Length; i++) evidence[i] += Math.Min(trigrams[i], evidence[i]);
    }

    /// <summary>
    /// The script with the most words. Names, code and log lines are Latin in every language, so Latin words count only as far as some language is recognised
    /// in them.
    /// </summary>
    private static (Script Script, double Amount, double Total) LargestScript(ReadOnlySpan<int> amounts, double latinEvidence)
    {
        var (largest, most, total) = (Script.None, 0.0, 0.0);
        for (var script = Script.Latin; (int)script < Scripts.Count; script++)
        {
            var amount = amounts[(int)script] / Scripts.CharactersPerWord(script);
            if (script == Script.Latin) amount = Math.Min(amount, 3 * latinEvidence);
            if (script == Script.Han) amount += amounts[(int)Script.Kana] / Scripts.CharactersPerWord(Script.Kana);
            total += script == Script.Kana ? 0 : amount;
            if (amount > most) (largest, most) = (script, amount);
        }

        return (largest, most, total);
    }

    private static DetectedLanguage DecideLatin(int best, ReadOnlySpan<double> evidence, int words, double share)
    {
        var tables = LanguageTables.Instance;
        var english = evidence[tables.English];
        if (best != tables.English && (evidence[best] < LeastForOthers || evidence[best] < LeadOverEnglish * english || evidence[best] < LeastPerWord * words))
            best = tables.English;
        var strongest = evidence[best];
        if (strongest < LeastForEnglish) return DetectedLanguage.Undetermined;
        var lead = Math.Clamp(1 - (SecondTo(best, evidence) / strongest), 0, 1);
        var density = Math.Min(1, strongest / (UsualPerWord * words));
        return new(tables.Codes[best], share * Saturate(strongest) * (0.5 + (0.5 * lead)) * (0.5 + (0.5 * density)));
    }

    private static DetectedLanguage Decide(Script script, string usual, ReadOnlySpan<double> evidence, double amount, double share)
    {
        var best = BestOf(script, evidence);
        if (best < 0) return new(usual, share * Saturate(amount) * 0.5);
        var lead = 1 - (SecondTo(best, evidence) / evidence[best]);
        // Equal evidence, from words that several share: take the one that most people write.
        if (lead == 0) return new(usual, share * Saturate(amount) * 0.5);
        return new(LanguageTables.Instance.Codes[best], share * Saturate(amount) * (0.5 + (0.5 * lead)));
    }

    /// <summary>The language of a script with the most evidence; -1 when there is none.</summary>
    private static int BestOf(Script script, ReadOnlySpan<double> evidence)
    {
        var scripts = LanguageTables.Instance.Scripts;
        var (best, most) = (-1, 0.0);
        for (var i = 0; i < evidence.Length; i++)
        {
            if (scripts[i] == script && evidence[i] > most) (best, most) = (i, evidence[i]);
        }

        return best;
    }

    private static double SecondTo(int best, ReadOnlySpan<double> evidence)
    {
        var scripts = LanguageTables.Instance.Scripts;
        var second = 0.0;
        for (var i = 0; i < evidence.Length; i++)
        {
            if (i != best && scripts[i] == scripts[best]) second = Math.Max(second, evidence[i]);
        }

        return second;
    }
}
