using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Companies.Keys;

/// <summary>API keys of a company.</summary>
internal static class KeyEndpoints
{
    public static async Task<Ok<KeyListBody>> ListAsync(HttpContext context, string company_id, KeyService keys) =>
        (await keys.ListAsync(company_id, context.RequestAborted)).ToOk(list => new KeyListBody([.. list.Select(KeyBody.Of)]));

    public static async Task<Created<KeyBody>> CreateAsync(HttpContext context, string company_id, Body<NewKeyBody> body, KeyService keys) =>
        body.Problem is { } problem
            ? problem
            : (await keys.CreateAsync(context.Caller(), company_id, body.Input, context.RequestAborted)).ToCreated(KeyBody.Of);

    public static async Task<NoContent> DeleteAsync(HttpContext context, string company_id, string key_id, KeyService keys) =>
        (await keys.DeleteAsync(context.Caller(), company_id, key_id, context.RequestAborted)).ToNoContent();

    public static async Task<Ok<KeyBody>> RotateAsync(
        HttpContext context, string company_id, string key_id, OptionalBody<RotationBody> body, KeyService keys) =>
        body.Problem is { } problem
            ? problem
            : (await keys.RotateAsync(context.Caller(), company_id, key_id, body.Input, context.RequestAborted)).ToOk(KeyBody.Of);
}
