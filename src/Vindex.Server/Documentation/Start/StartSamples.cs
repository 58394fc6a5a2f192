using System.Collections.Concurrent;

namespace Vindex.Server.Documentation.Start;

/// <summary>The samples of the quick start: the files in <c>Samples/</c>, with <c>{{address}}</c> and <c>{{company}}</c> to be filled in.</summary>
internal static class StartSamples
{
    private static readonly ConcurrentDictionary<string, string> s_texts = new(StringComparer.Ordinal);

    /// <summary>The text of a file, without its last line break.</summary>
    public static string Text(string name) => s_texts.GetOrAdd(name, static name =>
    {
        using var stream = typeof(StartSamples).Assembly.GetManifestResourceStream("samples/" + name)
            ?? throw new ArgumentException($"There is no sample {name}.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().TrimEnd();
    });
}
