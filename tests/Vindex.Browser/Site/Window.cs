namespace Vindex.Browser.Site;

/// <summary>
/// A window of the browser, and everything in it that must not happen: dialogs, errors of script, breaches of the page's policy, requests to elsewhere.
/// </summary>
public sealed class Window : IAsyncDisposable
{
    // The new width comes to the page later than to the window, and is laid out with the next frame.
    private const string Overflows =
        """
        async (width) => {
          const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
          for (let i = 0; i < 600 && window.innerWidth !== width; i++) await frame();
          await frame();
          await frame();
          return document.documentElement.scrollWidth > document.documentElement.clientWidth;
        }
        """;

    private readonly Uri _site;
    private readonly bool _script;
    private readonly List<string> _wrongs = [];
    private string? _expectedFailure;

    private Window(IBrowserContext context, IPage page, Uri site, bool script) => (Context, Page, _site, _script) = (context, page, site, script);

    /// <summary>Cookies and the like.</summary>
    public IBrowserContext Context { get; }

    /// <summary>Its one tab.</summary>
    public IPage Page { get; }

    /// <summary>A server that pages send people to, such as a provider's sign-in page; null for none.</summary>
    public string? Elsewhere { get; set; }

    /// <summary>What went wrong so far.</summary>
    public IReadOnlyList<string> Wrongs
    {
        get
        {
            lock (_wrongs) return [.. _wrongs];
        }
    }

    internal static async Task<Window> OpenAsync(IBrowser browser, Uri site, BrowserNewContextOptions options)
    {
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(60_000);
        var window = new Window(context, await context.NewPageAsync(), site, options.JavaScriptEnabled != false);
        window.Watch();
        return window;
    }

    /// <summary>Opens an address of the site and waits for all of it, charts included.</summary>
    /// <param name="path">Address on the site.</param>
    /// <param name="status">The status that it answers with.</param>
    public async Task<IPage> GoAsync(string path, int status = 200)
    {
        if (status >= 400) _expectedFailure = path;
        var response = await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
        response!.Status.ShouldBe(status, path);
        await SettleAsync();
        return Page;
    }

    /// <summary>Waits until charts are drawn.</summary>
    public async Task SettleAsync()
    {
        if (_script) await Assertions.Expect(Page.Locator("figure[data-chart]:not([data-drawn=true])")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
    }

    /// <summary>Whether the page scrolls sideways at a width.</summary>
    public async Task<bool> OverflowsAsync(int width)
    {
        await Page.SetViewportSizeAsync(width, 900);
        return await Page.EvaluateAsync<bool>(Overflows, width);
    }

    /// <summary>Holds the window to nothing having gone wrong.</summary>
    public void ShouldBeClean() => Wrongs.ShouldBeEmpty();

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await Context.DisposeAsync();

    private void Watch()
    {
        Context.Request += (_, request) =>
        {
            if (!IsOurs(request.Url)) Wrong($"request to {request.Url}");
        };
        Context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !IsExpected(message)) Wrong($"console {message.Type}: {message.Text} ({message.Location})");
        };
        Context.WebError += (_, error) => Wrong($"script: {error.Error}");
        Context.Dialog += (_, dialog) =>
        {
            Wrong($"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    private bool IsOurs(string url) =>
        url.StartsWith(_site.GetLeftPart(UriPartial.Authority) + "/", StringComparison.Ordinal) || url.StartsWith("data:image/", StringComparison.Ordinal)
            || url.StartsWith("blob:", StringComparison.Ordinal)
            || (Elsewhere is { } elsewhere && url.StartsWith(elsewhere + "/", StringComparison.Ordinal));

    // The browser tells of every answer of 400 and more; the page that is asked for to see its error is meant to have one.
    private bool IsExpected(IConsoleMessage message) =>
        _expectedFailure is not null && message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)
            && message.Location.Contains(_expectedFailure, StringComparison.Ordinal);

    private void Wrong(string what)
    {
        lock (_wrongs) _wrongs.Add(what);
    }
}
