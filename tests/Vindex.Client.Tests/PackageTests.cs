using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using Shouldly;
using Vindex.EndToEnd;
using Xunit;

namespace Vindex.Client.Tests;

public sealed class PackageTests
{
    [Fact]
    public async Task The_package_contains_the_library_its_documentation_and_no_dependency()
    {
        using var folder = new TemporaryFolder();
        string[] arguments =
        [
            "pack", Path.Combine(RunningServer.Root, "clients/dotnet"), "--configuration", "Release", "--no-build", "--no-restore", "--nologo", "--output", folder.Path,
            "-nodeReuse:false",
        ];
        using var pack = Process.Start(new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var texts = await Task.WhenAll(pack.StandardOutput.ReadToEndAsync(), pack.StandardError.ReadToEndAsync());
        await pack.WaitForExitAsync(TestContext.Current.CancellationToken);
        pack.ExitCode.ShouldBe(0, string.Concat(texts));

        await using var package = await ZipFile.OpenReadAsync(Directory.GetFiles(folder.Path, "*.nupkg").ShouldHaveSingleItem());
        var names = package.Entries.Select(entry => entry.FullName).ToList();
        foreach (var name in (string[])["lib/net10.0/Vindex.Client.dll", "lib/net10.0/Vindex.Client.xml", "README.md"]) names.ShouldContain(name);
        await using var specification = await package.GetEntry("Vindex.Client.nuspec")!.OpenAsync();
        var metadata = (await XDocument.LoadAsync(specification, LoadOptions.None, TestContext.Current.CancellationToken)).Root!.Elements().Single();
        metadata.Descendants().ShouldAllBe(element => element.Name.LocalName != "dependency");
        metadata.Elements().Single(element => element.Name.LocalName == "license").Value.ShouldBe("Apache-2.0");
    }
}
