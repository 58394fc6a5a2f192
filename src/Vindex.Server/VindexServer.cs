using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Vindex.Server.Alerts;
using Vindex.Server.Alerts.Digests;
using Vindex.Server.Archives;
using Vindex.Server.Background;
using Vindex.Server.Backlogs;
using Vindex.Server.Badges;
using Vindex.Server.Callbacks;
using Vindex.Server.Companies;
using Vindex.Server.Configuration;
using Vindex.Server.Dashboards;
using Vindex.Server.Deletions;
using Vindex.Server.Documentation;
using Vindex.Server.Evaluations;
using Vindex.Server.Evaluator;
using Vindex.Server.Evaluator.Page;
using Vindex.Server.Feedback;
using Vindex.Server.Installations;
using Vindex.Server.Judging;
using Vindex.Server.Languages;
using Vindex.Server.Live;
using Vindex.Server.Mcp;
using Vindex.Server.ModelTransport;
using Vindex.Server.Nodes;
using Vindex.Server.Operations;
using Vindex.Server.Operations.Connections;
using Vindex.Server.Operations.Metrics;
using Vindex.Server.Operations.OpenApi;
using Vindex.Server.Pages;
using Vindex.Server.Portal;
using Vindex.Server.Portal.Account;
using Vindex.Server.Portal.Dashboards.Sharing;
using Vindex.Server.Portal.Digests;
using Vindex.Server.Ratings;
using Vindex.Server.Rescoring;
using Vindex.Server.Reviews;
using Vindex.Server.Rewriting;
using Vindex.Server.Scores;
using Vindex.Server.Scoring;
using Vindex.Server.Scoring.Batches;
using Vindex.Server.Security;
using Vindex.Server.Security.Authentication;
using Vindex.Server.Security.Encryption;
using Vindex.Server.Security.Limits;
using Vindex.Server.Security.Providers;
using Vindex.Server.Security.Sessions;
using Vindex.Server.SingleSignOn;
using Vindex.Server.Telemetry;
using Vindex.Server.Trackers;
using Vindex.Server.Views;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;
using Vindex.Server.Web.Requests;
using Vindex.Server.Web.Responses;
using Vindex.Server.Webhooks;
using Vindex.Storage;
using Vindex.Storage.Rescores;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server;

/// <summary>The server.</summary>
public sealed class VindexServer : IAsyncDisposable
{
    /// <summary>Reader connections of SQLite, each with a thread of its own.</summary>
    private const int StoreReaders = 4;

    private readonly WebApplication _app;

    private VindexServer(WebApplication app) => _app = app;

    /// <summary>The commented default settings, which are the reference of all settings.</summary>
    public static string DefaultSettings => Settings.Defaults;

    /// <summary>Its addresses, once started.</summary>
    public IReadOnlyList<Uri> Addresses =>
        [.. Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address =>
            new Uri(ListeningAddress.Reachable(address)))];

    /// <summary>The services, for tests.</summary>
    internal IServiceProvider Services => _app.Services;

    /// <summary>Reads the settings, opens the store and builds the server, without listening yet.</summary>
    /// <param name="options">Folder, addresses, admin key.</param>
    /// <param name="arguments">Settings of the command line, such as <c>--Limits:Score:Requests=120</c>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="BadSettingsException">Settings are invalid.</exception>
    /// <exception cref="StoreUnavailableException">The data folder or the database cannot be opened, or another process has it open.</exception>
    public static async Task<VindexServer> BuildAsync(VindexServerOptions options, string[] arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Vindex" });
        var adminKey = new AdminKey(options.AdminKey);
        AddFeatures(builder, options, adminKey);
        var (security, storeOptions) = AddSettings(builder, options, arguments, adminKey);
        var store = await StoreOpening.OpenAsync(storeOptions, options.DataFolder, options.Time, StoreReaders, cancellationToken);
        try
        {
            // The first of several nodes creates what the others must find; later ones, which find it, need not wait for each other.
            var isFirst = (await store.KeyRing.ListAsync(cancellationToken)).Count == 0;
            await using var start = isFirst ? await store.HoldStartAsync(cancellationToken) : null;
            var text = options.MasterKey ?? Environment.GetEnvironmentVariable(MasterKey.Variable);
            var masterKey = await EncryptionServices.FindMasterKeyAsync(text, options.DataFolder, store, security.MasterKeyLost, cancellationToken);
            var app = Compose(builder, options, store, masterKey);
            if (!store.IsExclusive) EncryptionServices.HaveKey(app.Services);
            return new VindexServer(app);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts listening.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => _app.StartAsync(cancellationToken);

    /// <summary>Waits until the process is asked to stop (Ctrl-C, SIGTERM) or the token is canceled, then stops.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Lets running requests finish, and stops.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Reads and checks all settings before anything is opened. Those of the features are bound when they are first used.</summary>
    private static (SecurityOptions Security, StoreOptions Store) AddSettings(
        WebApplicationBuilder builder, VindexServerOptions options, string[] arguments, AdminKey adminKey)
    {
        var over = new Dictionary<string, string?>(options.Settings, StringComparer.OrdinalIgnoreCase);
        if (options.Urls is not null) over["Server:Urls"] = options.Urls;
        var settings = Settings.Build(options.DataFolder, over, arguments);
        var sections = builder.Services.Select(service => service.ImplementationInstance).OfType<SettingsSection>();
        var known = sections.Concat(JudgingModule.AddedSections(settings)).Concat(SignInProviders.AddedSections(settings));
        List<string> problems = [.. Settings.Problems(settings, known)];
        if (adminKey.Problem is { } problem) problems.Add(problem);
        if (Descriptors.Problem(Descriptors.Limit()) is { } tooFew) problems.Add(tooFew);
        if (problems.Count > 0) throw new BadSettingsException(problems);
        if (MetricsModule.Problem(Settings.Read<ServerOptions>(settings, "Server")) is { } samePort) throw new BadSettingsException([samePort]);
        var store = StoreOpening.Read(settings);
        if (Settings.Read<SecurityOptions>(settings, "Security").Problem(isShared: store.Kind == StoreKind.PostgreSql) is { } tooLong) problems.Add(tooLong);
        problems.AddRange(JudgingModule.Problems(settings));
        problems.AddRange(SignInProviders.Problems(settings));
        var evaluator = Settings.Read<EvaluatorOptions>(settings, "Evaluator");
        if (evaluator.Problem(name => JudgingModule.IsConnection(settings, name)) is { } unknownJudge) problems.Add(unknownJudge);
        if (problems.Count > 0) throw new BadSettingsException(problems);

        // Not added to the host's own configuration: a chained source counts empty values as missing.
        builder.Services.AddSingleton<IConfiguration>(_ => settings);
        return (Settings.Read<SecurityOptions>(settings, "Security"), store);
    }

    private static WebApplication Compose(WebApplicationBuilder builder, VindexServerOptions options, IStore store, MasterKey masterKey)
    {
        builder.Services.AddStore(store);
        builder.Services.AddEncryption(masterKey);
        options.ConfigureServices?.Invoke(builder.Services);

        var app = builder.Build();
        UseMiddleware(app);
        MapFeatures(app);
        return app;
    }

    private static void AddFeatures(WebApplicationBuilder builder, VindexServerOptions options, AdminKey adminKey)
    {
        builder.Logging.AddVindexLogging();
        builder.AddListening();

        var services = builder.Services;
        services.AddSingleton(options.Time);
        services.AddSingleton(new OwnWork(IsOn: !options.AnswersOnly, options.Rescores ? typeof(LeasedWorker<Rescore>) : null));
        services.AddStoreSettings();
        services.AddNodes();
        services.AddWireFormat();
        services.AddCompression();
        services.AddCrossOrigin();
        services.AddBodies();
        services.AddSecurity(adminKey);
        services.AddAccounts();
        services.AddSingleSignOn();
        services.AddScoring();
        services.AddJudging();
        services.AddModelTransport();
        services.AddScores();
        services.AddFeedback();
        services.AddInstallations();
        services.AddEvents();
        services.AddEvaluations();
        services.AddRescoring();
        services.AddTrackers();
        services.AddDeletions();
        services.AddArchives();
        services.AddBacklogs();
        services.AddRatings();
        services.AddReviews();
        services.AddViews();
        services.AddDashboards();
        services.AddLive();
        services.AddEvaluator();
        services.AddCallbacks();
        services.AddWebhooks();
        services.AddAlerts();
        services.AddRewriting();
        services.AddMcp();
        services.AddBadges();
        services.AddCompanies();
        services.AddOperations(options.DataFolder);
        services.AddApiDescription();
        services.AddDocumentation();
        services.AddPages();
        services.AddPortal();
    }

    private static void UseMiddleware(WebApplication app)
    {
        app.UseListening();
        app.UseForwarding();
        app.UseMiddleware<RequestLog>();
        app.UseMetricsEndpoint();
        app.UseSecurityHeaders();
        app.UseLanguages();
        app.UseErrorPages(EvaluatorPages.Prefix, "/", () => T("errors.to-evaluator"));
        foreach (var prefix in (string[])[PortalPaths.Root, AccountPages.Address])
            app.UseErrorPages(prefix, PortalPaths.Overview, () => T("errors.to-overview"), PortalErrors.OfAsync);
        foreach (var prefix in (string[])[SignInPages.SignIn, SignInPages.Invitation, SignInPages.Reset, PortalPaths.SignOut])
            app.UseErrorPages(prefix, PortalPaths.Overview, () => T("errors.to-portal"));
        app.UseErrorPages(DocsPaths.Start, DocsPaths.Start, () => T("errors.to-quick-start"));
        foreach (var prefix in (string[])[SharingService.Prefix, DigestPaths.Unsubscribe]) app.UseErrorPages(prefix, "/", () => T("errors.to-start"));
        app.UseMiddleware<ExceptionMiddleware>();
        app.UseTimedBodies();
        app.UseOptions();
        app.UseHeadAsGet();
        app.UseRouting();
        app.UseNotFoundPage("/", () => T("errors.to-evaluator"));
        app.UseSentMethod();
        app.UseCrossOrigin();
        app.UseCompression();
        app.UseMiddleware<AccessMiddleware>();
        app.UseMiddleware<RateLimiting>();
        app.UseMiddleware<UnknownParameters>();
        app.UseMiddleware<ReadAdmission>();
    }

    private static void MapFeatures(WebApplication app)
    {
        app.MapScoring();
        app.MapScoreBatches();
        app.MapRewriting();
        app.MapScores();
        app.MapFeedback();
        app.MapEvents();
        app.MapEvaluations();
        app.MapRescoring();
        app.MapDeletions();
        app.MapArchives();
        app.MapBacklogs();
        app.MapRatings();
        app.MapReviews();
        app.MapViews();
        app.MapDashboards();
        app.MapEvaluator();
        app.MapInstallations();
        app.MapTrackers();
        app.MapTrackerHooks();
        app.MapDeliveries();
        app.MapWebhooks();
        app.MapWebhookDeliveries();
        app.MapAlerts();
        app.MapDigests();
        app.MapCompanies();
        app.MapJudging();
        app.MapSessions();
        app.MapSignInPages();
        app.MapProviderPages();
        app.MapCodePages();
        app.MapSecondFactorPages();
        app.MapAccountPages();
        app.MapLanguages();
        app.MapMcp();
        app.MapBadges();
        app.MapMaintenance();
        app.MapNodes();
        app.MapAccountOperations();
        app.MapHealth();
        app.MapApiDescription();
        app.MapDocumentation();
        app.MapAssets();
        app.MapEvaluatorPages();
        app.MapEvaluatorRewriting();
        app.MapPortal();
        app.MapShared();
        app.MapUnsubscribe();
    }
}
