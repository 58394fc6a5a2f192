using Vindex.Cli.Tests.Processes;

namespace Vindex.Cli.Tests.Packaging;

/// <summary>The files of this checkout.</summary>
internal static class Checkout
{
    public static string Root { get; } = Path.GetDirectoryName(ScriptSandbox.RealScript())!;

    public static string PathOf(string name) => Path.Combine(Root, name);

    public static string Read(string name) => File.ReadAllText(PathOf(name));
}
