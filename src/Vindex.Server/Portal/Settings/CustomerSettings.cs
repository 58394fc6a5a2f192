using Vindex.Server.Badges;
using Vindex.Server.Companies;
using Vindex.Server.Pages;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage;

namespace Vindex.Server.Portal;

/// <summary>A customer in the list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsDefault">The one that a request without a customer means.</param>
/// <param name="Badge">Whether anyone may see its average as a picture.</param>
/// <param name="Picture">Where that is.</param>
/// <param name="Since">Since when.</param>
public sealed record CustomerRow(string Id, string Name, bool IsDefault, bool Badge, string Picture, Moment Since);

/// <summary>The page of customers.</summary>
/// <param name="Frame">What stands around it.</param>
/// <param name="Customers">Oldest first.</param>
/// <param name="Form">What was typed; named <c>new</c>, or as the customer.</param>
public sealed record CustomersModel(SettingsFrame Frame, IReadOnlyList<CustomerRow> Customers, FormState Form);

/// <summary>Customers, and which of them have a badge.</summary>
internal static class CustomerSettings
{
    public static void Map(RouteGroupBuilder customers)
    {
        customers.MapGet("", (HttpContext context, IStore store) => ShowAsync(context, store, FormState.None, StatusCodes.Status200OK));
        customers.MapPost("", CreateAsync);
        customers.MapPost("/{customer_id}", ChangeAsync);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, IStore store, Ids ids, Audit audit, TimeProvider time)
    {
        var sent = await EndpointCall.SendAsync(
            context, json => json.Text("name"), () => CustomerEndpoints.CreateAsync(context, context.Caller().OwnCompany, store, ids, audit, time));
        return await AfterAsync(context, store, sent, "new", $"The customer is made: {(sent.Problem is null ? sent.Value<CustomerBody>().CustomerId : "")}.");
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, string customer_id, IStore store, Audit audit, BadgeDirectory badges)
    {
        var form = await FormBody.ReadAsync(context);
        var sent = await EndpointCall.SendAsync(
            context,
            json => json.Text("name", orNull: true).With(writer => writer.WriteBoolean("badge", form?.Value("badge") == "on")),
            () => CustomerEndpoints.ChangeAsync(context, context.Caller().OwnCompany, customer_id, store, audit, badges));
        return await AfterAsync(context, store, sent, customer_id, "The customer is saved.");
    }

    private static async Task<IResult> AfterAsync(HttpContext context, IStore store, Sent sent, string form, string done) => sent.Problem switch
    {
        null => Flash.SeeOther(context, PortalPaths.Customers, done),
        { Status: StatusCodes.Status404NotFound } problem => problem,
        var problem => await ShowAsync(context, store, FormState.Refused(form, sent.Form, problem, "name"), problem.Status),
    };

    private static async Task<IResult> ShowAsync(HttpContext context, IStore store, FormState form, int status)
    {
        if (await Visit.OfAsync(context) is not { } visit) return Problem.NotFound();
        var customers = EndpointCall.ValueOf<CustomerListBody>(await CustomerEndpoints.ListAsync(context, visit.Company.Id, store)).Items;
        var model = new CustomersModel(
            SettingsFrame.Of(context, "Customers", SettingsPart.Customers),
            [.. customers.Select(customer => new CustomerRow(
                customer.CustomerId,
                customer.Name,
                customer.IsDefault,
                customer.Badge,
                $"/badge/{visit.Company.Slug}/{Uri.EscapeDataString(customer.CustomerId)}.svg",
                Moment.Of(customer.CreatedAt, visit.Zone)))],
            form);
        return Page.Of<CustomersPage>(model, status);
    }
}
