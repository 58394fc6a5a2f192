using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Companies;
using Vindex.Server.Evaluations.Sources;
using Vindex.Server.Security;
using Vindex.Server.Web;

namespace Vindex.Server.Installations;

/// <summary><c>POST /api/v1/register/{source}</c>.</summary>
internal static class RegisterEndpoint
{
    public static async Task<IResult> RegisterAsync(
        HttpContext context, string source, Registrations registrations, OneAtATime changes, CompanyDirectory directory, CallbackTarget target)
    {
        if (SourceTable.Find(source) is not { } product) return Problem.NotFound();
        var caller = context.Caller();
        if (await directory.FindCompanyAsync(caller.OwnCompany, context.RequestAborted) is not { } company) return Problem.NotFound();
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            var errors = new FieldErrors();
            var request = RegistrationRequest.Read(body.Root, product, errors);
            if (errors.Any) return Problem.Invalid(errors);
            if (request.CallbackUrl is { } url)
            {
                var (checkedUrl, refused) = await CheckAsync(target, url, context.RequestAborted);
                if (refused is not null) return refused;
                request = request with { CallbackUrl = checkedUrl };
            }

            return await changes.RunAsync(() => registrations.RegisterAsync(caller, company, product, request, context.RequestAborted), context.RequestAborted);
        }
    }

    /// <summary>The callback URL to keep, or the problem with it.</summary>
    public static async Task<(string? Url, Problem? Refused)> CheckAsync(CallbackTarget target, string url, CancellationToken cancellationToken) =>
        await target.CheckAsync(url, cancellationToken) switch
        {
            TargetVerdict.Allowed allowed => (allowed.Url.AbsoluteUri, null),
            TargetVerdict.Refused refused => (null, Problem.Invalid("callback_url_refused", refused.Reason + ".", "callback_url", refused.Reason)),
            _ => throw new InvalidOperationException("There is no third verdict."),
        };
}
