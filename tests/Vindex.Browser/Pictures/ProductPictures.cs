using Vindex.Browser.Site;

namespace Vindex.Browser.Pictures;

/// <summary>The pictures in the README. Made in every run as output; with <c>VINDEX_PICTURES=1</c> they replace those in <c>docs/images</c>.</summary>
[Collection(TheSite.Name)]
public sealed class ProductPictures(DemoSite site)
{
    private const int Width = 1280;
    private const int Height = 860;
    private const int MostBytes = 250 * 1024;

    [Theory]
    [InlineData("overview", ColorScheme.Light), InlineData("overview", ColorScheme.Dark)]
    [InlineData("ticket", ColorScheme.Light), InlineData("ticket", ColorScheme.Dark)]
    public async Task The_readme_shows_pages_as_they_are(string name, ColorScheme scheme)
    {
        await using var window = await site.OpenAsync(Who.Owner, width: Width, scheme: scheme);
        var page = await window.GoAsync(name == "overview" ? "/app" : site.Data.Demo.Ticket);
        await page.SetViewportSizeAsync(Width, Height);
        await page.WaitForTimeoutAsync(300);
        var folder = Environment.GetEnvironmentVariable("VINDEX_PICTURES") == "1"
            ? Directory.CreateDirectory(Path.Combine(DemoSite.Root, "docs", "images")).FullName
            : DemoSite.Artifacts("pictures");
        var picture = await page.ScreenshotAsync(
            new() { Path = Path.Combine(folder, $"{name}-{scheme.ToString().ToLowerInvariant()}.png"), Animations = ScreenshotAnimations.Disabled });
        picture.Length.ShouldBeInRange(20 * 1024, MostBytes);
        window.ShouldBeClean();
    }
}
