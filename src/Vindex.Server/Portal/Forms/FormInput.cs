using System.Text.Json;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Portal.Forms;

/// <summary>What a service answered to a form.</summary>
/// <param name="Form">The form.</param>
/// <param name="Value">The result; only without a problem.</param>
/// <param name="Problem">Why it was refused; null when it was not.</param>
internal sealed record Submitted<T>(IFormCollection Form, T? Value, Problem? Problem)
{
    public static Submitted<T> Of(IFormCollection form, Outcome<T> outcome) => outcome switch
    {
        Outcome<T>.Done done => new Submitted<T>(form, done.Value, null),
        Outcome<T>.Refused refused => new Submitted<T>(form, default, Problem.Of(refused.Reason)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>Makes a service's request of a form. The same reader and the same rules as for a body say what is wrong with it.</summary>
internal static class FormInput
{
    /// <summary>Sends a form with fields.</summary>
    /// <param name="context">The request of the form.</param>
    /// <param name="read">Names the fields and their kinds.</param>
    /// <param name="service">The operation.</param>
    public static async Task<Submitted<TResult>> SendAsync<T, TResult>(HttpContext context, Action<FormJson> read, Func<Input<T>, Task<Outcome<TResult>>> service)
    {
        if (await FormBody.ReadAsync(context) is not { } form) return Unreadable<TResult>();
        using var json = new FormJson(form);
        read(json);
        using var document = JsonDocument.Parse(json.End());
        return Submitted<TResult>.Of(form, await service(BodyReader.Read(document.RootElement, Body<T>.TypeOf(context))));
    }

    /// <summary>The same for a request that has a reader of its own.</summary>
    public static async Task<Submitted<TResult>> SendAsync<T, TResult>(
        HttpContext context, Action<FormJson> read, Func<JsonElement, Input<T>> request, Func<Input<T>, Task<Outcome<TResult>>> service)
    {
        if (await FormBody.ReadAsync(context) is not { } form) return Unreadable<TResult>();
        using var json = new FormJson(form);
        read(json);
        using var document = JsonDocument.Parse(json.End());
        return Submitted<TResult>.Of(form, await service(request(document.RootElement)));
    }

    /// <summary>Sends a form that is only a button.</summary>
    public static async Task<Submitted<TResult>> SendAsync<TResult>(HttpContext context, Func<Task<Outcome<TResult>>> service) =>
        await FormBody.ReadAsync(context) is { } form ? Submitted<TResult>.Of(form, await service()) : Unreadable<TResult>();

    private static Submitted<TResult> Unreadable<TResult>() =>
        new(FormCollection.Empty, default, Problem.BadRequest("bad_form", "The form could not be read: it has too many fields, or too much in one of them."));
}
