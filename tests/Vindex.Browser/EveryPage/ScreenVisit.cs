using System.Text.Json;
using Vindex.Browser.Site;

namespace Vindex.Browser.EveryPage;

/// <summary>What one look at a page found.</summary>
/// <param name="Wrongs">Dialogs, errors, breaches of the policy, requests to elsewhere.</param>
/// <param name="Invalid">What is not valid HTML.</param>
/// <param name="TooWideAt">Widths at which the page scrolls sideways, each with its language.</param>
/// <param name="German">The language of the page for a browser that asks for German.</param>
/// <param name="Inaccessible">Serious and critical findings of axe, each with its theme and places.</param>
/// <param name="Unreached">What the keyboard does not reach, or does not show that it has.</param>
/// <param name="TooSmall">What is hard to hit with a thumb: less than 24 pixels wide or high on a phone.</param>
/// <param name="Bytes">What was transferred as encoded, page and all.</param>
/// <param name="HasCharts">Whether it draws charts.</param>
/// <param name="LayoutShift">The sum of all shifts (CLS without windows).</param>
internal sealed record ScreenVisit(
    IReadOnlyList<string> Wrongs, IReadOnlyList<string> Invalid, IReadOnlyList<string> TooWideAt, string? German, IReadOnlyList<string> Inaccessible,
    IReadOnlyList<string> Unreached, IReadOnlyList<string> TooSmall, long Bytes, bool HasCharts, double LayoutShift)
{
    private static readonly string? s_axe = ReadAxe();

    private const string WatchShifts =
        """
        window.vindexShift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) window.vindexShift += entry.value;
        }).observe({ type: 'layout-shift', buffered: true });
        """;

    private const string SumBytes =
        "() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, one) => sum + one.encodedBodySize, 0)";

    private const string RunAxe =
        """
        async () => {
          const { violations } = await axe.run(document, { resultTypes: ['violations'] });
          return violations.filter((one) => one.impact === 'serious' || one.impact === 'critical')
            .map((one) => `${one.impact} ${one.id}: ${one.nodes.length} × ${one.nodes.slice(0, 4).map(describe).join(' | ')}`);

          function describe(node) {
            const messages = node.any.concat(node.all, node.none).map((check) => check.message).join('; ');
            return `${node.target.join(' ').slice(0, 160)} [${messages.slice(0, 200)}]`;
          }
        }
        """;

    // Links within sentences, and marked words of a ticket, are as high as their lines (WCAG 2.2, 2.5.8 "inline"), and a label belongs to what it names.
    private const string Measure =
        """
        () => {
          const least = 23.5;
          return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [role="button"]')]
            .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !one.closest('.skip') && !one.matches('.mark'))
            .filter((one) => !(one.matches('a') && getComputedStyle(one).display === 'inline' && isWithinText(one)))
            .filter((one) => {
              const boxes = [one, ...(one.labels ?? [])].map((part) => part.getBoundingClientRect()).filter((box) => box.width > 1);
              return boxes.length > 0 && !boxes.some((box) => box.width >= least && box.height >= least);
            })
            .map((one) => {
              const box = one.getBoundingClientRect();
              return `${Math.round(box.width)}×${Math.round(box.height)} ${one.outerHTML.slice(0, 140)}`;
            })
            .filter((text, i, all) => i < 12 && all.indexOf(text) === i);

          function isWithinText(link) {
            let block = link.parentElement;
            while (getComputedStyle(block).display === 'inline') block = block.parentElement;
            return block.textContent.trim().length > link.textContent.trim().length + 1;
          }
        }
        """;

    /// <summary>Looks at a page in both themes and at all widths, and leaves pictures.</summary>
    public static async Task<ScreenVisit> OfAsync(DemoSite site, Screen screen)
    {
        await using var window = await site.OpenAsync(screen.Who, width: 1440);
        var page = window.Page;
        await page.AddInitScriptAsync(WatchShifts);
        var sent = await EnterAsync(site, window, screen);
        var (bytes, shift) = (await page.EvaluateAsync<long>(SumBytes), await page.EvaluateAsync<double>("() => window.vindexShift"));
        var hasCharts = await page.Locator("figure[data-chart]").CountAsync() > 0;
        var inaccessible = new List<string>();
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            var theme = scheme.ToString().ToLowerInvariant();
            foreach (var width in (int[])[1440, 390])
            {
                await page.SetViewportSizeAsync(width, 900);
                await page.ScreenshotAsync(
                    new()
                    {
                        Path = Path.Combine(DemoSite.Artifacts("screenshots"), $"{screen.Name}-{theme}-{width}.png"),
                        FullPage = true,
                        Animations = ScreenshotAnimations.Disabled,
                        Timeout = 120_000
                    });
                if (width == 1440) inaccessible.AddRange((await AxeAsync(page)).Select(one => $"{theme}: {one}"));
            }
        }

        var tooWide = new List<string>();
        foreach (var width in (int[])[360, 390, 1440])
        {
            if (await window.OverflowsAsync(width)) tooWide.Add($"{width} en");
        }

        await page.SetViewportSizeAsync(390, 900);
        var tooSmall = await page.EvaluateAsync<string[]>(Measure);
        await page.SetViewportSizeAsync(1440, 900);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        var unreached = await KeyboardWalk.OfAsync(page);
        var (german, wrongs) = await LookInGermanAsync(site, screen, tooWide);
        var invalid = await Markup.FindingsAsync(sent ?? await Markup.SentAsync(window, screen.Path(site.Data)));
        return new ScreenVisit([.. window.Wrongs, .. wrongs], invalid, tooWide, german, inaccessible, unreached, tooSmall, bytes, hasCharts, shift);
    }

    // German words are longer than English ones.
    private static async Task<(string? Language, IReadOnlyList<string> Wrongs)> LookInGermanAsync(DemoSite site, Screen screen, List<string> tooWide)
    {
        await using var window = await site.OpenAsync(screen.Who, width: 1440, locale: "de-DE");
        await EnterAsync(site, window, screen);
        var page = window.Page;
        foreach (var width in (int[])[1440, 390])
        {
            if (await window.OverflowsAsync(width)) tooWide.Add($"{width} de");
            await page.ScreenshotAsync(new() { Path = Path.Combine(DemoSite.Artifacts("screenshots"), $"{screen.Name}-german-{width}.png"), FullPage = true, Timeout = 120_000 });
        }

        return (await page.EvaluateAsync<string?>("() => document.documentElement.lang"), window.Wrongs);
    }

    // Opens the page. If a form leads to it, what the server has sent in response; the form is gone if an earlier visit has changed the page.
    private static async Task<string?> EnterAsync(DemoSite site, Window window, Screen screen)
    {
        var page = await window.GoAsync(screen.Path(site.Data), screen.Status);
        if (screen.Form is not { } form || await page.Locator(form).CountAsync() == 0) return null;
        await page.Locator($"{form} [name=current_password]").FillAsync(site.Login(screen.Who).Password);
        var response = await page.RunAndWaitForResponseAsync(
            () => page.Locator($"{form} button").ClickAsync(), response => response.Request.IsNavigationRequest && response.Status == screen.Status);
        await page.WaitForLoadStateAsync(LoadState.Load);
        await Assertions.Expect(page.Locator(form)).ToHaveCountAsync(0);
        return await response.TextAsync();
    }

    /// <summary>Why pages cannot be checked; null when they can.</summary>
    public static string? NoAxe =>
        s_axe is null ? "axe-core is not installed; the build of the web pages does that (npm ci in src/Vindex.Server/Browser)" : null;

    private static async Task<string[]> AxeAsync(IPage page)
    {
        if (s_axe is null) return [];
        if (await page.EvaluateAsync<bool>("() => typeof axe === 'undefined'")) await page.EvaluateAsync(s_axe + "\n;undefined");
        return JsonSerializer.Deserialize<string[]>((await page.EvaluateAsync(RunAxe))!.Value.GetRawText())!;
    }

    private static string? ReadAxe()
    {
        var file = Path.Combine(DemoSite.Root, "src", "Vindex.Server", "Browser", "node_modules", "axe-core", "axe.min.js");
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }
}
