using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Http.Extensions;
using Vindex.EndToEnd;
using Vindex.Server.Tests.Alerts;
using Vindex.Server.Tests.SingleSignOn;

namespace Vindex.Browser.Site;

/// <summary>
/// A server in a process of its own with four companies (the demo's, one of hostile texts, one with trackers, an empty one), a provider to sign in with, and a
/// browser to look at it. Made once for all tests.
/// </summary>
public sealed class DemoSite : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly CallbackReceiver _receiver = new();
    private readonly SmtpReceiver _mail = SmtpReceiver.Start();
    private readonly ConcurrentDictionary<Who, string> _sessions = new();
    private readonly SiteTrackers _trackers = new();
    private ServerProcess? _server;
    private TestProvider? _provider;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private SiteData? _data;

    /// <summary>Why there is no browser here; null when there is one.</summary>
    public string? WhyNot { get; private set; }

    /// <summary>Where the server is.</summary>
    public Uri Url => _server!.Url;

    /// <summary>Addresses of what was put into it.</summary>
    internal SiteData Data => _data!;

    /// <summary>The provider that people can sign in with. Its page needs no input.</summary>
    internal TestProvider Provider => _provider!;

    /// <summary>Where callbacks of the demo's company go.</summary>
    internal CallbackReceiver Receiver => _receiver;

    /// <summary>The e-mail and the password of the demo's owner.</summary>
    internal (string Email, string Password) Owner { get; private set; }

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } =
        Path.GetFullPath(typeof(DemoSite).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "RepositoryRoot").Value!);

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        if (Chromium() is not { } chromium)
        {
            WhyNot = "there is no 'chromium' on the PATH (Debian, Ubuntu: apt-get install chromium)";
            return;
        }

        _provider = await TestProvider.StartAsync();
        _provider.Instead["/authorize"] = context =>
        {
            context.Response.Redirect(_provider.Authorize(new Uri(context.Request.GetEncodedUrl())));
            return Task.CompletedTask;
        };
        _playwright = await Playwright.CreateAsync();
        var browser = _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = ["--disable-gpu", "--disable-dev-shm-usage"] });
        _server = await ServerProcess.StartDemoAsync(
            _folder.Path,
            [
                ("Vindex__Callbacks__AllowHttp", "true"),
                ("Vindex__Callbacks__AllowedNetworks", "127.0.0.0/8"),
                ("Vindex__Callbacks__Schedule", "50ms"),
                .. SiteTrackers.Settings.Select(one => ("Vindex__" + one.Name.Replace(":", "__", StringComparison.Ordinal), one.Value)),
                ("Vindex__SignIn__Providers__Default__Issuer", _provider.Issuer),
                ("Vindex__SignIn__Providers__Default__Name", "Example ID"),
                ("Vindex__SignIn__Providers__Default__ClientId", TestProvider.ClientId),
                ("Vindex__SignIn__Providers__Default__ClientSecret", TestProvider.ClientSecret),
                ("Vindex__SignIn__Providers__Default__Groups", $"everyone={SiteData.PlannedSlug}/viewer"),
                ("Vindex__SignIn__Providers__Default__AllowHttp", "true"),
                ("Vindex__SignIn__Providers__Default__AllowedNetworks", "127.0.0.0/8"),
                ("Vindex__Mail__Host", "127.0.0.1"),
                ("Vindex__Mail__Port", $"{_mail.Port}"),
                ("Vindex__Mail__Security", "none"),
                ("Vindex__Mail__From", "vindex@example.com"),
                ("Vindex__Mail__AllowedNetworks", "127.0.0.0/8"),
                ("Vindex__Models__Default__Provider", "ollama"),
                ("Vindex__Models__Default__Model", "qwen3:8b"),
                .. NoLimits(
                    "Evaluate", "Score", "EvaluatorUpload", "EvaluatorScore", "EvaluatorResults", "EvaluatorTicket", "EvaluatorTyping", "SignInPerEmail", "SignInPerAddress"),
            ]);
        Owner = (DemoValue("VINDEX_USER"), DemoValue("VINDEX_PASSWORD"));
        _data = await SiteData.FillAsync(_server, _receiver, _trackers, Owner, _mail);
        _browser = await browser;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        if (_provider is not null) await _provider.DisposeAsync();
        await _trackers.DisposeAsync();
        await _receiver.DisposeAsync();
        await _mail.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Somebody's window, signed in when it is somebody. Skips the test where there is no browser.</summary>
    /// <param name="who">Whose.</param>
    /// <param name="script">Whether it runs script.</param>
    /// <param name="width">Its width in CSS pixels.</param>
    /// <param name="scheme">The theme that the reader prefers.</param>
    /// <param name="locale">The language that the browser asks for.</param>
    public async Task<Window> OpenAsync(
        Who who, bool script = true, int width = 1280, ColorScheme scheme = ColorScheme.Light, string locale = "en-GB")
    {
        Assert.SkipWhen(WhyNot is not null, WhyNot ?? "");
        if (who != Who.NoOne && !_sessions.ContainsKey(who)) _sessions[who] = await SignInAsync(who);
        return await Window.OpenAsync(_browser!, Url, new BrowserNewContextOptions
        {
            BaseURL = Url.ToString(),
            JavaScriptEnabled = script,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = scheme,
            Locale = locale,
            TimezoneId = "Europe/Berlin",
            AcceptDownloads = true,
            StorageState = who == Who.NoOne ? null : _sessions[who],
        });
    }

    /// <summary>With what somebody signs in.</summary>
    internal (string Email, string Password) Login(Who who) => who switch
    {
        Who.Owner => Owner,
        Who.Viewer => (SiteData.ViewerEmail, CompanyFiller.Password),
        Who.Stranger => (SiteData.StrangerEmail, CompanyFiller.Password),
        Who.Planner => (SiteData.PlannerEmail, CompanyFiller.Password),
        _ => (SiteData.NewcomerEmail, CompanyFiller.Password),
    };

    /// <summary>A folder for what a run leaves behind, which is not committed.</summary>
    internal static string Artifacts(string name) => Directory.CreateDirectory(Path.Combine(Root, "artifacts", "browser", name)).FullName;

    /// <summary>The browser of the system; null for none.</summary>
    internal static string? Chromium() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => (string[])[Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser")])
        .FirstOrDefault(File.Exists);

    /// <summary>A window on another server, signed in. Skips the test where there is no browser.</summary>
    internal async Task<Window> OpenAsync(Uri url, string email)
    {
        Assert.SkipWhen(WhyNot is not null, WhyNot ?? "");
        var options = new BrowserNewContextOptions { BaseURL = url.ToString(), Locale = "en-GB", TimezoneId = "Europe/Berlin" };
        var window = await Window.OpenAsync(_browser!, url, options);
        await SignInAsync(window, email, CompanyFiller.Password);
        return window;
    }

    /// <summary>The window of someone with an address of their own, signed in.</summary>
    internal async Task<Window> OpenAsync(string email, bool script)
    {
        var window = await OpenAsync(Who.NoOne, script);
        await SignInAsync(window, email, CompanyFiller.Password);
        return window;
    }

    private async Task<string> SignInAsync(Who who)
    {
        await using var window = await OpenAsync(Who.NoOne);
        var (email, password) = Login(who);
        await SignInAsync(window, email, password);
        return await window.Context.StorageStateAsync();
    }

    private static async Task SignInAsync(Window window, string email, string password)
    {
        await window.GoAsync("/login");
        await window.Page.GetByLabel("E-mail").FillAsync(email);
        await window.Page.GetByLabel("Password").FillAsync(password);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        // The page itself need not be complete for its cookie.
        await window.Page.WaitForURLAsync("**/app", new() { WaitUntil = WaitUntilState.Commit });
    }

    private string DemoValue(string name) =>
        File.ReadLines(Path.Combine(_folder.Path, "demo.env")).Single(line => line.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..].Trim(
            '\'');

    private static IEnumerable<(string, string)> NoLimits(params string[] names) => names.Select(name => ($"Vindex__Limits__{name}__Requests", "0"));
}

/// <summary>All tests look at one site, one after the other: some change what others would see.</summary>
[CollectionDefinition(Name)]
public sealed class TheSite : ICollectionFixture<DemoSite>
{
    /// <summary>What classes of tests name.</summary>
    public const string Name = "the site";
}
