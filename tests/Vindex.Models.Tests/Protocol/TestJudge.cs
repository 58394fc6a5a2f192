using Vindex.Models.Calls;
using Vindex.Models.Settings;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;

namespace Vindex.Models.Tests.Protocol;

/// <summary>Judges tickets with a model at a test's server.</summary>
internal static class TestJudge
{
    public const string Key = "sk-test-0123456789abcdefghij";
    public const string Secret = "Zwetschkenknoedel";
    public const string Words = "export the customer list as CSV";

    /// <summary>A ticket with a word that appears nowhere else.</summary>
    public static readonly TicketInput Ticket = new(
        "Export customers",
        $"As a sales manager I want to **{Words}** so that I can call the customers of {Secret} without copying rows by hand.\n\n- The file has one row per customer\n- Columns: name, phone, city");

    private static readonly TimeSpan s_noHang = TimeSpan.FromSeconds(60);

    /// <summary>The offline judge.</summary>
    public static TicketJudge Offline { get; } = JudgeVersions.Load(Profile.Default);

    /// <summary>Judges the usual ticket.</summary>
    public static Task<ModelOutcome> JudgeAsync(ModelSettings settings, JudgingPlan? plan = null, ICallMeter? meter = null) =>
        JudgeAsync(settings, Ticket, plan, meter);

    /// <summary>Judges a ticket.</summary>
    public static async Task<ModelOutcome> JudgeAsync(ModelSettings settings, TicketInput ticket, JudgingPlan? plan = null, ICallMeter? meter = null)
    {
        using var judge = Create(settings);
        return await JudgeAsync(judge, ticket, plan, meter);
    }

    /// <summary>Judges a ticket with a judge that is kept.</summary>
    public static Task<ModelOutcome> JudgeAsync(ModelJudge judge, TicketInput ticket, JudgingPlan? plan = null, ICallMeter? meter = null, string tenant = "one") =>
        judge.JudgeAsync(
                TicketReader.Read(ticket, TicketLimits.CommandLine), Offline, plan ?? new JudgingPlan(), new ModelCaller(tenant, meter ?? new CountingMeter()),
                CancellationToken.None)
            .WaitAsync(s_noHang);

    /// <summary>A judge over plain sockets.</summary>
    public static ModelJudge Create(ModelSettings settings)
    {
        var seed = 0u;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        return new ModelJudge(settings, handler, TimeProvider.System, () => Interlocked.Increment(ref seed) * 2654435761u);
    }
}

/// <summary>Counts calls, and allows as many as it was told.</summary>
internal sealed class CountingMeter(int most = int.MaxValue) : ICallMeter
{
    private int _calls;

    public int Calls => _calls;

    public decimal Cost { get; private set; }

    public ValueTask<bool> HasRoomAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Volatile.Read(ref _calls) < most);

    public ValueTask RecordAsync(TokenUse use, decimal cost)
    {
        Interlocked.Increment(ref _calls);
        Cost += cost;
        return ValueTask.CompletedTask;
    }
}
