using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Server.Companies.Keys;
using Vindex.Server.Companies.Profiles;
using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Keys;
using Vindex.Storage.Profiles;

namespace Vindex.Server.Companies;

/// <summary>Limits of a company's settings.</summary>
internal static class CompanyLimits
{
    public const int Name = 200;
    public const int RetentionDays = 36_500;
    public const int CustomersOfKey = 1000;
    public const int OverlapHours = 168;
    public const int PersonalKeys = 20;
    public const string GateExpected = "must be a number from 0 to 10";
}

/// <summary>A company to create.</summary>
/// <param name="Name">Display name, 1 to 200 characters.</param>
/// <param name="Slug">Unique lower-case name of letters, digits and hyphens; by default derived from the name.</param>
/// <param name="QualityGate">Lowest overall score that passes; default 7.0.</param>
/// <param name="Timezone">IANA time zone of its statistics; null for the server's.</param>
/// <param name="RetentionDays">Days to keep scores and feedback; older ones are deleted daily. Null keeps everything.</param>
internal sealed record NewCompanyBody(
    [Line(CompanyLimits.Name)] string Name,
    [Slug] string? Slug = null,
    [Score(Null = CompanyLimits.GateExpected)] Optional<decimal> QualityGate = default,
    [Zone] string? Timezone = null,
    [WholeNumber(1, CompanyLimits.RetentionDays)] int? RetentionDays = null);

/// <summary>Changes to a company; members that are left out stay as they are.</summary>
/// <param name="Name">Display name.</param>
/// <param name="QualityGate">Lowest overall score that passes.</param>
/// <param name="Timezone">IANA time zone of its statistics; null for the server's.</param>
/// <param name="RetentionDays">Days to keep scores and feedback; older ones are deleted daily. Null keeps everything.</param>
/// <param name="RequireSecondFactor">Whether users who sign in with a password need two-factor sign-in.</param>
[KnownMembersOnly]
internal sealed record CompanyChangeBody(
    [Line(CompanyLimits.Name)] Optional<string> Name = default,
    [Score(Null = CompanyLimits.GateExpected)] Optional<decimal> QualityGate = default,
    [Zone] Optional<string?> Timezone = default,
    [WholeNumber(1, CompanyLimits.RetentionDays)] Optional<int?> RetentionDays = default,
    Optional<bool> RequireSecondFactor = default);

/// <summary>A company.</summary>
internal sealed record CompanyBody(
    string CompanyId,
    string Slug,
    string Name,
    string DefaultCustomerId,
    decimal QualityGate,
    string? Timezone,
    int? RetentionDays,
    bool RequireSecondFactor,
    DateTimeOffset CreatedAt)
{
    public static CompanyBody Of(Company company) => new(
        company.Id,
        company.Slug,
        company.Name,
        company.DefaultCustomerId,
        company.QualityGateTenths / 10m,
        company.TimeZone,
        company.RetentionDays,
        company.RequiresSecondFactor,
        company.CreatedAt);
}

/// <summary>A page of companies, newest first.</summary>
internal sealed record CompanyListBody(IReadOnlyList<CompanyBody> Items, string? NextCursor);

/// <summary>A customer to create.</summary>
/// <param name="Name">Display name, 1 to 200 characters; the id is derived from it.</param>
internal sealed record NewCustomerBody([Line(CompanyLimits.Name)] string Name);

/// <summary>Changes to a customer; members that are left out stay as they are.</summary>
/// <param name="Name">Display name, 1 to 200 characters.</param>
/// <param name="Badge">Whether its average score is public.</param>
[KnownMembersOnly]
internal sealed record CustomerChangeBody([Line(CompanyLimits.Name)] Optional<string> Name = default, Optional<bool> Badge = default);

/// <summary>A customer of a company: one integration, project or team.</summary>
/// <param name="CustomerId">Id for use in requests.</param>
/// <param name="Name">Display name.</param>
/// <param name="IsDefault">Whether requests without a customer use this one.</param>
/// <param name="Badge">Whether its average score is public at <c>/badge/{company}/{customer}.svg</c>.</param>
/// <param name="CreatedAt">Creation time.</param>
internal sealed record CustomerBody(string CustomerId, string Name, bool IsDefault, bool Badge, DateTimeOffset CreatedAt)
{
    public static CustomerBody Of(CompanyCustomer of) => new(of.Customer.Id, of.Customer.Name, of.IsDefault, of.Customer.Badge, of.Customer.CreatedAt);
}

/// <summary>The customers of a company, oldest first.</summary>
internal sealed record CustomerListBody(IReadOnlyList<CustomerBody> Items);

/// <summary>An API key to create.</summary>
/// <param name="Name">Display name, 1 to 200 characters.</param>
/// <param name="Scopes">Its scopes.</param>
/// <param name="CustomerIds">The customers it is limited to; null or left out for all.</param>
/// <param name="ExpiresAt">Expiry; null or left out for none.</param>
internal sealed record NewKeyBody(
    [Line(CompanyLimits.Name)] string Name,
    [Scopes] IReadOnlyList<string> Scopes,
    [Texts(CompanyLimits.CustomersOfKey, 255)] IReadOnlyList<string>? CustomerIds = null,
    DateTimeOffset? ExpiresAt = null);

/// <summary>How to rotate an API key.</summary>
/// <param name="OverlapHours">How long the current secret stays valid, 0 to 168 hours; default 24.</param>
internal sealed record RotationBody([WholeNumber(0, CompanyLimits.OverlapHours)] int? OverlapHours = null);

/// <summary>An API key.</summary>
/// <param name="KeyId">The public part of the key.</param>
/// <param name="Name">Display name.</param>
/// <param name="Scopes">Its scopes.</param>
/// <param name="CustomerIds">The customers it is limited to; null for all.</param>
/// <param name="CreatedAt">Creation time.</param>
/// <param name="ExpiresAt">Expiry; null for none.</param>
/// <param name="PreviousValidUntil">Until when the previous secret is valid; null if there is none.</param>
/// <param name="UserId">The user who created it for themselves (a personal key); null for a key of the company.</param>
/// <param name="ApiKey">The key itself; only in the response to creating or rotating it.</param>
internal sealed record KeyBody(
    [property: JsonPropertyOrder(-2)] string KeyId,
    string Name,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string>? CustomerIds,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? PreviousValidUntil,
    string? UserId,
    [property: JsonPropertyOrder(-1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ApiKey = null)
{
    public static KeyBody Of(ApiKey key) =>
        new(key.Id, key.Name, key.Scopes, key.CustomerIds, key.CreatedAt, key.ExpiresAt, key.PreviousValidUntil, key.UserId);

    public static KeyBody Of(IssuedKey issued) => Of(issued.Key) with { ApiKey = issued.Text };
}

/// <summary>The keys of a company, oldest first.</summary>
internal sealed record KeyListBody(IReadOnlyList<KeyBody> Items);

/// <summary>A scoring profile of a company.</summary>
/// <param name="Name">The value of <c>system_type</c>.</param>
/// <param name="RuleWeights">Factors for the rules' points by rule id, 0 to 3; 0 turns a rule off.</param>
/// <param name="Vocabulary">Additional words by word list.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
internal sealed record StoredProfileBody(
    string Name, IReadOnlyDictionary<string, double> RuleWeights, IReadOnlyDictionary<string, IReadOnlyList<string>> Vocabulary, DateTimeOffset UpdatedAt)
{
    public static StoredProfileBody Of(StoredProfile stored)
    {
        var profile = ProfileDocument.Parse(stored.Name, stored.Document);
        return new StoredProfileBody(stored.Name, profile.RuleWeights, profile.Vocabulary, stored.UpdatedAt);
    }
}

/// <summary>The profiles of a company, by name; <c>adam</c>, the default rubric, is not among them.</summary>
internal sealed record ProfileListBody(IReadOnlyList<StoredProfileBody> Items);

/// <summary>An entry of the audit log.</summary>
/// <param name="Id">Id of the entry.</param>
/// <param name="At">Time.</param>
/// <param name="CompanyId">The company; null for none.</param>
/// <param name="Actor">The actor: <c>key:&lt;id&gt;</c>, <c>user:&lt;id&gt;</c>, <c>admin-key</c>, <c>system</c> or <c>cli</c>.</param>
/// <param name="Action">The action, for example <c>key.created</c>.</param>
/// <param name="Result">What came of it: <c>done</c> or <c>refused</c>.</param>
/// <param name="Target">Id of the changed object; null for none.</param>
/// <param name="Detail">Details of the change; null for none.</param>
internal sealed record AuditEntryBody(
    string Id, DateTimeOffset At, string? CompanyId, string Actor, string Action, string Result, string? Target, JsonElement? Detail)
{
    public static AuditEntryBody Of(AuditEntry entry) => new(
        entry.Id,
        entry.At,
        entry.CompanyId,
        entry.Actor,
        entry.Action,
        ResultNames.Of(entry.Result),
        entry.Target,
        entry.Detail is null ? null : JsonElement.Parse(entry.Detail));
}

/// <summary>Names of what comes of actions.</summary>
internal static class ResultNames
{
    public static string Of(AuditResult result) => result switch { AuditResult.Done => "done", _ => "refused" };
}

/// <summary>A page of the audit log, newest first.</summary>
internal sealed record AuditListBody(IReadOnlyList<AuditEntryBody> Items, string? NextCursor);
