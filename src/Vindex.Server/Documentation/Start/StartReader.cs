using Vindex.Server.Companies;
using Vindex.Server.Companies.Keys;
using Vindex.Server.Configuration;
using Vindex.Server.Documentation.Reference;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Storage.Keys;
using Vindex.Storage.Users;

namespace Vindex.Server.Documentation.Start;

/// <summary>The quick start with the reader's own address, company and names of keys.</summary>
internal sealed class StartReader(
    IOptions<ServerOptions> options, PublicAddress address, KeyService keys, CompanyDirectory companies, TimeProvider time)
{
    private const int MostNames = 3;
    private const string AnyCompany = "your-company";

    public async Task<StartModel> ReadAsync(HttpContext context, Caller? caller, IReadOnlyList<ReferenceTag> tags)
    {
        var cancellationToken = context.RequestAborted;
        var company = caller?.CompanyId is { } id ? await companies.FindCompanyAsync(id, cancellationToken) : null;
        var isOwner = caller?.SignedIn?.Company?.Role == Role.Owner;
        var own = isOwner && await keys.ListAsync(company!.Id, cancellationToken) is Outcome<IReadOnlyList<ApiKey>>.Done { Value: var all } ? all : [];
        var here = AddressOf(context.Request);
        return new StartModel(caller is not null, tags, here, StartTasks.All(
            name => StartSamples.Text(name).Replace("{{address}}", here, StringComparison.Ordinal)
                .Replace("{{company}}", company?.Slug ?? AnyCompany, StringComparison.Ordinal),
            scopes => new KeyHint(scopes, Names(own, scopes), isOwner),
            id => tags.SelectMany(tag => tag.Operations.Where(operation => operation.Id == id)
                    .Select(operation => new StartLink($"{operation.Method} {operation.Path}", DocsPaths.Operation(tag.Slug, id))))
                .First()));
    }

    private IReadOnlyList<string> Names(IReadOnlyList<ApiKey> own, IReadOnlyList<string> scopes) =>
        [.. own.Where(key => scopes.All(key.Scopes.Contains) && !(key.ExpiresAt <= time.GetUtcNow())).Select(key => key.Name).Take(MostNames)];

    // The Host header is chosen by the sender, who is the only one to see this page. It stands in commands that are copied into a shell.
    private string AddressOf(HttpRequest request) =>
        options.Value.PublicUrl is null && request.Host.HasValue
            && request.Host.Value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':' or '[' or ']')
            ? $"{request.Scheme}://{request.Host.Value}"
            : address.Of("");
}
