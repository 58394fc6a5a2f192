using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Forms;

/// <summary>A service's result for a form.</summary>
/// <param name="Form">The form.</param>
/// <param name="Value">The result; null if there is a problem.</param>
/// <param name="Problem">Why it was refused; null on success.</param>
internal sealed record Submitted<T>(IFormCollection Form, T? Value, Problem? Problem)
{
    public static Submitted<T> Of(IFormCollection form, Outcome<T> outcome) => outcome switch
    {
        Outcome<T>.Done done => new Submitted<T>(form, done.Value, null),
        Outcome<T>.Refused refused => new Submitted<T>(form, default, Problem.Of(refused.Reason)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>Sends forms to services. A form is read as the request's record and checked by the same rules as a JSON body.</summary>
internal static class FormInput
{
    /// <summary>Sends a form with fields.</summary>
    /// <param name="context">The request of the form.</param>
    /// <param name="read">Creates the record from the fields.</param>
    /// <param name="service">The operation.</param>
    public static async Task<Submitted<TResult>> SendAsync<T, TResult>(
        HttpContext context, Func<FormFields, T> read, Func<Input<T>, Task<Outcome<TResult>>> service)
        where T : notnull
    {
        if (await FormBody.ReadAsync(context) is not { } form) return Unreadable<TResult>();
        var type = Body<T>.TypeOf(context);
        var fields = new FormFields(form, type);
        var request = read(fields);
        BodyReader.Check(request, type, fields.Errors);
        return Submitted<TResult>.Of(form, await service(new Input<T>(request, fields.Errors)));
    }

    /// <summary>Sends a form without fields.</summary>
    public static async Task<Submitted<TResult>> SendAsync<TResult>(HttpContext context, Func<Task<Outcome<TResult>>> service) =>
        await FormBody.ReadAsync(context) is { } form ? Submitted<TResult>.Of(form, await service()) : Unreadable<TResult>();

    private static Submitted<TResult> Unreadable<TResult>() =>
        new(FormCollection.Empty, default, Problem.BadRequest("bad_form", T("forms.unreadable")));
}
