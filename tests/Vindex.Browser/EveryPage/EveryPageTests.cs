using System.Collections.Concurrent;
using Vindex.Browser.Site;

namespace Vindex.Browser.EveryPage;

/// <summary>What holds on every page; each is looked at once, whatever number of tests ask.</summary>
[Collection(TheSite.Name)]
public sealed class EveryPageTests(DemoSite site)
{
    private const int MostBytes = 150 * 1024;
    private const int MostBytesWithCharts = 550 * 1024;
    private const double MostShift = 0.1;

    private static readonly ConcurrentDictionary<string, Task<ScreenVisit>> s_visits = new();

    public static TheoryData<string> Pages => [.. Screen.All.Select(screen => screen.Name)];

    [Theory, MemberData(nameof(Pages))]
    public async Task Nothing_runs_that_should_not_and_nothing_is_loaded_from_elsewhere(string page) => (await VisitAsync(page)).Wrongs.ShouldBeEmpty();

    [Theory, MemberData(nameof(Pages))]
    public async Task Nothing_makes_the_page_scroll_sideways(string page) => (await VisitAsync(page)).TooWideAt.ShouldBeEmpty();

    [Theory, MemberData(nameof(Pages))]
    public async Task It_is_valid_HTML(string page)
    {
        var visit = await VisitAsync(page);
        Assert.SkipWhen(Markup.WhyNot is not null, Markup.WhyNot ?? "");
        visit.Invalid.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task It_is_in_German_for_readers_of_German(string page) => (await VisitAsync(page)).German.ShouldBe("de");

    [Theory, MemberData(nameof(Pages))]
    public async Task Axe_finds_nothing_serious_in_either_theme(string page)
    {
        var visit = await VisitAsync(page);
        Assert.SkipWhen(ScreenVisit.NoAxe is not null, ScreenVisit.NoAxe ?? "");
        visit.Inaccessible.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task The_keyboard_reaches_everything_and_shows_where_it_is(string page) => (await VisitAsync(page)).Unreached.ShouldBeEmpty();

    [Theory, MemberData(nameof(Pages))]
    public async Task Everything_can_be_hit_with_a_thumb(string page) => (await VisitAsync(page)).TooSmall.ShouldBeEmpty();

    [Theory, MemberData(nameof(Pages))]
    public async Task It_is_light(string page)
    {
        var visit = await VisitAsync(page);
        visit.Bytes.ShouldBeInRange(1, visit.HasCharts ? MostBytesWithCharts : MostBytes);
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Nothing_jumps_while_it_loads(string page) => (await VisitAsync(page)).LayoutShift.ShouldBeLessThan(MostShift);

    private async Task<ScreenVisit> VisitAsync(string page)
    {
        Assert.SkipWhen(site.WhyNot is not null, site.WhyNot ?? "");
        return await s_visits.GetOrAdd(page, name => ScreenVisit.OfAsync(site, Screen.Named(name)));
    }
}
