using System.Security.Cryptography;
using System.Text;
using Vindex.Models.Calls;

namespace Vindex.Models.Prompts;

/// <summary>A version of a prompt: instructions, for judging with the rubric and its anchors, the schema of answers, the request to repair one.</summary>
internal sealed class PromptSet
{
    private const string Schema = "answer-schema.json";
    private const string Rubric = "rubric.md";
    private readonly string _repair;

    private PromptSet(string version, string form, string closing, params string[] added)
    {
        string[] names = [Schema, "instructions.md", "repair.md", .. added];
        var files = names.ToDictionary(name => name, name => Text(version, name));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in names) hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{files[name].Length}\n{files[name]}"));
        Hash = Convert.ToHexStringLower(hash.GetHashAndReset());
        Form = new AnswerForm(form, files[Schema]);
        Closing = closing;
        Instructions = files["instructions.md"].Replace("{{rubric}}", files.GetValueOrDefault(Rubric, "").Trim()).Replace("{{schema}}", Form.Schema.Trim());
        _repair = files["repair.md"];
    }

    /// <summary>The version in use for scores.</summary>
    public static PromptSet Judging { get; } = new("1", "invest_scores", "Judge the ticket above.", Rubric);

    /// <summary>The version in use for better texts.</summary>
    public static PromptSet Rewriting { get; } = new("rewriting-1", "better_ticket", "Rewrite the ticket above.");

    /// <summary>SHA-256 of the files, in hexadecimal; stored with each score.</summary>
    public string Hash { get; }

    /// <summary>The form of answers.</summary>
    public AnswerForm Form { get; }

    /// <summary>The request after the ticket.</summary>
    public string Closing { get; }

    /// <summary>What the model is to do. The same for all tickets, so that providers can cache it.</summary>
    public string Instructions { get; }

    /// <summary>Asks to repair an answer.</summary>
    public string Repair(IReadOnlyList<string> errors) => _repair.Replace("{{errors}}", string.Join('\n', errors.Take(20).Select(error => "- " + error)));

    // Line ends depend on how the source was checked out; the hash must not.
    private static string Text(string version, string name)
    {
        var resource = $"Prompts/{version}/{name}";
        using var stream = typeof(PromptSet).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
