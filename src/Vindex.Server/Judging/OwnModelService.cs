using Vindex.Models.Settings;
using Vindex.Server.Security;
using Vindex.Storage.Companies;

namespace Vindex.Server.Judging;

/// <summary>The own connections of companies to models.</summary>
internal sealed class OwnModelService(JudgingService judging, ICompanyStore companies, ModelAddressCheck checkAddress, ModelKeySeal seal, Audit audit)
{
    /// <summary>Adds or replaces a company's own connection.</summary>
    public async Task<Outcome<JudgingState>> PutAsync(Caller caller, string companyId, Input<OwnModelBody> input, CancellationToken cancellationToken)
    {
        if (await companies.FindAsync(companyId, cancellationToken) is not { } company) return new Refusal.NotFound();
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var (body, errors) = input;
        var provider = ModelProvider.Find(body.Provider)!;
        var url = body.BaseUrl ?? provider.BaseUrl?.ToString();
        var rules = JudgingRules.Of(company);
        if (url is null) errors.Add("base_url", $"is required: {provider.Name} has no usual address");
        else if (await checkAddress(url, cancellationToken) is { } reason) errors.Add("base_url", Sentence(reason));

        // A key is only ever sent to the address that it was given for.
        var isSame = rules.Own is { } present && present.Provider == provider.Name && present.BaseUrl == url;
        if (!body.ApiKey.IsGiven && company.ModelKey is not null && !isSame) errors.Add("api_key", "must be given again, because the provider or the address is another one");
        var key = body.ApiKey.IsGiven ? Sealed(body.ApiKey.OrDefault) : company.ModelKey;
        if (provider.NeedsKey && key is null && !errors.Has("api_key")) errors.Add("api_key", $"is required: {provider.Name} needs an API key");
        if (errors.Any) return new Refusal.Invalid(errors);

        var own = new OwnModel(
            provider.Name,
            url!,
            body.Model.Trim(),
            Enum.Parse<AnswerFormat>(body.Format ?? nameof(AnswerFormat.Schema), ignoreCase: true),
            body.InputPrice ?? 0,
            body.OutputPrice ?? 0);
        var entry = audit.Entry(
            caller, "judging.connection_changed", companyId, ConnectionName.Own, ("provider", own.Provider), ("base_url", own.BaseUrl), ("model", own.Model));
        return await judging.StoreAsync(company, rules with { Own = own }, key, entry, cancellationToken);
    }

    /// <summary>Deletes a company's own connection and its key.</summary>
    public async Task<Outcome<JudgingState>> DeleteAsync(Caller caller, string companyId, CancellationToken cancellationToken)
    {
        if (await companies.FindAsync(companyId, cancellationToken) is not { } company) return new Refusal.NotFound();
        var rules = JudgingRules.Of(company);
        if (rules.Own is null) return new Refusal.NotFound();
        if (rules.Overrides.Select(one => one.Choice).Append(rules.Default).Any(choice => choice.Connection == ConnectionName.Own))
            return new Refusal.Conflict("connection_in_use", "Tickets are judged by this connection. Choose another judge first.");
        var entry = audit.Entry(caller, "judging.connection_deleted", companyId, ConnectionName.Own);
        return await judging.StoreAsync(company, rules with { Own = null }, null, entry, cancellationToken);
    }

    private byte[]? Sealed(string? key) => key is null ? null : seal.Seal(key);

    private static string Sentence(string reason) => char.ToLowerInvariant(reason[0]) + reason[1..];
}
