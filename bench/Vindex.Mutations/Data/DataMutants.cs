using System.Text;
using Vindex.Mutations.Building;

namespace Vindex.Mutations.Data;

/// <summary>Changes to the embedded data files of a project, as the test project's <c>mutations.txt</c> describes them.</summary>
internal static class DataMutants
{
    /// <summary>The mutants, numbered from <paramref name="firstId"/>.</summary>
    public static IReadOnlyList<Mutant> Create(CompilerCall call, string description, int firstId)
    {
        var mutants = new List<Mutant>();
        foreach (var rule in DataRule.Read(description))
        {
            var resources = call.Resources.Where(resource => rule.Applies(resource.Key)).OrderBy(resource => resource.Key, StringComparer.Ordinal).ToList();
            if (resources.Count == 0) throw new MutationException($"{description}: no embedded file is named {rule.Resources}.");
            foreach (var (name, path) in resources)
            {
                var text = File.ReadAllText(path);
                foreach (var edit in rule.Edits(text))
                {
                    var line = text.AsSpan(0, edit.Start).Count('\n') + 1;
                    var original = Mutant.OneLine(text[edit.Start..edit.End]);
                    var mutated = edit.With.Trim().Length == 0 ? "(left out)" : Around(text, edit);
                    mutants.Add(new Mutant(firstId + mutants.Count, name, line, rule.Kind, original, mutated)
                    {
                        Content = Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, edit.Start), edit.With, text.AsSpan(edit.End))),
                    });
                }
            }
        }
        return mutants;
    }

    /// <summary>The changed line, so that one sees whose number it was.</summary>
    private static string Around(string text, DataEdit edit)
    {
        var start = text.LastIndexOf('\n', Math.Max(edit.Start - 1, 0)) + 1;
        return Mutant.OneLine(text[start..edit.Start] + edit.With);
    }
}
