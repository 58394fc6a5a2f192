using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Vindex.Server.Background;
using Vindex.Server.Backlogs;
using Vindex.Server.Badges;
using Vindex.Server.Callbacks;
using Vindex.Server.Companies;
using Vindex.Server.Configuration;
using Vindex.Server.Evaluations;
using Vindex.Server.Evaluator;
using Vindex.Server.Evaluator.Page;
using Vindex.Server.Feedback;
using Vindex.Server.Installations;
using Vindex.Server.Operations;
using Vindex.Server.Pages;
using Vindex.Server.Portal;
using Vindex.Server.Portal.Account;
using Vindex.Server.Ratings;
using Vindex.Server.Rescoring;
using Vindex.Server.Scores;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Server.Security.Authentication;
using Vindex.Server.Security.Encryption;
using Vindex.Server.Security.Limits;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Telemetry;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Rescores;
using Vindex.Storage.Sqlite;

namespace Vindex.Server;

/// <summary>The server: one data folder, some addresses.</summary>
public sealed class VindexServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private VindexServer(WebApplication app) => _app = app;

    /// <summary>The commented default settings, which are the reference of all settings.</summary>
    public static string DefaultSettings => Settings.Defaults;

    /// <summary>Where it listens, once started.</summary>
    public IReadOnlyList<Uri> Addresses =>
        [.. Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(ServerFile.Reachable(address)))];

    /// <summary>The parts, for tests.</summary>
    internal IServiceProvider Services => _app.Services;

    /// <summary>Reads the settings, opens the store and puts the server together; nothing listens yet.</summary>
    /// <param name="options">Folder, addresses, admin key.</param>
    /// <param name="arguments">Settings of the command line, such as <c>--Limits:Score:Requests=120</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="BadSettingsException">Settings do not fit.</exception>
    /// <exception cref="StoreUnavailableException">The data folder cannot be opened, or another process has it open.</exception>
    public static async Task<VindexServer> BuildAsync(VindexServerOptions options, string[] arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Vindex" });
        var settings = ReadSettings(options, arguments);
        var store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions { DataFolder = options.DataFolder, ScoreFeedback = ScoreFeedback.Row, Time = options.Time }, cancellationToken);
        try
        {
            var text = options.MasterKey ?? Environment.GetEnvironmentVariable(MasterKey.Variable);
            var masterKey = await EncryptionServices.FindMasterKeyAsync(text, options.DataFolder, store, settings.Security.MasterKeyLost, cancellationToken);
            return new VindexServer(Compose(builder, options, settings, store, masterKey));
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts listening.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => _app.StartAsync(cancellationToken);

    /// <summary>Waits until the process is asked to stop (Ctrl-C, SIGTERM) or the token is cancelled, then stops.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Lets requests that are under way end, and stops.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static ServerSettings ReadSettings(VindexServerOptions options, string[] arguments)
    {
        var over = new Dictionary<string, string?>(options.Settings, StringComparer.OrdinalIgnoreCase);
        if (options.Urls is not null) over["Server:Urls"] = options.Urls;
        return ServerSettings.Read(Settings.Build(options.DataFolder, over, arguments), options.AdminKey);
    }

    private static WebApplication Compose(WebApplicationBuilder builder, VindexServerOptions options, ServerSettings settings, IStore store, MasterKey masterKey)
    {
        builder.Logging.AddVindexLogging(settings.Logging);
        builder.AddListening(settings.Server);

        builder.Services.AddSingleton(options.Time);
        builder.Services.AddSingleton<IStore>(_ => store);
        builder.Services.AddSingleton(new OwnWork(IsOn: !options.AnswersOnly, options.Rescores ? typeof(LeasedWorker<Rescore>) : null));
        builder.Services.AddWireFormat();
        builder.Services.AddSecurity(settings.Security);
        builder.Services.AddAccounts(settings.Sessions, settings.SignIn);
        builder.Services.AddScoring(settings.Scoring);
        builder.Services.AddScores(settings.Stats);
        builder.Services.AddFeedback();
        builder.Services.AddEncryption(masterKey);
        builder.Services.AddInstallations();
        builder.Services.AddEvents(settings.Events);
        builder.Services.AddEvaluations(settings.Evaluations);
        builder.Services.AddRescoring();
        builder.Services.AddBacklogs();
        builder.Services.AddRatings();
        builder.Services.AddEvaluator(settings.Evaluator);
        builder.Services.AddCallbacks(settings.Callbacks);
        builder.Services.AddBadges();
        builder.Services.AddCompanies();
        builder.Services.AddOperations(settings.Retention, settings.Telemetry, options.DataFolder);
        builder.Services.AddApiDescription();
        builder.Services.AddPages();
        builder.Services.AddPortal();
        options.ConfigureServices?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseForwarding(settings.Server);
        app.UseMiddleware<RequestLog>();
        app.UseSecurityHeaders();
        app.UseErrorPages(EvaluatorPages.Prefix, "/", "To the evaluator");
        app.UseErrorPages(PortalPaths.Root, PortalPaths.Overview, "To the overview");
        foreach (var prefix in (string[])[SignInPages.SignIn, SignInPages.Invitation, SignInPages.Reset, AccountPages.Address, PortalPaths.SignOut])
            app.UseErrorPages(prefix, PortalPaths.Overview, "To the portal");
        app.UseMiddleware<ExceptionMiddleware>();
        app.UseHeadAsGet();
        app.UseDocs(settings.Docs);
        app.UseRouting();
        app.UseErrorPageForNothing("/", "To the evaluator");
        app.UseSentMethod();
        app.UseMiddleware<AccessMiddleware>();
        app.UseMiddleware<RateLimiting>();

        app.MapScoring();
        app.MapScores();
        app.MapFeedback();
        app.MapEvents();
        app.MapEvaluations();
        app.MapRescoring();
        app.MapBacklogs();
        app.MapRatings();
        app.MapEvaluator();
        app.MapInstallations();
        app.MapDeliveries();
        app.MapCompanies();
        app.MapSessions();
        app.MapSignInPages();
        app.MapAccountPages();
        app.MapBadges();
        app.MapMaintenance();
        app.MapAccountOperations();
        app.MapHealth();
        app.MapApiDescription();
        app.MapAssets();
        app.MapEvaluatorPages();
        app.MapPortal();
        return app;
    }
}
