using System.Security.Cryptography;
using System.Text;

namespace Vindex.Models.Prompts;

/// <summary>A version of the prompt: instructions with the rubric and its anchors, the schema of answers, the request to repair one.</summary>
internal sealed class PromptSet
{
    private const string LatestVersion = "1";
    private static readonly string[] s_files = ["answer-schema.json", "instructions.md", "repair.md", "rubric.md"];
    private readonly string _repair;

    private PromptSet(string version)
    {
        var files = s_files.ToDictionary(name => name, name => Text(version, name));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in s_files) hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{files[name].Length}\n{files[name]}"));
        Hash = Convert.ToHexStringLower(hash.GetHashAndReset());
        Schema = files["answer-schema.json"];
        Instructions = files["instructions.md"].Replace("{{rubric}}", files["rubric.md"].Trim()).Replace("{{schema}}", Schema.Trim());
        _repair = files["repair.md"];
    }

    /// <summary>The version in use.</summary>
    public static PromptSet Latest { get; } = new(LatestVersion);

    /// <summary>SHA-256 of the files, in hexadecimal; stored with each score.</summary>
    public string Hash { get; }

    /// <summary>What the model is to do. The same for all tickets, so that providers can cache it.</summary>
    public string Instructions { get; }

    /// <summary>The JSON schema of answers.</summary>
    public string Schema { get; }

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
