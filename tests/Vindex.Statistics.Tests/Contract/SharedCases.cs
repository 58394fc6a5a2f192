using System.Text.Json;

namespace Vindex.Statistics.Tests.Contract;

/// <summary>The cases of the contract, which lie beside the repository where it was agreed on.</summary>
public static class SharedCases
{
    public static JsonDocument Read(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Vindex.slnx")))
                continue;
            var file = new[]
            {
                Path.Combine(folder.FullName, "..", "shared", "cases", name),
                Environment.GetEnvironmentVariable("VINDEX_SHARED") is { } shared ? Path.Combine(shared, "cases", name) : ""
            }
                .FirstOrDefault(File.Exists);
            if (file is not null)
                return JsonDocument.Parse(File.ReadAllBytes(file));
        }
        Xunit.Assert.Skip($"../shared/cases/{name} is not here (VINDEX_SHARED names another folder)");
        throw new InvalidOperationException();
    }
}
