using Vindex.Scoring.Profiles;
using Vindex.Server.Companies;
using Vindex.Server.Security;
using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Judging;
using Vindex.Storage.Profiles;

namespace Vindex.Server.Judging;

/// <summary>Why a URL cannot be a model's; null if it can.</summary>
internal delegate Task<string?> ModelAddressCheck(string url, CancellationToken cancellationToken);

/// <summary>How a company's tickets are judged, and what that used.</summary>
/// <param name="Rules">The rules.</param>
/// <param name="HasOwnKey">Whether its own model has a key.</param>
/// <param name="Connections">The connections that it can choose.</param>
/// <param name="Use">What was used this month.</param>
/// <param name="Failures">What failed this month.</param>
internal sealed record JudgingState(
    JudgingRules Rules, bool HasOwnKey, IReadOnlyList<ConnectionBody> Connections, MonthlyUse Use, IReadOnlyList<ModelFailureCount> Failures)
{
    /// <summary>Whether the month's budget is spent.</summary>
    public bool IsSpent => Rules.IsSpent(Use);
}

/// <summary>Who judges the tickets of a company.</summary>
internal sealed class JudgingService(
    IJudgingStore store, ICompanyStore companies, IProfileStore profiles, CompanyDirectory directory, ModelConnections connections, Audit audit,
    TimeProvider time)
{
    /// <summary>How a company's tickets are judged, and what that used.</summary>
    public async Task<Outcome<JudgingState>> FindAsync(string companyId, CancellationToken cancellationToken) =>
        await companies.FindAsync(companyId, cancellationToken) is { } company ? await StateAsync(company, cancellationToken) : new Refusal.NotFound();

    /// <summary>Replaces how a company's tickets are judged; its own connection stays as it is.</summary>
    public async Task<Outcome<JudgingState>> PutAsync(Caller caller, string companyId, Input<JudgingBody> input, CancellationToken cancellationToken)
    {
        if (await companies.FindAsync(companyId, cancellationToken) is not { } company) return new Refusal.NotFound();
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var rules = input.Value.ToRules(JudgingRules.Of(company).Own);
        await CheckAsync(company, rules, input.Errors, cancellationToken);
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var entry = audit.Entry(
            caller,
            "judging.changed",
            companyId,
            null,
            ("judge", rules.Default.Judge),
            ("overrides", rules.Overrides.Count > 0 ? string.Join(", ", rules.Overrides.Select(one => one.Choice.Judge)) : null),
            ("consenting_customers", string.Join(", ", rules.Consent)));
        return await StoreAsync(company, rules, company.ModelKey, entry, cancellationToken);
    }

    /// <summary>Stores rules and key of a company, and returns its new state.</summary>
    public async Task<Outcome<JudgingState>> StoreAsync(
        Company company, JudgingRules rules, byte[]? sealedKey, AuditEntry entry, CancellationToken cancellationToken)
    {
        var document = rules.IsNone ? null : rules.Write();
        if (!await store.SetAsync(company.Id, document, sealedKey, entry, cancellationToken)) return new Refusal.NotFound();
        directory.Forget();
        return await StateAsync(company with { Judging = document, ModelKey = sealedKey }, cancellationToken);
    }

    private async Task CheckAsync(Company company, JudgingRules rules, FieldErrors errors, CancellationToken cancellationToken)
    {
        var customers = (await companies.ListCustomersAsync(company.Id, cancellationToken)).Select(customer => customer.Id).ToHashSet(StringComparer.Ordinal);
        var names = (await profiles.ListAsync(company.Id, cancellationToken)).Select(profile => profile.Name)
            .Append(Profile.DefaultName).ToHashSet(StringComparer.Ordinal);
        var known = Names(company);
        CheckConnection("judge", rules.Default);
        foreach (var (index, one) in rules.Overrides.Index())
        {
            CheckConnection($"overrides[{index}].judge", one.Choice);
            if (one.CustomerId is { } id && !customers.Contains(id)) errors.Add($"overrides[{index}].customer_id", "is not a customer of the company");
            if (one.Profile is { } name && !names.Contains(name))
                errors.Add($"overrides[{index}].profile", $"must be one of {string.Join(", ", names.Order(StringComparer.Ordinal))}");
        }

        foreach (var (index, id) in rules.Consent.Index())
        {
            if (!customers.Contains(id)) errors.Add($"consenting_customers[{index}]", "is not a customer of the company");
        }

        void CheckConnection(string field, JudgingChoice choice)
        {
            if (choice.Connection is not { } name || known.Any(connection => connection.Name == name)) return;
            var choices = known.Count == 0 ? "there are none" : $"known connections: {string.Join(", ", known.Select(connection => connection.Name))}";
            errors.Add(field, $"names an unknown connection; {choices}");
        }
    }

    private async Task<JudgingState> StateAsync(Company company, CancellationToken cancellationToken)
    {
        var month = CompanyMeter.MonthOf(time.GetUtcNow());
        return new JudgingState(
            JudgingRules.Of(company),
            company.ModelKey is not null,
            Names(company),
            await store.UseAsync(company.Id, month, cancellationToken),
            await store.FailuresAsync(company.Id, month, cancellationToken));
    }

    private List<ConnectionBody> Names(Company company)
    {
        List<ConnectionBody> names =
            [.. connections.Named.Select(one => new ConnectionBody(one.Name, one.Judge.Settings.Provider.Name, one.Judge.Settings.Model))];
        if (JudgingRules.Of(company).Own is { } own) names.Add(new ConnectionBody(ConnectionName.Own, own.Provider, own.Model));
        return names;
    }
}
