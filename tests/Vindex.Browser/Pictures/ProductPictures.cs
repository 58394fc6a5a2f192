using Vindex.Browser.Site;

namespace Vindex.Browser.Pictures;

/// <summary>
/// The pictures in README.md and docs/portal.md. Made in every run as output; with <c>VINDEX_PICTURES=1</c> they replace those in <c>docs/images</c>.
/// </summary>
[Collection(TheSite.Name)]
public sealed class ProductPictures(DemoSite site)
{
    private const int Wide = 1440;
    private const int Narrow = 390;
    private const int MostBytes = 160 * 1024;

    [Theory]
    [InlineData("overview", ColorScheme.Light, Wide), InlineData("overview", ColorScheme.Dark, Wide), InlineData("overview", ColorScheme.Light, Narrow)]
    [InlineData("ticket", ColorScheme.Light, Wide), InlineData("ticket", ColorScheme.Dark, Wide), InlineData("ticket", ColorScheme.Dark, Narrow)]
    [InlineData("evaluator", ColorScheme.Light, Wide), InlineData("tickets", ColorScheme.Light, Wide)]
    [InlineData("feedback", ColorScheme.Dark, Wide), InlineData("docs", ColorScheme.Light, Wide)]
    public async Task The_documentation_shows_pages_as_they_are(string name, ColorScheme scheme, int width)
    {
        await using var window = await site.OpenAsync(name is "evaluator" ? Who.NoOne : Who.Owner, width: width, scheme: scheme);
        var page = await window.GoAsync(name switch
        {
            "overview" => "/app",
            "ticket" => site.Data.Demo.Ticket,
            "evaluator" => "/",
            "tickets" => "/app/tickets?sort=worst_first",
            "feedback" => "/app/feedback?project=ratings&path=stars&agg=avg&percentiles=10,50,90&days=30",
            _ => "/docs",
        });
        await page.SetViewportSizeAsync(width, width == Narrow ? 844 : name == "tickets" ? 620 : 900);
        await page.WaitForTimeoutAsync(300);
        var folder = Environment.GetEnvironmentVariable("VINDEX_PICTURES") == "1"
            ? Directory.CreateDirectory(Path.Combine(DemoSite.Root, "docs", "images")).FullName
            : DemoSite.Artifacts("pictures");
        var file = $"{name}{(width == Narrow ? "-narrow" : "")}-{scheme.ToString().ToLowerInvariant()}.png";
        var picture = await page.ScreenshotAsync(new() { Path = Path.Combine(folder, file), Animations = ScreenshotAnimations.Disabled });
        picture.Length.ShouldBeInRange(15 * 1024, MostBytes);
        window.ShouldBeClean();
    }
}
